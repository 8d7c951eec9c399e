/** Whether benchmarks measure this module: asked by testing/benchmarks and performance/benchmarks. */

import { inOrder } from '../in-order.ts';
import type { Repo } from '../repo.ts';
import { at, fail, note, pass, placed, review, type Verdict } from '../rule.ts';
import { missingImports } from './missing-imports.ts';
import { type Benchmark, benchmarks } from './test-suites.ts';

/** @throws Inapplicable without a crate, Broken when code does not parse */
export async function judgeBenchmarks(repo: Repo): Promise<Verdict> {
  const critical = [...(repo.settings.criticalPaths ?? []), ...(await repo.ownFile()).criticalPaths];
  const rust = await repo.rust();
  const [all, refused] = await inOrder([
    benchmarks(rust, critical),
    missingImports(rust, ({ kind }) => kind === 'bench'),
  ]);
  const built = all.filter(({ crate }) => !refused.has(crate.target));
  const calling = built.filter(({ reached, idle }) => reached.length > 0 && !idle);
  const idle = built.filter((one) => !calling.includes(one));
  const unmeasured = critical.filter((path) => !calling.some(({ measures }) => measures.includes(path)));
  const broken = [...refused.values()].flat().map(({ message, ...place }) => placed(place, message));
  const notes = [
    ...idle.map(({ crate }) => note(at(crate.target.path ?? '', 1, 'measures nothing of this crate'))),
    ...(calling.length > 0 ? broken.map(note) : broken),
  ];
  if (calling.length === 0)
    return fail(`no benchmark ${broken.length > 0 ? 'that compiles ' : ''}calls this crate`, ...notes);
  if (unmeasured.length > 0) {
    const paths = unmeasured.length === 1 ? 'path' : 'paths';
    return fail(`no benchmark calls the critical ${paths} ${unmeasured.join(', ')}`, ...notes);
  }
  const place = ({ crate, known }: Benchmark) =>
    at(crate.target.path ?? '', 1, known ? 'calls this crate' : 'calls this crate from a `main` of its own');
  if (!calling.some(({ known, handed }) => known && handed))
    return review(
      calling.some(({ known }) => known)
        ? 'what calls this crate is not seen to be handed to the harness: a person has to see that it is measured'
        : 'no harness for measuring runs the benchmarks: a person has to see that they measure',
      ...calling.map(place),
      ...notes,
    );
  const places = calling.map(place);
  const call = calling.length === 1 ? 'benchmark calls' : 'benchmarks call';
  return pass(`${calling.length} ${call} this crate`, ...places, ...notes);
}
