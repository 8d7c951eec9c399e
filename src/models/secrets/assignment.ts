/** What stands right of a name: `NAME = "value"`, `"name": "value"`, `name=value`, `setName("value")`, `<name>value</name>` … */
export interface Assignment {
  /** The whole name, as far as identifier characters reach. */
  readonly name: string;
  readonly value: string;
  /** Offset of the value in the text. */
  readonly start: number;
  readonly quoted: boolean;
}

const NAME_LIMIT = 80;
const VALUE_LIMIT = 2048;
/** What ends a value without quotes. */
const STOPS = ' \t\r\n\'"`,;)}]<>\\';

function isNameChar(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    (code >= 97 && code <= 122) ||
    code === 45 ||
    code === 46 ||
    code === 36
  );
}

/** Reads by hand, not by expression: every step goes forward, so no input can make it slow. */
class Cursor {
  at: number;
  readonly #text: string;
  readonly #end: number;

  constructor(text: string, at: number, end: number) {
    this.#text = text;
    this.at = at;
    this.#end = end;
  }

  get char(): string {
    return this.at < this.#end ? this.#text.charAt(this.at) : '';
  }

  skip(chars: string, limit: number): number {
    const from = this.at;
    while (this.at < this.#end && this.at - from < limit && chars.includes(this.#text.charAt(this.at))) this.at += 1;
    return this.at - from;
  }

  take(literal: string): boolean {
    if (!this.#text.startsWith(literal, this.at) || this.at + literal.length > this.#end) return false;
    this.at += literal.length;
    return true;
  }

  word(): string {
    const from = this.at;
    while (this.at < this.#end && this.at - from < NAME_LIMIT && isNameChar(this.#text.charCodeAt(this.at)))
      this.at += 1;
    return this.#text.slice(from, this.at);
  }
}

const OPERATORS = [
  ':::=',
  '::=',
  ':=',
  '=>',
  '->',
  '?=',
  '+=',
  '.=',
  '!=',
  '===',
  '==',
  '=',
  '||',
  ':',
  ',',
  '>',
  '(',
] as const;

/**
 * Reads the assignment whose name holds the text at `hit`.
 * @param lineEnd offset of the end of the line the hit is on
 */
export function readAssignment(
  text: string,
  hit: number,
  keywordLength: number,
  lineEnd: number,
): Assignment | undefined {
  let nameStart = hit;
  while (nameStart > 0 && hit - nameStart < NAME_LIMIT && isNameChar(text.charCodeAt(nameStart - 1))) nameStart -= 1;
  const cursor = new Cursor(text, hit + keywordLength, lineEnd);
  cursor.word();
  const name = text.slice(nameStart, cursor.at);
  const closedQuote = cursor.skip('"\'`\\]', 3) > 0;
  cursor.skip(' \t', 20);
  if (!closedQuote) skipType(cursor);
  const operator = OPERATORS.find((candidate) => cursor.take(candidate));
  if (operator === undefined) return undefined;
  const value = operator === '>' ? readXml(text, cursor.at) : readValue(text, cursor, lineEnd);
  if (value === undefined || ((operator === ',' || operator === '(' || operator === '||') && !value.quoted))
    return undefined;
  return { name, ...value };
}

/** `token: &'static str = "…"`, `var token string = "…"`: a type between the name and the `=`. */
function skipType(cursor: Cursor): void {
  const start = cursor.at;
  cursor.take(':');
  cursor.skip(' \t', 4);
  cursor.skip("&'", 2);
  if (cursor.word() === 'static') cursor.skip(' \t', 2);
  cursor.word();
  cursor.skip('<>[]', 4);
  const spaces = cursor.skip(' \t', 20);
  if (cursor.char !== '=' || (spaces === 0 && cursor.at - start > 1)) cursor.at = start;
}

function readXml(text: string, from: number): Omit<Assignment, 'name'> | undefined {
  const cursor = new Cursor(text, from, Math.min(text.length, from + VALUE_LIMIT));
  cursor.skip(' \t\r\n', 80);
  const start = cursor.at;
  while (cursor.char !== '' && !/[\s<>"'`]/.test(cursor.char)) cursor.at += 1;
  return cursor.at > start && cursor.skip(' \t\r\n', 80) >= 0 && cursor.char === '<'
    ? { value: text.slice(start, cursor.at).trim(), start, quoted: true }
    : undefined;
}

function readValue(text: string, cursor: Cursor, lineEnd: number): Omit<Assignment, 'name'> | undefined {
  cursor.skip(' \t\\', 20);
  skipWrappers(cursor);
  const quote = cursor.char;
  if (quote !== '' && '"\'`'.includes(quote)) {
    const start = cursor.at + 1;
    const close = closingQuote(text, start, Math.min(lineEnd, start + VALUE_LIMIT), quote);
    return close > start ? { value: text.slice(start, close), start, quoted: true } : undefined;
  }
  const start = cursor.at;
  const end = Math.min(lineEnd, start + VALUE_LIMIT);
  let at = start;
  while (at < end && !STOPS.includes(text.charAt(at))) at += 1;
  return at > start ? { value: text.slice(start, at), start, quoted: false } : undefined;
}

function closingQuote(text: string, start: number, end: number, quote: string): number {
  for (let at = start; at < end; at += 1) {
    const char = text.charAt(at);
    if (char === quote) return text.charAt(at - 1) === '\\' && at - 1 >= start ? at - 1 : at;
  }
  return -1;
}

/** `Some("…")`, `String::from("…")`, `SecretString::new("…")`, `b"…"`, `r#"…"#`. */
function skipWrappers(cursor: Cursor): void {
  for (let depth = 0; depth < 3; depth += 1) {
    const start = cursor.at;
    cursor.skip('&', 1);
    for (let part = 0; part < 4; part += 1) {
      cursor.word();
      if (!cursor.take('::')) break;
    }
    const called = cursor.take('(') || cursor.take('#') || ('"\'`'.includes(cursor.char) && cursor.at - start <= 2);
    if (!called) {
      cursor.at = start;
      return;
    }
    cursor.skip(' \t', 4);
    if (cursor.char !== '' && '"\'`'.includes(cursor.char)) return;
  }
}
