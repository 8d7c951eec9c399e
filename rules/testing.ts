/** The standard's section "1. Code Quality Standards", heading "Testing". */
import { inOrder } from '../src/in-order.ts';
import { propertyCrates } from '../src/models/cargo/test-crates.ts';
import { unique } from '../src/models/ci/search.ts';
import { judgeBenchmarks } from '../src/predicates/benchmarks.ts';
import { inCi, workflowsOf } from '../src/predicates/ci.ts';
import { maskedNotes, untested } from '../src/predicates/ci-tests.ts';
import { judgeCoverage } from '../src/predicates/coverage.ts';
import { missingImports } from '../src/predicates/missing-imports.ts';
import {
  isElsewhere,
  isShared,
  modulesToTest,
  neverRun,
  type Suite,
  suites,
  unitProperties,
} from '../src/predicates/test-suites.ts';
import { at, counted, fail, note, open, partOf, pass, placed, type RuleGroup, review, withFix } from '../src/rule.ts';

function integrationHeadline(
  { bad, refused, targets }: { bad: number; refused: number; targets: number },
  { missed, modules }: { missed: number; modules: number },
): string {
  const parts = [
    ...(bad > 0 ? [`${partOf(bad, targets, 'test target', ['tests', 'test'])} nothing of the crate`] : []),
    ...(refused > 0 ? [`${partOf(refused, targets, 'test target', ['does', 'do'])} not compile`] : []),
    ...(missed > 0
      ? [`${partOf(missed, modules, 'public module', ['is', 'are'])} exercised by no integration test`]
      : []),
  ];
  return parts.join('; ');
}

const fixOf = (isRefused: boolean, isMissed: boolean): string =>
  [
    ...(isRefused ? ['Correct the imports that rustc refuses.'] : []),
    ...(isMissed ? ['Add a test under tests/ that calls the modules listed.'] : []),
    ...(isRefused || isMissed ? [] : ['Let each target under tests/ run tests that call the crate.']),
  ].join(' ');

const placeOf = ({ crate }: Suite, message: string) => at(crate.target.path ?? '', 1, message);

const asideOf = ({ unbuilt }: Suite): string =>
  unbuilt === null
    ? 'is shared by other targets, and built as one of its own: tests/NAME/mod.rs would not be'
    : `is built only under ${unbuilt}: it was not looked at`;

const foreignOf = ({ names }: Suite): string =>
  names
    ? 'imports the crate and uses nothing of it: it tests something else'
    : 'never names the crate: it tests something else';

const asleepOf = ({ crate, unbuilt, ignored }: Suite): string =>
  neverRun(crate) ??
  (unbuilt !== null
    ? `is never built: ${unbuilt}`
    : ignored > 0
      ? ignored === 1
        ? 'its only test is ignored'
        : `all ${ignored} tests are ignored`
      : 'holds no test');

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
      async check(repo) {
        const rust = await repo.rust();
        const [modules, all, refused] = await inOrder([
          modulesToTest(rust),
          suites(rust, 'tests'),
          missingImports(rust, ({ kind }) => kind === 'test'),
        ]);
        if (all.length === 0) return fail('no integration test: there is no target under tests/');
        const aside = all.filter((one) => isElsewhere(one) || isShared(one, all));
        const notes = aside.map((one) => note(placeOf(one, asideOf(one))));
        const targets = all.filter((one) => !aside.includes(one));
        if (targets.length === 0) return review('no integration test is built under the usual options', ...notes);
        const foreign = targets.filter(({ names, uses, unbuilt }) => unbuilt === null && !(names && uses));
        const asleep = targets.filter((one) => !foreign.includes(one) && one.running === 0);
        const touched = new Set(targets.flatMap(({ reached }) => reached.map(({ module }) => module)));
        const missed = modules.filter(({ item }) => !touched.has(item));
        const isReached = targets.some(({ reached, drives }) => reached.length > 0 || drives);
        const problems = [
          ...foreign.map((one) => placeOf(one, foreignOf(one))),
          ...asleep.map((one) => placeOf(one, asleepOf(one))),
          ...[...refused.values()].flat().map(({ message, ...place }) => placed(place, message)),
          ...missed.map(({ item, ...place }) => placed(place, `no integration test exercises ${item}`)),
        ];
        const running = targets.reduce((sum, suite) => sum + suite.running, 0);
        if (problems.length === 0 && modules.length === 0 && !isReached)
          return fail('the integration tests call nothing of the crate');
        return problems.length === 0
          ? pass(
              `${counted(running, 'integration test')} in ${counted(targets.length, 'target')} ${running === 1 ? 'exercises' : 'exercise'} ${modules.length === 0 ? 'the crate' : `all ${counted(modules.length, 'public module')}`}`,
              ...notes,
            )
          : withFix(
              fixOf(refused.size > 0, missed.length > 0),
              fail(
                integrationHeadline(
                  { bad: foreign.length + asleep.length, refused: refused.size, targets: targets.length },
                  { missed: missed.length, modules: modules.length },
                ),
                ...problems,
                ...notes,
              ),
            );
      },
    },
    {
      id: 'testing/property',
      text: 'Property-based tests where applicable',
      why: 'Examples miss the inputs nobody thought of.',
      how: 'A property-testing crate is used on this crate.',
      fix: "Add a proptest for the laws of the module's types.",
      async check(repo) {
        const rust = await repo.rust();
        const declared = propertyCrates(rust.cargo);
        if (declared.length === 0)
          return review('no property-testing crate is declared: a person says where one would apply');
        const [all, unit, refused] = await inOrder([
          suites(rust, 'properties'),
          unitProperties(rust),
          missingImports(rust, ({ kind }) => kind === 'test'),
        ]);
        const targets = all.filter(({ running, crate }) => running > 0 && !refused.has(crate.target));
        const calling = targets.filter(({ reached }) => reached.length > 0);
        const tests = calling.reduce((sum, { running }) => sum + running, unit.reached > 0 ? unit.running : 0);
        if (tests > 0) {
          const places = calling.map(({ crate }) => at(crate.target.path ?? '', 1, 'property tests of this crate'));
          return pass(`${tests} property ${tests === 1 ? 'test calls' : 'tests call'} this crate`, ...places);
        }
        if (targets.length + unit.running > 0) {
          return fail(
            'the property tests call nothing of this crate',
            ...targets.map(({ crate }) => at(crate.target.path ?? '', 1, 'tests something else')),
          );
        }
        const broken = all.filter(({ running }) => running > 0).flatMap(({ crate }) => refused.get(crate.target) ?? []);
        if (broken.length > 0)
          return fail(
            'the property tests do not compile',
            ...broken.map(({ message, ...place }) => placed(place, message)),
          );
        return fail(
          `${declared[0]?.package} is declared and no test uses it`,
          ...declared.map(({ package: name, place }) => placed(place, `${name} is declared here`)),
        );
      },
    },
    {
      id: 'testing/benchmarks',
      text: 'Performance benchmarks for critical paths',
      why: 'Without a number, a slowdown ships unseen.',
      how: 'Benchmark code that calls this crate, for each configured critical path.',
      fix: 'Add a criterion or divan benchmark under benches/ that calls the crate.',
      check: judgeBenchmarks,
    },
    {
      id: 'testing/ci-passing',
      text: 'All tests passing in CI',
      why: 'A release is made from a head whose tests are known to pass.',
      how: 'A workflow runs the tests, unmasked. Whether they passed on the head only GitHub knows, which is not asked: open.',
      fix: 'Run `cargo test` in a workflow, without `|| true` or continue-on-error.',
      async check(repo) {
        if ((await repo.cargoResult()).kind === 'absent') await repo.cargo();
        const ci = workflowsOf(await repo.ci());
        const tests = await repo.testsInCi();
        const steps = [...tests.steps, ...tests.elsewhen.filter(({ run }) => run.mask === undefined)];
        if (steps.length === 0) return untested(ci, tests, 'a test command');
        const seen = unique(steps).map(({ run, what }) => note(inCi(ci, run, `${what} would show it`)));
        return open(
          'whether the tests of the head passed only GitHub knows, which is not asked',
          ...seen,
          ...maskedNotes(ci, tests),
        );
      },
    },
  ],
};

export default group;
