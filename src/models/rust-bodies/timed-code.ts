/** What benchmarks hand to a harness for timing: the closures of criterion's, codspeed's and divan's `iter…`. */
import type { Body, Call, Closure } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { writtenPaths } from './written-paths.ts';

const TIMING =
  /^(?:iter|iter_custom|iter_with_setup|iter_with_large_drop|iter_with_large_setup|iter_batched|iter_batched_ref|bench|bench_local|bench_values|bench_local_values|bench_refs|bench_local_refs)$/;

/** What every benchmark may name without measuring anything of its own. */
const MEANS = new Set(['std', 'core', 'black_box', 'criterion', 'divan', 'Duration', 'Instant', 'sleep', 'thread']);

/** Routines that a body hands over for timing, and whether each names anything but its own parameters and the means of measuring. */
export function timedRoutines({ source, calls, closures }: Body): { readonly idle: boolean }[] {
  return calls.flatMap((call) => {
    const given = TIMING.test(call.name) && call.kind === 'method' ? closuresOf(call, closures) : [];
    if (given.length === 0) return [];
    const own = new Set(given.flatMap(({ params }) => namesIn(params)));
    const named = given.flatMap(({ body }) => namesIn(body)).filter((name) => !MEANS.has(name) && !own.has(name));
    return [{ idle: named.length === 0 }];
  });

  function namesIn(range: TokenRange): string[] {
    return [...writtenPaths(source, range)].map(({ names }) => names[0] ?? '').filter((name) => name !== '_');
  }
}

/** The arguments of a call, when all are closures but for what says how to batch. */
function closuresOf(call: Call, closures: readonly Closure[]): readonly Closure[] {
  const given = call.arguments.filter(({ from, to }) =>
    closures.some(({ token, body }) => token >= from && body.to <= to),
  );
  return call.arguments.length - given.length > 1 || given.length === 0
    ? []
    : closures.filter(({ token }) => token >= call.args.from && token < call.args.to);
}
