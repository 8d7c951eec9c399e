/** Places of one kind in a body, asked again and again whether a range holds one of them, or one of them a token. */
import type { TokenRange } from '../rust/syntax.ts';

/** Where in a list in order the first thing is that is not below a bound. */
export function firstFrom<T>(things: readonly T[], bound: number, placeOf: (thing: T) => number): number {
  let [low, high] = [0, things.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeOf(things[middle]!) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

const itself = (token: number): number => token;

/** Single tokens. */
export class Tokens {
  readonly #tokens: number[];

  /** @param tokens in any order */
  constructor(tokens: readonly number[] = []) {
    this.#tokens = [...tokens].sort((a, b) => a - b);
  }

  add(token: number): void {
    this.#tokens.splice(firstFrom(this.#tokens, token, itself), 0, token);
  }

  /** The first of them in a range. */
  firstIn({ from, to }: TokenRange): number | undefined {
    const first = this.#tokens[firstFrom(this.#tokens, from, itself)];
    return first !== undefined && first < to ? first : undefined;
  }

  /** The last of them in a range. */
  lastIn({ from, to }: TokenRange): number | undefined {
    const last = this.#tokens[firstFrom(this.#tokens, to, itself) - 1];
    return last !== undefined && last >= from ? last : undefined;
  }

  /** Whether one of them stands in a range. */
  anyIn(range: TokenRange): boolean {
    return this.firstIn(range) !== undefined;
  }

  /** Those in a range, in order. */
  in({ from, to }: TokenRange): readonly number[] {
    return this.#tokens.slice(firstFrom(this.#tokens, from, itself), firstFrom(this.#tokens, to, itself));
  }
}

/** Ranges, taken together. */
export class Cover {
  readonly #parts: TokenRange[] = [];

  /** @param ranges in any order, nested and overlapping as they like */
  constructor(ranges: readonly TokenRange[]) {
    const sorted = ranges.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
    for (const { from, to } of sorted) {
      const last = this.#parts.at(-1);
      if (last === undefined || last.to < from) this.#parts.push({ from, to });
      else if (last.to < to) this.#parts[this.#parts.length - 1] = { from: last.from, to };
    }
  }

  /** Whether one of the ranges holds a token. */
  holds(token: number): boolean {
    const part = this.#parts[firstFrom(this.#parts, token + 1, ({ from }) => from) - 1];
    return part !== undefined && token < part.to;
  }
}
