/** Configuration predicates (Rust Reference: "Conditional compilation"). Read here, evaluated by who knows the configuration. */
import { parseMeta } from './attributes.ts';
import type { Cursor } from './cursor.ts';
import type { CfgPredicate, Meta } from './syntax.ts';

/** The predicate of `cfg(…)` or `cfg_attr(…, …)`; undefined for any other attribute. */
export function cfgOf(attribute: Meta): CfgPredicate | undefined {
  if (attribute.path !== 'cfg' && attribute.path !== 'cfg_attr') return undefined;
  const first = attribute.list[0];
  return first === undefined ? { op: 'unknown', text: '' } : cfgPredicate(first, 0);
}

/** The predicate written by all of a cursor's tokens: what stands between the parentheses of `cfg(…)`. */
export function cfgOfTokens(c: Cursor): CfgPredicate {
  return cfgPredicate(parseMeta(c), 0);
}

const deepestPredicate = 64;

function cfgPredicate(meta: Meta, depth: number): CfgPredicate {
  const { path, value } = meta;
  const unknown: CfgPredicate = { op: 'unknown', text: path };
  if (path === '' || depth > deepestPredicate) return unknown;
  if (meta.args !== undefined) {
    const of = meta.list.map((part) => cfgPredicate(part, depth + 1));
    if (path === 'all' || path === 'any') return { op: path, of };
    return path === 'not' && of.length === 1 ? { op: 'not', of: of[0]! } : unknown;
  }
  if (value === undefined && (path === 'true' || path === 'false')) return { op: 'literal', value: path === 'true' };
  if (value === undefined) return { op: 'option', name: path, value: undefined };
  return value.string === undefined ? unknown : { op: 'option', name: path, value: value.string };
}
