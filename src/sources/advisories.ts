/** The RustSec database as a folder: a checkout of advisory-db, read crate by crate. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Unavailable } from '../verdict.ts';

export interface AdvisoryFolder {
  /** Highest id in the database, so that a report says how new it is. */
  readonly newest: string;
  /** Texts of the advisories on a crate. */
  textsOf(crate: string): string[];
}

/** @throws Unavailable when the folder is no checkout of advisory-db */
export function cratesOf(folder: string): string {
  const crates = join(folder, 'crates');
  if (statSync(crates, { throwIfNoEntry: false })?.isDirectory()) return crates;
  throw new Unavailable(`${folder} is no checkout of RustSec's advisory-db: it has no folder crates`);
}

/** @throws Unavailable when the folder is no checkout of advisory-db */
export function openAdvisories(folder: string): AdvisoryFolder {
  const crates = cratesOf(folder);
  const ids = readdirSync(crates, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => advisoriesIn(join(crates, entry.name)))
    .map((file) => file.slice(0, -'.md'.length));
  const newest = ids.sort().at(-1);
  if (newest === undefined) throw new Unavailable(`${folder} holds no advisory`);
  return {
    newest,
    textsOf: (crate) => {
      if (!/^[A-Za-z0-9_-]+$/.test(crate)) return [];
      const path = join(crates, crate);
      if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
      return advisoriesIn(path).map((file) => readFileSync(join(path, file), 'utf8'));
    },
  };
}

function advisoriesIn(path: string): string[] {
  return readdirSync(path).filter((file) => /^RUSTSEC-\d{4}-\d{4,}\.md$/.test(file));
}
