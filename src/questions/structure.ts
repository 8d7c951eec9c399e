/** What section 1, "Code Structure", asks of a crate. */

import type { CodePlace, CrateModel, Finding, ModuleEdge } from '../models/rust/crate/crate-model.ts';
import { fallibleFunctions } from '../models/rust-api/fallible.ts';
import { unfinishedCode } from '../models/rust-api/unfinished.ts';
import type { OpenCrate } from '../models/rust-module/open-crate.ts';
import type { Cycle } from '../models/structure/cycles.ts';
import { fileLayouts } from '../models/structure/file-layouts.ts';
import { moduleCycles } from '../models/structure/module-cycles.ts';
import { loadsOf } from '../models/structure/module-load.ts';
import { type Evidence, placed } from '../verdict.ts';

export const layoutsOf = ({ reached, files }: OpenCrate) => fileLayouts(reached(), files);

export const filesOf = ({ model }: OpenCrate): string[] => [...model.collected.files.keys()];

export const loads = ({ model }: OpenCrate) => loadsOf(model);

export function exported({ model }: OpenCrate) {
  const tell = (message: string) => (found: Finding) =>
    // A glob has no name of its own.
    placed(found, `${found.definition.kind} ${found.item.replace(/::$/, '::*')} ${message}`);
  return {
    unreachable: model.unreachablePub().map(tell('is `pub`, and no other crate can reach it')),
    unnameable: model.unnameableTypes().map(tell('can be held by other crates, and not be named')),
    total: model.publicItems().length,
  };
}

/** Under the default features, and where there is none, under all of them. */
export function cycles({ model, complete }: OpenCrate) {
  const usual = moduleCycles(model).map((cycle) => tellModuleCycle(model, cycle));
  const more = usual.length > 0 || complete === model ? [] : moduleCycles(complete);
  return {
    modules: model.modules().length,
    cycles: [...usual, ...more.map((cycle) => tellModuleCycle(complete, cycle))],
  };
}

/** What a build script leaves unfinished. */
export const unfinished = (crate: OpenCrate) => crate.everywhere((model) => unfinishedCode(model).missing);

/** Modules that are declared and have no file, where the default features ask for them, on any platform. */
export const filelessOf = (crate: OpenCrate) => [
  ...filelessIn(crate.model),
  ...crate.onlyElsewhere((model) => {
    const placeOf = ({ path, line }: Fileless) => `${path}:${line}`;
    const onLinux = new Set(filelessIn(model.first).map(placeOf));
    return filelessIn(model).filter((one) => !onLinux.has(placeOf(one)));
  }),
];

interface Fileless {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  readonly tried: readonly string[];
}

const filelessIn = (model: CrateModel): Fileless[] =>
  model.collected.missing.map(({ name, source, offset, tried }) => ({
    ...{ path: source.path, line: source.position(offset).line },
    ...{ name, tried },
  }));

/** The cycle in one line, then each edge with the place of its first use. */
function tellModuleCycle(model: CrateModel, cycle: Cycle<ModuleEdge>): Evidence[] {
  const edges = cycle.map(({ from, to, user, offset, name }) =>
    placed(model.placeAt(user, offset), `${model.pathOf(from)} uses \`${name}\` of ${model.pathOf(to)}`),
  );
  const paths = cycle.map(({ from }) => model.pathOf(from));
  const names = [...paths, paths[0]].join(' → ');
  return [{ ...edges[0], message: `modules in a cycle: ${names}` }, ...edges];
}

/** Code that is not finished counts under whatever feature, and on whatever platform, it stands. */
export const errors = (crate: OpenCrate) => ({
  missing: distinct([
    ...unfinishedCode(crate.model).missing,
    ...crate.everywhere((model) => unfinishedCode(model).missing),
  ]),
  stops: [...unfinishedCode(crate.model).stops, ...crate.onlyElsewhere((model) => unfinishedCode(model).stops)],
  excuses: [...unfinishedCode(crate.model).excuses, ...crate.onlyElsewhere((model) => unfinishedCode(model).excuses)],
  fallible: [...fallible(crate.model), ...crate.onlyElsewhere(fallible)],
});

const distinct = <P extends CodePlace>(places: readonly P[]): readonly P[] => [
  ...new Map(places.map((one) => [`${one.path}:${one.line}:${one.column}`, one])).values(),
];

const fallible = (model: CrateModel) =>
  fallibleFunctions(model).map(({ path, line, column, item, error, family }) => ({
    ...{ path, line, column },
    ...{ item, error, family },
  }));
