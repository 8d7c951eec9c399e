/** What the nodes of all items share. */
import { hasDocComment, parseInnerAttributes, parseOuterAttributes } from './attributes.ts';
import { Cursor, spanOf } from './cursor.ts';
import { type GenericParams, genericsOf, parseGenericParams, parseWhere } from './generics.ts';
import type * as Syntax from './syntax.ts';
import type { SourceFile, TokenRange } from './syntax.ts';
import { Punct } from './token.ts';

/** What the scanner knows of every item. */
export interface Head {
  readonly source: SourceFile;
  /** First token of the attributes, or of the item when there are none. */
  readonly from: number;
  /** Behind the attributes. */
  readonly tokens: TokenRange;
  /** Token of the name, or -1. */
  readonly nameAt: number;
  readonly name: string;
  readonly visibility: Syntax.Visibility;
  /** First token behind the visibility. */
  readonly keywordAt: number;
  /** Inside the braces, where the item has any. */
  readonly body: TokenRange | undefined;
}

/** One list for the many items without attributes. */
const none: readonly Syntax.Attribute[] = [];

export abstract class ItemNode {
  declare protected readonly head: Head;
  declare private attributeList: readonly Syntax.Attribute[] | undefined;

  constructor(head: Head) {
    this.head = head;
    this.attributeList = undefined;
  }

  get source(): SourceFile {
    return this.head.source;
  }

  get name(): string {
    return this.head.name;
  }

  get visibility(): Syntax.Visibility {
    return this.head.visibility;
  }

  get tokens(): TokenRange {
    return this.head.tokens;
  }

  get span() {
    return spanOf(this.source, this.tokens);
  }

  get nameOffset(): number {
    return this.source.tokens.start[this.head.nameAt < 0 ? this.head.tokens.from : this.head.nameAt]!;
  }

  get attributes(): readonly Syntax.Attribute[] {
    this.attributeList ??= this.parseAttributes();
    return this.attributeList;
  }

  get isPlain(): boolean {
    const { source, from, tokens, body } = this.head;
    return from === tokens.from && (body === undefined || source.tokens.kind[body.from] !== Punct.Hash);
  }

  get isDocumented(): boolean {
    const { source, from, body } = this.head;
    return hasDocComment(source, from, false) || (body !== undefined && hasDocComment(source, body.from, true));
  }

  private parseAttributes(): readonly Syntax.Attribute[] {
    const { source, from, body } = this.head;
    const outer = parseOuterAttributes(this.cursor(from));
    const all = body === undefined ? outer : parseInnerAttributes(new Cursor(source, body), outer);
    // What is pushed to has room for many more.
    return all.length === 0 ? none : all.slice();
  }

  /** From a token to the end of the item. */
  protected cursor(from: number): Cursor {
    return new Cursor(this.source, { from, to: this.head.tokens.to });
  }

  protected afterName(): Cursor {
    return this.cursor(this.head.nameAt + 1);
  }

  protected has(keyword: number): boolean {
    const { kind } = this.source.tokens;
    for (let at = this.head.keywordAt; at < this.head.nameAt; at++) if (kind[at] === keyword) return true;
    return false;
  }
}

/** An item with generics behind its name; `rest` is what stands between them and the where clause. */
export abstract class GenericItemNode<Rest> extends ItemNode {
  private parsed: { generics: Syntax.Generics; rest: Rest } | undefined;

  get generics(): Syntax.Generics {
    return this.parts.generics;
  }

  protected get parts() {
    this.parsed ??= this.parse();
    return this.parsed;
  }

  protected abstract parseRest(c: Cursor): Rest;

  protected start(): Cursor {
    return this.afterName();
  }

  protected parseParams(c: Cursor): GenericParams {
    return parseGenericParams(c);
  }

  private parse() {
    const c = this.start();
    const params = this.parseParams(c);
    // Either the parts come first and the where clause behind them (tuple structs, traits), or the other way round.
    const before = parseWhere(c);
    const rest = this.parseRest(c);
    const behind = parseWhere(c);
    return { generics: genericsOf(params, behind.length === 0 ? before : [...before, ...behind]), rest };
  }
}
