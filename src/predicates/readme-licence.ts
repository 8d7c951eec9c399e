/** Whether the README names the licence that the manifest and the licence files do: docs/readme-license. */
import { type DeclaredLicence, declaredLicences, plainId } from '../models/licence/agreement.ts';
import { linksOf } from '../models/page/document.ts';
import { type LinkTarget, resolveTarget } from '../models/page/link-target.ts';
import {
  compareLicences,
  findLicenceMentions,
  type LicenceMention,
  type LicenceMentions,
} from '../models/readme/licence-mentions.ts';
import type { Repo } from '../repo.ts';
import { at, type Evidence, fail, note, open, pass, type Verdict, withFix } from '../rule.ts';

/** The README, and what is worth saying of it whatever the verdict. */
interface Page {
  readonly path: string;
  readonly dead: readonly Evidence[];
  readonly notes: readonly Evidence[];
}

export async function judgeReadmeLicence(repo: Repo): Promise<Verdict> {
  const { path, page, notes } = await repo.readme();
  const cargo = await repo.cargoResult();
  const declared = cargo.kind === 'module' ? declaredLicences(cargo.module.packages) : [];
  const texts = (await repo.licences()).own.flatMap(({ path: file, reading }) =>
    reading.texts.map(({ id }) => ({ file, id: plainId(id) })),
  );
  const dead = linksOf(page)
    .filter(({ target }) => /licen[sc]e|copying/i.test(target) && leadsNowhere(repo, resolveTarget(path, target)))
    .map(({ target, line, column }) => note(at(path, line, `leads to no file of the repository: ${target}`, column)));
  const mentions = findLicenceMentions(page);
  const [first] = mentions.named;
  return first === undefined
    ? judgeSilence(mentions, declared, { path, dead, notes })
    : judgeNamed(first, mentions.named, declared, texts, { path, dead, notes });
}

/** A file above the root of the repository is none; above a module in a folder of it there may be one. */
const leadsNowhere = (repo: Repo, target: LinkTarget): boolean =>
  !repo.isAlive(target) || (target.kind === 'outside' && repo.folder === '');

const idsOf = (declared: readonly DeclaredLicence[]): string[] => declared.flatMap(({ ids }) => ids);

/** Of a page that names no licence. */
function judgeSilence(
  { dynamic, reserved }: LicenceMentions,
  declared: readonly DeclaredLicence[],
  { path, dead, notes }: Page,
): Verdict {
  if (dynamic !== undefined)
    return open(
      at(path, dynamic, 'only a badge shows the licence that crates.io or the forge knows: it was not looked at'),
      ...dead,
    );
  if (reserved === undefined)
    return fail(at(path, undefined, 'no section, badge or link names the licence'), ...dead, ...notes);
  const but = declared.length > 0 ? `, but package.license says ${idsOf(declared).join(' and ')}` : '';
  return fail(at(path, reserved, `reserves all rights${but}`), ...dead, ...notes);
}

const sameLicence = 'Let the README, package.license and the licence files name the same licences.';

function judgeNamed(
  first: LicenceMention,
  named: readonly LicenceMention[],
  declared: readonly DeclaredLicence[],
  texts: readonly { readonly id: string; readonly file: string }[],
  { path, dead, notes }: Page,
): Verdict {
  const { strange, unnamed, missing, known } = compareLicences(named, idsOf(declared), texts);
  const source = declared.length > 0 ? 'package.license' : 'the licence file';
  const files = unnamed.map((one) => at(one.file, 1, `holds ${one.id}, which the README does not name`));
  const problems = strange.map(({ id, line }) =>
    at(path, line, `names ${id}, but ${source} says ${known.join(' and ')}`),
  );
  const [wrong, ...more] = problems.length > 0 || missing.length === known.length ? [...problems, ...files] : [];
  if (wrong) return withFix(sameLicence, fail(wrong, ...more, ...dead, ...notes));
  const ids = [...new Set(named.flatMap((one) => one.ids))].join(' and ');
  const [expression, ...others] = declared;
  // Members may have licences of their own; one expression for all is what the README has to repeat.
  if (missing.length > 0 && expression !== undefined && others.length === 0) {
    const only = at(path, first.line, `names ${ids} only, and package.license says ${expression.written}`);
    return withFix(sameLicence, fail(only, ...files.map(note), ...dead, ...notes));
  }
  const silent = missing.map((id) => at(path, first.line, `does not name ${id}`));
  const said = at(path, first.line, `${first.from} names ${ids}`);
  return pass(said, ...[...files, ...silent].map(note), ...dead, ...notes);
}
