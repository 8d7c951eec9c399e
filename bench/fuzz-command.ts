/**
 * Mutates whole repositories and runs the whole command on them, guided by V8's coverage.
 *
 *     npm run build && node bench/run.js fuzz-command [--seconds=60] [--seed=1] [--save=DIR] [SEED-DIR…]
 *     node bench/run.js fuzz-command --replay=JSON --keep=DIR
 *
 * Seeds are fixtures/ready, as a repository with two releases and as a plain folder, and copies of the folders given. Each mutant
 * is a seed and a list of numbers, each of which is one change: a text in its own language, bytes, files deleted, moved, linked,
 * swapped, git's own files. Nearly all run in this process; each fifteenth runs as the real command too, under the guard of the
 * hostile suite, and must print the same. Fails on: an exception, an item that is an `error`, an exit code that the report does not
 * mean, JSON beyond the schema, words on standard error, other bytes the second time, a pass whose evidence is not there, a line
 * behind a file's end, a character that steers a terminal, foreign markup, more than 20 s of CPU, more than 700 MiB, a process but git.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { checkReport } from './fuzz/check-report.ts';
import { Coverage } from './fuzz/coverage.ts';
import { mutateTree, type Seeds } from './fuzz/mutate-tree.ts';
import { Random } from './fuzz/random.ts';
import { inProcess, type Mutant, Runner } from './fuzz/runner.ts';
import { Tree } from './fuzz/tree.ts';
import { Desk, watch } from './fuzz/watch.ts';
import { readArguments } from './measure.ts';

const { options, rest } = readArguments(process.argv.slice(2));
const given = rest.map((folder) => resolve(folder));
const LONGEST = 12;

if (options.has('replay'))
  await replay(JSON.parse(options.get('replay') ?? '') as Mutant, resolve(options.get('keep') ?? 'mutant'));
else if (isMainThread) {
  const [seconds, seed] = [Number(options.get('seconds') ?? 60), Number(options.get('seed') ?? 1)];
  if (!(seconds > 0) || !Number.isInteger(seed)) throw new Error('see --help');
  process.exitCode = await watch({
    url: import.meta.url,
    seed,
    seconds,
    patience: 90_000,
    memory: 600,
    save: options.get('save'),
  });
} else {
  const scratch = mkdtempSync(join(tmpdir(), 'fuzz-command-'));
  try {
    await fuzz(new Desk(), scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function readSeeds(): Seeds {
  const folder = 'bench/fuzz/seeds';
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** The fixture as a plain folder, or as a repository with two releases. */
function makeReady(folder: string, repository: boolean): void {
  cpSync('fixtures/ready', folder, { recursive: true });
  if (!repository) return;
  const git = (date: number, ...words: string[]) =>
    execFileSync('git', words, {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: '/nonexistent',
        ...{ GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'a@b.dev', GIT_AUTHOR_DATE: `${date} +0000` },
        ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'a@b.dev', GIT_COMMITTER_DATE: `${date} +0000` },
      },
    });
  git(0, 'init', '-q', '-b', 'main');
  for (const [at, message, tag] of [
    [1_750_000_000, 'feat: everything', 'v1.0.0'],
    [1_750_100_000, 'chore: release 1.1.0', 'v1.1.0'],
  ] as const) {
    git(at, 'add', '-A');
    git(at, 'commit', '-q', '--allow-empty', '-m', message);
    git(at, 'tag', tag);
  }
}

/** @param seed `ready`, `ready (no repository)`, or a folder */
function plant(seed: string, root: string): Tree {
  if (!seed.startsWith('ready')) return new Tree(seed, root);
  const made = `${root}-made`;
  makeReady(made, seed === 'ready');
  const tree = new Tree(made, root);
  rmSync(made, { recursive: true });
  return tree;
}

async function fuzz(desk: Desk, scratch: string): Promise<void> {
  const random = new Random(desk.seed);
  const seeds = readSeeds();
  const names = ['ready', 'ready (no repository)', ...given];
  const trees = new Map(
    names.map((name, at) => [name, plant(name, join(scratch, `${at}-${basename(name).replace(/\W/g, '-')}`))]),
  );
  const kept = new Map(names.map((name): [string, Mutant[]] => [name, [{ seed: name, steps: [] }]]));
  const coverage = new Coverage();
  const runner = new Runner(scratch);
  const take = async (mutant: Mutant): Promise<void> => {
    desk.trying(JSON.stringify(mutant));
    const tree = trees.get(mutant.seed)!;
    const wrong = await runner.run(tree, mutant, seeds);
    if (wrong !== undefined) desk.found({ name: wrong, input: JSON.stringify(mutant) });
    else if (coverage.advance()) kept.get(mutant.seed)?.push(mutant);
  };
  for (const name of names) await take({ seed: name, steps: [] });
  coverage.advance();
  while (!desk.over) {
    const name = random.pick(names);
    const list = kept.get(name)!;
    const from = random.chance(50)
      ? list[list.length - 1 - random.below(Math.min(10, list.length))]!
      : random.pick(list);
    const fresh = Array.from({ length: 1 + random.below(3) }, () => random.below(2 ** 30));
    await take({ seed: name, steps: [...from.steps, ...fresh].slice(-LONGEST) });
  }
  const mutants = [...kept.values()].reduce((sum, list) => sum + list.length, 0);
  desk.count({ ...runner.counts, 'mutants kept': mutants, 'functions and blocks reached': coverage.reached });
  desk.tell(
    `slowest ${runner.slowest.toFixed(0)} ms of CPU, peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB of this process, ${runner.peak.toFixed(0)} MiB of the command`,
  );
}

/** Makes a mutant again, keeps its folder, and says what is wrong with it. */
async function replay(mutant: Mutant, keep: string): Promise<void> {
  rmSync(keep, { recursive: true, force: true });
  const tree = plant(mutant.seed, keep);
  const seeds = readSeeds();
  for (const step of mutant.steps) mutateTree(tree, new Random(step), seeds);
  checkReport(await inProcess(['check', tree.root, '--format', 'json']), tree.root);
  console.log(`nothing is wrong with ${keep}`);
}
