/** Whether changelogs speak of every version that there is. */

import { at, type Evidence } from '../../verdict.ts';
import { publishedPackages } from '../cargo/published.ts';
import type { CargoModule } from '../cargo/workspace.ts';
import type { Changelog, ChangelogEntry } from './changelog.ts';
import { isDevelopmentVersion, type Releases, withoutBuild } from './release.ts';

export interface ChangelogFile {
  readonly path: string;
  /** The crate whose changelog it is; undefined for that of a workspace. */
  readonly crate: string | undefined;
  readonly changelog: Changelog;
}

/** A version that must have its entry. */
export interface RequiredVersion {
  readonly version: string;
  readonly crate: string | undefined;
  /** Where the version comes from: `tag v1.0.0`, `Cargo.toml`. */
  readonly source: string;
  /** Place of a manifest's version. */
  readonly line: number | undefined;
  /** A version without its tag may still stand under "Unreleased". */
  readonly tagged: boolean;
}

const NAMES = [
  /^changelog\.(?:md|markdown)$/i,
  /^changelog(?:\.(?:rst|adoc|txt))?$/i,
  /^(?:changes|history|releases|news)(?:\.(?:md|markdown|rst|adoc|txt))?$/i,
];

/** The changelog in a folder: CHANGELOG.md before other cases, markups and names. */
export function findChangelog(paths: readonly string[], folder: string): string | undefined {
  const prefix = folder === '' ? '' : `${folder}/`;
  const names = paths
    .filter((path) => path.startsWith(prefix) && !path.includes('/', prefix.length))
    .map((path) => path.slice(prefix.length));
  const found =
    names.find((name) => name === 'CHANGELOG.md') ??
    NAMES.map((form) => names.find((name) => form.test(name))).find((name) => name !== undefined);
  return found === undefined ? undefined : prefix + found;
}

/** The versions of the release tags on the main branch. */
export function taggedVersions({ tags }: Releases): RequiredVersion[] {
  return tags
    .filter(({ tag }) => tag.onMain)
    .map(({ version, crate, tag }) => ({ version, crate, source: `tag ${tag.name}`, line: undefined, tagged: true }));
}

/** The versions that the manifests have now, of the packages that others can depend on. */
export function presentVersions(module: CargoModule): RequiredVersion[] {
  const packages = publishedPackages(module);
  return packages.flatMap(({ name, version, place }) => {
    if (version === undefined) return [];
    const { path, line } = place('package', 'version');
    return [
      { version: version.value, crate: packages.length > 1 ? name : undefined, source: path, line, tagged: false },
    ];
  });
}

/** What is wrong with the entry of a version: none, or an empty one. Undefined when it has its entry. */
function missingEntry(required: RequiredVersion, files: readonly ChangelogFile[]): string | undefined {
  const entries = files.flatMap((file) => file.changelog.entries.filter((entry) => concerns(file, entry, required)));
  const own = entries.filter(
    ({ version }) => version !== undefined && withoutBuild(version) === withoutBuild(required.version),
  );
  if (own.some(({ filled }) => filled > 0)) return undefined;
  const mayWait = !required.tagged || isDevelopmentVersion(required.version);
  if (mayWait && entries.some(({ version, unreleased, filled }) => version === undefined && unreleased && filled > 0))
    return undefined;
  const name = required.crate === undefined ? required.version : `${required.crate} ${required.version}`;
  return own.length > 0
    ? `the entry for ${name} says nothing (${required.source})`
    : `no entry for ${name} (${required.source})`;
}

/** A crate's own changelog is about it alone; a shared one about every crate, unless the entry names another. */
function concerns({ crate }: ChangelogFile, entry: ChangelogEntry, required: RequiredVersion): boolean {
  if (required.crate === undefined) return true;
  if (entry.crate !== undefined && crate === undefined) return entry.crate === required.crate;
  return crate === undefined || crate === required.crate;
}

/** The changelog in which the entry of a crate belongs. */
function changelogFor(crate: string | undefined, files: readonly ChangelogFile[]): string {
  const own = files.find((file) => crate !== undefined && file.crate === crate);
  return (own ?? files.find((file) => file.crate === undefined) ?? files[0]!).path;
}

/** Entries that stand the wrong way round, by file. */
export function misplacedEntries(files: readonly ChangelogFile[]): Evidence[] {
  return files.flatMap(({ path, changelog }) =>
    changelog.misplaced.map(({ upper, lower }) =>
      at(path, lower.line, `"${lower.title}" stands below the older "${upper.title}"`),
    ),
  );
}

/** Versions without an entry, or with an empty one; a version that several sources ask for is said once. */
export function missingEntries(versions: readonly RequiredVersion[], files: readonly ChangelogFile[]): Evidence[] {
  const said: RequiredVersion[] = [];
  return versions.flatMap((one) => {
    const message = missingEntry(one, files);
    const again = said.some(
      ({ version, crate }) => version === one.version && (crate === one.crate || !crate || !one.crate),
    );
    if (message === undefined || again) return [];
    said.push(one);
    return [
      one.line === undefined ? { message, path: changelogFor(one.crate, files) } : at(one.source, one.line, message),
    ];
  });
}
