/** Reads the facts of body.ts off the tokens of a body, in one pass over them. */
import { memo } from '../collections/memo.ts';
import { parseOuterAttributes } from './attributes.ts';
import { blockItems } from './block-items.ts';
import type * as Facts from './body.ts';
import { CallReader, groupAt } from './call-reader.ts';
import { needsTest } from './cfg.ts';
import { type Budget, Cursor } from './cursor.ts';
import { ConditionReader, readLet } from './let-reader.ts';
import { stringValue } from './literals.ts';
import { readMatch, toArmBodyEnd } from './match-arms.ts';
import { OperandFinder } from './operand-finder.ts';
import { beginsClosure, endsOperand, skipWhile, splitArguments, takeClosureParams, toBlock } from './operands.ts';
import { skipStatement } from './statements.ts';
import type { SourceFile, TokenRange } from './syntax.ts';
import { Keyword, Kind, kindTable, Punct } from './token.ts';

const bodiesOf = memo((_: SourceFile) => new Map<number, Facts.Body>());

/**
 * Facts about a range of code, read once for whoever asks: a crate's models under several features share their files.
 * @param range the inside of a function's braces, the value of a constant, or the inside of a macro call
 */
export function readBody(source: SourceFile, range: TokenRange): Facts.Body {
  const bodies = bodiesOf(source);
  const found = bodies.get(range.from);
  if (found !== undefined && found.range.to === range.to) return found;
  const body = new BodyReader(source, range).read();
  bodies.set(range.from, body);
  return body;
}

/** By kind of token: 1 for those that `token` knows; most of a body are others. */
const tells = kindTable([
  Kind.String,
  Kind.RawString,
  Kind.ByteString,
  Kind.RawByteString,
  Kind.CString,
  Kind.RawCString,
  Punct.OpenParen,
  Punct.OpenBrace,
  Punct.Bang,
  Punct.Or,
  Punct.Question,
  Keyword.await,
  Keyword.return,
  Keyword.unsafe,
  Keyword.async,
  Keyword.let,
  Keyword.match,
  Keyword.for,
  Keyword.while,
  Keyword.loop,
]);

/** Looking ahead takes about two steps for each token of real code. */
const stepsPerToken = 30;

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

class BodyReader {
  private readonly source: SourceFile;
  private readonly range: TokenRange;
  private readonly kind: Uint8Array;
  private readonly operands: OperandFinder;
  private readonly budget: Budget;
  private readonly calls: CallReader;
  private readonly conditions: ConditionReader;
  private readonly facts: Mutable<Facts.Body>;
  /** Blocks and loops that are open at the current token. */
  private readonly openBlocks: TokenRange[];
  private readonly openLoops: TokenRange[] = [];
  /** 1 where a token of the range belongs to a pattern or type, in which parentheses are no calls and bars no closures. */
  private readonly patterns: Uint8Array;

  constructor(source: SourceFile, range: TokenRange) {
    this.source = source;
    this.range = range;
    this.kind = source.tokens.kind;
    this.operands = new OperandFinder(source, range.from);
    this.budget = { steps: stepsPerToken * (range.to - range.from) + 10_000 };
    this.calls = new CallReader(source, range, this.operands);
    this.conditions = new ConditionReader(source, range.from);
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
    const { kind, range, facts } = this;
    const { items } = facts;
    let nextItem = 0;
    for (let at = range.from; at < range.to; at++) {
      while (nextItem < items.length && items[nextItem]!.to <= at) nextItem++;
      const item = nextItem < items.length ? items[nextItem] : undefined;
      if (item !== undefined && item.from <= at) at = item.to - 1;
      else if (kind[at] === Punct.Hash) at = this.behindAttributes(at) - 1;
      else if (tells[kind[at]!] === 1) this.token(at);
    }
    return facts;
  }

  private cursor(from: number): Cursor {
    return new Cursor(this.source, { from, to: this.range.to }, 0, this.budget);
  }

  private before(at: number): number {
    return at > this.range.from ? this.kind[at - 1]! : Kind.End;
  }

  private next(at: number): number {
    return at + 1 < this.range.to ? this.kind[at + 1]! : Kind.End;
  }

  /** Behind an attribute, and behind what it stands on where that is there in tests only. */
  private behindAttributes(at: number): number {
    const c = this.cursor(at + 1);
    c.take(Punct.Bang);
    if (!c.is(Punct.OpenBracket)) return at + 1;
    c.skip();
    if (this.source.tokenText(at + 2) !== 'cfg') return c.at;
    const [attribute] = parseOuterAttributes(this.cursor(at));
    if (attribute?.cfg !== undefined && needsTest(attribute.cfg)) skipStatement(c);
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

  private group(open: number): TokenRange {
    return groupAt(this.source, open, this.range);
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
    const found = this.inPattern(open) ? undefined : this.calls.call(open);
    if (found !== undefined) this.facts.calls.push(found);
  }

  private macro(at: number): void {
    const found = this.calls.macro(at);
    if (found === undefined) return;
    this.facts.macros.push(found);
    const pattern = found.name.endsWith('matches') ? splitArguments(this.source, found.body)[1] : undefined;
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
    if (before === Keyword.if || before === Keyword.while || before === Punct.And) {
      const condition = this.conditions.read(this.cursor(at + 1));
      this.markPattern(condition.pattern);
      this.facts.conditions.push(condition);
    } else {
      const found = readLet(this.cursor(at + 1), this.innermost(this.openBlocks, at) ?? this.range);
      this.markPattern({ from: at, to: (found.type ?? found.pattern).to });
      this.facts.lets.push(found);
    }
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
