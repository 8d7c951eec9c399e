/** Signatures (Rust Reference: "Functions", "Associated items"). */
import { parseOuterAttributes } from './attributes.ts';
import { type Cursor, nameOf } from './cursor.ts';
import { genericsOf, parseGenericParams, parseWhere } from './generics.ts';
import { stringValue } from './literals.ts';
import type { Generics, Param, SelfParam, Signature, TokenRange } from './syntax.ts';
import { Keyword, Kind, Punct } from './token.ts';
import { parseOutput, parseType } from './types.ts';

export interface FunctionHeader {
  readonly generics: Generics;
  readonly signature: Signature;
}

/** Reads from the first qualifier (`const`, `async`, `extern` …) or `fn` to the end of the where clause. */
export function parseFunctionHeader(c: Cursor): FunctionHeader {
  const qualifiers = parseQualifiers(c);
  c.take(Keyword.fn);
  c.at++; // name
  const genericParams = parseGenericParams(c);
  const inside = c.is(Punct.OpenParen) ? c.inside(c.takeGroup()) : undefined;
  const self = inside === undefined ? undefined : parseSelfParam(inside);
  const params = inside === undefined ? [] : parseParams(inside);
  const output = parseOutput(c);
  const generics = genericsOf(genericParams, parseWhere(c));
  return { generics, signature: { ...qualifiers, self, params, output } };
}

type Qualifiers = Pick<Signature, 'const' | 'async' | 'gen' | 'unsafe' | 'safe' | 'extern' | 'abi'>;

function parseQualifiers(c: Cursor): Qualifiers {
  const seen = { const: false, async: false, gen: false, unsafe: false, safe: false, extern: false };
  let abi: string | undefined;
  for (; !c.done && !c.is(Keyword.fn); c.at++) {
    const word = c.text();
    if (Object.hasOwn(seen, word)) seen[word as keyof typeof seen] = true;
    abi = stringValue(c.source, c.at) ?? abi;
  }
  return { ...seen, abi };
}

/** `self`, `mut self`, `&'a mut self`, `self: Type`, with its comma; moves nothing when the first parameter is another. */
function parseSelfParam(c: Cursor): SelfParam | undefined {
  const start = c.at;
  parseOuterAttributes(c);
  const from = c.at;
  const reference = c.take(Punct.And);
  const lifetime = reference && c.is(Kind.Lifetime) ? c.takeName() : undefined;
  const mutable = c.take(Keyword.mut);
  if (!c.take(Keyword.self) || c.isPair(Punct.Colon, Punct.Colon)) {
    c.at = start;
    return undefined;
  }
  const type = c.take(Punct.Colon) ? parseType(c) : undefined;
  const span = c.spanFrom(from);
  c.skipToComma();
  c.take(Punct.Comma);
  return {
    kind: reference ? 'reference' : type === undefined ? 'value' : 'typed',
    mutable,
    lifetime,
    type,
    span,
  };
}

function parseParams(c: Cursor): Param[] {
  const params: Param[] = [];
  while (!c.done) {
    params.push(parseParam(c));
    c.skipToComma();
    c.take(Punct.Comma);
  }
  return params;
}

function parseParam(c: Cursor): Param {
  const attributes = parseOuterAttributes(c);
  const from = c.at;
  while (!c.done && !c.is(Punct.Comma) && !isTypeColon(c)) {
    if (c.takeColons()) continue;
    c.skip();
  }
  if (!isTypeColon(c)) return parseNameless(c, attributes, from);
  const pattern = c.rangeFrom(from);
  c.take(Punct.Colon);
  const variadic = takeEllipsis(c);
  const type = variadic ? undefined : parseType(c);
  return { attributes, pattern, name: boundName(c, pattern), type, variadic, span: c.spanFrom(from) };
}

function isTypeColon(c: Cursor): boolean {
  return c.is(Punct.Colon) && !c.isPair(Punct.Colon, Punct.Colon);
}

/** A parameter that is only a type (2015 traits, foreign functions of old), or `...`. */
function parseNameless(c: Cursor, attributes: Param['attributes'], from: number): Param {
  c.at = from;
  const variadic = takeEllipsis(c);
  const type = variadic ? undefined : parseType(c);
  return { attributes, pattern: { from, to: from }, name: undefined, type, variadic, span: c.spanFrom(from) };
}

function takeEllipsis(c: Cursor): boolean {
  if (!c.isPair(Punct.Dot, Punct.Dot) || c.kind(2) !== Punct.Dot) return false;
  c.at += 3;
  return true;
}

/** The name of an identifier pattern: `x`, `mut x`, `ref mut x`. */
export function boundName(c: Cursor, pattern: TokenRange): string | undefined {
  const { kind } = c.source.tokens;
  let at = pattern.from;
  while (at < pattern.to && (kind[at] === Keyword.mut || kind[at] === Keyword.ref)) at++;
  if (at !== pattern.to - 1) return undefined;
  const name = kind[at] === Kind.Identifier || kind[at] === Kind.RawIdentifier ? nameOf(c.source, at) : undefined;
  return name === '_' ? undefined : name;
}
