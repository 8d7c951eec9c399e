/** Files in which an earlier run found no credential, told by digests of their path and text. What has one is always searched again. */
import type { AnswerStore } from '../kept/answers.ts';

/** Enough of a digest, in characters of six bits each, to tell files apart. */
const LENGTH = 24;

const KEY = 'files without credentials';

export class CleanFiles {
  readonly #store: AnswerStore | undefined;
  readonly #before: ReadonlySet<string>;
  readonly #now = new Set<string>();

  constructor(store: AnswerStore | undefined) {
    this.#store = store;
    this.#before = new Set(store?.read(KEY)?.split('\n'));
  }

  /** @param search asked unless the file is known to be clean. @returns what it says, undefined where it is not asked */
  unlessClean<T>(path: string, text: string, search: () => T, isClean: (result: T) => boolean): T | undefined {
    const mark = this.#store?.digest(`${path}\0${text}`).slice(0, LENGTH);
    if (mark !== undefined && this.#before.has(mark)) {
      this.#now.add(mark);
      return undefined;
    }
    const result = search();
    if (mark !== undefined && isClean(result)) this.#now.add(mark);
    return result;
  }

  /** Keeps what is known of the files of this run. */
  write(): void {
    const isKnown = this.#now.size === this.#before.size && [...this.#now].every((mark) => this.#before.has(mark));
    if (!isKnown) this.#store?.write(KEY, [...this.#now].join('\n'));
  }
}
