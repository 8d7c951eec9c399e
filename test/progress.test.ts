import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { progress } from '../src/commands/judging/progress.ts';
import type { Terminal } from '../src/commands/terminal.ts';
import { beginModule } from '../src/sources/module.ts';
import { GitRepository } from './git-repository.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function onTerminal(errIsTerminal = true): { terminal: Terminal; printed: () => string } {
  let printed = '';
  const err = (text: string) => {
    printed += text;
  };
  const terminal = { out: async () => {}, err, outIsTerminal: false, errIsTerminal, width: 60, env: {} };
  return { terminal, printed: () => printed };
}

const drawn = (text: string) => `\r\u001b[K${text}`;

test('a short run draws nothing', () => {
  const { terminal, printed } = onTerminal();
  const shown = progress(terminal, false, 1);
  shown.begin('cim-parcel', 0);
  shown.history?.(1, 2, 0);
  vi.advanceTimersByTime(399);
  shown.end();
  vi.advanceTimersByTime(1000);
  expect(printed()).toBe('');
});

test('a long one tells the module, then the commits that are searched, and leaves an empty line', () => {
  const { terminal, printed } = onTerminal();
  const shown = progress(terminal, false, 2);
  shown.begin('cim-parcel', 0);
  vi.advanceTimersByTime(400);
  shown.history?.(1000, 4933, 0);
  vi.advanceTimersByTime(100);
  shown.history?.(1200, 4933, 0);
  shown.done(0);
  shown.begin('other\u001b[2J', 1);
  shown.done(1);
  shown.end();
  expect(printed()).toBe(
    drawn('judging cim-parcel (1 of 2) …') +
      drawn('judging cim-parcel (1 of 2): 1,200 of 4,933 commits searched …').slice(0, 3 + 1 + 59) +
      drawn('judging other??2J (2 of 2) …') +
      drawn(''),
  );
});

test('several at the same time: how many are judged, and which ones are not yet', () => {
  const { terminal, printed } = onTerminal();
  const shown = progress(terminal, false, 3);
  shown.begin('cim-parcel', 0);
  shown.begin('cim-large', 2);
  vi.advanceTimersByTime(400);
  shown.done(0);
  shown.begin('cim-route', 1);
  vi.advanceTimersByTime(100);
  shown.history?.(12, 20, 2);
  shown.done(1);
  shown.done(2);
  shown.end();
  expect(printed()).toBe(
    drawn('0 of 3 judged, now cim-parcel, cim-large …') +
      drawn('1 of 3 judged, now cim-large, cim-route …') +
      drawn('1 of 3 judged, now cim-large: 12 of 20 commits searched, cim-route …').slice(0, 3 + 1 + 59) +
      drawn(''),
  );
});

test.each([
  ['no terminal', false, false],
  ['--quiet', true, true],
])('%s: nobody looks, so commits are not even counted', (_, isTerminal, quiet) => {
  const { terminal, printed } = onTerminal(isTerminal);
  const shown = progress(terminal, quiet, 1);
  shown.begin('cim-parcel', 0);
  vi.advanceTimersByTime(5000);
  shown.end();
  expect([printed(), shown.history]).toEqual(['', undefined]);
});

test('the reading of a history is told commit by commit, those of other branches too', async () => {
  vi.useRealTimers();
  const repository = await GitRepository.create();
  await repository.commit('feat: one', { 'a.txt': 'one\n' });
  await repository.commit('feat: two', { 'a.txt': 'two\n' });
  await repository.git('checkout', '-q', '-b', 'side');
  await repository.commit('feat: three', { 'b.txt': 'three\n' });
  await repository.git('checkout', '-q', 'main');
  const seen: [number, number][] = [];
  const module = await beginModule(repository.path, {
    maxFileBytes: 2 ** 20,
    watchHistory: (read, total) => seen.push([read, total]),
  }).module;
  try {
    for await (const _ of (await module.sources.git()).everything());
  } finally {
    module.close();
  }
  expect(seen).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
});
