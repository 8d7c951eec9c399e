/** Running programs in turn, and saying what they took. */
import { spawnSync } from 'node:child_process';

export interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Done before each run, and not measured. */
  readonly prepare?: () => void;
}

export interface Measured {
  /** Seconds. */
  readonly wall: number;
  /** Seconds, of the program and all it starts. */
  readonly cpu: number;
  /** MiB, of the largest process. */
  readonly peak: number;
}

/** Runs it once under GNU time, whose last line says what it took. */
export function measure({ command, args, env, prepare }: Contender): Measured {
  prepare?.();
  const began = performance.now();
  const { stderr, status } = spawnSync('/usr/bin/time', ['-f', '%U %S %M', command, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  const wall = (performance.now() - began) / 1000;
  if (status === 127 || status === null) throw new Error(`${command} could not be run: ${stderr.slice(0, 300)}`);
  const [user = 0, system = 0, peak = 0] = (stderr.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wall, cpu: user + system, peak: peak / 1024 };
}

/** @returns lower quartile, median, upper quartile */
export function quartiles(values: readonly number[]): [number, number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
  return [at(0.25), at(0.5), at(0.75)];
}

/** Each round runs every contender once, in turn, so that whatever else the machine does falls on all of them. */
export function interleave(contenders: readonly Contender[], rounds: number): Measured[][] {
  const found = contenders.map((): Measured[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, contender] of contenders.entries()) found[index]?.push(measure(contender));
  return found;
}

/** `--name=value` and the rest. */
export function readArguments(args: readonly string[]): { options: Map<string, string>; rest: string[] } {
  const options = new Map<string, string>();
  const rest: string[] = [];
  for (const arg of args) {
    const [, key, value] = /^--([a-z-]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (key === undefined) rest.push(arg);
    else options.set(key, value ?? '');
  }
  return { options, rest };
}
