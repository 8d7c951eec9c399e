import { Unavailable } from '../../verdict.ts';
import { type Place, textOf, type YamlEntry } from '../yaml/yaml.ts';
import { envContext, githubContext, inputsOf, needsContext, resultOf } from './contexts.ts';
import { both, type Decision, decideIf, fillIn, type Guard, interpolate, type Scope } from './evaluate.ts';
import { expandMatrix, valueOfNode } from './matrix.ts';
import { retiredRunner, runnerContext, type System, systemOf } from './runner.ts';
import type { Filter, Firing, Occasion } from './trigger.ts';
import { mapOf, textOfValue, truthOf, unknown, type Value } from './value.ts';
import { type Action, type BrokenFile, isBroken, type Job, type Step, type Workflow } from './workflow.ts';

export interface FilePlace extends Place {
  readonly path: string;
}

/** One step of one job in one cell of its matrix, on one occasion. */
export interface StepRun {
  readonly occasion: Occasion;
  readonly paths: Filter | undefined;
  readonly job: string;
  /** Names the job and the cell of its matrix: conditions of one cell are not those of another. */
  readonly cell: string;
  readonly system: System | undefined;
  /** What only the run can tell; empty when the step surely runs. */
  readonly guards: readonly Guard[];
  /** Why a failure of the step does not fail the workflow. */
  readonly mask: string | undefined;
  readonly place: FilePlace;
  /** The calls that led here, outermost first. */
  readonly chain: readonly FilePlace[];
  /** Absent for a job that calls a workflow of another repository: `uses` names it. */
  readonly step: Step | undefined;
  readonly uses: string | undefined;
  readonly with: ReadonlyMap<string, string>;
  readonly env: ReadonlyMap<string, string>;
  readonly shell: string | undefined;
  readonly folder: string | undefined;
  readonly scope: Scope;
}

/** What a simulation may look up: workflows and actions of the repository by their path. */
export interface Library {
  workflow(path: string): Workflow | BrokenFile | undefined;
  /** By the folder of the action. */
  action(folder: string): Action | BrokenFile | undefined;
  /** `owner/name`, when known. */
  readonly repository: string | undefined;
  readonly budget: Budget;
}

const MAX_CALLS = 10;
const MAX_VARIABLES = 300;
const MAX_JOBS = 1_000;

/** Bounds what a hostile repository can make of a few kilobytes: calls of calls of matrices. */
export class Budget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** @throws Unavailable when nothing is left */
  take(): void {
    this.#left -= 1;
    if (this.#left < 0) throw new Unavailable('the workflows take too many steps together to be followed');
  }
}

type Contexts = ReadonlyMap<string, Value>;

/** What a caller hands to what it calls. */
interface Frame {
  readonly workflow: Workflow;
  readonly firing: Firing;
  readonly inputs: Value;
  readonly guards: readonly Guard[];
  readonly mask: string | undefined;
  readonly chain: readonly FilePlace[];
}

/**
 * All steps that a workflow takes on an occasion; those that surely do not run are left out.
 * @throws Unavailable when they are too many
 */
export function simulate(workflow: Workflow, firing: Firing, library: Library): StepRun[] {
  return new Simulation(library).workflow({
    workflow,
    firing,
    inputs: mapOf([]),
    guards: [],
    mask: undefined,
    chain: [],
  });
}

class Simulation {
  readonly #library: Library;

  constructor(library: Library) {
    this.#library = library;
  }

  workflow(frame: Frame): StepRun[] {
    const github = githubContext(frame.firing.occasion, this.#library.repository);
    const contexts = new Map<string, Value>([
      ['github', github],
      ['inputs', frame.inputs],
    ]);
    const env = withEntries(new Map(), frame.workflow.env, scopeOf(contexts));
    const decisions = new Map<string, Decision>();
    return inOrder(frame.workflow.jobs).flatMap((job) => {
      this.#library.budget.take();
      const before = job.needs.map((need) => [need, decisions.get(need) ?? 'no'] as const);
      const known = new Map(contexts).set('needs', needsContext(before)).set('env', envContext(env));
      const success = before.reduce<Decision>((all, [, decision]) => both(all, decision), 'yes');
      const scope = scopeOf(known, success === 'yes' ? true : success === 'no' ? false : unknown('success()'));
      const decision = decideIf(job.condition, scope, `${frame.workflow.path}#${job.id}`, success) ?? 'no';
      decisions.set(job.id, decision);
      return decision === 'no' ? [] : this.#job(job, { ...frame, guards: joined(frame.guards, decision) }, known, env);
    });
  }

  #job(job: Job, frame: Frame, contexts: Contexts, env: ReadonlyMap<string, string>): StepRun[] {
    const { cells } = expandMatrix(job.matrix, scopeOf(contexts));
    return cells.flatMap((matrix, cell) => {
      this.#library.budget.take();
      const known = new Map(contexts).set('matrix', matrix);
      const tolerated = toleration(job.continueOnError, scopeOf(known), `${frame.workflow.path}#${job.id}.${cell}`);
      const inner: Frame = {
        ...frame,
        guards: [...frame.guards, ...tolerated.guards],
        mask: frame.mask ?? (tolerated.masked ? `job \`${job.id}\` has continue-on-error` : neverStarted(job, known)),
      };
      if (job.uses !== undefined) return this.#call(job, inner, known);
      const system = systemOf(job.runsOn, job.container, scopeOf(known));
      const jobEnv = withEntries(env, job.env, scopeOf(known));
      known.set('runner', runnerContext(system));
      return this.#steps(job.steps, inner, {
        job,
        system,
        contexts: known,
        env: jobEnv,
        path: frame.workflow.path,
        cell: `${job.id}.${cell}`,
        depth: 0,
      });
    });
  }

  #call(job: Job, frame: Frame, contexts: Contexts): StepRun[] {
    const uses = job.uses?.text ?? '';
    const place = { path: frame.workflow.path, line: job.uses?.line ?? job.place.line, column: job.uses?.column ?? 1 };
    const called = uses.startsWith('./') ? this.#library.workflow(uses.slice(2)) : undefined;
    const looped = frame.chain.length >= MAX_CALLS;
    if (called === undefined || isBroken(called) || looped) {
      const seat: Seat = {
        job,
        system: undefined,
        contexts,
        env: new Map(),
        path: frame.workflow.path,
        cell: job.id,
        depth: 0,
      };
      return [
        { ...this.#base(frame, seat), place, step: undefined, uses, with: new Map(), shell: undefined, folder: '' },
      ];
    }
    const given = new Map(
      job.with.map(({ key, value }) => [key.toLowerCase(), valueOfNode(value, scopeOf(contexts))] as const),
    );
    return this.workflow({
      ...frame,
      workflow: called,
      inputs: inputsOf(called.inputs, given, scopeOf(contexts)),
      chain: [...frame.chain, place],
    });
  }

  #steps(steps: readonly Step[], frame: Frame, seat: Seat): StepRun[] {
    const results = new Map<string, Value>();
    return steps.flatMap((step) => {
      this.#library.budget.take();
      const contexts = new Map(seat.contexts).set('steps', mapOf(results, unknown('steps')));
      const env = withEntries(seat.env, step.env, scopeOf(new Map(contexts).set('env', envContext(seat.env))));
      const scope = scopeOf(new Map(contexts).set('env', envContext(env)));
      const asked = `${seat.path}#${seat.cell}`;
      const decision = decideIf(step.condition, scope, asked) ?? 'no';
      if (step.id !== undefined) results.set(step.id, resultOf(step.id, decision));
      if (decision === 'no') return [];
      const tolerated = toleration(step.continueOnError, scope, asked);
      const inner: Frame = {
        ...frame,
        guards: [...joined(frame.guards, decision), ...tolerated.guards],
        mask: frame.mask ?? (tolerated.masked ? 'the step has continue-on-error' : undefined),
      };
      return this.#step(step, inner, { ...seat, contexts, env }, scope);
    });
  }

  #step(step: Step, frame: Frame, seat: Seat, scope: Scope): StepRun[] {
    const { workflow } = frame;
    const place = { path: seat.path, line: step.place.line, column: step.place.column };
    const uses = step.uses?.text;
    const values = new Map(step.with.map(({ key, value }) => [key.toLowerCase(), valueOfNode(value, scope)] as const));
    const action = uses?.startsWith('./') && seat.depth < MAX_CALLS ? this.#library.action(uses.slice(2)) : undefined;
    if (action !== undefined && !isBroken(action) && action.steps !== undefined) {
      const inputs = inputsOf(action.inputs, values, scope);
      const inner = {
        ...seat,
        contexts: new Map(seat.contexts).set('inputs', inputs),
        path: action.path,
        cell: `${seat.cell}.${step.place.line}`,
        depth: seat.depth + 1,
      };
      return this.#steps(action.steps, { ...frame, chain: [...frame.chain, place] }, inner);
    }
    const own =
      step.workingDirectory ??
      (seat.depth === 0 ? (seat.job.defaults.workingDirectory ?? workflow.defaults.workingDirectory) : undefined);
    const shell = step.shell ?? seat.job.defaults.shell ?? workflow.defaults.shell;
    return [
      {
        ...this.#base(frame, seat),
        place,
        step,
        uses,
        with: new Map(step.with.map(({ key, value }) => [key.toLowerCase(), fillIn(textOf(value) ?? '', scope)])),
        shell: shell === undefined ? undefined : textOfValue(interpolate(shell, scope)),
        folder: own === undefined ? '' : textOfValue(interpolate(own, scope)),
        scope,
      },
    ];
  }

  #base(frame: Frame, seat: Seat): Omit<StepRun, 'place' | 'step' | 'uses' | 'with' | 'shell' | 'folder'> {
    return {
      occasion: frame.firing.occasion,
      paths: frame.firing.paths,
      job: seat.job.id,
      cell: `${seat.path}#${seat.cell}`,
      system: seat.system,
      guards: frame.guards,
      mask: frame.mask,
      chain: frame.chain,
      env: seat.env,
      scope: scopeOf(seat.contexts),
    };
  }
}

/** Where steps are taken. */
interface Seat {
  readonly job: Job;
  readonly system: System | undefined;
  readonly contexts: Contexts;
  readonly env: ReadonlyMap<string, string>;
  /** The file that the steps stand in: the workflow's or an action's. */
  readonly path: string;
  readonly cell: string;
  readonly depth: number;
}

/** Jobs after those that they need; what needs itself is left out, as GitHub refuses it. */
function inOrder(jobs: readonly Job[]): Job[] {
  if (jobs.length > MAX_JOBS) throw new Unavailable(`a workflow has more than ${MAX_JOBS} jobs`);
  const done = new Set<string>();
  const ordered: Job[] = [];
  for (let left = [...jobs]; left.length > 0; ) {
    const ready = left.filter((job) => job.needs.every((need) => done.has(need)));
    if (ready.length === 0) return ordered;
    for (const job of ready) done.add(job.id);
    ordered.push(...ready);
    left = left.filter((job) => !done.has(job.id));
  }
  return ordered;
}

function joined(guards: readonly Guard[], decision: Decision): readonly Guard[] {
  return typeof decision === 'string' ? guards : [...guards, ...decision];
}

/** On a run in which all goes well. */
function scopeOf(contexts: Contexts, success: Value = true): Scope {
  return {
    context: (name) =>
      contexts.get(name) ??
      (name === 'secrets' ? mapOf([['github_token', 'token']], unknown('secrets')) : unknown(name)),
    status: (name) => (name === 'success' ? success : name === 'always'),
  };
}

function neverStarted({ id, runsOn }: Job, contexts: Contexts): string | undefined {
  const retired = retiredRunner(runsOn, scopeOf(contexts));
  return retired && `job \`${id}\` asks for the runner ${retired}, which GitHub no longer has`;
}

function toleration(written: string | undefined, scope: Scope, place: string): { masked: boolean; guards: Guard[] } {
  if (written === undefined) return { masked: false, guards: [] };
  const value = written.includes('${{') ? interpolate(written, scope) : written === 'true';
  const truth = value === 'true' || value === 'false' ? value === 'true' : truthOf(value);
  if (truth !== undefined) return { masked: truth, guards: [] };
  return { masked: false, guards: [{ scope: place, text: `continue-on-error: ${written}`, holds: false }] };
}

function withEntries(
  env: ReadonlyMap<string, string>,
  entries: readonly YamlEntry[],
  scope: Scope,
): ReadonlyMap<string, string> {
  if (entries.length === 0) return env;
  const all = new Map(env);
  for (const { key, value } of entries.slice(0, MAX_VARIABLES)) {
    if (value.kind !== 'scalar') continue;
    const text = value.value === null ? '' : textOfValue(interpolate(value.text, scope));
    if (text === undefined) all.delete(key);
    else all.set(key, text);
  }
  return all;
}
