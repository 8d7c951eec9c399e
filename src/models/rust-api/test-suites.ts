/** What the module's tests and benchmarks exercise of its libraries, each target read once. */
import type { Definition } from '../rust/crate/crate-model.ts';
import type { RustCrate, RustModule } from '../rust-module.ts';
import { type Exercise, exerciseOf, type Scope } from './exercise.ts';

export interface Suite extends Exercise {
  readonly crate: RustCrate;
}

/** @throws Broken when a target does not parse */
export function suites(rust: RustModule, kind: 'test' | 'bench' | 'example', scope: Scope): Suite[] {
  const libraries = rust.libraries().map(({ model }) => model);
  return rust.targets(kind).map((crate) => ({ crate, ...exerciseOf(crate.model, libraries, scope) }));
}

/** Property tests of the unit tests, as far as they call what the library has without them. */
export function unitProperties(rust: RustModule): { readonly running: number; readonly reached: number } {
  const found = rust
    .libraries()
    .filter(mayHoldProperties)
    .map((crate) => {
      const model = rust.withUnitTests(crate);
      const { running, reached } = exerciseOf(model, [model], 'properties');
      const shipped = new Set(crate.model.definitions.map(placeOf));
      return { running, reached: [...reached].filter((definition) => shipped.has(placeOf(definition))).length };
    });
  const sum = (pick: (one: { running: number; reached: number }) => number) =>
    found.reduce((total, one) => total + pick(one), 0);
  return { running: sum(({ running }) => running), reached: sum(({ reached }) => reached) };
}

/** Building a crate once more costs; most never name a property-testing crate. */
const mayHoldProperties = ({ model }: RustCrate): boolean =>
  [...model.collected.files.values()].some(({ text }) => /proptest|quickcheck|arbtest|bolero|property_test/.test(text));

const placeOf = ({ source, node }: Definition): string => `${source.path}:${node.span.start}`;

const harness =
  /^(?:criterion|criterion2|codspeed_\w+|divan|iai|iai_callgrind|gungraun|tango_bench|test|bencher|brunch)$/;

/** Bench targets that a harness runs and that call a library of the module. */
export function benchmarks(rust: RustModule): { readonly calling: readonly Suite[]; readonly idle: readonly Suite[] } {
  const all = suites(rust, 'bench', 'all').filter(({ crate }) => isMeasured(crate));
  return {
    calling: all.filter(({ reached }) => reached.size > 0),
    idle: all.filter(({ reached }) => reached.size === 0),
  };
}

function isMeasured({ model }: RustCrate): boolean {
  return [...model.collected.files.values()].some((file) => {
    const names = file.text.match(/[a-z_][a-z0-9_]*/g) ?? [];
    return names.some((name) => harness.test(name));
  });
}

/** True when a benchmark calls a path of the public API such as `cim_domain::Graph::merge`. */
export function isBenchmarked(path: string, calling: readonly Suite[]): boolean {
  const names = path.split('::');
  const last = names.at(-1) ?? '';
  return calling.some(({ crate, reached }) => {
    const called = [...crate.model.collected.files.values()].some(({ text }) =>
      new RegExp(`\\b${last.replace(/\W/g, '')}\\b`).test(text),
    );
    return called && [...reached].some(({ name }) => names.includes(name));
  });
}
