/** A piece of a word: characters as they stand, a variable, or a command whose output is put in. */
export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly fallback: string | undefined;
      readonly quoted: boolean;
    }
  | { readonly kind: 'command'; readonly source: string; readonly line: number };

export interface WordToken {
  readonly kind: 'word';
  readonly parts: readonly WordPart[];
  /** The word as it stands in the script. */
  readonly source: string;
  /** Lines are counted from 0. */
  readonly line: number;
}

interface OperatorToken {
  readonly kind: 'operator';
  /** `\n` for the end of a line. */
  readonly text: string;
  readonly line: number;
  /** For `<<`: what stands in the here-document. */
  body?: string;
}

export type Token = WordToken | OperatorToken;

const OPERATORS = [
  '&>>',
  '<<<',
  '<<-',
  ';;&',
  '&&',
  '||',
  ';;',
  ';&',
  '|&',
  '&>',
  '>>',
  '>&',
  '>|',
  '<<',
  '<&',
  '<>',
  '(',
  ')',
  ';',
  '&',
  '|',
  '<',
  '>',
  '\n',
];
const MAX_DEPTH = 40;

/** Splits a shell script (POSIX with bash's additions) into tokens. Never throws; an unclosed quote reaches to the end. */
export function tokenizeShell(source: string, firstLine = 0): Token[] {
  return new Lexer(source, firstLine).tokens();
}

interface Pending {
  readonly token: OperatorToken;
  readonly end: string;
  readonly dashed: boolean;
}

class Lexer {
  readonly #source: string;
  #at = 0;
  #line: number;
  readonly #tokens: Token[] = [];
  #pending: Pending[] = [];

  constructor(source: string, firstLine: number) {
    this.#source = source;
    this.#line = firstLine;
  }

  tokens(): Token[] {
    while (this.#at < this.#source.length) this.#next();
    return this.#tokens;
  }

  #next(): void {
    const source = this.#source;
    const char = source[this.#at] as string;
    if (char === ' ' || char === '\t' || char === '\r') this.#at += 1;
    else if (char === '\\' && source[this.#at + 1] === '\n') this.#skip(2);
    else if (char === '#') {
      const end = source.indexOf('\n', this.#at);
      this.#at = end < 0 ? source.length : end;
    } else {
      const process = (char === '<' || char === '>') && source[this.#at + 1] === '(';
      const operator = process ? undefined : OPERATORS.find((candidate) => source.startsWith(candidate, this.#at));
      if (operator === undefined) this.#word();
      else this.#operator(operator);
    }
  }

  #skip(count: number): void {
    for (let n = 0; n < count; n += 1) if (this.#source[this.#at + n] === '\n') this.#line += 1;
    this.#at += count;
  }

  #operator(text: string): void {
    const token: OperatorToken = { kind: 'operator', text, line: this.#line };
    this.#tokens.push(token);
    this.#skip(text.length);
    if (text === '<<' || text === '<<-') this.#heredoc(token, text === '<<-');
    if (text === '\n') this.#bodies();
  }

  #heredoc(token: OperatorToken, dashed: boolean): void {
    while (this.#source[this.#at] === ' ' || this.#source[this.#at] === '\t') this.#at += 1;
    if (this.#at >= this.#source.length || this.#source[this.#at] === '\n') return;
    const before = this.#tokens.length;
    this.#word();
    const word = this.#tokens[before];
    const end = word?.kind === 'word' ? word.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('') : '';
    this.#pending.push({ token, end, dashed });
  }

  #bodies(): void {
    for (const { token, end, dashed } of this.#pending) {
      const lines: string[] = [];
      while (this.#at < this.#source.length) {
        const stop = this.#source.indexOf('\n', this.#at);
        const raw = this.#source.slice(this.#at, stop < 0 ? this.#source.length : stop);
        this.#skip(raw.length + (stop < 0 ? 0 : 1));
        const line = dashed ? raw.replace(/^\t+/, '') : raw;
        if (line === end) break;
        lines.push(line);
      }
      token.body = lines.join('\n');
    }
    this.#pending = [];
  }

  #word(): void {
    const start = this.#at;
    const line = this.#line;
    const parts: WordPart[] = [];
    while (this.#at < this.#source.length) {
      const char = this.#source[this.#at] as string;
      const process = (char === '<' || char === '>') && this.#source[this.#at + 1] === '(' && this.#at === start;
      // No other white space than this: to a shell a no-break space is a letter.
      if (!process && /[ \t\r\n;&|<>()]/.test(char)) break;
      if (process) {
        this.#at += 1;
        this.#substitution(parts, ')');
      } else this.#piece(parts);
    }
    this.#tokens.push({ kind: 'word', parts, source: this.#source.slice(start, this.#at), line });
  }

  #piece(parts: WordPart[]): void {
    const char = this.#source[this.#at] as string;
    if (char === "'") this.#single(parts);
    else if (char === '"') this.#double(parts);
    else if (char === '\\') {
      if (this.#source[this.#at + 1] !== '\n') push(parts, this.#source[this.#at + 1] ?? '', true);
      this.#skip(2);
    } else if (char === '$') this.#dollar(parts, false);
    else if (char === '`') this.#substitution(parts, '`');
    else {
      push(parts, char, false);
      this.#at += 1;
    }
  }

  #single(parts: WordPart[]): void {
    const close = this.#source.indexOf("'", this.#at + 1);
    const end = close < 0 ? this.#source.length : close;
    push(parts, this.#source.slice(this.#at + 1, end), true);
    this.#skip(end + 1 - this.#at);
  }

  #double(parts: WordPart[]): void {
    push(parts, '', true);
    this.#at += 1;
    while (this.#at < this.#source.length && this.#source[this.#at] !== '"') {
      const char = this.#source[this.#at] as string;
      if (char === '\\') {
        if (this.#source[this.#at + 1] !== '\n') push(parts, this.#source[this.#at + 1] ?? '', true);
        this.#skip(2);
      } else if (char === '$') this.#dollar(parts, true);
      else if (char === '`') this.#substitution(parts, '`');
      else {
        push(parts, char, true);
        this.#skip(1);
      }
    }
    this.#at += 1;
  }

  #dollar(parts: WordPart[], quoted: boolean): void {
    const rest = this.#source.slice(this.#at + 1, this.#at + 130);
    if (rest.startsWith('((')) {
      const end = closing(this.#source, this.#at + 1, '(', ')');
      parts.push({ kind: 'variable', name: '((', fallback: undefined, quoted });
      this.#skip(end + 1 - this.#at);
      return;
    }
    if (rest.startsWith('(')) {
      this.#at += 1;
      this.#substitution(parts, ')');
      return;
    }
    if (rest.startsWith('{')) {
      const end = closing(this.#source, this.#at + 1, '{', '}');
      parts.push(braced(this.#source.slice(this.#at + 2, end), quoted));
      this.#skip(end + 1 - this.#at);
      return;
    }
    const name = /^(?:[A-Za-z_]\w*|[0-9@*#?$!-])/.exec(rest)?.[0];
    if (name === undefined) push(parts, '$', quoted);
    else parts.push({ kind: 'variable', name, fallback: undefined, quoted });
    this.#at += 1 + (name?.length ?? 0);
  }

  /** A command in `$(…)` or between backticks; `at` stands on the opening sign. */
  #substitution(parts: WordPart[], close: ')' | '`'): void {
    const start = this.#at + 1;
    const found = close === ')' ? closing(this.#source, this.#at, '(', ')') : this.#source.indexOf('`', start);
    const end = found < 0 ? this.#source.length : found;
    parts.push({ kind: 'command', source: this.#source.slice(start, end), line: this.#line });
    this.#skip(end + 1 - this.#at);
  }
}

function push(parts: WordPart[], text: string, quoted: boolean): void {
  const last = parts.at(-1);
  if (last?.kind === 'text' && last.quoted === quoted) parts[parts.length - 1] = { ...last, text: last.text + text };
  else parts.push({ kind: 'text', text, quoted });
}

function braced(inside: string, quoted: boolean): WordPart {
  const [, name = inside, fallback] = /^([A-Za-z_]\w*|[0-9@*#?])(?::?-([^$`]*))?$/.exec(inside) ?? [];
  return { kind: 'variable', name, fallback, quoted };
}

/** The index of the sign that closes the one at `start`, quotes and nesting respected; the end of the text when nothing does. */
function closing(source: string, start: number, open: string, close: string, from = 0): number {
  let depth = 0;
  for (let at = start; at < source.length; at += 1) {
    const char = source[at];
    if (char === '\\') at += 1;
    else if (char === "'" && close === ')') {
      const end = source.indexOf("'", at + 1);
      at = end < 0 ? source.length : end;
    } else if (char === '"') at = closingQuote(source, at, from);
    else if (char === '#' && close === ')' && /\s/.test(source[at - 1] ?? '\n')) {
      const end = source.indexOf('\n', at);
      at = end < 0 ? source.length : end;
    } else if (char === open) depth += 1;
    else if (char === close) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return source.length;
}

function closingQuote(source: string, start: number, depth: number): number {
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '"') return at;
    else if (source.startsWith('$(', at) && depth < MAX_DEPTH) at = closing(source, at + 1, '(', ')', depth + 1);
  }
  return source.length;
}
