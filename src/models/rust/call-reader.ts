/** Calls of functions, methods, values and macros (Rust Reference: "Call expressions", "Method-call expressions", "Macro invocation"). */
import type { Call, MacroUse, MethodCall, PathCall, ValueCall } from './body.ts';
import { Cursor, nameOf } from './cursor.ts';
import type { OperandFinder } from './operand-finder.ts';
import { isPathSegment, operandEndsAt, splitArguments } from './operands.ts';
import type { SourceFile, TokenRange } from './syntax.ts';
import { Keyword, Kind, Punct } from './token.ts';

/** `Fn(A) -> B` is a type, wherever it stands. */
const closureTraits: ReadonlySet<string> = new Set(['Fn', 'FnMut', 'FnOnce', 'AsyncFn', 'AsyncFnMut', 'AsyncFnOnce']);

/** A call, whose arguments are told apart when they are asked for. */
abstract class CallNode {
  readonly token: number;
  readonly args: TokenRange;
  private readonly source: SourceFile;
  private split: TokenRange[] | undefined;

  constructor(source: SourceFile, token: number, args: TokenRange) {
    this.source = source;
    this.token = token;
    this.args = args;
    this.split = undefined;
  }

  get arguments(): readonly TokenRange[] {
    this.split ??= splitArguments(this.source, this.args);
    return this.split;
  }
}

class PathCallNode extends CallNode implements PathCall {
  readonly kind = 'path';
  readonly name: string;
  readonly path: readonly string[];
  readonly callee: TokenRange;

  constructor(source: SourceFile, token: number, args: TokenRange, name: string, path: string[], callee: TokenRange) {
    super(source, token, args);
    this.name = name;
    this.path = path;
    this.callee = callee;
  }
}

class MethodCallNode extends CallNode implements MethodCall {
  readonly kind = 'method';
  readonly name: string;
  readonly receiver: TokenRange;
  readonly turbofish: TokenRange | undefined;

  constructor(
    source: SourceFile,
    token: number,
    args: TokenRange,
    name: string,
    receiver: TokenRange,
    turbofish: TokenRange | undefined,
  ) {
    super(source, token, args);
    this.name = name;
    this.receiver = receiver;
    this.turbofish = turbofish;
  }
}

class ValueCallNode extends CallNode implements ValueCall {
  readonly kind = 'value';
  readonly name = '';
  readonly callee: TokenRange;

  constructor(source: SourceFile, token: number, args: TokenRange, callee: TokenRange) {
    super(source, token, args);
    this.callee = callee;
  }
}

/** Tells which brackets of a body are calls. */
export class CallReader {
  private readonly source: SourceFile;
  private readonly range: TokenRange;
  private readonly kind: Uint8Array;
  private readonly operands: OperandFinder;

  constructor(source: SourceFile, range: TokenRange, operands: OperandFinder) {
    this.source = source;
    this.range = range;
    this.kind = source.tokens.kind;
    this.operands = operands;
  }

  /** The call whose arguments open at a parenthesis, if it is one. */
  call(open: number): Call | undefined {
    if (open === this.range.from) return undefined;
    const before = this.kind[open - 1]!;
    if (isPathSegment(before) || before === Punct.Greater) return this.namedCall(open);
    if (!this.endsValue(open - 1)) return undefined;
    const from = this.operands.start(open - 1);
    return new ValueCallNode(this.source, open, this.argumentsOf(open, from), { from, to: open });
  }

  /** Whether a value other than a path ends here, so that a parenthesis behind it calls it: `f(a)`, `t[0]`, `x?`, `self.0`. */
  private endsValue(at: number): boolean {
    const k = this.kind[at];
    if (k === Kind.Integer || k === Kind.Float) return this.before(at) === Punct.Dot && !this.operands.isRange(at - 1);
    const bracket = k === Punct.CloseParen || k === Punct.CloseBracket || k === Punct.Question;
    return bracket && operandEndsAt(this.source, at);
  }

  private namedCall(open: number): Call | undefined {
    const { kind, operands } = this;
    const angle = kind[open - 1] === Punct.Greater ? operands.angleStart(open - 1) : undefined;
    if (angle !== undefined && (angle < 0 || !operands.isColons(angle - 2))) return undefined;
    const token = angle === undefined ? open - 1 : angle - 3;
    if (token < this.range.from || !isPathSegment(kind[token]!)) return undefined;
    const turbofish = angle === undefined ? undefined : { from: angle + 1, to: open - 1 };
    const name = nameOf(this.source, token);
    if (this.before(token) === Punct.Dot && !operands.isRange(token - 1)) {
      const from = operands.start(token - 2);
      const receiver = { from, to: token - 1 };
      return new MethodCallNode(this.source, token, this.argumentsOf(open, from), name, receiver, turbofish);
    }
    const from = operands.pathStart(open - 1);
    if (this.before(from) === Keyword.fn || this.before(from) === Keyword.struct) return undefined;
    const path = this.path(from, token);
    if (path.length === 1 && closureTraits.has(name)) return undefined;
    return new PathCallNode(this.source, token, this.argumentsOf(open, from), name, path, { from, to: open });
  }

  /** The arguments of a call that begins at `from`; remembers the call for those chained to it. */
  private argumentsOf(open: number, from: number): TokenRange {
    const close = this.source.tokens.match[open]!;
    if (close > open) this.operands.remember(close, from);
    return this.group(open);
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

  /** The macro call whose `!` is at a token, if it is one. */
  macro(at: number): MacroUse | undefined {
    const open = at + 1 < this.range.to ? this.kind[at + 1] : Kind.End;
    const opens = open === Punct.OpenParen || open === Punct.OpenBracket || open === Punct.OpenBrace;
    if (!opens || !isPathSegment(this.before(at))) return undefined;
    const token = this.operands.pathStart(at - 1);
    const delimiter = open === Punct.OpenParen ? '(' : open === Punct.OpenBracket ? '[' : '{';
    const path = this.path(token, at - 1);
    return { token, path, name: path.at(-1) ?? '', delimiter, body: this.group(at + 1) };
  }

  private before(at: number): number {
    return at > this.range.from ? this.kind[at - 1]! : Kind.End;
  }

  private group(open: number): TokenRange {
    return groupAt(this.source, open, this.range);
  }
}

/** Inside of the bracket group that opens at a token; empty when it is not closed within the range. */
export function groupAt(source: SourceFile, open: number, range: TokenRange): TokenRange {
  const close = source.tokens.match[open]!;
  return { from: open + 1, to: close > open && close < range.to ? close : open + 1 };
}
