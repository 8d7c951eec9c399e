/** The standard's section "4. API Design", heading "Public API Requirements". */
import { constructors, isComplex } from '../src/models/rust-api/constructors.ts';
import { type ErrorFamily, fallibleFunctions } from '../src/models/rust-api/fallible.ts';
import { at, every, notApplicable, type RuleGroup, undecided } from '../src/rule.ts';

const group: RuleGroup = {
  slug: 'api',
  section: '4. API Design',
  title: 'Public API Requirements',
  rules: [
    {
      id: 'api/stability',
      text: 'Stable API with no breaking changes in minor versions',
      why: 'A patch must never break a build.',
      how: "The public API is compared with the newest release, by cargo-semver-checks' rules.",
      fix: 'Keep the old item and deprecate it, or release a major version.',
      check: undecided,
    },
    {
      id: 'api/standard-traits',
      text: 'All types implement standard traits (Debug, Clone, etc.)',
      why: "A type without Debug spoils its user's Debug.",
      how: 'Every public type implements Debug; shares of Clone, PartialEq and Default are reported.',
      fix: 'Derive Debug for the types listed, or implement it by hand.',
      async check(repo) {
        const types = (await repo.rust()).libraries().flatMap(({ model }) => model.publicTypes());
        const share = (trait: string) => types.filter(({ traits }) => traits.has(trait)).length;
        const shares = ['Clone', 'PartialEq', 'Default'].map((trait) => `${trait} ${share(trait)}`).join(', ');
        const verdict = every(
          types,
          ({ traits, path, line, column, item }) =>
            traits.has('Debug') ? undefined : at(path, line, `${item} does not implement Debug`, column),
          {
            holds: (count) => `all ${count} public types implement Debug (${shares})`,
            broken: (broken, count) => `${broken} of ${count} public types do not implement Debug (${shares})`,
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
        return { ...verdict, metrics };
      },
    },
    {
      id: 'api/builders',
      text: 'Builder patterns for complex types',
      why: 'A call with seven arguments is read by nobody.',
      how: 'Public constructors with 5 or more parameters, or 3 or more Options, have a builder or with_ methods.',
      fix: 'Add a builder for the constructors listed.',
      async check(repo) {
        const all = (await repo.rust()).libraries().flatMap(({ model }) => constructors(model));
        return every(
          all.filter(isComplex),
          ({ builder, path, line, column, item, params, options }) =>
            builder === undefined
              ? at(
                  path,
                  line,
                  `${item} takes ${params} parameters${options > 0 ? `, ${options} of them Option` : ''}, and the type has no builder`,
                  column,
                )
              : undefined,
          {
            holds: (count) =>
              `${count} ${count === 1 ? 'constructor' : 'constructors'} with many parameters, each with a builder`,
            broken: (broken, count) => `${broken} of ${count} constructors with many parameters have no builder`,
            empty: notApplicable(`no public constructor has 5 parameters or 3 Options (${all.length} looked at)`),
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
      check: undecided,
    },
    {
      id: 'api/error-types',
      text: 'Proper error types (not string errors)',
      why: 'A string cannot be matched on.',
      how: 'No public function returns Result with String, &str, (), Box<dyn Error> or anyhow::Error.',
      fix: 'Return an error enum from the functions listed.',
      async check(repo) {
        const found = (await repo.rust()).libraries().flatMap(({ model }) => fallibleFunctions(model));
        const words: Partial<Record<ErrorFamily, string>> = {
          text: 'a string',
          unit: 'no information',
          erased: 'an erased type',
        };
        return every(
          found,
          ({ family, path, line, column, item, error }) =>
            words[family] === undefined
              ? undefined
              : at(path, line, `${item} fails with ${words[family]}: ${error}`, column),
          {
            holds: (count) => `${count} public functions can fail, each with a proper error type`,
            broken: (broken, count) =>
              `${broken} of ${count} public functions that can fail return no proper error type`,
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
      check: undecided,
    },
  ],
};

export default group;
