/** What the module's tests and benchmarks exercise of its libraries, each target read once. */
import { inOrder } from '../in-order.ts';
import { missingFeature } from '../models/cargo/targets.ts';
import type { Exercise, Scope } from '../models/rust-api/exercise.ts';
import { question, questionOf, type RustTarget } from '../models/rust-module/question.ts';
import type { RustModule } from '../models/rust-module/rust-module.ts';

/** What a target exercises, told in names. */
export interface Exercised extends Omit<Exercise, 'reached'> {
  readonly reached: readonly {
    readonly name: string;
    /** The module right under its library's root, as a path; undefined for what stands in the root itself. */
    readonly module: string | undefined;
  }[];
}

export interface TargetExercise extends Exercised {
  /** Files that its root takes in. */
  readonly modules: readonly string[];
  /** The `#![cfg(…)]` that leaves nothing of it, here and under all features; null where there is something. */
  readonly unbuilt: string | null;
}

export interface Suite extends TargetExercise {
  readonly crate: RustTarget;
}

const code = () => import('../questions/testing.ts');

const properties = question('testing/property: unit tests', async (crate) => (await code()).unitTests(crate));

const exercised = questionOf('tests', async (crate, libraries: readonly string[], scope: Scope) =>
  (await code()).exercised(crate, libraries, scope),
);

const measured = questionOf('benchmarks', async (crate, libraries: readonly string[], critical: readonly string[]) =>
  (await code()).measured(crate, libraries, critical),
);

const modules = question('testing/integration: modules', async (crate) => (await code()).modules(crate));

/** What tests may exercise: what is shipped, and the library of their own package. @throws Inapplicable without a library */
function namesFor(rust: RustModule, own: RustTarget | undefined): readonly string[] {
  const others = rust.libraries().length > 0 ? rust.shipped() : [];
  const library = own?.package.targets.find(({ kind, exists }) => kind === 'lib' && exists);
  return [...new Set([...others.map(({ target }) => target.crateName), ...(library ? [library.crateName] : [])])];
}

/** @throws Broken when a target or a library that it uses does not parse, Inapplicable without a library */
export async function suites(rust: RustModule, scope: Scope): Promise<Suite[]> {
  const all = rust.targets(({ kind }) => kind === 'test');
  const crates = scope === 'tests' ? all : all.filter(({ target }) => target.harness);
  const answers = await inOrder(
    crates.map((crate) =>
      // Without cargo's harness nothing calls what bears `#[test]`.
      rust.ask([crate], exercised(namesFor(rust, crate), crate.target.harness ? scope : 'main')),
    ),
  );
  return answers.flat().map((answer, at) => {
    const crate = crates[at]!;
    return { ...answer, ...(neverRun(crate) && { running: 0, reached: [] }), crate };
  });
}

/** Whether a target may be there under options that are not set here: of another system, or given to rustc by hand. */
export const isElsewhere = ({ unbuilt }: Suite): boolean =>
  unbuilt !== null &&
  (unbuilt.replace(/"[^"]*"/g, '').match(/[a-z_]\w*/gi) ?? []).some(
    (word) => !/^(?:cfg|all|any|not|feature|test)$/.test(word),
  );

/** Whether a target is a file of helpers of another one, which cargo takes for a target as it lies in tests/. */
export const isShared = ({ crate, running, ignored }: Suite, all: readonly Suite[]): boolean =>
  running + ignored === 0 &&
  all.some((one) => one.crate.package === crate.package && one.modules.includes(crate.target.path ?? ''));

/** Why cargo does not run a target. */
export function neverRun({ package: owner, target }: RustTarget): string | undefined {
  if (!target.isRun) return `is not run: its section says \`${target.kind} = false\``;
  const feature = missingFeature(target, owner.features);
  return feature === undefined ? undefined : `is never built: it requires feature \`${feature}\`, which there is not`;
}

/** Property tests of the unit tests, as far as they call what the library has without them. */
export async function unitProperties(
  rust: RustModule,
): Promise<{ readonly running: number; readonly reached: number }> {
  const found = await rust.ask(rust.libraries(), properties);
  const sum = (pick: (one: { running: number; reached: number }) => number) =>
    found.reduce((total, one) => total + pick(one), 0);
  return { running: sum(({ running }) => running), reached: sum(({ reached }) => reached) };
}

export interface Benchmark extends Exercised {
  readonly crate: RustTarget;
  /** A harness for measuring runs it; else it has `harness = false` and a `main` of its own. */
  readonly known: boolean;
  /** What it calls is handed to the harness: by an attribute, a macro or `main`. */
  readonly handed: boolean;
  /** What the harness times is empty or the same for every crate. */
  readonly idle: boolean;
  /** Those of the critical paths that it calls. */
  readonly measures: readonly string[];
}

/**
 * Bench targets that a harness or a `main` of their own runs, and what they call of the module's libraries.
 * @param critical paths of the public API such as `cim_domain::Graph::merge`
 */
export async function benchmarks(rust: RustModule, critical: readonly string[]): Promise<Benchmark[]> {
  const names = namesFor(rust, undefined);
  const crates = rust.targets(({ kind }) => kind === 'bench');
  const answers = await rust.ask(crates, measured(names, critical));
  return answers
    .map((answer, index) => ({ ...answer, crate: crates[index]! }))
    .filter(({ known, crate }) => (known || !crate.target.harness) && neverRun(crate) === undefined);
}

/** Public modules right under the roots of the libraries. */
export async function modulesToTest(rust: RustModule) {
  return (await rust.ask(rust.libraries(), modules)).flat();
}
