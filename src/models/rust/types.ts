/** Types and bounds (Rust Reference: "Types", "Trait and lifetime bounds"). Anything else becomes a type of kind `error`, never a throw. */
import { type Cursor, deepestNesting } from './cursor.ts';
import { parsePath, parseSegments, parseTypeList, startsPath } from './paths.ts';
import type { Bound, Path, Span, Type } from './syntax.ts';
import { isLiteral, Keyword, Kind, Punct } from './token.ts';

type Unplaced<T> = T extends unknown ? Omit<T, 'span'> : never;

/**
 * Reads a type.
 * @param plus whether `A + B` without `dyn` may be read as a trait object (not behind `&`, `->` of bounds and the like)
 */
export function parseType(c: Cursor, plus = true): Type {
  const from = c.at;
  c.depth++;
  const type = c.depth > deepestNesting ? skipType(c, from) : parseTypeShape(c, plus, from);
  c.depth--;
  return 'span' in type ? (type as Type) : ({ ...type, span: c.spanFrom(from) } as Type);
}

function parseTypeShape(c: Cursor, plus: boolean, from: number): Unplaced<Type> | Type {
  skipForLifetimes(c);
  switch (c.kind()) {
    case Punct.OpenParen:
      return parseParenthesized(c, plus, from);
    case Punct.OpenBracket:
      return parseSliceOrArray(c);
    case Punct.And:
      return parseReference(c);
    case Punct.Star:
      return parsePointer(c);
    case Punct.Bang:
      c.at++;
      return { kind: 'never' };
    case Punct.Less:
      return parseQualified(c);
    case Keyword.impl:
      c.at++;
      return { kind: 'impl', bounds: parseBounds(c, plus) };
    case Keyword.dyn:
      if (startsBound(c, 1)) c.at++;
      return { kind: 'dyn', bounds: parseBounds(c, plus) };
    case Keyword.fn:
    case Keyword.unsafe:
    case Keyword.extern:
      return parseFunctionPointer(c);
    case Kind.Lifetime:
    case Punct.Question:
      return { kind: 'dyn', bounds: parseBounds(c, plus) };
    default:
      return parsePathType(c, plus, from);
  }
}

function skipType(c: Cursor, from: number): Unplaced<Type> {
  c.skipToComma(Punct.Greater);
  return { kind: 'error', tokens: c.rangeFrom(from) };
}

function parsePathType(c: Cursor, plus: boolean, from: number): Unplaced<Type> {
  if (c.isContextual('_')) {
    c.at++;
    return { kind: 'infer' };
  }
  if (!startsPath(c)) return skipOddity(c, from);
  const path = parsePath(c, 'type');
  const opens = c.kind(1) === Punct.OpenParen || c.kind(1) === Punct.OpenBracket || c.kind(1) === Punct.OpenBrace;
  if (c.is(Punct.Bang) && opens) {
    c.at++;
    return { kind: 'macro', path, args: c.takeGroup() };
  }
  if (plus && c.is(Punct.Plus)) return bareTraitObject(c, path);
  return { kind: 'path', path, qualified: undefined };
}

/** A constant where a type is expected (`Item = 3`), or nonsense: one token, or one group. */
function skipOddity(c: Cursor, from: number): Unplaced<Type> {
  if (c.is(Punct.Minus)) c.at++;
  if (isLiteral(c.kind()) || c.is(Punct.OpenBrace) || c.is(Keyword.true) || c.is(Keyword.false)) c.skip();
  return { kind: 'error', tokens: c.rangeFrom(from) };
}

/** `A + B` of the 2015 edition, the first bound being read already. */
function bareTraitObject(c: Cursor, path: Path): Unplaced<Type> {
  c.take(Punct.Plus);
  return { kind: 'dyn', bounds: [{ kind: 'trait', path, modifier: '', span: path.span }, ...parseBounds(c)] };
}

function parseParenthesized(c: Cursor, plus: boolean, from: number): Unplaced<Type> | Type {
  const group = c.takeGroup();
  const types = parseTypeList(c.inside(group));
  const only = types[0];
  const comma = group.to > group.from && c.source.tokens.kind[group.to - 1] === Punct.Comma;
  if (only === undefined || types.length > 1 || comma) return { kind: 'tuple', types };
  if (plus && c.is(Punct.Plus) && only.kind === 'path') return bareTraitObject(c, only.path);
  return { ...only, span: c.spanFrom(from) };
}

function parseSliceOrArray(c: Cursor): Unplaced<Type> {
  const inside = c.inside(c.takeGroup());
  const type = parseType(inside);
  if (!inside.take(Punct.Semi)) return { kind: 'slice', type };
  return { kind: 'array', type, length: { from: inside.at, to: inside.to } };
}

function parseReference(c: Cursor): Unplaced<Type> {
  c.take(Punct.And);
  const lifetime = c.is(Kind.Lifetime) ? c.takeName() : undefined;
  const mutable = c.take(Keyword.mut);
  return { kind: 'reference', lifetime, mutable, type: parseType(c, false) };
}

function parsePointer(c: Cursor): Unplaced<Type> {
  c.take(Punct.Star);
  const mutable = c.take(Keyword.mut);
  if (!mutable) c.take(Keyword.const);
  return { kind: 'pointer', mutable, type: parseType(c, false) };
}

/** `<T as Trait>::Name` or `<T>::Name`. */
function parseQualified(c: Cursor): Unplaced<Type> {
  const { type, trait } = parseQualifier(c);
  const from = c.at;
  c.takeColons();
  const path: Path = { leadingColons: false, segments: parseSegments(c, 'type'), span: c.spanFrom(from) };
  return { kind: 'path', path, qualified: { type, trait } };
}

/** `<T as Trait>`; the cursor stands at `<`. */
function parseQualifier(c: Cursor): { type: Type; trait: Path | undefined } {
  c.take(Punct.Less);
  const type = parseType(c);
  const trait = c.take(Keyword.as) ? parsePath(c, 'type') : undefined;
  c.take(Punct.Greater);
  return { type, trait };
}

function parseFunctionPointer(c: Cursor): Unplaced<Type> {
  const isUnsafe = c.take(Keyword.unsafe);
  const abi = c.take(Keyword.extern) ? parseAbi(c) : undefined;
  c.take(Keyword.fn);
  const inside = c.is(Punct.OpenParen) ? c.inside(c.takeGroup()) : undefined;
  const inputs = inside === undefined ? [] : parseFunctionPointerInputs(inside);
  return { kind: 'function', unsafe: isUnsafe, abi, inputs, output: parseOutput(c, false) };
}

/** The string behind `extern`; a bare `extern` means `C`. */
function parseAbi(c: Cursor): string {
  if (!c.is(Kind.String) && !c.is(Kind.RawString)) return 'C';
  const literal = c.text();
  c.at++;
  return literal.slice(literal.indexOf('"') + 1, literal.lastIndexOf('"'));
}

function parseFunctionPointerInputs(c: Cursor): Type[] {
  const inputs: Type[] = [];
  while (!c.done) {
    while (c.is(Punct.Hash) && c.kind(1) === Punct.OpenBracket) {
      c.at++;
      c.skip();
    }
    if (c.isWord() && c.kind(1) === Punct.Colon && !c.isPair(Punct.Colon, Punct.Colon, 1)) c.at += 2;
    if (!c.isPair(Punct.Dot, Punct.Dot)) inputs.push(parseType(c));
    c.skipToComma();
    c.take(Punct.Comma);
  }
  return inputs;
}

/** `-> T`, or undefined when there is no arrow. */
export function parseOutput(c: Cursor, plus = true): Type | undefined {
  return c.takeArrow() ? parseType(c, plus) : undefined;
}

/** `for<'a, 'b>`; the lifetimes are dropped, since no reader asks for them. */
function skipForLifetimes(c: Cursor): void {
  while (c.is(Keyword.for) && c.kind(1) === Punct.Less) {
    while (!c.done && !c.take(Punct.Greater)) c.skip();
  }
}

function startsBound(c: Cursor, ahead: number): boolean {
  const kind = c.kind(ahead);
  return (
    c.isWord(ahead) ||
    kind === Kind.Lifetime ||
    kind === Punct.OpenParen ||
    kind === Punct.OpenBracket ||
    kind === Punct.Question ||
    kind === Punct.Tilde ||
    kind === Punct.Bang ||
    kind === Punct.Dollar ||
    kind === Punct.Colon
  );
}

/** `A + 'b + ?Sized`, possibly nothing. @param plus false where only one bound may stand (`&impl A`) */
export function parseBounds(c: Cursor, plus = true): Bound[] {
  const bounds: Bound[] = [];
  while (startsBound(c, 0) && !c.is(Keyword.where)) {
    const from = c.at;
    const bound = parseBound(c, from);
    if (bound === undefined) break;
    bounds.push(bound);
    if (!plus || !c.take(Punct.Plus)) break;
  }
  return bounds;
}

function parseBound(c: Cursor, from: number): Bound | undefined {
  if (c.is(Kind.Lifetime)) return { kind: 'lifetime', name: c.takeName(), span: c.spanFrom(from) };
  if (c.is(Keyword.use)) return { kind: 'use', names: parseCapturedNames(c), span: c.spanFrom(from) };
  if (c.is(Punct.OpenParen)) {
    const inside = c.inside(c.takeGroup());
    return inside.done || c.depth > deepestNesting ? undefined : parseNestedBound(inside, c.spanFrom(from));
  }
  const modifier = parseModifiers(c);
  if (!startsPath(c)) return undefined;
  const path = parsePath(c, 'type');
  return { kind: 'trait', path, modifier, span: c.spanFrom(from) };
}

function parseNestedBound(inside: Cursor, span: Span): Bound | undefined {
  inside.depth++;
  const bound = parseBound(inside, inside.at);
  return bound === undefined ? undefined : { ...bound, span };
}

/** `?`, `~const`, `[const]`, `const`, `async`, `for<…>`, in any order that code has been seen to use. */
function parseModifiers(c: Cursor): string {
  const modifiers: string[] = [];
  for (;;) {
    if (c.is(Keyword.for)) skipForLifetimes(c);
    else if (c.is(Punct.OpenBracket)) c.skip();
    else if (isModifier(c)) {
      modifiers.push(c.text());
      c.at++;
    } else return modifiers.join('');
  }
}

function isModifier(c: Cursor): boolean {
  const kind = c.kind();
  if (kind === Keyword.async) return c.isWord(1);
  return kind === Punct.Question || kind === Punct.Tilde || kind === Punct.Bang || kind === Keyword.const;
}

function parseCapturedNames(c: Cursor): string[] {
  const names: string[] = [];
  c.take(Keyword.use);
  if (!c.take(Punct.Less)) return names;
  while (!c.done && !c.take(Punct.Greater)) {
    if (c.isWord() || c.is(Kind.Lifetime)) names.push(c.name());
    c.at++;
  }
  return names;
}
