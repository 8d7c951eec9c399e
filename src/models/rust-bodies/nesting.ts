/** Ranges of tokens that nest, asked for the innermost one around a token again and again. */
import type { TokenRange } from '../rust/syntax.ts';
import { firstFrom } from './places.ts';

/** A range among others. */
interface Nested<T> {
  readonly thing: T;
  readonly to: number;
  readonly outer: Nested<T> | undefined;
}

export class Nesting<T> {
  /** Where the innermost range changes, in order. */
  readonly #from: number[] = [];
  /** Which it is from there on; undefined for none. */
  readonly #inner: (Nested<T> | undefined)[] = [];

  /** @param things in any order; of two with the same range the later counts as inside of the earlier */
  constructor(things: readonly T[], rangeOf: (thing: T) => TokenRange) {
    const sorted = things
      .map((thing) => ({ thing, ...rangeOf(thing) }))
      .filter(({ from, to }) => from < to)
      .sort((a, b) => a.from - b.from || b.to - a.to);
    let open: Nested<T> | undefined;
    const closeUntil = (token: number): void => {
      for (; open !== undefined && open.to <= token; open = open.outer) this.#mark(open.to, open.outer);
    };
    for (const { thing, from, to } of sorted) {
      closeUntil(from);
      open = { thing, to, outer: open };
      this.#mark(from, open);
    }
    closeUntil(Number.POSITIVE_INFINITY);
  }

  #mark(from: number, nested: Nested<T> | undefined): void {
    if (this.#from.at(-1) === from) this.#inner[this.#inner.length - 1] = nested;
    else {
      this.#from.push(from);
      this.#inner.push(nested);
    }
  }

  #at(token: number): Nested<T> | undefined {
    return this.#inner[firstFrom(this.#from, token + 1, (from) => from) - 1];
  }

  innermost(token: number): T | undefined {
    return this.#at(token)?.thing;
  }

  /** All around a token, the outermost first. */
  around(token: number): readonly T[] {
    const found: T[] = [];
    for (let nested = this.#at(token); nested !== undefined; nested = nested.outer) found.push(nested.thing);
    return found.reverse();
  }
}
