/** Finds where in a block's source a link stands: markdown-it gives inline tokens no place. */
export class LinkLocator {
  readonly #lines: readonly string[];
  readonly #last: number;
  #line: number;
  #column = 0;

  constructor(lines: readonly string[], first: number, last: number) {
    this.#lines = lines;
    this.#line = first;
    this.#last = Math.max(first, last);
  }

  /** The next place of `needle`, or of the text that refers to it, or where the search stands when it is written otherwise. */
  find(needle: string, asReference = ''): { line: number; column: number } {
    const wanted = [needle, readable(needle), asReference];
    for (let line = this.#line; line <= this.#last; line += 1) {
      const source = this.#lines[line - 1] ?? '';
      const from = line === this.#line ? this.#column : 0;
      for (const text of wanted) {
        const at = text === '' ? -1 : source.indexOf(text, from);
        if (at < 0) continue;
        return { line, column: at + 1 };
      }
    }
    return { line: this.#line, column: this.#column + 1 };
  }

  /** Goes on behind a place that was found; never backwards. */
  pass(place: { line: number; column: number }): void {
    if (place.line < this.#line || (place.line === this.#line && place.column <= this.#column)) return;
    this.#line = place.line;
    this.#column = place.column;
  }
}

/** markdown-it percent-encodes targets; files are named without. */
export function readable(target: string): string {
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
}
