import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../../src/models/page/markdown.ts';
import { compareVersions, readChangelog, readDate } from '../../../src/models/release/changelog.ts';

const read = (text: string) => readChangelog(parseMarkdown(text));
const versions = (text: string) => read(text).entries.map((entry) => entry.version ?? '-');

describe('entries', () => {
  it.each([
    ['## [1.2.3] - 2025-01-01', '1.2.3', '2025-01-01'],
    ['## [1.2.3](https://x/compare/v1.2.2...v1.2.3) (2025-01-01)', '1.2.3', '2025-01-01'],
    ['## 1.2.3 (2025-01-01)', '1.2.3', '2025-01-01'],
    ['# v1.2.3', '1.2.3', undefined],
    ['## Version 1.2.3', '1.2.3', undefined],
    ['# 1.53.1 (July 20th, 2026)', '1.53.1', '2026-07-20'],
    ['1.2.3 (2 Jan 2025)\n=================', '1.2.3', '2025-01-02'],
    ['## [0.8.0] - 2025-11-07 - a title', '0.8.0', '2025-11-07'],
    ['## 0.9.0-alpha.1 - 2025-10-14', '0.9.0-alpha.1', '2025-10-14'],
    ['## 1.2 - 2025-01-01', '1.2.0', '2025-01-01'],
    ['## 🚀 1.2.3', '1.2.3', undefined],
    ['<h2>1.2.3</h2>', '1.2.3', undefined],
  ])('%s', (heading, version, date) => {
    const [entry] = read(`# Changelog\n\n${heading}\n\n- something\n`).entries;
    expect([entry?.version, entry?.date, entry?.unreleased, entry?.line]).toEqual([version, date, false, 3]);
  });

  it.each([
    '## Migrating to 1.2.3',
    '## 1.2.3 is a good version',
    '## Support for tokio 1.0.0 and up',
    '## 2025-01-01',
    '## 10 reasons',
    '```\n## 1.2.3\n```',
  ])('%s is none', (heading) => expect(versions(heading)).toEqual([]));

  it('keeps the crate that a heading names', () => {
    expect(
      read('## my-crate v1.2.3\n\n## my-crate-core - 0.4.0 - 2025-01-01\n').entries.map(({ crate }) => crate),
    ).toEqual(['my-crate', 'my-crate-core']);
  });

  it('knows what is not released and what was yanked', () => {
    const { entries } = read('## [Unreleased]\n\n## 5.0.0 - TBD\n\n## 4.0.0 - 2025-01-01 [YANKED]\n');
    expect(entries.map(({ version, unreleased, yanked }) => [version, unreleased, yanked])).toEqual([
      [undefined, true, false],
      ['5.0.0', true, false],
      ['4.0.0', false, true],
    ]);
  });

  it('counts what says something, in subsections too', () => {
    const { entries } = read(
      '## Unreleased\n\n- TODO\n\n## 2.0.0\n\n### Added\n\n- [#1](x)\n- two\n\n### Removed\n\n- Nothing\n\n## 1.0.0\n\n### 0.9.0\n\n- old\n',
    );
    expect(entries.map(({ filled }) => filled)).toEqual([0, 2, 0, 1]);
  });
});

describe('order', () => {
  it('is newest first, each crate for itself', () => {
    expect(read('## 1.0.0\n\n## 0.9.0\n\n## b v3.0.0\n').misplaced).toEqual([]);
    expect(read('## 1.0.0\n\n## 1.0.1\n').misplaced.map(({ upper, lower }) => [upper.version, lower.version])).toEqual([
      ['1.0.0', '1.0.1'],
    ]);
    expect(read('## 1.0.0\n\n## Unreleased\n').misplaced).toHaveLength(1);
  });
  it('lets a later date put an older line on top', () => {
    expect(read('## 1.38.3 - 2025-04-02\n\n## 1.44.1 - 2025-03-13\n').misplaced).toEqual([]);
    expect(read('## 1.38.3 - 2025-03-02\n\n## 1.44.1 - 2025-03-13\n').misplaced).toHaveLength(1);
  });
});

describe('dates and versions', () => {
  it.each(['32 Jan 2025', '2025-13-01', 'Foo 3rd, 2025', 'soon'])('%s is no date', (text) =>
    expect(readDate(text)).toBeUndefined(),
  );

  it('compares as SemVer does', () => {
    const part = fc.integer({ min: 0, max: 12 });
    const pre = fc.option(fc.constantFrom('alpha', 'alpha.1', 'alpha.beta', 'beta.2', 'beta.11', 'rc.1', '1', '2'), {
      nil: undefined,
    });
    const version = fc.tuple(part, part, part, pre).map(([a, b, c, tail]) => `${a}.${b}.${c}${tail ? `-${tail}` : ''}`);
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareVersions(a, b))).toBe(semver.compare(a, b));
      }),
    );
  });

  it('reads any headings without throwing', () => {
    const piece = fc.constantFrom(
      '## ',
      '[',
      ']',
      '1.2.3',
      'v',
      '-',
      ' - ',
      '(',
      ')',
      'Unreleased',
      '\n',
      '\n\n',
      '2025-01-01',
      'crate ',
      '.',
      '+',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }), (parts) => {
        for (const entry of read(parts.join('')).entries) expect(entry.filled).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
