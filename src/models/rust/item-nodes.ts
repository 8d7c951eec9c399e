/** Items as the scanner leaves them: it notes where their parts stand; each part is read when first asked for, and kept. */
import { Cursor } from './cursor.ts';
import { parseFields, parseVariants, passType } from './fields.ts';
import { type FunctionHeader, parseFunctionHeader } from './functions.ts';
import { type GenericParams, noParams, opensGenerics, parseGenericParams } from './generics.ts';
import { GenericItemNode, type Head, ItemNode } from './item-node.ts';
import { stringValue } from './literals.ts';
import { parsePath } from './paths.ts';
import type * as Syntax from './syntax.ts';
import type { TokenRange } from './syntax.ts';
import { Keyword, Punct } from './token.ts';
import { parseBounds, parseType } from './types.ts';
import { parseUseNames } from './use-declarations.ts';

export class ModuleNode extends ItemNode implements Syntax.ModuleItem {
  readonly kind = 'module';
  private inside: readonly Syntax.Item[] | (() => readonly Syntax.Item[]);

  /** @param inside its items, or what reads them when they are first asked for */
  constructor(head: Head, inside: readonly Syntax.Item[] | (() => readonly Syntax.Item[])) {
    super(head);
    this.inside = inside;
  }

  get items(): readonly Syntax.Item[] {
    if (typeof this.inside === 'function') this.inside = this.inside();
    return this.inside;
  }

  get inline(): boolean {
    return this.head.body !== undefined;
  }
}

export class FunctionNode extends ItemNode implements Syntax.FunctionItem {
  readonly kind = 'function';
  private parsed: FunctionHeader | undefined;

  private get header(): FunctionHeader {
    this.parsed ??= parseFunctionHeader(this.cursor(this.head.keywordAt));
    return this.parsed;
  }

  get body() {
    return this.head.body;
  }

  get generics() {
    return this.header.generics;
  }

  get signature() {
    return this.header.signature;
  }
}

interface Fields {
  readonly form: Syntax.FieldsForm;
  readonly fields: readonly Syntax.Field[];
}

export class StructNode extends GenericItemNode<Fields> implements Syntax.StructItem {
  readonly kind = 'struct';

  get form() {
    return this.parts.rest.form;
  }

  get fields() {
    return this.parts.rest.fields;
  }

  protected parseRest(c: Cursor): Fields {
    return parseFields(c);
  }
}

export class UnionNode extends GenericItemNode<Fields> implements Syntax.UnionItem {
  readonly kind = 'union';
  readonly form = 'named';

  get fields() {
    return this.parts.rest.fields;
  }

  protected parseRest(c: Cursor): Fields {
    return parseFields(c);
  }
}

export class EnumNode extends GenericItemNode<readonly Syntax.Variant[]> implements Syntax.EnumItem {
  readonly kind = 'enum';

  get variants() {
    return this.parts.rest;
  }

  protected parseRest(c: Cursor): readonly Syntax.Variant[] {
    return c.is(Punct.OpenBrace) ? parseVariants(c.inside(c.takeGroup())) : [];
  }
}

export class TraitNode extends GenericItemNode<readonly Syntax.Bound[]> implements Syntax.TraitItem {
  readonly kind = 'trait';
  readonly items: readonly Syntax.AssociatedItem[];

  constructor(head: Head, items: readonly Syntax.Item[]) {
    super(head);
    this.items = items.filter(isAssociated);
  }

  get unsafe() {
    return this.has(Keyword.unsafe);
  }

  get auto() {
    return this.source.tokenText(this.head.nameAt - 2) === 'auto' && this.head.nameAt - 2 >= this.head.keywordAt;
  }

  get supertraits() {
    return this.parts.rest;
  }

  protected parseRest(c: Cursor): readonly Syntax.Bound[] {
    return c.take(Punct.Colon) ? parseBounds(c) : [];
  }
}

export class TraitAliasNode extends GenericItemNode<readonly Syntax.Bound[]> implements Syntax.TraitAliasItem {
  readonly kind = 'trait-alias';

  get bounds() {
    return this.parts.rest;
  }

  protected parseRest(c: Cursor): readonly Syntax.Bound[] {
    return c.take(Punct.Equal) ? parseBounds(c) : [];
  }
}

interface ImplHeader {
  readonly negative: boolean;
  readonly trait: Syntax.Path | undefined;
  readonly selfType: Syntax.Type;
}

export class ImplNode extends GenericItemNode<ImplHeader> implements Syntax.ImplItem {
  readonly kind = 'impl';
  readonly items: readonly Syntax.AssociatedItem[];
  /** Token `impl`. */
  private readonly implAt: number;

  constructor(head: Head, implAt: number, items: readonly Syntax.Item[]) {
    super(head);
    this.implAt = implAt;
    this.items = items.filter(isAssociated);
  }

  get unsafe() {
    return this.source.tokens.kind[this.implAt - 1] === Keyword.unsafe && this.implAt > this.head.keywordAt;
  }

  get negative() {
    return this.parts.rest.negative;
  }

  get trait() {
    return this.parts.rest.trait;
  }

  get selfType() {
    return this.parts.rest.selfType;
  }

  protected override start(): Cursor {
    return this.cursor(this.implAt + 1);
  }

  /** The `<` of `impl <T as Trait>::Name {}` begins no generics, and is left to the type. */
  protected override parseParams(c: Cursor): GenericParams {
    return opensGenerics(c) ? parseGenericParams(c) : noParams;
  }

  protected parseRest(c: Cursor): ImplHeader {
    c.take(Keyword.const);
    const negative = c.take(Punct.Bang);
    c.take(Punct.Question);
    const first = parseType(c);
    if (!c.take(Keyword.for)) return { negative, trait: undefined, selfType: first };
    const trait = first.kind === 'path' ? first.path : undefined;
    return { negative, trait, selfType: parseType(c) };
  }
}

interface Alias {
  readonly bounds: readonly Syntax.Bound[];
  readonly type: Syntax.Type | undefined;
}

export class TypeAliasNode extends GenericItemNode<Alias> implements Syntax.TypeAliasItem {
  readonly kind = 'type-alias';

  get bounds() {
    return this.parts.rest.bounds;
  }

  get type() {
    return this.parts.rest.type;
  }

  protected parseRest(c: Cursor): Alias {
    const bounds = c.take(Punct.Colon) ? parseBounds(c) : [];
    return { bounds, type: c.take(Punct.Equal) ? parseType(c) : undefined };
  }
}

/** `: Type`, where there is one. */
function parseTypeOf(c: Cursor): Syntax.Type | undefined {
  return c.take(Punct.Colon) ? parseType(c) : undefined;
}

/** What stands behind the `=`, up to the `;`; the type before it is not read for that. */
function findValue(c: Cursor): TokenRange | undefined {
  passType(c);
  if (!c.take(Punct.Equal)) return undefined;
  const from = c.at;
  while (!c.done && !c.is(Punct.Semi)) c.skip();
  return c.rangeFrom(from);
}

export class ConstantNode extends GenericItemNode<Syntax.Type | undefined> implements Syntax.ConstantItem {
  readonly kind = 'constant';

  get type() {
    return this.parts.rest;
  }

  get value() {
    return findValue(this.afterName());
  }

  protected parseRest(c: Cursor): Syntax.Type | undefined {
    return parseTypeOf(c);
  }
}

export class StaticNode extends ItemNode implements Syntax.StaticItem {
  readonly kind = 'static';
  private parsed: Syntax.Type | undefined;

  get mutable() {
    return this.has(Keyword.mut);
  }

  get unsafe() {
    return this.has(Keyword.unsafe);
  }

  get type() {
    this.parsed ??= parseTypeOf(this.afterName());
    return this.parsed;
  }

  get value() {
    return findValue(this.afterName());
  }
}

export class UseNode extends ItemNode implements Syntax.UseItem {
  readonly kind = 'use';
  private parsed: Syntax.UseName[] | undefined;

  get names(): readonly Syntax.UseName[] {
    this.parsed ??= this.parse();
    return this.parsed;
  }

  private parse(): Syntax.UseName[] {
    const range = { from: this.head.keywordAt + 1, to: this.head.tokens.to };
    if (this.source.tokens.kind[range.to - 1] === Punct.Semi) range.to--;
    return parseUseNames(new Cursor(this.source, range));
  }
}

export class ExternCrateNode extends ItemNode implements Syntax.ExternCrateItem {
  readonly kind = 'extern-crate';
  readonly crate: string;

  constructor(head: Head, crate: string) {
    super(head);
    this.crate = crate;
  }
}

export class ExternBlockNode extends ItemNode implements Syntax.ExternBlockItem {
  readonly kind = 'extern-block';
  readonly items: readonly Syntax.Item[];

  constructor(head: Head, items: readonly Syntax.Item[]) {
    super(head);
    this.items = items;
  }

  get unsafe() {
    return this.source.tokens.kind[this.head.keywordAt] === Keyword.unsafe;
  }

  get abi() {
    const at = this.head.keywordAt + (this.unsafe ? 2 : 1);
    return stringValue(this.source, at);
  }
}

/** `macro_rules! name { … }` or `macro name { … }`. */
export class MacroDefinitionNode extends ItemNode {
  readonly kind: 'macro-rules' | 'macro';
  readonly body: TokenRange;

  constructor(head: Head, kind: 'macro-rules' | 'macro', body: TokenRange) {
    super(head);
    this.kind = kind;
    this.body = body;
  }
}

export class MacroCallNode extends ItemNode implements Syntax.MacroCallItem {
  readonly kind = 'macro-call';
  readonly body: TokenRange;
  readonly delimiter: '{' | '(' | '[';

  constructor(head: Head, body: TokenRange, delimiter: '{' | '(' | '[') {
    super(head);
    this.body = body;
    this.delimiter = delimiter;
  }

  get path(): string {
    const { leadingColons, segments } = parsePath(this.cursor(this.head.keywordAt), 'simple');
    return (leadingColons ? '::' : '') + segments.map((segment) => segment.name).join('::');
  }
}

function isAssociated(item: Syntax.Item): item is Syntax.AssociatedItem {
  return (
    item.kind === 'function' || item.kind === 'type-alias' || item.kind === 'constant' || item.kind === 'macro-call'
  );
}
