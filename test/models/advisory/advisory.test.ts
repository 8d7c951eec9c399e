import fc from 'fast-check';
import parse from 'semver/functions/parse.js';
import { describe, expect, test } from 'vitest';
import { parseAdvisory } from '../../../src/models/advisory/advisory.ts';
import { checkAdvisories } from '../../../src/models/advisory/match.ts';
import { contains, parseRange } from '../../../src/models/advisory/version-range.ts';
import { parseLockfile } from '../../../src/models/cargo/lockfile.ts';

const advisory = (fields: string, versions: string) => `\`\`\`toml
[advisory]
id = "RUSTSEC-2024-0001"
package = "parcel"
date = "2024-02-03"
${fields}
[versions]
${versions}
\`\`\`

# Parcels can be opened

Text.
`;

const lock = (version: string, source = 'registry+https://github.com/rust-lang/crates.io-index') =>
  parseLockfile(`version = 3\n\n[[package]]\nname = "parcel"\nversion = "${version}"\nsource = "${source}"\n`);

const hits = (version: string, text: string, source?: string) =>
  checkAdvisories(lock(version, source), { newest: 'RUSTSEC-2024-0001', textsOf: () => [text] }).matches.map(
    ({ advisory: { id } }) => id,
  );

describe('ranges', () => {
  test.each([
    ['>= 1.2.3', '1.2.3', true],
    ['>= 1.2.3', '1.2.3-rc.1', false],
    ['> 1.2', '1.2.0', false],
    ['> 1.2', '1.2.1', true],
    ['< 2.0.0', '2.0.0-alpha', true],
    ['^1.2', '1.99.0', true],
    ['^1.2', '2.0.0-alpha', false],
    ['^0.3.1', '0.4.0', false],
    ['^0.0.3', '0.0.4', false],
    ['^0', '0.9.0', true],
    ['~1.2.3', '1.3.0', false],
    ['= 1.0.0', '1.0.0', true],
    ['1.4.0', '1.9.0', true],
    ['>= 1.0.0, < 1.5.0', '1.5.0', false],
    ['*', '9.9.9', true],
  ])('%s and %s', (range, version, expected) => expect(contains(parseRange(range)!, parse(version)!)).toBe(expected));

  test('what is no range is none', () => {
    for (const text of ['', 'latest', '>= 1.x', '1 || 2']) expect(parseRange(text), text).toBeUndefined();
  });

  test('any text gives a range or nothing', () => {
    fc.assert(fc.property(fc.string(), (text) => parseRange(text) === undefined || parseRange(text) !== null));
  });
});

describe('an advisory', () => {
  const vulnerable = advisory('', 'patched = ["^1.2.3", ">= 2.0.1"]\nunaffected = ["< 1.0.0"]');
  test.each([
    ['0.9.0', false],
    ['1.0.0', true],
    ['1.2.2', true],
    ['1.2.3', false],
    ['2.0.0', true],
    ['2.0.1-beta', true],
    ['2.0.1', false],
  ])('affects %s: %s', (version, expected) => expect(hits(version, vulnerable).length === 1).toBe(expected));

  test('without a patch affects every version', () =>
    expect(hits('9.0.0', advisory('', 'patched = []'))).toHaveLength(1));
  test('withdrawn affects none', () =>
    expect(hits('1.0.0', advisory('withdrawn = "2024-03-01"', 'patched = []'))).toEqual([]));
  test('a git dependency is no package of the registry', () =>
    expect(hits('1.0.0', vulnerable, 'git+https://github.com/x/parcel#abc')).toEqual([]));
  test('tells its kind, title and date', () => {
    const read = parseAdvisory(advisory('informational = "unmaintained"', 'patched = []'));
    expect(read).toMatchObject({ informational: 'unmaintained', title: 'Parcels can be opened', date: '2024-02-03' });
  });
  test('that cannot be read is said', () => {
    const checked = checkAdvisories(lock('1.0.0'), {
      newest: '',
      textsOf: () => [advisory('', 'patched = [">= one"]')],
    });
    expect(checked.unread).toEqual(['parcel']);
  });
});
