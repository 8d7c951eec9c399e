/**
 * How long the command takes beside other tools and beside floors: `node bench/run.js speed [--rounds=5] [--repolinter=BIN] [--scorecard=BIN] NAME=DIR…`.
 * Each round runs every contender once, in turn, so that whatever else the machine does falls on all of them; what is printed are
 * medians with their quartiles, and the ratio of each to the first contender, round by round.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

interface Measured {
  readonly wall: number;
  readonly cpu: number;
  /** MiB. */
  readonly peak: number;
}

const bin = join(process.cwd(), 'bin/cim-ready.cjs');
const { options, modules } = parse(process.argv.slice(2));
const rounds = Number(options.get('rounds') ?? 5);

function parse(args: readonly string[]) {
  const options = new Map<string, string>();
  const modules: [string, string[]][] = [];
  for (const arg of args) {
    const [key = '', ...rest] = arg.split('=');
    if (key.startsWith('--')) options.set(key.slice(2), rest.join('='));
    else modules.push([key, rest.join('=').split(',')]);
  }
  return { options, modules };
}

/** Runs it once under GNU time, whose last line says what it took. */
function measure({ command, args }: Contender): Measured {
  const began = performance.now();
  const { stderr } = spawnSync('/usr/bin/time', ['-f', '%U %S %M', command, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const wall = (performance.now() - began) / 1000;
  const [user = 0, system = 0, peak = 0] = (stderr.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wall, cpu: user + system, peak: peak / 1024 };
}

function quartiles(values: readonly number[]): [number, number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
  return [at(0.25), at(0.5), at(0.75)];
}

function compare(title: string, contenders: readonly Contender[]): void {
  const found = contenders.map((): Measured[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, contender] of contenders.entries()) found[index]?.push(measure(contender));
  console.log(
    `\n${title} (${rounds} rounds)\n\n| run | wall s (quartiles) | CPU s | peak MiB | wall ratio (quartiles) | CPU ratio |\n| --- | --- | --- | --- | --- | --- |`,
  );
  for (const [index, { name }] of contenders.entries()) {
    const of = (key: keyof Measured) => quartiles((found[index] ?? []).map((one) => one[key]));
    const ratio = (key: keyof Measured) =>
      quartiles((found[index] ?? []).map((one, round) => one[key] / (found[0]?.[round]?.[key] ?? Number.NaN)));
    const [low, middle, high] = of('wall');
    const [least, usual, most] = ratio('wall');
    console.log(
      `| ${name} | ${middle.toFixed(2)} (${low.toFixed(2)}..${high.toFixed(2)}) | ${of('cpu')[1].toFixed(2)} | ${of('peak')[1].toFixed(0)} | ${usual.toFixed(2)} (${least.toFixed(2)}..${most.toFixed(2)}) | ${ratio('cpu')[1].toFixed(2)} |`,
    );
  }
}

const node = (name: string, ...args: string[]): Contender => ({ name, command: process.execPath, args });
const floor = node('node -e 0', '-e', '0');

compare('What looks at no module', [
  floor,
  node('--version', bin, '--version'),
  node('--help', bin, '--help'),
  node('explain', bin, 'explain', 'docs/adr'),
  node('a mistyped option', bin, 'check', '--formt', 'json'),
]);

for (const [name, folders] of modules) {
  const others: Contender[] = [];
  const repolinter = options.get('repolinter');
  if (repolinter !== undefined)
    others.push(
      folders.length === 1
        ? node('repolinter', repolinter, 'lint', ...folders)
        : {
            name: 'repolinter, one after another',
            command: '/bin/sh',
            args: [
              '-c',
              'tool=$1; node=$2; shift 2; for folder; do "$node" "$tool" lint "$folder"; done',
              'sh',
              repolinter,
              process.execPath,
              ...folders,
            ],
          },
    );
  const scorecard = options.get('scorecard');
  if (scorecard !== undefined && folders.length === 1)
    others.push({ name: 'scorecard --local', command: scorecard, args: ['--local', folders[0] ?? '.'] });
  const [first = '.'] = folders;
  if (folders.length === 1 && existsSync(join(first, '.git')))
    others.push({
      name: 'git rev-list --count HEAD',
      command: 'git',
      args: ['-C', first, 'rev-list', '--count', 'HEAD'],
    });
  compare(name, [floor, node('cim-ready check', bin, 'check', ...folders), ...others]);
}
