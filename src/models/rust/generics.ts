/** Generic parameters and where clauses (Rust Reference: "Generic parameters"). */
import { parseOuterAttributes } from './attributes.ts';
import type { Cursor } from './cursor.ts';
import type { GenericParam, Generics, TokenRange, WherePredicate } from './syntax.ts';
import { isLiteral, Keyword, Kind, Punct } from './token.ts';
import { parseBounds, parseType } from './types.ts';

export interface GenericParams {
  readonly tokens: TokenRange | undefined;
  readonly params: readonly GenericParam[];
}

export const noParams: GenericParams = { tokens: undefined, params: [] };
const noPredicates: readonly WherePredicate[] = [];
const noGenerics: Generics = { tokens: undefined, params: noParams.params, where: noPredicates };

/** Parameters with their where clauses; one object for the many items that have neither. */
export function genericsOf(given: GenericParams, where: readonly WherePredicate[]): Generics {
  if (given === noParams && where.length === 0) return noGenerics;
  return { tokens: given.tokens, params: given.params, where };
}

/** `<…>` behind the name of an item, or nothing. */
export function parseGenericParams(c: Cursor): GenericParams {
  if (!c.take(Punct.Less)) return noParams;
  const from = c.at;
  const params: GenericParam[] = [];
  while (!c.done && !c.is(Punct.Greater)) {
    const param = parseGenericParam(c);
    if (param !== undefined) params.push(param);
    c.skipToComma(Punct.Greater);
    c.take(Punct.Comma);
  }
  const tokens = c.rangeFrom(from);
  c.take(Punct.Greater);
  return { tokens, params };
}

function parseGenericParam(c: Cursor): GenericParam | undefined {
  const attributes = parseOuterAttributes(c);
  const isConst = c.take(Keyword.const);
  const offset = c.offset();
  if (c.is(Kind.Lifetime)) {
    const name = c.takeName();
    return { kind: 'lifetime', name, offset, attributes, bounds: c.take(Punct.Colon) ? parseBounds(c) : [] };
  }
  if (!c.isName()) return undefined;
  const name = c.takeName();
  if (isConst) {
    c.take(Punct.Colon);
    const type = parseType(c);
    return { kind: 'const', name, offset, attributes, type, default: parseConstDefault(c) };
  }
  const bounds = c.take(Punct.Colon) ? parseBounds(c) : [];
  return { kind: 'type', name, offset, attributes, bounds, default: c.take(Punct.Equal) ? parseType(c) : undefined };
}

function parseConstDefault(c: Cursor): TokenRange | undefined {
  if (!c.take(Punct.Equal)) return undefined;
  const from = c.at;
  if (c.is(Punct.OpenBrace)) c.skip();
  else {
    c.take(Punct.Minus);
    if (c.isWord() || isLiteral(c.kind())) c.at++;
  }
  return c.rangeFrom(from);
}

/** `where …` up to a body, `=`, `;` or the end of the range; nothing when there is no `where`. */
export function parseWhere(c: Cursor): readonly WherePredicate[] {
  if (!c.take(Keyword.where)) return noPredicates;
  const predicates: WherePredicate[] = [];
  while (!c.done && !c.is(Punct.OpenBrace) && !c.is(Punct.Semi) && !c.is(Punct.Equal)) {
    predicates.push(parsePredicate(c));
    while (!c.done && !c.is(Punct.Comma) && !endsWhere(c.kind())) c.skip();
    c.take(Punct.Comma);
  }
  return predicates;
}

function endsWhere(kind: number): boolean {
  return kind === Punct.OpenBrace || kind === Punct.Semi || kind === Punct.Equal;
}

function parsePredicate(c: Cursor): WherePredicate {
  parseOuterAttributes(c);
  if (c.is(Kind.Lifetime)) {
    const name = c.takeName();
    return { kind: 'lifetime', name, bounds: c.take(Punct.Colon) ? parseBounds(c) : [] };
  }
  const type = parseType(c, false);
  return { kind: 'type', type, bounds: c.take(Punct.Colon) ? parseBounds(c) : [] };
}

/** Whether the `<` at the cursor opens generic parameters, and not a qualified type: `impl<T> X` against `impl <T as Y>::Z`. As rustc decides it. */
export function opensGenerics(c: Cursor): boolean {
  if (!c.is(Punct.Less)) return false;
  const first = c.kind(1);
  if (first === Punct.Hash || first === Punct.Greater || first === Keyword.const) return true;
  const second = c.kind(2);
  if (second === Punct.Colon) return !c.isPair(Punct.Colon, Punct.Colon, 2);
  return second === Punct.Greater || second === Punct.Comma || second === Punct.Equal;
}
