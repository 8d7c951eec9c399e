/** Dependencies that no code of their package names. A hint only: a crate may be there for its features, or be called otherwise. */
import { reachedFiles } from '../rust/crate/reached-files.ts';
import type { SourceFile } from '../rust/syntax.ts';
import type { RustModule } from '../rust-module.ts';
import { firstNames, firstNamesInComments } from '../rust-names.ts';
import type { Dependency } from './dependencies.ts';
import type { Package } from './package.ts';

export function unusedDependencies(rust: RustModule): readonly Dependency[] {
  return rust.cargo.packages.flatMap((owner) => {
    const forwarded = new Set(owner.features.flatMap(({ enables }) => enables.map((value) => value.split(/\??\//)[0])));
    const asked = owner.dependencies.filter(({ key }) => !forwarded.has(key));
    const unseen = unseenNames(rust, owner, new Set(asked.map(({ crateName }) => crateName)));
    return asked.filter(({ crateName }) => unseen.has(crateName));
  });
}

/** Those of the names that no file of the package uses; reads no further than it must. */
function unseenNames(rust: RustModule, owner: Package, names: Set<string>): ReadonlySet<string> {
  const look = (source: SourceFile): boolean => {
    for (const namesOf of [firstNames, firstNamesInComments]) {
      if (![...names].some((name) => source.text.includes(name))) break;
      for (const name of namesOf(source)) names.delete(name);
    }
    return names.size === 0;
  };
  for (const { path, exists } of owner.targets)
    if (exists && path !== undefined && names.size > 0) reachedFiles(path, rust, look);
  return names;
}
