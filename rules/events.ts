/** The standard's section "7. Integration Standards", heading "Event Sourcing". */
import { documentationPages } from '../src/models/documentation.ts';
import { causes, newRoots } from '../src/models/events/causes.ts';
import { hasAggregates, lacks, tracking, untracked, versionOf } from '../src/models/events/event-standard.ts';
import { type EventType, eventTypes } from '../src/models/events/event-types.ts';
import { replayTests } from '../src/models/events/replay.ts';
import { documentedStrategy, upcaster, versionSubject } from '../src/models/events/version-strategy.ts';
import type { CrateModel } from '../src/models/rust/crate/crate-model.ts';
import type { Repo } from '../src/repo.ts';
import { at, every, fail, Inapplicable, notApplicable, note, pass, type RuleGroup, review } from '../src/rule.ts';

interface CrateEvents {
  readonly model: CrateModel;
  readonly events: readonly EventType[];
  readonly aggregates: boolean;
}

/** @throws Inapplicable where no code defines an event */
async function eventsOf(repo: Repo): Promise<CrateEvents[]> {
  const models = (await repo.rust()).shipped();
  const found = models
    .map((model) => ({ model, events: eventTypes(model), aggregates: hasAggregates(model) }))
    .filter(({ events }) => events.length > 0);
  if (found.length === 0) throw new Inapplicable('no code defines an event');
  return found;
}

const group: RuleGroup = {
  slug: 'events',
  section: '7. Integration Standards',
  title: 'Event Sourcing',
  rules: [
    {
      id: 'events/standard',
      text: 'Events follow CIM event standards',
      why: 'Events outlive the code that wrote them.',
      how: "Past tense, serializable, with id, time and the aggregate's id.",
      fix: 'Name events in the past tense and give them id, time and aggregate id.',
      async check(repo) {
        const crates = await eventsOf(repo);
        const found = crates.flatMap(({ events, aggregates }) =>
          events.map((event) => ({ event, missing: lacks(event, aggregates) })),
        );
        return every(
          found,
          ({ event, missing }) =>
            missing.length === 0
              ? undefined
              : at(event.path, event.line, `${event.item}: ${missing.join(', ')}`, event.column),
          {
            holds: (count) =>
              `${count} events in the past tense, serializable, with id, time and what they happened to`,
            broken: (broken, count) => `${broken} of ${count} events do not follow the standard`,
            empty: notApplicable('no code defines an event'),
            seen: ({ event }) => at(event.path, event.line, event.item, event.column),
          },
        );
      },
    },
    {
      id: 'events/correlation',
      text: 'Proper correlation/causation tracking',
      why: 'Without causation an event log cannot be read backwards.',
      how: 'Event or envelope carries correlation and causation ids that are really filled.',
      fix: 'Carry the ids of the message that caused the event.',
      async check(repo) {
        const crates = await eventsOf(repo);
        const blind = crates.flatMap(({ events }) => events).filter((event) => untracked(event).length > 0);
        const filled = crates.map(({ model, events }) => causes(model, events));
        const wrong = filled.flatMap((one) =>
          one.wrong.filter(({ what }) => one.given.length === 0 || !what.includes('None')),
        );
        const roots = crates.flatMap(({ model, events }) => newRoots(model, events));
        const places = [...wrong, ...roots].map(({ path, line, column, what }) => at(path, line, what, column));
        const count = crates.reduce((sum, { events }) => sum + events.length, 0);
        if (blind.length > 0) {
          const named = blind.map((event) =>
            at(
              event.path,
              event.line,
              `${event.item} carries no ${untracked(event).join(' and no ')} id`,
              event.column,
            ),
          );
          return fail(`${blind.length} of ${count} events carry no correlation or causation id`, ...named, ...places);
        }
        if (wrong.length > 0) return fail('the cause of events is not really recorded', ...places);
        if (roots.length > 0)
          return review(`${roots.length} places begin a new conversation where a message is handled`, ...places);
        const events = crates.flatMap((crate) => crate.events);
        return pass(
          `${count} events carry correlation and causation ids, and no code invents a cause`,
          ...events.map((event) => at(event.path, event.line, `${event.item}: ${tracking(event)}`, event.column)),
          ...filled.flatMap(({ given }) =>
            given.map(({ path, line, column, what }) => note(at(path, line, what, column))),
          ),
        );
      },
    },
    {
      id: 'events/versioning',
      text: 'Event versioning strategy',
      why: 'Old events must be readable for ever.',
      how: 'A serialized version, upcasters, or a documented strategy.',
      fix: 'Give events a version, and document how old ones are read.',
      async check(repo) {
        const crates = await eventsOf(repo);
        const events = crates.flatMap((crate) => crate.events);
        const bare = events.filter((event) => versionOf(event) === undefined);
        if (bare.length === 0)
          return pass(
            `${events.length} events carry a version: ${versionOf(events[0]!)}`,
            ...events.map((event) =>
              at(event.path, event.line, `${event.item} carries its version: ${versionOf(event)}`, event.column),
            ),
          );
        const pages = await repo.pages(documentationPages(repo.files.paths), /version|upcast|schema/i);
        const strategy =
          versionSubject(crates.map(({ model }) => model)) ??
          upcaster(crates.map(({ model }) => model)) ??
          documentedStrategy(pages);
        if (strategy !== undefined) return pass(at(strategy.path, strategy.line, strategy.what, strategy.column));
        const places = bare.map(({ path, line, column, item }) =>
          at(path, line, `${item} carries no version of its form`, column),
        );
        return fail(
          `${bare.length} of ${events.length} events have no version, no upcaster and no documented strategy`,
          ...places,
        );
      },
    },
    {
      id: 'events/replay',
      text: 'Replay capability tested',
      why: 'State that cannot be rebuilt is lost with the process.',
      how: 'A test applies events in sequence and asserts on the state.',
      fix: 'Add a test that replays several events and asserts on the state.',
      async check(repo) {
        const rust = await repo.rust();
        const events = (await eventsOf(repo)).flatMap((crate) => crate.events);
        const files = [...rust.reached()].map((path) => rust.file(path)).filter((file) => file !== undefined);
        const tests = replayTests(files, events);
        const places = tests.map(({ path, line, name }) =>
          at(path, line, `${name} applies events and looks at the state after`),
        );
        return tests.length > 0
          ? pass(
              `${tests.length} ${tests.length === 1 ? 'test rebuilds' : 'tests rebuild'} state from events`,
              ...places,
            )
          : fail('no test applies two or more events in sequence and asserts on the state after');
      },
    },
  ],
};

export default group;
