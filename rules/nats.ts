/** The standard's section "7. Integration Standards", heading "NATS Integration". */

import { isSchemaFile, readSchemas, schemaOf } from '../src/models/nats/schemas.ts';
import { documentationPages } from '../src/models/page/documentation.ts';
import { type Question, question } from '../src/models/rust-module/question.ts';
import { askConcerned } from '../src/predicates/concerned.ts';
import type { Repo } from '../src/repo.ts';
import {
  alsoSeen,
  counted,
  every,
  fail,
  listed,
  notApplicable,
  note,
  partOf,
  pass,
  placed,
  type RuleGroup,
  review,
} from '../src/rule.ts';

const untoldWords = 'is made at run time and was not followed';

const notFollowed = (count: number): string =>
  count === 0
    ? ''
    : `; ${count} more ${count === 1 ? 'is' : 'are'} made at run time and ${count === 1 ? 'was' : 'were'} not followed`;

/** What the crates that talk to NATS answer. @throws Inapplicable where no code does */
const askTalking = <A>(repo: Repo, asked: Question<A | null>): Promise<A[]> =>
  askConcerned(repo, asked, 'no code calls a NATS client, and no trait stands for one');

const code = () => import('../src/questions/nats.ts');

const allSubjects = question('nats/subjects', async (crate) => (await code()).allSubjects(crate));

const results = question('nats/error-handling', async (crate) => (await code()).results(crate));

const connecting = question('nats/reconnection', async (crate) => (await code()).connecting(crate));

const sent = question('nats/schemas', async (crate) => (await code()).sent(crate));

const group: RuleGroup = {
  slug: 'nats',
  section: '7. Integration Standards',
  title: 'NATS Integration',
  rules: [
    {
      id: 'nats/subjects',
      text: 'Proper subject naming conventions',
      why: 'Subjects are the contract between modules.',
      how: 'Every subject in code has two tokens or more of lower-case words, wildcards whole, version last.',
      fix: 'Rename the subjects listed to context.aggregate.event.',
      async check(repo) {
        const crates = await askTalking(repo, allSubjects);
        const found = crates.flatMap(({ told }) => told);
        const untold = crates.flatMap((crate) => crate.untold);
        const verdict = every(
          found,
          ({ problem, value, ...place }) => (problem === undefined ? undefined : placed(place, `${value}: ${problem}`)),
          {
            holds: (count) =>
              `${count === 1 ? 'the subject in code is' : `${untold.length === 0 ? 'all ' : ''}${count} subjects in code are`} well formed, such as ${found[0]?.value}${notFollowed(untold.length)}`,
            broken: (broken, count) =>
              `${partOf(broken, count, 'subject in code', ['is', 'are'], 'subjects in code')} not well formed`,
            seen: ({ value, ...place }) => placed(place, value),
            empty: notApplicable('the code gives NATS no subject of its own'),
          },
        );
        const toldOf = (some: typeof untold) =>
          some.map(({ written, ...place }) => note(placed(place, `${written} ${untoldWords}`)));
        const made = untold.filter(({ isMadeHere }) => isMadeHere);
        return made.length > 0 && verdict.kind !== 'fail'
          ? review(
              `${counted(made.length, 'subject')} made by code that is not followed, such as ${made[0]?.written}`,
              ...made.map(({ written, ...place }) => placed(place, `${written} is made by code that is not followed`)),
              ...verdict.evidence.slice(verdict.kind === 'pass' ? 1 : 0),
              ...toldOf(untold.filter(({ isMadeHere }) => !isMadeHere)),
            )
          : alsoSeen(verdict, ...listed(toldOf(untold)));
      },
    },
    {
      id: 'nats/error-handling',
      text: 'Error handling for network failures',
      why: 'A lost message that nobody hears of is lost for good.',
      how: 'No NATS result is thrown away or unwrapped.',
      fix: 'Handle or return the results listed.',
      async check(repo) {
        const crates = await askTalking(repo, results);
        const calls = crates.flatMap((crate) => crate.calls);
        const found = crates.flatMap((crate) => crate.found);
        const places = found.map(({ what, noted, ...place }) => {
          const seen = placed(place, what);
          return noted ? note(seen) : seen;
        });
        const lost = found.filter(({ noted }) => !noted).length;
        if (calls.length + found.length === 0) return notApplicable('the code calls no NATS client for a result');
        return lost > 0
          ? fail(`${lost} NATS ${lost === 1 ? 'result is' : 'results are'} thrown away or unwrapped`, ...places)
          : pass(
              `${counted(calls.length, 'call')} of NATS, by the crate's own functions too: no result is thrown away`,
              ...places,
              ...calls,
            );
      },
    },
    {
      id: 'nats/reconnection',
      text: 'Reconnection logic implemented',
      why: 'Networks fail at night.',
      how: 'Where it connects, options or a loop retry.',
      fix: 'Connect with ConnectOptions that retry and report disconnects.',
      async check(repo) {
        const found = (await askTalking(repo, connecting)).flat();
        return every(
          found,
          ({ resilience, ...place }) =>
            resilience === undefined
              ? placed(place, 'connects without options that reconnect and without a retry loop')
              : undefined,
          {
            holds: (count) =>
              `${count === 1 ? 'the connection comes' : `${count} connections come`} back: ${found[0]?.resilience}`,
            broken: (broken, count) =>
              `${partOf(broken, count, 'connection', ['does', 'do'])} not say how to come back`,
            seen: ({ resilience, ...place }) => placed(place, `it comes back: ${resilience}`),
            empty: notApplicable('no connection is made: a client is handed in'),
          },
        );
      },
    },
    {
      id: 'nats/schemas',
      text: 'Message schemas documented',
      why: 'A consumer is written against the schema, not the source.',
      how: 'AsyncAPI, JSON Schema, protobuf, schemars, or documentation of every message with its fields.',
      fix: 'Document each command and event with its fields.',
      async check(repo) {
        const found = (await askTalking(repo, sent)).flat();
        const texts = await repo.texts([
          ...repo.files.paths.filter(isSchemaFile),
          ...documentationPages(repo.files.paths),
        ]);
        const schemas = readSchemas(texts);
        const ways = new Map(found.map((message) => [message, schemaOf(message, schemas)]));
        return every(
          found,
          (message) =>
            ways.get(message) === undefined
              ? placed(message, `${message.item} has fields that no schema and no documentation names`)
              : undefined,
          {
            holds: (count) =>
              `${counted(count, 'command or event', 'commands and events')} with ${count === 1 ? 'its' : 'their'} fields: ${[...new Set(ways.values())].join(', ')}`,
            broken: (broken, count) =>
              `${partOf(broken, count, 'command or event', ['is', 'are'], 'commands and events')} not documented field by field`,
            seen: (message) => placed(message, `${message.item}: ${ways.get(message)}`),
            empty: notApplicable('the code sends no command or event of its own'),
          },
        );
      },
    },
  ],
};

export default group;
