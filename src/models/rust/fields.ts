/** Fields and variants (Rust Reference: "Structs", "Enumerations", "Unions"). */
import { parseOuterAttributes } from './attributes.ts';
import type { Cursor } from './cursor.ts';
import type { Attribute, Field, FieldsForm, TokenRange, Variant } from './syntax.ts';
import { Punct } from './token.ts';
import { parseType } from './types.ts';
import { parseVisibility } from './visibility.ts';

/** `name: Type, …` inside braces. */
function parseNamedFields(c: Cursor): Field[] {
  return parseCommaList(c, (attributes, from) => {
    const visibility = parseVisibility(c);
    if (!c.isName() || c.kind(1) !== Punct.Colon) return undefined;
    const nameOffset = c.offset();
    const name = c.takeName();
    c.take(Punct.Colon);
    const type = parseType(c);
    return { attributes, visibility, name, nameOffset, type, span: c.spanFrom(from), tokens: c.rangeFrom(from) };
  });
}

/** `Type, …` inside parentheses. */
function parseTupleFields(c: Cursor): Field[] {
  let index = 0;
  return parseCommaList(c, (attributes, from) => {
    const visibility = parseVisibility(c);
    const nameOffset = c.offset();
    const type = parseType(c);
    const name = String(index++);
    return { attributes, visibility, name, nameOffset, type, span: c.spanFrom(from), tokens: c.rangeFrom(from) };
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
