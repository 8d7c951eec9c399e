/**
 * How long the command takes beside other tools and beside floors.
 *
 *     npm run build && node bench/run.js speed [OPTION…] [DIR | NAME=DIR,DIR,…]…
 *
 * Runs in each round, in turn, for each module or group of modules given:
 *   node -e 0                      the first contender: ratios are to it, round by round
 *   cim-ready check, first         all the modules of a group in one call, with --no-cache; of several modules also one
 *                                  after another, with --jobs 1; and without what reads Rust code
 *   cim-ready check, again         nothing has changed since a run before, and its report is told again
 *   cim-ready check, answers known  judged anew, with what a run before has read out of crates and pages
 *   repolinter, scorecard --local  one module after another; with --repolinter and --scorecard
 *   bare parse of its Rust files   our own syntax parser and nothing else
 *   the Rust model of its libraries  with all its findings, and nothing else; both with code that V8 has to compile
 *   git rev-list --count HEAD
 * and once what looks at no module: --version, --help, explain, a mistyped option.
 * Prints medians with quartiles of wall time, CPU, peak memory, and of the ratios.
 *
 *   --rounds=5         rounds
 *   --repolinter=FILE  its bin, such as node_modules/repolinter/bin/repolinter.js
 *   --scorecard=FILE   its binary; only the checks that need neither a network nor a token
 *   --only=WORDS       only contenders whose name holds the words (cim-ready and node -e 0 always run)
 *   --no-start         leave out what looks at no module
 *   --json             print the measurements as JSON too
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSourceFile } from '../src/models/rust/parse.ts';
import { type Contender, interleave, type Measured, measure, quartiles, readArguments } from './measure.ts';
import readingCode from './reading-code.json' with { type: 'json' };
import { rustFiles } from './rust-files.ts';
import { modelAll } from './rust-model.ts';

const { options, rest } = readArguments(process.argv.slice(2));
const bin = join(process.cwd(), 'bin/cim-ready.cjs');
/** Its checks that need neither a network nor a token. */
const OFFLINE =
  '--checks=Binary-Artifacts,Dangerous-Workflow,Dependency-Update-Tool,License,Packaging,Pinned-Dependencies,SAST,Security-Policy,Token-Permissions';
const rounds = Number(options.get('rounds') ?? 5);
const node = (name: string, ...args: string[]): Contender => ({ name, command: process.execPath, args });
const floor = node('node -e 0', '-e', '0');

if (options.has('bare-parse')) bareParse(rest);
else if (options.has('bare-model')) for (const folder of rest) modelAll(folder);
else compareAll();

/** The floor of reading code: every Rust file read and parsed, nothing asked. */
function bareParse(folders: readonly string[]): void {
  for (const { path, text } of rustFiles(folders)) parseSourceFile(path, text);
}

function compareAll(): void {
  if (!(rounds > 0)) throw new Error('see --help');
  if (!options.has('no-start'))
    compare('What looks at no module', [
      floor,
      node('--version', bin, '--version'),
      node('--help', bin, '--help'),
      node('explain', bin, 'explain', 'docs/adr'),
      node('a mistyped option', bin, 'check', '--formt', 'json'),
    ]);
  for (const one of rest) {
    const [, name, list = one] = /^([^/=]+)=(.*)$/s.exec(one) ?? [];
    const folders = list.split(',').map((folder) => resolve(folder));
    const gone = folders.find((folder) => !existsSync(folder));
    if (gone !== undefined) throw new Error(`there is no folder ${gone}`);
    compare(name ?? basename(one), contendersFor(folders));
  }
}

function contendersFor(folders: readonly string[]): Contender[] {
  const [repolinter, scorecard] = [options.get('repolinter'), options.get('scorecard')];
  const self = fileURLToPath(import.meta.url);
  const repositories = folders.filter((folder) => existsSync(join(folder, '.git')));
  const others = [
    ...(repolinter === undefined
      ? []
      : [oneByOne('repolinter', [process.execPath, resolve(repolinter), 'lint'], folders)]),
    ...(scorecard === undefined
      ? []
      : [oneByOne('scorecard --local', [resolve(scorecard), OFFLINE, '--local'], folders)]),
    node('bare parse of its Rust files', self, '--bare-parse', ...folders),
    node('the Rust model of its libraries', self, '--bare-model', ...folders),
    ...(repositories.length === folders.length
      ? [oneByOne('git rev-list --count HEAD', ['sh', '-c', 'git -C "$1" rev-list --count HEAD', 'sh'], folders)]
      : []),
  ].filter(({ name }) => name.includes(options.get('only') ?? ''));
  return [
    floor,
    node('cim-ready check, first', bin, 'check', '--no-cache', ...folders),
    ...(folders.length > 1
      ? [node('cim-ready check, first, --jobs 1', bin, 'check', '--no-cache', '--jobs', '1', ...folders)]
      : []),
    ...again(folders),
    node(
      'cim-ready check, first, without what reads Rust code',
      ...[bin, 'check', '--no-cache', '--skip', readingCode.join(','), ...folders],
    ),
    ...others,
  ];
}

/** What is kept lies in folders of their own, left there by runs that are not measured. */
function again(folders: readonly string[]): Contender[] {
  const names = ['cim-ready check, again', 'cim-ready check, answers known'];
  const [told, known] = names.map((name) => {
    const home = mkdtempSync(join(tmpdir(), 'cim-ready-speed-'));
    process.on('exit', () => rmSync(home, { recursive: true, force: true }));
    const contender = { ...node(name, bin, 'check', ...folders), env: { XDG_CACHE_HOME: home } };
    measure(contender);
    return { ...contender, home };
  });
  return [told!, { ...known!, prepare: () => forgetReports(known!.home) }];
}

/** Removes reports, and leaves the answers that they were made of. */
function forgetReports(home: string): void {
  for (const entry of readdirSync(home, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && /^\S+\n\{"conditions":/.test(readFileSync(path, 'utf8').slice(0, 100))) rmSync(path);
  }
}

/** A tool that takes one folder a run: the sum of its runs. */
function oneByOne(name: string, words: readonly string[], folders: readonly string[]): Contender {
  const [command = '', ...args] = words;
  if (folders.length === 1) return { name, command, args: [...args, ...folders] };
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const script = `for folder; do ${quoted} "$folder"; done`;
  return { name: `${name}, one after another`, command: 'sh', args: ['-c', script, 'sh', ...folders] };
}

function compare(title: string, contenders: readonly Contender[]): void {
  const found = interleave(contenders, rounds);
  console.log(
    `\n${title} (${rounds} ${rounds === 1 ? 'round' : 'rounds'})\n\n| run | wall s (quartiles) | CPU s | peak MiB | wall ratio (quartiles) | CPU ratio (quartiles) |\n| --- | --- | --- | --- | --- | --- |`,
  );
  for (const [index, { name }] of contenders.entries()) console.log(row(name, found[index] ?? [], found[0] ?? []));
  if (options.has('json'))
    console.log(
      JSON.stringify({ title, runs: contenders.map(({ name }, index) => ({ name, measured: found[index] })) }),
    );
}

function row(name: string, own: readonly Measured[], first: readonly Measured[]): string {
  const spread = ([low, middle, high]: readonly [number, number, number]) =>
    `${middle.toFixed(2)} (${low.toFixed(2)}..${high.toFixed(2)})`;
  const of = (key: keyof Measured) => quartiles(own.map((one) => one[key]));
  const ratio = (key: keyof Measured) =>
    quartiles(own.map((one, round) => one[key] / (first[round]?.[key] || Number.NaN)));
  return `| ${name} | ${spread(of('wall'))} | ${of('cpu')[1].toFixed(2)} | ${of('peak')[1].toFixed(0)} | ${spread(ratio('wall'))} | ${spread(ratio('cpu'))} |`;
}
