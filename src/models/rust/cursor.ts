/** A reader of tokens that every parser of this folder uses. Past its range it sees `Kind.End`, so no loop needs a bounds check of its own. */
import type { SourceFile, Span, TokenRange } from './syntax.ts';
import { isName, isWord, Kind, Punct } from './token.ts';

/** Nesting that real code does not reach and the call stack bears. */
export const deepestNesting = 128;

/** Steps that looking ahead may still take in one body, so that hostile input does not make every token look at every other. */
export interface Budget {
  steps: number;
}

/** Its fields are declared, as in the other classes of very many objects: V8 would make each twice, without a value first. */
export class Cursor {
  declare at: number;
  declare readonly to: number;
  declare readonly source: SourceFile;
  /** How many types or paths enclose this one; parsers that call themselves stop at `deepestNesting`. */
  declare depth: number;
  declare readonly budget: Budget | undefined;
  declare private readonly kinds: Uint8Array;

  constructor(source: SourceFile, range: TokenRange, depth = 0, budget?: Budget) {
    this.source = source;
    this.depth = depth;
    this.budget = budget;
    this.kinds = source.tokens.kind;
    this.at = range.from;
    this.to = range.to;
  }

  get done(): boolean {
    return this.at >= this.to;
  }

  /** Kind of the token `ahead` of the next one; `Kind.End` outside the range. */
  kind(ahead = 0): number {
    const at = this.at + ahead;
    return at < this.to ? this.kinds[at]! : Kind.End;
  }

  is(kind: number): boolean {
    return this.kind() === kind;
  }

  /** Moves past the next token when it is of that kind. */
  take(kind: number): boolean {
    if (this.kind() !== kind) return false;
    this.at++;
    return true;
  }

  /** Whether the next two tokens are these characters with nothing between them: `::`, `->`, `=>`, `==`, `..`. */
  isPair(first: number, second: number, ahead = 0): boolean {
    return this.kind(ahead) === first && this.kind(ahead + 1) === second && this.isJoined(this.at + ahead);
  }

  takePair(first: number, second: number): boolean {
    if (!this.isPair(first, second)) return false;
    this.at += 2;
    return true;
  }

  takeColons(): boolean {
    return this.takePair(Punct.Colon, Punct.Colon);
  }

  takeArrow(): boolean {
    return this.takePair(Punct.Minus, Punct.Greater);
  }

  /** Nothing stands between this token and the one after it. */
  isJoined(token: number): boolean {
    const { start, end } = this.source.tokens;
    return end[token] === start[token + 1];
  }

  /** Whether the next token is this word, which is a keyword only in places: `union`, `auto`, `default`. */
  isContextual(word: string, ahead = 0): boolean {
    return this.kind(ahead) === Kind.Identifier && this.source.tokenText(this.at + ahead) === word;
  }

  takeContextual(word: string): boolean {
    if (!this.isContextual(word)) return false;
    this.at++;
    return true;
  }

  isName(ahead = 0): boolean {
    return isName(this.kind(ahead));
  }

  isWord(ahead = 0): boolean {
    return isWord(this.kind(ahead));
  }

  offset(token = this.at): number {
    const { start, count } = this.source.tokens;
    return token < count ? start[token]! : this.source.text.length;
  }

  /** The next token as a name, without `r#`. */
  name(): string {
    return nameOf(this.source, this.at);
  }

  takeName(): string {
    const name = this.name();
    this.at++;
    return name;
  }

  text(): string {
    return this.done ? '' : this.source.tokenText(this.at);
  }

  /** At an opening bracket: the range between it and its partner, and moves behind it. An unclosed one reaches to the end of the range. */
  takeGroup(): TokenRange {
    const from = this.at + 1;
    const partner = this.partner();
    this.at = partner < 0 ? this.to : partner + 1;
    return { from, to: partner < 0 ? this.to : partner };
  }

  /** Whether the bracket at the cursor is closed within the range. */
  isPaired(): boolean {
    return this.partner() >= 0;
  }

  /** Moves past one token, or past a whole bracket group. */
  skip(): void {
    const partner = this.partner();
    this.at = partner < 0 ? this.at + 1 : partner + 1;
  }

  /** Closing partner of the bracket at the cursor within the range, or -1. Jumps only ever go forward, so that every loop over tokens ends. */
  private partner(): number {
    const partner = this.source.tokens.match[this.at] ?? -1;
    return partner > this.at && partner < this.to ? partner : -1;
  }

  /** A cursor over a part of this one's tokens. */
  inside(range: TokenRange): Cursor {
    return new Cursor(this.source, range, this.depth, this.budget);
  }

  /** Moves to the next comma, or `closer`, outside of any bracket, without taking it; so parsers of lists survive what they do not know. */
  skipToComma(closer: number = Punct.Comma): void {
    while (!this.done && !this.is(Punct.Comma) && !this.is(closer)) this.skip();
  }

  /** From token `from` up to the cursor. */
  spanFrom(from: number): Span {
    return spanBetween(this.source, from, this.at);
  }

  rangeFrom(from: number): TokenRange {
    return { from, to: this.at };
  }
}

/** Text of an identifier token without `r#`. */
export function nameOf(source: SourceFile, token: number): string {
  const text = source.tokenText(token);
  return text.startsWith('r#') ? text.slice(2) : text;
}

/** From the first to the last character of a token range; an empty range is the place where it stands. */
export function spanOf(source: SourceFile, { from, to }: TokenRange): Span {
  return spanBetween(source, from, to);
}

function spanBetween(source: SourceFile, from: number, to: number): Span {
  const { start, end, count } = source.tokens;
  const first = from < count ? start[from]! : source.text.length;
  return { start: first, end: to > from ? end[to - 1]! : first };
}
