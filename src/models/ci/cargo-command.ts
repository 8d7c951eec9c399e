import { programOf } from './wrapper.ts';

/** A command line of cargo, or of a program that takes its place (cross). */
export interface CargoCommand {
  /** Without cargo's own abbreviations: `t` is `test`. */
  readonly name: string;
  /** After the subcommand, up to `--`. */
  readonly args: readonly string[];
  /** After `--`. */
  readonly rest: readonly string[];
  /** What calls cargo in turn, such as `cargo hack`; undefined for cargo itself. */
  readonly through: string | undefined;
}

const SHORT = new Map([
  ['b', 'build'],
  ['c', 'check'],
  ['d', 'doc'],
  ['r', 'run'],
  ['t', 'test'],
]);
const VALUED = new Set(['--color', '--config', '-C', '-Z', '--manifest-path', '--target-dir']);
/** Subcommands that run another one of cargo's and hand on its exit code. */
const RUNNERS = new Set([
  'hack',
  'llvm-cov',
  'careful',
  'miri',
  'minimal-versions',
  'insta',
  'auditable',
  'zigbuild',
  'codspeed',
  'difftests',
]);
const RUN_BY = new Set([
  'test',
  't',
  'build',
  'b',
  'check',
  'c',
  'doc',
  'd',
  'bench',
  'clippy',
  'run',
  'r',
  'nextest',
  'rustdoc',
  'publish',
]);

/** Reads a command line; undefined when it is none of cargo. */
export function cargoCommand(argv: readonly string[]): CargoCommand | undefined {
  const program = programOf(argv[0] ?? '');
  if (program === 'cargo' || program === 'cross')
    return subcommand(argv.slice(1), program === 'cross' ? 'cross' : undefined);
  // Subcommands are programs of their own, which may be started by their own names: `cargo-deny check`.
  const own = /^cargo-([a-z][\w-]*)$/.exec(program)?.[1];
  if (own === undefined) return undefined;
  return subcommand(argv[1] === own ? argv.slice(1) : [own, ...argv.slice(1)], undefined);
}

function subcommand(words: readonly string[], through: string | undefined): CargoCommand | undefined {
  let at = 0;
  while (at < words.length && /^[-+]/.test(words[at] as string)) at += VALUED.has(words[at] as string) ? 2 : 1;
  const written = words[at];
  if (written === undefined) return undefined;
  const name = SHORT.get(written) ?? written;
  const after = words.slice(at + 1);
  const end = after.indexOf('--');
  const args = end < 0 ? after : after.slice(0, end);
  const rest = end < 0 ? [] : after.slice(end + 1);
  if (!RUNNERS.has(name)) return { name, args, rest, through };
  return through === undefined ? run(name, args, rest) : { name, args, rest, through };
}

/** `cargo hack --each-feature test` is `cargo test` through `cargo hack`. `cargo llvm-cov` alone is `cargo test`. */
function run(runner: string, args: readonly string[], rest: readonly string[]): CargoCommand {
  const through = `cargo ${runner}`;
  const at = args.findIndex((arg, n) => RUN_BY.has(arg) && !VALUED_BY_RUNNERS.has(args[n - 1] ?? ''));
  if (runner === 'codspeed') return { name: 'codspeed', args, rest, through: undefined };
  if (at >= 0) {
    const name = args[at] as string;
    return { name: SHORT.get(name) ?? name, args: [...args.slice(0, at), ...args.slice(at + 1)], rest, through };
  }
  const first = args.find((arg) => !arg.startsWith('-'));
  const other = runner === 'llvm-cov' && ['report', 'clean', 'show-env', 'nextest-archive'].includes(first ?? '');
  if (runner === 'llvm-cov' && !other) return { name: 'test', args, rest, through };
  return { name: runner, args, rest, through: undefined };
}

const VALUED_BY_RUNNERS = new Set([
  '--features',
  '--exclude',
  '-p',
  '--package',
  '--skip',
  '--exclude-features',
  '--output-path',
  '--target',
  '--profile',
]);

export function hasFlag(command: CargoCommand, ...flags: readonly string[]): boolean {
  return command.args.some((arg) => flags.some((flag) => arg === flag || arg.startsWith(`${flag}=`)));
}

/** The value of an option; undefined without it. */
export function optionOf(command: CargoCommand, flag: string): string | undefined {
  const at = command.args.findIndex((arg) => arg === flag || arg.startsWith(`${flag}=`));
  if (at < 0) return undefined;
  const found = command.args[at];
  return found?.includes('=') ? found.slice(found.indexOf('=') + 1) : command.args[at + 1];
}

/** All values of an option that may be repeated: `-p a --package=b`, `-pc`. */
export function valuesOf(command: CargoCommand, flag: string): string[] {
  return command.args.flatMap((arg, at) => {
    if (arg === flag) return command.args[at + 1] ?? [];
    return arg.startsWith(`${flag}=`) ? arg.slice(flag.length + 1) : [];
  });
}

/** The subcommand's own first word, such as `run` of `cargo nextest run`. */
function actionOf(command: CargoCommand): string | undefined {
  return command.args.find((arg) => !/^[-+]/.test(arg));
}

/** How a command that runs tests is restricted, in words; an empty list when it is not. Undefined when it runs none. */
export function testsRun(command: CargoCommand): string[] | undefined {
  const nextest = command.name === 'nextest';
  if (nextest && !['run', 'r'].includes(actionOf(command) ?? '') && command.through === undefined) return undefined;
  if (!nextest && command.name !== 'test') return undefined;
  if (hasFlag(command, '--no-run', '--help', '-h', '--version', '-V') || command.rest.includes('--list'))
    return undefined;
  const targets = [
    '--lib',
    '--bin',
    '--bins',
    '--doc',
    '--test',
    '--tests',
    '--bench',
    '--benches',
    '--example',
    '--examples',
    '-p',
    '--package',
    '--exclude',
    '--manifest-path',
    '-E',
    '--filter-expr',
  ];
  const found = targets.filter((flag) => hasFlag(command, flag));
  const filter = filterOf(command, nextest);
  return [...found, ...(filter === undefined ? [] : [`the filter \`${filter}\``])];
}

const TEST_VALUES = new Set([
  '--bin',
  '--test',
  '--bench',
  '--example',
  '-p',
  '--package',
  '--exclude',
  '--features',
  '-F',
  '--target',
  '--target-dir',
  '--manifest-path',
  '--profile',
  '-j',
  '--jobs',
  '--message-format',
  '--color',
  '--config',
  '-Z',
  '--partition',
  '-E',
  '--filter-expr',
  '--retries',
  '--test-threads',
  '--cargo-profile',
  '-P',
  '--skip',
  '--output-path',
  '--ignore-filename-regex',
  '--exclude-features',
  '--depth',
  '--group-features',
  '--at-least-one-of',
  '--mutually-exclusive-features',
  '--version-range',
  '--clean-per-run',
  '--archive-file',
  '--workspace-remap',
]);

function filterOf(command: CargoCommand, nextest: boolean): string | undefined {
  const positional = command.args.filter(
    (arg, n) => !/^[-+\u27ea]/.test(arg) && !TEST_VALUES.has(command.args[n - 1] ?? ''),
  );
  return positional.find(
    (arg) => !arg.startsWith('$') && !(nextest && (arg === 'run' || arg === 'r')) && arg !== 'nextest',
  );
}

/** Whether a command builds or runs benchmarks. */
export function buildsBenches(command: CargoCommand): boolean {
  const wanted = hasFlag(command, '--benches', '--bench', '--all-targets');
  // `cargo bench --lib` runs what stands in the library only; `--doc` goes with nothing else.
  const others = hasFlag(command, '--lib', '--bins', '--bin', '--examples', '--example', '--tests', '--test');
  if (hasFlag(command, '--help', '--doc')) return false;
  if (['bench', 'criterion', 'codspeed'].includes(command.name)) return wanted || !others;
  return ['build', 'test', 'nextest'].includes(command.name) && wanted;
}
