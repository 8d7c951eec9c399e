/** Whether any of some names stands among tokens: asked of every signature of a crate before it is parsed. */
import { nameOf } from '../cursor.ts';
import type { SourceFile } from '../syntax.ts';
import { isName } from '../token.ts';

export class NameSearch {
  readonly names = new Set<string>();
  /** By length and first character: most words are told apart from the names by these alone. */
  readonly #shapes = new Uint8Array(1 << 10);

  add(name: string): void {
    this.names.add(name);
    this.#shapes[shape(name.length, name.charCodeAt(0))] = 1;
    // how the name is written where it is raw
    this.#shapes[shape(name.length + 2, 'r'.charCodeAt(0))] = 1;
  }

  /** Whether one of the names is among the tokens `from` up to, not including, `to`. */
  isAmong(source: SourceFile, from: number, to: number): boolean {
    const { text, tokens } = source;
    const { kind, start, end } = tokens;
    for (let at = from; at < to; at++) {
      if (!isName(kind[at]!)) continue;
      const begin = start[at]!;
      if (this.#shapes[shape(end[at]! - begin, text.charCodeAt(begin))] === 0) continue;
      if (this.names.has(nameOf(source, at))) return true;
    }
    return false;
  }
}

function shape(length: number, first: number): number {
  return (length & 31) * 32 + (first & 31);
}
