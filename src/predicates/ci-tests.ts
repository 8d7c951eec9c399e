/** What rules say about the tests that CI runs. */
import type { Ci } from '../models/ci/ci.ts';
import { type Hit, unique } from '../models/ci/search.ts';
import { type Coverage, type TestsInCi, testedOn } from '../models/ci/tests-in-ci.ts';
import type { System } from '../models/workflow/runner.ts';
import { type Evidence, fail, note, open, review, type Verdict } from '../rule.ts';
import { absentFrom, brokenNotes, conditionsOf, inCi, occasionWords } from './ci.ts';

/** The steps that test, on one system or on all, then what is masked and what is not valid, as notes. */
export function testEvidence(ci: Ci, tests: TestsInCi, coverage: Coverage, system?: System): [Evidence, ...Evidence[]] {
  const there = tests.steps.filter(({ run }) => system === undefined || run.system === system);
  const sure = there.filter(({ run }) => run.guards.length === 0);
  const shown = unique(coverage === 'surely' && sure.length > 0 ? sure : there).map(({ run, what }) => {
    const where = system === undefined ? occasionWords(run.occasion.kind) : `on ${system}`;
    const condition = run.guards.length === 0 ? '' : `, only if ${conditionsOf(run)}`;
    return inCi(
      ci,
      run,
      `${what} runs ${where}${condition}${run.filtered ? ', on changes of the paths filtered' : ''}`,
    );
  });
  const notes = system === undefined ? [...maskedNotes(ci, tests), ...brokenNotes(ci)] : [];
  return [...shown, ...notes] as [Evidence, ...Evidence[]];
}

/** Test commands whose failure nothing heeds. */
export function maskedNotes(ci: Ci, tests: TestsInCi): Evidence[] {
  return tests.masked.map(({ run, what }) => note(inCi(ci, run, `${what} is masked: ${run.mask}`)));
}

/** The verdict when no unmasked test command runs on a push. */
export function untested(ci: Ci, tests: TestsInCi, wanted: string): Verdict {
  const masked = tests.masked.map(({ run, what }) => inCi(ci, run, `${what} is masked: ${run.mask}`));
  const later = tests.elsewhen.map(({ run, what }) =>
    inCi(ci, run, `${what} runs only ${occasionWords(run.occasion.kind)}`),
  );
  const [opaque, ...opaques] = unique(tests.opaque).map((hit) => opaqueEvidence(ci, hit));
  const [called, ...calls] = tests.elsewhere.map((run) =>
    inCi(ci, run, `calls ${run.action?.name}, which is not in this repository: it may run the tests`),
  );
  if (opaque !== undefined) return review(opaque, ...opaques, ...masked, ...later);
  if (called !== undefined) return open(called, ...calls, ...masked, ...later);
  if (masked.length > 0) return fail('every test command on push is masked', ...masked, ...later, ...brokenNotes(ci));
  if (later.length > 0) return fail('no test command runs on push to the main branch', ...later, ...brokenNotes(ci));
  return absentFrom(ci, wanted);
}

function opaqueEvidence(ci: Ci, { run, what }: Hit): Evidence {
  return inCi(ci, run, `${what} may run the tests, in a way that is not read here`);
}

/** When a system is not surely tested, but not surely untested either; undefined when one surely is not. */
export function noSurePlace(
  ci: Ci,
  tests: TestsInCi,
  systems: readonly { name: System; coverage: Coverage }[],
): Verdict | undefined {
  const missing = systems.filter(({ coverage }) => coverage !== 'surely');
  const names = missing.map(({ name }) => name).join(' and ');
  const evidence = missing.flatMap(({ name, coverage }) =>
    coverage === 'perhaps' ? testEvidence(ci, tests, coverage, name) : [],
  );
  const unnamed = unique(tests.steps.filter(({ run }) => run.system === undefined)).map(({ run, what }) =>
    inCi(ci, run, `${what} runs on a system that its labels do not tell`),
  );
  const there = tests.opaque.filter(
    ({ run }) => run.system === undefined || missing.some(({ name }) => name === run.system),
  );
  const opaque = unique(there).map((hit) => opaqueEvidence(ci, hit));
  const called = tests.elsewhere.map((run) =>
    inCi(ci, run, `calls ${run.action?.name}, which is not in this repository`),
  );
  const hidden = missing.some(({ coverage }) => coverage === 'not');
  if (!hidden) return review(`whether tests run on ${names} hangs on conditions that the run decides`, ...evidence);
  if (unnamed.length > 0 && testedOn(tests, undefined) !== 'not') {
    return review(
      `whether tests run on ${names} is not to be told from the labels of the runners`,
      ...unnamed,
      ...evidence,
    );
  }
  if (opaque.length > 0) return review(`no visible test step on ${names}`, ...opaque, ...evidence);
  return called.length > 0 ? open(`no visible test step on ${names}`, ...called, ...evidence) : undefined;
}
