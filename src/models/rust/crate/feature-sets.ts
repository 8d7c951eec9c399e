/** Which features of a package may be on together: each brings others with it (the Cargo Book, "Features"). */

/** As a package declares them. */
export interface DeclaredFeatures {
  /** All there are, each with those that it enables by itself. */
  readonly enables: Readonly<Record<string, readonly string[]>>;
  /** Those without which cargo does not build the target. */
  readonly needed: readonly string[];
}

export class FeatureSets {
  readonly all: readonly string[];
  /** The default ones, and what the target needs. */
  readonly usual: readonly string[];
  readonly #enables: ReadonlyMap<string, readonly string[]>;
  readonly #enabledBy = new Map<string, string[]>();
  readonly #needed: readonly string[];

  constructor({ enables, needed }: DeclaredFeatures, usual: readonly string[]) {
    this.#enables = new Map(Object.entries(enables));
    this.all = [...this.#enables.keys()];
    for (const [name, others] of this.#enables) for (const other of others) this.#enabledByOf(other).push(name);
    this.#needed = needed;
    this.usual = this.reached(usual);
  }

  #enabledByOf(name: string): string[] {
    const known = this.#enabledBy.get(name) ?? [];
    this.#enabledBy.set(name, known);
    return known;
  }

  isUsual(features: readonly string[]): boolean {
    return isSame(features, this.usual);
  }

  /** These, what they bring with them, and what the target needs. */
  reached(names: readonly string[]): readonly string[] {
    return this.#among(spread([...names, ...this.#needed], this.#enables));
  }

  /** As many as can be on where these are off; undefined where the target needs one of these. */
  without(names: readonly string[]): readonly string[] | undefined {
    const gone = spread(names, this.#enabledBy);
    if (this.#needed.some((name) => gone.has(name))) return undefined;
    return this.all.filter((name) => !gone.has(name));
  }

  /** Those that are off in a set and bring none with them that is: without these the others cannot be on. */
  missingIn(features: readonly string[]): readonly string[] {
    const on = new Set(features);
    const isOff = (name: string) => !on.has(name) && this.#enables.has(name);
    return this.all.filter((name) => isOff(name) && !this.#enables.get(name)!.some(isOff));
  }

  #among(names: ReadonlySet<string>): readonly string[] {
    return this.all.filter((name) => names.has(name));
  }
}

/** Both in the order in which they are declared. */
const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, at) => b[at] === name);

function spread(names: readonly string[], to: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set(names);
  // Grows while it is walked.
  for (const name of found) for (const next of to.get(name) ?? []) found.add(next);
  return found;
}
