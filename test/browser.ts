/** A headless Chromium for tests of pages. Where none is installed, these tests are skipped, and the run shows it. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const chromiumPath = places.find((path) => path !== undefined && existsSync(path));

export interface Visit {
  readonly page: Page;
  /** Errors of the script, refusals of the content policy, and every request but the page itself. */
  readonly complaints: string[];
}

/** One browser for the tests of a file. */
export function browserForTests(): (
  html: string,
  options?: { hash?: string; width?: number; dark?: boolean },
) => Promise<Visit> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(() => browser?.close());
  return async (html, { hash = '', width = 1280, dark = false } = {}) => {
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
    });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`);
    });
    await page.route('**/*', (route) => {
      const url = route.request().url();
      if (url.split('#')[0] === 'http://report.test/') return route.fulfill({ contentType: 'text/html', body: html });
      complaints.push(`request: ${url}`);
      return route.abort();
    });
    await page.goto(`http://report.test/${hash}`);
    return { page, complaints };
  };
}
