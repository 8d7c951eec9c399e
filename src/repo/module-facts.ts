/** What the module is: its files, its repository, its packages. */
import { fact } from '../fact.ts';
import type { CargoModule, CargoModuleResult } from '../models/cargo/workspace.ts';
import type { AnswerStore } from '../models/kept/answers.ts';
import { Readings } from '../models/kept/readings.ts';
import { joinPath } from '../models/text/paths.ts';
import type { Settings } from '../settings.ts';
import type { Files } from '../sources/files.ts';
import type { Git } from '../sources/git.ts';
import { at, Broken, counted, Inapplicable, note, Unavailable } from '../verdict.ts';
import type { UntrackedFile } from './coverage.ts';

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
  /** A file of the module that is not tracked, such as a coverage report; undefined when there is none, or no plain one. */
  untracked?(path: string): UntrackedFile | undefined;
  /** Where answers about the module's crates are kept from run to run; absent where nothing is kept. */
  readonly answers?: AnswerStore;
}

/** What the module is, as the report says it. */
interface Described {
  readonly name: string;
  readonly version?: string;
  readonly kind: string;
  readonly folder?: string;
  readonly repository?: string;
}

export class ModuleFacts {
  readonly settings: Settings;
  protected readonly sources: Sources;

  constructor(sources: Sources, settings: Settings) {
    this.sources = sources;
    this.settings = settings;
    this.readings = new Readings(sources.answers);
  }

  /** What was read out of texts, in this run or in an earlier one. */
  readonly readings: Readings;

  /** Scanned files of the module. */
  get files(): Files {
    return this.sources.files;
  }

  /** Scanned files of the whole repository: where GitHub looks for workflows and community files. */
  get repositoryFiles(): Files {
    return this.sources.repositoryFiles;
  }

  /** Path of the module inside its repository, `''` where it is the root. */
  get folder(): string {
    return this.sources.folder;
  }

  /** @throws Unavailable where there is no git */
  readonly git = fact(() => this.sources.git());

  /** Full hash of the judged commit; undefined without git or before the first commit. */
  readonly head = fact(async (): Promise<string | undefined> => {
    try {
      return (await this.git()).head;
    } catch (thrown) {
      if (thrown instanceof Unavailable) return undefined;
      throw thrown;
    }
  });

  /** The module as cargo sees it, or why it does not; for what also holds without a crate. */
  readonly cargoResult = fact(async (): Promise<CargoModuleResult> => {
    const { readCargoModule } = await import('../models/cargo/workspace.ts');
    const above = (path: string) => path.startsWith('../');
    const outer = (path: string) => joinPath(this.folder, path) ?? path;
    // To cargo a generated file is a file like any other.
    const generated = new Set(this.files.generated);
    return readCargoModule(
      {
        paths: [...this.files.paths, ...generated],
        has: (path) =>
          above(path) ? this.repositoryFiles.has(outer(path)) : this.files.has(path) || generated.has(path),
        hides: (path) => (above(path) ? this.repositoryFiles.hides(outer(path)) : this.files.hides(path)),
        text: (path) => (above(path) ? this.repositoryFiles.text(outer(path)) : this.files.text(path)),
      },
      this.folder === '' ? 0 : this.folder.split('/').length,
    );
  });

  /**
   * The packages of the module.
   * @throws Inapplicable without a Cargo.toml in the module's root, Broken for one that does not parse
   */
  readonly cargo = fact(async (): Promise<CargoModule> => {
    const result = await this.cargoResult();
    if (result.kind === 'module') return result.module;
    if (result.kind === 'broken') {
      const { message, path, line, column } = result.problem;
      const fix = 'Correct the manifest: cargo refuses it too.';
      throw new Broken(`Cargo.toml does not load: ${message}`, { path, line, column }, { fix });
    }
    const others = result.others.map(({ path }) => note(at(path, 1, 'another module: check its folder by itself')));
    throw new Inapplicable('no Cargo.toml in the module: there is no crate to judge', others);
  });

  /** A path of the repository as the module writes it; outside of it, it begins with `../`. */
  fromRepository(path: string): string {
    if (this.folder === '') return path;
    if (path.startsWith(`${this.folder}/`)) return path.slice(this.folder.length + 1);
    return '../'.repeat(this.folder.split('/').length) + path;
  }

  /** What the module is, for the report's head line. */
  readonly describe = fact(async (): Promise<Described> => {
    const url = await this.#forgePage();
    const folder = { ...(url === undefined ? {} : { repository: url }), ...(this.folder && { folder: this.folder }) };
    const result = await this.cargoResult().catch(() => undefined);
    if (result?.kind !== 'module') {
      const kind = result?.kind === 'absent' ? 'no Rust module' : 'module';
      return { name: this.sources.name, kind, ...folder };
    }
    const { packages, workspace, root, virtual } = result.module;
    const own = virtual ? undefined : packages[0];
    const size = `workspace of ${counted(packages.length, 'package')}`;
    const kind = workspace === root ? (virtual ? `virtual ${size}` : size) : 'crate';
    const versions = new Set(packages.map((member) => member.version?.value));
    const shared = own?.version?.value ?? (versions.size === 1 ? [...versions][0] : undefined);
    const version = shared === undefined ? {} : { version: shared };
    return { name: own?.name || this.sources.name, ...version, kind, ...folder };
  });

  /** Page of the repository on its forge; undefined where no remote is known. */
  async #forgePage(): Promise<string | undefined> {
    try {
      return (await this.git()).remote?.url;
    } catch (thrown) {
      if (thrown instanceof Unavailable) return undefined;
      throw thrown;
    }
  }
}
