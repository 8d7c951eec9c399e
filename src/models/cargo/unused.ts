/** Dependencies that no code of their package names. A hint only: a crate may be there for its features, or be called otherwise. */
import { reachedFiles } from '../rust/crate/reached-files.ts';
import type { RustModule } from '../rust-module.ts';
import { firstNames, firstNamesInComments } from '../rust-names.ts';
import type { Dependency } from './dependencies.ts';
import type { Package } from './package.ts';

export function unusedDependencies(rust: RustModule): readonly Dependency[] {
  return rust.cargo.packages.flatMap((owner) => {
    const names = namesIn(rust, owner);
    const forwarded = new Set(owner.features.flatMap(({ enables }) => enables.map((value) => value.split(/\??\//)[0])));
    return owner.dependencies.filter((one) => !names.has(one.crateName) && !forwarded.has(one.key));
  });
}

function namesIn(rust: RustModule, owner: Package): ReadonlySet<string> {
  const files = new Set<string>();
  for (const { path, exists } of owner.targets)
    if (exists && path !== undefined) for (const file of reachedFiles(path, rust)) files.add(file);
  const names = new Set<string>();
  for (const path of files) {
    const source = rust.file(path);
    if (source === undefined) continue;
    for (const name of firstNames(source)) names.add(name);
    for (const name of firstNamesInComments(source)) names.add(name);
  }
  return names;
}
