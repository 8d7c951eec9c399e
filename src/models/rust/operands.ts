/**
 * Finds where expressions begin and end among tokens (Rust Reference: "Expressions", operator precedence: postfix operators bind tightest).
 * Looking back never leaves `low`, looking forward never leaves the range given.
 */
import { Cursor } from './cursor.ts';
import type { SourceFile, TokenRange } from './syntax.ts';
import { isLiteral, isWord, Keyword, Kind, Punct } from './token.ts';

/** How far back the `<` of generic arguments is looked for. */
const longestGenericArgs = 256;

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

/** Looks back from postfix operators; remembers where calls began, so that long chains are walked once. */
export class OperandFinder {
  private readonly source: SourceFile;
  private readonly low: number;
  /** By closing parenthesis of a call: the first token of its operand. */
  private readonly known = new Map<number, number>();

  constructor(source: SourceFile, low: number) {
    this.source = source;
    this.low = low;
  }

  /** First token of the operand whose last token is `last`: of `a.b()?` for its `?`. */
  start(last: number): number {
    const { kind } = this.source.tokens;
    let at = last;
    for (;;) {
      const known = this.known.get(at);
      if (known !== undefined) return known;
      const first = this.primaryStart(at);
      const before = first - 1;
      if (before < this.low) return first;
      if (kind[before] === Punct.Dot) {
        if (before - 1 < this.low || !endsOperand(kind[before - 1]!) || this.isRange(before)) return first;
        at = before - 1;
      } else if (this.isPostfix(first)) at = before;
      else return first;
    }
  }

  /** @param close closing parenthesis of a call whose operand begins at `first` */
  remember(close: number, first: number): void {
    this.known.set(close, first);
  }

  /** First token of the path that ends with the word, or the `>` of generic arguments, at `last`. */
  pathStart(last: number): number {
    const { kind } = this.source.tokens;
    let at = last;
    for (;;) {
      if (kind[at] === Punct.Greater) {
        const open = this.angleStart(at);
        if (open < 0) return last;
        if (!this.isColons(open - 2)) return open; // `<T as X>`, or a type's arguments
        at = open - 3;
      }
      if (kind[at - 1] === Punct.Dollar && at - 1 >= this.low) at--;
      if (!this.isColons(at - 2)) return at;
      const segment = at - 3;
      if (segment < this.low || !(isWord(kind[segment]!) || kind[segment] === Punct.Greater)) return at - 2;
      at = segment;
    }
  }

  /** The `<` that belongs to the `>` at `last`, or -1. */
  angleStart(last: number): number {
    const { kind, match } = this.source.tokens;
    let depth = 0;
    const stop = Math.max(this.low, last - longestGenericArgs);
    for (let at = last; at >= stop; at--) {
      const k = kind[at]!;
      if (k === Punct.Greater && kind[at - 1] !== Punct.Minus) depth++;
      else if (k === Punct.Less && --depth === 0) return at;
      else if (k === Punct.CloseParen || k === Punct.CloseBracket || k === Punct.CloseBrace) {
        const open = match[at]!;
        if (open < stop) return -1;
        at = open;
      } else if (k === Punct.Semi || k === Punct.OpenParen || k === Punct.OpenBracket || k === Punct.OpenBrace)
        return -1;
    }
    return -1;
  }

  /** `::` at tokens `at` and `at + 1`. */
  isColons(at: number): boolean {
    const { kind, end, start } = this.source.tokens;
    return at >= this.low && kind[at] === Punct.Colon && kind[at + 1] === Punct.Colon && end[at] === start[at + 1];
  }

  /** A bracket group, `?`, literal or path without what stands before it by `.`. */
  private primaryStart(last: number): number {
    const { kind, match } = this.source.tokens;
    const k = kind[last]!;
    if (k === Punct.CloseParen || k === Punct.CloseBracket || k === Punct.CloseBrace) {
      const open = match[last]!;
      if (open < this.low || open > last) return last;
      return this.withPrefix(open, k);
    }
    if (k === Punct.Greater || isPathSegment(k)) return this.pathStart(last);
    return last;
  }

  /** `name!` before a bracket, the path of a struct literal, the keywords of a block. */
  private withPrefix(open: number, close: number): number {
    const { kind } = this.source.tokens;
    const before = open - 1;
    if (before < this.low) return open;
    if (kind[before] === Punct.Bang && isPathSegment(kind[before - 1]!) && before > this.low) {
      return this.pathStart(before - 1);
    }
    if (close !== Punct.CloseBrace) return open;
    const head = isBodyBrace(kind[before]!) || kind[before] === Keyword.else ? this.headOf(open) : -1;
    if (head >= 0) return head;
    if (isPathSegment(kind[before]!)) return this.pathStart(before);
    let first = open;
    while (first > this.low && isBlockKeyword(kind[first - 1]!)) first--;
    return first;
  }

  /** The keyword of the `match`, `if … else` or loop whose block opens at a brace; -1 when it is no such block. */
  private headOf(open: number): number {
    const { kind, match } = this.source.tokens;
    const stop = Math.max(this.low, open - longestGenericArgs);
    for (let at = open - 1; at >= stop; at--) {
      const k = kind[at]!;
      if (k === Keyword.else || (isHead(k) && kind[at - 1] === Keyword.else)) {
        // The block before `else` belongs to the same expression.
        at = kind[at - 1] === Keyword.else ? at - 1 : at;
        const before = match[at - 1] ?? -1;
        if (before < stop || before >= at) return -1;
        at = before;
      } else if (isHead(k)) return at;
      else if (endsHeadSearch(k) || (k === Punct.Greater && kind[at - 1] === Punct.Equal)) return -1;
      else if ((k === Punct.CloseParen || k === Punct.CloseBracket) && match[at]! >= 0) at = Math.min(at, match[at]!);
    }
    return -1;
  }

  /** Whether the group at `first` is an index or a call of what stands before it, or `?` follows an operand. */
  private isPostfix(first: number): boolean {
    const { kind } = this.source.tokens;
    const k = kind[first];
    if (k !== Punct.OpenParen && k !== Punct.OpenBracket && k !== Punct.Question) return false;
    const before = kind[first - 1]!;
    // A bracket behind a block begins the next statement.
    if (before === Punct.CloseBrace) return k === Punct.Question;
    if (before === Punct.Greater) return k === Punct.OpenParen && this.isTurbofish(first - 1);
    return operandEndsAt(this.source, first - 1);
  }

  private isTurbofish(last: number): boolean {
    const open = this.angleStart(last);
    return open >= 0 && this.isColons(open - 2);
  }

  /** Whether the dot at `at` is one of `..`. */
  isRange(at: number): boolean {
    const { kind, start, end } = this.source.tokens;
    const dot = Punct.Dot;
    return kind[at] === dot && ((kind[at - 1] === dot && end[at - 1] === start[at]) || kind[at + 1] === dot);
  }
}

/** Whether a brace behind this token, in a condition, opens the body: it does behind an operand and `..`, and is an operand itself elsewhere. */
function isBodyBrace(before: number): boolean {
  return endsOperand(before) || before === Punct.Dot || before === Punct.Greater;
}

function isHead(kind: number): boolean {
  return kind === Keyword.match || kind === Keyword.if || kind === Keyword.while || kind === Keyword.for;
}

function endsHeadSearch(kind: number): boolean {
  switch (kind) {
    case Punct.Semi:
    case Punct.Comma:
    case Punct.OpenBrace:
    case Punct.OpenParen:
    case Punct.OpenBracket:
    case Punct.CloseBrace:
      return true;
    default:
      return false;
  }
}

function isBlockKeyword(kind: number): boolean {
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
export function skipAngles(c: Cursor): void {
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
