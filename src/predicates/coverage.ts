/** What a rule says about the coverage reports of a module. */
import { percentOf } from '../models/line-coverage/report.ts';
import type { CoverageReports, JudgedReport } from '../repo/coverage.ts';
import { at, type Evidence, fail, note, open, pass, review, type Verdict } from '../rule.ts';

/**
 * An old report can fail but not pass: what it left uncovered may be covered now, but nobody knows that it is.
 * @param asked percent of lines
 */
export function judgeCoverage(found: CoverageReports, asked: number): Verdict {
  const bad = found.broken.map(({ path, line, message }) =>
    at(path, line, `no coverage report that can be read: ${message}`),
  );
  const [firstBad, ...moreBad] = bad;
  const current = found.reports.filter(
    ({ fresh, gone, beyond }) => fresh === true && gone.length + beyond.length === 0,
  );
  const [worst] = [...(current.length > 0 ? current : found.reports)].sort(
    (left, right) => percentOf(left) - percentOf(right),
  );
  if (worst === undefined) {
    if (firstBad !== undefined) return fail(firstBad, ...moreBad);
    return open(
      'there is no coverage report: one of lcov, Cobertura, tarpaulin or llvm-cov in a usual place would decide it',
    );
  }
  const coverage = percentOf(worst);
  const headline = at(worst.path, undefined, `${coverage} % of the lines are covered, and ${asked} % are asked for`);
  const rest = [...found.reports.flatMap(evidenceOf), ...bad.map(note)];
  const old = at(worst.path, undefined, `${coverage} % of the lines were covered, but of another state of the code`);
  let verdict: Verdict;
  if (coverage < asked) verdict = fail(headline, ...rest);
  else if (current.length === 0) verdict = open(old, ...rest);
  else verdict = complete(found.sources, current, headline, rest);
  return { ...verdict, metrics: { coverage } };
}

/** A report that leaves most of the code out covers little of it, whatever it says. */
function complete(
  sources: readonly string[],
  current: readonly JudgedReport[],
  headline: Evidence,
  rest: readonly Evidence[],
): Verdict {
  const named = new Set(current.flatMap(({ files }) => files));
  const unnamed = sources.filter((source) => !named.has(source));
  const left = unnamed.map((source) => note(at(source, undefined, 'has functions, and no report names it')));
  if (unnamed.length * 2 <= sources.length) return pass(headline, ...rest, ...left);
  const count = sources.length - unnamed.length;
  return review(
    `the report names only ${count} of ${sources.length} source files with functions`,
    headline,
    ...rest,
    ...left,
  );
}

function evidenceOf({ path, format, covered, total, gone, beyond, fresh }: JudgedReport): Evidence[] {
  const unknown = ', and nobody can tell whether it is older than the code';
  const age = fresh === undefined ? unknown : fresh ? '' : ', older than the last change of the code';
  const lost = gone.map((file) => at(path, undefined, `names ${file}, which does not exist`));
  const past = beyond.map(({ file, line, lines }) =>
    at(path, undefined, `names line ${line} of ${file}, which has ${lines}`),
  );
  return [note(at(path, undefined, `${format}: ${covered} of ${total} lines${age}`)), ...lost, ...past];
}
