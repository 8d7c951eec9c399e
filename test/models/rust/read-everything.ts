/** Reads every part of a parsed file, the lazy ones included, and checks what must hold for any text. Used by the property tests and the fuzzer. */
import { readBody } from '../../../src/models/rust/body-reader.ts';
import { codeOf } from '../../../src/models/rust/code.ts';
import { commentsAbove } from '../../../src/models/rust/comments.ts';
import { parseSourceFile } from '../../../src/models/rust/parse.ts';
import type { Item, SourceFile } from '../../../src/models/rust/syntax.ts';

/** @throws what is wrong, when something is */
export function readEverything(text: string): SourceFile {
  const source = parseSourceFile('fuzz.rs', text);
  checkCover(source);
  checkBrackets(source);
  checkItems(source, source.items, 0, text.length);
  visit(source, source.items, 0);
  visit(source, source.innerAttributes, 0);
  for (const error of source.errors) check(error.offset >= 0 && error.offset <= text.length, 'error outside the text');
  for (const { range } of codeOf(source)) {
    const body = readBody(source, range);
    visit(source, body, 0);
    for (const { token } of body.unsafeBlocks) commentsAbove(source, token);
  }
  return source;
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** Tokens and comments follow one another, and only white space is left over. */
function checkCover(source: SourceFile): void {
  const { tokens, comments, text } = source;
  let at = startOfCode(source);
  let comment = 0;
  for (let token = 0; token <= tokens.count; token++) {
    for (; comment < comments.count && comments.before[comment] === token; comment++) {
      check(isBlank(text.slice(at, comments.start[comment])), 'text between tokens is lost before a comment');
      check(comments.start[comment]! >= at && comments.end[comment]! > comments.start[comment]!, 'comments overlap');
      at = comments.end[comment]!;
    }
    if (token === tokens.count) break;
    check(isBlank(text.slice(at, tokens.start[token])), 'text between tokens is lost');
    check(tokens.start[token]! >= at && tokens.end[token]! > tokens.start[token]!, 'tokens overlap');
    at = tokens.end[token]!;
  }
  check(comment === comments.count, 'a comment is out of order');
  check(isBlank(text.slice(at)), 'text behind the last token is lost');
}

function isBlank(text: string): boolean {
  return /^[\s\u0085\u200e\u200f]*$/.test(text);
}

/** Shebang and frontmatter are neither tokens nor comments. */
function startOfCode({ tokens, comments, text }: SourceFile): number {
  if (!/^\ufeff?(?:#!|\s*---)/.test(text)) return 0;
  return Math.min(tokens.start[0] ?? text.length, comments.start[0] ?? text.length);
}

function checkBrackets({ tokens }: SourceFile): void {
  for (let at = 0; at < tokens.count; at++) {
    const partner = tokens.match[at]!;
    check(partner === -1 || tokens.match[partner] === at, 'a partner does not know its bracket');
  }
}

/** Items follow one another and lie inside the item around them. */
function checkItems(source: SourceFile, items: readonly Item[], from: number, to: number): void {
  let at = from;
  for (const item of items) {
    const { start, end } = item.span;
    check(start >= at && end > start && end <= to, `${item.kind} out of place`);
    check(item.nameOffset >= start && item.nameOffset < end, 'a name outside of its item');
    if ('items' in item) checkItems(source, item.items, start, end);
    at = end;
  }
}

/** Reads all properties and getters, and checks that places lie inside the file. */
function visit(source: SourceFile, value: unknown, depth: number, seen = new Set<unknown>()): void {
  if (typeof value !== 'object' || value === null || value === source || ArrayBuffer.isView(value)) return;
  if (seen.has(value)) return; // a getter and the field behind it
  seen.add(value);
  check(depth < 3000, 'a tree without end');
  if (Array.isArray(value)) {
    for (const each of value) visit(source, each, depth + 1, seen);
    return;
  }
  const node = value as Record<string, unknown>;
  for (const key of keysOf(value)) {
    const part = node[key];
    const bound = boundOf(source, key);
    if (typeof part === 'number' && bound !== undefined) check(part >= 0 && part <= bound, `${key} out of range`);
    else if (key !== 'source' && key !== 'head') visit(source, part, depth + 1, seen);
  }
  if (typeof node.from === 'number' && typeof node.to === 'number') check(node.from <= node.to, 'a range turned round');
  if (typeof node.start === 'number' && typeof node.end === 'number')
    check(node.start <= node.end, 'a span turned round');
}

function boundOf(source: SourceFile, key: string): number | undefined {
  if (key === 'from' || key === 'to' || key === 'token') return source.tokens.count;
  return key === 'start' || key === 'end' || key.toLowerCase().endsWith('offset') ? source.text.length : undefined;
}

function keysOf(value: object): string[] {
  const keys = Object.keys(value);
  for (
    let type = Object.getPrototypeOf(value);
    type !== null && type !== Object.prototype;
    type = Object.getPrototypeOf(type)
  ) {
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(type))) {
      if ((property as PropertyDescriptor).get !== undefined) keys.push(key);
    }
  }
  return keys;
}
