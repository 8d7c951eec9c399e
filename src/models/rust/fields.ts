/** Fields and variants (Rust Reference: "Structs", "Enumerations", "Unions"). */
import { parseOuterAttributes } from './attributes.ts';
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

/** A field; its type is read when first asked for. */
class FieldNode implements Field {
  readonly attributes: readonly Attribute[];
  readonly visibility: Visibility;
  readonly name: string;
  readonly nameOffset: number;
  readonly tokens: TokenRange;
  private readonly source: SourceFile;
  private readonly typeAt: number;
  private parsed: Type | undefined;

  /** The cursor stands at the type, which it is moved behind. @param from first token behind the attributes */
  constructor(c: Cursor, from: number, name: string, nameOffset: number, head: FieldHead) {
    this.attributes = head.attributes;
    this.visibility = head.visibility;
    this.name = name;
    this.nameOffset = nameOffset;
    this.source = c.source;
    this.typeAt = c.at;
    this.parsed = undefined;
    passType(c);
    this.tokens = { from, to: c.at };
  }

  get type(): Type {
    this.parsed ??= parseType(new Cursor(this.source, { from: this.typeAt, to: this.tokens.to }));
    return this.parsed;
  }

  get span(): Span {
    return spanOf(this.source, this.tokens);
  }
}

type FieldHead = Pick<Field, 'attributes' | 'visibility'>;

/** Moves behind a type without reading it: to the comma or the `=` of a default outside of any bracket, `<…>` among them. */
function passType(c: Cursor): void {
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
  return parseCommaList(c, (attributes, from) => {
    const visibility = parseVisibility(c);
    if (!c.isName() || c.kind(1) !== Punct.Colon) return undefined;
    const nameOffset = c.offset();
    const name = c.takeName();
    c.take(Punct.Colon);
    return new FieldNode(c, from, name, nameOffset, { attributes, visibility });
  });
}

/** `Type, …` inside parentheses. */
function parseTupleFields(c: Cursor): Field[] {
  let index = 0;
  return parseCommaList(c, (attributes, from) => {
    const visibility = parseVisibility(c);
    return new FieldNode(c, from, String(index++), c.offset(), { attributes, visibility });
  });
}

/** Variants inside the braces of an enum. */
export function parseVariants(c: Cursor): Variant[] {
  return parseCommaList(c, (attributes, from) => {
    parseVisibility(c); // accepted by the parser, refused later
    if (!c.isName()) return undefined;
    const nameOffset = c.offset();
    const name = c.takeName();
    const { form, fields } = parseFields(c);
    const discriminant = c.take(Punct.Equal) ? toComma(c) : undefined;
    const span = c.spanFrom(from);
    return { attributes, name, nameOffset, form, fields, discriminant, span, tokens: c.rangeFrom(from) };
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
function parseCommaList<T>(c: Cursor, parse: (attributes: Attribute[], from: number) => T | undefined): T[] {
  const list: T[] = [];
  while (!c.done) {
    const attributes = parseOuterAttributes(c);
    if (c.done) break;
    const element = parse(attributes, c.at);
    if (element !== undefined) list.push(element);
    c.skipToComma();
    c.take(Punct.Comma);
  }
  return list;
}
