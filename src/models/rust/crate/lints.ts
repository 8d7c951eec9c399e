/** rustc's own questions about a crate's interface, asked of the model: each function names the lint it answers like. */
import { isUnwritten } from '../../text/placeholder.ts';
import { isDocumentation } from '../attributes.ts';
import type { Attribute, SourceFile, StructItem, UseItem } from '../syntax.ts';
import { Keyword, Punct } from '../token.ts';
import { type Definition, everywhere, isExternal, isHidden } from './definitions.ts';
import { type EffectiveVisibilities, reachable, reexported } from './effective-visibility.ts';
import type { Interfaces } from './interface.ts';
import type { Collected } from './registry.ts';
import type { Resolver } from './resolver.ts';

export function isDocumented(definition: Definition): boolean {
  if (definition.isPlain) return definition.node.isDocumented === true;
  const { attributes } = definition;
  for (let at = 0; at < attributes.length; at += 1) if (isDocumentation(attributes[at]!)) return true;
  return false;
}

/** Kinds whose own documentation `missing_docs` asks for. */
const undocumentable: ReadonlySet<string> = new Set(['impl', 'import', 'extern-crate', 'constructor']);

/** Everything `missing_docs` looks at: exported, of a kind that can be documented, not hidden by its type. */
export function documentable(
  collected: Collected,
  visibilities: EffectiveVisibilities,
  interfaces: Interfaces,
): readonly Definition[] {
  return collected.definitions.filter((definition) => {
    if (undocumentable.has(definition.kind)) return false;
    if (definition.parent !== undefined && !visibilities.isPublic(definition, reexported)) return false;
    if (definition.hidden) return false;
    if (definition.kind === 'field') return (definition.parent!.node as StructItem).form === 'named';
    const impl = definition.parent;
    if (impl?.kind !== 'impl') return true;
    if (impl.item('impl')!.trait !== undefined) return false;
    const type = interfaces.selfType(impl);
    return type === undefined || type.kind === 'trait' || !isHidden(type.attributes);
  });
}

/** `unreachable_pub`: written `pub`, reachable by no other crate. */
export function unreachablePub(collected: Collected, visibilities: EffectiveVisibilities): readonly Definition[] {
  return collected.definitions.filter((definition) => {
    if (definition.visible !== everywhere || definition.parent === undefined) return false;
    const { kind, parent } = definition;
    if (kind === 'variant' || kind === 'field' || kind === 'constructor' || kind === 'impl') return false;
    if (parent.kind === 'trait') return false;
    if (parent.kind === 'impl' && parent.item('impl')!.trait !== undefined) return false;
    return !visibilities.isPublic(definition, reachable);
  });
}

/** `unnameable_types`: other crates can hold a value of it and cannot write its name. */
export function unnameableTypes(collected: Collected, visibilities: EffectiveVisibilities): readonly Definition[] {
  return collected.definitions.filter((definition) => {
    const { kind } = definition;
    if (kind !== 'struct' && kind !== 'enum' && kind !== 'union' && kind !== 'trait' && kind !== 'foreign-type')
      return false;
    return visibilities.isPublic(definition, reachable) && !visibilities.isPublic(definition, reexported);
  });
}

/** Struct, enum or union that other crates can hold a value of. */
export function reachableTypes(collected: Collected, visibilities: EffectiveVisibilities): readonly Definition[] {
  return collected.definitions.filter((definition) => {
    const { kind } = definition;
    return (kind === 'struct' || kind === 'enum' || kind === 'union') && visibilities.isPublic(definition, reachable);
  });
}

/** A trait as other crates would call it: `std::fmt::Debug`, or the path within this crate. */
export function traitName(definition: Definition, resolver: Resolver, interfaces: Interfaces): string {
  const path = definition.item('impl')?.trait;
  if (path === undefined) return '';
  const resolved = resolver.resolvePath(path, interfaces.scopeOf(definition));
  const written = path.segments.at(-1)?.name ?? '';
  if (resolved === undefined) return written;
  if (!isExternal(resolved.target)) {
    const { name } = resolved.target;
    return ofStd.has(name) ? `crate::${name}` : name;
  }
  return resolved.target.path.at(-1) ?? written;
}

/** Traits of std that a trait of the crate must not be taken for when it bears their name. */
const ofStd: ReadonlySet<string> = new Set([
  ...['Clone', 'Copy', 'Debug', 'Default', 'Display', 'Drop', 'Eq', 'Error', 'Hash', 'Ord', 'PartialEq', 'PartialOrd'],
]);

/** Names of the traits derived by the attributes in force. */
export function derivedTraits(definition: Definition): readonly string[] {
  const names: string[] = [];
  for (const attribute of definition.attributes) {
    if (!isDerive(attribute)) continue;
    for (const part of attribute.list) names.push(part.path.slice(part.path.lastIndexOf(':') + 1));
  }
  return names;
}

/** Derives of std and others that add impls of the trait they are called by, and no names. */
export const plainDerives =
  /^(?:Debug|Clone|Copy|PartialEq|Eq|PartialOrd|Ord|Hash|Default|Serialize|Deserialize|Error|Display|From|Into|Deref|DerefMut|JsonSchema)$/;

/** Whether a trait is among the derived, told by the words alone: it is asked of every type. */
export function derives(definition: Definition, trait: string): boolean {
  return !definition.isPlain && definition.attributes.some((one) => isDerive(one) && endsPath(one, trait));
}

function isDerive({ path }: Attribute): boolean {
  return path === 'derive' || path.endsWith('::derive');
}

/** Whether a word is the last of a path in an attribute's list. */
function endsPath({ source, args }: Attribute, name: string): boolean {
  if (args === undefined) return false;
  const { kind, start, end } = source.tokens;
  for (let at = args.from; at < args.to; at += 1) {
    const isLast = at + 1 === args.to || kind[at + 1] === Punct.Comma;
    if (isLast && end[at]! - start[at]! === name.length && source.text.startsWith(name, start[at])) return true;
  }
  return false;
}

/** Whether the `use` has its name inside `{…}`, where rustc speaks of the name and not of the whole declaration. */
export function isListed(item: UseItem): boolean {
  return item.names.length > 1 || item.source.rangeText(item.tokens).includes('{');
}

/** The text of a file that documentation in a source includes; undefined where it cannot be read. */
export type IncludedText = (from: SourceFile, path: string) => string | undefined;

/** `missing_safety_doc`: exported unsafe functions and methods, and all unsafe traits, whose documentation has no Safety heading. */
export function missingSafetyDocs(
  unsafes: readonly Definition[],
  visibilities: EffectiveVisibilities,
  included: IncludedText,
): readonly Definition[] {
  return unsafes.filter((definition) => {
    const { parent, kind, attributes } = definition;
    if (kind === 'trait') return !isHidden(attributes) && !hasSafetySection(attributes, included);
    if (!visibilities.isPublic(definition, reexported)) return false;
    if (parent?.kind === 'impl' && parent.item('impl')!.trait !== undefined) return false;
    return !definition.hidden && !hasSafetySection(attributes, included);
  });
}

/** Told by the words before the name, so that no signature is read for it. */
export function isUnsafe(definition: Definition): boolean {
  const { kind, node, source } = definition;
  if (kind !== 'trait' && kind !== 'function' && kind !== 'method') return false;
  const { kind: tokens } = source.tokens;
  for (let at = node.tokens.from; at < node.tokens.to; at += 1) {
    if (tokens[at] === Keyword.unsafe) return true;
    if (tokens[at] === Keyword.fn || tokens[at] === Keyword.trait) return false;
  }
  return false;
}

const safetyTitle = /^ {0,3}#{1,6}\s+\W*(Safety|SAFETY|Implementation [sS]afety)\W*$/;

/** Whether documentation has a heading `Safety`, code blocks aside, and something below it, be it under deeper headings. */
function hasSafetySection(attributes: readonly Attribute[], included: IncludedText): boolean {
  let fence = '';
  let section = 0;
  for (const attribute of attributes) {
    const { text: own, include } = attribute.doc ?? {};
    const documentation = include === undefined ? own : included(attribute.source, include);
    for (const line of documentation?.split('\n') ?? []) {
      const text = line.startsWith(' ') ? line.slice(1) : line;
      const mark = /^\s*(```+|~~~+)/.exec(text)?.[1];
      if (mark !== undefined && fence === '') fence = mark;
      else if (mark?.startsWith(fence)) fence = '';
      const level = fence === '' ? (/^ {0,3}(#{1,6})\s/.exec(text)?.[1]?.length ?? 0) : 0;
      if (level > 0 && safetyTitle.test(text)) section = level;
      else if (level > 0) section = level > section ? section : 0;
      else if (section > 0 && mark === undefined && /\p{L}/u.test(text) && !isUnwritten(text)) return true;
    }
  }
  return false;
}
