/**
 * Words and literals (Rust Reference: "Identifiers", "Literals", "Lifetimes and loop labels"): the tokens whose end is not plain to see. What is not Rust
 * becomes an error with its place.
 */
import { classOf, digit, identifierContinue, identifierStart, insideWord, matchLength, word } from './characters.ts';
import type { TokenColumns } from './columns.ts';
import { endOfLine } from './input-format.ts';
import { beginsItem, Kind, wordKind } from './token.ts';

/** An error before its line is known. */
export interface LexicalError {
  readonly message: string;
  readonly offset: number;
}

const newline = 10;
export const doubleQuote = 34;
export const hash = 35;
export const singleQuote = 39;
const plus = 43;
const minus = 45;
const dot = 46;
export const slash = 47;
const zero = 48;
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

/** Reads one token after the other into its columns; each method begins at the cursor and leaves it behind what it read. */
export abstract class LiteralLexer {
  protected at = 0;
  private cuts = 0;
  protected readonly text: string;
  protected readonly length: number;
  protected readonly tokens: TokenColumns;
  readonly errors: LexicalError[] = [];

  constructor(text: string, tokens: TokenColumns) {
    this.text = text;
    this.length = text.length;
    this.tokens = tokens;
  }

  protected add(kind: number, start: number): void {
    const { tokens } = this;
    const row = tokens.count++;
    tokens.kind[row] = kind;
    tokens.start[row] = start;
    tokens.end[row] = this.at;
    tokens.match[row] = -1;
    if (beginsItem[kind] === 1) tokens.begins[tokens.beginCount++] = row;
  }

  protected error(message: string, offset: number): void {
    if (this.errors.length < mostErrors) this.errors.push({ message, offset });
  }

  /** Moves past identifier characters. */
  protected skipWord(): void {
    this.at = this.endOfWord(this.at);
  }

  /** Behind the identifier characters that stand at `from`. */
  private endOfWord(from: number): number {
    const { text, length } = this;
    let at = from;
    for (; at < length; at++) {
      const c = text.charCodeAt(at);
      if (c < 128) {
        if (insideWord[c] === 0) break;
      } else {
        const size = matchLength(identifierContinue, text, at);
        if (size === 0) break;
        at += size - 1;
      }
    }
    return at;
  }

  protected wordOrPrefixed(c: number): void {
    const start = this.at;
    if ((c === letterR || c === letterB || c === letterC) && this.prefixed(c, start)) return;
    this.skipWord();
    this.add(wordKind(this.text, start, this.at, c), start);
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
  protected quoted(kind: number, start: number, quote: number): void {
    const { text } = this;
    let close = text.indexOf('"', quote + 1);
    while (close >= 0 && isEscaped(text, close, quote)) close = text.indexOf('"', close + 1);
    if (close < 0) this.unterminated('string literal is not terminated', start, quote + 1);
    else this.at = close + 1;
    this.skipWord();
    this.add(kind, start);
  }

  /** A literal that runs to the end of the file is cut at the end of its first line, so that what follows is not lost. */
  protected unterminated(message: string, start: number, from: number): void {
    this.error(message, start);
    // Each such literal was searched for to the end of the file, so a file full of them may not have them all cut.
    this.at = ++this.cuts > mostCuts ? this.length : endOfLine(this.text, from);
  }

  protected charOrLifetime(): void {
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

  protected number(): void {
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
