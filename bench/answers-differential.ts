/**
 * Changes modules at random and judges them with what runs before have kept, and with nothing: both must say the same.
 *
 *     node bench/run.js answers-differential [--rounds=200] [--seed=1] DIR…
 *
 * Each DIR is copied with the whole repository that holds it. A round is up to three changes, and other options now and then: changes to
 * Rust code, to all that the fuzzer of the command changes, and to what is not text (bench/fuzz/mutate-around.ts). Each twelfth
 * round begins again with the folder as it was, whose answers are known by then. What a round says is asked for once more, when
 * its report may be told again. Prints how many reports were told again, at once and when asked once more, and every
 * difference; fails on one.
 */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Assignment, readAssignment } from '../src/commands/judging/assignment.ts';
import { judge } from '../src/commands/judging/judge.ts';
import { KeptReport } from '../src/sources/kept-report.ts';
import { mutateAround } from './fuzz/mutate-around.ts';
import { mutateTree, type Seeds } from './fuzz/mutate-tree.ts';
import { Random } from './fuzz/random.ts';
import { Tree } from './fuzz/tree.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});

const seeds: Seeds = readdirSync('bench/fuzz/seeds', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .sort()
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

const usual: Assignment = { waivers: true, attestations: true, timeout: 600, maxFileSize: 8, cache: true };

/** What a user may ask for beside it: what is kept of one must not be said of another. */
const others: readonly Partial<Assignment>[] = [
  { waivers: false, attestations: false },
  { maxFileSize: 0.002 },
  { only: ['docs', 'git'] },
  { skip: ['api', 'testing/coverage'] },
  { policy: { version: 1, exclude: ['src/*.rs'] } },
  { policy: { version: 1, exclude: ['tests/**'], items: { docs: 'advisory' }, licences: ['MIT'] } },
  { policy: { version: 1, 'critical-paths': ['a::b', 'c::d'], commits: { since: 'v0.1.0' } } },
  { policy: { version: 1, 'critical-paths': ['a::b,c::d'], 'linear-history': { since: '2025-01-01' } } },
];

// As if each change were long past: else git would be asked again each time whether its objects are there still.
const { now } = Date;
Date.now = () => now() + 3_600_000;

/** How often a report was told again. */
let told = 0;
const { find } = KeptReport.prototype;
KeptReport.prototype.find = async function (opening) {
  const report = await find.call(this, opening);
  if (report !== undefined) told += 1;
  return report;
};

async function said(folder: string, assignment: Assignment): Promise<{ text: string; isTold: boolean }> {
  const before = told;
  const { report } = await judge(folder, readAssignment(assignment));
  return { text: JSON.stringify(report, undefined, 1), isTold: told > before };
}

function firstDifference(one: string, other: string): string {
  const [left, right] = [one.split('\n'), other.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  return `${left[at]?.trim()} | ${right[at]?.trim()}`;
}

/** In a text of Rust: a line goes, comes twice, changes places, or is another's. */
function changeCode(tree: Tree, random: Random, inside: string): void {
  const files = tree.files.filter((path) => path.endsWith('.rs') && path.startsWith(inside));
  if (files.length === 0) return;
  const path = random.pick(files);
  const lines = tree.read(path)?.toString().split('\n') ?? [];
  const at = random.below(lines.length);
  const line = lines[at] ?? '';
  const other = tree.read(random.pick(files))?.toString().split('\n') ?? [];
  const changes = [
    [],
    [line, line],
    [line.replace('pub ', '')],
    [`pub ${line}`],
    [line, other[random.below(other.length)] ?? ''],
  ];
  tree.write(path, [...lines.slice(0, at), ...random.pick(changes), ...lines.slice(at + 1)].join('\n'));
}

/** The folder that has `.git`, from this one up; itself where none has. */
function repositoryOf(folder: string): string {
  for (let at = folder; at !== dirname(at); at = dirname(at)) if (existsSync(join(at, '.git'))) return at;
  return folder;
}

interface Copy {
  readonly tree: Tree;
  /** The module's folder in it, with `/` at its end; `''` for the tree itself. */
  readonly inside: string;
}

function change({ tree, inside }: Copy, random: Random): void {
  const kind = random.below(3);
  if (kind === 0) changeCode(tree, random, inside);
  else if (kind === 1) mutateTree(tree, random, seeds);
  else mutateAround(tree, random, inside);
}

/** @returns how many differences there were */
async function compare(name: string, copy: Copy, random: Random): Promise<number> {
  const { inside, tree } = copy;
  const module = join(tree.root, inside);
  const rounds = Number(values.rounds);
  const count = { atOnce: 0, onceMore: 0, differences: 0 };
  for (let round = 0; round < rounds; round++) {
    if (round % 12 === 0) tree.revert();
    for (let step = random.pick([0, 1, 1, 1, 2, 3]); step > 0; step--) change(copy, random);
    if (!existsSync(module)) tree.revert();
    const assignment = { ...usual, ...(random.chance(30) ? random.pick(others) : {}) };
    const first = await said(module, assignment);
    const again = await said(module, assignment);
    const afresh = await said(module, { ...assignment, cache: false });
    if (first.isTold) count.atOnce += 1;
    if (again.isTold) count.onceMore += 1;
    for (const { text } of [first, again]) {
      if (text === afresh.text) continue;
      count.differences += 1;
      console.log(`${name} round ${round}: ${firstDifference(text, afresh.text)}`);
    }
  }
  console.log(`${name}: ${rounds} rounds, told again: ${count.atOnce} at once, ${count.onceMore} once more`);
  return count.differences;
}

let differences = 0;
for (const folder of positionals.map((path) => resolve(path))) {
  const scratch = mkdtempSync(join(tmpdir(), 'answers-differential-'));
  process.env.XDG_CACHE_HOME = join(scratch, 'cache');
  try {
    const top = repositoryOf(folder);
    const inside = folder === top ? '' : `${relative(top, folder)}/`;
    const tree = new Tree(top, join(scratch, basename(top)));
    differences += await compare(basename(folder), { tree, inside }, new Random(Number(values.seed)));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
console.log(`${differences} differences`);
process.exitCode = differences === 0 ? 0 : 1;
