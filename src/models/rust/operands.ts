/**
 * Tells where expressions begin and end among tokens (Rust Reference: "Expressions"). Looking forward never leaves the range given.
 */
import { Cursor } from './cursor.ts';
import type { SourceFile, TokenRange } from './syntax.ts';
import { isLiteral, Keyword, Kind, Punct } from './token.ts';

/** How far back the `<` of generic arguments is looked for. */
export const longestGenericArgs = 256;

/** How far one look ahead may go once the budget of a body is spent, which no code that a person wrote does. */
const shortestSight = 64;

/** Moves on, over whole bracket groups, as long as the condition holds; never out of the group around the cursor. */
export function skipWhile(c: Cursor, goesOn: () => boolean, step: () => void = () => c.skip()): void {
  const { budget } = c;
  let steps = 0;
  for (; !c.done && !closes(c.kind()) && goesOn(); steps++) {
    if (budget !== undefined && steps > shortestSight && steps > budget.steps) break;
    step();
  }
  if (budget !== undefined) budget.steps -= steps;
}

function closes(kind: number): boolean {
  return kind === Punct.CloseParen || kind === Punct.CloseBracket || kind === Punct.CloseBrace;
}

/** Whether an operand ends with this very token; the bracket that ends an attribute ends none. */
export function operandEndsAt(source: SourceFile, token: number): boolean {
  const { kind, match } = source.tokens;
  const k = kind[token]!;
  if (k !== Punct.CloseBracket) return endsOperand(k);
  const open = match[token]!;
  return !(
    open > 0 &&
    (kind[open - 1] === Punct.Hash || (kind[open - 1] === Punct.Bang && kind[open - 2] === Punct.Hash))
  );
}

/** Whether an operand may end with this token, so that what follows is an operator or a call and no new operand. */
export function endsOperand(kind: number): boolean {
  switch (kind) {
    case Kind.Identifier:
    case Kind.RawIdentifier:
    case Keyword.self:
    case Keyword.Self:
    case Keyword.super:
    case Keyword.crate:
    case Keyword.true:
    case Keyword.false:
    case Keyword.await:
    case Punct.CloseParen:
    case Punct.CloseBracket:
    case Punct.CloseBrace:
    case Punct.Question:
      return true;
    default:
      return isLiteral(kind);
  }
}

/** A word that can be a segment of a path expression. */
export function isPathSegment(kind: number): boolean {
  return (
    kind === Kind.Identifier ||
    kind === Kind.RawIdentifier ||
    kind === Keyword.self ||
    kind === Keyword.Self ||
    kind === Keyword.super ||
    kind === Keyword.crate
  );
}

/** Whether a brace behind this token, in a condition, opens the body: it does behind an operand and `..`, and is an operand itself elsewhere. */
export function isBodyBrace(before: number): boolean {
  return endsOperand(before) || before === Punct.Dot || before === Punct.Greater;
}

export function isBlockKeyword(kind: number): boolean {
  return kind === Keyword.unsafe || kind === Keyword.async || kind === Keyword.move || kind === Keyword.loop;
}

/** Whether the `|` at a token begins a closure's parameters, and is no operator. */
export function beginsClosure(source: SourceFile, token: number, low: number): boolean {
  const { kind } = source.tokens;
  if (kind[token] !== Punct.Or) return false;
  if (token <= low) return true;
  const before = kind[token - 1]!;
  if (before === Punct.Greater) return kind[token - 2] === Punct.Equal; // an arm
  return before !== Punct.Or && !operandEndsAt(source, token - 1);
}

/** Moves from the first `|` of a closure behind its parameters; over the `|` only, when there is no second one. @returns the range between the bars */
export function takeClosureParams(c: Cursor): TokenRange | undefined {
  const from = ++c.at;
  skipWhile(c, () => !c.is(Punct.Or));
  const params = c.rangeFrom(from);
  if (c.take(Punct.Or)) return params;
  c.at = from;
  return undefined;
}

/** Moves over one token, one group, or what may hold commas without brackets: generic arguments and closure parameters. */
export function skipOperand(c: Cursor, low: number): void {
  const before = c.at > low ? c.source.tokens.kind[c.at - 1]! : Kind.End;
  if (c.is(Punct.Less) && opensAngle(before)) skipAngles(c);
  else if (beginsClosure(c.source, c.at, low)) skipClosureHead(c);
  else if (c.is(Keyword.as)) skipCastType(c);
  else c.skip();
}

/** `|a, b|` or `|a, b| -> Result<C, D>`. */
function skipClosureHead(c: Cursor): void {
  if (takeClosureParams(c) !== undefined && c.takeArrow()) skipWhile(c, () => !c.is(Punct.OpenBrace));
}

/** `::<`, or a `<` where no operand ends: a qualified path. */
function opensAngle(before: number): boolean {
  return before === Punct.Colon || !(endsOperand(before) || before === Punct.Less || before === Punct.Greater);
}

/** From `<` behind its `>`; where there is none in reach, behind the `<` only. */
function skipAngles(c: Cursor): void {
  const from = c.at;
  let depth = 0;
  while (!c.done && c.at - from < longestGenericArgs) {
    if (c.is(Punct.Less)) depth++;
    if (c.is(Punct.Greater) && c.kind(-1) !== Punct.Minus && --depth === 0) {
      c.at++;
      return;
    }
    if (c.is(Punct.Semi)) break;
    c.skip();
  }
  c.at = from + 1;
}

/** `as *const a::B<C, D>`: in a cast `<` always opens generic arguments. */
function skipCastType(c: Cursor): void {
  c.at++;
  while (c.isWord() || c.is(Punct.Colon) || c.is(Punct.Star) || c.is(Punct.And) || c.is(Kind.Lifetime)) c.at++;
  if (c.is(Punct.Less)) skipAngles(c);
}

export function skipAttributes(c: Cursor): void {
  while (c.is(Punct.Hash) && c.kind(1) === Punct.OpenBracket) {
    c.at++;
    c.skip();
  }
}

/** Arguments between commas, attributes left out; a trailing comma makes none. */
export function splitArguments(source: SourceFile, range: TokenRange): TokenRange[] {
  const c = new Cursor(source, range);
  const parts: TokenRange[] = [];
  while (!c.done) {
    skipAttributes(c);
    const from = c.at;
    while (!c.done && !c.is(Punct.Comma)) skipOperand(c, from);
    parts.push(c.rangeFrom(from));
    c.take(Punct.Comma);
  }
  return parts;
}

/**
 * Moves to the `{` of the block that follows a condition, a scrutinee or an iterator, or to `stop`.
 * No struct literal can stand there, so the first brace is the one, unless it is the block of an expression of its own.
 */
export function toBlock(c: Cursor, stop: (cursor: Cursor) => boolean = () => false): void {
  const low = c.at;
  let pending = 0;
  let found = false;
  const step = () => {
    const kind = c.kind();
    if (kind === Keyword.match || kind === Keyword.if || kind === Keyword.while || kind === Keyword.loop) pending++;
    if (kind !== Punct.OpenBrace) {
      skipOperand(c, low);
      return;
    }
    const own = c.at === low || !isBodyBrace(c.kind(-1));
    found = !own && pending === 0;
    if (found) return;
    if (!own) pending--;
    c.skip();
  };
  skipWhile(c, () => !found && !stop(c) && !c.is(Punct.Semi), step);
}
