/** A generator of numbers that gives the same ones for the same seed, so that a run can be repeated (xorshift, 32 bits). */
export class Random {
  #state: number;

  constructor(seed: number) {
    // Seeds that are near each other must not give runs that are.
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) || 1;
    for (let times = 0; times < 8; times++) this.below(2);
  }

  /** A whole number from 0 to below the limit. */
  below(limit: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % limit;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  /** @throws RangeError for an empty list */
  pick<T>(list: readonly T[]): T {
    const found = list[this.below(list.length || 1)];
    if (found === undefined) throw new RangeError('nothing to pick from');
    return found;
  }
}
