/** What section 7, "Event Sourcing", asks of a crate; null for one that defines no events. */
import { causes, holders, newRoots } from '../models/events/causes.ts';
import { upcaster, versionSubject } from '../models/events/code-strategies.ts';
import { hasAggregates, lacks, tracking, untracked, versionOf } from '../models/events/event-standard.ts';
import { versionedSubject } from '../models/events/event-subjects.ts';
import { type EventType, eventTypes } from '../models/events/event-types.ts';
import { commandHandlers } from '../models/events/events-built.ts';
import { type TestFiles, testFiles } from '../models/events/replay.ts';
import type { CodePlace, CrateModel, Definition } from '../models/rust/crate/crate-model.ts';
import type { OpenCrate } from '../models/rust-module/open-crate.ts';

interface EventPlace extends CodePlace {
  readonly item: string;
}

const placed = ({ item, path, line, column }: EventType): EventPlace => ({ item, path, line, column });

const ofEvents =
  <A>(about: (events: readonly EventType[], model: CrateModel) => A) =>
  ({ complete }: OpenCrate): A | null => {
    const events = eventTypes(complete);
    return events.length === 0 ? null : about(events, complete);
  };

export const standard = ofEvents((events, model) => {
  const aggregates = hasAggregates(model, events);
  return events.map((event) => ({ ...placed(event), missing: lacks(event, aggregates) }));
});

export const correlation = ofEvents((events, model) => {
  const types = holders(model, events);
  return {
    events: events.map((event) => ({ ...placed(event), lost: untracked(event), tracking: tracking(event) })),
    filled: causes(model, events, types),
    roots: newRoots(model, events, types),
  };
});

export const versioning = ofEvents((events, model) => ({
  events: events.map((event) => ({
    ...placed(event),
    version: versionOf(event) ?? versionedSubject(model, event) ?? null,
  })),
  subject: versionSubject(model) ?? null,
  upcaster: upcaster(model) ?? null,
}));

export const namesToReplay = ofEvents((events, model) => {
  const shapes = new Set(events.flatMap((event) => event.shapes));
  // A variant may be called as a type of the crate that is no event: `Event::Timeout` beside `struct Timeout`.
  const others = new Set(
    model.definitions.flatMap((one) => (isType(one) && !shapes.has(one) && !one.inBody ? [one.name] : [])),
  );
  const own = events.flatMap(({ name, definition }) =>
    definition.kind === 'variant' && name === definition.name && others.has(name) ? [] : [name],
  );
  const names = [...own, ...[...shapes].map(({ name }) => name)];
  return { names, handlers: commandHandlers(model, new Set(names)) };
});

const isType = ({ kind }: Definition): boolean => kind === 'struct' || kind === 'enum' || kind === 'union';

export const testFilesOf = ({ reached, files }: OpenCrate): TestFiles => testFiles(reached(), files);
