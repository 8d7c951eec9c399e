/**
 * How long each question to a crate takes, on generated crates that double in size.
 *
 *     node bench/run.js question-slopes [--only=SHAPE] [--from=SHAPE] [--ask=QUESTION] [--longest=16000] [--pairs] [--list]
 *
 * Makes crates of one piece of Rust over and over (a statement in one function, in functions that call each other, in arms, closures
 * and blocks; items in one file and in modules; long and deep expressions), asks of each all that rules ask of crates, and doubles
 * the count. A question is told when it took more than 150 ms of CPU, more than 2.8 times that of half as many pieces, and that more
 * than 2.2 times that of a quarter, with the measure repeated to be sure. What several questions share is in the time of the first.
 * `slopes` does the same for parsers.
 *
 *   --only=SHAPE     shapes whose name holds the text
 *   --from=SHAPE     begins at the first such shape
 *   --ask=QUESTION   tells of questions whose name holds the text (all are asked)
 *   --longest=16000  pieces in the largest crate
 *   --pairs          many of one statement and then many of another, for each two: some hours
 *   --list           shapes and questions by name
 */
import { isMainThread } from 'node:worker_threads';
import { Desk, watch } from './fuzz/watch.ts';
import { readArguments } from './measure.ts';
import { asked, openCrate } from './slopes/ask.ts';
import { pairs, type Shape, shapes } from './slopes/shapes.ts';

const { options } = readArguments(process.argv.slice(2));
const longest = Number(options.get('longest') ?? 16_000);
const [only, from, ask] = (['only', 'from', 'ask'] as const).map((name) => options.get(name) ?? '') as [
  string,
  string,
  string,
];
const all = options.has('pairs') ? pairs : shapes;
const chosen = all
  .slice(
    Math.max(
      0,
      all.findIndex(({ name }) => name.includes(from)),
    ),
  )
  .filter(({ name }) => name.includes(only));

if (options.has('list')) for (const { name } of [...all, ...asked]) console.log(name);
else if (isMainThread)
  process.exitCode = await watch({
    url: import.meta.url,
    seed: 1,
    seconds: 12 * 3600,
    patience: 60_000,
    memory: 2_000,
    save: options.get('save'),
  });
else main(new Desk());

function main(desk: Desk): void {
  // Where a thread was ended, the next goes on behind.
  const ended = chosen.findIndex(({ name }) => desk.after?.startsWith(`${name}: `));
  for (const shape of chosen.slice(ended + 1)) {
    const suspects = slopes(desk, shape);
    const found = suspects.size === 0 ? suspects : slopes(desk, shape);
    for (const [question, times] of found)
      if (suspects.has(question) && question.includes(ask))
        desk.found({
          name: `${question} of ${shape.name}: ${told(times)}`,
          input: shape.make(3).get('src/lib.rs') ?? '',
        });
    desk.count({ shapes: 1, slow: found.size });
  }
}

function told(times: readonly number[]): string {
  return times.map((one) => `${one.toFixed(0)} ms`).join(', ');
}

/** @returns the questions whose times grow faster than the crate, with these */
function slopes(desk: Desk, shape: Shape): Map<string, readonly number[]> {
  const times = new Map<string, number[]>(asked.map(({ name }) => [name, []]));
  let slowest = 0;
  for (let count = longest / 16; count <= longest && slowest < 2_000; count *= 2) {
    const crate = openCrate(shape.make(count));
    // What the crates before leave behind is not in the time of this one.
    globalThis.gc?.();
    for (const { name, ask } of asked) {
      desk.trying(`${shape.name}: ${name} of ${count}`);
      const took = time(() => ask(crate));
      times.get(name)?.push(took);
      slowest = Math.max(slowest, took);
    }
  }
  return new Map([...times].filter(([, all]) => isSteep(all)));
}

/** Of a single doubling the collection of garbage makes much, too. */
function isSteep(times: readonly number[]): boolean {
  const [last = 0, before = 0, earlier = 0] = times.slice(-3).reverse();
  return last > 150 && last > before * 2.8 && before > earlier * 2.2;
}

/** Milliseconds of CPU. */
function time(run: () => unknown): number {
  const began = process.cpuUsage();
  try {
    JSON.stringify(run());
  } catch {
    // what is broken is no matter here
  }
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}
