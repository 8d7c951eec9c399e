/** Characters are folded to lower case; everything that is in no keyword shares class 0. */
const CLASSES = 128;

/** A keyword automaton: all keywords are found in one pass over the text, in time independent of their number. */
export class KeywordAutomaton {
  readonly #classOf = new Uint8Array(CLASSES);
  readonly #width: number;
  readonly #next: Int32Array;
  readonly #found: (readonly number[])[];
  readonly #keywords: readonly string[];

  constructor(keywords: readonly string[]) {
    this.#keywords = keywords;
    this.#width = this.#assignClasses(keywords);
    const trie = this.#buildTrie(keywords);
    this.#found = trie.found;
    this.#next = this.#close(trie.next, trie.states);
  }

  #assignClasses(keywords: readonly string[]): number {
    let width = 1;
    for (const char of new Set(keywords.join(''))) {
      const code = char.charCodeAt(0);
      if (code >= CLASSES || char !== char.toLowerCase())
        throw new Error(`keyword character ${char} is not lower-case ASCII`);
      this.#classOf[code] = width;
      this.#classOf[char.toUpperCase().charCodeAt(0)] = width;
      width += 1;
    }
    return width;
  }

  #buildTrie(keywords: readonly string[]): { next: Int32Array; found: number[][]; states: number } {
    const size = keywords.reduce((sum, keyword) => sum + keyword.length, 1);
    const next = new Int32Array(size * this.#width);
    const found: number[][] = [[]];
    let states = 1;
    keywords.forEach((keyword, index) => {
      let state = 0;
      for (let i = 0; i < keyword.length; i += 1) {
        const slot = state * this.#width + this.#classOf[keyword.charCodeAt(i)]!;
        if (next[slot] === 0) {
          next[slot] = states;
          found[states] = [];
          states += 1;
        }
        state = next[slot]!;
      }
      found[state]!.push(index);
    });
    return { next, found, states };
  }

  /** Breadth first: a missing edge becomes the edge of the longest proper suffix, so that scanning never steps back. */
  #close(next: Int32Array, states: number): Int32Array {
    const width = this.#width;
    const suffix = new Int32Array(states);
    const queue: number[] = [];
    for (let c = 1; c < width; c += 1) if (next[c] !== 0) queue.push(next[c]!);
    for (let head = 0; head < queue.length; head += 1) {
      const state = queue[head]!;
      const back = suffix[state]!;
      if (this.#found[back]!.length > 0) this.#found[state] = [...this.#found[state]!, ...this.#found[back]!];
      for (let c = 1; c < width; c += 1) {
        const slot = state * width + c;
        const target = next[slot]!;
        if (target === 0) next[slot] = next[back * width + c]!;
        else {
          suffix[target] = next[back * width + c]!;
          queue.push(target);
        }
      }
    }
    return next.slice(0, states * width);
  }

  /** Calls `hit(keyword index, start)` for every occurrence, in the order of their ends. */
  scan(text: string, hit: (keyword: number, start: number) => void): void {
    const { length } = text;
    const width = this.#width;
    const next = this.#next;
    const classOf = this.#classOf;
    const found = this.#found;
    let state = 0;
    for (let i = 0; i < length; i += 1) {
      const code = text.charCodeAt(i);
      state = code < CLASSES ? next[state * width + classOf[code]!]! : 0;
      if (state !== 0 && found[state]!.length > 0) {
        for (const keyword of found[state]!) hit(keyword, i + 1 - this.#keywords[keyword]!.length);
      }
    }
  }
}
