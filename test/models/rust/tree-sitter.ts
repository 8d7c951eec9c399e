/** Our items and tree-sitter's as comparable lines, for the differential test and its bench. */
import type { Node } from 'web-tree-sitter';
import type { Field, Item, ItemKind, SourceFile, UseName, Variant } from '../../../src/models/rust/syntax.ts';

/** One line for each item, field, variant and imported name, in source order: kind, name, start, end, parts of the header. */
export function describeOurs(source: SourceFile): string[] {
  const lines: string[] = [];
  for (const item of source.items) describeItem(item, lines);
  return lines;
}

function describeItem(item: Item, lines: string[]): void {
  const { start, end } = item.span;
  lines.push(`${item.kind} ${item.name} ${start}..${end}${headerOf(item)}`);
  if (item.kind === 'use') lines.push(...item.names.map(describeUse));
  if (item.kind === 'struct' || item.kind === 'union') lines.push(...item.fields.map(describeField(item.source)));
  if (item.kind === 'enum') for (const variant of item.variants) describeVariant(item.source, variant, lines);
  if ('items' in item) for (const inner of item.items) describeItem(inner, lines);
}

const spaceless = (text: string | undefined) => (text ?? '-').replace(/\s+/g, '');

function slice(source: SourceFile, part: { readonly span: { start: number; end: number } } | undefined): string {
  return spaceless(part && source.text.slice(part.span.start, part.span.end));
}

function headerOf(item: Item): string {
  const { source } = item;
  if (item.kind === 'function') {
    const { self, params, output } = item.signature;
    const all = [...(self === undefined ? [] : [self]), ...params].map((param) => slice(source, param));
    return ` (${all.join('|')}) ${slice(source, output)} ${item.generics.params.map((p) => p.name)} ${item.generics.where.length}`;
  }
  if (item.kind === 'impl') {
    return ` ${slice(source, item.trait)} ${slice(source, item.selfType)} ${item.generics.params.map((p) => p.name)} ${item.generics.where.length}`;
  }
  if (item.kind === 'constant' || item.kind === 'static' || item.kind === 'type-alias')
    return ` ${slice(source, item.type)}`;
  return '';
}

function describeUse(use: UseName): string {
  const path = `${use.leadingColons ? '::' : ''}${use.path.join('::')}`;
  return `  use ${path}${use.glob ? '::*' : ` as ${use.name}`}${use.self ? ' self' : ''}`;
}

function describeField(source: SourceFile): (field: Field) => string {
  return (field) => `  field ${field.name} ${slice(source, field.type)}`;
}

function describeVariant(source: SourceFile, variant: Variant, lines: string[]): void {
  lines.push(`  variant ${variant.name} ${variant.span.start}..${variant.span.end}`);
  lines.push(...variant.fields.map(describeField(source)));
}

// ---- tree-sitter ----------------------------------------------------------------------------------------------------

const kinds: Readonly<Record<string, ItemKind>> = {
  mod_item: 'module',
  function_item: 'function',
  function_signature_item: 'function',
  struct_item: 'struct',
  union_item: 'union',
  enum_item: 'enum',
  trait_item: 'trait',
  impl_item: 'impl',
  type_item: 'type-alias',
  associated_type: 'type-alias',
  const_item: 'constant',
  static_item: 'static',
  use_declaration: 'use',
  extern_crate_declaration: 'extern-crate',
  macro_definition: 'macro-rules',
  macro_invocation: 'macro-call',
  foreign_mod_item: 'extern-block',
};

export function describeTheirs(root: Node, text: string): string[] {
  const lines: string[] = [];
  describeChildren(root, text, lines);
  return lines;
}

function describeChildren(node: Node, text: string, lines: string[]): void {
  for (const child of node.namedChildren) {
    const inner = child.type === 'expression_statement' ? child.namedChild(0) : child;
    if (inner !== null && kinds[inner.type] !== undefined) describeNode(inner, child, text, lines);
  }
}

/** @param outer the statement around a macro call, which has the `;` */
function describeNode(node: Node, outer: Node, text: string, lines: string[]): void {
  const kind = kinds[node.type]!;
  const end = node.type === 'macro_invocation' ? endOfMacro(outer, text) : node.endIndex;
  lines.push(`${kind} ${nodeName(node, kind)} ${node.startIndex}..${end}${nodeHeader(node, kind)}`);
  const body = node.childForFieldName('body');
  if (kind === 'use') lines.push(...namesOfUse(node.childForFieldName('argument'), []));
  if (kind === 'struct' || kind === 'union') describeFields(body, lines);
  if (kind === 'enum') describeVariants(body, lines);
  if (body !== null && ['module', 'trait', 'impl', 'extern-block'].includes(kind)) describeChildren(body, text, lines);
}

/** A `;` behind the call is a statement of its own where the grammar sees a declaration list. */
function endOfMacro(outer: Node, text: string): number {
  if (text[outer.endIndex - 1] === ';' || text[outer.endIndex - 1] === '}') return outer.endIndex;
  const semi = text.indexOf(';', outer.endIndex);
  return semi < 0 ? outer.endIndex : semi + 1;
}

function nodeName(node: Node, kind: ItemKind): string {
  if (kind === 'macro-call' || kind === 'impl' || kind === 'use' || kind === 'extern-block') return '';
  const name = node.childForFieldName(kind === 'extern-crate' && node.childForFieldName('alias') ? 'alias' : 'name');
  return (name?.text ?? '').replace(/^r#/, '');
}

function nodeHeader(node: Node, kind: ItemKind): string {
  const field = (name: string) => spaceless(node.childForFieldName(name)?.text);
  const generics = () => {
    const where = node.namedChildren.find((child) => child?.type === 'where_clause');
    const predicates = where?.namedChildren.filter((child) => child?.type === 'where_predicate').length ?? 0;
    return `${namesOfParams(node.childForFieldName('type_parameters'))} ${predicates}`;
  };
  if (kind === 'function') {
    const params = (node.childForFieldName('parameters')?.namedChildren ?? []).filter((p) => !isTrivia(p));
    return ` (${params.map((p) => spaceless(p?.text)).join('|')}) ${field('return_type')} ${generics()}`;
  }
  if (kind === 'impl') return ` ${field('trait')} ${field('type')} ${generics()}`;
  if (kind === 'constant' || kind === 'static' || kind === 'type-alias') return ` ${field('type')}`;
  return '';
}

function isTrivia(node: Node | null): boolean {
  return node === null || node.type === 'attribute_item' || node.type.endsWith('comment');
}

function namesOfParams(params: Node | null): string {
  const names = (params?.namedChildren ?? []).filter((p) => !isTrivia(p)).map((p) => paramName(p!));
  return names.join(',');
}

function paramName(param: Node): string {
  if (param.type === 'lifetime' || param.type === 'type_identifier') return param.text;
  return (param.childForFieldName('name') ?? param.childForFieldName('left') ?? param.namedChild(0))?.text ?? '';
}

function describeFields(body: Node | null, lines: string[]): void {
  if (body === null) return;
  if (body.type === 'ordered_field_declaration_list') {
    const types = body.childrenForFieldName('type');
    lines.push(...types.map((type, index) => `  field ${index} ${spaceless(type?.text)}`));
    return;
  }
  for (const field of body.namedChildren) {
    if (field?.type !== 'field_declaration') continue;
    const name = field.childForFieldName('name')?.text.replace(/^r#/, '');
    lines.push(`  field ${name} ${spaceless(field.childForFieldName('type')?.text)}`);
  }
}

function describeVariants(body: Node | null, lines: string[]): void {
  for (const variant of body?.namedChildren ?? []) {
    if (variant?.type !== 'enum_variant') continue;
    const name = variant.childForFieldName('name')?.text.replace(/^r#/, '');
    lines.push(`  variant ${name} ${variant.startIndex}..${variant.endIndex}`);
    describeFields(variant.childForFieldName('body'), lines);
  }
}

/** Leaves of a use tree. @param prefix segments before it, '' standing for a leading `::` */
function namesOfUse(node: Node | null, prefix: readonly string[]): string[] {
  if (node === null) return [];
  const path = (part: Node | null) => [...prefix, ...segments(part)];
  const line = (at: readonly string[], tail: string) => `  use ${at.join('::')}${tail}`;
  const leaf = (at: readonly string[], as: string | undefined) => {
    const self = prefix.length > 0 && at.length === prefix.length + 1 && at.at(-1) === 'self';
    const real = self ? at.slice(0, -1) : at;
    return line(real, ` as ${as ?? real.at(-1)}${self ? ' self' : ''}`);
  };
  switch (node.type) {
    case 'use_wildcard':
      return [line(path(node.namedChildren.find((c) => !isTrivia(c)) ?? null), '::*')];
    case 'use_as_clause':
      return [leaf(path(node.childForFieldName('path')), node.childForFieldName('alias')?.text.replace(/^r#/, ''))];
    case 'use_list':
      return node.namedChildren.flatMap((child) => (isTrivia(child) ? [] : namesOfUse(child, prefix)));
    case 'scoped_use_list':
      return namesOfUse(node.childForFieldName('list'), pathOfList(node, prefix));
    default:
      return [leaf(path(node), undefined)];
  }
}

/** Segments before the braces of a use tree; `::{` has an empty one. */
function pathOfList(node: Node, prefix: readonly string[]): string[] {
  const path = node.childForFieldName('path');
  return path === null ? [...prefix, ''] : [...prefix, ...segments(path)];
}

function segments(node: Node | null): string[] {
  return node === null ? [] : spaceless(node.text).replaceAll('r#', '').split('::');
}
