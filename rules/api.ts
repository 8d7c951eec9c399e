/** The standard's section "4. API Design", heading "Public API Requirements". */
import type { ErrorType } from '../src/models/rust-api/error-types.ts';
import type { ErrorFamily } from '../src/models/rust-api/fallible.ts';
import { question } from '../src/models/rust-module/question.ts';
import { judgeStability } from '../src/predicates/stability.ts';
import {
  alsoSeen,
  counted,
  type Evidence,
  every,
  fail,
  listed,
  notApplicable,
  note,
  type Place,
  partOf,
  pass,
  placed,
  type RuleGroup,
  review,
  type Verdict,
} from '../src/rule.ts';

type JudgedType = Omit<ErrorType, 'definition' | 'conversions' | 'macro'> & {
  readonly conversions: readonly unknown[];
};

interface MadeByMacro extends Place {
  readonly path: string;
  readonly item: string;
  readonly macro: string | null;
}

/** What a macro of another crate may have written of a type is not seen: a person says whether the trait is there. */
function byMacros(verdict: Verdict, types: readonly MadeByMacro[], trait: string, judged: number): Verdict {
  const [first, ...rest] = types.map(({ item, macro, ...place }) =>
    placed(place, `whether ${macro} implements ${trait} for ${item} is not seen`),
  );
  if (first === undefined) return verdict;
  return verdict.kind === 'fail' && judged > 0
    ? alsoSeen(verdict, ...[first, ...rest].map(note))
    : review(first, ...rest);
}

/** What is wrong with an error type, the worst first. */
function weakness({ item, ...type }: JudgedType): Evidence | undefined {
  const say = (problem: string) => placed(type, `${item} ${problem}`);
  if (!type.isError) return say('does not implement Error');
  if (!type.isDebug) return say('does not implement Debug');
  if (type.speechless.length > 0) return say(`has no message for ${type.speechless.join(', ')}`);
  if (type.onlyCatchAlls) return say('has only catch-all variants');
  const { length } = type.conversions;
  if (type.keepsSource || length === 0) return undefined;
  return say(
    `keeps no source, and ${counted(length, 'conversion turns an error', 'conversions turn errors')} into text`,
  );
}

const code = () => import('../src/questions/api.ts');

const publicTypes = question('api/standard-traits', async (crate) => (await code()).publicTypes(crate));

const complex = question('api/builders', async (crate) => (await code()).complexConstructors(crate));

const blocking = question('api/async-first', async (crate) => (await code()).blocking(crate));

const failing = question('api/error-types', async (crate) => (await code()).failing(crate));

const errorsOf = question('api/error-enum', async (crate) => (await code()).errorsOf(crate));

const group: RuleGroup = {
  slug: 'api',
  section: '4. API Design',
  title: 'Public API Requirements',
  rules: [
    {
      id: 'api/stability',
      text: 'Stable API with no breaking changes in minor versions',
      why: 'A patch must never break a build.',
      how: "The public API is compared with the newest release: what is missing, and what an addition breaks, by cargo-semver-checks' rules; a changed signature is left to a person.",
      fix: 'Keep the old item and deprecate it, or release a major version.',
      check: judgeStability,
    },
    {
      id: 'api/standard-traits',
      text: 'All types implement standard traits (Debug, Clone, etc.)',
      why: "A type without Debug spoils its user's Debug.",
      how: 'Every public type implements Debug; shares of Clone, PartialEq and Default are reported.',
      fix: 'Derive Debug for the types listed, or implement it by hand.',
      async check(repo) {
        const rust = await repo.rust();
        const types = (await rust.ask(rust.libraries(), publicTypes)).flat();
        const share = (trait: string) => types.filter(({ traits }) => traits.includes(trait)).length;
        const shares = ['Clone', 'PartialEq', 'Default'].map((trait) => `${trait} ${share(trait)}`).join(', ');
        const unseen = types.filter(({ traits, macro }) => macro !== null && !traits.includes('Debug'));
        const judged = types.filter((type) => !unseen.includes(type));
        const verdict = every(
          judged,
          ({ traits, item, macro: _, ...place }) =>
            traits.includes('Debug') ? undefined : placed(place, `${item} does not implement Debug`),
          {
            holds: (count) =>
              `${count === 1 ? 'the one public type implements' : `all ${count} public types implement`} Debug (${shares})`,
            broken: (broken, count) =>
              `${partOf(broken, count, 'public type', ['does', 'do'])} not implement Debug (${shares})`,
            empty: notApplicable('the crate has no public type'),
          },
        );
        const metrics = {
          types: types.length,
          debug: share('Debug'),
          clone: share('Clone'),
          partialEq: share('PartialEq'),
          default: share('Default'),
        };
        return { ...byMacros(verdict, unseen, 'Debug', judged.length), metrics };
      },
    },
    {
      id: 'api/builders',
      text: 'Builder patterns for complex types',
      why: 'A call with seven arguments is read by nobody.',
      how: 'Public constructors with 5 or more parameters, or 3 or more Options, have a builder or with_ methods.',
      fix: 'Add a builder for the constructors listed.',
      async check(repo) {
        const rust = await repo.rust();
        const crates = await rust.ask(rust.libraries(), complex);
        const looked = crates.reduce((sum, { total }) => sum + total, 0);
        return every(
          crates.flatMap(({ found }) => found),
          ({ builder, item, params, options, ...place }) =>
            builder === undefined
              ? placed(
                  place,
                  `${item} takes ${params} parameters${options > 0 ? `, ${options} of them Option` : ''}, and the type has no builder`,
                )
              : undefined,
          {
            holds: (count) => `${counted(count, 'constructor')} with many parameters, each with a builder`,
            broken: (broken, count) =>
              `${partOf(broken, count, 'constructor with many parameters', ['has', 'have'], 'constructors with many parameters')} no builder`,
            empty: notApplicable(`no public constructor has 5 parameters or 3 Options (${looked} looked at)`),
          },
        );
      },
    },
    {
      id: 'api/async-first',
      text: 'Async-first design where appropriate',
      why: 'A blocking call in an async program stalls everything else.',
      how: 'No public synchronous function blocks, in a crate with I/O.',
      fix: 'Make the functions listed async, or move the blocking call behind spawn_blocking.',
      async check(repo) {
        const rust = await repo.rust();
        const crates = await rust.ask(rust.libraries(), blocking);
        const io = crates.flatMap((crate) => crate.io);
        if (io.length === 0) return notApplicable('the crate does no I/O and has no public async function');
        const functions = crates.reduce((sum, crate) => sum + crate.functions, 0);
        const found = crates
          .flatMap((crate) => crate.found)
          .map(({ item, what, at: cause, ...place }) =>
            placed(
              place,
              `${item} blocks: ${what}${cause.path === place.path && cause.line === place.line ? '' : ` (${cause.path}:${cause.line})`}`,
            ),
          );
        return found.length === 0
          ? pass(`none of ${functions} public synchronous functions blocks (${io[0]})`)
          : fail(partOf(found.length, functions, 'public synchronous function', ['blocks', 'block']), ...listed(found));
      },
    },
    {
      id: 'api/error-types',
      text: 'Proper error types (not string errors)',
      why: 'A string cannot be matched on.',
      how: 'No public function returns Result with String, &str, (), Box<dyn Error> or anyhow::Error.',
      fix: 'Return an error enum from the functions listed.',
      async check(repo) {
        const rust = await repo.rust();
        const found = (await rust.ask(rust.libraries(), failing)).flat();
        const words: Partial<Record<ErrorFamily, string>> = {
          text: 'a string',
          unit: 'no information',
          erased: 'an erased type',
        };
        return every(
          found,
          ({ family, item, error, ...place }) =>
            words[family] === undefined ? undefined : placed(place, `${item} fails with ${words[family]}: ${error}`),
          {
            holds: (count) => `${counted(count, 'public function')} can fail, each with a proper error type`,
            broken: (broken, count) =>
              `${partOf(broken, count, 'public function that can fail', ['returns', 'return'], 'public functions that can fail')} no proper error type`,
            empty: notApplicable('no public function returns a Result'),
          },
        );
      },
    },
    {
      id: 'api/error-enum',
      text: 'Error Handling: a thiserror enum of specific, actionable errors',
      why: 'Callers act on variants, and readers on sources.',
      how: 'Error types implement Error and Debug, each variant has its message, sources are kept.',
      fix: 'Derive thiserror::Error, and keep sources with #[from] or #[source].',
      async check(repo) {
        const rust = await repo.rust();
        const crates = await rust.ask(rust.libraries(), errorsOf);
        const types = crates.flatMap((crate) => crate.types);
        const lost = crates.flatMap((crate) => crate.lost);
        const fallible = crates.reduce((sum, crate) => sum + crate.fallible, 0);
        const unseen = types.filter(({ macro, isError }) => macro !== null && !isError);
        const judged = types.filter((type) => !unseen.includes(type));
        const verdict = every(judged, weakness, {
          holds: (count) =>
            `${count} error ${count === 1 ? 'type' : 'types'}, each with Error, Debug and a message for every case`,
          broken: (broken, count) =>
            `${partOf(broken, count, 'error type', ['leaves its', 'leave their'])} users without what they need`,
          empty:
            fallible === 0
              ? notApplicable('no public function can fail, and there is no error type')
              : fail(`no error type, though ${counted(fallible, 'public function')} can fail`),
        });
        return alsoSeen(byMacros(verdict, unseen, 'Error', judged.length), ...lost);
      },
    },
  ],
};

export default group;
