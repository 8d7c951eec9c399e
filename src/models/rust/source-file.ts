/** A file with its tokens; its items are put in by the parser, once. */

import { pairBrackets } from './brackets.ts';
import { lex } from './lexer.ts';
import type { LexicalError } from './literal-lexer.ts';
import type {
  Attribute,
  Comments,
  Item,
  Position,
  SourceFile,
  Span,
  SyntaxFault,
  TokenRange,
  Tokens,
} from './syntax.ts';

/** A file that is no Rust at all need not be told so at every word. */
const mostErrors = 500;

export class ParsedFile implements SourceFile {
  readonly path: string;
  readonly text: string;
  readonly tokens: Tokens;
  readonly comments: Comments;
  items: readonly Item[] = [];
  innerAttributes: readonly Attribute[] = [];
  private readonly found: LexicalError[];
  private placed: SyntaxFault[] | undefined;
  private lineStarts: Int32Array | undefined;
  private hasPairs: boolean | undefined;

  constructor(path: string, text: string) {
    const { tokens, comments, isPaired, errors } = lex(text);
    this.path = path;
    this.text = text;
    this.tokens = tokens;
    this.comments = comments;
    this.found = isPaired ? [...errors] : [...errors, ...pairBrackets(tokens, text)];
  }

  /** @param token where the trouble is; past the last token, the end of the file */
  report(message: string, token: number): void {
    if (this.found.length >= mostErrors) return;
    const offset = token < this.tokens.count ? this.tokens.start[token]! : this.text.length;
    this.found.push({ message, offset });
    this.placed = undefined;
  }

  get errors(): readonly SyntaxFault[] {
    if (this.placed === undefined) readThrough(this.items);
    this.placed ??= this.found
      .map((error) => ({ ...error, ...this.position(error.offset) }))
      .sort((a, b) => a.offset - b.offset);
    return this.placed;
  }

  position(offset: number): Position {
    this.lineStarts ??= startsOfLines(this.text);
    const line = lastAtMost(this.lineStarts, offset);
    const start = Math.min(this.lineStarts[line]!, offset);
    return { line: line + 1, column: offset - start - this.pairsBetween(start, offset) + 1 };
  }

  /** Surrogate pairs in a part of a line. Whether the text has any is asked once, lest a file of one line be read for each of its places. */
  private pairsBetween(start: number, end: number): number {
    if (end - start > 500) {
      this.hasPairs ??= /[\ud800-\udbff]/.test(this.text);
      if (!this.hasPairs) return 0;
    }
    let pairs = 0;
    for (let at = start; at < end; at++) if ((this.text.charCodeAt(at) & 0xfc00) === 0xdc00) pairs++;
    return pairs;
  }

  tokenText(token: number): string {
    return this.text.slice(this.tokens.start[token], this.tokens.end[token]);
  }

  rangeText(range: TokenRange): string {
    return range.to > range.from ? this.text.slice(this.tokens.start[range.from], this.tokens.end[range.to - 1]) : '';
  }

  spanText({ start, end }: Span): string {
    return this.text.slice(start, end);
  }
}

/** Reads the modules that nothing has asked for, lest their faults be missing. */
function readThrough(items: readonly Item[]): void {
  for (const item of items) if (item.kind === 'module') readThrough(item.items);
}

/** Room to gather the lines of a text in. */
let gathered = new Int32Array(1 << 12);

/** Offset of each line's first character; the first line begins behind a byte order mark. */
function startsOfLines(text: string): Int32Array {
  let count = 0;
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at > 0 || count === 0; at = text.indexOf('\n', at) + 1) {
    if (count === gathered.length) {
      const wider = new Int32Array(2 * count);
      wider.set(gathered);
      gathered = wider;
    }
    gathered[count++] = at;
  }
  return gathered.slice(0, count);
}

/** Index of the last value that is not above `limit`; 0 when all are. */
function lastAtMost(sorted: Int32Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= limit) low = middle;
    else high = middle;
  }
  return low;
}
