/**
 * Text to tokens (Rust Reference: "Input format", "Whitespace", "Comments", "Identifiers", "Tokens").
 * Never throws and never stops early: what is not Rust becomes an error with its place, and lexing goes on behind it.
 */
import {
  bracket,
  classOf,
  digit,
  identifierStart,
  insideWord,
  lastPlain,
  matchLength,
  otherWhitespace,
  partnerOf,
  punctuation,
  space,
  word,
} from './characters.ts';
import { CommentColumns, TokenColumns } from './columns.ts';
import { startOfCode } from './input-format.ts';
import { doubleQuote, hash, type LexicalError, LiteralLexer, singleQuote, slash } from './literal-lexer.ts';
import type { Comments, Tokens } from './syntax.ts';
import { beginsItem, Kind, wordKind } from './token.ts';

export interface Lexed {
  readonly tokens: Tokens;
  readonly comments: Comments;
  /** Whether every bracket has its partner; `match` is of no use where not. */
  readonly isPaired: boolean;
  readonly errors: readonly LexicalError[];
}

const blank = 32;
const bang = 33;
const star = 42;

/** Columns and characters of texts longer than this are not kept for the next file. */
const longestKept = 1 << 20;
let tokenColumns = new TokenColumns();
let commentColumns = new CommentColumns();
let characters = new Uint16Array(1 << 16);

class Lexer extends LiteralLexer {
  private readonly comments = commentColumns;
  /** The innermost bracket that is open; -1 for none. */
  private open = -1;
  /** False once a bracket has closed that did not pair; at the end, while one is open. */
  isPaired = true;

  constructor(text: string) {
    super(text, tokenColumns);
  }

  run(): void {
    this.at = startOfCode(this.text);
    const codes = charactersOf(this.text);
    for (this.plain(codes); this.at < this.length; this.plain(codes)) this.other(codes[this.at]!);
    if (this.open >= 0) this.isPaired = false;
  }

  /**
   * Moves on to the next token or comment that is neither a plain word nor punctuation, and takes all on the way. Most of the work on a module is done
   * here, and before V8 optimizes anything: hence the local variables, and no calls.
   */
  private plain(codes: Uint16Array): void {
    const { text, length, tokens } = this;
    const { kind: kinds, start: starts, end: ends, match, begins } = tokens;
    const inside = insideWord;
    const classes = classOf;
    let { at } = this;
    let { count, beginCount } = tokens;
    let { open } = this;
    let start = at;
    for (; at < length; start = at) {
      const c = codes[at++]!;
      const kind = classes[c];
      if (kind === space) {
        while (codes[at] === blank) at++;
        continue;
      }
      let next = codes[at]!;
      let found: number = c;
      match[count] = -1;
      if (kind === word) {
        while (inside[next] === 1) next = codes[++at]!;
        // A letter or two before a quote or `#` may begin a literal or a raw name.
        if (next > lastPlain || (at - start <= 2 && (next === doubleQuote || next === singleQuote || next === hash)))
          break;
        found = wordKind(text, start, at, c);
        if (beginsItem[found] === 1) begins[beginCount++] = count;
      } else if (kind === bracket) {
        const partner = partnerOf[c]!;
        if (c < partner) {
          match[count] = open;
          open = count;
        } else if (open >= 0 && kinds[open] === partner) {
          const around = match[open]!;
          match[open] = count;
          match[count] = open;
          open = around;
        } else this.isPaired = false;
      } else if (kind !== punctuation || c === slash) break;
      kinds[count] = found;
      starts[count] = start;
      ends[count++] = at;
    }
    this.at = start;
    tokens.count = count;
    this.open = open;
    tokens.beginCount = beginCount;
  }

  /** The token or comment at the cursor, whatever it is. */
  private other(c: number): void {
    const kind = classOf[c];
    if (kind === word) this.wordOrPrefixed(c);
    else if (c === slash) this.slash(this.at);
    else if (kind === digit) this.number();
    else if (c === doubleQuote) this.quoted(Kind.String, this.at, this.at);
    else if (c === singleQuote) this.charOrLifetime();
    else this.nonAscii();
  }

  /** A comment or the character itself. */
  private slash(start: number): void {
    const next = this.text.charCodeAt(start + 1);
    if (next === slash) this.lineComment(start);
    else if (next === star) this.blockComment(start);
    else {
      this.at = start + 1;
      this.add(slash, start);
    }
  }

  private lineComment(start: number): void {
    const { text } = this;
    const end = text.indexOf('\n', start);
    this.at = end < 0 ? this.length : end;
    const third = text.charCodeAt(start + 2);
    const outer = third === slash && text.charCodeAt(start + 3) !== slash;
    this.addComment(outer ? 2 : third === bang ? 3 : 0, start);
  }

  private blockComment(start: number): void {
    const { text } = this;
    let depth = 1;
    let at = start + 2;
    while (depth > 0) {
      const close = text.indexOf('*/', at);
      if (close < 0) {
        this.unterminated('block comment is not terminated', start, start);
        this.addComment(1, start);
        return;
      }
      const open = text.indexOf('/*', at);
      // Of `/*/`, the slash belongs to the opening.
      const opens = open >= 0 && open < close;
      depth += opens ? 1 : -1;
      at = (opens ? open : close) + 2;
    }
    this.at = at;
    const third = text.charCodeAt(start + 2);
    const outer = third === star && text.charCodeAt(start + 3) !== star && at - start > 4;
    this.addComment(outer ? 4 : third === bang ? 5 : 1, start);
  }

  private addComment(kind: number, start: number): void {
    const { comments } = this;
    const row = comments.count++;
    comments.kind[row] = kind;
    comments.start[row] = start;
    comments.end[row] = this.at;
    comments.before[row] = this.tokens.count;
  }

  private nonAscii(): void {
    const { text, at: start } = this;
    if (matchLength(identifierStart, text, start) > 0) {
      this.skipWord();
      this.add(Kind.Identifier, start);
      return;
    }
    const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
    this.at += character.length;
    if (otherWhitespace.test(character)) return;
    this.error(`unknown start of token: ${JSON.stringify(character)}`, start);
    this.add(Kind.Unknown, start);
  }
}

/** The characters of a text and a 0 behind them: quicker to ask than the text itself. */
function charactersOf(text: string): Uint16Array {
  if (characters.length <= text.length) characters = new Uint16Array(2 * text.length);
  Buffer.from(characters.buffer).write(text, 'utf16le');
  characters[text.length] = 0;
  return characters;
}

/** Splits a whole file into tokens and comments. */
export function lex(text: string): Lexed {
  // No token or comment is without characters.
  tokenColumns = tokenColumns.emptied(text.length);
  commentColumns = commentColumns.emptied(text.length);
  const lexer = new Lexer(text);
  lexer.run();
  const tokens = tokenColumns;
  const comments = commentColumns;
  const result = {
    tokens: {
      count: tokens.count,
      kind: tokens.kind.slice(0, tokens.count),
      start: tokens.start.slice(0, tokens.count),
      end: tokens.end.slice(0, tokens.count),
      match: tokens.match.slice(0, tokens.count),
      begins: tokens.begins.slice(0, tokens.beginCount),
    },
    comments: {
      count: comments.count,
      kind: comments.kind.slice(0, comments.count),
      start: comments.start.slice(0, comments.count),
      end: comments.end.slice(0, comments.count),
      before: comments.before.slice(0, comments.count),
    },
    isPaired: lexer.isPaired,
    errors: lexer.errors,
  };
  if (text.length > longestKept) {
    tokenColumns = new TokenColumns();
    commentColumns = new CommentColumns();
    characters = new Uint16Array(1 << 16);
  }
  return result;
}
