/** `report` and `diff`: saved reports, printed and compared again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { compareReports, gotWorse } from '../src/compare.ts';
import { countItems, type Report, type ReportItem } from '../src/report.ts';
import { formats } from '../src/reporters/index.ts';
import { cimReady } from './fake-terminal.ts';
import { clean, hostile, sample } from './sample-report.ts';
import { temporaryFolder } from './temporary.ts';

function saved(...values: unknown[]): string[] {
  const folder = temporaryFolder();
  return values.map((value, index) => {
    const path = join(folder, `${index}.json`);
    writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
    return path;
  });
}

/** The report with hostile text wherever its schema allows any text. */
function poisoned(value: unknown, key = ''): unknown {
  const kept = ['id', 'verdict', 'state', 'level', 'name', 'slug', 'fingerprint'];
  if (typeof value === 'string')
    return kept.includes(key) && value !== 'cim-sample' ? value : Object.values(hostile).join(' \u009b2J ');
  if (Array.isArray(value)) return value.map((one) => poisoned(one, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, poisoned(one, name)]));
}

describe('report', () => {
  test.each(formats)(
    '%s of a report that somebody made to do harm steers no terminal and is no markup',
    async (format) => {
      const [file = ''] = saved(poisoned(sample));
      const { code, stdout } = await cimReady(['report', file, '--format', format, '--verbose']);
      expect(code).toBe(1);
      expect(stdout.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/g)).toBeNull();
      if (format === 'html' || format === 'junit') expect(stdout).not.toMatch(/<script>window|<img/);
      if (format === 'markdown') {
        const html = new MarkdownIt({ html: true, linkify: true }).render(stdout);
        expect(/<script|<img|<a |<details/.exec(html)?.[0]).toBeUndefined();
      }
      if (format === 'github')
        for (const line of stdout.trimEnd().split('\n')) expect(line).toMatch(/^::(error|warning|notice) /);
    },
  );

  test.each(formats)('%s is what the audit itself would have printed', async (format) => {
    const [file = ''] = saved(sample);
    const { code, stdout } = await cimReady(['report', file, '--format', format]);
    expect(code).toBe(1);
    if (format === 'json') expect(JSON.parse(stdout)).toEqual(sample);
    else expect(stdout.length).toBeGreaterThan(50);
  });

  test('several files, and files of several modules', async () => {
    const [one = '', both = ''] = saved(clean, { schemaVersion: 1, reports: [sample, clean] });
    expect((await cimReady(['report', one])).code).toBe(0);
    const { stdout } = await cimReady(['report', one, both]);
    expect(stdout).toMatch(/\nmodule .*\ncim-clean .*\ncim-sample .*\ncim-clean /);
  });

  test.each([
    ['no file', undefined, /cannot read/],
    ['no JSON', '{', /is no report of cim-ready: it is no JSON/],
    ['something else', '{"a":1}', /is no report of cim-ready\n {2}schemaVersion: /],
    ['a list', '[]', /is no report/],
    ['a later version', '{"schemaVersion":2}', /has version 2 of the report's schema, and this program reads 1/],
    ['an unknown verdict', { ...sample, items: [{ ...sample.items[0], verdict: 'great' }] }, /items\.0\.verdict/],
  ])('%s is refused with 2', async (_, value, message) => {
    const [file = '/no/such/file'] = value === undefined ? [] : saved(value);
    const { code, stderr } = await cimReady(['report', file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

const item = (id: string, verdict: ReportItem['verdict'], over: Partial<ReportItem> = {}): ReportItem => ({
  id,
  text: `text of ${id}`,
  verdict,
  evidence: [{ message: `${id} is ${verdict}` }],
  ...over,
});
const of = (items: ReportItem[], over: Partial<Report> = {}): Report => ({
  ...clean,
  items,
  summary: countItems(items),
  ...over,
});
const waiver = { reason: 'r', by: 'b', until: '2026-02-01', state: 'holds' as const };

describe('compareReports', () => {
  const direction = (from: ReportItem, to: ReportItem) => compareReports(of([from]), of([to])).changes[0]?.direction;
  test.each([
    ['pass', 'fail', 'worse'],
    ['open', 'fail', 'worse'],
    ['review', 'error', 'worse'],
    ['notApplicable', 'fail', 'worse'],
    ['pass', 'open', 'unproven'],
    ['pass', 'review', 'unproven'],
    ['pass', 'notApplicable', 'other'],
    ['fail', 'pass', 'better'],
    ['fail', 'open', 'other'],
    ['error', 'open', 'other'],
    ['error', 'review', 'better'],
    ['open', 'pass', 'better'],
    ['fail', 'error', 'other'],
    ['open', 'review', 'other'],
    ['fail', 'fail', undefined],
  ] as const)('%s → %s is %s', (from, to, expected) => {
    expect(direction(item('a/b', from), item('a/b', to))).toBe(expected);
  });

  test('a waiver that ends makes it worse, one that begins better; advisory failures fail nothing', () => {
    const waived = item('a/b', 'fail', { waiver });
    expect(direction(waived, item('a/b', 'fail'))).toBe('worse');
    expect(direction(item('a/b', 'fail'), waived)).toBe('better');
    expect(direction(item('a/b', 'open'), item('a/b', 'fail', { level: 'advisory' }))).toBe('other');
  });

  test('items that only one of the runs asked are shown, and are not worse', () => {
    const comparison = compareReports(of([item('a/b', 'pass')]), of([item('a/c', 'fail')]));
    expect(comparison.changes.map(({ id, from, to, direction }) => [id, from, to, direction])).toEqual([
      ['a/c', undefined, 'fail', 'other'],
      ['a/b', 'pass', undefined, 'other'],
    ]);
    expect(gotWorse(comparison, true)).toBe(false);
  });
});

describe('diff', () => {
  const old = of(
    [
      item('docs/a', 'pass'),
      item('docs/b', 'fail'),
      item('docs/c', 'open'),
      item('docs/d', 'pass'),
      item('docs/e', 'pass'),
    ],
    { head: 'a'.repeat(40) },
  );
  const now = of(
    [
      item('docs/a', 'fail'),
      item('docs/b', 'pass'),
      item('docs/c', 'review'),
      item('docs/d', 'pass'),
      item('docs/e', 'open'),
    ],
    { head: 'b'.repeat(40) },
  );

  test.each(['text', 'markdown', 'json'])('%s golden', async (format) => {
    const { code, stdout } = await cimReady(['diff', ...saved(old, now), '--format', format]);
    expect(code).toBe(1);
    await expect(stdout).toMatchFileSnapshot(`./reporters/golden/diff.${format}`);
  });

  test('0 when nothing got worse; --strict counts what is not proven any more', async () => {
    const files = saved(
      old,
      of([
        item('docs/a', 'pass'),
        item('docs/b', 'pass'),
        item('docs/c', 'open'),
        item('docs/d', 'open'),
        item('docs/e', 'pass'),
      ]),
    );
    expect((await cimReady(['diff', ...files])).code).toBe(0);
    expect((await cimReady(['diff', ...files, '--strict'])).code).toBe(1);
    expect((await cimReady(['diff', ...saved(old, old)])).stdout).toMatch(/5 items are as before/);
  });

  test('modules are matched by name; others are refused', async () => {
    const several = { schemaVersion: 1, reports: [sample, old] };
    const turned = { schemaVersion: 1, reports: [now, sample] };
    const { code, stdout } = await cimReady(['diff', ...saved(several, turned), '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).modules.map(({ module }: { module: string }) => module)).toEqual([
      'cim-clean',
      'cim-sample',
    ]);
    const alike = (first: Report, second: Report) => ({ schemaVersion: 1, reports: [first, second] });
    const same = await cimReady(['diff', ...saved(alike(old, now), alike(old, now))]);
    expect([same.code, same.stdout.match(/5 items are as before/g)?.length]).toEqual([0, 2]);
    const refused = await cimReady(['diff', ...saved(old, sample)]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/not of the same modules: cim-clean, and cim-sample/),
    ]);
  });

  test('hostile text stays text, and --output writes it whole', async () => {
    const nasty = (verdict: ReportItem['verdict']) =>
      of([item('docs/a', verdict, { evidence: [{ message: hostile.terminal + hostile.markdown }] })]);
    const out = join(temporaryFolder(), 'diff.md');
    const files = saved(nasty('pass'), nasty('fail'));
    expect((await cimReady(['diff', ...files])).stdout).not.toContain('\u001b');
    await cimReady(['diff', ...files, '--format', 'markdown', '--output', out]);
    expect(readFileSync(out, 'utf8')).toContain('\\[click\\]');
  });
});
