/**
 * Answers about crates, kept from one run to the next. An answer holds as long as every file that was read for it, and every
 * one that was looked for in vain, is what it was: told by digests of their text, never by their dates.
 */
import { type Broken, type Place, Unavailable } from '../../verdict.ts';

/** Where answers are kept: by key, as text. */
export interface AnswerStore {
  /** Of a text; two texts with one digest are taken for the same. */
  digest(text: string): string;
  read(key: string): string | undefined;
  /** What cannot be written is not kept. */
  write(key: string, text: string): void;
}

/** Files that were read, or looked for. */
export class Trace {
  readonly #paths = new Set<string>();
  readonly #inner = new Set<Trace>();

  path(path: string): void {
    this.#paths.add(path);
  }

  /** What that trace holds, now and later, is part of this one. */
  add(trace: Trace): void {
    if (trace !== this) this.#inner.add(trace);
  }

  get paths(): ReadonlySet<string> {
    const all = new Set<string>();
    const seen = new Set<Trace>([this]);
    for (const trace of seen) {
      for (const path of trace.#paths) all.add(path);
      for (const inner of trace.#inner) seen.add(inner);
    }
    return all;
  }
}

/** Digests of files, null where there is none. */
export interface Digests {
  /** @throws Unavailable when the file cannot be read */
  digest(path: string): string | null;
  /** False once a file has changed while it was read: nothing is known for sure then. */
  readonly steady: boolean;
}

/** What came of a question: data, or what is wrong with the code that it was asked about. */
export type Outcome =
  | { readonly answer?: unknown }
  | { readonly broken: Pick<Broken, 'message' | 'absence' | 'fix' | 'more'> & { readonly place: Place } };

type Answers = ReadonlyMap<string, Outcome>;

/** Answers about one thing, with the files that they depend on. */
interface Entry {
  readonly files: readonly (readonly [string, string | null])[];
  readonly answers: Readonly<Record<string, Outcome>>;
}

/** Answers about several things that are asked together, such as the targets of a package: read at once and written at once. */
export class Sheet {
  readonly #store: AnswerStore | undefined;
  readonly #files: Digests;
  readonly #key: () => unknown;
  readonly #known = new Map<string, { answers: Answers; paths: ReadonlySet<string> }>();
  #written: Map<string, Entry> | undefined;
  #isChanged = false;

  /** @param key what tells these things from all others, with all that the answers depend on beside files */
  constructor(store: AnswerStore | undefined, files: Digests, key: () => unknown) {
    this.#store = store;
    this.#files = files;
    this.#key = key;
  }

  /** What still holds, by question. */
  about(subject: string): Answers {
    return this.#find(subject).answers;
  }

  /** @param traces files that were read or looked for */
  add(subject: string, answers: Answers, traces: readonly Trace[]): void {
    const before = this.#find(subject);
    this.#known.set(subject, {
      answers: new Map([...before.answers, ...answers]),
      paths: new Set(
        this.#store === undefined ? [] : [before.paths, ...traces.map(({ paths }) => paths)].flatMap((one) => [...one]),
      ),
    });
    this.#isChanged = true;
  }

  /** Keeps what was added for the next run. */
  write(): void {
    if (this.#store === undefined || !this.#isChanged || !this.#files.steady) return;
    this.#isChanged = false;
    const entries = this.#entries();
    for (const subject of this.#known.keys()) {
      const entry = this.#entryOf(subject);
      if (entry === undefined) entries.delete(subject);
      else entries.set(subject, entry);
    }
    this.#store.write(this.#name(), JSON.stringify(Object.fromEntries(entries)));
  }

  #find(subject: string) {
    let known = this.#known.get(subject);
    if (known === undefined) {
      const entry = this.#entries().get(subject);
      known =
        entry !== undefined && this.#holds(entry)
          ? { answers: new Map(Object.entries(entry.answers)), paths: new Set(entry.files.map(([path]) => path)) }
          : { answers: new Map(), paths: new Set() };
      this.#known.set(subject, known);
    }
    return known;
  }

  #entries(): Map<string, Entry> {
    this.#written ??= new Map(Object.entries(parse(this.#store?.read(this.#name()))));
    return this.#written;
  }

  #name(): string {
    return this.#store!.digest(JSON.stringify(this.#key()));
  }

  #holds({ files }: Entry): boolean {
    return files.every(([path, digest]) => this.#digest(path) === digest);
  }

  #entryOf(subject: string): Entry | undefined {
    const { answers, paths } = this.#find(subject);
    const files = [...paths].sort().map((path) => [path, this.#digest(path)] as const);
    // What was found without a file that could not be read may be otherwise the next time.
    if (answers.size === 0 || files.some(([, digest]) => digest === undefined)) return undefined;
    return { files: files as Entry['files'], answers: Object.fromEntries(answers) };
  }

  /** @returns undefined for a file that cannot be read */
  #digest(path: string): string | null | undefined {
    try {
      return this.#files.digest(path);
    } catch (thrown) {
      if (thrown instanceof Unavailable) return undefined;
      throw thrown;
    }
  }
}

/** Anything that is not as it was written counts as absent. */
function parse(text: string | undefined): Record<string, Entry> {
  if (text === undefined) return {};
  try {
    return Object.fromEntries(
      Object.entries(JSON.parse(text) as Record<string, Entry>).filter(([, one]) => isEntry(one)),
    );
  } catch {
    return {};
  }
}

function isEntry(value: Partial<Entry> | null): value is Entry {
  return Array.isArray(value?.files) && typeof value.answers === 'object' && value.answers !== null;
}
