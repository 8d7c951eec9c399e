/** What the module's tests and benchmarks exercise of its libraries, each target read once. */
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { type OpenCrate, question, type RustModule, type RustTarget } from '../rust-module.ts';
import { type Exercise, exerciseOf, type Libraries, type Scope } from './exercise.ts';
import { topModule } from './module-coverage.ts';

/** What a target exercises, told in names. */
export interface Exercised extends Omit<Exercise, 'reached'> {
  readonly reached: readonly {
    readonly name: string;
    /** The module right under its library's root, as a path; undefined for what stands in the root itself. */
    readonly module: string | undefined;
  }[];
}

export interface Suite extends Exercised {
  readonly crate: RustTarget;
}

function told({ reached, ...rest }: Exercise): Exercised {
  return {
    ...rest,
    reached: [...reached].map(([definition, library]) => {
      const module = topModule(definition, library);
      return { name: definition.name, module: module && library.pathOf(module) };
    }),
  };
}

const namesOf = (rust: RustModule): readonly string[] => rust.libraries().map(({ target }) => target.crateName);

const librariesFor = (crate: OpenCrate, names: readonly string[]): Libraries => ({
  names,
  open: (name) => crate.library(name),
});

/** @throws Broken when a target or a library that it uses does not parse, Inapplicable without a library */
export async function suites(rust: RustModule, scope: Scope): Promise<Suite[]> {
  const names = namesOf(rust);
  const crates = rust.targets(({ kind }) => kind === 'test');
  const exercised = question(`tests: ${scope} of ${names}`, (crate) =>
    told(exerciseOf(crate.model, librariesFor(crate, names), scope)),
  );
  const answers = await rust.ask(crates, exercised);
  return answers.map((answer, index) => ({ ...answer, crate: crates[index]! }));
}

const properties = question('testing/property: unit tests', (crate) => {
  // Building a crate once more costs; most never name a property-testing crate.
  if (!mayHoldProperties(crate.model)) return { running: 0, reached: 0 };
  const model = crate.withUnitTests();
  const own = { names: [crate.name], open: () => model };
  const { running, reached } = exerciseOf(model, own, 'properties');
  const shipped = new Set(crate.model.definitions.map(placeOf));
  return { running, reached: [...reached.keys()].filter((definition) => shipped.has(placeOf(definition))).length };
});

/** Property tests of the unit tests, as far as they call what the library has without them. */
export async function unitProperties(
  rust: RustModule,
): Promise<{ readonly running: number; readonly reached: number }> {
  const found = await rust.ask(rust.libraries(), properties);
  const sum = (pick: (one: { running: number; reached: number }) => number) =>
    found.reduce((total, one) => total + pick(one), 0);
  return { running: sum(({ running }) => running), reached: sum(({ reached }) => reached) };
}

const mayHoldProperties = (model: CrateModel): boolean =>
  [...model.collected.files.values()].some(({ text }) => /proptest|quickcheck|arbtest|bolero|property_test/.test(text));

const placeOf = ({ source, node }: Definition): string => `${source.path}:${node.span.start}`;

const harness =
  /^(?:criterion|criterion2|codspeed_\w+|divan|iai|iai_callgrind|gungraun|tango_bench|test|bencher|brunch)$/;

export interface Benchmark extends Suite {
  /** Those of the critical paths that it calls. */
  readonly measures: readonly string[];
}

/**
 * Bench targets that a harness runs, and what they call of the module's libraries.
 * @param critical paths of the public API such as `cim_domain::Graph::merge`
 */
export async function benchmarks(rust: RustModule, critical: readonly string[]): Promise<Benchmark[]> {
  const names = namesOf(rust);
  const crates = rust.targets(({ kind }) => kind === 'bench');
  const measured = question(`benchmarks of ${names} for ${critical}`, (crate) => {
    const { model } = crate;
    if (!isMeasured(model)) return null;
    const exercise = exerciseOf(model, librariesFor(crate, names), 'all');
    return { ...told(exercise), measures: critical.filter((path) => calls(model, exercise, path)) };
  });
  const answers = await rust.ask(crates, measured);
  return answers.flatMap((answer, index) => (answer === null ? [] : [{ ...answer, crate: crates[index]! }]));
}

function isMeasured(model: CrateModel): boolean {
  return [...model.collected.files.values()].some((file) => {
    const names = file.text.match(/[a-z_][a-z0-9_]*/g) ?? [];
    return names.some((name) => harness.test(name));
  });
}

function calls(model: CrateModel, { reached }: Exercise, path: string): boolean {
  const names = path.split('::');
  const last = names.at(-1) ?? '';
  const written = new RegExp(`\\b${last.replace(/\W/g, '')}\\b`);
  return (
    [...model.collected.files.values()].some(({ text }) => written.test(text)) &&
    [...reached.keys()].some(({ name }) => names.includes(name))
  );
}
