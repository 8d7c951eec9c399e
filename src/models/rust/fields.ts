/** Fields and variants (Rust Reference: "Structs", "Enumerations", "Unions"). */
import { hasDocComment, parseOuterAttributes } from './attributes.ts';
import { Cursor, spanOf } from './cursor.ts';
import type {
  Attribute,
  Field,
  FieldsForm,
  SourceFile,
  Span,
  TokenRange,
  Type,
  Variant,
  Visibility,
} from './syntax.ts';
import { Punct } from './token.ts';
import { parseType } from './types.ts';
import { parseVisibility } from './visibility.ts';

/** An element of a list in braces or parentheses; its attributes are read when first asked for. */
abstract class ElementNode {
  declare readonly tokens: TokenRange;
  declare protected readonly source: SourceFile;
  declare private readonly attributesAt: number;
  declare private attributeList: readonly Attribute[] | undefined;

  /** @param attributesAt first token of the attributes, or of the element when there are none */
  constructor(source: SourceFile, attributesAt: number, tokens: TokenRange) {
    this.source = source;
    this.attributesAt = attributesAt;
    this.tokens = tokens;
    this.attributeList = undefined;
  }

  get attributes(): readonly Attribute[] {
    const { source, attributesAt: from } = this;
    this.attributeList ??= parseOuterAttributes(new Cursor(source, { from, to: this.tokens.from }));
    return this.attributeList;
  }

  get isPlain(): boolean {
    return this.attributesAt === this.tokens.from;
  }

  get isDocumented(): boolean {
    return hasDocComment(this.source, this.attributesAt, false);
  }

  get span(): Span {
    return spanOf(this.source, this.tokens);
  }
}

/** A field; its type is read when first asked for. */
class FieldNode extends ElementNode implements Field {
  declare readonly visibility: Visibility;
  declare readonly name: string;
  declare readonly nameOffset: number;
  declare private readonly typeAt: number;
  declare private parsed: Type | undefined;

  /** The cursor stands behind the type. */
  constructor(
    c: Cursor,
    start: ElementStart,
    visibility: Visibility,
    name: string,
    nameOffset: number,
    typeAt: number,
  ) {
    super(c.source, start.attributesAt, c.rangeFrom(start.from));
    this.visibility = visibility;
    this.name = name;
    this.nameOffset = nameOffset;
    this.typeAt = typeAt;
    this.parsed = undefined;
  }

  get type(): Type {
    this.parsed ??= parseType(new Cursor(this.source, { from: this.typeAt, to: this.tokens.to }));
    return this.parsed;
  }
}

class VariantNode extends ElementNode implements Variant {
  readonly name: string;
  readonly nameOffset: number;
  readonly form: FieldsForm;
  readonly fields: readonly Field[];
  readonly discriminant: TokenRange | undefined;

  /** The cursor stands at the name, and is moved behind the variant. */
  constructor(c: Cursor, { attributesAt, from }: ElementStart) {
    const nameOffset = c.offset();
    const name = c.takeName();
    const { form, fields } = parseFields(c);
    const discriminant = c.take(Punct.Equal) ? toComma(c) : undefined;
    super(c.source, attributesAt, c.rangeFrom(from));
    this.name = name;
    this.nameOffset = nameOffset;
    this.form = form;
    this.fields = fields;
    this.discriminant = discriminant;
  }
}

interface ElementStart {
  readonly attributesAt: number;
  /** First token behind the attributes. */
  readonly from: number;
}

/** Moves behind a type without reading it: to the comma or the `=` of a default outside of any bracket, `<…>` among them. */
export function passType(c: Cursor): void {
  let angles = 0;
  for (; !c.done; c.skip()) {
    const kind = c.kind();
    if (kind === Punct.Less) angles++;
    else if (kind === Punct.Greater && angles > 0 && !isArrow(c)) angles--;
    else if (angles === 0 && (kind === Punct.Comma || kind === Punct.Equal)) return;
  }
}

/** Whether the `>` at the cursor is that of `->`. */
function isArrow(c: Cursor): boolean {
  return c.kind(-1) === Punct.Minus && c.isJoined(c.at - 1);
}

/** `name: Type, …` inside braces. */
function parseNamedFields(c: Cursor): Field[] {
  return parseCommaList(c, (start) => {
    const visibility = parseVisibility(c);
    if (!c.isName() || c.kind(1) !== Punct.Colon) return undefined;
    const nameOffset = c.offset();
    const name = c.takeName();
    c.take(Punct.Colon);
    const typeAt = c.at;
    passType(c);
    return new FieldNode(c, start, visibility, name, nameOffset, typeAt);
  });
}

/** `Type, …` inside parentheses. */
function parseTupleFields(c: Cursor): Field[] {
  let index = 0;
  return parseCommaList(c, (start) => {
    const visibility = parseVisibility(c);
    const nameOffset = c.offset();
    const typeAt = c.at;
    passType(c);
    return new FieldNode(c, start, visibility, String(index++), nameOffset, typeAt);
  });
}

/** Variants inside the braces of an enum. */
export function parseVariants(c: Cursor): Variant[] {
  return parseCommaList(c, (start) => {
    parseVisibility(c); // accepted by the parser, refused later
    return c.isName() ? new VariantNode(c, start) : undefined;
  });
}

/** The fields at the cursor, whichever their form. */
export function parseFields(c: Cursor): { form: FieldsForm; fields: Field[] } {
  if (c.is(Punct.OpenBrace)) return { form: 'named', fields: parseNamedFields(c.inside(c.takeGroup())) };
  if (c.is(Punct.OpenParen)) return { form: 'tuple', fields: parseTupleFields(c.inside(c.takeGroup())) };
  return { form: 'unit', fields: [] };
}

function toComma(c: Cursor): TokenRange {
  const from = c.at;
  c.skipToComma();
  return c.rangeFrom(from);
}

/** Elements between commas, each with its attributes; an element that is not understood is left out, those behind it are not. */
function parseCommaList<T>(c: Cursor, parse: (start: ElementStart) => T | undefined): T[] {
  const list: T[] = [];
  while (!c.done) {
    const attributesAt = c.at;
    while (c.is(Punct.Hash) && c.kind(1) === Punct.OpenBracket) {
      c.at++;
      c.takeGroup();
    }
    if (c.done) break;
    const element = parse({ attributesAt, from: c.at });
    if (element !== undefined) list.push(element);
    c.skipToComma();
    c.take(Punct.Comma);
  }
  return list;
}
