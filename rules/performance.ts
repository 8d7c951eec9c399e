/** The standard's section "6. Performance Standards", heading "Performance Standards". */

import { hasAsync } from '../src/models/rust-api/async-context.ts';
import { asyncProblems } from '../src/models/rust-api/async-first.ts';
import { codeBodies } from '../src/models/rust-api/code-bodies.ts';
import { at, fail, notApplicable, pass, type RuleGroup, undecided } from '../src/rule.ts';

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
      fix: 'Run `cargo bench --no-run` in a workflow.',
      check: undecided,
    },
    {
      id: 'performance/memory-limits',
      text: 'Memory usage within defined limits',
      why: 'Unbounded buffers end in the out-of-memory killer.',
      how: 'A person judges; unbounded channels, caches and buffers are the evidence.',
      fix: 'Bound the channels and caches listed, and state the limit.',
      check: undecided,
    },
    {
      id: 'performance/no-leaks',
      text: 'No memory leaks',
      why: 'A leak of a kilobyte a second is a restart a week.',
      how: 'CI runs Miri, a sanitizer, valgrind or a heap profiler; deliberate leaks say why.',
      fix: 'Run Miri or a leak sanitizer in a workflow; say why at each deliberate leak.',
      check: undecided,
    },
    {
      id: 'performance/complexity',
      text: 'Efficient algorithms (documented complexity)',
      why: 'Users choose by cost.',
      how: 'An O(…) in the documentation about an item that exists.',
      fix: 'State the complexity of the functions listed in their doc comments.',
      check: undecided,
    },
    {
      id: 'performance/async',
      text: 'Async operations properly implemented',
      why: 'A blocked executor thread blocks every task on it.',
      how: 'No blocking call, block_on or std guard held over an await in async code.',
      fix: 'Use the async counterpart, spawn_blocking, or drop the guard before the await.',
      async check(repo) {
        const models = (await repo.rust()).code().map(({ model }) => model);
        const codes = models.flatMap((model) => codeBodies(model).filter(hasAsync));
        if (codes.length === 0) return notApplicable('there is no async code');
        const found = models
          .flatMap(asyncProblems)
          .map(({ path, line, column, message }) => at(path, line, message, column));
        return found.length === 0
          ? pass(`${codes.length} async functions and blocks: none blocks, none holds a lock of std over an await`)
          : fail(
              `${found.length} ${found.length === 1 ? 'place' : 'places'} in async code where an executor's thread is blocked`,
              ...found,
            );
      },
    },
  ],
};

export default group;
