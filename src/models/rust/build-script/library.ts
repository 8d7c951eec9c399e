/** Functions that build scripts call: of std, and of the crates that ask the compiler what it is (`autocfg`, `version_check`, `rustc_version`). */
import type { CfgOptions } from '../crate/cfg.ts';
import { asTruth, Panic } from './methods.ts';
import { compareCompiler, compiler, list, none, some, text, truth, unit, unknown, type Value } from './value.ts';
import { variable } from './world.ts';

/** Where options and files go, and what the script is built for. */
interface Script {
  readonly cfg: CfgOptions;
  set(option: string): void;
  write(path: string, text: string): void;
  exists(path: string): boolean | undefined;
}

/** @returns undefined for a function that is not known */
export function callPath(path: readonly string[], args: readonly Value[], script: Script): Value | undefined {
  const name = path.at(-1)!;
  const owner = path.at(-2) ?? '';
  if (path[0] === 'autocfg' || owner === 'AutoCfg') return autocfg(name, args, script);
  if (path[0] === 'version_check') return versionCheck(name, args);
  if (path[0] === 'rustc_version') return compiler;
  const [first = unknown] = args;
  switch (name) {
    case 'Some':
    case 'Ok':
      return some(first);
    case 'Err':
      return none;
    case 'var':
    case 'var_os':
      return owner === '' || owner === 'env' ? environment(first, script) : undefined;
    case 'write':
      if (owner !== 'fs' || first.kind !== 'text' || args[1]?.kind !== 'text') return undefined;
      script.write(first.value, args[1].value);
      return some(unit);
    case 'metadata': {
      const found = owner === 'fs' && first.kind === 'text' ? script.exists(first.value) : undefined;
      return found === undefined ? unknown : found ? some(unknown) : none;
    }
    case 'exit':
      throw new Panic();
    case 'from':
      return args.length === 1 && first.kind !== 'closure' ? first : undefined;
    case 'new':
      return fresh(owner, args);
    default:
      return args.length > 1 ? numbers(args) : undefined;
  }
}

function environment(name: Value, { cfg }: Script): Value {
  return name.kind === 'text' ? variable(name.value, cfg) : unknown;
}

function fresh(owner: string, args: readonly Value[]): Value | undefined {
  if (owner === 'Vec') return list([]);
  if (owner === 'String') return text('');
  if (owner === 'Command') return { kind: 'command', args: [] };
  if (owner === 'Path' || owner === 'PathBuf') return args[0] ?? text('');
  return args.length > 1 ? numbers(args) : undefined;
}

/** `Version(1, 59, 0)`: what is made of numbers alone is compared as they are. */
function numbers(args: readonly Value[]): Value | undefined {
  return args.every((arg) => arg.kind === 'number') ? list(args) : undefined;
}

function versionCheck(name: string, args: readonly Value[]): Value | undefined {
  const order = args[0] === undefined ? undefined : compareCompiler(args[0]);
  switch (name) {
    case 'is_min_version':
      return order === undefined ? unknown : some(truth(order >= 0));
    case 'is_max_version':
      return order === undefined ? unknown : some(truth(order <= 0));
    case 'is_feature_flaggable':
    case 'supports_feature':
      return some(truth(false));
    case 'read':
      return compiler;
    default:
      return undefined;
  }
}

/** What is probed by compiling is not known; versions are, and that std is there. */
function autocfg(name: string, args: readonly Value[], script: Script): Value | undefined {
  const [first = unknown, second = unknown] = args;
  switch (name) {
    case 'new':
      return { kind: 'autocfg' };
    case 'emit':
      script.set(first.kind === 'text' ? first.value : '?');
      return unit;
    case 'probe_rustc_version':
      return atLeast(args);
    case 'emit_rustc_version':
      if (asTruth(atLeast(args)) === true && second.kind === 'number') script.set(`rustc_1_${second.value}`);
      return unit;
    case 'probe_sysroot_crate':
      return isStandard(first) ? truth(true) : unknown;
    case 'emit_sysroot_crate':
      script.set(isStandard(first) && first.kind === 'text' ? `has_${first.value}` : '?');
      return unit;
    default:
      if (name.startsWith('emit_') && name !== 'emit_possibility') script.set('?');
      return unknown;
  }
}

function isStandard(name: Value): boolean {
  return name.kind === 'text' && /^(std|core|alloc)$/.test(name.value);
}

function atLeast(args: readonly Value[]): Value {
  const order = compareCompiler(list(args));
  return order === undefined ? unknown : truth(order >= 0);
}

/** `rustversion::cfg!(since(1.78))`. */
export function rustversion(condition: string): boolean | undefined {
  const [, word = '', version = ''] = /^\s*(\w+)\s*(?:\(\s*([\d.]+)\s*\))?\s*$/.exec(condition) ?? [];
  if (word === 'stable') return true;
  if (word === 'nightly' || word === 'beta') return false;
  const order = compareCompiler(text(version));
  if (order === undefined) return undefined;
  if (word === 'since') return order >= 0;
  return word === 'before' ? order < 0 : undefined;
}
