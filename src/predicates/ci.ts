/** What several rules ask of CI: whether a workflow does something, and how surely. */
import type { Ci, CiRun } from '../models/ci/ci.ts';
import { BY_ITSELF, type Hit, type OccasionKind, pathFrom, searchCi } from '../models/ci/search.ts';
import { asksOwnProgram, type Recognizer } from '../models/ci/tools.ts';
import type { Repo } from '../repo.ts';
import { at, Broken, type Evidence, fail, note, open, pass, review, type Verdict } from '../rule.ts';

export interface CiWish {
  readonly recognize: Recognizer;
  /** Defaults to every occasion on which CI starts by itself. */
  readonly occasions?: readonly OccasionKind[];
  /** What is missing, as in `no workflow runs …`. */
  readonly wanted: string;
  /** Words by which a program of the module's own (`cargo xtask audit`) may be asked for it. */
  readonly named?: RegExp;
  /** What may be it, and the words that say so to a person, where nothing surer is found. */
  readonly doubtful?: Recognizer;
  /** Whether a condition that only the run decides is no doubt, as with releases. */
  readonly conditional?: boolean;
}

/** What is known of a run, unless it works on another module of the repository. */
export async function ofOwn(repo: Repo, recognize: Recognizer): Promise<Recognizer> {
  const owner = await repo.ownRuns();
  return (run) => (owner(run) === 'another' ? undefined : recognize(run));
}

/** Evidence at a place that CI names, seen from the module. */
export function inCi(ci: Ci, run: CiRun, message: string): Evidence {
  const { path, line, column } = run.place;
  return at(pathFrom(ci.folder, path), line, message + via(ci, run), column);
}

function via(ci: Ci, run: CiRun): string {
  const [first] = run.chain;
  return first === undefined ? '' : `, called from ${pathFrom(ci.folder, first.path)}:${first.line}`;
}

/** In words, what the run itself decides. */
export function conditionsOf(run: CiRun): string {
  return [...new Set(run.guards.map((guard) => (guard.holds ? `\`${guard.text}\`` : `not \`${guard.text}\``)))]
    .slice(0, 3)
    .join(' and ');
}

/** Workflows that GitHub would refuse, as notes. */
export function brokenNotes(ci: Ci): Evidence[] {
  return ci.broken.map(({ path, line, column, message }) =>
    note(at(pathFrom(ci.folder, path), line, `the workflow is not valid: ${message}`, column)),
  );
}

/** @throws Broken without any workflow */
export function workflowsOf(ci: Ci): Ci {
  if (ci.workflows.length + ci.broken.length === 0)
    throw new Broken('no workflow in .github/workflows', {}, { absence: true });
  return ci;
}

/** What is said when nothing was found: a workflow that does not parse could have met the item, so that it is named first. */
export function absentFrom(ci: Ci, wanted: string): Verdict {
  const [first, ...others] = ci.broken;
  const read = ci.workflows.map(({ path }) =>
    note(at(pathFrom(ci.folder, path), 1, 'nothing of the kind in this workflow')),
  );
  if (first === undefined) return fail(`no workflow runs ${wanted}`, ...read);
  const named = [first, ...others].map(({ path, line, column, message }) =>
    at(pathFrom(ci.folder, path), line, `the workflow is not valid: ${message}`, column),
  );
  return fail(`no valid workflow runs ${wanted}`, ...named, ...read);
}

/** Whether CI does what is wished: surely, perhaps, without consequence, on other occasions, or not at all. */
export function wishOfCi(ci: Ci, wish: CiWish): Verdict {
  const found = searchCi(workflowsOf(ci), wish.recognize, wish.occasions ?? BY_ITSELF);
  const notes = brokenNotes(ci);
  switch (found.kind) {
    case 'surely':
      return passing(ci, found.hits, notes);
    case 'perhaps': {
      if (wish.conditional) return passing(ci, found.hits, notes);
      const [first, ...rest] = found.hits.map(({ run, what }) =>
        inCi(ci, run, `${what} runs only if ${conditionsOf(run)}, which this reading cannot know`),
      );
      return review(first as Evidence, ...rest, ...notes);
    }
    case 'masked': {
      const [first, ...rest] = found.hits.map(({ run, what }) =>
        inCi(ci, run, `${what} runs, and nothing heeds its failure: ${run.mask}`),
      );
      return review(first as Evidence, ...rest, ...notes);
    }
    case 'elsewhen': {
      const hits = found.hits.map(({ run, what }) =>
        inCi(ci, run, `${what} runs only ${occasionWords(run.occasion.kind)}`),
      );
      return fail(`no workflow runs ${wish.wanted} when it has to`, ...hits, ...notes);
    }
    case 'elsewhere': {
      const [first, ...rest] = found.runs.map((run) =>
        inCi(ci, run, `calls ${run.action?.name}, which is not in this repository: it may run ${wish.wanted}`),
      );
      return open(first as Evidence, ...rest, ...notes);
    }
    case 'nothing':
      return askedOfOwn(ci, wish) ?? doubted(ci, wish) ?? absentFrom(ci, wish.wanted);
  }
}

/** What programs of the module do is not seen: their names alone prove nothing, and that nothing is done neither. */
function askedOfOwn(ci: Ci, wish: CiWish): Verdict | undefined {
  const { named, wanted } = wish;
  if (named === undefined) return undefined;
  return unseen(
    ci,
    wish,
    asksOwnProgram(named),
    (what) => `${what} starts a program of the module: whether that runs ${wanted} is not seen`,
  );
}

const doubted = (ci: Ci, wish: CiWish): Verdict | undefined =>
  wish.doubtful && unseen(ci, wish, wish.doubtful, (what) => what);

function unseen(ci: Ci, wish: CiWish, recognize: Recognizer, says: (what: string) => string): Verdict | undefined {
  const found = searchCi(ci, recognize, wish.occasions ?? BY_ITSELF);
  const hits = 'hits' in found && found.kind !== 'elsewhen' ? found.hits : [];
  const [first, ...rest] = hits.map(({ run, what }) => inCi(ci, run, says(what)));
  return first === undefined ? undefined : review(first, ...rest, ...brokenNotes(ci));
}

function passing(ci: Ci, hits: readonly Hit[], notes: readonly Evidence[]): Verdict {
  const [first, ...rest] = hits.map(({ run, what }) => {
    const limits = [
      ...(run.filtered ? ['only on changes of the paths filtered'] : []),
      ...(run.guards.length > 0 ? [`if ${conditionsOf(run)}`] : []),
    ];
    return inCi(
      ci,
      run,
      `${what} runs ${occasionWords(run.occasion.kind)}${limits.length > 0 ? `, ${limits.join(', ')}` : ''}`,
    );
  });
  return pass(first as Evidence, ...rest, ...notes);
}

/** When, in words. */
export function occasionWords(kind: OccasionKind): string {
  const words = {
    push: 'on push to the main branch',
    tag: 'on a tag',
    release: 'on a release',
    pull_request: 'on pull requests',
    merge_group: 'in the merge queue',
    schedule: 'on a schedule',
    workflow_run: 'after another workflow',
    'by hand': 'when it is started by hand',
  } satisfies Record<OccasionKind, string>;
  return words[kind];
}
