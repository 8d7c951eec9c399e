/** What section 1, "Testing", asks of a crate. */

import { readBody } from '../models/rust/body-reader.ts';
import { codeOf } from '../models/rust/code.ts';
import type { CrateModel, Definition } from '../models/rust/crate/crate-model.ts';
import type { SourceFile } from '../models/rust/syntax.ts';
import { type Exercise, exerciseOf, type Scope } from '../models/rust-api/exercise.ts';
import { type LibraryName, libraryNames } from '../models/rust-api/library-names.ts';
import type { Libraries } from '../models/rust-api/library-reach.ts';
import { majorModules, topModule } from '../models/rust-api/module-coverage.ts';
import { timedRoutines } from '../models/rust-bodies/timed-code.ts';
import type { OpenCrate } from '../models/rust-module/open-crate.ts';
import type { Exercised, TargetExercise } from '../predicates/test-suites.ts';
import { Broken } from '../verdict.ts';
import { pathsThatExist } from './docs.ts';

/** @param names of the libraries that count */
export function exercised(crate: OpenCrate, names: readonly string[], scope: Scope): TargetExercise {
  const { tested } = crate;
  const [, ...modules] = tested.collected.files.keys();
  return {
    ...told(exerciseOf(tested, librariesFor(crate, names), scope, crate.configurations)),
    modules,
    unbuilt: tested.collected.files.size > 0 ? null : conditionOf(crate.files.file(crate.root)),
  };
}

/** The `#![cfg(…)]` under which a file is anything at all. */
const conditionOf = (root: SourceFile | undefined): string =>
  root?.innerAttributes.flatMap((one) => (one.path === 'cfg' ? [root.spanText(one.span)] : [])).join(' ') ?? '';

/** Public modules right under the crate's root, with their places. */
export const modules = ({ model }: OpenCrate) =>
  majorModules(model).map((module) => {
    const { path, line, column } = model.placeOf(module);
    return { item: model.pathOf(module), path, line, column };
  });

/** Of all crates that are no part of the target; what does not parse is another's to tell. */
export const named = (crate: OpenCrate): LibraryName[] => unlessBroken(() => libraryNames(crate.tested));

export const existing = (crate: OpenCrate, paths: readonly (readonly string[])[]) =>
  unlessBroken(() => pathsThatExist(crate, paths));

/** A name that nobody would choose is surely not there. */
export const isKnown = (crate: OpenCrate): boolean =>
  existing(crate, [[crate.name, 'no name of any item']]).some(([, exists]) => exists === 'no');

function unlessBroken<T>(list: () => T[]): T[] {
  try {
    return list();
  } catch (thrown) {
    if (thrown instanceof Broken) return [];
    throw thrown;
  }
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

const librariesFor = (crate: OpenCrate, names: readonly string[]): Libraries => ({
  names,
  open: (name) => crate.library(name)?.model,
});

/** Property tests of the crate's unit tests, and what they reach that is there without them. */
export function unitTests(crate: OpenCrate): { readonly running: number; readonly reached: number } {
  // Building a crate once more costs; most never name a property-testing crate.
  if (!mayHoldProperties(crate.model)) return { running: 0, reached: 0 };
  const model = crate.withUnitTests();
  const own = { names: [crate.name], open: () => model };
  const { running, reached } = exerciseOf(model, own, 'properties');
  const shipped = new Set(crate.model.definitions.map(placeOf));
  return { running, reached: [...reached.keys()].filter((definition) => shipped.has(placeOf(definition))).length };
}

const mayHoldProperties = (model: CrateModel): boolean =>
  [...model.collected.files.values()].some(({ text }) => /proptest|quickcheck|arbtest|bolero|property_test/.test(text));

const placeOf = ({ source, node }: Definition): string => `${source.path}:${node.span.start}`;

const harness =
  /\b(?:criterion2?|codspeed_\w+|divan|iai|iai_callgrind|gungraun|tango_bench|bencher|brunch)\b|\bextern\s+crate\s+test\b|\btest\s*::\s*(?:Bencher|black_box)\b/;

/** What a bench target calls, and whether a known harness runs it. */
export function measured(crate: OpenCrate, names: readonly string[], critical: readonly string[]) {
  const { tested: model, configurations } = crate;
  // What a feature brings in may be measured as well.
  const libraries: Libraries = { names, open: (name) => crate.library(name)?.complete };
  const exercise = exerciseOf(model, libraries, 'all', configurations);
  // What no harness is handed may still be measured, by a macro or a trait that is not seen through.
  const handed = exerciseOf(model, libraries, 'benchmarks', configurations).reached.size > 0;
  return {
    ...told(exercise),
    known: isMeasured(model),
    handed,
    idle: timesNothing(model),
    measures: critical.filter((path) => calls(model, exercise, path)),
  };
}

/** A harness is handed routines, and none of them does anything. */
function timesNothing(model: CrateModel): boolean {
  const files = [...model.collected.files.values()];
  const routines = files.flatMap((file) => codeOf(file).flatMap(({ range }) => timedRoutines(readBody(file, range))));
  return routines.length > 0 && routines.every(({ idle }) => idle);
}

function isMeasured(model: CrateModel): boolean {
  return [...model.collected.files.values()].some(({ text }) => harness.test(text));
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
