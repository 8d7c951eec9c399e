/** One package: its fields as cargo resolves them, its dependencies, features and targets. */

import { joinPath } from '../text/paths.ts';
import { booleanOf, stringOf, stringsOf, type TomlTable, type TomlValue, tableOf } from '../toml/toml.ts';
import { type Dependency, readDependencies } from './dependencies.ts';
import { type Feature, readFeatures } from './features.ts';
import {
  type Field,
  inherits,
  type Manifest,
  type Place,
  type Problem,
  packageTable,
  placeOf,
  type Step,
} from './manifest.ts';
import { parseVersion } from './requirement.ts';
import type { RustFiles } from './rust-files.ts';
import { readTargets, type Target } from './targets.ts';

/** A file that a field names, or that cargo finds by its own rule. */
export interface NamedFile {
  /** As written, or as found. */
  readonly written: string;
  /** Relative to the module; undefined for an absolute path. */
  readonly path: string | undefined;
  readonly exists: boolean;
  /** True when the manifest names it. */
  readonly declared: boolean;
  readonly place: Place;
}

export interface Package {
  readonly manifestPath: string;
  /** Folder of the package, `''` for the module's root. */
  readonly folder: string;
  readonly name: string;
  /** Absent means 0.0.0 and not published. */
  readonly version: Field<string> | undefined;
  /** Absent means 2015. */
  readonly edition: string;
  readonly declaredEdition: Field<string> | undefined;
  readonly rustVersion: Field<string> | undefined;
  readonly description: Field<string> | undefined;
  readonly license: Field<string> | undefined;
  readonly licenseFile: NamedFile | undefined;
  readonly repository: Field<string> | undefined;
  readonly homepage: Field<string> | undefined;
  readonly documentation: Field<string> | undefined;
  readonly keywords: Field<readonly string[]> | undefined;
  readonly categories: Field<readonly string[]> | undefined;
  readonly authors: Field<readonly string[]> | undefined;
  /** By cargo's own rule: `package.readme`, else README.md, README.txt or README beside the manifest. */
  readonly readme: NamedFile | undefined;
  /** False, or the registries it may go to. */
  readonly publish: boolean | readonly string[];
  readonly defaultRun: string | undefined;
  readonly dependencies: readonly Dependency[];
  readonly features: readonly Feature[];
  readonly targets: readonly Target[];
  /** What cargo would refuse. */
  readonly problems: readonly Problem[];
  /** Where a key of its manifest stands, else the nearest table above it. */
  place(...keys: readonly Step[]): Place;
}

const README_FILES = ['README.md', 'README.txt', 'README'];
const EDITIONS = new Set(['2015', '2018', '2021', '2024']);
/** The first Rust that knows each edition; cargo refuses a lower rust-version. */
const FIRST_RUST: Readonly<Record<string, number>> = { 2018: 31, 2021: 56, 2024: 85 };

/** @param workspace the manifest that `x.workspace = true` takes its values from */
export function readPackage(
  manifest: Manifest,
  workspace: Manifest | undefined,
  files: RustFiles,
): Package | undefined {
  const own = packageTable(manifest);
  if (own === undefined) return undefined;
  const fields = new Fields(manifest, own, workspace);
  const name = fields.name();
  const declaredEdition = fields.text('edition');
  const edition = declaredEdition?.value ?? '2015';
  const rustVersion = fields.text('rust-version');
  const version = fields.text('version');
  fields.checkEdition(declaredEdition, rustVersion);
  fields.checkVersion(version);
  fields.checkLints();
  const { dependencies, problems: dependencyProblems } = readDependencies(manifest, workspace, edition);
  const { features, problems: featureProblems } = readFeatures(manifest, dependencies);
  const { targets, problems: targetProblems } = readTargets(manifest, files, name, edition);
  return {
    manifestPath: manifest.path,
    folder: manifest.folder,
    name,
    version,
    edition,
    declaredEdition,
    rustVersion,
    description: fields.text('description'),
    license: fields.text('license'),
    licenseFile: fields.file('license-file', files),
    repository: fields.text('repository'),
    homepage: fields.text('homepage'),
    documentation: fields.text('documentation'),
    keywords: fields.texts('keywords'),
    categories: fields.texts('categories'),
    authors: fields.texts('authors'),
    readme: readmeOf(fields, manifest, files),
    publish: fields.publish(),
    defaultRun: stringOf(own.table['default-run']),
    dependencies,
    features,
    targets,
    problems: [...fields.problems, ...dependencyProblems, ...featureProblems, ...targetProblems],
    place: (...keys) => placeOf(manifest, ...keys),
  };
}

function readmeOf(fields: Fields, manifest: Manifest, files: RustFiles): NamedFile | undefined {
  const field = fields.field('readme');
  if (field?.value === false) return undefined;
  if (field?.value === true) return { ...fields.named('README.md', field, files), declared: true };
  if (field !== undefined) return fields.file('readme', files);
  for (const written of README_FILES) {
    const path = joinPath(manifest.folder, written) ?? written;
    if (files.has(path)) return { written, path, exists: true, declared: false, place: { path, line: 1, column: 1 } };
  }
  return undefined;
}

interface RawField {
  readonly value: TomlValue;
  readonly place: Place;
  /** The folder that relative paths start from. */
  readonly folder: string;
}

class Fields {
  readonly problems: Problem[] = [];
  readonly #manifest: Manifest;
  readonly #own: { readonly key: string; readonly table: TomlTable };
  readonly #workspace: Manifest | undefined;

  constructor(
    manifest: Manifest,
    own: { readonly key: string; readonly table: TomlTable },
    workspace: Manifest | undefined,
  ) {
    this.#manifest = manifest;
    this.#own = own;
    this.#workspace = workspace;
  }

  /** The value of a field, from the workspace where the package says so. */
  field(key: string): RawField | undefined {
    const value = this.#own.table[key];
    if (value === undefined) return undefined;
    const place = placeOf(this.#manifest, this.#own.key, key);
    if (!inherits(value)) return { value, place, folder: this.#manifest.folder };
    const shared = tableOf(tableOf(this.#workspace?.table.workspace)?.package)?.[key];
    if (this.#workspace !== undefined && shared !== undefined) {
      const sharedPlace = placeOf(this.#workspace, 'workspace', 'package', key);
      return { value: shared, place: sharedPlace, folder: this.#workspace.folder };
    }
    const reason = this.#workspace === undefined ? 'there is no workspace' : 'workspace.package lacks it';
    this.#report(`package.${key} inherits from the workspace, but ${reason}`, place);
    return undefined;
  }

  text(key: string): Field<string> | undefined {
    const field = this.field(key);
    if (field === undefined) return undefined;
    const value = stringOf(field.value);
    if (value !== undefined) return { value, place: field.place };
    this.#report(`package.${key} is not a string`, field.place);
    return undefined;
  }

  texts(key: string): Field<readonly string[]> | undefined {
    const field = this.field(key);
    if (field === undefined) return undefined;
    const value = stringsOf(field.value);
    if (value !== undefined) return { value, place: field.place };
    this.#report(`package.${key} is not a list of strings`, field.place);
    return undefined;
  }

  file(key: string, files: RustFiles): NamedFile | undefined {
    const field = this.field(key);
    const written = stringOf(field?.value);
    return field === undefined || written === undefined ? undefined : this.named(written, field, files);
  }

  named(written: string, field: RawField, files: RustFiles): NamedFile {
    const path = joinPath(field.folder, written);
    return { written, path, exists: path !== undefined && files.has(path), declared: true, place: field.place };
  }

  name(): string {
    const name = stringOf(this.#own.table.name);
    const place = placeOf(this.#manifest, this.#own.key, 'name');
    if (name === undefined) this.#report('package.name is missing', place);
    else if (!/^[\p{XID_Start}_][\p{XID_Continue}-]*$/u.test(name))
      this.#report(`package.name \`${name}\` is no package name`, place);
    return name ?? '';
  }

  publish(): boolean | readonly string[] {
    const value = this.field('publish')?.value;
    return booleanOf(value) ?? stringsOf(value) ?? this.#own.table.version !== undefined;
  }

  checkLints(): void {
    if (!inherits(this.#manifest.table.lints)) return;
    if (tableOf(tableOf(this.#workspace?.table.workspace)?.lints) !== undefined) return;
    const reason = this.#workspace === undefined ? 'there is no workspace' : 'workspace.lints is missing';
    this.#report(`lints inherits from the workspace, but ${reason}`, placeOf(this.#manifest, 'lints'));
  }

  checkVersion(version: Field<string> | undefined): void {
    if (version !== undefined && parseVersion(version.value) === undefined)
      this.#report(`package.version \`${version.value}\` is no SemVer version`, version.place);
  }

  checkEdition(edition: Field<string> | undefined, rust: Field<string> | undefined): void {
    if (edition !== undefined && !EDITIONS.has(edition.value))
      this.#report(`package.edition \`${edition.value}\` is no edition`, edition.place);
    if (rust === undefined) return;
    const found = /^(\d+)(?:\.(\d+))?(?:\.\d+)?(?:-[0-9A-Za-z.-]+)?$/.exec(rust.value);
    if (found === null) this.#report(`package.rust-version \`${rust.value}\` is no Rust version`, rust.place);
    const first = FIRST_RUST[edition?.value ?? ''];
    if (first !== undefined && found?.[1] === '1' && Number(found[2] ?? 0) < first)
      this.#report(`rust-version ${rust.value} is older than edition ${edition?.value} (1.${first})`, rust.place);
  }

  #report(message: string, place: Place): void {
    this.problems.push({ about: 'manifest', message, ...place });
  }
}
