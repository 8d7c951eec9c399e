/**
 * Rounds over a list in order, repeated until nothing changes, of which only those steps are made that something has changed for:
 * what asks for a step that lies ahead has it in the same round, for one behind or at hand in the next.
 */
export class Rounds {
  readonly #count: number;
  /** A binary heap of round × count + index. */
  readonly #heap: number[] = [];
  #now = -1;

  /** @param count how long the list is */
  constructor(count: number) {
    this.#count = count;
  }

  /** The round that the last step was in, from 0 on. */
  get round(): number {
    return Math.max(0, Math.floor(this.#now / this.#count));
  }

  /** Asks for a step. @param index in the list */
  add(index: number): void {
    const inThis = this.round * this.#count + index;
    this.#push(inThis > this.#now ? inThis : inThis + this.#count);
  }

  /** @returns the index of the next step; undefined when there is none */
  next(): number | undefined {
    const before = this.#now;
    do {
      const first = this.#pop();
      if (first === undefined) return undefined;
      this.#now = first;
    } while (this.#now === before);
    return this.#now % this.#count;
  }

  #push(key: number): void {
    const heap = this.#heap;
    let at = heap.push(key) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (heap[up]! <= key) break;
      heap[at] = heap[up]!;
      at = up;
    }
    heap[at] = key;
  }

  #pop(): number | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (let down = 1; down < heap.length; down = 2 * at + 1) {
      if (down + 1 < heap.length && heap[down + 1]! < heap[down]!) down += 1;
      if (heap[down]! >= last) break;
      heap[at] = heap[down]!;
      at = down;
    }
    heap[at] = last;
    return first;
  }
}
