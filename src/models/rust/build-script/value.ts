/** Values of a build script as far as its source tells them. `Ok(x)` and `Some(x)` are one, so are `Err(…)` and `None`: scripts ask no more of them. */
import { compareRelease } from '../compiler-release.ts';
import type { Expression, Pattern } from './expression.ts';

export interface Closure {
  readonly params: readonly Pattern[];
  readonly body: Expression;
  readonly frame: Frame;
}

/** The variables and the course of one call. */
export interface Frame {
  variables: Map<string, Value>;
  /** Something unknown may have ended the call before this point. */
  mayBeOver: boolean;
  /** What it returned, as far as seen. */
  returned: Value[];
}

export type Value =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unit' }
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'some'; readonly value: Value; readonly size: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly size: number }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, Value>; readonly size: number }
  /** A path that is no variable: an enum's variant. */
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'closure'; readonly closure: Closure }
  /** The compiler's version, or what a script made of the text that tells it. */
  | { readonly kind: 'compiler' }
  /** A command being put together; its arguments grow. */
  | { readonly kind: 'command'; readonly args: Value[] }
  /** How a command ended. */
  | { readonly kind: 'status'; readonly success: boolean }
  /** What a `Display` impl writes to. */
  | { readonly kind: 'formatter'; readonly parts: Value[] }
  /** A probe of the `autocfg` crate. */
  | { readonly kind: 'autocfg' };

export const unknown: Value = { kind: 'unknown' };
export const unit: Value = { kind: 'unit' };
export const none: Value = { kind: 'none' };
export const compiler: Value = { kind: 'compiler' };

export function truth(value: boolean): Value {
  return { kind: 'truth', value };
}

/** Bounds on what one value holds, so that no script makes it grow without end; what is larger is not known. */
const longest = 10_000;
const largest = 2_000;

export function text(value: string): Value {
  return value.length > longest ? unknown : { kind: 'text', value };
}

export function some(value: Value): Value {
  const size = sizeOf(value) + 1;
  return size > largest ? unknown : { kind: 'some', value, size };
}

export function list(items: readonly Value[]): Value {
  const size = items.reduce((sum, item) => sum + sizeOf(item), 1);
  return size > largest ? unknown : { kind: 'list', items, size };
}

export function struct(fields: ReadonlyMap<string, Value>): Value {
  const size = [...fields.values()].reduce((sum, field) => sum + sizeOf(field), 1);
  return size > largest ? unknown : { kind: 'struct', fields, size };
}

function sizeOf(value: Value): number {
  return 'size' in value ? value.size : 1;
}

/** What a value is that may be either. That the compiler does not tell its version is not thought of. */
export function either(left: Value, right: Value): Value {
  if (left === right) return left;
  if (right.kind === 'none' && tellsVersion(left)) return left;
  if (left.kind === 'none' && tellsVersion(right)) return right;
  if (left.kind === 'some' && right.kind === 'some') return some(either(left.value, right.value));
  if (left.kind === 'struct' && right.kind === 'struct') {
    const fields = [...left.fields].map(([name, of]) => [name, either(of, right.fields.get(name) ?? unknown)] as const);
    return struct(new Map(fields));
  }
  return isSame(left, right) === true ? left : unknown;
}

/** Whether the compiler's version is part of a value. */
export function tellsVersion(value: Value): boolean {
  if (value.kind === 'some') return tellsVersion(value.value);
  if (value.kind === 'list') return value.items.some(tellsVersion);
  if (value.kind === 'struct') return [...value.fields.values()].some(tellsVersion);
  return value.kind === 'compiler';
}

/** Whether two values are equal; undefined where that is not known. */
export function isSame(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'compiler' || right.kind === 'compiler') return isCompiler(left, right);
  if (left.kind === 'some' && right.kind === 'some') return isSame(left.value, right.value);
  if (isPlain(left) && isPlain(right)) return left.kind === right.kind ? left.value === right.value : undefined;
  if (left.kind === 'named' && right.kind === 'named') return left.name === right.name;
  const kinds = [left.kind, right.kind].sort().join(' ');
  if (kinds === 'none none' || kinds === 'unit unit') return true;
  if (kinds === 'none some') return false;
  if (left.kind === 'list' && right.kind === 'list') return areSame(left.items, right.items);
  return undefined;
}

function isPlain(value: Value): value is Extract<Value, { kind: 'truth' | 'number' | 'text' }> {
  return value.kind === 'truth' || value.kind === 'number' || value.kind === 'text';
}

function areSame(left: readonly Value[], right: readonly Value[]): boolean | undefined {
  if (left.length !== right.length) return false;
  const parts = left.map((item, index) => isSame(item, right[index]!));
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

/** Releases are stable ones; `Channel::Nightly` is not what they are. */
const channels: ReadonlyMap<string, boolean> = new Map([
  ['Stable', true],
  ['Beta', false],
  ['Nightly', false],
  ['Dev', false],
]);

/** Whether a name is that of the channel the compiler is of; undefined for any other name. */
export function isChannel(name: string): boolean | undefined {
  return channels.get(name);
}

function isCompiler(left: Value, right: Value): boolean | undefined {
  const outer = left.kind === 'compiler' ? right : left;
  if (outer.kind === 'named') return isChannel(outer.name);
  if (outer.kind === 'compiler') return true;
  if (outer.kind === 'some') return isCompiler(compiler, outer.value);
  if (outer.kind === 'text') return isChannel(outer.value[0]?.toUpperCase() + outer.value.slice(1));
  return outer.kind === 'none' ? false : undefined;
}

/** How the compiler compares with a version written as `79`, `(1, 79)`, `"1.79.0"` or `{ major: 1, minor: 79 }`: -1, 0 or 1. */
export function compareCompiler(version: Value): number | undefined {
  const parts = partsOf(version);
  if (parts === undefined) return undefined;
  const difference = compareRelease([...parts, 0, 0].slice(0, 3));
  return difference < 0 ? undefined : difference;
}

function partsOf(version: Value): readonly number[] | undefined {
  switch (version.kind) {
    case 'number':
      return [1, version.value];
    case 'text':
      return /^1\.\d+(\.\d+)?$/.test(version.value) ? version.value.split('.').map(Number) : undefined;
    case 'some':
      return partsOf(version.value);
    case 'list':
      return version.items.length > 1 ? numbersOf(version.items) : undefined;
    case 'struct': {
      const { fields } = version;
      const named = ['major', 'minor', 'patch'].map((name) => fields.get(name));
      return numbersOf(named[0] === undefined ? [{ kind: 'number', value: 1 }, ...named.slice(1)] : named);
    }
    default:
      return undefined;
  }
}

function numbersOf(items: readonly (Value | undefined)[]): readonly number[] | undefined {
  const numbers = items.flatMap((item) => (item?.kind === 'number' ? [item.value] : []));
  return numbers.length > 1 && numbers[0] === 1 && numbers.length >= items.length - 1 ? numbers : undefined;
}
