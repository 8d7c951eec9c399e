/** What is wrong with a module's versions, as evidence: one function for each thing that the standard asks of them. */

import { at, type Evidence, note } from '../../verdict.ts';
import type { Changelog } from './changelog.ts';
import {
  compareSemVer,
  isDevelopmentVersion,
  isSemVer,
  type Releases,
  type ReleaseTag,
  skipsVersion,
  type VersionLine,
  withoutBuild,
} from './release.ts';

/** A commit as people write it. */
export const short = (hash: string | undefined): string => (hash ?? '').slice(0, 7);

export function malformedVersions({ malformed, packages }: Releases): Evidence[] {
  const tags = malformed.map(({ tag, problem }) => ({ message: `tag ${tag} ${problem}` }));
  const manifests = packages
    .filter(({ version }) => version !== undefined && !isSemVer(version))
    .map(({ name, version, manifestPath, line }) =>
      at(manifestPath, line, `${name} has the version ${version}, which is no SemVer`),
    );
  return [...tags, ...manifests];
}

/** Tags whose manifest says something else. */
export function contradictedTags({ tags, lines }: Releases): Evidence[] {
  return tags.flatMap(({ tag, crate, version, manifest }) => {
    const said = manifest?.version;
    if (said === undefined || withoutBuild(said) === withoutBuild(version)) return [];
    const path = manifest?.path ?? 'Cargo.toml';
    const later = lines
      .filter((line) => line.path === path && (crate === undefined || line.crate === crate))
      .flatMap(({ steps }) => steps)
      .find((step) => step.version === version);
    const early = later !== undefined && isSemVer(said) && compareSemVer(said, version) < 0;
    const why = early ? `was set before the bump (${short(later.commit)} has it)` : 'was set on another version';
    return [{ message: `tag ${tag.name} at ${short(tag.commit)} ${why}: ${path} says ${said} there` }];
  });
}

/** Manifests that went back along the main branch. */
export function shrinkingManifests({ lines }: Releases): Evidence[] {
  return lines.flatMap(({ path, crate, steps }) =>
    steps.slice(1).flatMap(({ commit, version }, index) => {
      const before = steps[index];
      if (before === undefined || !isSemVer(before.version) || !isSemVer(version)) return [];
      if (compareSemVer(before.version, version) <= 0) return [];
      const what = crate === undefined ? `the workspace's version in ${path}` : `${path}`;
      return [{ message: `${what} went back from ${before.version} to ${version} in ${short(commit)}` }];
    }),
  );
}

/**
 * Tags of one name that went back along the main branch.
 * @param placeOnLine place of a commit among the branch's own states, 0 being the newest; undefined for others
 */
export function shrinkingTags({ tags }: Releases, placeOnLine: (commit: string) => number | undefined): Evidence[] {
  const placed = tags
    .map((release) => ({ release, place: placeOnLine(release.tag.commit ?? '') ?? -1 }))
    .filter(({ place }) => place >= 0)
    .sort((a, b) => b.place - a.place || compareSemVer(a.release.version, b.release.version));
  const newest = new Map<string | undefined, ReleaseTag>();
  return placed.flatMap(({ release }) => {
    const before = newest.get(release.crate);
    if (before !== undefined && compareSemVer(before.version, release.version) > 0)
      return [{ message: `tag ${release.tag.name} stands after ${before.tag.name} in the history` }];
    newest.set(release.crate, release);
    return [];
  });
}

/** Manifests older than the newest tag of their name. */
export function overtakenManifests({ tags, packages, workspaceVersion }: Releases): Evidence[] {
  const newest = new Map<string | undefined, ReleaseTag>();
  for (const tag of tags) {
    const known = newest.get(tag.crate);
    if (known === undefined || compareSemVer(known.version, tag.version) < 0) newest.set(tag.crate, tag);
  }
  return [...newest].flatMap(([crate, { tag, version }]) => {
    const root = packages.find(({ manifestPath }) => manifestPath === 'Cargo.toml');
    const own = crate === undefined ? root : packages.find(({ name }) => name === crate);
    const shared = crate === undefined && own === undefined;
    const said = shared ? (workspaceVersion ?? highest(packages.map((one) => one.version))) : own?.version;
    if (said === undefined || !isSemVer(said) || compareSemVer(said, version) >= 0) return [];
    return [at(own?.manifestPath ?? 'Cargo.toml', own?.line, `says ${said}, behind the newest tag ${tag.name}`)];
  });
}

const highest = (versions: readonly (string | undefined)[]): string | undefined =>
  versions
    .filter((version) => version !== undefined && isSemVer(version))
    .sort((a, b) => compareSemVer(b ?? '', a ?? ''))[0];

/** What is worth knowing and decides nothing. */
export function releaseNotes({ tags, others, skippedStates }: Releases): Evidence[] {
  const notes: Evidence[] = [];
  const aside = tags.filter(({ tag }) => !tag.onMain).map(({ tag }) => tag.name);
  if (aside.length > 0) notes.push(note(`not on the main branch: ${list(aside)}`));
  const bare = tags.filter(({ manifest }) => manifest === undefined).map(({ tag }) => tag.name);
  if (bare.length > 0) notes.push(note(`no manifest found at: ${list(bare)}`));
  const skipped = successive(tags).filter(([from, to]) => skipsVersion(from.version, to.version));
  if (skipped.length > 0)
    notes.push(
      note(`versions were skipped between ${list(skipped.map(([from, to]) => `${from.tag.name} and ${to.tag.name}`))}`),
    );
  if (others.length > 0) notes.push(note(`tags that name no version of a package here: ${list(others)}`));
  if (skippedStates > 0)
    notes.push(note(`${skippedStates} states of manifests lie between two of the same version and were not read`));
  return notes;
}

/** The first few of many names. */
export const list = (names: readonly string[]): string =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;

function successive(tags: readonly ReleaseTag[]): [ReleaseTag, ReleaseTag][] {
  const crates = new Set(tags.map(({ crate }) => crate));
  return [...crates].flatMap((name) => {
    const group = tags.filter(({ crate }) => crate === name);
    const sorted = group.sort((a, b) => compareSemVer(a.version, b.version));
    return sorted.slice(1).map((to, index): [ReleaseTag, ReleaseTag] => [sorted[index] ?? to, to]);
  });
}

/** A version that should have its tag, and where it is said. */
export interface ReleasedVersion {
  readonly crate: string | undefined;
  readonly version: string;
  readonly evidence: Evidence;
}

/**
 * Every version that should have its tag, once: what changelogs call released, then what manifests had on the main branch
 * before the present version. Versions by which a manifest says that it is between releases are only counted.
 */
export function wantedTags(
  releases: Releases,
  changelogs: readonly PlacedChangelog[],
): { wanted: ReleasedVersion[]; development: number } {
  const { lines, packages, workspaceVersion } = releases;
  const wanted = new Map<string, ReleasedVersion>();
  const root = packages.find(({ manifestPath }) => manifestPath === 'Cargo.toml');
  // What names no package here is the root's: the root's changelog, names that it had before, the workspace that it was.
  const isHere = (crate: string | undefined) => packages.some(({ name }) => name === crate);
  const add = (released: ReleasedVersion): void => {
    const crate = isHere(released.crate) ? released.crate : root?.name;
    const key = `${crate} ${released.version}`;
    if (!wanted.has(key)) wanted.set(key, { ...released, crate });
  };
  for (const changelog of changelogs) releasedEntries(changelog, releases).forEach(add);
  let development = 0;
  for (const { path, crate, steps } of lines.filter((line) => isJudged(line, packages))) {
    const own = packages.find(({ name, manifestPath }) => name === crate && manifestPath === path);
    const stands = isHere(crate) ? own : root;
    const now = (crate === undefined ? workspaceVersion : undefined) ?? stands?.version;
    for (const { version, commit } of steps) {
      if (version === now) continue;
      const evidence = { message: `${path} had ${version} from ${short(commit)} on, and no tag bears it` };
      if (isDevelopmentVersion(version)) development++;
      else add({ crate, version, evidence });
    }
  }
  return { wanted: [...wanted.values()], development };
}

/** A changelog, its path, and the crate whose it is. */
export interface PlacedChangelog {
  readonly path: string;
  readonly crate: string | undefined;
  readonly changelog: Changelog;
}

// A member that is never published has no releases of its own; former names of the root are the module's all the same.
const isJudged = ({ crate, path }: VersionLine, packages: Releases['packages']): boolean =>
  crate === undefined || path === 'Cargo.toml' || packages.some(({ name, published }) => name === crate && published);

/** True when a tag bears the version: the package's own, or one of the whole repository. */
export function isTagged({ tags, packages }: Releases, crate: string | undefined, version: string): boolean {
  const root = packages.find(({ manifestPath }) => manifestPath === 'Cargo.toml')?.name;
  const whole = crate === undefined || crate === root || !packages.some(({ name }) => name === crate);
  return tags.some(
    (tag) =>
      withoutBuild(tag.version) === withoutBuild(version) &&
      (tag.crate === undefined || tag.crate === crate || (whole && (tag.crate === root || root === undefined))),
  );
}

/** Entries of a changelog that say that a version was released: dated, or older than the newest tag. */
function releasedEntries({ path, crate, changelog }: PlacedChangelog, { tags }: Releases): ReleasedVersion[] {
  const newest = tags
    .map(({ version }) => version)
    .sort(compareSemVer)
    .at(-1);
  return changelog.entries.flatMap((entry): ReleasedVersion[] => {
    const { version } = entry;
    if (version === undefined || entry.unreleased || !isSemVer(version)) return [];
    const older = newest !== undefined && compareSemVer(version, newest) < 0;
    if (entry.date === undefined && !older) return [];
    const evidence = at(path, entry.line, `${version} is said to be released, and no tag bears it`);
    return [{ crate: entry.crate ?? crate, version, evidence }];
  });
}

/** What is worth knowing of the tags themselves. */
export function tagNotes({ tags }: Releases, development: number): Evidence[] {
  const light = tags.filter(({ tag }) => !tag.annotated).map(({ tag }) => tag.name);
  const unsigned = tags.filter(({ tag }) => tag.annotated && !tag.signed).map(({ tag }) => tag.name);
  return [
    ...(light.length === 0 ? [] : [note(`lightweight: ${list(light)}`)]),
    ...(unsigned.length === 0 ? [] : [note(`annotated, not signed: ${list(unsigned)}`)]),
    ...(development === 0
      ? []
      : [
          note(
            `${development} development ${development === 1 ? 'version' : 'versions'} (-dev and the like), which need no tag`,
          ),
        ]),
  ];
}
