/**
 * The targets of a package, declared or discovered, as cargo finds them. Source: the Cargo Book, "Cargo Targets", and cargo's own
 * behaviour where the book is silent (edition 2015, a library that is declared without its file).
 */

import { joinPath } from '../text/paths.ts';
import { booleanOf, listOf, stringOf, stringsOf, type TomlTable, tableOf } from '../toml/toml.ts';
import { type Manifest, type Place, type Problem, packageTable, placeOf, type Step } from './manifest.ts';
import type { RustFiles } from './rust-files.ts';

type TargetKind = 'lib' | 'bin' | 'example' | 'test' | 'bench' | 'build';

export interface Target {
  readonly kind: TargetKind;
  readonly name: string;
  /** The name in code: `-` becomes `_`. */
  readonly crateName: string;
  /** The crate root, relative to the module; undefined where it lies outside. */
  readonly path: string | undefined;
  readonly exists: boolean;
  /** True when the manifest has a section for it. */
  readonly declared: boolean;
  /** `lib`, `rlib`, `cdylib`, `proc-macro` …; `bin` for everything that is run. */
  readonly crateTypes: readonly string[];
  readonly requiredFeatures: readonly string[];
  readonly edition: string;
  /** False where the target brings its own `main`, as criterion's benchmarks do. */
  readonly harness: boolean;
  /** False for a test with `test = false` and a benchmark with `bench = false`: cargo leaves it out unless it is named. */
  readonly isRun: boolean;
  /** Its section, or `[package]` for a discovered one. */
  readonly place: Place;
}

/** A feature that a target requires and nobody can turn on, so that cargo never builds it; those of dependencies are taken for there. */
export function missingFeature(target: Target, features: readonly { readonly name: string }[]): string | undefined {
  return target.requiredFeatures.find(
    (wanted) => !wanted.includes('/') && !features.some(({ name }) => name === wanted.replace(/^dep:/, '')),
  );
}

export interface Targets {
  readonly targets: readonly Target[];
  readonly problems: readonly Problem[];
}

type RunKind = Exclude<TargetKind, 'lib' | 'build'>;

interface Found {
  readonly name: string;
  readonly path: string;
}

interface Section {
  readonly table: TomlTable;
  readonly steps: readonly Step[];
}

const FOLDERS: Readonly<Record<RunKind, string>> = {
  bin: 'src/bin',
  example: 'examples',
  test: 'tests',
  bench: 'benches',
};
const SWITCHES: Readonly<Record<RunKind, string>> = {
  bin: 'autobins',
  example: 'autoexamples',
  test: 'autotests',
  bench: 'autobenches',
};

export function readTargets(manifest: Manifest, files: RustFiles, name: string, edition: string): Targets {
  const reader = new Reader(manifest, files, name, edition);
  reader.library();
  for (const kind of ['bin', 'example', 'test', 'bench'] as const) reader.runnable(kind);
  reader.buildScript();
  reader.refuseWithoutTargets();
  return reader;
}

class Reader implements Targets {
  readonly targets: Target[] = [];
  readonly problems: Problem[] = [];
  readonly #manifest: Manifest;
  readonly #files: RustFiles;
  readonly #name: string;
  readonly #edition: string;
  readonly #package: { readonly key: string; readonly table: TomlTable };

  constructor(manifest: Manifest, files: RustFiles, name: string, edition: string) {
    this.#manifest = manifest;
    this.#files = files;
    this.#name = name;
    this.#edition = edition;
    this.#package = packageTable(manifest) ?? { key: 'package', table: {} };
  }

  library(): void {
    const table = tableOf(this.#manifest.table.lib);
    const automatic = booleanOf(this.#package.table.autolib) ?? true;
    const found = this.#exists('src/lib.rs');
    if (table === undefined && !(automatic && found)) return;
    const section: Section | undefined = table === undefined ? undefined : { table, steps: ['lib'] };
    const name = stringOf(table?.name) ?? this.#name.replaceAll('-', '_');
    let path = stringOf(table?.path) ?? (found ? 'src/lib.rs' : undefined);
    if (path === undefined && this.#edition === '2015' && this.#exists(`src/${name}.rs`)) path = `src/${name}.rs`;
    if (path === undefined) {
      this.#problem(`library \`${name}\` has no src/lib.rs and no lib.path`, 'lib');
      path = 'src/lib.rs';
    }
    if (name.includes('-')) this.#problem(`library name \`${name}\` contains a hyphen`, 'lib', 'name');
    this.#add('lib', { name, path }, section, libraryTypes(table));
  }

  runnable(kind: RunKind): void {
    const sections = this.#sections(kind);
    const automatic = booleanOf(this.#package.table[SWITCHES[kind]]);
    const found = this.#discovered(kind);
    const declared = sections.map((section) => ({ section, ...this.#located(kind, section, found) }));
    const names = new Set(declared.map((one) => one.name));
    // A section without a path claims its name only: cargo then compares paths as written.
    const paths = new Set(sections.map(({ table }) => this.#resolved(stringOf(table.path))));
    const rest = found.filter((one) => !names.has(one.name) && !paths.has(this.#resolved(one.path)));
    // Edition 2015: one declared target switches the search for others off.
    const search = automatic ?? (sections.length === 0 || this.#edition !== '2015');
    const all = [...declared, ...(search ? rest.map((one) => ({ section: undefined, ...one })) : [])];
    all.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    const seen = new Set<string>();
    for (const { section, ...one } of all) {
      if (seen.has(one.name))
        this.#problem(`two ${kind} targets are called \`${one.name}\``, ...(section?.steps ?? []));
      seen.add(one.name);
      this.#add(kind, one, section, kind === 'example' ? exampleTypes(section?.table) : ['bin']);
    }
  }

  buildScript(): void {
    const value = this.#package.table.build;
    const automatic = value === true || (value === undefined && this.#exists('build.rs'));
    const scripts = automatic ? ['build.rs'] : (stringsOf(value) ?? [stringOf(value)]);
    for (const path of scripts) {
      if (path === undefined) continue;
      const stem = (path.split('/').at(-1) ?? path).replace(/\.[^.]*$/, '');
      const section = value === undefined ? undefined : { table: {}, steps: [this.#package.key, 'build'] };
      this.#add('build', { name: `build-script-${stem}`, path }, section, ['bin']);
    }
  }

  refuseWithoutTargets(): void {
    if (this.targets.some((target) => target.kind !== 'build')) return;
    this.#problem('the package has no target: no src/lib.rs, no src/main.rs, no section for one', this.#package.key);
  }

  #sections(kind: RunKind): Section[] {
    const tables = listOf(this.#manifest.table[kind]) ?? [];
    const sections: Section[] = [];
    tables.forEach((value, index) => {
      const table = tableOf(value);
      if (table === undefined) return;
      if (stringOf(table.name) === undefined) this.#problem(`a [[${kind}]] section has no name`, kind, index);
      else sections.push({ table, steps: [kind, index] });
    });
    return sections;
  }

  #discovered(kind: RunKind): Found[] {
    const found = this.#files.targetsIn(joinPath(this.#manifest.folder, FOLDERS[kind]) ?? '');
    const inside = found.map(({ name, path }) => ({ name, path: this.#relative(path) }));
    if (kind === 'bin' && this.#exists('src/main.rs')) inside.unshift({ name: this.#name, path: 'src/main.rs' });
    return inside;
  }

  #located(kind: RunKind, section: Section, discovered: readonly Found[]): Found {
    const name = stringOf(section.table.name) ?? '';
    const path = stringOf(section.table.path);
    if (path !== undefined) return { name, path };
    const candidates = discovered.filter((one) => one.name === name);
    const [first] = candidates;
    if (first !== undefined && candidates.length === 1) return first;
    const legacy = this.#edition === '2015' ? this.#legacyPath(kind, name) : undefined;
    if (legacy !== undefined) return { name, path: legacy };
    const folder = FOLDERS[kind];
    const message =
      first === undefined
        ? `${kind} \`${name}\` has neither ${folder}/${name}.rs nor ${folder}/${name}/main.rs`
        : `${kind} \`${name}\` could be ${candidates.map((one) => one.path).join(' or ')}`;
    this.#problem(message, ...section.steps);
    return first ?? { name, path: `${folder}/${name}.rs` };
  }

  /** Places that edition 2015 accepted by mistake. */
  #legacyPath(kind: RunKind, name: string): string | undefined {
    if (kind === 'bench') return name === 'bench' ? this.#firstExisting(['src/bench.rs']) : undefined;
    if (kind !== 'bin') return undefined;
    const hasLibrary = this.targets.some((target) => target.kind === 'lib');
    return this.#firstExisting([...(hasLibrary ? [] : [`src/${name}.rs`]), 'src/main.rs', 'src/bin/main.rs']);
  }

  #add(kind: TargetKind, found: Found, section: Section | undefined, crateTypes: readonly string[]): void {
    const path = this.#resolved(found.path);
    this.targets.push({
      kind,
      name: found.name,
      crateName: found.name.replaceAll('-', '_'),
      path,
      exists: path !== undefined && this.#files.has(path),
      declared: section !== undefined,
      crateTypes,
      requiredFeatures: stringsOf(section?.table['required-features']) ?? [],
      edition: stringOf(section?.table.edition) ?? this.#edition,
      harness: booleanOf(section?.table.harness) ?? true,
      isRun: (kind !== 'test' && kind !== 'bench') || (booleanOf(section?.table[kind]) ?? true),
      place: placeOf(this.#manifest, ...(section?.steps ?? [this.#package.key])),
    });
  }

  #exists(path: string): boolean {
    const resolved = this.#resolved(path);
    return resolved !== undefined && this.#files.has(resolved);
  }

  #firstExisting(paths: readonly string[]): string | undefined {
    return paths.find((path) => this.#exists(path));
  }

  #resolved(path: string | undefined): string | undefined {
    return path === undefined ? undefined : joinPath(this.#manifest.folder, path);
  }

  #relative(path: string): string {
    const { folder } = this.#manifest;
    return folder === '' ? path : path.slice(folder.length + 1);
  }

  #problem(message: string, ...steps: readonly Step[]): void {
    this.problems.push({ about: 'target', message, ...placeOf(this.#manifest, ...steps) });
  }
}

function libraryTypes(table: TomlTable | undefined): readonly string[] {
  const types = crateTypesOf(table);
  if (types !== undefined) return types;
  const macro = booleanOf(table?.['proc-macro']) ?? booleanOf(table?.proc_macro) ?? false;
  return [macro ? 'proc-macro' : 'lib'];
}

function exampleTypes(table: TomlTable | undefined): readonly string[] {
  const types = crateTypesOf(table) ?? [];
  return types.length === 0 ? ['bin'] : types;
}

function crateTypesOf(table: TomlTable | undefined): readonly string[] | undefined {
  return stringsOf(table?.['crate-type']) ?? stringsOf(table?.crate_type);
}
