/**
 * All that a run can ask of the disk and of git about a module that is open. Nothing else of the world reaches a rule
 * (test/architecture.test.ts), so that the same answers to the same questions make the same report.
 */
import { createHash } from 'node:crypto';
import type { UntrackedFile } from '../repo/coverage.ts';
import type { GitObject } from './git-batch.ts';
import { passPlainFile, type Reading, type Unread } from './plain-file.ts';

export interface GitReads {
  /**
   * @param args arguments after `git`
   * @throws Unavailable when git does not end well
   */
  git(args: readonly string[]): Promise<Buffer>;
  /** @throws Unavailable when git does not answer */
  object(name: string): Promise<GitObject | undefined>;
}

export interface FileReads {
  /** @param path of the repository's list of files */
  file(path: string): Reading;
  /** @param path in the module's folder, tracked or not */
  untracked(path: string): UntrackedFile | undefined;
}

type Kind = keyof (GitReads & FileReads);

/** Digest of what was answered, by question; those of git by their arguments, as JSON. */
export type Noted = Readonly<Record<Kind, Readonly<Record<string, string>>>>;

export const digestOf = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('base64url');
};

/** What was answered, as digests: two answers with one digest are taken for the same. */
export const answered = {
  file: (reading: Reading): string => ('bytes' in reading ? digestOf(reading.bytes) : unread(reading)),
  untracked: (file: UntrackedFile | undefined): string =>
    file === undefined ? 'none' : digestOf(`${file.modified} `, file.text),
  git: (output: Buffer): string => digestOf(output),
  object: (found: GitObject | undefined): string =>
    found === undefined ? 'none' : digestOf(`${found.name} ${found.type}\n`, found.bytes),
};

const unread = ({ problem }: Unread): string => `none: ${problem}`;

/** What `answered.file` says of a file, which is not held in memory for it. */
export function answeredOnDisk(place: string, limit: number): string {
  const hash = createHash('sha256');
  const trouble = passPlainFile(place, limit, (bytes) => hash.update(bytes));
  return trouble === undefined ? hash.digest('base64url') : unread(trouble);
}

/** Takes down what is asked, and what is answered. */
export class Journal {
  readonly #notes: Record<Kind, Map<string, string>> = {
    ...{ file: new Map(), untracked: new Map(), git: new Map(), object: new Map() },
  };
  #isWhole = true;

  /** Undefined where an answer changed meanwhile, failed, or was not taken down: asking again would prove nothing. */
  get noted(): Noted | undefined {
    if (!this.#isWhole) return undefined;
    const { file, untracked, git, object } = this.#notes;
    return {
      ...{ file: Object.fromEntries(file), untracked: Object.fromEntries(untracked) },
      ...{ git: Object.fromEntries(git), object: Object.fromEntries(object) },
    };
  }

  /** Something is asked that is not taken down. */
  giveUp(): void {
    this.#isWhole = false;
  }

  /** The same files, taken down. */
  ofFiles({ file, untracked }: FileReads): FileReads {
    return {
      file: (path) => {
        const reading = file(path);
        this.#note('file', path, answered.file(reading));
        return reading;
      },
      untracked: (path) => {
        const found = untracked(path);
        this.#note('untracked', path, answered.untracked(found));
        return found;
      },
    };
  }

  /** The same git, taken down. */
  ofGit({ git, object }: GitReads): GitReads {
    return {
      git: async (args) => {
        const output = await this.#orGiveUp(git(args));
        this.#note('git', JSON.stringify(args), answered.git(output));
        return output;
      },
      object: async (name) => {
        const found = await this.#orGiveUp(object(name));
        this.#note('object', name, answered.object(found));
        return found;
      },
    };
  }

  #note(kind: Kind, question: string, answer: string): void {
    const notes = this.#notes[kind];
    const before = notes.get(question);
    if (before === undefined) notes.set(question, answer);
    else if (before !== answer) this.giveUp();
  }

  async #orGiveUp<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (thrown) {
      this.giveUp();
      throw thrown;
    }
  }
}
