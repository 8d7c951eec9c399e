/** What was read out of texts, kept from run to run: as a reading depends on nothing but the text and the reader, its digest is enough. */

import type { Plain } from '../rust-module/question.ts';
import type { AnswerStore } from './answers.ts';

const KEY = 'readings';

export class Readings {
  readonly #store: AnswerStore | undefined;
  readonly #now = new Map<string, unknown>();
  #before: ReadonlyMap<string, unknown> | undefined;
  #isChanged = false;

  constructor(store: AnswerStore | undefined) {
    this.#store = store;
  }

  /**
   * @param kind names the reader, with all that it knows beside the text
   * @throws what the reader throws, which is not kept
   */
  async of<T>(kind: string, text: string, read: () => Promise<T & Plain<T>> | (T & Plain<T>)): Promise<T> {
    if (this.#store === undefined) return read();
    const key = this.#store.digest(`${kind}\0${text}`);
    const known = (this.#now.get(key) ?? this.#known().get(key)) as T | undefined;
    const found = known ?? (await read());
    this.#isChanged ||= known === undefined;
    this.#now.set(key, found);
    return found;
  }

  /** Keeps what was read in this run. */
  write(): void {
    if (this.#store === undefined || !(this.#isChanged || this.#now.size < this.#known().size)) return;
    this.#store.write(KEY, JSON.stringify(Object.fromEntries(this.#now)));
  }

  #known(): ReadonlyMap<string, unknown> {
    this.#before ??= new Map(Object.entries(parse(this.#store?.read(KEY))));
    return this.#before;
  }
}

function parse(text: string | undefined): object {
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
