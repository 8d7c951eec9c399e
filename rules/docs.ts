/** The standard's section "1. Code Quality Standards", heading "Documentation". */

import {
  claimsToBeRecord,
  isDecisionRecordPath,
  missingParts,
  readAdrDir,
  readDecisionRecord,
} from '../src/models/page/adr.ts';
import { findInstallations } from '../src/models/readme/installation.ts';
import { homeOf, judgeInstallation } from '../src/models/readme/installation-check.ts';
import { readPurpose } from '../src/models/readme/readme.ts';
import {
  misplacedEntries,
  missingEntries,
  presentVersions,
  taggedVersions,
} from '../src/models/release/changelog-coverage.ts';
import { question } from '../src/models/rust-module/question.ts';
import { judgeApiLinks } from '../src/predicates/api-links.ts';
import { judgeReadmeLicence } from '../src/predicates/readme-licence.ts';
import { judgeReadmeUsage } from '../src/predicates/readme-usage.ts';
import type { Repo } from '../src/repo.ts';
import {
  alsoSeen,
  at,
  counted,
  every,
  fail,
  listed,
  note,
  open,
  partOf,
  pass,
  type RuleGroup,
  review,
  type Verdict,
  withFix,
} from '../src/rule.ts';

/** Words of prose that a purpose needs. */
const PURPOSE_WORDS = 12;

async function checkPurpose(repo: Repo): Promise<Verdict> {
  const { path, page, notes } = await repo.readme();
  const { title, best, elsewhere } = readPurpose(page);
  if (title === undefined) return fail(at(path, 1, 'the README has no title'), ...notes);
  const under = best.section === '' ? 'above the first heading' : `under "${best.section}"`;
  if (best.words >= PURPOSE_WORDS) return pass(at(path, best.line, `${best.words} words of prose ${under}`), ...notes);
  if (elsewhere) {
    const seen = `under "${elsewhere.section}" a sentence says what it is, but title and overview have ${best.words} words`;
    return review(at(path, elsewhere.line, seen), ...notes);
  }
  const missing = `${best.words} words of prose on the purpose, ${PURPOSE_WORDS} are asked for, ${under}`;
  return fail(at(path, title.line, missing), ...notes);
}

async function checkInstallation(repo: Repo): Promise<Verdict> {
  const { packages } = await repo.cargo();
  const { path, page, notes } = await repo.readme();
  const homes = (await repo.homepages()).flatMap((url) => homeOf(url) ?? []);
  const names = packages.map(({ name }) => name);
  const judged = findInstallations(page, names).flatMap((way) => judgeInstallation(way, packages, homes) ?? []);
  const got = ({ way }: (typeof judged)[number]) => `${way.kind} gets ${way.crate || 'the crate'}`;
  const where = (one: (typeof judged)[number]) => at(path, one.way.line, one.remark ?? got(one));
  const [wrong, ...more] = judged.filter(({ outcome }) => outcome === 'wrong').map(where);
  const right = judged.filter(({ outcome }) => outcome === 'gets');
  const first = right.find(({ way }) => way.path === undefined) ?? right[0];
  const remarks = judged.filter(({ outcome, remark }) => outcome !== 'wrong' && remark !== undefined).map(where);
  if (wrong)
    return withFix(
      'Correct the lines listed, so that they get this crate at its current version.',
      fail(wrong, ...more, ...remarks.map(note), ...notes),
    );
  if (first) return pass(at(path, first.way.line, got(first)), ...remarks.map(note), ...notes);
  const root = packages.find(({ folder }) => folder === '') ?? (packages.length === 1 ? packages[0] : undefined);
  return fail(
    at(path, undefined, `no section or block says how to get ${root?.name ?? 'a package of the workspace'}`),
    ...remarks,
    ...notes,
  );
}

const code = () => import('../src/questions/docs.ts');

const publicDocs = question('docs/public-api', async (crate) => (await code()).publicDocs(crate));

async function checkPublicApi(repo: Repo): Promise<Verdict> {
  const rust = await repo.rust();
  const found = await rust.ask(rust.libraries(), publicDocs);
  const total = found.reduce((sum, one) => sum + one.total, 0);
  const problems = [...found.flatMap(({ missing }) => missing), ...found.flatMap(({ empty }) => empty)];
  const unseen = found.flatMap((one) => one.unseen);
  const metrics = { documented: total - problems.length, total };
  const share = `${partOf(metrics.documented, total, 'public item', ['is', 'are'])} documented`;
  if (problems.length > 0) return { ...fail(share, ...listed(problems), ...listed(unseen).map(note)), metrics };
  return { ...(unseen.length > 0 ? review(share, ...listed(unseen)) : pass(share)), metrics };
}

async function checkDecisionRecords(repo: Repo): Promise<Verdict> {
  const folder = readAdrDir(repo.files.text('.adr-dir') ?? '');
  const paths = repo.files.paths.filter((path) => isDecisionRecordPath(path, folder));
  const pages = await Promise.all(
    paths.map(async (path) => ({ path, record: readDecisionRecord(await repo.page(path)) })),
  );
  const records = pages.filter(({ path, record }) => claimsToBeRecord(path, record));
  const problem = ({ path, record }: (typeof records)[number]) => {
    const missing = missingParts(record);
    return missing.length === 0
      ? undefined
      : at(path, (record.status ?? record.decision)?.line ?? 1, `the record lacks ${missing.join(' and ')}`);
  };
  const judged = every(records, problem, {
    holds: (count) =>
      at(records[0]!.path, 1, `${counted(count, 'record has', 'records have')} title, status and decision`),
    broken: (broken, count) => `${partOf(broken, count, 'decision record', ['is', 'are'])} incomplete`,
    empty: fail('no decision record under docs/adr/, doc/adr/, docs/decisions/, docs/architecture/decisions/ or adr/'),
  });
  const verdict = records.length === 0 ? judged : withFix('Give each record listed what it lacks.', judged);
  const others = pages.filter((one) => !records.includes(one));
  return alsoSeen(
    verdict,
    ...others.map(({ path }) => note(at(path, undefined, 'stands among the records and is none'))),
  );
}

async function checkChangelog(repo: Repo): Promise<Verdict> {
  const files = await repo.changelogs();
  if (files.length === 0)
    return withFix('Write CHANGELOG.md with a section for each version, newest first.', fail('no CHANGELOG.md'));
  const cargo = await repo.cargoResult();
  const present = cargo.kind === 'module' ? presentVersions(cargo.module) : [];
  const misplaced = misplacedEntries(files);
  const early = [...missingEntries(present, files), ...misplaced];
  // what the files alone show to be missing needs no git to be said
  const releases = await repo
    .releases()
    .catch((thrown: unknown) => (early.length > 0 ? undefined : Promise.reject(thrown)));
  const tagged = releases === undefined ? [] : taggedVersions(releases);
  const problems = [...missingEntries([...tagged, ...present], files), ...misplaced];
  const entries = files.flatMap(({ changelog }) => changelog.entries);
  const [first, ...rest] = problems;
  if (first && rest.length === 0) return fail(first);
  if (first) return fail(`${problems.length} versions are missing, empty or out of order`, first, ...rest);
  if (entries.length === 0) return fail(at(files[0]!.path, 1, 'no heading names a version'));
  const git = await repo.git();
  if (git.shallow || !git.hasTags)
    return open('tags may be missing in this clone: `git fetch --tags --unshallow` brings them');
  const named = files
    .filter(({ path }) => !/(?:^|\/)changelog\.md$/i.test(path))
    .map(({ path }) => note(at(path, 1, 'is not called CHANGELOG.md')));
  const covered = `${counted(entries.length, 'entry', 'entries')}, none missing for ${counted(tagged.length, 'release tag')}${present.length === 0 ? '' : ' and the manifest'}`;
  return pass(at(files[0]!.path, entries[0]!.line, covered), ...named);
}

const group: RuleGroup = {
  slug: 'docs',
  section: '1. Code Quality Standards',
  title: 'Documentation',
  rules: [
    {
      id: 'docs/readme-purpose',
      text: 'README: clear module purpose and scope',
      why: 'A reader decides in ten seconds whether this module is what they need.',
      how: 'A title and, under it or under an overview heading, at least 12 words of prose that are not badges or links.',
      fix: 'Say under a title what the module does and what it leaves to others, in two or three sentences.',
      check: checkPurpose,
    },
    {
      id: 'docs/readme-installation',
      text: 'README: installation instructions',
      why: 'Nobody uses what they cannot add to a project.',
      how: "A section or code block that says how to get this crate, with a requirement that admits the manifest's version.",
      fix: 'Add an Installation section with `cargo add NAME` or the dependency line, at the current version.',
      check: checkInstallation,
    },
    {
      id: 'docs/readme-usage',
      text: 'README: usage examples',
      why: 'An example is the fastest documentation.',
      how: 'A Rust block that uses the crate (or a console block with its binary); every path it imports exists in the public API.',
      fix: 'Add a short Rust example that imports the crate and compiles.',
      check: judgeReadmeUsage,
    },
    {
      id: 'docs/readme-api-links',
      text: 'README: API documentation links',
      why: 'The README is where people look for the reference.',
      how: 'A link to docs.rs, a documentation site, or an existing page of API documentation.',
      fix: "Link https://docs.rs/NAME or the module's documentation page.",
      check: judgeApiLinks,
    },
    {
      id: 'docs/readme-license',
      text: 'README: licence information',
      why: 'Users must know the terms before they depend on the module.',
      how: 'A section, badge or link naming the licence, agreeing with package.license and the licence files.',
      fix: 'Have a License section name what package.license says, and link its file.',
      check: judgeReadmeLicence,
    },
    {
      id: 'docs/public-api',
      text: 'Inline code documentation for all public APIs',
      why: 'Undocumented public items are guesses for their users.',
      how: "Everything that rustc's missing_docs asks for has a doc comment.",
      fix: 'Write a `///` comment for each item listed; `#![warn(missing_docs)]` keeps it so.',
      check: checkPublicApi,
    },
    {
      id: 'docs/adr',
      text: 'Architecture decision records (ADRs) for key design choices',
      why: 'Without the reasons, the next maintainer undoes the decision.',
      how: 'At least one record with a title, a status and a decision (Nygard or MADR).',
      fix: 'Add docs/adr/0001-….md with Status, Context, Decision and Consequences.',
      check: checkDecisionRecords,
    },
    {
      id: 'docs/changelog',
      text: 'CHANGELOG.md tracking all versions',
      why: 'Users upgrade by reading what changed.',
      how: "An entry for every release tag of the main branch and for the manifest's version, newest first.",
      fix: 'Add the missing versions to CHANGELOG.md, newest first.',
      check: checkChangelog,
    },
  ],
};

export default group;
