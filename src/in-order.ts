import { Broken } from './verdict.ts';

/**
 * As `Promise.all`, but what fails first in the order given is thrown, not what fails first in time: reports must not depend on time.
 * What is broken in the same way is told together.
 */
export async function inOrder<T extends readonly unknown[]>(
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const settled = await Promise.allSettled(promises);
  const thrown = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  if (thrown.length > 0) throw together(thrown);
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as {
    -readonly [K in keyof T]: Awaited<T[K]>;
  };
}

function together([first, ...others]: readonly unknown[]): unknown {
  const alike = others.filter((one) => one instanceof Broken && first instanceof Broken && one.fix === first.fix);
  if (!(first instanceof Broken) || first.fix === undefined || alike.length === 0) return first;
  const { evidence, absence, fix } = first;
  const { message, ...place } = evidence;
  const all = new Map(
    [first, ...(alike as Broken[])]
      .flatMap((one) => [one.evidence, ...one.more])
      .map((one) => [`${one.path}:${one.line} ${one.message}`, one]),
  );
  return new Broken(message, place, { absence, fix, more: [...all.values()].slice(1) });
}
