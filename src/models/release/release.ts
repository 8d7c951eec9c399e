/** Releases: what tags, manifests and their history say of a module's versions. SemVer 2.0.0, https://semver.org. */
import { compare, parse } from 'semver';
import type { FileState, Tag } from '../git/output.ts';

/** A package as the checked-out manifests have it. */
export interface VersionedPackage {
  readonly name: string;
  readonly version: string | undefined;
  /** Relative to the module. */
  readonly manifestPath: string;
  /** Line of the version. */
  readonly line: number | undefined;
  /** `version.workspace = true`. */
  readonly inherits: boolean;
  /** False for `publish = false`. */
  readonly published: boolean;
}

export interface ReleaseName {
  /** Named before the version; undefined for a tag of the whole repository. */
  readonly crate: string | undefined;
  readonly version: string;
}

export interface ReleaseTag extends ReleaseName {
  readonly tag: Tag & { readonly onMain: boolean };
  /** What the manifest says at the tag; undefined where there is none. */
  readonly manifest: { readonly path: string; readonly version: string | undefined } | undefined;
}

/** One version that a manifest had on the main branch. */
export interface VersionStep {
  readonly commit: string;
  readonly version: string;
}

/** The versions of one package, or of the workspace's shared one, oldest first, each once in a row. */
export interface VersionLine {
  /** Name of the package; undefined for `[workspace.package]`. */
  readonly crate: string | undefined;
  readonly path: string;
  readonly steps: readonly VersionStep[];
}

export interface Releases {
  readonly packages: readonly VersionedPackage[];
  /** Version of `[workspace.package]`. */
  readonly workspaceVersion: string | undefined;
  readonly tags: readonly ReleaseTag[];
  /** Tags that look like a version and are none, with why. */
  readonly malformed: readonly { readonly tag: string; readonly problem: string }[];
  /** Tags of crates that are not here, and tags that are no versions. */
  readonly others: readonly string[];
  readonly lines: readonly VersionLine[];
  /** How many states of manifests were not read: between two of one version. */
  readonly skippedStates: number;
}

/** True for SemVer 2.0.0 as it is written: no `v`, three numbers, no leading zeros. */
export const isSemVer = (text: string): boolean => parse(text)?.raw === text && !/^[v=\s]/.test(text);

/** By precedence; negative when the first is older. Both must be SemVer. */
export const compareSemVer = (a: string, b: string): number => compare(a, b);

/** The version without build metadata: two that differ only there are one. */
export const withoutBuild = (version: string): string => version.replace(/\+.*$/, '');

/** A version by which a manifest says that it is between releases. */
export const isDevelopmentVersion = (version: string): boolean =>
  /^(?:dev|pre|snapshot|unreleased|wip|git|nightly|main|master)$/i.test(String(parse(version)?.prerelease[0] ?? '')) ||
  /^0\.0\.0(?:$|-)/.test(version);

/**
 * @param crates names of the module's packages
 * @returns the release that a tag's name stands for, why it is no SemVer, or undefined for another kind of tag
 */
export function readTagName(
  name: string,
  crates: ReadonlySet<string>,
): ReleaseName | { readonly problem: string } | undefined {
  const plain = readVersion(name);
  if (plain !== undefined) return typeof plain === 'string' ? { crate: undefined, version: plain } : plain;
  for (const separator of ['-', '/', '@', '_']) {
    for (let at = name.lastIndexOf(separator); at > 0; at = name.lastIndexOf(separator, at - 1)) {
      const crate = name.slice(0, at);
      if (!crates.has(crate)) continue;
      const version = readVersion(name.slice(at + 1));
      if (version !== undefined) return typeof version === 'string' ? { crate, version } : version;
    }
  }
  return undefined;
}

function readVersion(text: string): string | { readonly problem: string } | undefined {
  const version = text.replace(/^v/, '');
  if (isSemVer(version)) return version;
  if (!/^[vV]\.?\d+(?:\.\d+)*(?:[-+.].*)?$|^\d+(?:\.\d+)+(?:[-+.].*)?$/.test(text)) return undefined;
  if (/^V|^v\./.test(text)) return { problem: 'only a small `v` may stand before the version' };
  const numbers = /^[\d.]+/.exec(version)?.[0].replace(/\.$/, '').split('.') ?? [];
  if (numbers.length < 3)
    return { problem: `has ${numbers.length === 1 ? 'one number' : 'two numbers'} where SemVer has three` };
  if (numbers.length > 3) return { problem: `has ${numbers.length} numbers where SemVer has three` };
  if (numbers.some((number) => /^0\d/.test(number))) return { problem: 'has a number with a leading zero' };
  return { problem: 'is no SemVer' };
}

/**
 * Tags since which a commit may be called unreleased, newest first: those on the main branch but not on its head.
 * @param placeOf place of a commit in the branch's list, 0 being the head
 */
export function releasesBefore(
  tags: readonly ReleaseTag[],
  placeOf: (commit: string) => number | undefined,
): ReleaseTag[] {
  return tags
    .map((release) => ({ release, place: release.tag.commit === undefined ? undefined : placeOf(release.tag.commit) }))
    .filter(
      (placed): placed is { release: ReleaseTag; place: number } => placed.place !== undefined && placed.place > 0,
    )
    .sort((a, b) => a.place - b.place || compareSemVer(b.release.version, a.release.version))
    .map(({ release }) => release);
}

/** States of one file that differ, oldest first. */
export function oldestFirst(states: readonly FileState[], path: string): FileState[] {
  return states.filter((state) => state.path === path).reverse();
}

/** A step from one release to the next leaves out a version when it is none of the three that SemVer allows. */
export function skipsVersion(from: string, to: string): boolean {
  const [a, b] = [parse(from), parse(to)];
  if (a === null || b === null || compareSemVer(from, to) >= 0) return false;
  if (a.prerelease.length > 0 && a.major === b.major && a.minor === b.minor && a.patch === b.patch) return false;
  const next = [`${a.major}.${a.minor}.${a.patch + 1}`, `${a.major}.${a.minor + 1}.0`, `${a.major + 1}.0.0`];
  if (a.prerelease.length > 0) next.push(`${a.major}.${a.minor}.${a.patch}`);
  return !next.includes(`${b.major}.${b.minor}.${b.patch}`);
}
