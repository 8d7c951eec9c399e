/** `use` and `extern crate` (Rust Reference: "Use declarations", "Extern crate declarations") as they stand, before any name is looked up. */
import type { Attribute, UseItem } from '../syntax.ts';
import { type Definition, type Import, typeNamespace } from './definitions.ts';
import type { Place, Registry } from './registry.ts';

/** One import for each name of a `use`. */
export function addImports(registry: Registry, item: UseItem, attributes: readonly Attribute[], place: Place): void {
  const { scope, source, parent, inBody } = place;
  const { module } = scope;
  const visible = registry.visible(item.visibility, module);
  for (const use of item.names) {
    const { path, leadingColons, name, glob } = use;
    const init = { name, parent, module, visible, source, node: item, attributes, use, inBody };
    const definition = registry.define('import', init);
    scope.imports.push({ definition, scope, path, leadingColons, name, glob, typeOnly: use.self, visible });
  }
}

/** The crate's name, or that after `as`, leads to the crate; `extern crate self` to the root. */
export function bindExternCrate(registry: Registry, definition: Definition, crate: string, place: Place): void {
  const target = crate === 'self' ? registry.root.definition : { external: true as const, crate, path: [] };
  const { visible, name } = definition;
  const { scope } = place;
  const made: Import = {
    definition,
    scope,
    path: [crate],
    leadingColons: true,
    name,
    glob: false,
    typeOnly: true,
    visible,
  };
  const binding = { target, visible, import: made, via: undefined, glob: false };
  if (name !== '_') scope.bind(name, typeNamespace, binding);
}
