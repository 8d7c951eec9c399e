/** The standard's section "6. Performance Standards", heading "Performance Standards". */

import { buildsBenches, cargoCommand } from '../src/models/ci/cargo-command.ts';
import type { Ci } from '../src/models/ci/ci.ts';
import { type Found, searchCi } from '../src/models/ci/search.ts';
import { looksForLeaks, type Recognizer } from '../src/models/ci/tools.ts';
import { documentationPages } from '../src/models/page/documentation.ts';
import { statedLimits } from '../src/models/page/memory-limits.ts';
import { costsOnPage } from '../src/models/rust-api/complexity.ts';
import { question } from '../src/models/rust-module/question.ts';
import { judgeBenchmarks } from '../src/predicates/benchmarks.ts';
import { conditionsOf, inCi, ofOwn } from '../src/predicates/ci.ts';
import { once } from '../src/predicates/once.ts';
import type { Repo } from '../src/repo.ts';
import {
  at,
  counted,
  type Evidence,
  fail,
  notApplicable,
  note,
  pass,
  placed,
  type RuleGroup,
  review,
  type Verdict,
} from '../src/rule.ts';

const code = () => import('../src/questions/performance.ts');

const growing = question('performance/memory-limits', async (crate) => (await code()).growing(crate));

const costs = question('performance/complexity', async (crate) => (await code()).costs(crate));

const asyncCode = question('performance/async', async (crate) => (await code()).asyncCode(crate));

const leaking = question('performance/no-leaks', async (crate) => (await code()).leaking(crate));

const group: RuleGroup = {
  slug: 'performance',
  section: '6. Performance Standards',
  title: 'Performance Standards',
  rules: [
    {
      id: 'performance/benchmarks',
      text: 'Benchmarks for critical operations',
      why: 'A benchmark that CI does not build rots.',
      how: 'As testing/benchmarks, and CI runs or builds them.',
      fix: 'Write a benchmark that calls the crate, and run `cargo bench --no-run` in a workflow.',
      check: judgeBuiltBenchmarks,
    },
    {
      id: 'performance/memory-limits',
      text: 'Memory usage within defined limits',
      why: 'Unbounded buffers end in the out-of-memory killer.',
      how: 'A person judges; unbounded channels, caches and buffers are the evidence.',
      fix: 'Bound the channels and caches listed, and state the limit.',
      async check(repo) {
        const rust = await repo.rust();
        const found = once(
          (await rust.ask(rust.code(), growing)).flat().map(({ what, ...place }) => placed(place, what)),
        );
        const pages = await repo.pages(documentationPages(repo.files.paths), /memory/i);
        const limits = [...pages]
          .flatMap(([path, page]) => statedLimits(path, page))
          .map(({ path, line, text }) => note(at(path, line, `says: ${text}`)));
        const stated =
          limits.length === 0
            ? 'the documentation states no limit'
            : `the documentation speaks of memory in ${counted(limits.length, 'place')}`;
        // A plain collection is its holder's: only what is shared, or called a cache, is looked at.
        const unbounded =
          found.length === 0
            ? 'no unbounded channel, cache or shared collection is seen'
            : counted(
                found.length,
                'unbounded channel, cache or collection',
                'unbounded channels, caches and collections',
              );
        return review(`${unbounded}; ${stated}`, ...found, ...limits);
      },
    },
    {
      id: 'performance/no-leaks',
      text: 'No memory leaks',
      why: 'A leak of a kilobyte a second is a restart a week.',
      how: 'CI runs Miri, a sanitizer, valgrind or a heap profiler; deliberate leaks say why.',
      fix: 'Run Miri or a leak sanitizer in a workflow; say why at each deliberate leak.',
      check: judgeLeaks,
    },
    {
      id: 'performance/complexity',
      text: 'Efficient algorithms (documented complexity)',
      why: 'Users choose by cost.',
      how: 'An O(…) in the documentation about an item that exists.',
      fix: 'State what functions cost, as O(…), in their doc comments: those with nested loops or recursion first.',
      async check(repo) {
        const rust = await repo.rust();
        const crates = await rust.ask(rust.code(), costs);
        const pages = await repo.pages(documentationPages(repo.files.paths), /\bO\(/);
        const names = new Set(crates.flatMap((crate) => crate.names));
        const stated = [
          ...crates.flatMap((crate) => crate.stated),
          ...[...pages].flatMap(([path, page]) => costsOnPage(path, page, names)),
        ];
        const silent = once(
          crates
            .flatMap((crate) => crate.silent)
            .map(({ item, why, ...place }) => note(placed(place, `${item} ${why} and states no cost`))),
        );
        if (stated.length === 0)
          return fail('no cost is documented anywhere: no O(…) about anything that exists', ...silent);
        const places = stated.map(({ path, line, cost, about }) => at(path, line, `${cost} for ${about}`));
        return review(
          `${counted(stated.length, 'cost is', 'costs are')} documented; ${counted(silent.length, 'public function')} with nested loops or recursion ${silent.length === 1 ? 'states' : 'state'} none`,
          ...places,
          ...silent,
        );
      },
    },
    {
      id: 'performance/async',
      text: 'Async operations properly implemented',
      why: 'A blocked executor thread blocks every task on it.',
      how: 'No blocking call, block_on or std guard held over an await in async code.',
      fix: 'Use the async counterpart, spawn_blocking, or drop the guard before the await.',
      async check(repo) {
        const rust = await repo.rust();
        const crates = await rust.ask(rust.code(), asyncCode);
        const files = crates.flatMap((crate) => crate.files);
        if (files.length === 0) return notApplicable('there is no async code');
        // A file that a library and a binary share is told once.
        const seen = new Map(
          crates.flatMap(({ problems }) => problems).map((one) => [`${one.path}:${one.line}:${one.column}`, one]),
        );
        const shown = (noted: boolean) =>
          [...seen.values()]
            .filter((one) => one.noted === noted)
            .map(({ message, ...place }) => placed(place, message));
        const found = shown(false);
        const notes = shown(true).map(note);
        return found.length === 0
          ? pass(
              `${counted(
                files.reduce((sum, { count }) => sum + count, 0),
                'function',
              )} with async code: none blocks, none holds a lock of std over an await`,
              ...files.map(({ item, count, ...place }) =>
                placed(place, count === 1 ? item : `${item} and ${count - 1} more in this file`),
              ),
              ...notes,
            )
          : fail(
              `${counted(found.length, 'place')} in async code where an executor's thread is blocked`,
              ...found,
              ...notes,
            );
      },
    },
  ],
};

export default group;

const benches: Recognizer = (run) => {
  if (run.action?.name === 'codspeedhq/action') return 'CodSpeed';
  const command = cargoCommand(run.argv);
  return command !== undefined && buildsBenches(command) ? `cargo ${command.name}` : undefined;
};

/** Benchmarks that CI does not build rot: then a person has to see whether they still run. */
async function judgeBuiltBenchmarks(repo: Repo): Promise<Verdict> {
  const verdict = await judgeBenchmarks(repo);
  if (verdict.kind !== 'pass') return verdict;
  const ci = await repo.ci();
  const found = searchCi(ci, await ofOwn(repo, benches));
  if (found.kind !== 'surely') {
    const unseen = found.kind === 'nothing' || found.kind === 'elsewhere';
    const headline = unseen
      ? 'the benchmarks are neither built nor run by CI'
      : 'CI does not surely build the benchmarks';
    return review(headline, ...doubts(ci, found), ...verdict.evidence);
  }
  const places = found.hits.map(({ run, what }) => inCi(ci, run, `${what} builds or runs them`));
  return pass(verdict.evidence[0], ...verdict.evidence.slice(1), ...places);
}

/** A tool that watches memory proves more than reading does; without one, deliberate leaks have to say why. */
async function judgeLeaks(repo: Repo): Promise<Verdict> {
  const rust = await repo.rust();
  const crates = await rust.ask(rust.code(), leaking);
  const ci = await repo.ci();
  const found = searchCi(ci, await ofOwn(repo, looksForLeaks));
  if (found.kind === 'surely') {
    const [first, ...rest] = found.hits.map(({ run, what }) => inCi(ci, run, `${what} watches the memory`));
    return pass(first as Evidence, ...rest);
  }
  const leaks = crates.flat();
  const show = (leak: (typeof leaks)[number], words: string) => placed(leak.place, `${leak.what} ${words}`);
  const bare = once(
    leaks.filter(({ explained }) => !explained).map((leak) => show(leak, 'without a comment that says why')),
  );
  const said = once(leaks.filter(({ explained }) => explained).map((leak) => note(show(leak, 'with a comment'))));
  if (bare.length > 0)
    return fail(`${counted(bare.length, 'deliberate leak does', 'deliberate leaks do')} not say why`, ...bare, ...said);
  return review(
    'CI runs no Miri, sanitizer, valgrind or heap profiler: reading shows no leak',
    ...said,
    ...doubts(ci, found),
  );
}

/** What was found in CI and does not suffice. */
function doubts(ci: Ci, found: Found): Evidence[] {
  if (found.kind === 'nothing') return [];
  if (found.kind === 'elsewhere')
    return found.runs.map((run) => note(inCi(ci, run, `calls ${run.action?.name}, which is not in this repository`)));
  return found.hits.map(({ run, what }) => {
    const words = {
      perhaps: `only if ${conditionsOf(run)}`,
      masked: `but nothing heeds its failure: ${run.mask}`,
      elsewhen: 'only by hand',
    };
    return note(inCi(ci, run, `${what} runs, ${words[found.kind as keyof typeof words]}`));
  });
}
