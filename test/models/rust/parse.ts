/** Short ways to parse in tests. */
import { parseSourceFile } from '../../../src/models/rust/parse.ts';
import type { Item, ItemKind, SourceFile, Span, Type } from '../../../src/models/rust/syntax.ts';

export function parse(text: string): SourceFile {
  return parseSourceFile('src/lib.rs', text);
}

/** The first item, which must be of the kind. */
export function item<K extends ItemKind>(kind: K, text: string): Extract<Item, { kind: K }> {
  const source = parse(text);
  const first = source.items[0];
  if (first?.kind !== kind) throw new Error(`expected ${kind}, found ${first?.kind}: ${JSON.stringify(source.errors)}`);
  return first as Extract<Item, { kind: K }>;
}

/** `kind name` of each item, nested ones in brackets. */
export function outline(items: readonly Item[]): string {
  return items
    .map((each) => {
      const inner = 'items' in each && each.items.length > 0 ? ` [${outline(each.items)}]` : '';
      return `${each.kind}${each.name && ` ${each.name}`}${inner}`;
    })
    .join(', ');
}

export function textAt(source: SourceFile, { start, end }: Span): string {
  return source.text.slice(start, end);
}

export function typeText(source: SourceFile, type: Type | undefined): string | undefined {
  return type && textAt(source, type.span);
}

/** `line:column message` of every error. */
export function errors(text: string): string[] {
  return parse(text).errors.map((error) => `${error.line}:${error.column} ${error.message}`);
}
