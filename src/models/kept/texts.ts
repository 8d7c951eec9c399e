/** The texts of a module's files, with digests of what was read. */
import type { AnswerStore, Digests } from './answers.ts';

/** Text of a scanned file; undefined when there is none. May throw Unavailable, which leaves the asking rule open. */
export type ReadText = (path: string) => string | undefined;

export class Texts implements Digests {
  readonly #read: ReadText;
  readonly #store: Pick<AnswerStore, 'digest'> | undefined;
  readonly #digests = new Map<string, string | null>();
  #isSteady = true;

  /** @param store how digests are made; none are where it is absent */
  constructor(read: ReadText, store: Pick<AnswerStore, 'digest'> | undefined) {
    this.#read = read;
    this.#store = store;
  }

  get steady(): boolean {
    return this.#isSteady;
  }

  text(path: string): string | undefined {
    const text = this.#read(path);
    if (this.#store !== undefined) {
      const digest = text === undefined ? null : this.#store.digest(text);
      const before = this.#digests.get(path);
      if (before !== undefined && before !== digest) this.#isSteady = false;
      this.#digests.set(path, digest);
    }
    return text;
  }

  digest(path: string): string | null {
    if (!this.#digests.has(path)) this.text(path);
    return this.#digests.get(path) ?? null;
  }
}
