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
    this.#next = this.#close(trie.edges);
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

  /** Transitions by state and class, 0 where no keyword goes on. */
  #buildTrie(keywords: readonly string[]): { edges: Map<number, number>[]; found: number[][] } {
    const edges: Map<number, number>[] = [new Map()];
    const found: number[][] = [[]];
    keywords.forEach((keyword, index) => {
      let state = 0;
      for (let i = 0; i < keyword.length; i += 1) {
        const char = this.#classOf[keyword.charCodeAt(i)]!;
        let target = edges[state]!.get(char);
        if (target === undefined) {
          target = edges.push(new Map()) - 1;
          found.push([]);
          edges[state]!.set(char, target);
        }
        state = target;
      }
      found[state]!.push(index);
    });
    return { edges, found };
  }

  /**
   * Breadth first: a missing edge becomes the edge of the longest proper suffix, so that scanning never steps back. A state's
   * row begins as a copy of its suffix's row: copying is native, and there are few edges of its own to write over it.
   */
  #close(edges: readonly ReadonlyMap<number, number>[]): Int32Array {
    const width = this.#width;
    const next = new Int32Array(edges.length * width);
    const suffix = new Int32Array(edges.length);
    const queue: number[] = [];
    for (const [char, target] of edges[0]!) {
      next[char] = target;
      queue.push(target);
    }
    for (const state of queue) {
      const back = suffix[state]!;
      if (this.#found[back]!.length > 0) this.#found[state] = [...this.#found[state]!, ...this.#found[back]!];
      next.copyWithin(state * width, back * width, (back + 1) * width);
      for (const [char, target] of edges[state]!) {
        suffix[target] = next[back * width + char]!;
        next[state * width + char] = target;
        queue.push(target);
      }
    }
    return next;
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
