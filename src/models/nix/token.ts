/** Tokens of the Nix language (Nix manual, "Nix Language"; the lexer of the reference implementation is the judge). */

export type TokenKind = 'name' | 'number' | 'path' | 'uri' | 'search-path' | 'string' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** A symbol's or word's own text; a path's, without interpolation. */
  readonly text: string;
  /** Offset in the source. */
  readonly start: number;
  readonly end: number;
  /** Parts of a string or path: text, or the range of an interpolated expression. */
  readonly parts?: readonly StringPart[];
}

export type StringPart = { readonly text: string } | { readonly from: number; readonly to: number };

export class NixSyntaxError extends Error {
  override readonly name = 'NixSyntaxError';
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Strings in interpolations in strings … */
const MAX_DEPTH = 60;
const SYMBOLS = [
  '...',
  '->',
  '++',
  '//',
  '==',
  '!=',
  '<=',
  '>=',
  '&&',
  '||',
  '|>',
  '<|',
  '${',
  ...'{}()[];:,.@?=<>!+-*/',
];
const NAME = /[A-Za-z_][A-Za-z0-9_'-]*/y;
const NUMBER = /(?:\d+\.\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+)/y;
const URI = /[A-Za-z][A-Za-z0-9+.-]{0,63}:[A-Za-z0-9%/?:@&=+$,\-_.!~*']+/y;
// Bounded: names such as `a.b.c` would otherwise be read to their end at every part.
const PATH = /(?:~|[A-Za-z0-9._+-]{0,256})(?:\/(?:[A-Za-z0-9._+-]|\$\{)|\/(?=\$\{))/y;
const PATH_REST = /[A-Za-z0-9._+/-]+/y;
const SEARCH_PATH = /<[A-Za-z0-9._+-]+(?:\/[A-Za-z0-9._+-]+)*>/y;

/** Reads one token after another; a string's interpolations are only skipped here, their expressions are parsed later. */
export class NixLexer {
  readonly #text: string;
  readonly #end: number;
  #at: number;

  readonly #depth: number;

  constructor(text: string, from = 0, to = text.length, depth = 0) {
    if (depth > MAX_DEPTH) throw new NixSyntaxError('nested too deeply', from);
    this.#depth = depth;
    this.#text = text;
    this.#at = from;
    this.#end = to;
  }

  next(): Token {
    this.#skipBlank();
    const start = this.#at;
    if (start >= this.#end) return { kind: 'end', text: '', start, end: start };
    const char = this.#text.charAt(start);
    if (char === '"') return this.#string();
    if (this.#text.startsWith("''", start)) return this.#indented();
    return (
      this.#path() ??
      this.#match(SEARCH_PATH, 'search-path') ??
      this.#match(URI, 'uri') ??
      this.#match(NAME, 'name') ??
      this.#match(NUMBER, 'number') ??
      this.#symbol()
    );
  }

  #skipBlank(): void {
    for (;;) {
      while (this.#at < this.#end && /\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
      if (this.#text.charAt(this.#at) === '#' && this.#at < this.#end) {
        const line = this.#text.indexOf('\n', this.#at);
        this.#at = line === -1 ? this.#end : line;
      } else if (this.#text.startsWith('/*', this.#at) && this.#at < this.#end) {
        const close = this.#text.indexOf('*/', this.#at + 2);
        if (close === -1) throw new NixSyntaxError('a comment is not closed', this.#at);
        this.#at = close + 2;
      } else return;
    }
  }

  #match(expression: RegExp, kind: TokenKind): Token | undefined {
    expression.lastIndex = this.#at;
    const match = expression.exec(this.#text);
    if (match === null || match.index + match[0].length > this.#end) return undefined;
    const start = this.#at;
    this.#at += match[0].length;
    return { kind, text: match[0], start, end: this.#at };
  }

  #symbol(): Token {
    const start = this.#at;
    const text = SYMBOLS.find((symbol) => this.#text.startsWith(symbol, start));
    if (text === undefined)
      throw new NixSyntaxError(`unexpected character ${JSON.stringify(this.#text.charAt(start))}`, start);
    this.#at += text.length;
    return { kind: 'symbol', text, start, end: this.#at };
  }

  #path(): Token | undefined {
    const start = this.#at;
    PATH.lastIndex = start;
    const match = PATH.exec(this.#text);
    if (match === null || this.#text.startsWith('//', start)) return undefined;
    this.#at = start + match[0].replace(/\$\{$/, '').length;
    const parts: StringPart[] = [{ text: this.#text.slice(start, this.#at) }];
    while (this.#at < this.#end) {
      PATH_REST.lastIndex = this.#at;
      const rest = PATH_REST.exec(this.#text);
      if (rest !== null) {
        parts.push({ text: rest[0] });
        this.#at += rest[0].length;
      } else if (this.#text.startsWith('${', this.#at)) parts.push(this.#interpolation());
      else break;
    }
    const text = parts.map((part) => ('text' in part ? part.text : '${…}')).join('');
    return { kind: 'path', text, start, end: this.#at, parts };
  }

  #string(): Token {
    const start = this.#at;
    this.#at += 1;
    const parts: StringPart[] = [];
    let text = '';
    for (;;) {
      if (this.#at >= this.#end) throw new NixSyntaxError('a string is not closed', start);
      const char = this.#text.charAt(this.#at);
      if (char === '"') break;
      if (char === '\\') {
        text += characterOf(this.#text.charAt(this.#at + 1));
        this.#at += 2;
      } else if (this.#text.startsWith('$${', this.#at)) {
        text += '$${';
        this.#at += 3;
      } else if (this.#text.startsWith('${', this.#at)) {
        parts.push({ text }, this.#interpolation());
        text = '';
      } else text += this.#plain(/[^"\\$]+/y);
    }
    this.#at += 1;
    return stringToken([...parts, { text }], start, this.#at);
  }

  #indented(): Token {
    const start = this.#at;
    this.#at += 2;
    const parts: StringPart[] = [];
    let text = '';
    for (;;) {
      if (this.#at >= this.#end) throw new NixSyntaxError('an indented string is not closed', start);
      const rest = this.#text.slice(this.#at, this.#at + 4);
      const escaped = /^''(?:\$|'|\\)/.exec(rest)?.[0];
      if (escaped !== undefined) {
        text += escaped === "''\\" ? characterOf(rest.charAt(3)) : escaped.slice(2) === '$' ? '$' : "''";
        this.#at += escaped === "''\\" ? 4 : 3;
      } else if (rest.startsWith("''")) break;
      else if (rest.startsWith('$${')) {
        text += '$${';
        this.#at += 3;
      } else if (rest.startsWith('${')) {
        parts.push({ text }, this.#interpolation());
        text = '';
      } else text += this.#plain(/[^'$]+/y);
    }
    this.#at += 2;
    return stringToken([...parts, { text }], start, this.#at);
  }

  /** The text up to what could end or interrupt a string; at least one character. */
  #plain(expression: RegExp): string {
    expression.lastIndex = this.#at;
    const length = Math.max(1, expression.exec(this.#text)?.[0].length ?? 0);
    const start = this.#at;
    this.#at += length;
    return this.#text.slice(start, this.#at);
  }

  /** Skips `${ … }`: tokens are counted, so that braces in nested strings and comments do not close it. */
  #interpolation(): StringPart {
    const from = this.#at + 2;
    const inner = new NixLexer(this.#text, from, this.#end, this.#depth + 1);
    for (let depth = 1; ; ) {
      const token = inner.next();
      if (token.kind === 'end') throw new NixSyntaxError('an interpolation is not closed', this.#at);
      if (token.kind !== 'symbol') continue;
      if (token.text === '{' || token.text === '${') depth += 1;
      if (token.text === '}') depth -= 1;
      if (depth === 0) {
        this.#at = token.end;
        return { from, to: token.start };
      }
    }
  }
}

function characterOf(char: string): string {
  return { n: '\n', r: '\r', t: '\t' }[char] ?? char;
}

function stringToken(parts: readonly StringPart[], start: number, end: number): Token {
  const text = parts.map((part) => ('text' in part ? part.text : '${…}')).join('');
  return { kind: 'string', text, start, end, parts };
}
