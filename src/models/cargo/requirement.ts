/**
 * Versions and version requirements as Cargo reads them. Cargo's requirements look like npm's and differ: bare means `^`, `1.2` bare
 * is `^1.2` and not `~1.2`, commas mean AND, and there is no `||`, no `v` and no hyphen range. Source: the Cargo Book,
 * "Specifying Dependencies", and the parser of the Rust crate `semver`. The comparing itself is the npm library's.
 */
import Range from 'semver/classes/range.js';
import type SemVer from 'semver/classes/semver.js';
import parse from 'semver/functions/parse.js';
import subset from 'semver/ranges/subset.js';

export type Version = SemVer;

export interface Requirement {
  readonly text: string;
  /** As `cargo metadata` prints it: `^1.2`, `>=1, <2`, `1.*`, `*`. */
  readonly canonical: string;
  /** True for `*`, which asks for nothing. */
  readonly any: boolean;
  readonly range: Range;
}

/** A SemVer 2.0.0 version; undefined for anything else, `v1.2.3`, `1.2` and blanks around included. */
export function parseVersion(text: string): Version | undefined {
  return /^\d[^\s]*$/.test(text) ? (parse(text) ?? undefined) : undefined;
}

const NUMBER = '(?:0|[1-9]\\d*)';
const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const COMPARATOR = new RegExp(
  `^(=|>=|>|<=|<|~|\\^)? *(${NUMBER})(?:\\.(?:([*xX])|(${NUMBER})))?(?:\\.(?:([*xX])|(${NUMBER})(?:-(${IDENTIFIERS}))?(?:\\+${IDENTIFIERS})?))? *$`,
);
const MAX_COMPARATORS = 32;

interface Comparator {
  readonly operator: string;
  readonly version: string;
}

/** A requirement as Cargo takes it; undefined where Cargo refuses it (`""`, `1.0 || 2`, `v1`, `>1 <2`, `latest`). */
export function parseRequirement(text: string): Requirement | undefined {
  const trimmed = text.replace(/^ +/, '');
  if (/^[*xX] *$/.test(trimmed)) return { text, canonical: '*', any: true, range: new Range('*') };
  const parts = trimmed.split(/, */);
  if (parts.length > MAX_COMPARATORS) return undefined;
  const comparators: Comparator[] = [];
  for (const part of parts) {
    const comparator = comparatorOf(part);
    if (comparator === undefined) return undefined;
    comparators.push(comparator);
  }
  const canonical = comparators.map(({ operator, version }) => `${operator}${version}`).join(', ');
  try {
    return { text, canonical, any: false, range: new Range(canonical.replaceAll(',', '')) };
  } catch {
    // A number beyond 2^53, or an identifier such as `01`, that the library refuses.
    return undefined;
  }
}

function comparatorOf(part: string): Comparator | undefined {
  const found = COMPARATOR.exec(part);
  if (found === null) return undefined;
  const [, operator, major, minorWildcard, minor, patchWildcard, patch, prerelease] = found;
  if (minorWildcard !== undefined && patch !== undefined) return undefined;
  const wildcard = minorWildcard ?? patchWildcard;
  const numbers = [major, minor, patch].filter((number) => number !== undefined).join('.');
  const version = prerelease === undefined ? numbers : `${numbers}-${prerelease}`;
  if (operator === undefined && wildcard !== undefined) return { operator: '', version: `${numbers}.*` };
  return { operator: operator ?? '^', version };
}

/**
 * True when Cargo would take that version for the requirement. A prerelease is taken only where a comparator names a
 * prerelease of the same major.minor.patch.
 */
export function admits(requirement: Requirement, version: Version): boolean {
  // To Cargo `*` has no comparator that could name a prerelease.
  if (requirement.any) return version.prerelease.length === 0;
  return requirement.range.test(version);
}

/** True when every version that `narrow` admits is admitted by `wide` too. */
export function implies(narrow: Requirement, wide: Requirement): boolean {
  return subset(narrow.range, wide.range);
}
