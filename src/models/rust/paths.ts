/** Paths and their generic arguments (Rust Reference: "Paths"). */
import { type Cursor, nameOf } from './cursor.ts';
import type { GenericArg, GenericArgs, Path, PathSegment, TokenRange, Type } from './syntax.ts';
import { isLiteral, Keyword, Kind, Punct } from './token.ts';
import { parseBounds, parseOutput, parseType } from './types.ts';

/** Whether the cursor stands where a path may begin, `<T as Trait>::` aside. */
export function startsPath(c: Cursor): boolean {
  if (c.isPair(Punct.Colon, Punct.Colon)) return c.isWord(2) || c.kind(2) === Punct.Dollar;
  return c.isWord() ? isPathWord(c.kind()) : c.is(Punct.Dollar) && c.isWord(1);
}

function isPathWord(kind: number): boolean {
  return (
    kind === Kind.Identifier ||
    kind === Kind.RawIdentifier ||
    kind === Keyword.crate ||
    kind === Keyword.self ||
    kind === Keyword.Self ||
    kind === Keyword.super ||
    kind === Keyword.async ||
    kind === Keyword.await ||
    kind === Keyword.dyn
  );
}

/**
 * Reads a path.
 * @param style `type` paths take `<…>` and `(…)` at once, `expression` paths only `::<…>`, `simple` ones no arguments
 */
export function parsePath(c: Cursor, style: 'type' | 'expression' | 'simple'): Path {
  const from = c.at;
  const leadingColons = c.takeColons();
  return { leadingColons, segments: parseSegments(c, style), span: c.spanFrom(from) };
}

/** Segments from here on; the cursor stands behind any `::`. */
export function parseSegments(c: Cursor, style: 'type' | 'expression' | 'simple'): PathSegment[] {
  const segments: PathSegment[] = [];
  do {
    if (!c.isWord() && !c.is(Punct.Dollar)) break;
    segments.push(parseSegment(c, style));
  } while (c.isPair(Punct.Colon, Punct.Colon) && (c.isWord(2) || c.kind(2) === Punct.Dollar) && c.takeColons());
  return segments;
}

function parseSegment(c: Cursor, style: 'type' | 'expression' | 'simple'): PathSegment {
  const offset = c.offset();
  // `$crate`, and `$name` in a macro's body
  const name = c.take(Punct.Dollar) ? `$${c.takeName()}` : c.takeName();
  return { name, offset, args: style === 'simple' ? undefined : parseGenericArgs(c, style) };
}

function parseGenericArgs(c: Cursor, style: 'type' | 'expression'): GenericArgs | undefined {
  const colons = c.isPair(Punct.Colon, Punct.Colon);
  const next = c.kind(colons ? 2 : 0);
  if (!colons && style === 'expression') return undefined;
  if (next === Punct.Less) {
    if (colons) c.takeColons();
    return parseAngleArgs(c);
  }
  if (next !== Punct.OpenParen || style === 'expression') return undefined;
  if (colons) c.takeColons();
  const inside = c.inside(c.takeGroup());
  if (inside.isPair(Punct.Dot, Punct.Dot)) return { kind: 'return-type-notation' };
  return { kind: 'parenthesized', inputs: parseTypeList(inside), output: parseOutput(c, false) };
}

/** Types up to the end of the cursor's range, separated by commas. */
export function parseTypeList(c: Cursor): Type[] {
  const types: Type[] = [];
  while (!c.done) {
    types.push(parseType(c));
    c.skipToComma();
    c.take(Punct.Comma);
  }
  return types;
}

/** `<…>`; the cursor stands at `<`. */
function parseAngleArgs(c: Cursor): GenericArgs {
  c.take(Punct.Less);
  const args: GenericArg[] = [];
  while (!c.done && !c.is(Punct.Greater)) {
    args.push(parseGenericArg(c));
    c.skipToComma(Punct.Greater);
    c.take(Punct.Comma);
  }
  c.take(Punct.Greater);
  return { kind: 'angle', args };
}

function parseGenericArg(c: Cursor): GenericArg {
  if (c.is(Kind.Lifetime) && c.kind(1) !== Punct.Plus) return { kind: 'lifetime', name: c.takeName() };
  const constant = parseConstArg(c);
  if (constant !== undefined) return { kind: 'const', tokens: constant };
  const type = parseType(c);
  const segment = lonePathSegment(type);
  if (segment === undefined) return { kind: 'type', type };
  if (c.take(Punct.Equal)) return { kind: 'equality', name: segment.name, args: segment.args, type: parseType(c) };
  if (c.take(Punct.Colon)) {
    return { kind: 'constraint', name: segment.name, args: segment.args, bounds: parseBounds(c) };
  }
  return { kind: 'type', type };
}

/** `{ N + 1 }`, `-1`, `"x"`, `true`: everything that can be a constant but no type. */
function parseConstArg(c: Cursor): TokenRange | undefined {
  const from = c.at;
  const kind = c.kind();
  if (kind === Punct.OpenBrace) return c.takeGroup();
  if (kind === Punct.Minus) c.at += 2;
  else if (isLiteral(kind) || kind === Keyword.true || kind === Keyword.false) c.at++;
  else return undefined;
  return c.rangeFrom(from);
}

function lonePathSegment(type: Type): PathSegment | undefined {
  if (type.kind !== 'path' || type.qualified !== undefined || type.path.segments.length !== 1) return undefined;
  return type.path.segments[0];
}

/** Segments joined by `::` without generic arguments: the cursor's way of naming macros and attributes. */
export function parsePathText(c: Cursor): string {
  let text = c.takeColons() ? '::' : '';
  for (;;) {
    if (c.take(Punct.Dollar)) text += '$';
    if (!c.isWord()) return text;
    text += nameOf(c.source, c.at++);
    if (!c.takeColons()) return text;
    text += '::';
  }
}
