/** Text that a macro produced, with the way back: every character knows the file and offset it was copied from. */
import { parseSourceFile } from '../parse.ts';
import { ParsedFile } from '../source-file.ts';
import type { SourceFile } from '../syntax.ts';

export interface Origin {
  readonly source: SourceFile;
  readonly offset: number;
}

/** Text is put together from slices of sources and, rarely, from words of our own that stand for the place given. */
export class ExpansionText {
  readonly #parts: string[] = [];
  readonly #starts: number[] = [];
  readonly #origins: Origin[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  copy(source: SourceFile, start: number, end: number): void {
    if (end > start) this.write(source.text.slice(start, end), { source, offset: start });
  }

  write(text: string, origin: Origin): void {
    if (text === '') return;
    this.#parts.push(text);
    this.#starts.push(this.#length);
    this.#origins.push(origin);
    this.#length += text.length;
  }

  /** A gap, so that neighbours stay two tokens. */
  space(): void {
    this.#parts.push(' ');
    this.#length += 1;
  }

  /** The text as tokens only. */
  tokens(path: string): { readonly source: SourceFile; readonly map: OriginMap } {
    const source = new ParsedFile(path, this.#parts.join(''));
    return { source, map: new OriginMap(this.#starts, this.#origins) };
  }

  parse(path: string): { readonly source: SourceFile; readonly map: OriginMap } {
    const source = parseSourceFile(path, this.#parts.join(''));
    return { source, map: new OriginMap(this.#starts, this.#origins) };
  }
}

export class OriginMap {
  readonly #starts: readonly number[];
  readonly #origins: readonly Origin[];

  constructor(starts: readonly number[], origins: readonly Origin[]) {
    this.#starts = starts;
    this.#origins = origins;
  }

  at(offset: number): Origin | undefined {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    const origin = this.#origins[low];
    if (origin === undefined) return undefined;
    return { source: origin.source, offset: origin.offset + Math.max(0, offset - this.#starts[low]!) };
  }
}
