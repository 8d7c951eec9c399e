/**
 * Mutates real Rust files and reads every part of the result.
 *
 *     node bench/run.js fuzz-syntax SECONDS DIR…
 *
 * Fails on a throw, on a broken property, on an input that does not end within ten seconds, and on memory that grows.
 */

import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { readEverything } from '../test/models/rust/read-everything.ts';
import { delimiters } from './fuzz/delimiters.ts';
import { rustFiles } from './rust-files.ts';

const seconds = Number(process.argv[2]);
if (!(seconds > 0)) throw new Error('see --help');
const texts = [...rustFiles(process.argv.slice(3))].map((file) => file.text).filter((text) => text.length < 100_000);
const splices = [
  ...delimiters,
  '/*',
  '*/',
  '//',
  '#[',
  '#!',
  'r#"',
  '\\',
  '|',
  '=>',
  ';',
  'fn ',
  'let ',
  'match ',
  'pub ',
  'impl ',
  '\n',
  '🦀',
  '\0',
];

let seed = 20261122;
/** A whole number below the limit; xorshift, so that a run can be repeated. */
function random(limit: number): number {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return (seed >>> 0) % limit;
}

function mutate(text: string): string {
  let result = text;
  for (let times = 1 + random(4); times > 0; times--) {
    const at = random(result.length + 1);
    const length = random(30);
    const kind = random(6);
    if (kind === 0) result = result.slice(0, at) + result.slice(at + length);
    else if (kind === 1) result = result.slice(0, at) + splices[random(splices.length)] + result.slice(at);
    else if (kind === 2)
      result = result.slice(0, at) + result.slice(at, at + length).repeat(1 + random(50)) + result.slice(at);
    else if (kind === 3)
      result = result.slice(0, at) + splices[random(splices.length)]!.repeat(random(2000)) + result.slice(at);
    else if (kind === 4) result = result.slice(at);
    else result = result.slice(0, at);
  }
  return result;
}

const hang = 10_000;

if (isMainThread) watch();
else fuzz();

/** Runs the fuzzer in a thread of its own, and shows the input on which it stops. */
function watch(): void {
  const worker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
  let current = '';
  let timer = setTimeout(report, hang + 60_000);
  function report(): void {
    console.log(`no end within ${hang} ms: ${JSON.stringify(current)}`);
    process.exit(1);
  }
  worker.on('message', (text: string) => {
    current = text;
    clearTimeout(timer);
    timer = setTimeout(report, hang);
  });
  worker.on('exit', (code) => process.exit(code));
}

function fuzz(): void {
  const end = performance.now() + seconds * 1000;
  let inputs = 0;
  let slowest = 0;
  let settled = 0;
  while (performance.now() < end) {
    const text = mutate(texts[random(texts.length)]!);
    parentPort?.postMessage(text);
    const begin = performance.now();
    try {
      readEverything(text);
    } catch (error) {
      console.log(
        `input ${inputs}: ${error instanceof Error ? error.stack : error}\n${JSON.stringify(text.slice(0, 3000))}`,
      );
      process.exit(1);
    }
    slowest = Math.max(slowest, performance.now() - begin);
    if (++inputs % 500 === 0) settled ||= heap();
  }
  const grown = heap();
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
  console.log(
    `${inputs} inputs, slowest ${slowest.toFixed(0)} ms, heap ${megabytes(settled)} MB after 500, ${megabytes(grown)} MB at the end`,
  );
  if (settled > 0 && grown > settled * 1.5 + 20e6) process.exit(1);
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
