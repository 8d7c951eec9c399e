import {
  at,
  entriesOf,
  entry,
  listOf,
  type Place,
  parseYaml,
  textOf,
  type YamlEntry,
  type YamlNode,
  type YamlScalar,
} from '../yaml/yaml.ts';
import { decideIf, type Scope } from './evaluate.ts';
import { parseTriggers, type Trigger } from './trigger.ts';

/** A workflow as written: nothing is expanded or decided yet. */
export interface Workflow {
  readonly path: string;
  readonly triggers: readonly Trigger[];
  readonly inputs: readonly YamlEntry[];
  readonly env: readonly YamlEntry[];
  readonly defaults: Defaults;
  readonly jobs: readonly Job[];
}

interface Defaults {
  readonly shell: string | undefined;
  readonly workingDirectory: string | undefined;
}

export interface Job {
  readonly id: string;
  readonly place: Place;
  readonly condition: string;
  readonly needs: readonly string[];
  readonly runsOn: YamlNode | undefined;
  readonly container: YamlNode | undefined;
  readonly continueOnError: string | undefined;
  readonly env: readonly YamlEntry[];
  readonly defaults: Defaults;
  readonly matrix: YamlNode | undefined;
  readonly steps: readonly Step[];
  /** A workflow that the job calls instead of having steps. */
  readonly uses: YamlScalar | undefined;
  readonly with: readonly YamlEntry[];
}

export interface Step {
  readonly id: string | undefined;
  readonly place: Place;
  readonly condition: string;
  readonly continueOnError: string | undefined;
  readonly run: YamlScalar | undefined;
  readonly uses: YamlScalar | undefined;
  readonly with: readonly YamlEntry[];
  readonly env: readonly YamlEntry[];
  readonly shell: string | undefined;
  readonly workingDirectory: string | undefined;
}

/** A composite action of the repository. */
export interface Action {
  readonly path: string;
  readonly inputs: readonly YamlEntry[];
  /** Undefined for actions in JavaScript or Docker, which are not looked into. */
  readonly steps: readonly Step[] | undefined;
}

/** A file that GitHub would refuse, and why. */
export interface BrokenFile extends Place {
  readonly path: string;
  readonly message: string;
}

export function isBroken<T extends object>(file: T | BrokenFile): file is BrokenFile {
  return 'message' in file;
}

class Refusal extends Error {
  readonly place: Place;
  constructor(message: string, place: Place) {
    super(message);
    this.place = place;
  }
}

function guarded<T>(path: string, source: string, read: (root: YamlNode) => T): T | BrokenFile {
  const file = parseYaml(source);
  const [problem] = file.problems;
  if (problem !== undefined) return { path, message: problem.message, line: problem.line, column: problem.column };
  const root = file.documents[0]?.root;
  if (root?.kind !== 'map') return { path, message: 'no mapping at the top', line: 1, column: 1 };
  try {
    return read(root);
  } catch (error) {
    if (error instanceof Refusal)
      return { path, message: error.message, line: error.place.line, column: error.place.column };
    throw error;
  }
}

/** Reads a workflow; what GitHub refuses to run is broken, with the place of the first reason. */
export function parseWorkflow(path: string, source: string): Workflow | BrokenFile {
  return guarded(path, source, (root) => {
    const on = at(root, 'on');
    if (on === undefined) throw new Refusal('no `on`: nothing starts the workflow', root);
    const jobs = at(root, 'jobs');
    if (jobs?.kind !== 'map' || jobs.entries.length === 0) throw new Refusal('no `jobs`', jobs ?? root);
    const ids = new Set(jobs.entries.map((job) => job.key));
    return {
      path,
      triggers: parseTriggers(on),
      inputs: entriesOf(at(on, 'workflow_call', 'inputs')),
      env: entriesOf(at(root, 'env')),
      defaults: readDefaults(root),
      jobs: jobs.entries.map((job) => readJob(job, ids)),
    };
  });
}

/** Reads an `action.yml`. */
export function parseAction(path: string, source: string): Action | BrokenFile {
  return guarded(path, source, (root) => {
    const runs = at(root, 'runs');
    if (runs?.kind !== 'map') throw new Refusal('no `runs`', root);
    const composite = textOf(at(runs, 'using')) === 'composite';
    return {
      path,
      inputs: entriesOf(at(root, 'inputs')),
      steps: composite ? listOf(at(runs, 'steps')).map(readCompositeStep) : undefined,
    };
  });
}

/** Defaults do not reach into an action: a script of one has to name its shell. */
function readCompositeStep(node: YamlNode): Step {
  const step = readStep(node);
  if (step.run !== undefined && step.shell === undefined)
    throw new Refusal('a `run` of a composite action without `shell`', node);
  return step;
}

function readDefaults(node: YamlNode): Defaults {
  const run = at(node, 'defaults', 'run');
  return { shell: textOf(at(run, 'shell')), workingDirectory: textOf(at(run, 'working-directory')) };
}

function readJob({ key: id, keyPlace, value }: YamlEntry, ids: ReadonlySet<string>): Job {
  const uses = at(value, 'uses');
  const runsOn = at(value, 'runs-on');
  const steps = at(value, 'steps');
  if (runsOn === undefined && uses === undefined) throw new Refusal(`job \`${id}\` has no \`runs-on\``, keyPlace);
  if (uses === undefined && steps?.kind !== 'seq')
    throw new Refusal(`job \`${id}\` has no list of \`steps\``, steps ?? keyPlace);
  const needs = listOf(at(value, 'needs'));
  for (const need of needs) {
    if (!ids.has(textOf(need) ?? ''))
      throw new Refusal(`job \`${id}\` needs \`${textOf(need)}\`, which does not exist`, need);
  }
  return {
    id,
    place: keyPlace,
    condition: readCondition(value),
    needs: needs.flatMap((need) => textOf(need) ?? []),
    runsOn,
    container: at(value, 'container'),
    continueOnError: textOf(at(value, 'continue-on-error')),
    env: entriesOf(at(value, 'env')),
    defaults: readDefaults(value),
    matrix: at(value, 'strategy', 'matrix'),
    steps: listOf(steps).map(readStep),
    uses: uses?.kind === 'scalar' ? uses : undefined,
    with: entriesOf(at(value, 'with')),
  };
}

function readStep(node: YamlNode): Step {
  const run = at(node, 'run');
  const uses = at(node, 'uses');
  if (run === undefined && uses === undefined) throw new Refusal('a step with neither `run` nor `uses`', node);
  if (run !== undefined && uses !== undefined) throw new Refusal('a step with both `run` and `uses`', node);
  return {
    id: textOf(at(node, 'id')),
    place: node,
    condition: readCondition(node),
    continueOnError: textOf(at(node, 'continue-on-error')),
    run: run?.kind === 'scalar' ? run : undefined,
    uses: uses?.kind === 'scalar' ? uses : undefined,
    with: entriesOf(at(node, 'with')),
    env: entriesOf(at(node, 'env')),
    shell: textOf(at(node, 'shell')),
    workingDirectory: textOf(at(node, 'working-directory')),
  };
}

/** Asks nothing: only whether the condition is one at all. */
const NOWHERE: Scope = { context: () => null, status: () => true };

function readCondition(node: YamlNode): string {
  const written = entry(node, 'if');
  const text = textOf(written?.value) ?? '';
  if (written !== undefined && decideIf(text, NOWHERE, '') === undefined) {
    throw new Refusal(`the condition \`${text}\` is no expression`, written.value);
  }
  return text;
}
