/**
 * Where the keys of a TOML document stand, and which comments stand above them. Reads a document that a TOML parser has
 * already accepted, so it knows strings, comments and nesting, but checks no value.
 */

/** Line and column, both from 1, columns in UTF-16 units. */
export interface TomlPlace {
  readonly line: number;
  readonly column: number;
}

export class TomlScanError extends Error {
  override readonly name = 'TomlScanError';
  readonly place: TomlPlace;

  constructor(message: string, place: TomlPlace) {
    super(message);
    this.place = place;
  }
}

/** How a table came to be: TOML forbids a dotted key to add to a table that a header opened, and the other way round. */
type Origin = 'implicit' | 'header' | 'dotted' | 'value';

interface Node {
  offset: number;
  end: number;
  origin: Origin;
  keys: Map<string, Node> | undefined;
  items: Node[] | undefined;
}

const MAX_DEPTH = 128;
const BARE_KEY = /[A-Za-z0-9_-]+/y;
const BLANK = /[ \t]*/y;
const SCALAR = /[^,\]}#\n]*/y;

export class TomlPlaces {
  readonly #root = node(0, 'implicit');
  readonly #comments = new Map<number, string>();
  readonly #lineStarts: number[] = [0];

  /** @throws TomlScanError for a table that is defined in two ways, or nesting deeper than 128 levels */
  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
    new Scanner(text, this.#comments, (offset) => this.#place(offset)).document(this.#root);
  }

  /** Where a key, a table's header or an array's item (by its number) stands; undefined where there is none. */
  at(path: readonly (string | number)[]): TomlPlace | undefined {
    const found = this.#find(path);
    return found === undefined || found === this.#root ? undefined : this.#place(found.offset);
  }

  /** The last line of the value under a key, for places that span lines. */
  endLine(path: readonly (string | number)[]): number | undefined {
    const found = this.#find(path);
    return found === undefined ? undefined : this.#place(Math.max(found.offset, found.end - 1)).line;
  }

  /** The lines of `#` comment directly above a key, top first, without their `#`; empty lines end the block. */
  commentAbove(path: readonly (string | number)[]): readonly string[] {
    const lines: string[] = [];
    const place = this.at(path);
    for (let line = (place?.line ?? 0) - 1; line > 0; line--) {
      const comment = this.#comments.get(this.#lineStarts[line - 1] ?? -1);
      if (comment === undefined) break;
      lines.unshift(comment);
    }
    return lines;
  }

  #find(path: readonly (string | number)[]): Node | undefined {
    let current: Node | undefined = this.#root;
    for (const step of path) {
      if (current === undefined) return undefined;
      current = typeof step === 'number' ? current.items?.[step] : current.keys?.get(step);
    }
    return current;
  }

  #place(offset: number): TomlPlace {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }
}

interface Key {
  readonly name: string;
  readonly offset: number;
}

class Scanner {
  #at = 0;
  private readonly text: string;
  private readonly comments: Map<number, string>;
  private readonly place: (offset: number) => TomlPlace;

  constructor(text: string, comments: Map<number, string>, place: (offset: number) => TomlPlace) {
    this.text = text;
    this.comments = comments;
    this.place = place;
  }

  document(root: Node): void {
    let table = root;
    for (this.#space(); this.#at < this.text.length; this.#space()) {
      if (this.text[this.#at] === '[') table = this.#header(root);
      else this.#pair(table, 0);
    }
  }

  #header(root: Node): Node {
    const start = this.#at;
    const array = this.text[start + 1] === '[';
    this.#at += array ? 2 : 1;
    const keys = this.#keys();
    this.#skip(array ? ']]' : ']');
    let table = root;
    keys.forEach((key, index) => {
      const last = index === keys.length - 1;
      const next = child(table, key, last ? 'header' : 'implicit');
      if (last && next.origin === 'dotted')
        this.#fail(`table \`${key.name}\` was already defined by a dotted key`, key.offset);
      if (last && !array) {
        next.origin = 'header';
        next.offset = start;
      }
      if (last && array) {
        next.items ??= [];
        next.items.push(node(start, 'header'));
      }
      // A header below an array of tables adds to its newest table.
      table = next.items?.at(-1) ?? next;
    });
    table.end = this.#at;
    return table;
  }

  #pair(table: Node, depth: number): void {
    const keys = this.#keys();
    this.#blank();
    this.#skip('=');
    let owner = table;
    const last = keys.at(-1);
    for (const key of keys.slice(0, -1)) {
      owner = child(owner, key, 'dotted');
      if (owner.origin === 'header' || owner.origin === 'implicit')
        this.#fail(`a dotted key adds to table \`${key.name}\`, which a header opened`, key.offset);
    }
    if (last === undefined) return;
    const found = child(owner, last, 'value');
    this.#value(found, depth);
    table.end = Math.max(table.end, found.end);
  }

  #value(found: Node, depth: number): void {
    if (depth > MAX_DEPTH) this.#fail(`nested deeper than ${MAX_DEPTH} levels`, this.#at);
    this.#blank();
    const first = this.text[this.#at];
    if (first === '"' || first === "'") this.#string(first);
    else if (first === '[') this.#array(found, depth);
    else if (first === '{') this.#inlineTable(found, depth);
    else this.#match(SCALAR);
    found.end = this.#at;
  }

  #array(found: Node, depth: number): void {
    found.items = [];
    this.#at++;
    for (this.#space(); this.#open(']'); this.#space()) {
      const item = node(this.#at, 'value');
      found.items.push(item);
      this.#value(item, depth + 1);
      this.#space();
      this.#skip(',');
    }
    this.#at++;
  }

  #inlineTable(found: Node, depth: number): void {
    found.keys = new Map();
    this.#at++;
    for (this.#space(); this.#open('}'); this.#space()) {
      this.#pair(found, depth + 1);
      this.#space();
      this.#skip(',');
    }
    this.#at++;
  }

  #keys(): Key[] {
    const keys: Key[] = [];
    do {
      this.#blank();
      const offset = this.#at;
      const quote = this.text[offset];
      let name: string;
      if (quote === '"' || quote === "'") {
        this.#string(quote);
        name = this.text.slice(offset + 1, this.#at - 1);
        if (quote === '"') name = unescaped(name);
      } else {
        name = this.#match(BARE_KEY);
        if (name === '') this.#fail('a key is missing', offset);
      }
      keys.push({ name, offset });
      this.#blank();
    } while (this.#skip('.'));
    return keys;
  }

  #string(quote: string): void {
    const triple = quote.repeat(3);
    const long = this.text.startsWith(triple, this.#at);
    const close = long ? triple : quote;
    this.#at += close.length;
    while (this.#at < this.text.length && !this.text.startsWith(close, this.#at))
      this.#at += quote === '"' && this.text[this.#at] === '\\' ? 2 : 1;
    this.#at += close.length;
    // Up to two quotes may stand before the closing three.
    if (long) for (let more = 0; more < 2 && this.text[this.#at] === quote; more++) this.#at++;
  }

  /** Skips white space, line ends and comments; keeps comments that have their line to themselves. */
  #space(): void {
    for (;;) {
      const character = this.text[this.#at];
      if (character === '#') this.#comment();
      else if (character === ' ' || character === '\t' || character === '\n' || character === '\r') this.#at++;
      else return;
    }
  }

  #comment(): void {
    const end = this.text.indexOf('\n', this.#at);
    const stop = end < 0 ? this.text.length : end;
    const lineStart = this.text.lastIndexOf('\n', this.#at - 1) + 1;
    if (this.text.slice(lineStart, this.#at).trim() === '')
      this.comments.set(lineStart, this.text.slice(this.#at, stop).replace(/^#+/, '').trim());
    this.#at = stop;
  }

  #open(close: string): boolean {
    return this.#at < this.text.length && this.text[this.#at] !== close;
  }

  #blank(): void {
    this.#match(BLANK);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #skip(token: string): boolean {
    if (!this.text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #fail(message: string, offset: number): never {
    throw new TomlScanError(message, this.place(offset));
  }
}

function node(offset: number, origin: Origin): Node {
  return { offset, end: offset, origin, keys: undefined, items: undefined };
}

function child(parent: Node, key: Key, origin: Origin): Node {
  parent.keys ??= new Map();
  let found = parent.keys.get(key.name);
  if (found === undefined) {
    found = node(key.offset, origin);
    parent.keys.set(key.name, found);
  }
  return found;
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\u001b' };

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gi, (_all, x, u, long, plain) => {
    const hex: string | undefined = x ?? u ?? long;
    if (hex === undefined) return ESCAPES[plain] ?? plain;
    const code = Number.parseInt(hex, 16);
    return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  });
}
