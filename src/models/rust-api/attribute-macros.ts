/** Attribute macros of other crates on a type: what they write besides is not seen, implementations of traits among it. */
import { type CrateModel, type Definition, externalPath, isExternal } from '../rust/crate/crate-model.ts';
import { macroNamespace } from '../rust/crate/definitions.ts';

/** Those that give a type no Debug and no Error. */
const KNOWN =
  /^(?:pin_project(?:_\w+)?|async_trait|serde_with|tracing\w*|typetag|rustversion|wasm_bindgen|std|core|alloc)::/;

/** The first such macro by its path, as `n0_error::stack_error`. */
export function attributeMacro(model: CrateModel, type: Definition): string | undefined {
  for (const { path } of type.attributes) {
    const target = model.resolve(path, type, macroNamespace);
    const full = target !== undefined && isExternal(target) ? externalPath(target) : undefined;
    // A glob of another crate may bring any name in, built-in attributes included.
    if (full?.includes('::') && !KNOWN.test(full) && !full.startsWith('::')) return full;
  }
  return undefined;
}
