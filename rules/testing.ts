/** The standard's section "1. Code Quality Standards", heading "Testing". */
import { unique } from '../src/models/ci/search.ts';
import { inCi, workflowsOf } from '../src/predicates/ci.ts';
import { maskedNotes, untested } from '../src/predicates/ci-tests.ts';
import { judgeCoverage } from '../src/predicates/coverage.ts';
import { note, open, type RuleGroup, undecided } from '../src/rule.ts';

const group: RuleGroup = {
  slug: 'testing',
  section: '1. Code Quality Standards',
  title: 'Testing',
  rules: [
    {
      id: 'testing/coverage',
      text: 'Unit test coverage ≥ 80%',
      why: 'What no test runs, nobody knows to work.',
      how: 'Line coverage of a report (lcov, Cobertura, tarpaulin, llvm-cov) that is not older than the code.',
      fix: 'Run `cargo llvm-cov --lcov --output-path lcov.info` and raise what is below.',
      check: async (repo) => judgeCoverage(await repo.coverage(), Math.max(80, repo.settings.coverage ?? 0)),
    },
    {
      id: 'testing/integration',
      text: 'Integration tests for all major features',
      why: 'Unit tests do not see the public API as users do.',
      how: 'Every target under tests/ uses the crate, and every top-level public module is exercised by a test.',
      fix: 'Add a test under tests/ that calls the modules listed.',
      check: undecided,
    },
    {
      id: 'testing/property',
      text: 'Property-based tests where applicable',
      why: 'Examples miss the inputs nobody thought of.',
      how: 'A property-testing crate is used on this crate.',
      fix: "Add a proptest for the laws of the module's types.",
      check: undecided,
    },
    {
      id: 'testing/benchmarks',
      text: 'Performance benchmarks for critical paths',
      why: 'Without a number, a slowdown ships unseen.',
      how: 'Benchmark code that calls this crate, for each configured critical path.',
      fix: 'Add a criterion or divan benchmark under benches/ that calls the crate.',
      check: undecided,
    },
    {
      id: 'testing/ci-passing',
      text: 'All tests passing in CI',
      why: 'A release is made from a head whose tests are known to pass.',
      how: 'With GitHub access, every check run of the head succeeded; without, a test step that is not masked leaves it open.',
      fix: 'Run `cargo test` in a workflow, without `|| true` or continue-on-error.',
      async check(repo) {
        if ((await repo.cargoResult()).kind === 'absent') await repo.cargo();
        const ci = workflowsOf(await repo.ci());
        const tests = await repo.testsInCi();
        const steps = [...tests.steps, ...tests.elsewhen.filter(({ run }) => run.mask === undefined)];
        if (steps.length === 0) return untested(ci, tests, 'a test command');
        const seen = unique(steps).map(({ run, what }) => note(inCi(ci, run, `${what} would show it`)));
        return open(
          'whether the tests of the head passed is known to GitHub only: this run did not ask it',
          ...seen,
          ...maskedNotes(ci, tests),
        );
      },
    },
  ],
};

export default group;
