/**
 * Ranges of versions as RustSec reads `patched` and `unaffected`: intervals in the order of SemVer precedence, so that a
 * prerelease of a vulnerable version is vulnerable, which Cargo's own requirements would not say.
 */
import type SemVer from 'semver/classes/semver.js';
import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';

interface Bound {
  readonly version: SemVer;
  readonly inclusive: boolean;
}

export interface VersionRange {
  readonly from: Bound | undefined;
  readonly to: Bound | undefined;
}

const COMPARATOR = /^(>=|<=|>|<|=|\^|~)?\s*(\d+)(?:\.(\d+))?(?:\.(\d+))?(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** Reads one entry of `patched` or `unaffected`, such as `>= 1.2.3, < 2.0.0`; undefined where it is no such range. */
export function parseRange(text: string): VersionRange | undefined {
  let range: VersionRange = { from: undefined, to: undefined };
  for (const part of text.split(',')) {
    const next = comparatorRange(part.trim());
    if (next === undefined) return undefined;
    range = { from: next.from ?? range.from, to: next.to ?? range.to };
  }
  return range;
}

function comparatorRange(text: string): VersionRange | undefined {
  if (text === '*') return { from: undefined, to: undefined };
  const match = COMPARATOR.exec(text);
  if (match === null) return undefined;
  const [, operator = '^', major, minor, patch, pre = ''] = match;
  const version = parse(`${major}.${minor ?? 0}.${patch ?? 0}${pre}`);
  if (version === null) return undefined;
  const bound = (inclusive: boolean): Bound => ({ version, inclusive });
  switch (operator) {
    case '>=':
    case '>':
      return { from: bound(operator === '>='), to: undefined };
    case '<=':
    case '<':
      return { from: undefined, to: bound(operator === '<=') };
    case '=':
      return { from: bound(true), to: bound(true) };
    default:
      return { from: bound(true), to: { version: next(operator, version, minor, patch), inclusive: false } };
  }
}

/** The first version that `^` or `~` leaves out, as its lowest prerelease: `^1.2` ends before 2.0.0-0. */
function next(
  operator: string,
  { major, minor, patch }: SemVer,
  minorText: string | undefined,
  patchText: string | undefined,
): SemVer {
  const tilde = operator === '~';
  let text = `${major + 1}.0.0-0`;
  if (minorText !== undefined && (tilde || major === 0)) {
    text = !tilde && minor === 0 && patchText !== undefined ? `0.0.${patch + 1}-0` : `${major}.${minor + 1}.0-0`;
  }
  return parse(text)!;
}

/** True when the version lies in the range. */
export function contains({ from, to }: VersionRange, version: SemVer): boolean {
  const low = from === undefined ? 1 : compare(version, from.version);
  const high = to === undefined ? -1 : compare(version, to.version);
  return (low > 0 || (low === 0 && from?.inclusive === true)) && (high < 0 || (high === 0 && to?.inclusive === true));
}
