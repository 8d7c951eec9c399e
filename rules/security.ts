/** The standard's section "5. Security Standards", heading "Security Standards". */

import { inOrder } from '../src/in-order.ts';
import type { AdvisoryCheck } from '../src/models/advisory/match.ts';
import type { CiRun } from '../src/models/ci/ci.ts';
import { analysesWithoutRust } from '../src/models/ci/codeql.ts';
import { unique } from '../src/models/ci/search.ts';
import { analysesCode, auditsDependencies, deniesWarnings } from '../src/models/ci/tools.ts';
import type { UntrustedUse } from '../src/models/rust-code/untrusted.ts';
import { question } from '../src/models/rust-module/question.ts';
import type { SecretFinding } from '../src/models/secrets/kind.ts';
import type { FileSearch, HistorySearch } from '../src/models/secrets/search.ts';
import { inCi, ofOwn, wishOfCi } from '../src/predicates/ci.ts';
import { once } from '../src/predicates/once.ts';
import type { Repo } from '../src/repo.ts';
import {
  alsoSeen,
  at,
  Broken,
  counted,
  type Evidence,
  fail,
  Inapplicable,
  listed,
  note,
  open,
  pass,
  placed,
  type RuleGroup,
  review,
  Unavailable,
  type Verdict,
} from '../src/rule.ts';

const code = () => import('../src/questions/security.ts');

const unvalidated = question('security/input-validation', async (crate) => (await code()).unvalidated(crate));

const untrusted = question('security/untrusted-data', async (crate) => (await code()).untrusted(crate));

const unsafeOf = question('security/unsafe', async (crate) => (await code()).unsafeOf(crate));

const defaults = question('security/no-secrets', async (crate) => (await code()).defaults(crate));

const group: RuleGroup = {
  slug: 'security',
  section: '5. Security Standards',
  title: 'Security Standards',
  rules: [
    {
      id: 'security/no-secrets',
      text: 'No hardcoded secrets or credentials',
      why: 'What is committed is public for ever.',
      how: 'No credential in the scanned files; with --history in no commit either.',
      fix: 'Revoke the credential, remove it, and read it from the environment.',
      async check(repo) {
        const [defaults, search, history] = await inOrder([
          defaultsIn(repo),
          repo.secrets(),
          repo.settings.history === true ? historyOf(repo) : undefined,
        ]);
        const past = history instanceof Unavailable || history === undefined ? [] : history.found;
        const known = new Set(search.found.map(sameCredential));
        const inFiles = new Set(search.found.map(({ path, line }) => `${path}:${line}`));
        const found = [
          ...defaults.filter(({ path, line }) => !inFiles.has(`${path}:${line}`)),
          ...search.found.map(({ what, redacted, ...place }) => placed(place, `${what} ${redacted}`)),
          ...past
            .filter((secret) => !known.has(sameCredential(secret)))
            .map(({ where, line, what, redacted }) => ({ message: `${what} ${redacted} in ${where}, line ${line}` })),
        ];
        const notes = notesOn(search);
        if (found.length > 0) return fail(counted(found.length, 'credential'), ...listed(found), ...notes);
        const [unread] = search.unreadable;
        if (unread !== undefined)
          return open(at(unread, undefined, 'not searched: the file could not be read'), ...notes);
        if (history instanceof Unavailable)
          return open(`the history could not be searched: ${history.message}`, ...notes);
        const long = search.skippedLines.length;
        if (long > 0)
          return open(
            `${counted(long, 'line repeats', 'lines repeat')} a keyword too often to be searched wholly`,
            ...notes,
          );
        if (search.searched === 0) return open('there is no text file to search');
        const commits = history === undefined ? '' : ` and ${counted(history.commits, 'commit')}`;
        return pass(`no credential in ${counted(search.searched, 'file')}${commits}`, ...notes);
      },
    },
    {
      id: 'security/input-validation',
      text: 'Input validation on all public APIs',
      why: 'Callers pass anything.',
      how: 'A person judges; public functions that take input and cannot report a bad one are the evidence.',
      fix: 'Return an error from the functions listed when the input is bad.',
      async check(repo) {
        const rust = await repo.rust();
        const found = (await rust.ask(rust.libraries(), unvalidated)).flat();
        const listed = found.map(({ what, place }) => ({ message: what, ...place }));
        if (listed.length === 0)
          return review('every public function that takes text, bytes, paths or numbers can report a bad one');
        const [count, verb] =
          listed.length === 1 ? ['1 public function', 'takes'] : [`${listed.length} public functions`, 'take'];
        return review(`${count} ${verb} text, bytes, paths or numbers and cannot report a bad one`, ...listed);
      },
    },
    {
      id: 'security/untrusted-data',
      text: 'Safe handling of untrusted data',
      why: 'One malformed message must not stop the service.',
      how: 'No unwrap on deserializing or parsing what a caller or peer supplies, no unchecked UTF-8, no shell from a format string.',
      fix: 'Return an error instead of unwrapping.',
      async check(repo) {
        const rust = await repo.rust();
        const uses = (await rust.ask(rust.code(), untrusted)).flat();
        const holes = once(uses.filter(({ source }) => source === 'outside').map(shown));
        const rest = once(uses.filter(({ source }) => source !== 'outside').map((use) => note(shown(use))));
        if (holes.length > 0)
          return fail(`${counted(holes.length, 'place')} where bad data stops the program`, ...holes, ...rest);
        return review('no unwrap on data from outside, no unchecked UTF-8, no shell from a format string', ...rest);
      },
    },
    {
      id: 'security/audit',
      text: 'Dependencies audited (cargo audit)',
      why: 'Known holes must not ship.',
      how: 'Cargo.lock against RustSec, or a CI step that audits.',
      fix: 'Run `cargo audit` in a workflow, and upgrade what it names.',
      async check(repo) {
        const checked = await repo.advisories();
        return checked === undefined ? auditedInCi(repo) : judgeAdvisories(checked);
      },
    },
    {
      id: 'security/sast',
      text: 'SAST scanning passing',
      why: 'A machine reads every line, every time.',
      how: 'CI runs a static analyser, unmasked.',
      fix: 'Add CodeQL or Semgrep to a workflow.',
      check: analysedInCi,
    },
    {
      id: 'security/unsafe',
      text: 'No unsafe code without justification',
      why: 'Unsafe code is a promise; it must say which.',
      how: '`// SAFETY:` on every unsafe block and impl, `# Safety` on every public unsafe function.',
      fix: 'Say why each unsafe block listed is sound, in a `// SAFETY:` comment.',
      async check(repo) {
        const rust = await repo.rust();
        const crates = await rust.ask([...rust.code(), ...rust.targets(({ kind }) => kind === 'build')], unsafeOf);
        const all = crates.reduce((sum, { places }) => sum + places, 0);
        const problems = once([...crates.flatMap(({ bare }) => bare), ...crates.flatMap(({ silent }) => silent)]);
        if (problems.length > 0)
          return fail(`${counted(problems.length, 'unsafe place')} without justification`, ...problems);
        return pass(all === 0 ? 'no unsafe code' : `${counted(all, 'unsafe place')}, each with its reason`);
      },
    },
  ],
};

function shown({ what, place, source }: UntrustedUse): Evidence {
  const ends = {
    outside: '',
    own: ': its input is the crate’s own',
    unknown: ': where its input comes from cannot be told here',
    measured: ', and its length is compared before',
  };
  return { message: `${what}${ends[source]}`, ...place };
}

/** Credentials that code falls back to; code that cannot be read is the business of other items. */
async function defaultsIn(repo: Repo): Promise<Evidence[]> {
  try {
    const rust = await repo.rust();
    const found = (await rust.ask(rust.code(), defaults)).flat();
    return found.map(({ what, place }) => ({ message: what, ...place }));
  } catch (thrown) {
    if (thrown instanceof Broken || thrown instanceof Inapplicable || thrown instanceof Unavailable) return [];
    throw thrown;
  }
}

/** What the history holds, or why it could not be searched: that must not hide what the files hold. */
async function historyOf(repo: Repo): Promise<HistorySearch | Unavailable> {
  try {
    return await repo.historySecrets();
  } catch (thrown) {
    if (thrown instanceof Unavailable) return thrown;
    throw thrown;
  }
}

function sameCredential({ kind, redacted, mark }: SecretFinding): string {
  return `${kind} ${redacted} ${mark}`;
}

/** Vulnerabilities fail; what RustSec only warns of is noted. Whether a version was yanked stands in the registry, not in the database. */
function judgeAdvisories({ lockfile, newest, matches, unread }: AdvisoryCheck): Verdict {
  const evidence = matches.map(
    ({ advisory: { id, title, informational, patched }, package: { name, version, line } }) => {
      const kind = informational === undefined ? '' : ` (${informational})`;
      const upgrade = patched.length === 0 ? 'no fixed version' : `fixed in ${patched.join(' or ')}`;
      const found = at(lockfile.path, line, `${name} ${version}: ${id}${kind} ${title}, ${upgrade}`);
      return informational === undefined ? found : note(found);
    },
  );
  const broken = unread.map((crate) => note(`an advisory on ${crate} could not be read`));
  const vulnerable = evidence.filter(({ note: noted }) => noted !== true);
  const notes = [
    ...evidence.filter(({ note: noted }) => noted === true),
    ...broken,
    note('yanked versions are not known to the database'),
  ];
  const seen = `${counted(lockfile.packages.length, 'locked package')}, database up to ${newest}`;
  if (vulnerable.length > 0) {
    const count = counted(vulnerable.length, 'vulnerability', 'vulnerabilities');
    return fail(at(lockfile.path, undefined, `${count} among ${seen}`), ...vulnerable, ...notes);
  }
  if (unread.length > 0) return open(`an advisory on ${unread[0]} could not be read`, ...notes);
  return pass(at(lockfile.path, undefined, `no vulnerability among ${seen}`), ...notes);
}

/** What was not looked at, so that a clean scan says how far it reached. */
function notesOn({ binary, skippedLines }: FileSearch): Evidence[] {
  const long = skippedLines.map(({ path, line }) =>
    note(at(path, line, 'not wholly searched: it repeats a keyword too often')),
  );
  return binary === 0 ? long : [note(`${counted(binary, 'binary file')} not searched`), ...long];
}

export default group;

/** Without a database CI has to audit; without a lock file it audits what it resolves on that day. */
async function auditedInCi(repo: Repo): Promise<Verdict> {
  if ((await repo.cargoResult()).kind === 'absent') await repo.cargo();
  const verdict = wishOfCi(await repo.ci(), {
    recognize: await ofOwn(repo, auditsDependencies),
    wanted: 'an audit of the dependencies',
    named: /\b(?:audit|deny|advisor(?:y|ies)|osv)\b/i,
  });
  if (verdict.kind !== 'pass' || (await repo.lockfile()) !== undefined) return verdict;
  const [first, ...rest] = verdict.evidence;
  return pass(first, ...rest, note('no Cargo.lock is tracked: CI audits the versions of its own day'));
}

/** Clippy finds mistakes, not holes: alone it is for a person to judge. */
async function analysedInCi(repo: Repo): Promise<Verdict> {
  const ci = await repo.ci();
  const hasRust = (await repo.cargoResult()).kind !== 'absent';
  const blind = hasRust ? analysesWithoutRust(ci.runs) : new Map<CiRun, string>();
  const recognize = await ofOwn(repo, (run) => (blind.has(run) ? undefined : analysesCode(run)));
  const wanted = blind.size > 0 ? 'a static analyser of Rust' : 'a static analyser';
  const others = unique([...blind].map(([run, languages]) => ({ run, what: `CodeQL looks at ${languages} here` })));
  const verdict = alsoSeen(
    wishOfCi(ci, { recognize, wanted }),
    ...others.map(({ run, what }) => note(inCi(ci, run, what))),
  );
  if (verdict.kind !== 'fail' && verdict.kind !== 'open') return verdict;
  const clippy = wishOfCi(ci, { recognize: await ofOwn(repo, deniesWarnings), wanted: 'clippy' });
  // what a workflow of another repository may do besides does not unmake what was seen
  const elsewhere = verdict.kind === 'open' ? verdict.evidence.map(note) : [];
  return clippy.kind === 'pass' || clippy.kind === 'review'
    ? review('no static analyser but clippy', ...clippy.evidence, ...elsewhere)
    : verdict;
}
