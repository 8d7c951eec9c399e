/** What section 4, "Public API Requirements", asks of a crate. */

import { fact } from '../fact.ts';
import type { CrateModel } from '../models/rust/crate/crate-model.ts';
import { blockingPublic, publicSyncFunctions, signOfIo } from '../models/rust-api/async-first.ts';
import { attributeMacro } from '../models/rust-api/attribute-macros.ts';
import { constructors, isComplex } from '../models/rust-api/constructors.ts';
import { errorTypes, givesBack, isError } from '../models/rust-api/error-types.ts';
import { fallibleFunctions } from '../models/rust-api/fallible.ts';
import type { OpenCrate } from '../models/rust-module/open-crate.ts';
import { note, placed } from '../verdict.ts';

export const publicTypes = ({ model }: OpenCrate) =>
  model.publicTypes().map(({ path, line, column, item, traits, definition }) => ({
    ...{ path, line, column, item },
    traits: [...traits],
    macro: attributeMacro(model, definition) ?? null,
  }));

export function complexConstructors(crate: OpenCrate) {
  const all = [...constructors(crate.model), ...crate.onlyElsewhere(constructors)];
  return { total: all.length, found: all.filter(isComplex) };
}

export const blocking = (crate: OpenCrate) => ({
  io: signOfIo(crate.model),
  functions: publicSyncFunctions(crate.model).length,
  found: [...blockingPublic(crate.model), ...crate.onlyElsewhere(blockingPublic)],
});

export const failing = (crate: OpenCrate) => [...fallible(crate.model), ...crate.onlyElsewhere(fallible)];

const fallible = (model: CrateModel) =>
  fallibleFunctions(model).map(({ path, line, column, item, family, error }) => ({
    ...{ path, line, column },
    ...{ item, family, error },
  }));

export function errorsOf(crate: OpenCrate) {
  const { model } = crate;
  const fallible = fallibleFunctions(model).filter((one) => !givesBack(model, one));
  // A crate without std may implement Error where a feature brings std in.
  const underAll = fact(() => new Map(crate.complete.publicTypes().map(({ item, traits }) => [item, isError(traits)])));
  const types = errorTypes(model, fallible).map((type) => ({
    ...type,
    isError: type.isError || underAll().get(type.item) === true,
  }));
  return {
    fallible: fallible.length,
    types: types.map(({ definition: _, conversions, macro, ...type }) => ({
      ...type,
      macro: macro ?? null,
      conversions: conversions.map(({ path, line, column }) => ({ path, line, column })),
    })),
    lost: types.flatMap(({ conversions }) =>
      conversions.map(({ into, ...place }) =>
        note(placed(place, `an error becomes text on its way into ${into.name}`)),
      ),
    ),
  };
}
