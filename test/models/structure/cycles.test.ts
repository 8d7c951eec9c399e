import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Edge, findCycles } from '../../../src/models/structure/cycles.ts';

const edges = (text: string): Edge<string>[] =>
  text.split(' ').flatMap((pair) => {
    const [from, to] = pair.split('>');
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
const shown = (text: string) => findCycles(edges(text)).map((cycle) => cycle.map(({ from }) => from).join(''));

describe('cycles', () => {
  test.each([
    ['a>b b>c a>c', []],
    ['a>a', []],
    ['a>b b>a', ['ab']],
    ['x>a a>b b>c c>a c>x2', ['abc']],
    // The short way round is told, not the long one.
    ['a>b b>c c>d d>a c>a', ['abc', 'dabc']],
    ['a>b b>a c>d d>c b>c', ['ab', 'cd']],
  ])('%s', (text, expected) => {
    expect(shown(text)).toEqual(expected);
  });

  test('a chain of 100,000 does not overflow', () => {
    const chain = Array.from({ length: 100_000 }, (_, at) => ({ from: at, to: at + 1 }));
    expect(findCycles(chain)).toEqual([]);
    expect(findCycles([...chain, { from: 100_000, to: 0 }])).toHaveLength(1);
  });

  test('property: what is told is a cycle, and every node that can reach itself is told', () => {
    const node = fc.integer({ min: 0, max: 7 });
    fc.assert(
      fc.property(fc.array(fc.record({ from: node, to: node }), { maxLength: 20 }), (graph) => {
        const cycles = findCycles(graph);
        for (const cycle of cycles)
          for (const [at, edge] of cycle.entries()) expect(edge.to).toBe((cycle[at + 1] ?? cycle[0])?.from);
        const told = new Set(cycles.flat().map((edge) => edge.from));
        for (let start = 0; start <= 7; start++) expect(told.has(start)).toBe(reachesItself(start, graph));
      }),
    );
  });
});

function reachesItself(start: number, graph: readonly Edge<number>[]): boolean {
  const seen = new Set<number>();
  const pending = [start];
  for (let at = pending.pop(); at !== undefined; at = pending.pop())
    for (const { from, to } of graph) {
      if (from !== at || from === to) continue;
      if (to === start) return true;
      if (!seen.has(to)) {
        seen.add(to);
        pending.push(to);
      }
    }
  return false;
}
