/** The dependencies of a manifest, inheritance from the workspace resolved. Source: the Cargo Book, "Specifying Dependencies". */

import { joinPath } from '../text/paths.ts';
import { booleanOf, stringOf, stringsOf, type TomlTable, type TomlValue, tableOf } from '../toml/toml.ts';
import { inherits, type Manifest, type Place, type Problem, placeOf, type Step } from './manifest.ts';
import { parseRequirement } from './requirement.ts';

export type DependencyKind = 'normal' | 'dev' | 'build';

interface GitSource {
  readonly url: string;
  readonly branch: string | undefined;
  readonly tag: string | undefined;
  readonly rev: string | undefined;
}

export interface Dependency {
  /** The key in the manifest. */
  readonly key: string;
  /** The package's own name, which `package = "…"` sets. */
  readonly package: string;
  /** What code calls it. */
  readonly crateName: string;
  readonly kind: DependencyKind;
  /** `cfg(…)` or a target triple, for `[target.….dependencies]`. */
  readonly target: string | undefined;
  /** The requirement as written; undefined where there is none. */
  readonly requirement: string | undefined;
  /** Folder of a path dependency, relative to the module; undefined where it has no path, or an absolute one. */
  readonly path: string | undefined;
  readonly hasPath: boolean;
  readonly git: GitSource | undefined;
  readonly registry: string | undefined;
  readonly optional: boolean;
  readonly defaultFeatures: boolean;
  readonly features: readonly string[];
  readonly inherited: boolean;
  /** Where the dependency is named. */
  readonly place: Place;
  /** Where its source is written: in the workspace's manifest when inherited. */
  readonly sourcePlace: Place;
}

export interface Dependencies {
  readonly dependencies: readonly Dependency[];
  readonly problems: readonly Problem[];
}

const KINDS: readonly (readonly [DependencyKind, readonly string[]])[] = [
  ['normal', ['dependencies']],
  ['dev', ['dev-dependencies', 'dev_dependencies']],
  ['build', ['build-dependencies', 'build_dependencies']],
];

/** @param edition decides whether a member may switch the workspace's default features off */
export function readDependencies(manifest: Manifest, workspace: Manifest | undefined, edition: string): Dependencies {
  const reader = new Reader(manifest, workspace, edition);
  reader.tables(manifest.table, []);
  const targets = tableOf(manifest.table.target) ?? {};
  for (const [target, table] of Object.entries(targets)) reader.tables(tableOf(table), ['target', target], target);
  return reader;
}

/** `[workspace.dependencies]`, which no member need use. */
export function readWorkspaceDependencies(manifest: Manifest): Dependencies {
  const reader = new Reader(manifest, undefined, '2021');
  reader.table(tableOf(tableOf(manifest.table.workspace)?.dependencies), ['workspace', 'dependencies'], 'normal');
  return reader;
}

class Reader implements Dependencies {
  readonly dependencies: Dependency[] = [];
  readonly problems: Problem[] = [];
  readonly #manifest: Manifest;
  readonly #workspace: Manifest | undefined;
  readonly #edition: string;

  constructor(manifest: Manifest, workspace: Manifest | undefined, edition: string) {
    this.#manifest = manifest;
    this.#workspace = workspace;
    this.#edition = edition;
  }

  tables(owner: TomlTable | undefined, path: readonly Step[], target?: string): void {
    for (const [kind, names] of KINDS) {
      const name = names.find((candidate) => owner?.[candidate] !== undefined);
      if (name !== undefined) this.table(tableOf(owner?.[name]), [...path, name], kind, target);
    }
  }

  table(table: TomlTable | undefined, path: readonly Step[], kind: DependencyKind, target?: string): void {
    for (const [key, value] of Object.entries(table ?? {})) {
      const place = placeOf(this.#manifest, ...path, key);
      const found = inherits(value) ? this.#inherited(key, value, place) : this.#own(key, value, path, place);
      if (found === undefined) continue;
      const dependency = { ...found, key, crateName: key.replaceAll('-', '_'), kind, target, place };
      this.dependencies.push(dependency);
      this.#check(dependency);
    }
  }

  #own(key: string, value: TomlValue, path: readonly Step[], place: Place): Source | undefined {
    const table = typeof value === 'string' ? { version: value } : tableOf(value);
    if (table === undefined) {
      this.#problem(`dependency \`${key}\` is neither a version nor a table`, place);
      return undefined;
    }
    const version = typeof value === 'string' ? place : placeOf(this.#manifest, ...path, key, 'version');
    return { ...sourceOf(key, table, this.#manifest.folder), inherited: false, sourcePlace: version };
  }

  #inherited(key: string, value: TomlValue, place: Place): Source | undefined {
    const all = tableOf(tableOf(this.#workspace?.table.workspace)?.dependencies);
    const declared = all?.[key];
    if (this.#workspace === undefined || declared === undefined) {
      const reason = this.#workspace === undefined ? 'there is no workspace' : 'workspace.dependencies lacks it';
      this.#problem(`dependency \`${key}\` inherits from the workspace, but ${reason}`, place);
      return undefined;
    }
    const table = typeof declared === 'string' ? { version: declared } : (tableOf(declared) ?? {});
    const member = tableOf(value) ?? {};
    const source = sourceOf(key, table, this.#workspace.folder);
    const steps = typeof declared === 'string' ? [key] : [key, 'version'];
    return {
      ...source,
      inherited: true,
      optional: booleanOf(member.optional) ?? false,
      features: [...source.features, ...(stringsOf(member.features) ?? [])],
      defaultFeatures: this.#defaultFeatures(table, member),
      sourcePlace: placeOf(this.#workspace, 'workspace', 'dependencies', ...steps),
    };
  }

  /** Before edition 2024 a member can switch default features on, but not off. */
  #defaultFeatures(workspace: TomlTable, member: TomlTable): boolean {
    const own = defaultFeaturesOf(member);
    const inherited = defaultFeaturesOf(workspace);
    if (this.#edition >= '2024') return own ?? inherited ?? true;
    return own === true ? true : (inherited ?? true);
  }

  #check(dependency: Dependency): void {
    const { key, requirement, git, hasPath, place, sourcePlace } = dependency;
    if (requirement === undefined && git === undefined && !hasPath)
      this.#problem(`dependency \`${key}\` has no version, path or git repository`, place);
    if (git !== undefined && hasPath) this.#problem(`dependency \`${key}\` has both git and path`, place);
    if (requirement !== undefined && parseRequirement(requirement) === undefined)
      this.#problem(`\`${requirement}\` is no version requirement (dependency \`${key}\`)`, sourcePlace);
  }

  #problem(message: string, place: Place): void {
    this.problems.push({ about: 'dependency', message, ...place });
  }
}

type Source = Omit<Dependency, 'key' | 'crateName' | 'kind' | 'target' | 'place'>;

function sourceOf(key: string, table: TomlTable, folder: string): Omit<Source, 'inherited' | 'sourcePlace'> {
  const path = stringOf(table.path);
  const url = stringOf(table.git);
  return {
    package: stringOf(table.package) ?? key,
    requirement: stringOf(table.version),
    path: path === undefined ? undefined : joinPath(folder, path),
    hasPath: path !== undefined,
    git:
      url === undefined
        ? undefined
        : { url, branch: stringOf(table.branch), tag: stringOf(table.tag), rev: stringOf(table.rev) },
    registry: stringOf(table.registry) ?? stringOf(table['registry-index']),
    optional: booleanOf(table.optional) ?? false,
    defaultFeatures: defaultFeaturesOf(table) ?? true,
    features: stringsOf(table.features) ?? [],
  };
}

function defaultFeaturesOf(table: TomlTable): boolean | undefined {
  return booleanOf(table['default-features']) ?? booleanOf(table.default_features);
}
