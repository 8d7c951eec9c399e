/** The standard's section "1. Code Quality Standards", heading "Documentation". */
import { claimsToBeRecord, isDecisionRecordPath, readAdrDir, readDecisionRecord } from '../src/models/adr.ts';
import { readPurpose } from '../src/models/readme.ts';
import type { Repo } from '../src/repo.ts';
import { alsoSeen, at, every, fail, note, pass, type RuleGroup, review, undecided, type Verdict } from '../src/rule.ts';

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

async function checkDecisionRecords(repo: Repo): Promise<Verdict> {
  const folder = readAdrDir(repo.files.text('.adr-dir') ?? '');
  const paths = repo.files.paths.filter((path) => isDecisionRecordPath(path, folder));
  const pages = await Promise.all(
    paths.map(async (path) => ({ path, record: readDecisionRecord(await repo.page(path)) })),
  );
  const records = pages.filter(({ path, record }) => claimsToBeRecord(path, record));
  const verdict = every(
    records,
    ({ path, record }) => {
      const missing = [
        record.title === undefined ? 'a title' : '',
        record.status?.known === undefined ? `a status${record.status ? ` (found "${record.status.text}")` : ''}` : '',
        record.decision === undefined ? 'a decision' : '',
      ].filter((part) => part !== '');
      return missing.length === 0
        ? undefined
        : at(path, record.status?.line ?? 1, `the record lacks ${missing.join(' and ')}`);
    },
    {
      holds: (count) => ({
        message: `${count === 1 ? '1 record has' : `${count} records have`} title, status and decision`,
        path: records[0]!.path,
      }),
      broken: (broken, count) => `${broken} of ${count} decision records are incomplete`,
      empty: fail(
        'no decision record under docs/adr/, doc/adr/, docs/decisions/, docs/architecture/decisions/ or adr/',
      ),
    },
  );
  const others = pages
    .filter((one) => !records.includes(one))
    .map(({ path }) => note(at(path, undefined, 'stands among the records and is none')));
  return alsoSeen(verdict, ...others);
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
      fix: "Say under the README's title what the module does and what it leaves to others, in two or three sentences.",
      check: checkPurpose,
    },
    {
      id: 'docs/readme-installation',
      text: 'README: installation instructions',
      why: 'Nobody uses what they cannot add to a project.',
      how: "A section or code block that gets this crate, with a requirement that admits the manifest's version.",
      fix: 'Add an Installation section with `cargo add NAME` or the dependency line, at the current version.',
      check: undecided,
    },
    {
      id: 'docs/readme-usage',
      text: 'README: usage examples',
      why: 'An example is the fastest documentation.',
      how: 'A Rust block that uses the crate (or a console block with its binary); every path it imports exists in the public API.',
      fix: 'Add a short Rust example that imports the crate and compiles.',
      check: undecided,
    },
    {
      id: 'docs/readme-api-links',
      text: 'README: API documentation links',
      why: 'The README is where people look for the reference.',
      how: 'A link to docs.rs, a documentation site, or an existing page of API documentation.',
      fix: "Link https://docs.rs/NAME or the module's documentation page.",
      check: undecided,
    },
    {
      id: 'docs/readme-license',
      text: 'README: licence information',
      why: 'Users must know the terms before they depend on the module.',
      how: 'A section, badge or link naming the licence, agreeing with package.license and the licence files.',
      fix: 'Add a License section that names the licence and links its file.',
      check: undecided,
    },
    {
      id: 'docs/public-api',
      text: 'Inline code documentation for all public APIs',
      why: 'Undocumented public items are guesses for their users.',
      how: "Everything that rustc's missing_docs asks for has a doc comment.",
      fix: 'Write a `///` comment for each item listed; `#![warn(missing_docs)]` keeps it so.',
      check: undecided,
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
      check: undecided,
    },
  ],
};

export default group;
