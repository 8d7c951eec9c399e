/** The Rust files of a module, parsed once as long as they are needed. */
import { Trace } from '../kept/answers.ts';
import type { Texts } from '../kept/texts.ts';
import type { SourceFiles } from '../rust/crate/input.ts';
import { parseSourceFile } from '../rust/parse.ts';
import type { SourceFile } from '../rust/syntax.ts';

/** In UTF-16 code units: the parsed files of a small module stay, those of a large one go when their crates are answered. */
const MUCH = 2_000_000;

export class ParsedFiles {
  readonly #texts: Texts;
  readonly #parsed = new Map<string, SourceFile | undefined>();
  readonly #shared = new Map<string, { readonly value: unknown; readonly trace: Trace }>();
  #size = 0;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  /** A parsed file, syntax errors and all; undefined when there is none. */
  file(path: string): SourceFile | undefined {
    const known = this.#parsed.get(path);
    if (known !== undefined || this.#parsed.has(path)) return known;
    const text = this.#texts.text(path);
    const parsed = text === undefined ? undefined : parseSourceFile(path, text);
    this.#parsed.set(path, parsed);
    this.#size += text?.length ?? 0;
    return parsed;
  }

  /** True when so much is parsed that it should be forgotten as soon as it may. */
  get isFull(): boolean {
    return this.#size > MUCH;
  }

  forget(): void {
    this.#parsed.clear();
    this.#size = 0;
  }

  /** The files for one reader, of whom is written down what he reads. */
  traced(trace: Trace): SourceFiles {
    return {
      file: (path) => {
        trace.path(path);
        return this.file(path);
      },
      text: (path) => {
        trace.path(path);
        return this.#texts.text(path);
      },
      shared: (key, make) => {
        const known = this.#shared.get(key) ?? this.#share(key, make);
        trace.add(known.trace);
        return known.value as ReturnType<typeof make>;
      },
    };
  }

  #share<T>(key: string, make: (files: SourceFiles) => T): { readonly value: T; readonly trace: Trace } {
    const trace = new Trace();
    const made = { value: make(this.traced(trace)), trace };
    this.#shared.set(key, made);
    return made;
  }
}
