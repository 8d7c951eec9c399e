/** The standard's section "3. Module Metadata", heading "Cargo.toml Standards". */
import { type RuleGroup, undecided } from '../src/rule.ts';

const group: RuleGroup = {
  slug: 'cargo',
  section: '3. Module Metadata',
  title: 'Cargo.toml Standards',
  rules: [
    {
      id: 'cargo/metadata',
      text: 'Complete package metadata',
      why: 'crates.io and docs.rs show what the manifest says.',
      how: 'name, version, edition, description, licence, repository, keywords, categories, README and rust-version, each valid.',
      fix: 'Fill in the fields listed under [package].',
      check: undecided,
    },
    {
      id: 'cargo/explicit-versions',
      text: 'All dependencies with explicit versions',
      why: 'A build that changes by itself is not reproducible.',
      how: 'Every dependency has a requirement other than `*`; git ones are pinned by tag or rev.',
      fix: 'Give each dependency listed a version requirement.',
      check: undecided,
    },
    {
      id: 'cargo/features-documented',
      text: 'Feature flags documented',
      why: 'Nobody turns on what they do not understand.',
      how: "Each feature has a comment above it, or its name in the README's or crate docs' feature section.",
      fix: 'Write a comment above each feature listed.',
      check: undecided,
    },
    {
      id: 'cargo/examples',
      text: 'Examples included',
      why: 'An example that compiles does not rot.',
      how: 'An example target that uses the crate; every declared one exists.',
      fix: 'Add examples/NAME.rs that uses the crate.',
      check: undecided,
    },
    {
      id: 'cargo/benches',
      text: 'Benchmarks configured',
      why: 'A benchmark that cargo cannot run measures nothing.',
      how: 'A bench target with its harness configured and its dev-dependency there; every declared file exists.',
      fix: 'Add a [[bench]] with `harness = false` and its harness as a dev-dependency.',
      check: undecided,
    },
  ],
};

export default group;
