import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TokenRange } from '../../../src/models/rust/syntax.ts';
import { Cover, Tokens } from '../../../src/models/rust-bodies/places.ts';

const tokens = fc.array(fc.nat(40));
const range = fc.tuple(fc.nat(40), fc.nat(10)).map(([from, length]): TokenRange => ({ from, to: from + length }));
const holds = ({ from, to }: TokenRange, token: number) => from <= token && token < to;

test('tokens are found in a range, in order', () => {
  fc.assert(
    fc.property(tokens, tokens, range, (first, more, asked) => {
      const known = new Tokens(first);
      for (const token of more) known.add(token);
      const expected = [...first, ...more].filter((token) => holds(asked, token)).sort((a, b) => a - b);
      expect(known.in(asked)).toEqual(expected);
      expect(known.anyIn(asked)).toBe(expected.length > 0);
      expect(known.firstIn(asked)).toBe(expected[0]);
      expect(known.lastIn(asked)).toBe(expected.at(-1));
    }),
  );
});

test('ranges cover what any of them holds', () => {
  fc.assert(
    fc.property(fc.array(range), fc.nat(60), (ranges, token) => {
      expect(new Cover(ranges).holds(token)).toBe(ranges.some((one) => holds(one, token)));
    }),
  );
});
