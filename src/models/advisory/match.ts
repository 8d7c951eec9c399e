import parse from 'semver/functions/parse.js';
import { isFromCratesIo, type LockedPackage, type Lockfile } from '../cargo/lockfile.ts';
import { type Advisory, parseAdvisory } from './advisory.ts';
import { contains } from './version-range.ts';

/** An advisory that a locked package falls under. */
export interface Match {
  readonly advisory: Advisory;
  readonly package: LockedPackage;
}

/** What a database says about a lock file. */
export interface AdvisoryCheck {
  readonly lockfile: Lockfile;
  /** Highest id in the database. */
  readonly newest: string;
  readonly matches: readonly Match[];
  /** Crates with an advisory that could not be read. */
  readonly unread: readonly string[];
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

/** Reads the database's texts on the locked crates, and matches them. */
export function checkAdvisories(
  lockfile: Lockfile,
  { newest, textsOf }: { readonly newest: string; textsOf(crate: string): readonly string[] },
): AdvisoryCheck {
  const unread = new Set<string>();
  const advisoriesOf = (crate: string) =>
    textsOf(crate).flatMap((text) => {
      const advisory = parseAdvisory(text);
      if (advisory === undefined) unread.add(crate);
      return advisory ?? [];
    });
  return { lockfile, newest, matches: matchAdvisories(lockfile, advisoriesOf), unread: [...unread] };
}
