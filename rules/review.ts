/** The standard's section "Review Process", heading "The review process". */

import { resolvesEvidence } from '../src/models/review/evidence-link.ts';
import {
  daysBetween,
  mayBeSame,
  orderProblem,
  periodProblem,
  type ReviewRecord,
  type ReviewStep,
  readAuthors,
  readMaintainers,
  readPerson,
  recordOf,
  reviewSteps,
} from '../src/models/review/review-process.ts';
import { sinceLastRelease } from '../src/predicates/history-start.ts';
import type { Repo } from '../src/repo.ts';
import {
  at,
  counted,
  type Evidence,
  fail,
  open,
  pass,
  type RuleGroup,
  Unavailable,
  type Verdict,
} from '../src/rule.ts';

/** What a step asks beyond a record for this version, in its order, with evidence that resolves; undefined when it is met. */
type Asked = (record: ReviewRecord, place: (message: string) => Evidence, repo: Repo) => Promise<Verdict | undefined>;

async function checkStep(step: ReviewStep, repo: Repo, asked: Asked): Promise<Verdict> {
  if (repo.settings.attestations === false) return open('attestations are not read in this run');
  const [{ attestations, file }, { version }] = await Promise.all([repo.ownFile(), repo.describe()]);
  if (version === undefined) return open('the module has no version that an attestation could be of');
  const { current, earlier } = recordOf(attestations, step, version);
  if (current === undefined) {
    if (earlier === undefined) return open(`nothing is recorded for ${version}`);
    return open(at(file, earlier.line, `recorded for ${earlier.version} by ${earlier.by}, not for ${version}`));
  }
  const place = (message: string) => at(file, current.line, message);
  const problem =
    (current.date > repo.settings.today ? `dated ${current.date}, which is to come` : undefined) ??
    orderProblem(attestations, step, version) ??
    evidenceProblem(current, repo);
  if (problem !== undefined) return fail(place(problem));
  const verdict = await asked(current, place, repo);
  return verdict ?? pass(place(`${current.by} on ${current.date} for ${current.version}: ${current.evidence}`));
}

function evidenceProblem({ evidence }: ReviewRecord, { files }: Repo): string | undefined {
  if (resolvesEvidence(evidence, (path) => files.has(path) || files.hasFolder(path))) return undefined;
  return `its evidence ${evidence} is neither a link nor a path that exists`;
}

async function maintainersOf(repo: Repo) {
  const { module } = await repo.cimYaml();
  const people = module === undefined ? [] : readMaintainers(module);
  if (people.length === 0) throw new Unavailable('cim.yaml names no maintainers to compare with');
  return people;
}

const byMaintainer: Asked = async ({ by }, place, repo) => {
  const person = readPerson(by);
  const known = (await maintainersOf(repo)).some((maintainer) => mayBeSame(maintainer, person));
  return known ? undefined : fail(place(`${by} is no maintainer in cim.yaml`));
};

const byOutsider: Asked = async ({ by }, place, repo) => {
  const person = readPerson(by);
  if ((await maintainersOf(repo)).some((maintainer) => mayBeSame(maintainer, person)))
    return fail(place(`${by} is a maintainer in cim.yaml`));
  // Git knows names and addresses only: a handle alone could be anybody's.
  if (person.names.length + person.emails.length === 0)
    return open(place(`${by} is a handle, and git knows names and addresses: write the name too`));
  const git = await repo.git();
  if (git.shallow) throw new Unavailable('the clone is shallow: `git fetch --unshallow` shows who made the commits');
  const history = await git.history();
  const start = await sinceLastRelease(repo);
  const authors = readAuthors(history.since(start.commit));
  const committed = authors.some((author) => mayBeSame(author, person));
  return committed ? fail(place(`${by} has commits ${start.words}`)) : undefined;
};

const withPlace: Asked = async ({ place: where }, place) =>
  where === undefined ? fail(place('says no place: where it was tested')) : undefined;

const overPeriod: Asked = async (record, place, { settings }) => {
  const { end = '', start = '' } = record;
  if (end > settings.today) return open(place(`the period runs until ${end}`));
  const problem = periodProblem(record);
  if (problem !== undefined) return fail(place(problem));
  const days = daysBetween(start, end);
  return pass(place(`${counted(days, 'day')} from ${start} to ${end}: ${record.place}`));
};

const afterTheOthers: Asked = async (_, place, repo) => {
  const before = await Promise.all(
    reviewSteps.slice(0, -1).map(async (step) => ({ step, kind: (await check(step)(repo)).kind })),
  );
  const unmet = before.filter(({ kind }) => kind !== 'pass').map(({ step, kind }) => `${step} (${kind})`);
  return unmet.length === 0 ? undefined : fail(place(`approved without ${unmet.join(', ')}`));
};

const asked: Readonly<Record<ReviewStep, Asked>> = {
  'review/self-assessment': byMaintainer,
  'review/independent': byOutsider,
  'review/reference-testing': withPlace,
  'review/community-feedback': overPeriod,
  'review/approval': afterTheOthers,
};

const check = (step: ReviewStep) => (repo: Repo) => checkStep(step, repo, asked[step]);

const group: RuleGroup = {
  slug: 'review',
  section: 'Review Process',
  title: 'The review process',
  rules: [
    {
      id: 'review/self-assessment',
      text: 'Self-assessment by module maintainer',
      why: 'The maintainer looks first.',
      how: 'An attestation for this minor version by somebody whom cim.yaml names as a maintainer.',
      fix: 'Record it: `cim-ready attest review/self-assessment`.',
      check: check('review/self-assessment'),
    },
    {
      id: 'review/independent',
      text: 'Independent review by CIM team',
      why: 'Four eyes see more.',
      how: 'An attestation after the self-assessment by somebody who is no maintainer and has no commit since the last release; a maintainer commits the record.',
      fix: 'Let a reviewer who did not write it record it: `cim-ready attest review/independent`.',
      check: check('review/independent'),
    },
    {
      id: 'review/reference-testing',
      text: 'Testing in reference implementation',
      why: 'It works where it is meant to work.',
      how: 'An attestation after the independent review that says who tested, where and when.',
      fix: 'Record who tested it and where: `cim-ready attest review/reference-testing`.',
      check: check('review/reference-testing'),
    },
    {
      id: 'review/community-feedback',
      text: 'Community feedback period',
      why: 'Users speak before it is final.',
      how: 'An attestation after the testing with start, end and place of a period that is over.',
      fix: 'Record the period and its place: `cim-ready attest review/community-feedback`.',
      check: check('review/community-feedback'),
    },
    {
      id: 'review/approval',
      text: 'Production status approval',
      why: 'Somebody decides.',
      how: 'An attestation dated after the four steps before it, all of which hold.',
      fix: 'Record the decision: `cim-ready attest review/approval`.',
      check: check('review/approval'),
    },
  ],
};

export default group;
