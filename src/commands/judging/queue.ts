/** Which module is next, asked by several threads: a list from small to large, taken from at both ends. */

/** Shared memory: how many are taken, how many of them from the small end, and from the large one. */
export type Queue = Int32Array;

export const makeQueue = (): Queue => new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));

/** @returns a place in the list; undefined when all is taken */
export function takeSmallest(queue: Queue, length: number): number | undefined {
  return take(queue, length) ? Atomics.add(queue, 1, 1) : undefined;
}

/** As `takeSmallest`, from the other end. */
export function takeLargest(queue: Queue, length: number): number | undefined {
  return take(queue, length) ? length - 1 - Atomics.add(queue, 2, 1) : undefined;
}

export const isEmpty = (queue: Queue, length: number): boolean => Atomics.load(queue, 0) >= length;

/** Nothing is given out any more. */
export const close = (queue: Queue, length: number): void => void Atomics.store(queue, 0, length);

const take = (queue: Queue, length: number): boolean => Atomics.add(queue, 0, 1) < length;
