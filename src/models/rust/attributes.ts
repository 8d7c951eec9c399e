/** Attributes and documentation (Rust Reference: "Attributes", "Doc comments"; "Conditional compilation" is in cfg.ts). */

import { addsAttributes, cfgOf } from './cfg.ts';
import { macroText } from './concat.ts';
import { Cursor, deepestNesting, spanOf } from './cursor.ts';
import { stringValue } from './literals.ts';
import { parsePathText } from './paths.ts';
import type { Attribute, Doc, Meta, MetaValue, SourceFile, TokenRange } from './syntax.ts';
import { commentKinds, Kind, Punct } from './token.ts';

/** Attributes and doc comments before the next token; moves the cursor behind them. */
export function parseOuterAttributes(c: Cursor): Attribute[] {
  const found: Attribute[] = [];
  addDocComments(c.source, c.at, false, found);
  while (c.is(Punct.Hash) && c.kind(1) === Punct.OpenBracket) {
    const from = c.at;
    c.at++;
    found.push(parseAttribute(c, from, false));
    addDocComments(c.source, c.at, false, found);
  }
  return found;
}

/** `#![…]` and `//!` at the cursor, which stands at the beginning of a file or body; moves behind them. @param found added to */
export function parseInnerAttributes(c: Cursor, found: Attribute[] = []): Attribute[] {
  addDocComments(c.source, c.at, true, found);
  while (startsInnerAttribute(c)) {
    const from = c.at;
    c.at += 2;
    found.push(parseAttribute(c, from, true));
    addDocComments(c.source, c.at, true, found);
  }
  return found;
}

export function startsInnerAttribute(c: Cursor): boolean {
  return c.is(Punct.Hash) && c.kind(1) === Punct.Bang && c.kind(2) === Punct.OpenBracket;
}

/** The cursor stands at `[`; `from` is the `#`. */
function parseAttribute(c: Cursor, from: number, inner: boolean): Attribute {
  let inside = c.inside(c.takeGroup());
  const span = c.spanFrom(from);
  const isUnsafe = inside.text() === 'unsafe' && inside.kind(1) === Punct.OpenParen;
  if (isUnsafe) {
    inside.at++;
    inside = inside.inside(inside.takeGroup());
  }
  return new MetaAttribute(inside, span, inner, isUnsafe);
}

/** Doc comments standing directly before a token. */
function addDocComments(source: SourceFile, token: number, inner: boolean, found: Attribute[]): void {
  const { before, count, kind } = source.comments;
  for (let at = firstCommentBefore(source, token); at < count && before[at] === token; at++) {
    const isInner = kind[at] === 3 || kind[at] === 5;
    if (kind[at]! > 1 && isInner === inner) found.push(new DocComment(source, at, token, inner));
  }
}

/** Whether doc comments stand directly before a token. */
export function hasDocComment(source: SourceFile, token: number, inner: boolean): boolean {
  const { before, count, kind } = source.comments;
  for (let at = firstCommentBefore(source, token); at < count && before[at] === token; at++)
    if (kind[at]! > 1 && (kind[at] === 3 || kind[at] === 5) === inner) return true;
  return false;
}

/** Index of the first comment between this token and the one before it; where there is none, of a later comment. */
export function firstCommentBefore(source: SourceFile, token: number): number {
  const { before, count } = source.comments;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before[middle]! < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

const none: readonly never[] = [];
const outerBlockDoc = commentKinds.indexOf('outer-block-doc');

/** What is the same in every doc comment: in the class's prototype, since there are very many of them. */
const ofEveryDocComment = {
  path: 'doc',
  args: undefined,
  list: none,
  literal: undefined,
  unsafe: false,
  cfg: undefined,
  conditional: none,
} as const;

/** A doc comment as the attribute it stands for. */
class DocComment implements Attribute {
  declare readonly path: 'doc';
  declare readonly args: undefined;
  declare readonly list: readonly never[];
  declare readonly literal: undefined;
  declare readonly unsafe: false;
  declare readonly cfg: undefined;
  declare readonly conditional: readonly never[];
  readonly source: SourceFile;
  readonly inner: boolean;
  private readonly comment: number;
  /** The token it stands before. */
  private readonly token: number;

  constructor(source: SourceFile, comment: number, token: number, inner: boolean) {
    this.source = source;
    this.comment = comment;
    this.token = token;
    this.inner = inner;
  }

  get span() {
    const { start, end } = this.source.comments;
    return { start: start[this.comment]!, end: end[this.comment]! };
  }

  get tokens() {
    return { from: this.token, to: this.token };
  }

  get value(): MetaValue {
    return { tokens: this.tokens, string: this.doc.text, macro: undefined };
  }

  get doc(): Doc {
    const { span } = this;
    const form = this.source.comments.kind[this.comment]! < outerBlockDoc ? 'line' : 'block';
    const written = this.source.text.slice(span.start + 3, span.end);
    const line = written.endsWith('\r') ? written.slice(0, -1) : written;
    return { form, text: form === 'line' ? line : blockDocText(written.slice(0, -2)), include: undefined, span };
  }
}

Object.assign(DocComment.prototype, ofEveryDocComment);

/** Whether an attribute documents what it is on: `doc` tells it too, and reads the text. */
export function isDocumentation(attribute: Attribute): boolean {
  return attribute instanceof DocComment || attribute.doc !== undefined;
}

/** Block doc comments may be drawn with a star at the head of each line, which is not text (as rustc's `beautify_doc_string`). */
function blockDocText(written: string): string {
  const lines = written.replaceAll('\r\n', '\n').split('\n');
  if (lines.length === 1) return written;
  if (/^\**$/.test(lines[0]!)) lines.shift();
  if (lines.length > 0 && /^\s*\**$/.test(lines.at(-1)!)) lines.pop();
  const starred = lines.filter((line, at) => at > 0 || line.trimStart().startsWith('*'));
  const drawn = starred.length > 0 && starred.every((line) => line.trim() === '' || line.trimStart().startsWith('*'));
  return lines.map((line) => (drawn ? line.replace(/^\s*\*/, '') : line)).join('\n');
}

/** What stands inside `#[…]` or between the commas of a list; parts are read when asked for. */
class MetaNode implements Meta {
  readonly source: SourceFile;
  readonly path: string;
  readonly span: Attribute['span'];
  readonly tokens: TokenRange;
  readonly args: TokenRange | undefined;
  readonly value: MetaValue | undefined;
  readonly literal: string | undefined;
  protected readonly depth: number;
  private parts: Meta[] | undefined;

  constructor(c: Cursor, span: Attribute['span'] | undefined) {
    this.source = c.source;
    this.depth = c.depth + 1;
    this.tokens = { from: c.at, to: c.to };
    this.span = span ?? spanOf(c.source, this.tokens);
    this.literal = c.to === c.at + 1 ? stringValue(c.source, c.at) : undefined;
    const path = parsePathText(c);
    const opens = c.is(Punct.OpenParen) || c.is(Punct.OpenBracket) || c.is(Punct.OpenBrace);
    this.args = opens ? c.takeGroup() : undefined;
    this.value = this.args === undefined && c.take(Punct.Equal) ? parseMetaValue(c) : undefined;
    this.path = c.done || this.value !== undefined ? path : '';
  }

  get list(): readonly Meta[] {
    if (this.args === undefined || this.depth > deepestNesting) return [];
    this.parts ??= splitAtCommas(this.source, this.args, this.depth).map((c) => new MetaNode(c, undefined));
    return this.parts;
  }
}

/** All of a cursor's tokens as one meta item. */
export function parseMeta(c: Cursor): Meta {
  return new MetaNode(c, undefined);
}

class MetaAttribute extends MetaNode implements Attribute {
  readonly inner: boolean;
  readonly unsafe: boolean;
  private added: Attribute[] | undefined;

  constructor(c: Cursor, span: Attribute['span'], inner: boolean, isUnsafe: boolean) {
    super(c, span);
    this.inner = inner;
    this.unsafe = isUnsafe;
  }

  get doc(): Doc | undefined {
    if (this.path !== 'doc' || this.value === undefined) return undefined;
    const { string, macro } = this.value;
    const include = macro?.path === 'include_str' ? macro.string : undefined;
    const text = macro === undefined ? string : macroText(macro.path, this.source, macro.args);
    return { form: 'attribute', text, include, span: this.span };
  }

  get cfg() {
    return cfgOf(this);
  }

  get conditional(): readonly Attribute[] {
    if (!addsAttributes(this.path) || this.args === undefined || this.depth > deepestNesting) return [];
    this.added ??= splitAtCommas(this.source, this.args, this.depth)
      .slice(1)
      .map((c) => conditionalAttribute(c, this.inner));
    return this.added;
  }
}

function conditionalAttribute(c: Cursor, inner: boolean): Attribute {
  const span = spanOf(c.source, { from: c.at, to: c.to });
  const isUnsafe = c.text() === 'unsafe' && c.kind(1) === Punct.OpenParen;
  if (!isUnsafe) return new MetaAttribute(c, span, inner, false);
  c.at++;
  return new MetaAttribute(c.inside(c.takeGroup()), span, inner, true);
}

/** One cursor for each comma-separated part of a range; a trailing comma makes no part. */
function splitAtCommas(source: SourceFile, range: TokenRange, depth = 0): Cursor[] {
  const parts: Cursor[] = [];
  const c = new Cursor(source, range);
  while (!c.done) {
    const from = c.at;
    c.skipToComma();
    parts.push(new Cursor(source, c.rangeFrom(from), depth));
    c.take(Punct.Comma);
  }
  return parts;
}

function parseMetaValue(c: Cursor): MetaValue {
  const tokens = { from: c.at, to: c.to };
  const string = c.to === c.at + 1 ? stringValue(c.source, c.at) : undefined;
  return { tokens, string, macro: string === undefined ? parseMacroValue(c) : undefined };
}

function parseMacroValue(c: Cursor): MetaValue['macro'] {
  const path = parsePathText(c);
  if (path === '' || !c.take(Punct.Bang) || c.kind() === Kind.End) return undefined;
  const args = c.takeGroup();
  const string = args.to === args.from + 1 ? stringValue(c.source, args.from) : undefined;
  return { path, args, string };
}
