/** The standard's section "4. API Design", heading "Public API Requirements". */
import { type RuleGroup, undecided } from '../src/rule.ts';

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
      check: undecided,
    },
    {
      id: 'api/builders',
      text: 'Builder patterns for complex types',
      why: 'A call with seven arguments is read by nobody.',
      how: 'Public constructors with 5 or more parameters, or 3 or more Options, have a builder or with_ methods.',
      fix: 'Add a builder for the constructors listed.',
      check: undecided,
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
      check: undecided,
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
