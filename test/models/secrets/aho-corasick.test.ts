import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeywordAutomaton } from '../../../src/models/secrets/aho-corasick.ts';

const hits = (keywords: readonly string[], text: string): string[] => {
  const found: string[] = [];
  new KeywordAutomaton(keywords).scan(text, (index, start) => found.push(`${keywords[index]}@${start}`));
  return found.sort();
};

test('finds overlapping keywords, in any case', () => {
  expect(hits(['she', 'he', 'hers'], 'uSHErs')).toEqual(['he@2', 'hers@2', 'she@1']);
});

test('agrees with looking for each keyword by itself', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { minLength: 1, maxLength: 6 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', 'Z', 'é') }),
      (keywords, text) => {
        const naive = keywords.flatMap((keyword) =>
          [...new Array(text.length).keys()]
            .filter((at) => text.startsWith(keyword, at))
            .map((at) => `${keyword}@${at}`),
        );
        expect(hits(keywords, text)).toEqual(naive.sort());
      },
    ),
  );
});
