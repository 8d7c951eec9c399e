/**
 * How long each parser takes for one piece of its language repeated, at doubled lengths: finds what costs more than the length.
 *
 *     node bench/run.js slopes [--only=NAME] [--from=NAME] [--longest=160000] [SEED-DIR…]
 *
 * Pieces are the words of the language, brackets, odd characters, lines of the seeds, and whole seeds. A piece is told when the last
 * doubling took more than 2.8 times the CPU of the one before and more than 150 ms, with the measure repeated to be sure. What reads
 * the crates that come of them is measured by question-slopes.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { delimiters } from './fuzz/delimiters.ts';
import { type Target, targets } from './fuzz/targets.ts';
import { Desk, watch } from './fuzz/watch.ts';
import { readArguments } from './measure.ts';

const { options, rest } = readArguments(process.argv.slice(2));
const folders = ['bench/fuzz/seeds', 'fixtures/ready', ...rest];
const longest = Number(options.get('longest') ?? 160_000);
const anywhere = [
  ...delimiters,
  '`',
  ' ',
  '\n',
  '\t',
  '\r\n',
  'a',
  'a ',
  '\u00a0',
  '- ',
  '* ',
  '#',
  '\\',
  '\\\n',
  '/',
  '/*',
  '//',
  ':',
  ', ',
  '=',
  'a=',
  '$',
  '$(',
  '${',
  '.',
  'a.',
  '@',
  '|',
  '0',
  '-',
  '_',
  '&',
  '!',
  '<!--',
  '%',
  ';',
];

if (isMainThread)
  process.exitCode = await watch({
    url: import.meta.url,
    seed: 1,
    seconds: 3600,
    patience: 30_000,
    memory: 900,
    save: options.get('save'),
  });
else await main(new Desk());

function piecesOf(target: Target, files: readonly [string, string][]): Set<string> {
  const seeds = files.filter(([path]) => target.seeds.test(path)).map(([, text]) => text);
  const lines = seeds.flatMap((text) => text.split('\n').map((line) => `${line}\n`));
  return new Set([...target.tokens, ...anywhere, ...lines, ...seeds].filter((piece) => piece !== ''));
}

async function main(desk: Desk): Promise<void> {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry): [string, string] => {
        const path = join(entry.parentPath, entry.name);
        return [path, readFileSync(path, 'utf8').slice(0, 5000)];
      }),
  );
  let pieces = 0;
  let isBehind = desk.after === undefined;
  const first = Math.max(
    0,
    targets.findIndex(({ name }) => name === options.get('from')),
  );
  for (const target of targets.slice(first).filter(({ name }) => name.includes(options.get('only') ?? '')))
    for (const piece of piecesOf(target, files)) {
      const name = `${target.name}: ${JSON.stringify(piece)}`;
      // Where a thread was ended, the next goes on behind.
      if (!isBehind) {
        isBehind = name === desk.after;
        continue;
      }
      pieces++;
      desk.trying(name);
      const found = (await slope(target, piece)) && (await slope(target, piece));
      if (found) desk.found({ name: `${target.name}: ${JSON.stringify(piece).slice(0, 120)} ${found}`, input: piece });
    }
  desk.count({ pieces });
}

/** @returns the times, when they grow faster than the length */
async function slope(target: Target, piece: string): Promise<string | undefined> {
  const times: number[] = [];
  for (let length = 10_000; length <= longest; length *= 2) {
    times.push(await time(target, piece.repeat(Math.ceil(length / piece.length))));
    if ((times.at(-1) ?? 0) > 2_000) break;
  }
  const [before = 0, last = 0] = times.slice(-2);
  return last > 150 && last > before * 2.8 ? times.map((one) => `${one.toFixed(0)} ms`).join(', ') : undefined;
}

async function time(target: Target, text: string): Promise<number> {
  const began = process.cpuUsage();
  try {
    await target.run(text);
  } catch {
    // what is broken is no matter here
  }
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}
