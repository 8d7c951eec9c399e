/** Finds where the operand of a postfix operator begins (Rust Reference: "Expressions"). Looking back never leaves the range it was made for. */
import {
  endsOperand,
  isBlockKeyword,
  isBodyBrace,
  isPathSegment,
  longestGenericArgs,
  operandEndsAt,
} from './operands.ts';
import type { SourceFile } from './syntax.ts';
import { isWord, Keyword, Punct } from './token.ts';

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
