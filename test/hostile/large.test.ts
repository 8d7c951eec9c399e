/**
 * Repositories of a size that few have. 200,000 files in a work tree take longer to make than to judge: CIM_READY_FULL=1 runs that
 * too, and `node bench/run.js growth --full` measures it.
 */
import { describe } from 'vitest';
import { type Attack, attacks, listsItsCases } from './harness.ts';
import { makeMany, manyFiles } from './many.ts';

const full = process.env.CIM_READY_FULL === '1';

const files = (count: number): Attack => ({
  name: `${count.toLocaleString('en')} files`,
  build: ({ module }) => makeMany(module, { files: manyFiles(count) }),
  expect: { items: { 'git/linear-history': /^pass: 1 commit/ }, memory: 500 },
});

describe('size', () => {
  attacks([
    {
      name: '100,000 commits and 50 tags',
      build: ({ module }) => makeMany(module, { commits: 100_000, tags: 50, files: manyFiles(20) }),
      expect: { items: { 'git/linear-history': /^pass: 100001 commits/ }, memory: 400 },
    },
    {
      name: '200,000 tracked files that are gone from the work tree',
      build: ({ module }) => makeMany(module, { files: manyFiles(200_000), checkout: false }),
      expect: { items: { 'git/linear-history': /^pass: 1 commit/ }, memory: 500 },
    },
    files(20_000),
    ...(full ? [files(200_000)] : []),
  ]);
});

listsItsCases('large', 'Large repositories', '200,000 files');
