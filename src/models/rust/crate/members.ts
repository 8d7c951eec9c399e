/** Fields, variants and constructors of types (Rust Reference: "Structs", "Enumerations", "Unions"). */
import type { AssociatedItem, Attribute, Attributed, EnumItem, Field, StructItem, UnionItem } from '../syntax.ts';
import { attributesInForce, type CfgOptions } from './cfg.ts';
import {
  type Definition,
  type DefinitionKind,
  everywhere,
  ownBinding,
  typeNamespace,
  type Visible,
  valueNamespace,
} from './definitions.ts';
import type { Place, Registry } from './registry.ts';

/** A field, a variant, or an item of an impl or trait. */
interface Member {
  readonly kind: DefinitionKind;
  readonly node: { readonly name: string } & Attributed;
  readonly attributes: readonly Attribute[];
  readonly visible: Visible;
}

/** Defines a member and hangs it on its parent. */
export function addMember(
  registry: Registry,
  { kind, node, attributes, visible }: Member,
  parent: Definition,
  { source, scope, inBody }: Place,
): Definition {
  const { module } = scope;
  const init = { name: node.name, parent, module, visible, source, node, attributes, use: undefined, inBody };
  const member = registry.define(kind, init);
  parent.addMember(member);
  return member;
}

/** Fields of a struct or union; a tuple struct's constructor is as visible as its least visible field. */
export function addFields(
  registry: Registry,
  cfg: CfgOptions,
  item: StructItem | UnionItem,
  of: Definition,
  place: Place,
): void {
  let least = of.visible;
  for (const field of item.fields) {
    const attributes = attributesInForce(field, cfg);
    if (attributes === undefined) continue;
    const visible = registry.visible(field.visibility, place.scope.module);
    least = lesser(registry, least, visible);
    addMember(registry, { kind: 'field', node: field, attributes, visible }, of, place);
  }
  if (item.kind !== 'struct' || item.form === 'named') return;
  const made = addConstructor(registry, of, limited(least, of.attributes), place);
  place.scope.bind(of.name, valueNamespace, ownBinding(made));
}

/** Both are the item's module or ancestors of it. */
function lesser(registry: Registry, a: Visible, b: Visible): Visible {
  if (a === everywhere) return b;
  return b !== everywhere && registry.scopes[b]!.depth > registry.scopes[a]!.depth ? b : a;
}

/** `#[non_exhaustive]` keeps a public constructor within the crate. */
function limited(visible: Visible, attributes: readonly Attribute[]): Visible {
  return visible === everywhere && attributes.some((one) => one.path === 'non_exhaustive') ? 0 : visible;
}

function addConstructor(registry: Registry, of: Definition, visible: Visible, place: Place): Definition {
  const { name, source, node, inBody } = of;
  const { module } = place.scope;
  const init = { name, parent: of, module, visible, source, node, attributes: [], use: undefined, inBody };
  return registry.define('constructor', init);
}

/** Variants are as visible as their enum, and their fields as they. */
export function addVariants(registry: Registry, cfg: CfgOptions, item: EnumItem, of: Definition, place: Place): void {
  const scope = registry.open('enum', of, place.scope);
  const { visible } = of;
  for (const variant of item.variants) {
    const attributes = attributesInForce(variant, cfg);
    if (attributes === undefined) continue;
    const member = addMember(registry, { kind: 'variant', node: variant, attributes, visible }, of, place);
    scope.bind(variant.name, typeNamespace, ownBinding(member));
    for (const field of variant.fields) addVariantField(registry, cfg, field, member, place);
    const made = addConstructor(registry, member, limited(visible, attributes), place);
    scope.bind(variant.name, valueNamespace, ownBinding(made));
  }
}

function addVariantField(registry: Registry, cfg: CfgOptions, field: Field, variant: Definition, place: Place): void {
  const attributes = attributesInForce(field, cfg);
  if (attributes === undefined) return;
  addMember(registry, { kind: 'field', node: field, attributes, visible: variant.visible }, variant, place);
}

/** What an item of an impl or trait is called; undefined for a macro call. */
export function associatedKind(item: AssociatedItem): DefinitionKind | undefined {
  switch (item.kind) {
    case 'function':
      return 'method';
    case 'constant':
      return 'associated-constant';
    case 'type-alias':
      return 'associated-type';
    default:
      return undefined;
  }
}
