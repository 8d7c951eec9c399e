import type { Place } from '../cargo/manifest.ts';
import type { Package } from '../cargo/package.ts';
import { licencesIn, parseSpdx, type SpdxExpression } from './spdx.ts';

/** What `package.license` of one or several packages says. */
export interface DeclaredLicence {
  /** As written. */
  written: string;
  /** SPDX ids in it, without `-only` and `-or-later`. */
  ids: string[];
  /** Ids of which one is enough, because OR joins them; the others bind all at once. */
  anyOf: boolean;
  problem?: string;
  place: Place;
  packages: string[];
}

/** The licences that the packages declare, each expression once. */
export function declaredLicences(packages: readonly Package[]): DeclaredLicence[] {
  const declared = new Map<string, DeclaredLicence>();
  for (const { name, license } of packages) {
    if (license === undefined) continue;
    const known = declared.get(license.value);
    if (known) known.packages.push(name);
    else declared.set(license.value, { ...readDeclared(license.value), place: license.place, packages: [name] });
  }
  return [...declared.values()];
}

function readDeclared(written: string): Omit<DeclaredLicence, 'place' | 'packages'> {
  const result = parseSpdx(written);
  if (!result.ok) return { written, ids: [], anyOf: false, problem: result.message };
  return { written, ids: licencesIn(result.expression).map(plainId), anyOf: !hasAnd(result.expression) };
}

function hasAnd(expression: SpdxExpression): boolean {
  return (
    'conjunction' in expression &&
    (expression.conjunction === 'and' || hasAnd(expression.left) || hasAnd(expression.right))
  );
}

/** `GPL-3.0-only` and `GPL-3.0-or-later` have one text. */
export function plainId(id: string): string {
  return id.replace(/-(?:only|or-later)$/, '');
}

const NAME = /^(?:licen[sc]e|copying|unlicen[sc]e)(?:[-_. ].*)?$/i;
const TEXT_FILE = /^[^.]*$|\.(?:md|markdown|txt|rst|adoc|mit|apache|apache2|apache-2\.0|asl2)$|[-_.](?:\d|v)[\w.]*$/i;
const THIRD_PARTY = /third[-_ ]?part|3rd[-_ ]?part|dependenc|bundled|notices?/i;

/** Licence files in a list of root files; those of third parties apart. */
export function findLicenceFiles(paths: readonly string[]): { own: string[]; thirdParty: string[] } {
  const found = paths.filter((path) => NAME.test(path) && TEXT_FILE.test(path));
  return {
    own: found.filter((path) => !THIRD_PARTY.test(path)),
    thirdParty: found.filter((path) => THIRD_PARTY.test(path)),
  };
}
