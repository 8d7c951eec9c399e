/** Ways that code itself has to keep old events readable: events/versioning. */
import { natsCode } from '../nats/nats-code.ts';
import { subjects } from '../nats/subjects.ts';
import type { CrateModel } from '../rust/crate/crate-model.ts';
import type { Strategy } from './version-strategy.ts';

/** A subject that ends in a version. */
export function versionSubject(model: CrateModel): Strategy | undefined {
  const nats = natsCode(model);
  const versioned = (nats === undefined ? [] : subjects(nats)).find(({ value }) => /(?:event|\.).*\.v\d+$/.test(value));
  if (versioned === undefined) return undefined;
  const { path, line, column, value } = versioned;
  return { path, line, column, what: `the subject carries the version: ${value}` };
}

/** A function or trait of the code that lifts old forms to new ones. */
export function upcaster(model: CrateModel): Strategy | undefined {
  const found = model.definitions.find(
    (one) =>
      /upcast/i.test(one.name) &&
      ['function', 'method', 'trait', 'struct'].includes(one.kind) &&
      // A pointer or an asset is upcast to its base, too.
      (one.kind === 'function' || /upcaster/i.test(one.name) || /event|version|migrat/i.test(model.pathOf(one))),
  );
  if (found === undefined) return undefined;
  const { path, line, column } = model.placeOf(found);
  return { path, line, column, what: `old events are lifted by ${model.pathOf(found)}` };
}
