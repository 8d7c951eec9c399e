import parse from 'semver/functions/parse.js';
import { isFromCratesIo, type LockedPackage, type Lockfile } from '../lockfile.ts';
import type { Advisory } from './advisory.ts';
import { contains } from './version-range.ts';

/** An advisory that a locked package falls under. */
export interface Match {
  readonly advisory: Advisory;
  readonly package: LockedPackage;
}

/**
 * Advisories that the packages of a lock file fall under, as cargo-audit finds them: packages of crates.io only,
 * withdrawn advisories left out, informational ones kept and marked.
 * @param advisoriesOf the database's advisories on a crate
 */
export function matchAdvisories(lockfile: Lockfile, advisoriesOf: (crate: string) => readonly Advisory[]): Match[] {
  const matches: Match[] = [];
  for (const locked of lockfile.packages) {
    if (!isFromCratesIo(locked)) continue;
    const version = parse(locked.version);
    for (const advisory of advisoriesOf(locked.name)) {
      if (advisory.withdrawn || advisory.informational === 'other' || advisory.package !== locked.name) continue;
      // A version that nobody can order may be the vulnerable one.
      if (version === null || !advisory.safe.some((range) => contains(range, version)))
        matches.push({ advisory, package: locked });
    }
  }
  return matches;
}
