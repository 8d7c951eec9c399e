/** Which code runs on an async executor: bodies of async functions, async blocks and async closures, less what is handed to a thread. */
import { memo } from '../collections/memo.ts';
import type { Body } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import type { CodeBody } from '../rust-bodies/code-bodies.ts';
import { Nesting } from '../rust-bodies/nesting.ts';

/** Calls whose closures run on threads of their own. `block_in_place` is none: the task's own thread blocks. */
const threads: ReadonlySet<string> = new Set(['spawn_blocking', 'unblock', 'asyncify', 'scope']);

interface Region {
  readonly range: TokenRange;
  readonly async: boolean;
}

const regionsOf = memo(({ body, owner }: CodeBody): Nesting<Region> => {
  const isAsync = owner.item('function')?.signature.async === true;
  return new Nesting<Region>(
    [
      ...(isAsync ? [{ range: body.range, async: true }] : []),
      ...body.asyncBlocks.map(({ block }) => ({ range: block, async: true })),
      ...body.closures.map(({ body: range, async }) => ({ range, async })),
    ],
    ({ range }) => range,
  );
});

/** The innermost async region around a token: two tokens are awaited together when their regions are the same. */
export function asyncRegion(code: CodeBody, token: number): TokenRange | undefined {
  const region = regionsOf(code).innermost(token);
  return region?.async ? region.range : undefined;
}

const executedOf = memo(({ body, owner }: CodeBody): Nesting<TokenRange> => {
  const isAsync = owner.item('function')?.signature.async === true;
  return new Nesting(
    [
      ...(isAsync ? [body.range] : []),
      ...body.asyncBlocks.map(({ block }) => block),
      ...body.closures.filter((closure) => closure.async).map((closure) => closure.body),
    ],
    (range) => range,
  );
});

const handedOf = memo((body: Body) => new Nesting(handedToThreads(body), (range) => range));

/** True where a blocking call would block an executor's thread: closures run where they are called. */
export function runsOnExecutor(code: CodeBody, token: number): boolean {
  const region = executedOf(code).innermost(token);
  const handed = handedOf(code.body).innermost(token);
  if (region === undefined) return false;
  // An async block inside a thread's closure is on an executor again.
  return handed === undefined || (region.from > handed.from && region.to <= handed.to);
}

/** Arguments of calls that run them on a thread. */
export function handedToThreads(body: Body): TokenRange[] {
  return body.calls
    .filter(
      (call) =>
        threads.has(call.name) ||
        (call.name === 'spawn' && call.kind === 'path' && /^(?:thread|rayon)$/.test(call.path.at(-2) ?? '')),
    )
    .map(({ args }) => args);
}

/** The crate has async code at all. */
export const hasAsync = ({ body, owner }: CodeBody): boolean =>
  owner.item('function')?.signature.async === true ||
  body.asyncBlocks.length > 0 ||
  body.closures.some((closure) => closure.async);
