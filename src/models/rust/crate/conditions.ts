/** What has to hold for code to be compiled: the `cfg` on it and on all that stands around it. */
import { parseOuterAttributes } from '../attributes.ts';
import { Cursor } from '../cursor.ts';
import { skipStatement } from '../statements.ts';
import type { Attribute, Attributed, CfgPredicate, SourceFile, TokenRange } from '../syntax.ts';
import { Keyword, Kind, Punct } from '../token.ts';

/** All must hold. */
export type Condition = readonly CfgPredicate[];

export const asksFeatures = (predicate: CfgPredicate): boolean => namedFeatures(predicate).length > 0;

export interface NamedFeature {
  readonly name: string;
  /** What the predicate wants of it. */
  readonly isOn: boolean;
}

/** The features that a predicate asks for, or asks to be off. */
export function namedFeatures(predicate: CfgPredicate, isOn = true): readonly NamedFeature[] {
  if (predicate.op === 'not') return namedFeatures(predicate.of, !isOn);
  if (predicate.op === 'all' || predicate.op === 'any') return predicate.of.flatMap((one) => namedFeatures(one, isOn));
  if (predicate.op !== 'option' || predicate.name !== 'feature' || predicate.value === undefined) return [];
  return [{ name: predicate.value, isOn }];
}

/** With what stands on an item. */
export function holding(item: Attributed, when: Condition): Condition {
  return item.isPlain === true ? when : withAttributes(item.attributes, when);
}

/** With the `#![cfg]` of a file. */
export function innerCondition({ innerAttributes }: SourceFile, when: Condition): Condition {
  return withAttributes(innerAttributes, when);
}

function withAttributes(attributes: readonly Attribute[], when: Condition): Condition {
  const own = attributes.flatMap(predicateOf);
  return own.length === 0 ? when : [...when, ...own];
}

/** A `cfg` in a `cfg_attr` asks for something only where the other's condition holds. */
function predicateOf({ path, cfg, conditional }: Attribute): CfgPredicate[] {
  if (cfg === undefined) return [];
  if (path === 'cfg') return [cfg];
  return conditional.flatMap(predicateOf).map((inner) => ({ op: 'any', of: [{ op: 'not', of: cfg }, inner] }));
}

export interface ConditionalTokens {
  readonly when: Condition;
  readonly tokens: TokenRange;
}

/** Tokens that the statements of a body may be looked at again and again for what stands in them, for each token of it. */
const looksPerToken = 16;

/**
 * The conditions in a body under which there is code of which the rest of the body does not tell: `unsafe`, and items.
 * @param isMacro the body is that of a macro, which may hand on anything under them
 */
export function conditionsInside(
  source: SourceFile,
  range: TokenRange,
  when: Condition,
  isMacro = false,
): ConditionalTokens[] {
  const { kind } = source.tokens;
  const found: ConditionalTokens[] = [];
  const c = new Cursor(source, range);
  let looks = looksPerToken * (range.to - range.from);
  while (!c.done) {
    if (!beginsCfg(c)) {
      c.at += 1;
      continue;
    }
    const isChoice = kind[c.at - 1] === Keyword.if;
    const holds = withAttributes(parseOuterAttributes(c), when);
    const from = c.at;
    const extent = new Cursor(source, { from, to: range.to });
    if (looks < 0) extent.at = from;
    else if (isChoice) extent.takeGroup();
    else skipStatement(extent);
    looks -= extent.at - from;
    // What would take too long to be looked at counts as code.
    if (isMacro || looks < 0 || bringsCode(kind, from, extent.at))
      found.push({ when: holds, tokens: { from, to: Math.max(from + 1, extent.at) } });
    if (isChoice && extent.take(Keyword.else)) found.push(...otherwise(source, extent, holds, when));
  }
  return found;
}

/** The last branch of `if #[cfg(a)] { … } else { … }`; one with a condition of its own is met further on. */
function otherwise(source: SourceFile, c: Cursor, holds: Condition, when: Condition): ConditionalTokens[] {
  if (!c.is(Punct.OpenBrace)) return [];
  const tokens = c.takeGroup();
  const not = holds.slice(when.length).map((predicate): CfgPredicate => ({ op: 'not', of: predicate }));
  return bringsCode(source.tokens.kind, tokens.from, tokens.to) ? [{ when: [...when, ...not], tokens }] : [];
}

function beginsCfg(c: Cursor): boolean {
  if (!c.is(Punct.Hash) || c.kind(1) !== Punct.OpenBracket || c.kind(2) !== Kind.Identifier) return false;
  return c.source.tokenText(c.at + 2).startsWith('cfg');
}

function bringsCode(kind: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1)
    if (kind[at] === Keyword.unsafe || kind[at] === Keyword.fn || kind[at] === Keyword.impl || kind[at] === Keyword.mod)
      return true;
  return false;
}
