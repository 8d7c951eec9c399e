/** What a target imports of libraries: names that rustc refuses it without. */
import type { CodePlace, CrateModel } from '../rust/crate/crate-model.ts';
import { codePlace } from '../rust-bodies/code-bodies.ts';

export interface LibraryImport extends CodePlace {
  /** From the library's name on; of a glob, what it opens. */
  readonly segments: readonly string[];
}

/** Each path once, where it is imported first under the target's configuration. */
export function libraryImports(target: CrateModel): LibraryImport[] {
  // A module of the target's own hides a library of that name.
  const hidden = new Set(['crate', 'self', 'super', 'std', 'core', ...target.modules().map(({ name }) => name)]);
  const found = new Map<string, LibraryImport>();
  for (const definition of target.definitions) {
    const { kind, use } = definition;
    if (kind !== 'import' || use === undefined || hidden.has(use.path[0] ?? '')) continue;
    const path = use.path.join('::');
    if (!found.has(path))
      found.set(path, { segments: use.path, ...codePlace(target.placeAt(definition, use.targetOffset)) });
  }
  return [...found.values()];
}
