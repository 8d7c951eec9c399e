/** The two forms of a pattern must agree wherever both could be asked. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conventionalProblem, parseConventional } from '../../../src/models/git/commit.ts';
import { countWords } from '../../../src/models/page/document.ts';
import { byScript } from '../../../src/models/text/ascii.ts';

describe('byScript', () => {
  const pattern = byScript(/ascii/, /any/u);
  test('a text of ASCII gets the one, any other the other', () => {
    expect(pattern('plain\ttext\u007f').source).toBe('ascii');
    expect(pattern('').source).toBe('ascii');
    for (const text of ['caf\u00e9', '\u0080', '\u{1f600}', '\ud800']) expect(pattern(text).source).toBe('any');
  });
});

describe('a text says the same with a letter of another script beside it', () => {
  const ascii = fc.string({ unit: 'binary-ascii', maxLength: 40 });
  test('words', () => {
    fc.assert(
      fc.property(ascii, (text) => {
        expect(countWords(`${text} \u00e9`)).toBe(countWords(text) + 1);
      }),
    );
  });
  test('headers of commits', () => {
    const header = fc.stringMatching(/^[a-zA-Z0-9_-]{0,4} ?(?:\([a-z -]{0,3}\))?!? ?:? ?[a-z]{0,4}$/);
    fc.assert(
      fc.property(header, (text) => {
        fc.pre(/[^\s:]$/.test(text) && text.includes(':'));
        expect(parseConventional(`${text}\u00e9`)?.type).toBe(parseConventional(text)?.type);
        expect(conventionalProblem(`${text}\u00e9`)).toBe(conventionalProblem(text));
      }),
    );
  });
});
