/** Whether a text holds any of some names, as a part of a longer word too, in time that does not grow with how many names there are. */

/** Up to so many names one pattern is faster than a look at each word. */
const FEW = 256;

export class Substrings {
  readonly #plain: ReadonlySet<string>;
  readonly #lengths: readonly number[];
  /** Names that are more than one word of ASCII. */
  readonly #others: readonly string[];
  readonly #known = new Map<string, boolean>();
  readonly #pattern: RegExp | undefined;

  constructor(names: Iterable<string>) {
    const all = [...new Set(names)];
    this.#plain = new Set(all.filter((name) => /^\w+$/.test(name)));
    this.#lengths = [...new Set([...this.#plain].map(({ length }) => length))];
    this.#others = all.filter((name) => !this.#plain.has(name));
    this.#pattern = this.#plain.size <= FEW ? new RegExp([...this.#plain].join('|')) : undefined;
  }

  /** As `names.some((name) => text.includes(name))`. */
  anyIn(text: string): boolean {
    if (this.#others.some((name) => text.includes(name))) return true;
    if (this.#plain.size === 0) return false;
    if (this.#pattern !== undefined) return this.#pattern.test(text);
    for (const [word] of text.matchAll(/\w+/g)) {
      let known = this.#known.get(word);
      if (known === undefined) {
        known = this.#isInWord(word);
        this.#known.set(word, known);
      }
      if (known) return true;
    }
    return false;
  }

  #isInWord(word: string): boolean {
    for (const length of this.#lengths)
      for (let at = 0; at + length <= word.length; at += 1)
        if (this.#plain.has(word.slice(at, at + length))) return true;
    return false;
  }
}
