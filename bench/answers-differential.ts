/**
 * Changes modules at random and judges them with what runs before have kept, and with nothing: both must say the same.
 *
 *     node bench/run.js answers-differential [--rounds=200] [--seed=1] DIR…
 *
 * A round is one to three changes to a copy of the folder, as the fuzzer of the command makes them, half of them to Rust code; each
 * twelfth round begins again with the folder as it was, whose answers are known by then. What a round says is asked for
 * once more, when its report may be told again. Prints how many rounds there were, how often something was kept, how
 * many reports were told again, and every difference; fails on one.
 */

import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { audit } from '../src/audit.ts';
import type { AnswerStore } from '../src/models/answers.ts';
import type { Report } from '../src/report.ts';
import { Journal } from '../src/sources/journal.ts';
import { KeptReport } from '../src/sources/kept-report.ts';
import { beginModule, type Opening, type OpenOptions } from '../src/sources/module.ts';
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

/** A store in memory that counts what is written to it. */
class CountingStore implements AnswerStore {
  readonly #texts = new Map<string, string>();
  writes = 0;
  /** Reports that were told again. */
  told = 0;
  digest(text: string): string {
    return createHash('sha256').update(text).digest('base64url');
  }
  read(key: string): string | undefined {
    return this.#texts.get(key);
  }
  write(key: string, text: string): void {
    this.writes += 1;
    this.#texts.set(key, text);
  }
}

const opening = (folder: string, more: Pick<OpenOptions, 'journal' | 'listing'>): Opening =>
  beginModule(folder, { maxFileBytes: 2 ** 23, git: { timeout: 60_000 }, ...more });

/** As `check` judges, with everything that was kept, or with nothing. */
async function judge(folder: string, answers?: CountingStore): Promise<string> {
  const kept = answers && new KeptReport(answers, 'all', 'one day');
  const told = kept && (await tellAgain(folder, kept));
  if (told !== undefined && answers !== undefined) answers.told += 1;
  const report = told ?? (await judgeAfresh(folder, answers, kept));
  return JSON.stringify(report, undefined, 1);
}

async function tellAgain(folder: string, kept: KeptReport): Promise<Report | undefined> {
  const begun = opening(folder, { listing: kept.listing });
  kept.begin(begun);
  const module = await begun.module;
  try {
    return await kept.find(module);
  } finally {
    module.close();
  }
}

async function judgeAfresh(folder: string, answers: AnswerStore | undefined, kept: KeptReport | undefined) {
  const journal = new Journal();
  const begun = opening(folder, { journal });
  const module = await begun.module;
  try {
    const sources = answers === undefined ? module.sources : { ...module.sources, answers };
    const report = await audit(sources, { settings: { today: '2026-01-01' }, toolVersion: '0' });
    if (report.summary.error === 0) await kept?.keep(report, begun, module, journal.noted);
    return report;
  } finally {
    module.close();
  }
}

function firstDifference(one: string, other: string): string {
  const [left, right] = [one.split('\n'), other.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  return `${left[at]?.trim()} | ${right[at]?.trim()}`;
}

/** In a text of Rust: a line goes, comes twice, changes places, or is another's. */
function changeCode(tree: Tree, random: Random): void {
  const files = tree.files.filter((path) => path.endsWith('.rs'));
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

let differences = 0;
for (const folder of positionals) {
  const scratch = mkdtempSync(join(tmpdir(), 'answers-differential-'));
  try {
    const random = new Random(Number(values.seed));
    const tree = new Tree(folder, join(scratch, basename(folder)));
    const store = new CountingStore();
    const rounds = Number(values.rounds);
    for (let round = 0; round < rounds; round++) {
      if (round % 12 === 0) tree.revert();
      for (let step = random.below(4); step > 0; step--)
        if (random.chance(50)) changeCode(tree, random);
        else mutateTree(tree, random, seeds);
      const [first, again, afresh] = [
        await judge(tree.root, store),
        await judge(tree.root, store),
        await judge(tree.root),
      ];
      for (const said of [first, again]) {
        if (said === afresh) continue;
        differences += 1;
        console.log(`${basename(folder)} round ${round}: ${firstDifference(said, afresh)}`);
      }
    }
    const { told, writes } = store;
    console.log(
      `${basename(folder)}: ${rounds} rounds, ${writes} times something was kept, ${told} reports told again`,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
console.log(`${differences} differences`);
process.exitCode = differences === 0 ? 0 : 1;
