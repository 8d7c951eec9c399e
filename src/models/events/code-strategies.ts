/** Ways that code itself has to keep old events readable: events/versioning. */
import { natsCode } from '../nats/nats-code.ts';
import { publishedSubjects } from '../nats/subjects.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { codeBodyOf } from '../rust-bodies/code-bodies.ts';
import { isVersioned } from './event-subjects.ts';
import type { Strategy } from './version-strategy.ts';

/** Subjects that all end in a version. What is only listened to is published by others, and so are their events. */
export function versionSubject(model: CrateModel): Strategy | undefined {
  const nats = natsCode(model);
  const published = nats === undefined ? [] : publishedSubjects(nats);
  const events = published.filter(({ value }) => !/(?:^|\.)(?:cmd|commands?|quer(?:y|ies)|health)(?:\.|$)/.test(value));
  const [first] = events;
  if (first === undefined || !events.every(({ value }) => isVersioned(value))) return undefined;
  const { path, line, column, value } = first;
  return { path, line, column, what: `the subject carries the version: ${value}` };
}

/** A function or trait of the code that lifts old forms to new ones. */
export function upcaster(model: CrateModel): Strategy | undefined {
  const found = model.definitions.find(
    (one) => (isUpcaster(model, one) || (one.kind === 'trait' && EVENT_MIGRATION.test(one.name))) && lifts(model, one),
  );
  if (found === undefined) return undefined;
  const { path, line, column } = model.placeOf(found);
  return { path, line, column, what: `old events are lifted by ${model.pathOf(found)}` };
}

/** Traits by another name, whose implementors take an event's data from one version to the next. */
const EVENT_MIGRATION = /^Event(?:Schema|Version)?(?:Migrat|Upgrad)/;

/** A pointer or an asset is upcast to its base, too. */
const isUpcaster = (model: CrateModel, one: Definition): boolean =>
  /upcast/i.test(one.name) &&
  (one.kind === 'function' || /upcaster/i.test(one.name) || /event|version|migrat/i.test(model.pathOf(one)));

/** A function that does something with what it is given, a trait that is implemented, a struct with code. */
function lifts(model: CrateModel, one: Definition): boolean {
  if (one.kind === 'struct') return model.implsOf(one).some(({ members }) => members.length > 0);
  if (one.kind === 'trait')
    return model.collected.impls.some((impl) => impl.item('impl')?.trait?.segments.at(-1)?.name === one.name);
  const signature = one.item('function')?.signature;
  const body = codeBodyOf(model, one)?.body;
  if (signature === undefined || body === undefined) return false;
  const given = signature.params.length + (signature.self === undefined ? 0 : 1);
  return (
    given > 0 &&
    body.range.to > body.range.from &&
    !body.macros.some(({ name }) => name === 'todo' || name === 'unimplemented')
  );
}
