/** Whether the public API keeps what the version promises: api/stability. */
import { type ReleaseTag, releasesBefore } from '../models/release/release.ts';
import type { ApiDifference } from '../models/rust-api/api-difference.ts';
import { type Question, question, type RustTarget } from '../models/rust-module/question.ts';
import type { RustModule } from '../models/rust-module/rust-module.ts';
import type { Repo } from '../repo.ts';
import {
  alsoSeen,
  at,
  counted,
  type Evidence,
  fail,
  notApplicable,
  note,
  open,
  pass,
  review,
  type Verdict,
} from '../rule.ts';

/** Does going from one version to the other allow breaking changes? Cargo's reading: left of the first non-zero number. */
export function allowsBreaking(from: string, to: string): boolean {
  const numbers = (version: string) =>
    version
      .replace(/[-+].*$/, '')
      .split('.')
      .map(Number);
  const [a, b] = [numbers(from), numbers(to)];
  const place = a[0] !== 0 || b[0] !== 0 ? 0 : a[1] !== 0 || b[1] !== 0 ? 1 : 2;
  const compatible = a.slice(0, place + 1).every((number, index) => number === b[index]);
  const newer = a.findIndex((number, index) => number !== b[index]);
  return !compatible && newer >= 0 && (b[newer] ?? 0) > (a[newer] ?? 0);
}

export async function judgeStability(repo: Repo): Promise<Verdict> {
  const rust = await repo.rust();
  await rust.ask(rust.libraries(), parses);
  const [{ tags }, git] = await Promise.all([repo.releases(), repo.git()]);
  if (git.shallow)
    return open('this clone is shallow: the last release may lie below it; `git fetch --unshallow --tags` brings it');
  const history = await git.history();
  const before = releasesBefore(tags, (commit) => history.placeOf(commit));
  if (before.length === 0)
    return notApplicable(tags.length === 0 ? 'nothing has been released yet' : 'no release lies before the head');
  const verdicts: Verdict[] = [];
  for (const crate of rust.libraries()) verdicts.push(await compareCrate(repo, rust, crate, before));
  return worst(verdicts);
}

/** Whoever cannot read the API of today compares nothing. */
const parses = question('the crate parses', async ({ model }) => model.definitions.length > 0);

type Comparison = ApiDifference & { readonly features: readonly string[] };

/**
 * A crate of today against the same at a commit; null when it was no library there.
 * @param then the code at the commit: read whether the answer is known or not, for it may be gone from the clone
 */
function since(commit: string, then: RustModule, name: string): Question<Comparison | null> {
  return question(`api/stability: ${name} since ${commit}`, async (crate) => {
    const old = then.libraries().find((one) => one.package.name === name);
    if (old === undefined) return null;
    const features = old.package.features.map((feature) => feature.name);
    const [difference] = await then.ask([old], {
      name: `against today's ${name}`,
      about: async ({ model }) =>
        (await import('../models/rust-api/api-difference.ts')).compareApis(model, crate.model),
    });
    return { ...difference!, features };
  });
}

async function compareCrate(
  repo: Repo,
  rust: RustModule,
  crate: RustTarget,
  before: readonly ReleaseTag[],
): Promise<Verdict> {
  const { name, version, manifestPath } = crate.package;
  const base =
    before.find((release) => release.crate === name) ?? before.find((release) => release.crate === undefined);
  if (base?.tag.commit === undefined) return notApplicable(`${name} has not been released yet`);
  if (version === undefined) return open(`${name} has no version to compare with ${base.tag.name}`);
  const step = `${name} ${version.value} against ${base.tag.name}`;
  if (allowsBreaking(base.version, version.value))
    return pass(at(manifestPath, version.place.line, `${step}: this step of the version allows any change`));
  const { commit } = base.tag;
  const [then] = await rust.ask([crate], since(commit, await repo.rustAt(commit), name));
  if (then === null || then === undefined) return notApplicable(`${name} was no library at ${base.tag.name}`);
  const { breaking, changed, compared, unknown } = then;
  const show = ({ rule, item, path, line, when }: (typeof breaking)[number]): Evidence =>
    at(path, line, `${item}: ${rule}${when === 'then' ? ` (its place at ${base.tag.name})` : ''}`);
  const lost = then.features.filter((feature) => !crate.package.features.some(({ name }) => name === feature));
  const features = lost.map((feature) => at(manifestPath, undefined, `feature ${feature}: feature_missing`));
  if (breaking.length + features.length > 0)
    return fail(
      `${step}: ${breaking.length + features.length} breaking ${breaking.length + features.length === 1 ? 'change' : 'changes'} that it does not allow`,
      ...breaking.map(show),
      ...features,
      ...changed.map(show).map(note),
    );
  if (changed.length > 0)
    return review(
      `${step}: nothing is missing, and ${changed.length === 1 ? 'one declaration reads' : `${changed.length} declarations read`} differently`,
      ...changed.map(show),
    );
  if (unknown > 0)
    return review(
      `${step}: nothing is missing or changed as far as it can be read; ${unknown} macros write items that are not known`,
    );
  return pass(`${step}: none of ${counted(compared, 'public item')} is missing or changed`);
}

const order = ['fail', 'open', 'review', 'pass', 'notApplicable'];

/** One verdict over several crates: the worst, with what the others of its kind say. */
function worst(verdicts: readonly Verdict[]): Verdict {
  const sorted = [...verdicts].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  const [first, ...rest] = sorted;
  if (first === undefined) return notApplicable('there is no library');
  const same = rest.filter(({ kind }) => kind === first.kind).flatMap(({ evidence }) => evidence);
  return alsoSeen(first, ...same);
}
