import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Rounds } from '../../../src/models/collections/rounds.ts';

/** Things in order, each with those that it waits for: it is taken when one of these has been. */
type Waiting = readonly (readonly number[])[];

function byLooking(waiting: Waiting, begun: readonly number[]): [number, number][] {
  const taken: [number, number][] = [];
  const known = new Set(begun);
  for (let round = 0, grew = true; grew; round++) {
    grew = false;
    for (const [index, others] of waiting.entries()) {
      if (taken.some(([one]) => one === index) || !others.some((other) => known.has(other))) continue;
      taken.push([index, round]);
      known.add(index);
      grew = true;
    }
  }
  return taken;
}

function bySteps(waiting: Waiting, begun: readonly number[]): { taken: [number, number][]; steps: number } {
  const rounds = new Rounds(waiting.length);
  const known = new Set(begun);
  const taken: [number, number][] = [];
  const tell = (other: number) => {
    for (const [index, others] of waiting.entries()) if (others.includes(other)) rounds.add(index);
  };
  for (const one of begun) tell(one);
  let steps = 0;
  for (let index = rounds.next(); index !== undefined; index = rounds.next()) {
    steps += 1;
    if (taken.some(([one]) => one === index)) continue;
    taken.push([index, rounds.round]);
    if (known.has(index)) continue;
    known.add(index);
    tell(index);
  }
  return { taken, steps };
}

test('takes what rounds over the whole list take, in their order', () => {
  const waiting = fc.array(fc.array(fc.nat(12), { maxLength: 3 }), { maxLength: 12 });
  fc.assert(
    fc.property(waiting, fc.uniqueArray(fc.nat(12), { maxLength: 3 }), (all, begun) => {
      expect(bySteps(all, begun).taken).toEqual(byLooking(all, begun));
    }),
  );
});

test('a chain that runs against the order takes a step for each link', () => {
  const chain = Array.from({ length: 300 }, (_, at) => [at + 1]);
  const { taken, steps } = bySteps(chain, [300]);
  expect(taken.at(-1)).toEqual([0, 299]);
  expect(steps).toBe(300);
});
