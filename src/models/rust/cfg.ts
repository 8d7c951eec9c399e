/** Configuration predicates (Rust Reference: "Conditional compilation"). Read here, evaluated by who knows the configuration. */
import { parseMeta } from './attributes.ts';
import { compareRelease } from './compiler-release.ts';
import type { Cursor } from './cursor.ts';
import type { CfgPredicate, Meta } from './syntax.ts';

/** The predicate of `cfg(…)` or `cfg_attr(…, …)`, and of the crate rustversion's attributes; undefined for any other attribute. */
export function cfgOf(attribute: Meta): CfgPredicate | undefined {
  const { path } = attribute;
  if (path.startsWith(selector) && path !== adding[1]) return cfgPredicate(attribute, 0, selects);
  if (path !== 'cfg' && !addsAttributes(path)) return undefined;
  const first = attribute.list[0];
  if (first === undefined) return { op: 'unknown', text: '' };
  return cfgPredicate(first, 0, path === adding[1] ? selects : optionOf);
}

const selector = 'rustversion::';
const adding: readonly string[] = ['cfg_attr', `${selector}attr`];

/** Whether an attribute with a predicate adds others where that holds, and does not remove what it stands on where it does not. */
export function addsAttributes(path: string): boolean {
  return adding.includes(path);
}

/** The predicate written by all of a cursor's tokens: what stands between the parentheses of `cfg(…)`. */
export function cfgOfTokens(c: Cursor): CfgPredicate {
  return cfgPredicate(parseMeta(c), 0, optionOf);
}

/** Whether a predicate can hold in a test build only, whatever else is set. */
export function needsTest(predicate: CfgPredicate): boolean {
  switch (predicate.op) {
    case 'all':
      return predicate.of.some(needsTest);
    case 'any':
      return predicate.of.length > 0 && predicate.of.every(needsTest);
    case 'option':
      return predicate.name === 'test' && predicate.value === undefined;
    default:
      return false;
  }
}

const deepestPredicate = 64;

function cfgPredicate(meta: Meta, depth: number, leaf: (meta: Meta) => CfgPredicate): CfgPredicate {
  const path = meta.path.startsWith(selector) ? meta.path.slice(selector.length) : meta.path;
  if (path === '' || depth > deepestPredicate) return { op: 'unknown', text: path };
  if (meta.args === undefined || !/^(?:all|any|not)$/.test(path)) return leaf(meta);
  const of = meta.list.map((part) => cfgPredicate(part, depth + 1, leaf));
  if (path === 'all' || path === 'any') return { op: path, of };
  return of.length === 1 ? { op: 'not', of: of[0]! } : { op: 'unknown', text: path };
}

function optionOf({ path, args, value }: Meta): CfgPredicate {
  if (args !== undefined) return { op: 'unknown', text: path };
  if (value === undefined && (path === 'true' || path === 'false')) return { op: 'literal', value: path === 'true' };
  if (value === undefined) return { op: 'option', name: path, value: undefined };
  return value.string === undefined ? { op: 'unknown', text: path } : { op: 'option', name: path, value: value.string };
}

/** A selector of rustversion: `stable`, `nightly(2020-01-01)`, `since(1.36)`. A date is that of a nightly, later than any stable release. */
function selects({ path, args, source }: Meta): CfgPredicate {
  const word = path.slice(path.lastIndexOf(':') + 1);
  const version = args === undefined ? [] : source.rangeText(args).split('.').map(Number);
  const difference = version.some(Number.isNaN) ? -1 : compareRelease(version);
  switch (word) {
    case 'stable':
      return { op: 'literal', value: difference === 0 };
    case 'since':
    case 'before':
      return { op: 'literal', value: difference >= 0 === (word === 'since') };
    case 'beta':
    case 'nightly':
      return { op: 'literal', value: false };
    default:
      return { op: 'unknown', text: path };
  }
}
