/** The features of a package, those that optional dependencies imply included. Source: the Cargo Book, "Features". */
import { stringsOf, tableOf } from '../toml/toml.ts';
import type { Dependency } from './dependencies.ts';
import { type Manifest, type Place, type Problem, placeOf } from './manifest.ts';

export interface Feature {
  readonly name: string;
  /** As written: `other`, `dep:name`, `name/feature`, `name?/feature`. */
  readonly enables: readonly string[];
  /** True for the feature that an optional dependency makes where no `dep:` names it. */
  readonly implicit: boolean;
  /** The comment lines directly above it, without `#`. */
  readonly comment: readonly string[];
  readonly place: Place;
}

export interface Features {
  readonly features: readonly Feature[];
  readonly problems: readonly Problem[];
}

export function readFeatures(manifest: Manifest, dependencies: readonly Dependency[]): Features {
  const declared = Object.entries(tableOf(manifest.table.features) ?? {}).map(([name, value]): Feature => {
    const path = ['features', name];
    const comment = manifest.document.places.commentAbove(path);
    return { name, enables: stringsOf(value) ?? [], implicit: false, comment, place: placeOf(manifest, ...path) };
  });
  const features = [...declared, ...implied(manifest, declared, dependencies)];
  return { features, problems: problemsOf(features, dependencies) };
}

function implied(manifest: Manifest, declared: readonly Feature[], dependencies: readonly Dependency[]): Feature[] {
  const taken = new Set(declared.map((feature) => feature.name));
  for (const value of declared.flatMap((feature) => feature.enables))
    if (value.startsWith('dep:') && !value.includes('/')) taken.add(value.slice(4));
  const found: Feature[] = [];
  for (const { key, optional, place } of dependencies) {
    if (!optional || taken.has(key)) continue;
    taken.add(key);
    const comment = place.path === manifest.path ? commentOf(manifest, dependencies, key) : [];
    found.push({ name: key, enables: [`dep:${key}`], implicit: true, comment, place });
  }
  return found;
}

function commentOf(manifest: Manifest, dependencies: readonly Dependency[], key: string): readonly string[] {
  const tables = ['dependencies', 'build-dependencies', 'build_dependencies'];
  const targets = dependencies.filter((one) => one.key === key && one.target !== undefined);
  const owners = [[], ...targets.map((one) => ['target', one.target ?? ''])];
  const paths = owners.flatMap((owner) => tables.map((table) => [...owner, table, key]));
  return paths.map((path) => manifest.document.places.commentAbove(path)).find((lines) => lines.length > 0) ?? [];
}

/** What cargo refuses: names that lead nowhere, and optional dependencies that no feature enables. */
function problemsOf(features: readonly Feature[], dependencies: readonly Dependency[]): Problem[] {
  const names = new Set(features.map((feature) => feature.name));
  const optional = new Map<string, boolean>();
  for (const { key, optional: one } of dependencies) optional.set(key, one || optional.get(key) === true);
  const problems: Problem[] = [];
  const used = new Set<string>();
  for (const feature of features) {
    for (const value of feature.enables) {
      const dependency = dependencyIn(value);
      if (dependency !== undefined) used.add(dependency);
      const message = problemOf(value, names, optional);
      if (message !== undefined)
        problems.push({ about: 'feature', message: `feature \`${feature.name}\` ${message}`, ...feature.place });
    }
  }
  for (const { key, optional: one, place } of dependencies)
    if (one && !used.has(key))
      problems.push({ about: 'feature', message: `optional dependency \`${key}\` is in no feature`, ...place });
  return problems;
}

/** The dependency that a feature's value names: `dep:x`, `x/y`, `x?/y`. */
export function dependencyIn(value: string): string | undefined {
  const slash = value.indexOf('/');
  if (slash >= 0) return value.slice(0, slash).replace(/\?$/, '');
  return value.startsWith('dep:') ? value.slice(4) : undefined;
}

function problemOf(value: string, names: ReadonlySet<string>, optional: ReadonlyMap<string, boolean>) {
  const dependency = dependencyIn(value);
  if (dependency === undefined)
    return names.has(value) ? undefined : `enables \`${value}\`, which is neither a feature nor an optional dependency`;
  if (!optional.has(dependency)) return `enables \`${value}\`, but \`${dependency}\` is no dependency`;
  const needsOptional = value.startsWith('dep:') || value.includes('?/');
  if (needsOptional && optional.get(dependency) !== true)
    return `enables \`${value}\`, but dependency \`${dependency}\` is not optional`;
  return undefined;
}

/** Names of the features that a plain build enables: `default` and what it reaches. */
export function defaultFeatures(features: readonly Feature[]): readonly string[] {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  const reached = new Set<string>();
  const pending = ['default'];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const feature = byName.get(name);
    if (feature === undefined || reached.has(name)) continue;
    reached.add(name);
    for (const value of feature.enables) {
      const other = enabledFeature(value);
      if (other !== undefined) pending.push(other);
    }
  }
  return [...reached];
}

/** The feature of the same package that a feature's value enables: `x/y` that which an optional dependency x implies, `x?/y` none. */
export function enabledFeature(value: string): string | undefined {
  if (value.includes('?/') || value.startsWith('dep:')) return undefined;
  const slash = value.indexOf('/');
  return slash < 0 ? value : value.slice(0, slash);
}
