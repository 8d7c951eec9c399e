/** The standard's section "7. Integration Standards", heading "Event Sourcing". */
import { inOrder } from '../src/in-order.ts';
import { documentedStrategy } from '../src/models/events/version-strategy.ts';
import { documentationPages } from '../src/models/page/documentation.ts';
import { moduleQuestionOf, type Question, question } from '../src/models/rust-module/question.ts';
import { askConcerned } from '../src/predicates/concerned.ts';
import type { Repo } from '../src/repo.ts';
import {
  at,
  counted,
  every,
  fail,
  notApplicable,
  note,
  partOf,
  pass,
  placed,
  type RuleGroup,
  review,
} from '../src/rule.ts';

const noEvents = 'no code defines an event';

/** What the crates that define events answer. @throws Inapplicable where no code defines one */
const askCrates = <A>(repo: Repo, asked: Question<A | null>): Promise<A[]> => askConcerned(repo, asked, noEvents);

const code = () => import('../src/questions/events.ts');

const standard = question('events/standard', async (crate) => (await code()).standard(crate));

const correlation = question('events/correlation', async (crate) => (await code()).correlation(crate));

const versioning = question('events/versioning', async (crate) => (await code()).versioning(crate));

const testFiles = question('events/replay: files', async (crate) => (await code()).testFilesOf(crate));

const replayTests = moduleQuestionOf(
  'events/replay',
  async (
    { files },
    tests: readonly string[],
    others: readonly string[],
    names: readonly string[],
    shipped: readonly string[],
    crates: readonly string[],
    handlers: readonly string[],
  ) =>
    (await import('../src/models/events/replay.ts')).replayTests({ tests, others }, files, {
      names: new Set(names),
      shipped: new Set(shipped),
      crates: new Set(crates),
      handlers: new Set(handlers),
    }),
);

const namesToReplay = question('events/replay', async (crate) => (await code()).namesToReplay(crate));

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
        const found = (await askCrates(repo, standard)).flat();
        return every(
          found,
          ({ missing, item, ...place }) =>
            missing.length === 0 ? undefined : placed(place, `${item}: ${missing.join(', ')}`),
          {
            holds: (count) =>
              `${count} events in the past tense, serializable, with id, time and what they happened to`,
            broken: (broken, count) => `${partOf(broken, count, 'event', ['does', 'do'])} not follow the standard`,
            empty: notApplicable(noEvents),
            seen: ({ item, ...place }) => placed(place, item),
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
        const crates = await askCrates(repo, correlation);
        const events = crates.flatMap((crate) => crate.events);
        const blind = events.filter(({ lost }) => lost.length > 0);
        const filled = crates.map((crate) => crate.filled);
        const wrong = filled.flatMap((one) => one.wrong);
        const doubtful = filled.flatMap((one) => one.doubtful);
        const roots = crates.flatMap((crate) => crate.roots);
        const places = [...wrong, ...doubtful, ...roots].map(({ what, ...place }) => placed(place, what));
        const count = events.length;
        if (blind.length > 0) {
          const named = blind.map(({ item, lost, ...place }) =>
            placed(place, `${item} carries no ${lost.join(' and no ')} id`),
          );
          return fail(
            `${partOf(blind.length, count, 'event', ['carries', 'carry'])} no correlation or causation id`,
            ...named,
            ...places,
          );
        }
        if (wrong.length > 0) return fail('the cause of events is not really recorded', ...places);
        if (roots.length > 0)
          return review(`${roots.length} places begin a new conversation where a message is handled`, ...places);
        if (doubtful.length > 0)
          return review(
            `no cause is recorded at ${counted(doubtful.length, 'place')}: right only where nothing has caused what is built there`,
            ...places,
          );
        return pass(
          `${count} events carry correlation and causation ids, and no code invents a cause`,
          ...events.map((event) => placed(event, `${event.item}: ${event.tracking}`)),
          ...filled.flatMap(({ given }) => given.map(({ what, ...place }) => note(placed(place, what)))),
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
        const crates = await askCrates(repo, versioning);
        const events = crates.flatMap((crate) => crate.events);
        const bare = events.filter(({ version }) => version === null);
        if (bare.length === 0)
          return pass(
            `${events.length} events carry a version: ${events[0]?.version}`,
            ...events.map(({ item, version, ...place }) => placed(place, `${item} carries its version: ${version}`)),
          );
        const pages = await repo.pages(documentationPages(repo.files.paths), /version|upcast|schema/i);
        const [subject] = crates.flatMap((crate) => crate.subject ?? []);
        const [lifted] = crates.flatMap((crate) => crate.upcaster ?? []);
        const strategy = subject ?? lifted ?? documentedStrategy(pages);
        if (strategy !== undefined) return pass(placed(strategy, strategy.what));
        const places = bare.map(({ item, ...place }) => placed(place, `${item} carries no version of its form`));
        return fail(
          `${partOf(bare.length, events.length, 'event', ['has', 'have'])} no version, no upcaster and no documented strategy`,
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
        const targets = rust.targets();
        const [made, files] = await inOrder([askCrates(repo, namesToReplay), rust.ask(targets, testFiles)]);
        const once = (all: readonly (readonly string[])[]) => [...new Set(all.flat())];
        const among = [once(files.map(({ tests }) => tests)), once(files.map(({ others }) => others))] as const;
        const ships = (index: number) => !/^(?:test|bench|example)$/.test(targets[index]?.target.kind ?? '');
        const shipped = files.filter((_, index) => ships(index)).flatMap(({ tests, others }) => [tests, others]);
        const names = once(made.map((one) => one.names));
        const crates = rust.libraries().map(({ target }) => target.crateName);
        const handlers = once(made.map((one) => one.handlers));
        const tests = await rust.askAll(replayTests(...among, names, once(shipped), crates, handlers));
        const places = tests.map(({ path, line, name }) =>
          at(path, line, `${name} applies events and looks at the state after`),
        );
        return tests.length > 0
          ? pass(`${counted(tests.length, 'test rebuilds', 'tests rebuild')} state from events`, ...places)
          : fail('no test applies two or more events in sequence and asserts on the state after');
      },
    },
  ],
};

export default group;
