/** The view of a target that reading its Rust code starts from. */
import { memo } from '../collections/memo.ts';
import type { Dependency, DependencyKind } from './dependencies.ts';
import { defaultFeatures, dependencyIn, enabledFeature, type Feature } from './features.ts';
import type { Package } from './package.ts';
import type { Target } from './targets.ts';

export interface CrateView {
  /** As written in Rust paths. */
  readonly name: string;
  readonly kind: Target['kind'];
  /** The crate root, relative to the module. */
  readonly root: string;
  readonly edition: '2015' | '2018' | '2021' | '2024';
  /** Enabled features, those of optional dependencies included. */
  readonly features: readonly string[];
  /** Names under which other crates can be written in paths: dependencies, and outside the library the library itself. */
  readonly dependencies: readonly string[];
  /** Names of crates from elsewhere behind the names that code gives them. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Root files of the package's own library and of those dependencies that are packages of the module, by the name code calls them. */
  readonly dependencyRoots?: Readonly<Record<string, string>>;
  readonly procMacro: boolean;
  /** The package's build script; absent for itself and where there is none. */
  readonly buildScript?: string;
}

/** `core = { package = "rustc-std-workspace-core" }`: what the standard library builds a crate of its own with is what all others see. */
const standard = 'rustc-std-workspace-';

/** Which tables of dependencies the code of a target sees. Source: the Cargo Book, "Development dependencies", "Build scripts". */
const SEES: Readonly<Record<Target['kind'], readonly DependencyKind[]>> = {
  lib: ['normal'],
  bin: ['normal'],
  example: ['normal', 'dev'],
  test: ['normal', 'dev'],
  bench: ['normal', 'dev'],
  build: ['build'],
};

/**
 * The view of one target; undefined for one whose file is not in the module.
 * @param selection `default` is what a plain `cargo build` enables, `all` what `--all-features` does
 * @param packages those of the module, which may be dependencies
 */
export function crateView(
  owner: Package,
  target: Target,
  selection: 'default' | 'all',
  packages: readonly Package[] = [],
): CrateView | undefined {
  if (target.path === undefined || !target.exists) return undefined;
  const library = owner.targets.find((one) => one.kind === 'lib');
  const isOwn = library !== undefined && target.kind !== 'lib' && target.kind !== 'build';
  const { features, enabled } = selection === 'all' ? withAll(owner) : withDefault(owner);
  const seen = owner.dependencies.filter((one) => SEES[target.kind].includes(one.kind));
  const script = target.kind === 'build' ? undefined : owner.targets.find((one) => one.kind === 'build' && one.exists);
  const used = seen.filter((one) => !one.optional || enabled.has(one.key));
  const names = used.map((one) => one.crateName);
  // A package of the module is followed by the name that code gives it.
  const foreign = used.filter((one) => !packages.some(({ name }) => name === one.package));
  const renamed = foreign.flatMap(({ crateName, package: name }) => {
    const own = name.replaceAll('-', '_');
    return own === crateName || name.startsWith(standard) ? [] : [[crateName, own] as const];
  });
  const roots = [...rootsOf(used, packages), ...(isOwn && library.exists ? [[library.crateName, library.path]] : [])];
  return {
    name: target.crateName,
    kind: target.kind,
    root: target.path,
    edition: editionOf(target.edition),
    features,
    dependencies: [...new Set([...(isOwn ? [library.crateName] : []), ...names])],
    ...(renamed.length === 0 ? {} : { renamed: Object.fromEntries(renamed) }),
    ...(roots.length === 0 ? {} : { dependencyRoots: Object.fromEntries(roots) }),
    procMacro: target.crateTypes.includes('proc-macro'),
    ...(script?.path === undefined ? {} : { buildScript: script.path }),
  };
}

function rootsOf(used: readonly Dependency[], packages: readonly Package[]): readonly (readonly [string, string])[] {
  return used.flatMap(({ crateName, path }) => {
    const root = path === undefined ? undefined : libraryRoots(packages).get(path);
    return root === undefined ? [] : [[crateName, root] as const];
  });
}

/** By the folder of the package, the first of those that say the same one. */
const libraryRoots = memo((packages: readonly Package[]): ReadonlyMap<string, string | undefined> => {
  const rootOf = ({ targets }: Package) => targets.find((one) => one.kind === 'lib' && one.exists)?.path;
  return new Map([...packages].reverse().map((one) => [one.folder, rootOf(one)]));
});

/** Of a target's package, and those of them that the target needs. */
export const declaredFeatures = (
  owner: Package,
  { requiredFeatures }: Target,
): { readonly enables: Readonly<Record<string, readonly string[]>>; readonly needed: readonly string[] } => ({
  enables: enabledBy(owner),
  needed: requiredFeatures.filter((name) => !name.includes('/')),
});

const enabledBy = memo((owner: Package) =>
  Object.fromEntries(
    owner.features.map(({ name, enables }) => [name, enables.flatMap((value) => enabledFeature(value) ?? [])]),
  ),
);

interface Selected {
  readonly features: readonly string[];
  /** Keys of the optional dependencies that these bring in. */
  readonly enabled: ReadonlySet<string>;
}

const withAll = memo((owner: Package) =>
  selected(
    owner,
    owner.features.map((one) => one.name),
  ),
);
const withDefault = memo((owner: Package) => selected(owner, defaultFeatures(owner.features)));

function selected(owner: Package, features: readonly string[]): Selected {
  const byName = new Map<string, Feature>(owner.features.map((one) => [one.name, one]));
  const values = features.flatMap((name) => byName.get(name)?.enables ?? []);
  const named = values.filter((value) => !value.includes('?/')).map(dependencyIn);
  return { features, enabled: new Set(named.filter((name) => name !== undefined)) };
}

function editionOf(edition: string): CrateView['edition'] {
  return edition === '2018' || edition === '2021' || edition === '2024' ? edition : '2015';
}
