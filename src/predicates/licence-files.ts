/** Whether the licence files hold the text of what the manifest declares, filled in and unchanged: files/license. */
import { type DeclaredLicence, declaredLicences, plainId } from '../models/licence/agreement.ts';
import type { LicenceFile, Repo } from '../repo.ts';
import { at, type Evidence, fail, note, pass, placed, review, type Verdict, withFix } from '../rule.ts';

const ASKED = ['MIT', 'Apache-2.0'];

export async function judgeLicenceFiles(repo: Repo): Promise<Verdict> {
  const cargo = await repo.cargoResult();
  const declared = cargo.kind === 'module' ? declaredLicences(cargo.module.packages) : [];
  const { own, thirdParty } = await repo.licences();
  if (own.length === 0)
    return declared.length === 0
      ? withFix(
          'Set package.license, and add its full text as LICENSE.',
          fail('no licence file and no package.license'),
        )
      : fail('no licence file in the root');
  const texts = new Set(own.flatMap(({ reading }) => reading.texts.map(({ id }) => plainId(id))));
  const problems = [...licenceProblems(own, texts), ...declared.flatMap((one) => disagreements(one, texts, own))];
  const seen = [...own].sort((a, b) => b.reading.texts.length - a.reading.texts.length).map(describeLicence);
  const notes = [
    ...thirdParty.map((path) => note(at(path, undefined, 'holds the terms of third parties'))),
    ...(declared.length === 0 ? [note('package.license is not set')] : []),
  ];
  const [first, ...rest] = problems;
  if (first) return fail(first, ...rest, ...seen.map(note), ...notes);
  const added = own.flatMap(({ path, reading }) => [
    ...reading.changes.map((change) => at(path, change.line, describeChange(change))),
    ...reading.additions
      .filter(({ text }) => !reading.changes.some((change) => change.text.includes(text)))
      .map(({ text, line }) => at(path, line, `beside the licence's text: "${text}"`)),
  ]);
  const [addition, ...more] = added;
  if (addition) return review(addition, ...more, ...seen, ...notes);
  const [head, ...others] = seen;
  return pass(head!, ...others, ...notes);
}

function licenceProblems(own: readonly LicenceFile[], texts: ReadonlySet<string>): Evidence[] {
  // What others have to fill in, as at the end of the GPL, helps nobody who needs another licence.
  if (!ASKED.some((id) => texts.has(id)))
    return own.map(({ path, reading }) => at(path, 1, `neither Apache-2.0 nor MIT: ${describeReading(reading)}`));
  return own.flatMap(({ path, reading }) =>
    reading.unfilled.map(({ text, line }) => at(path, line, `not filled in: ${text}`)),
  );
}

/** MIT and Apache-2.0 need their texts wherever they are declared; of the others, those that bind without a choice. */
function disagreements(
  { written, ids, anyOf, problem, place }: DeclaredLicence,
  texts: ReadonlySet<string>,
  own: readonly LicenceFile[],
): Evidence[] {
  const where = (message: string) => placed(place, message);
  if (problem !== undefined) return [where(`package.license does not say which licence: ${problem}`)];
  const missing = ids.filter((id) => !texts.has(id) && (ASKED.includes(id) || !anyOf));
  const strange = own.flatMap(({ path, reading }) =>
    reading.texts
      .filter(({ id }) => !ids.includes(plainId(id)))
      .map(({ id, line }) => at(path, line, `the text is ${id}, but package.license is "${written}"`)),
  );
  return [
    ...missing.map((id) => where(`package.license is "${written}", but no file holds the text of ${id}`)),
    ...strange,
  ];
}

function describeLicence({ path, reading }: LicenceFile): Evidence {
  return at(path, reading.texts[0]?.line ?? 1, describeReading(reading));
}

function describeChange({ instead, text }: LicenceFile['reading']['changes'][number]): string {
  if (text === '') return `the terms lack "${instead}"`;
  return instead === '' ? `the terms have "${text}" put in` : `the terms say "${text}" instead of "${instead}"`;
}

function describeReading({ texts, named, nearest }: LicenceFile['reading']): string {
  if (texts.length > 0)
    return `the text of ${texts.map(({ id, similarity }) => `${id} (similarity ${similarity.toFixed(2)})`).join(' and ')}`;
  if (named.length > 0) return `names ${named.join(' and ')} without its text`;
  return nearest && nearest.similarity > 0.5
    ? `no known text, nearest ${nearest.id} (${nearest.similarity.toFixed(2)})`
    : 'no licence text';
}
