/** The HTML report: its text as a golden, and its behaviour in a real browser. */
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { type Excerpts, render } from '../../src/reporters/index.ts';
import { browserForTests, chromiumPath } from '../browser.ts';
import { clean, hostile, sample } from '../sample-report.ts';

const text = { width: 80, colorLevel: 0, verbose: false, quiet: false } as const;
const excerpts: Excerpts = new Map([
  ['README.md:24', { first: 22, lines: ['', '```', 'use cim_sample::Graph;', `\tlet x = "${hostile.html}";`, '```'] }],
]);
const html = (reports = [sample]) => render('html', reports, { text, catalogue: rules, excerpts: [excerpts] });

describe('the page', () => {
  test('golden', async () => {
    await expect(await html()).toMatchFileSnapshot('./golden/report.html');
  });

  test('no text of a repository becomes markup, and nothing is loaded', async () => {
    const page = await html();
    expect(page).not.toContain('<script>window');
    expect(page).not.toMatch(/<img|<iframe|<link|\bon\w+="|style="|javascript:/i);
    expect(page.match(/<script>/g)).toHaveLength(1);
    expect(page).not.toMatch(/<[^>]*\bsrc=/);
  });

  test('a forge whose address is no https page gives no link', async () => {
    const evil = { ...sample, module: { ...sample.module, repository: 'javascript:alert(1)//github.com/a/b' } };
    expect(await html([evil])).not.toMatch(/href="(?!#)/);
  });
});

describe.skipIf(chromiumPath === undefined)('in Chromium (skipped where there is none)', () => {
  const visit = browserForTests();
  const visible = '.item:not([hidden])';

  test('opens without an error, a refusal or a request; hostile text is inert', async () => {
    const { page, complaints } = await visit(await html());
    expect(await page.title()).toBe('cim-sample: production readiness');
    expect(await page.evaluate('window.owned')).toBeUndefined();
    expect(await page.getByText(hostile.html).count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  test('the policy stops a script that somebody smuggles in', async () => {
    const smuggled = (await html()).replace('</main>', `${hostile.html}</main>`);
    const { page, complaints } = await visit(smuggled);
    expect(await page.evaluate('window.owned')).toBeUndefined();
    expect(complaints.length).toBeGreaterThan(0);
    expect(complaints.every((said) => /Content Security Policy/.test(said))).toBe(true);
  });

  test('filters by verdict, section and text, says how many are shown, and shows all again', async () => {
    const { page } = await visit(await html());
    const shown = () => page.locator(visible).evaluateAll((found) => found.map((item) => item.id));
    expect(await shown()).toHaveLength(sample.items.length);
    await page.getByLabel('To review').check();
    expect(await shown()).toEqual(['structure/single-responsibility', 'security/untrusted-data']);
    await page.getByLabel('Section').selectOption('5. Security Standards');
    expect(await shown()).toEqual(['security/untrusted-data']);
    expect(await page.locator('#shown').textContent()).toBe(`1 of ${sample.items.length} items`);
    expect(await page.getByRole('heading', { name: '2. Repository Standards' }).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByLabel('Text').fill('CODEOWNERS team');
    expect(await shown()).toEqual(['policy/owners']);
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await shown()).toHaveLength(sample.items.length);
  });

  test('a deep link shows its item, focuses it, and wins over a filter', async () => {
    const { page, complaints } = await visit(await html(), { hash: '#docs/readme-purpose' });
    const focused = () => page.evaluate('document.activeElement.id');
    expect(await focused()).toBe('docs/readme-purpose');
    await page.getByLabel('To review').check();
    expect(await page.locator('[id="docs/changelog"]').isVisible()).toBe(false);
    await page.evaluate("location.hash = '#docs/changelog'");
    await expect.poll(focused).toBe('docs/changelog');
    expect(await page.locator('[id="docs/changelog"]').isVisible()).toBe(true);
    expect(await page.getByLabel('To review').isChecked()).toBe(false);
    await page.evaluate("location.hash = '#%E0%A4%A'");
    await page.evaluate("location.hash = '#no/such'");
    expect(complaints).toEqual([]);
  });

  test('the keyboard reaches the checklist and the filters; everything that has a role has a name', async () => {
    const { page } = await visit(await html());
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the checklist');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('checklist');
    await page.getByLabel('Fail').focus();
    await page.keyboard.press('Space');
    expect(await page.locator(visible).count()).toBeLessThan(sample.items.length);
    const nameless = await page
      .locator('button, input, select, [role=region], [role=group], summary, a')
      .evaluateAll(
        (found) =>
          found.filter(
            (one) => !(one.getAttribute('aria-label') ?? one.closest('label')?.textContent ?? one.textContent)?.trim(),
          ).length,
      );
    expect(nameless).toBe(0);
    const levels = await page
      .locator('h1, h2, h3, h4, h5')
      .evaluateAll((found) => found.map((h) => Number(h.tagName.slice(1))));
    expect(levels[0]).toBe(1);
    expect(levels.every((level, index) => index === 0 || level - (levels[index - 1] ?? 0) <= 1)).toBe(true);
  });

  test('code is a stop of the tabulator only where it has to be scrolled', async () => {
    const stops = async (width: number) => {
      const { page } = await visit(await html(), { width });
      return page.locator('pre[tabindex="0"]').count();
    };
    expect(await stops(1280)).toBe(0);
    expect(await stops(320)).toBe(1);
  });

  test.each([
    ['light', false],
    ['dark', true],
  ])('words stand out from their background by 4.5 to 1 or more: %s', async (_, dark) => {
    const { page } = await visit(await html(), { dark });
    expect(await page.evaluate(faintTexts)).toEqual([]);
  });

  test('nothing sticks out at the width of a phone, at a desktop, with several modules', async () => {
    for (const width of [320, 390, 1280]) {
      const { page } = await visit(await html([sample, clean]), { width });
      expect(await page.evaluate('document.documentElement.scrollWidth'), `at ${width}`).toBeLessThanOrEqual(width);
      const name = page.getByRole('row').getByRole('link', { name: 'cim-sample' });
      expect((await name.boundingBox())?.height, `the table at ${width}`).toBeLessThan(40);
    }
  });

  test('printing unfolds what is folded away', async () => {
    const many = { ...sample.items[2]!, evidence: Array.from({ length: 9 }, (_, n) => ({ message: `finding ${n}` })) };
    const { page } = await visit(await html([{ ...sample, items: [many] }]));
    expect(await page.getByText('finding 8').isVisible()).toBe(false);
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.getByText('finding 8').isVisible()).toBe(true);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await page.getByText('finding 8').isVisible()).toBe(false);
  });

  test('several modules: a table that links to each, ids that differ, a deep link into the second', async () => {
    const { page, complaints } = await visit(await html([sample, clean]), { hash: '#cim-clean/docs/readme-purpose' });
    expect(await page.evaluate('document.activeElement.id')).toBe('cim-clean/docs/readme-purpose');
    const ids = await page.locator('[id]').evaluateAll((found) => found.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    await page.getByRole('link', { name: 'cim-clean', exact: true }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('cim-clean');
    expect(complaints).toEqual([]);
  });
});

/** Run in the page: texts whose contrast is below WCAG's 4.5 to 1, by the formula of WCAG 2.2. */
const faintTexts = `(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return parse(getComputedStyle(document.documentElement).backgroundColor);
  };
  const faint = new Set();
  for (const node of document.querySelectorAll('body *')) {
    if (!node.checkVisibility() || ![...node.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim())) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))].sort((p, q) => q - p);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faint.add(node.className + ' ' + node.tagName + ' ' + ratio.toFixed(2));
  }
  return [...faint];
})()`;
