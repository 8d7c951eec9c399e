import { fact } from '../../fact.ts';
import { Unavailable } from '../../verdict.ts';
import { invocationsOfWindows } from '../shell/windows.ts';
import { fillIn, type Guard } from '../workflow/evaluate.ts';
import type { System } from '../workflow/runner.ts';
import { Budget, type FilePlace, type Library, type StepRun, simulate } from '../workflow/simulate.ts';
import { admits, firings, type Occasion } from '../workflow/trigger.ts';
import {
  type Action,
  type BrokenFile,
  isBroken,
  parseAction,
  parseWorkflow,
  type Workflow,
} from '../workflow/workflow.ts';
import { actionAsCommand } from './action.ts';
import { maskWithoutCode } from './checked-out.ts';
import { within } from './folder.ts';
import { Follower, ParsedFiles, type Started } from './follow.ts';
import { shellOptions } from './wrapper.ts';

/** An action, or a workflow of another repository, that is used. */
interface UsedAction {
  /** `owner/name` or `owner/name/path`, in lower case, without the version. */
  readonly name: string;
  readonly with: ReadonlyMap<string, string>;
}

/** One thing that CI does: a program that is started or an action that is used, in one cell of a matrix, on one occasion. */
export interface CiRun {
  readonly occasion: Occasion;
  /** False when filters on paths keep every Rust file from starting it. */
  readonly onCode: boolean;
  readonly filtered: boolean;
  readonly job: string;
  readonly system: System | undefined;
  readonly guards: readonly Guard[];
  readonly mask: string | undefined;
  readonly place: FilePlace;
  readonly chain: readonly FilePlace[];
  /** Empty for actions. */
  readonly argv: readonly string[];
  readonly action: UsedAction | undefined;
  /** True for a workflow of another repository, which was not read. */
  readonly elsewhere: boolean;
  /** From the repository's root; undefined when unknown. */
  readonly folder: string | undefined;
  readonly variables: ReadonlyMap<string, string>;
}

export interface CiInput {
  /** Every file of the repository, from its root. */
  readonly paths: readonly string[];
  readonly read: (path: string) => string | undefined;
  /** Names that the main branch may have, most likely first. */
  readonly mainBranches: readonly string[];
  /** Release tags to try on filters. */
  readonly tags: readonly string[];
  /** Names of packages that may have tags of their own. */
  readonly packages: readonly string[];
  readonly repository: string | undefined;
  /** The module's folder, `''` where it is the root: places are given from there. */
  readonly folder: string;
}

export interface Ci {
  /** The module's folder in the repository. */
  readonly folder: string;
  /** `owner/name`, when it is known. */
  readonly repository: string | undefined;
  readonly workflows: readonly Workflow[];
  readonly broken: readonly BrokenFile[];
  readonly runs: readonly CiRun[];
}

const MAX_STEPS = 150_000;
const MAX_RUNS = 150_000;

/**
 * What the workflows of a repository do, on every occasion on which they start.
 * @throws Unavailable when they do too much to be followed
 */
export function readCi(input: CiInput): Ci {
  const shelf = new Shelf(input);
  const files = input.paths.filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path));
  const parsed = files.flatMap((path) => shelf.workflow(path) ?? []);
  const workflows = parsed.filter((file): file is Workflow => !isBroken(file));
  const broken = parsed.filter(isBroken);
  const code = input.paths.filter((path) => path.endsWith('.rs')).slice(0, 400);
  const runs: CiRun[] = [];
  for (const workflow of workflows) {
    for (const firing of firings(
      workflow.triggers,
      input.mainBranches,
      input.tags,
      packageTags(workflow.path, input),
    )) {
      const onCode = code.length === 0 || code.some((path) => admits(firing.paths, path));
      for (const step of simulate(workflow, firing, shelf)) {
        for (const run of shelf.runsOf(step, onCode)) runs.push(run);
        if (runs.length > MAX_RUNS) throw new Unavailable('the workflows start too many programs to be followed');
      }
    }
  }
  return {
    folder: input.folder,
    repository: input.repository,
    workflows,
    broken: [...broken, ...shelf.brokenActions],
    runs: maskWithoutCode(runs, workflows),
  };
}

/** More than that are not released each by itself. */
const MAX_PACKAGES = 30;

/** Tags of the packages that a workflow names: `if: startsWith(github.ref_name, 'parcel-cli-')`. */
function packageTags(path: string, { packages, read }: CiInput): string[][] {
  const text = packages.length === 0 ? '' : (read(path) ?? '');
  if (!/ref/i.test(text)) return [];
  return packages
    .filter((name) => text.includes(name))
    .slice(0, MAX_PACKAGES)
    .map((name) => ['-v', '-', '/v', '/', '@v', '@', '_v', '_'].map((between) => `${name}${between}1.2.3`));
}

/** Every folder that holds a file, from the repository's root. */
function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let at = path.lastIndexOf('/'); at > 0 && !folders.has(path.slice(0, at)); at = path.lastIndexOf('/', at - 1))
      folders.add(path.slice(0, at));
  }
  return folders;
}

class Shelf implements Library {
  readonly budget = new Budget(MAX_STEPS);
  readonly repository: string | undefined;
  readonly brokenActions: BrokenFile[] = [];
  readonly #input: CiInput;
  readonly #workflows = new Map<string, Workflow | BrokenFile | undefined>();
  readonly #actions = new Map<string, Action | BrokenFile | undefined>();
  readonly #started = new Map<string, Started[]>();
  readonly #lines = new Map<string, readonly string[]>();
  readonly #parsed = new ParsedFiles();
  readonly #folders = fact(() => foldersOf(this.#input.paths));
  readonly #hasFolder = (path: string): boolean => this.#folders().has(path);
  readonly #environments = new Map<string, number>();
  readonly #numbers = new WeakMap<ReadonlyMap<string, string>, number>();

  constructor(input: CiInput) {
    this.#input = input;
    this.repository = input.repository;
  }

  workflow(path: string): Workflow | BrokenFile | undefined {
    if (!this.#workflows.has(path)) {
      const source = this.#input.read(path);
      this.#workflows.set(path, source === undefined ? undefined : parseWorkflow(path, source));
    }
    return this.#workflows.get(path);
  }

  action(folder: string): Action | BrokenFile | undefined {
    const base = within('', folder);
    if (base === undefined) return undefined;
    if (!this.#actions.has(base)) {
      const path = ['action.yml', 'action.yaml']
        .map((name) => within(base, name) ?? name)
        .find((name) => this.#input.read(name) !== undefined);
      const action = path === undefined ? undefined : parseAction(path, this.#input.read(path) ?? '');
      if (action !== undefined && isBroken(action)) this.brokenActions.push(action);
      this.#actions.set(base, action);
    }
    return this.#actions.get(base);
  }

  runsOf(step: StepRun, onCode: boolean): CiRun[] {
    const base = {
      occasion: step.occasion,
      onCode,
      filtered: step.paths !== undefined,
      job: step.job,
      system: step.system,
      guards: step.guards,
      mask: step.mask,
      place: step.place,
      chain: step.chain,
      argv: [],
      action: undefined,
      elsewhere: false,
      folder: step.folder === undefined ? undefined : within('', step.folder),
      variables: step.env,
    } satisfies CiRun;
    if (step.uses !== undefined) {
      const action = { name: (step.uses.split('@')[0] ?? '').toLowerCase(), with: step.with };
      const argv = actionAsCommand(action);
      return [argv === undefined ? { ...base, action, elsewhere: step.step === undefined } : { ...base, argv }];
    }
    return this.#script(step).map((started) => ({
      ...base,
      ...started,
      mask: base.mask ?? started.mask,
      chain: [...base.chain, ...started.chain],
      guards: [
        ...base.guards,
        ...started.asked.map((asked) => ({ ...asked, scope: `${step.cell}/${started.place.path}` })),
      ],
    }));
  }

  /** Equal environments bear equal numbers; one that several steps share is compared once. */
  #numberOf(env: ReadonlyMap<string, string>): number {
    let number = this.#numbers.get(env);
    if (number === undefined) {
      const text = JSON.stringify([...env]);
      number = this.#environments.get(text) ?? this.#environments.size;
      this.#environments.set(text, number);
      this.#numbers.set(env, number);
    }
    return number;
  }

  #linesOf(path: string): readonly string[] {
    const lines = this.#lines.get(path) ?? (this.#input.read(path) ?? '').split('\n');
    this.#lines.set(path, lines);
    return lines;
  }

  #script(step: StepRun): Started[] {
    const run = step.step?.run;
    if (run === undefined) return [];
    const options = shellOptions(step.shell, step.system === 'Windows');
    if (options === undefined) return [];
    const source = fillIn(run.text, step.scope);
    const folder = step.folder === undefined ? undefined : within('', step.folder);
    const key = JSON.stringify([
      step.place.path,
      run.line,
      source,
      options,
      folder,
      step.system,
      this.#numberOf(step.env),
    ]);
    const known = this.#started.get(key);
    if (known !== undefined) return known;
    const follower = new Follower(this.#input.read, step.system, this.#parsed, this.#hasFolder);
    const lines = this.#linesOf(step.place.path);
    const last = run.contentLine + run.text.trimEnd().split('\n').length - 1;
    const placeOf = (n: number): FilePlace => {
      const line = run.literal ? Math.min(run.contentLine + n, last) : run.contentLine;
      const column = run.contentLine === run.line ? run.column : Math.max(0, (lines[line - 1] ?? '').search(/\S/)) + 1;
      return { path: step.place.path, line, column };
    };
    const site = { place: step.place, chain: [], mask: undefined, asked: [], folder, variables: step.env, depth: 0 };
    const started =
      options.kind === 'posix'
        ? follower.script(source, options, placeOf, site)
        : invocationsOfWindows(source).flatMap((invocation) =>
            follower.argv(invocation.argv, undefined, options, {
              ...site,
              place: placeOf(invocation.line),
              mask: invocation.mask,
            }),
          );
    this.#started.set(key, started);
    return started;
  }
}
