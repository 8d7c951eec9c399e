/** Which top-level public modules of a library tests reach: testing/integration. */
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { isHidden } from '../rust/crate/definitions.ts';

/** Public modules right under the crate root that define something; those that only re-export are exempt. */
export function majorModules(library: CrateModel): Definition[] {
  const root = library.collected.root.definition;
  const defining = new Set<Definition>();
  for (const definition of library.definitions) {
    if (bare.has(definition.kind)) continue;
    const top = topModule(definition, library);
    if (top !== undefined) defining.add(top);
  }
  return library
    .modules()
    .filter((module) => module.parent === root && defining.has(module))
    .filter((module) => library.isExported(module) && !isHidden(module.attributes));
}

/** What alone makes no feature of a module. */
const bare: ReadonlySet<string> = new Set(['module', 'import', 'extern-crate']);

/** The module right under the crate root that a definition of the library stands in. */
export function topModule(definition: Definition, library: CrateModel): Definition | undefined {
  const root = library.collected.root.definition;
  let current: Definition | undefined = definition;
  while (current !== undefined && current.parent !== root) current = current.parent;
  return current?.kind === 'module' ? current : undefined;
}
