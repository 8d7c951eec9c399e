/** Which packages at hand depend on which: those of the workspace, and other CIM modules in the same folder. */
import { stringOf } from '../toml/toml.ts';
import { type Dependency, readDependencies } from './dependencies.ts';
import { type Place, packageTable, readManifest } from './manifest.ts';
import type { CargoModule } from './workspace.ts';

export interface CrateEdge {
  /** Package names. */
  readonly from: string;
  readonly to: string;
  readonly place: Place;
  readonly dependency: Dependency;
}

/**
 * One edge for each dependency, development ones included, that leads to a package at hand; the first of several between the same two.
 * @param read text of a manifest that is another module's; undefined where it cannot be had
 */
export function crateEdges(module: CargoModule, read: (path: string) => string | undefined): readonly CrateEdge[] {
  const own = module.packages.map(({ name, dependencies }) => ({ name, dependencies }));
  const known = new Set(own.map(({ name }) => name));
  const others = module.others.flatMap(({ path }) => cimModule(path, read)).filter(({ name }) => !known.has(name));
  const atHand = new Set([...known, ...others.map(({ name }) => name)]);
  const edges = new Map<string, CrateEdge>();
  for (const { name: from, dependencies } of [...own, ...others]) {
    for (const dependency of dependencies) {
      const to = dependency.package;
      const key = `${from} ${to}`;
      if (to !== from && atHand.has(to) && !edges.has(key))
        edges.set(key, { from, to, place: dependency.place, dependency });
    }
  }
  return [...edges.values()];
}

function cimModule(path: string, read: (path: string) => string | undefined) {
  const text = read(path);
  const result = text === undefined ? undefined : readManifest(path, text);
  if (result === undefined || 'problem' in result) return [];
  const name = stringOf(packageTable(result.manifest)?.table.name) ?? '';
  if (!name.startsWith('cim-')) return [];
  return [{ name, dependencies: readDependencies(result.manifest, undefined, '2021').dependencies }];
}
