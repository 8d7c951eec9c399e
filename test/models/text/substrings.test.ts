import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Substrings } from '../../../src/models/text/substrings.ts';

const letters = (...more: string[]) => fc.constantFrom('a', 'b', '_', ...more);
const name = fc.string({ unit: letters('é', ':'), minLength: 1, maxLength: 4 });
const text = fc.string({ unit: letters('é', ':', ' ', '\n', '<'), maxLength: 30 });

/** In no text; so many that another way of looking is taken. */
const absent = Array.from({ length: 1000 }, (_, number) => `Absent${number}`);

test.each([
  ['few names', []],
  ['many', absent],
])('is as asking for each name: %s', (_, more) => {
  fc.assert(
    fc.property(fc.array(name), fc.array(text), (names, texts) => {
      const any = new Substrings([...names, ...more]);
      for (const one of texts) expect(any.anyIn(one)).toBe(names.some((part) => one.includes(part)));
    }),
  );
});

test('an empty name is in every text', () => {
  expect(new Substrings(['']).anyIn('')).toBe(true);
  expect(new Substrings([]).anyIn('a')).toBe(false);
});
