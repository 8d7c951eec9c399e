import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { licencesIn, parseSpdx } from '../../../src/models/licence/spdx.ts';

const licences = (text: string) => {
  const result = parseSpdx(text);
  return result.ok ? licencesIn(result.expression) : result.message;
};

describe('licence expressions', () => {
  test.each([
    ['MIT', ['MIT']],
    ['MIT OR Apache-2.0', ['MIT', 'Apache-2.0']],
    ['MIT/Apache-2.0', ['MIT', 'Apache-2.0']],
    ['(MIT OR Apache-2.0) AND Unicode-3.0', ['MIT', 'Apache-2.0', 'Unicode-3.0']],
    ['Apache-2.0 WITH LLVM-exception', ['Apache-2.0']],
    ['GPL-3.0+', ['GPL-3.0']],
    ['LicenseRef-own', ['LicenseRef-own']],
  ])('%s names %j', (text, expected) => {
    expect(licences(text)).toEqual(expected);
  });

  test('the old slash is told', () => {
    expect(parseSpdx('MIT / Apache-2.0')).toMatchObject({ ok: true, legacySlash: true });
  });

  test.each([
    ['Apache 2.0', /no SPDX expression/],
    ['mit', /no SPDX expression/],
    ['MIT or Apache-2.0', /operator `or` must be `OR`/],
    ['MIT,Apache-2.0', /no SPDX expression/],
    ['Proprietary', /no SPDX expression/],
    ['', /no SPDX expression/],
    ['MIT/', /no SPDX expression/],
  ])('%j is refused', (text, message) => {
    expect(licences(text)).toMatch(message);
  });

  test('property: never throws', () => {
    const word = fc.constantFrom('MIT', 'OR', 'AND', 'WITH', '(', ')', 'Apache-2.0', '+', '/', 'or', ' ');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join(' ')),
        ),
        (text) => {
          parseSpdx(text);
        },
      ),
    );
  });
});
