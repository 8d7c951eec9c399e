import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Nesting } from '../../../src/models/rust-bodies/nesting.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Ranges that nest or lie apart, as blocks do. */
const nested = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 12 }).map((pairs) => {
  const kept: Range[] = [];
  for (const [a, b] of pairs) {
    const one = { from: Math.min(a, b), to: Math.max(a, b) };
    const crosses = (other: Range) =>
      (one.from < other.from && other.from < one.to && one.to < other.to) ||
      (other.from < one.from && one.from < other.to && other.to < one.to) ||
      (one.from === other.from && one.to === other.to);
    if (one.from < one.to && !kept.some(crosses)) kept.push(one);
  }
  return kept;
});

test('the innermost range is the smallest that holds the token', () => {
  fc.assert(
    fc.property(nested, fc.integer({ min: -1, max: 42 }), (ranges, token) => {
      const holding = ranges.filter(({ from, to }) => from <= token && token < to);
      const [smallest] = holding.sort((a, b) => a.to - a.from - (b.to - b.from));
      const nesting = new Nesting(ranges, (range) => range);
      expect(nesting.innermost(token)).toEqual(smallest);
      expect(nesting.around(token)).toEqual([...holding].reverse());
    }),
  );
});
