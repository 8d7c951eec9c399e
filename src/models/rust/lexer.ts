/**
 * Text to tokens (Rust Reference: "Input format", "Whitespace", "Comments", "Identifiers", "Tokens").
 * Never throws and never stops early: what is not Rust becomes an error with its place, and lexing goes on behind it.
 */
import {
  classOf,
  digit,
  identifierContinue,
  identifierStart,
  matchLength,
  otherWhitespace,
  punctuation,
  space,
  word,
} from './characters.ts';
import { Columns } from './columns.ts';
import { endOfLine, startOfCode } from './input-format.ts';
import type { Comments, Tokens } from './syntax.ts';
import { Kind, wordKind } from './token.ts';

/** An error before its line is known. */
export interface LexicalError {
  readonly message: string;
  readonly offset: number;
}

export interface Lexed {
  readonly tokens: Tokens;
  readonly comments: Comments;
  readonly errors: readonly LexicalError[];
}

const newline = 10;
const doubleQuote = 34;
const hash = 35;
const singleQuote = 39;
const star = 42;
const plus = 43;
const minus = 45;
const dot = 46;
const slash = 47;
const zero = 48;
const bang = 33;
const backslash = 92;
const underscore = 95;
const letterB = 98;
const letterC = 99;
const letterE = 101;
const letterR = 114;

const mostErrors = 200;
const mostCuts = 20;
/** No valid character literal is longer; a bound, so that a line of quotes is not searched again from each of them. */
const longestChar = 200;

let tokenColumns = new Columns();
let commentColumns = new Columns();
/** Columns larger than this are not kept for the next file. */
const keptRows = 1 << 20;

class Lexer {
  private at = 0;
  private cuts = 0;
  private readonly text: string;
  private readonly length: number;
  private readonly tokens = tokenColumns;
  private readonly comments = commentColumns;
  readonly errors: LexicalError[] = [];

  constructor(text: string) {
    this.text = text;
    this.length = text.length;
    this.tokens.count = 0;
    this.comments.count = 0;
  }

  run(): void {
    this.at = startOfCode(this.text);
    const { text, length } = this;
    while (this.at < length) {
      const c = text.charCodeAt(this.at);
      const kind = c < 128 ? classOf[c] : 0;
      if (kind === space) this.at++;
      else if (kind === word) this.wordOrPrefixed(c);
      else if (kind === punctuation) this.punctuationOrComment(c);
      else if (kind === digit) this.number();
      else if (c === doubleQuote) this.quoted(Kind.String, this.at, this.at);
      else if (c === singleQuote) this.charOrLifetime();
      else this.nonAscii();
    }
  }

  private add(kind: number, start: number): void {
    this.tokens.add(kind, start, this.at, -1);
  }

  private error(message: string, offset: number): void {
    if (this.errors.length < mostErrors) this.errors.push({ message, offset });
  }

  /** Moves past identifier characters. */
  private skipWord(): void {
    const { text, length } = this;
    let at = this.at;
    for (; at < length; at++) {
      const c = text.charCodeAt(at);
      if (c < 128) {
        const kind = classOf[c];
        if (kind !== word && kind !== digit) break;
      } else {
        const size = matchLength(identifierContinue, text, at);
        if (size === 0) break;
        at += size - 1;
      }
    }
    this.at = at;
  }

  private wordOrPrefixed(c: number): void {
    const start = this.at;
    if ((c === letterR || c === letterB || c === letterC) && this.prefixed(c, start)) return;
    this.skipWord();
    this.add(wordKind(this.text, start, this.at), start);
  }

  /** `r"" r#""# r#name b'' b"" br"" c"" cr""`; false, without moving, when the word is an ordinary one. */
  private prefixed(c: number, start: number): boolean {
    const { text } = this;
    const next = text.charCodeAt(start + 1);
    if (c === letterR) return this.rawStringOrName(Kind.RawString, start, start + 1);
    if (next === doubleQuote) this.quoted(c === letterB ? Kind.ByteString : Kind.CString, start, start + 1);
    else if (next === letterR)
      return this.rawStringOrName(c === letterB ? Kind.RawByteString : Kind.RawCString, start, start + 2);
    else if (next === singleQuote && c === letterB) this.singleQuoted(Kind.Byte, start, start + 1);
    else return false;
    return true;
  }

  /** @param at where hashes or the quote would stand */
  private rawStringOrName(kind: number, start: number, at: number): boolean {
    const { text } = this;
    let quote = at;
    while (text.charCodeAt(quote) === hash) quote++;
    if (text.charCodeAt(quote) !== doubleQuote) return kind === Kind.RawString && this.rawName(start, at, quote);
    const close = text.indexOf(`"${text.slice(at, quote)}`, quote + 1);
    if (close < 0) this.unterminated('raw string literal is not terminated', start, quote + 1);
    else this.at = close + 1 + (quote - at);
    this.skipWord();
    this.add(kind, start);
    return true;
  }

  private rawName(start: number, at: number, afterHashes: number): boolean {
    if (afterHashes !== at + 1 || !this.startsWord(afterHashes)) return false;
    this.at = afterHashes;
    this.skipWord();
    this.add(Kind.RawIdentifier, start);
    return true;
  }

  private startsWord(at: number): boolean {
    const c = this.text.charCodeAt(at);
    return c < 128 ? classOf[c] === word : matchLength(identifierStart, this.text, at) > 0;
  }

  /** A literal between double quotes, with its suffix. @param quote where the opening quote stands */
  private quoted(kind: number, start: number, quote: number): void {
    const { text } = this;
    let close = text.indexOf('"', quote + 1);
    while (close >= 0 && isEscaped(text, close, quote)) close = text.indexOf('"', close + 1);
    if (close < 0) this.unterminated('string literal is not terminated', start, quote + 1);
    else this.at = close + 1;
    this.skipWord();
    this.add(kind, start);
  }

  /** A literal that runs to the end of the file is cut at the end of its first line, so that what follows is not lost. */
  private unterminated(message: string, start: number, from: number): void {
    this.error(message, start);
    // Each such literal was searched for to the end of the file, so a file full of them may not have them all cut.
    this.at = ++this.cuts > mostCuts ? this.length : endOfLine(this.text, from);
  }

  private charOrLifetime(): void {
    const { text, at } = this;
    const second = text.charCodeAt(at + 1);
    const nameStarts = this.startsWord(at + 1) || classOf[second] === digit;
    if (!nameStarts) {
      this.singleQuoted(Kind.Char, at, at);
      return;
    }
    this.at = at + 1;
    this.skipWord();
    if (this.at === at + 2 && second === letterR && text.charCodeAt(this.at) === hash && this.startsWord(this.at + 1)) {
      this.at++; // 'r#name
      this.skipWord();
    }
    if (text.charCodeAt(this.at) !== singleQuote) {
      this.add(Kind.Lifetime, at);
      return;
    }
    if (this.at - at > 2 && !isOneCharacter(text, at + 1, this.at)) {
      this.error('character literal holds more than one character', at);
    }
    this.at++;
    this.skipWord();
    this.add(Kind.Char, at);
  }

  /** @param quote where the opening quote stands */
  private singleQuoted(kind: number, start: number, quote: number): void {
    const { text } = this;
    const limit = Math.min(this.length, quote + longestChar);
    let at = quote + 1;
    // `'''` and `'` before any single character: the first is always content.
    if (text.charCodeAt(at + 1) === singleQuote && text.charCodeAt(at) !== backslash) at++;
    for (; at < limit; at++) {
      const c = text.charCodeAt(at);
      if (c === singleQuote) break;
      if (c === backslash) at++;
      else if (c === newline || (c === slash && at > quote + 1)) at = limit;
    }
    if (at >= limit) this.error('character literal is not terminated', start);
    else if (at === quote + 1) this.error('character literal is empty', start);
    this.at = at < limit ? at + 1 : quote + 1;
    this.skipWord();
    this.add(kind, start);
  }

  private number(): void {
    const { text, at: start } = this;
    let kind: number = Kind.Integer;
    const based = text.charCodeAt(start) === zero && 'box'.includes(text.charAt(start + 1) || '?');
    this.skipDigits();
    const afterDot = text.charCodeAt(this.at + 1);
    if (!based && text.charCodeAt(this.at) === dot && afterDot !== dot && !this.startsWord(this.at + 1)) {
      kind = Kind.Float;
      this.at++;
      this.skipDigits();
    }
    if (!based && (text.charCodeAt(this.at) | 32) === letterE && this.skipExponent()) kind = Kind.Float;
    this.skipWord(); // suffix, or the digits after 0x
    this.add(kind, start);
  }

  private skipDigits(): void {
    const { text } = this;
    for (;;) {
      const c = text.charCodeAt(this.at);
      if (classOf[c] !== digit && c !== underscore) return;
      this.at++;
    }
  }

  private skipExponent(): boolean {
    let at = this.at + 1;
    const sign = this.text.charCodeAt(at);
    if (sign === plus || sign === minus) at++;
    while (this.text.charCodeAt(at) === underscore) at++;
    if (classOf[this.text.charCodeAt(at)] !== digit) return false;
    this.at = at;
    this.skipDigits();
    return true;
  }

  private punctuationOrComment(c: number): void {
    const start = this.at;
    const next = c === slash ? this.text.charCodeAt(start + 1) : 0;
    if (next === slash) this.lineComment(start);
    else if (next === star) this.blockComment(start);
    else {
      this.at = start + 1;
      this.add(c, start);
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
    this.comments.add(kind, start, this.at, this.tokens.count);
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

/** Whether an odd number of backslashes stands before `at`, not counting any up to `from`. */
function isEscaped(text: string, at: number, from: number): boolean {
  let backslashes = 0;
  while (at - 1 - backslashes > from && text.charCodeAt(at - 1 - backslashes) === backslash) backslashes++;
  return backslashes % 2 === 1;
}

function isOneCharacter(text: string, start: number, end: number): boolean {
  return (text.codePointAt(start) ?? 0) > 0xffff ? end - start === 2 : end - start === 1;
}

/** Splits a whole file into tokens and comments; brackets are not yet paired (`match` is -1 throughout). */
export function lex(text: string): Lexed {
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
      match: tokens.extra.slice(0, tokens.count),
    },
    comments: {
      count: comments.count,
      kind: comments.kind.slice(0, comments.count),
      start: comments.start.slice(0, comments.count),
      end: comments.end.slice(0, comments.count),
      before: comments.extra.slice(0, comments.count),
    },
    errors: lexer.errors,
  };
  if (tokens.kind.length > keptRows) tokenColumns = new Columns();
  if (comments.kind.length > keptRows) commentColumns = new Columns();
  return result;
}
