/** Ranges of tokens that nest, asked for the innermost one around a token again and again. */
import type { TokenRange } from '../rust/syntax.ts';

export class Nesting<T> {
  /** Where the innermost range changes, in order. */
  readonly #from: number[] = [];
  /** Which it is from there on; undefined for none. */
  readonly #inner: (T | undefined)[] = [];

  /** @param things in any order; of two with the same range the later counts as inside of the earlier */
  constructor(things: readonly T[], rangeOf: (thing: T) => TokenRange) {
    const sorted = things
      .map((thing) => ({ thing, ...rangeOf(thing) }))
      .filter(({ from, to }) => from < to)
      .sort((a, b) => a.from - b.from || b.to - a.to);
    const open: { thing: T; to: number }[] = [];
    const closeUntil = (token: number): void => {
      for (let last = open.at(-1); last !== undefined && last.to <= token; last = open.at(-1)) {
        open.pop();
        this.#mark(last.to, open.at(-1)?.thing);
      }
    };
    for (const { thing, from, to } of sorted) {
      closeUntil(from);
      open.push({ thing, to });
      this.#mark(from, thing);
    }
    closeUntil(Number.POSITIVE_INFINITY);
  }

  #mark(from: number, thing: T | undefined): void {
    if (this.#from.at(-1) === from) this.#inner[this.#inner.length - 1] = thing;
    else {
      this.#from.push(from);
      this.#inner.push(thing);
    }
  }

  innermost(token: number): T | undefined {
    let [low, high] = [0, this.#from.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#from[middle] ?? 0) <= token) low = middle + 1;
      else high = middle;
    }
    return this.#inner[low - 1];
  }
}
