/**
 * Feeds every parser with mutated texts of its language, guided by V8's coverage: what reaches new code is mutated on.
 *
 *     node bench/run.js fuzz-parsers [--seconds=60] [--seed=1] [--only=NAME] [--list] [--save=DIR] [SEED-DIR…]
 *
 * Each parser takes its turns of half a second. Fails on a throw, on a place that lies outside of the text, on another broken
 * property, on a text of at most 40,000 characters that takes more than three seconds of CPU, and on running out of memory (400 MiB).
 * Seeds are bench/fuzz/seeds, fixtures/ready, and the files of the folders given.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { Broken, Unavailable } from '../src/rule.ts';
import { Coverage } from './fuzz/coverage.ts';
import { mustLie } from './fuzz/must.ts';
import { mutateText } from './fuzz/mutate-text.ts';
import { nameOf } from './fuzz/name-of.ts';
import { Random } from './fuzz/random.ts';
import { type Target, targets } from './fuzz/targets.ts';
import { Desk, watch } from './fuzz/watch.ts';
import { readArguments } from './measure.ts';

const { options, rest } = readArguments(process.argv.slice(2));
const folders = ['bench/fuzz/seeds', 'fixtures/ready', ...rest];
const chosen = targets.filter(({ name }) => !options.has('only') || name.includes(options.get('only') ?? ''));
const TURN = 500;
/** CPU time of one text, in milliseconds. */
const SLOW = 3000;
/** Asking V8 takes as long as some ten texts, so that one answer is for several. */
const BATCH = 8;

interface Corpus {
  readonly target: Target;
  readonly texts: string[];
  runs: number;
  /** Milliseconds of the slowest text. */
  slowest: number;
}

if (options.has('list')) for (const { name, seeds } of targets) console.log(`${name.padEnd(36)} ${seeds.source}`);
else if (isMainThread) {
  const [seconds, seed] = [Number(options.get('seconds') ?? 60), Number(options.get('seed') ?? 1)];
  if (!(seconds > 0) || !Number.isInteger(seed) || chosen.length === 0) throw new Error('see --help');
  process.exitCode = await watch({
    url: import.meta.url,
    seed,
    seconds,
    patience: 40_000,
    memory: 400,
    save: options.get('save'),
  });
} else await fuzz(new Desk());

function readSeeds(): [string, string][] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !join(entry.parentPath, entry.name).includes('/.git/'))
      .map((entry): [string, string] => [join(entry.parentPath, entry.name), ''])
      .map(([path]): [string, string] => [path, readFileSync(path, 'utf8').slice(0, 20_000)]),
  );
}

async function fuzz(desk: Desk): Promise<void> {
  const random = new Random(desk.seed);
  const files = readSeeds();
  const all = chosen.map((target): Corpus => {
    const texts = files.filter(([path]) => target.seeds.test(path)).map(([, text]) => text);
    return { target, texts: texts.length === 0 ? [''] : texts, runs: 0, slowest: 0 };
  });
  const coverage = new Coverage();
  for (const corpus of all) for (const text of corpus.texts) await attempt(corpus, text, desk);
  coverage.advance();
  for (let turn = 0; !desk.over; turn++) {
    const corpus = all[turn % all.length]!;
    for (const until = performance.now() + TURN; performance.now() < until; ) {
      // What was found last leads on most often.
      const { texts } = corpus;
      const from = random.chance(50)
        ? texts[texts.length - 1 - random.below(Math.min(20, texts.length))]
        : random.pick(texts);
      const good: string[] = [];
      for (let times = 0; times < BATCH; times++) {
        const text = mutateText(from ?? '', corpus.target.tokens, random.pick(texts), random);
        if (await attempt(corpus, text, desk)) good.push(text);
      }
      if (coverage.advance()) texts.push(...good);
    }
  }
  const runs = all.reduce((sum, one) => sum + one.runs, 0);
  desk.count({ texts: runs, 'functions and blocks reached': coverage.reached });
  for (const { target, texts, runs: count, slowest } of all)
    desk.tell(
      `${target.name.padEnd(36)} ${String(count).padStart(8)} texts, ${String(texts.length).padStart(5)} kept, slowest ${slowest.toFixed(0)} ms`,
    );
}

/** @returns false when something is wrong with it */
async function attempt(corpus: Corpus, text: string, desk: Desk): Promise<boolean> {
  desk.trying(`${corpus.target.name}: ${JSON.stringify(text)}`);
  const began = process.cpuUsage();
  corpus.runs++;
  try {
    await readAllowed(corpus.target, text);
  } catch (thrown) {
    // The stack is a bound: a rule that runs out of it is open.
    if (thrown instanceof RangeError && thrown.message.includes('call stack')) return false;
    desk.found({ name: `${corpus.target.name}: ${nameOf(thrown)}`, input: JSON.stringify(text) });
    return false;
  }
  const used = process.cpuUsage(began);
  const took = (used.user + used.system) / 1000;
  corpus.slowest = Math.max(corpus.slowest, took);
  if (took > SLOW) {
    desk.found({ name: `${corpus.target.name}: takes more than ${SLOW} ms`, input: JSON.stringify(text) });
    return false;
  }
  return true;
}

/** What is the module's fault, or beyond a bound, is said and is no finding; its place must lie in the text all the same. */
async function readAllowed(target: Target, text: string): Promise<void> {
  try {
    await target.run(text);
  } catch (thrown) {
    if (thrown instanceof Broken) mustLie(thrown.evidence.line, text, 'what is broken');
    else if (!(thrown instanceof Unavailable)) throw thrown;
  }
}
