import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionsByLine } from '../../../../src/models/rust/crate/condition-lines.ts';
import type { Condition } from '../../../../src/models/rust/crate/conditions.ts';
import { parseSourceFile } from '../../../../src/models/rust/parse.ts';

const source = parseSourceFile('a.rs', 'x\n'.repeat(40));

/** From the token of one line, the first being 0, to that of another. */
const place = (from: number, to: number, name: string) => {
  const when: Condition = [{ op: 'option', name, value: undefined }];
  return { when, source, tokens: { from, to: to + 1 } };
};

describe('the condition of a line', () => {
  it('is that of the innermost place', () => {
    const lines = conditionsByLine([place(0, 9, 'outer'), place(2, 4, 'inner'), place(6, 6, 'next')]);
    const names = [1, 2, 3, 5, 6, 7, 10, 11].map((line) => lines.get(line)?.map((one) => 'name' in one && one.name));
    expect(names).toEqual([['outer'], ['outer'], ['inner'], ['inner'], ['outer'], ['next'], ['outer'], undefined]);
  });
  it('is that of the last place that holds it, however they overlap', () => {
    const places = fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 12 });
    fc.assert(
      fc.property(places, (ranges) => {
        const all = ranges.map(([a, b], at) => place(Math.min(a, b), Math.max(a, b), `${at}`));
        const lines = conditionsByLine(all);
        for (let line = 1; line <= 40; line += 1) {
          const last = all.findLast(({ tokens }) => tokens.from < line && line <= tokens.to);
          expect(lines.get(line)).toBe(last?.when);
        }
      }),
    );
  });
});
