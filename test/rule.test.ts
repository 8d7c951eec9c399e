/** The vocabulary of rules, where a repository is made to break one very often. */
import { expect, test } from 'vitest';
import { every, fail, listed, pass } from '../src/rule.ts';

const problems = Array.from({ length: 300_000 }, (_, at) => ({ message: `problem ${at}` }));

test('what breaks a rule a hundred thousand times fails, and says how much is not listed', () => {
  const words = {
    holds: () => 'fine',
    broken: (broken: number, count: number) => `${broken} of ${count}`,
    seen: () => ({ message: 'seen' }),
    empty: pass('nothing'),
  };
  const found = [every(problems, (problem) => problem, words), fail('300000 of 300000', ...listed(problems))];
  for (const { kind, evidence } of found) {
    expect(kind).toBe('fail');
    expect(evidence).toHaveLength(10_002);
    expect(evidence[0].message).toBe('300000 of 300000');
    // A finding, not a note: else a waiver of all that is listed would cover it.
    expect(evidence.at(-1)).toEqual({ message: 'and 290000 more, which are not listed' });
  }
});

test('few are listed as they are', () => {
  expect(listed(problems.slice(0, 10_000))).toEqual(problems.slice(0, 10_000));
});
