/** Reads the facts of body.ts off the tokens of a body, in one pass over them. */
import { blockItems } from './block-items.ts';
import type * as Facts from './body.ts';
import { Cursor, nameOf } from './cursor.ts';
import { boundName } from './functions.ts';
import { stringValue } from './literals.ts';
import { readMatch, toArmBodyEnd } from './match-arms.ts';
import {
  beginsClosure,
  endsOperand,
  isPathSegment,
  OperandFinder,
  operandEndsAt,
  skipWhile,
  splitArguments,
  takeClosureParams,
  toBlock,
} from './operands.ts';
import type { SourceFile, TokenRange } from './syntax.ts';
import { Keyword, Kind, Punct } from './token.ts';

/**
 * Facts about a range of code.
 * @param range the inside of a function's braces, the value of a constant, or the inside of a macro call
 */
export function readBody(source: SourceFile, range: TokenRange): Facts.Body {
  return new BodyReader(source, range).read();
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** `Fn(A) -> B` is a type, wherever it stands. */
const closureTraits: ReadonlySet<string> = new Set(['Fn', 'FnMut', 'FnOnce', 'AsyncFn', 'AsyncFnMut', 'AsyncFnOnce']);

class BodyReader {
  private readonly source: SourceFile;
  private readonly range: TokenRange;
  private readonly kind: Uint8Array;
  private readonly operands: OperandFinder;
  private readonly facts: Mutable<Facts.Body>;
  /** Blocks and loops that are open at the current token. */
  private readonly openBlocks: TokenRange[];
  private readonly openLoops: TokenRange[] = [];
  /** By the token of a later `let` in a chain of conditions: the block behind the chain. */
  private readonly chains = new Map<number, TokenRange | undefined>();
  /** 1 where a token of the range belongs to a pattern or type, in which parentheses are no calls and bars no closures. */
  private readonly patterns: Uint8Array;

  constructor(source: SourceFile, range: TokenRange) {
    this.source = source;
    this.range = range;
    this.kind = source.tokens.kind;
    this.operands = new OperandFinder(source, range.from);
    this.openBlocks = [range];
    this.patterns = new Uint8Array(Math.max(0, range.to - range.from));
    this.facts = {
      source,
      range,
      calls: [],
      macros: [],
      awaits: [],
      tries: [],
      returns: [],
      unsafeBlocks: [],
      asyncBlocks: [],
      lets: [],
      conditions: [],
      matches: [],
      loops: [],
      closures: [],
      strings: [],
      blocks: [range],
      items: blockItems(source, range).map(({ item }) => item.tokens),
    };
  }

  read(): Facts.Body {
    const { items } = this.facts;
    let nextItem = 0;
    for (let at = this.range.from; at < this.range.to; at++) {
      while (nextItem < items.length && items[nextItem]!.to <= at) nextItem++;
      const item = items[nextItem];
      if (item !== undefined && item.from <= at) at = item.to - 1;
      else if (this.kind[at] === Punct.Hash) at = this.behindAttribute(at) - 1;
      else this.token(at);
    }
    return this.facts;
  }

  private cursor(from: number): Cursor {
    return new Cursor(this.source, { from, to: this.range.to });
  }

  private before(at: number): number {
    return at > this.range.from ? this.kind[at - 1]! : Kind.End;
  }

  private next(at: number): number {
    return at + 1 < this.range.to ? this.kind[at + 1]! : Kind.End;
  }

  private behindAttribute(at: number): number {
    const c = this.cursor(at + 1);
    c.take(Punct.Bang);
    if (!c.is(Punct.OpenBracket)) return at + 1;
    c.skip();
    return c.at;
  }

  private token(at: number): void {
    switch (this.kind[at]) {
      case Kind.String:
      case Kind.RawString:
      case Kind.ByteString:
      case Kind.RawByteString:
      case Kind.CString:
      case Kind.RawCString:
        this.facts.strings.push({ token: at, value: stringValue(this.source, at) ?? '' });
        return;
      case Punct.OpenParen:
        this.call(at);
        return;
      case Punct.OpenBrace:
        this.facts.blocks.push(this.group(at));
        this.openBlocks.push(this.group(at));
        return;
      case Punct.Bang:
        this.macro(at);
        return;
      case Punct.Or:
        if (!this.inPattern(at) && beginsClosure(this.source, at, this.range.from)) this.closure(at);
        return;
      case Punct.Question:
        if (endsOperand(this.before(at)) && !this.inPattern(at)) this.facts.tries.push(at);
        return;
      default:
        this.keyword(at);
    }
  }

  private keyword(at: number): void {
    const { facts } = this;
    switch (this.kind[at]) {
      case Keyword.await:
        if (this.before(at) === Punct.Dot) {
          const from = this.operands.start(at - 2);
          this.operands.remember(at, from);
          facts.awaits.push({ token: at, operand: { from, to: at - 1 } });
        }
        return;
      case Keyword.return: {
        const c = this.cursor(at + 1);
        toArmBodyEnd(c);
        facts.returns.push({ token: at, value: c.rangeFrom(at + 1) });
        return;
      }
      case Keyword.unsafe:
        if (this.next(at) === Punct.OpenBrace) facts.unsafeBlocks.push({ token: at, block: this.group(at + 1) });
        return;
      case Keyword.async: {
        const open = this.next(at) === Keyword.move ? at + 2 : at + 1;
        if (this.kind[open] === Punct.OpenBrace) facts.asyncBlocks.push({ token: at, block: this.group(open) });
        return;
      }
      case Keyword.let:
        this.let(at);
        return;
      case Keyword.match:
        this.match(at);
        return;
      case Keyword.for:
      case Keyword.while:
      case Keyword.loop:
        this.loop(at);
        return;
      default:
    }
  }

  /** Inside of the bracket group that opens at a token; to the end of the body when it is not closed. */
  private group(open: number): TokenRange {
    return this.cursor(open).takeGroup();
  }

  private markPattern({ from, to }: TokenRange): void {
    if (this.inPattern(from)) return; // patterns nest, they do not overlap
    this.patterns.fill(1, from - this.range.from, to - this.range.from);
  }

  private inPattern(at: number): boolean {
    return this.patterns[at - this.range.from] === 1;
  }

  /** The innermost of the ranges that are open at a token; closes the others. */
  private innermost(open: TokenRange[], at: number): TokenRange | undefined {
    while (open.length > 0 && open.at(-1)!.to <= at) open.pop();
    return open.at(-1);
  }

  // ---- calls --------------------------------------------------------------------------------------------------------

  private call(open: number): void {
    if (open === this.range.from || this.inPattern(open)) return;
    const before = this.kind[open - 1]!;
    const close = this.source.tokens.match[open]!;
    if (isPathSegment(before) || before === Punct.Greater) this.namedCall(open, close);
    else if (this.endsValue(open - 1)) {
      const from = this.operands.start(open - 1);
      if (close > open) this.operands.remember(close, from);
      this.add({ kind: 'value', token: open, name: '', callee: { from, to: open } }, open);
    }
  }

  /** Whether a value other than a path ends here, so that a parenthesis behind it calls it: `f(a)`, `t[0]`, `x?`, `self.0`. */
  private endsValue(at: number): boolean {
    const k = this.kind[at];
    if (k === Kind.Integer || k === Kind.Float) return this.before(at) === Punct.Dot && !this.operands.isRange(at - 1);
    const bracket = k === Punct.CloseParen || k === Punct.CloseBracket || k === Punct.Question;
    return bracket && operandEndsAt(this.source, at);
  }

  private namedCall(open: number, close: number): void {
    const { kind, operands } = this;
    const angle = kind[open - 1] === Punct.Greater ? operands.angleStart(open - 1) : undefined;
    if (angle !== undefined && (angle < 0 || !operands.isColons(angle - 2))) return;
    const token = angle === undefined ? open - 1 : angle - 3;
    if (token < this.range.from || !isPathSegment(kind[token]!)) return;
    const turbofish = angle === undefined ? undefined : { from: angle + 1, to: open - 1 };
    const name = nameOf(this.source, token);
    if (this.before(token) === Punct.Dot && !operands.isRange(token - 1)) {
      const from = operands.start(token - 2);
      if (close > open) operands.remember(close, from);
      this.add({ kind: 'method', token, name, receiver: { from, to: token - 1 }, turbofish }, open);
      return;
    }
    const from = operands.pathStart(open - 1);
    if (this.before(from) === Keyword.fn || this.before(from) === Keyword.struct) return;
    const path = this.path(from, token);
    if (path.length === 1 && closureTraits.has(name)) return;
    if (close > open) operands.remember(close, from);
    this.add({ kind: 'path', token, name, path, callee: { from, to: open } }, open);
  }

  private add(call: Unargued<Facts.Call>, open: number): void {
    const args = this.group(open);
    const { source } = this;
    let split: TokenRange[] | undefined;
    this.facts.calls.push({
      ...call,
      args,
      get arguments() {
        split ??= splitArguments(source, args);
        return split;
      },
    } as Facts.Call);
  }

  /** Segments from a path's first token to its last word, generic arguments left out. */
  private path(from: number, last: number): string[] {
    const c = new Cursor(this.source, { from, to: last + 1 });
    const path: string[] = [];
    if (c.is(Punct.Less)) path.push(this.qualifier(c));
    while (!c.done) {
      if (c.isWord()) path.push(`${this.before(c.at) === Punct.Dollar ? '$' : ''}${c.takeName()}`);
      else if (c.is(Punct.Less)) this.qualifier(c);
      else c.at++;
    }
    return path;
  }

  /** The text of `<…>` at the cursor, which moves behind it. */
  private qualifier(c: Cursor): string {
    const from = c.at;
    let depth = 0;
    do {
      if (c.is(Punct.Less)) depth++;
      else if (c.is(Punct.Greater) && this.kind[c.at - 1] !== Punct.Minus) depth--;
      c.at++;
    } while (!c.done && depth > 0);
    return this.source.rangeText(c.rangeFrom(from));
  }

  private macro(at: number): void {
    const open = this.next(at);
    const opens = open === Punct.OpenParen || open === Punct.OpenBracket || open === Punct.OpenBrace;
    if (!opens || !isPathSegment(this.before(at))) return;
    const token = this.operands.pathStart(at - 1);
    const delimiter = open === Punct.OpenParen ? '(' : open === Punct.OpenBracket ? '[' : '{';
    const path = this.path(token, at - 1);
    const name = path.at(-1) ?? '';
    const body = this.group(at + 1);
    this.facts.macros.push({ token, path, name, delimiter, body });
    const pattern = name.endsWith('matches') ? splitArguments(this.source, body)[1] : undefined;
    if (pattern !== undefined) this.markPattern(pattern);
  }

  private closure(at: number): void {
    const c = this.cursor(at);
    const params = takeClosureParams(c);
    if (params === undefined) return;
    const move = this.before(at) === Keyword.move;
    const async = this.kind[at - (move ? 2 : 1)] === Keyword.async && at - 2 >= this.range.from;
    const typed = c.takeArrow();
    if (typed) skipWhile(c, () => !c.is(Punct.OpenBrace));
    this.markPattern({ from: at, to: c.at });
    const from = c.at;
    if (typed && c.is(Punct.OpenBrace)) c.skip();
    else toArmBodyEnd(c);
    if (c.at > from) this.facts.closures.push({ token: at, async, move, params, body: c.rangeFrom(from) });
  }

  // ---- statements ---------------------------------------------------------------------------------------------------

  private let(at: number): void {
    const before = this.before(at);
    const conditional = before === Keyword.if || before === Keyword.while || before === Punct.And;
    if (conditional) this.letCondition(at);
    else this.letStatement(at);
  }

  private letStatement(at: number): void {
    const c = this.cursor(at + 1);
    skipWhile(
      c,
      () => !isTypeColon(c) && !isPlainEqual(c) && !c.is(Punct.Semi),
      () => c.takeColons() || c.skip(),
    );
    const pattern = c.rangeFrom(at + 1);
    const type = c.take(Punct.Colon) ? takeLetType(c) : undefined;
    this.markPattern({ from: at, to: c.at });
    const initializer = c.take(Punct.Equal) ? takeInitializer(c) : undefined;
    const otherwise = c.take(Keyword.else) && c.is(Punct.OpenBrace) ? c.takeGroup() : undefined;
    const block = this.innermost(this.openBlocks, at) ?? this.range;
    const discards = pattern.to === pattern.from + 1 && this.source.tokenText(pattern.from) === '_';
    const name = boundName(c, pattern);
    this.facts.lets.push({ token: at, pattern, name, discards, type, initializer, otherwise, block });
  }

  private letCondition(at: number): void {
    const c = this.cursor(at + 1);
    skipWhile(c, () => !isPlainEqual(c) && !c.is(Punct.Semi));
    const pattern = c.rangeFrom(at + 1);
    this.markPattern(pattern);
    c.take(Punct.Equal);
    const from = c.at;
    toBlock(c, endsScrutinee);
    const scrutinee = c.rangeFrom(from);
    const block = this.blockOfChain(at, c);
    this.facts.conditions.push({ token: at, kind: this.conditionKind(at, block), pattern, scrutinee, block });
  }

  /** The block behind a chain of conditions; `c` stands behind the one at `at`, and the `let`s that follow learn of it here. */
  private blockOfChain(at: number, c: Cursor): TokenRange | undefined {
    if (this.chains.has(at)) return this.chains.get(at);
    const chained: number[] = [];
    while (!c.is(Punct.OpenBrace)) {
      toBlock(c, (cursor) => cursor.is(Keyword.let) || cursor.isPair(Punct.Equal, Punct.Greater));
      if (!c.is(Keyword.let)) break;
      chained.push(c.at);
      skipWhile(c, () => !isPlainEqual(c) && !c.is(Punct.Semi));
    }
    const block = c.is(Punct.OpenBrace) ? c.takeGroup() : undefined;
    for (const other of chained) this.chains.set(other, block);
    return block;
  }

  private conditionKind(at: number, block: TokenRange | undefined): Facts.LetCondition['kind'] {
    if (block === undefined) return 'guard';
    for (let back = at - 1; back >= this.range.from && back > at - 400; back--) {
      const kind = this.kind[back];
      if (kind === Keyword.while) return 'while';
      if (kind === Keyword.if || kind === Punct.Semi) return 'if';
      const open = this.source.tokens.match[back]!;
      if (open >= 0 && open < back) back = open;
    }
    return 'if';
  }

  private match(at: number): void {
    const found = readMatch(this.cursor(at + 1));
    if (found === undefined) return;
    this.facts.matches.push({ token: at, ...found });
    for (const arm of found.arms) this.markPattern(arm.pattern);
  }

  private loop(at: number): void {
    const c = this.cursor(at + 1);
    const keyword = this.kind[at];
    const kind = keyword === Keyword.for ? 'for' : keyword === Keyword.while ? 'while' : 'loop';
    let pattern: TokenRange | undefined;
    if (kind === 'for') {
      if (c.is(Punct.Less)) return; // for<'a>
      skipWhile(c, () => !c.is(Keyword.in) && !c.is(Punct.Semi));
      pattern = c.rangeFrom(at + 1);
      this.markPattern(pattern);
      if (!c.take(Keyword.in)) return;
    }
    const from = c.at;
    if (kind !== 'loop') toBlock(c);
    const header = c.rangeFrom(from);
    if (!c.is(Punct.OpenBrace)) return;
    const block = c.takeGroup();
    this.innermost(this.openLoops, at);
    this.facts.loops.push({ token: at, kind, pattern, header, block, depth: this.openLoops.length });
    this.openLoops.push(block);
  }
}

type Unargued<T> = T extends unknown ? Omit<T, 'args' | 'arguments'> : never;

function isTypeColon(c: Cursor): boolean {
  return c.is(Punct.Colon) && !c.isPair(Punct.Colon, Punct.Colon);
}

/** `=`, and neither part of `==`, `=>`, `..=`, nor of a comparison. */
function isPlainEqual(c: Cursor): boolean {
  if (!c.is(Punct.Equal) || c.isPair(Punct.Equal, Punct.Equal) || c.isPair(Punct.Equal, Punct.Greater)) return false;
  return !(c.kind(-1) === Punct.Dot && c.isJoined(c.at - 1));
}

/** A type up to `=` or `;` outside of `<…>`. */
function takeLetType(c: Cursor): TokenRange {
  const from = c.at;
  let angles = 0;
  const step = () => {
    if (c.is(Punct.Less)) angles++;
    else if (c.is(Punct.Greater) && c.kind(-1) !== Punct.Minus) angles--;
    c.skip();
  };
  skipWhile(c, () => !c.is(Punct.Semi) && !(c.is(Punct.Equal) && angles <= 0), step);
  return c.rangeFrom(from);
}

/** An expression up to `;` or the `else` of `let … else`, which no `}` can precede. */
function takeInitializer(c: Cursor): TokenRange {
  const from = c.at;
  skipWhile(c, () => !c.is(Punct.Semi) && !(c.is(Keyword.else) && c.kind(-1) !== Punct.CloseBrace));
  return c.rangeFrom(from);
}

/** A scrutinee ends at a lazy operator or at its block. */
function endsScrutinee(c: Cursor): boolean {
  return c.isPair(Punct.And, Punct.And) || c.isPair(Punct.Or, Punct.Or) || c.isPair(Punct.Equal, Punct.Greater);
}
