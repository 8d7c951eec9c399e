/**
 * What a rule sees of the module: every fact, lazy, computed once. The only place where sources meet models.
 * A getter throws `Broken` (absent, does not parse) or `Unavailable` (could not look); `run` turns these into verdicts,
 * so that a rule says only what the standard says.
 */
import { fact } from './fact.ts';
import { type Searched, searchFiles } from './models/secrets/search.ts';
import type { OwnFile } from './repository-file.ts';
import { type Evidence, Unavailable } from './rule.ts';
import type { Settings } from './settings.ts';
import type { Files } from './sources/files.ts';
import type { Git } from './sources/git.ts';

/** The world that a Repo is made from; tests give memory instead of disk. */
export interface Sources {
  /** Name to show while the manifest has none: the folder's own. */
  readonly name: string;
  /** The module's own scanned files. */
  readonly files: Files;
  /** All scanned files of the repository that holds the module; the same object where the module is its root. */
  readonly repositoryFiles: Files;
  /** Path of the module inside the repository, `''` where it is the root. */
  readonly folder: string;
  /** @throws Unavailable where there is no git */
  git(): Promise<Git>;
}

export class Repo {
  readonly settings: Settings;
  readonly #sources: Sources;

  constructor(sources: Sources, settings: Settings) {
    this.#sources = sources;
    this.settings = settings;
  }

  /** Scanned files of the module. */
  get files(): Files {
    return this.#sources.files;
  }

  /** Scanned files of the whole repository: where GitHub looks for workflows and community files. */
  get repositoryFiles(): Files {
    return this.#sources.repositoryFiles;
  }

  /** Path of the module inside its repository, `''` where it is the root. */
  get folder(): string {
    return this.#sources.folder;
  }

  /** @throws Unavailable where there is no git */
  readonly git = fact(() => this.#sources.git());

  /** Credentials in the scanned files. */
  readonly secrets = fact(() => searchFiles(toSearch(this.files)));

  /** Full hash of the judged commit; undefined without git or before the first commit. */
  readonly head = fact(async (): Promise<string | undefined> => {
    try {
      return (await this.git()).head;
    } catch (thrown) {
      if (thrown instanceof Unavailable) return undefined;
      throw thrown;
    }
  });

  /** What the module is, for the report's head line. */
  readonly describe = fact(
    async (): Promise<{ name: string; version?: string; kind: string; folder?: string }> => ({
      name: this.#sources.name,
      kind: 'module',
      ...(this.folder === '' ? {} : { folder: this.folder }),
    }),
  );

  /** The repository's own waivers, attestations and critical paths, as far as the auditor lets them count. */
  readonly ownFile = fact(async (): Promise<OwnFile> => {
    const { noOwnFile, readOwnFile } = await import('./repository-file.ts');
    const text = this.files.text(noOwnFile.file);
    return text === undefined ? noOwnFile : readOwnFile(text, this.settings);
  });

  /** What the run itself has to say, such as how many files were left out and why. */
  notes(): Evidence[] {
    return Object.entries(this.files.leftOut).map(([reason, count]) => ({
      message: `${count} ${count === 1 ? 'file' : 'files'} left out: ${reason}`,
      note: true,
    }));
  }
}

/** One text at a time: a repository's texts together do not fit into memory. */
function* toSearch(files: Files): Generator<Searched> {
  for (const path of files.paths) {
    try {
      yield { path, text: files.text(path) ?? '' };
    } catch (thrown) {
      if (!(thrown instanceof Unavailable)) throw thrown;
      yield { path, unread: thrown.message.endsWith('is a binary file') ? 'binary' : 'unreadable' };
    }
  }
}

export type { Files, Git, Settings };
