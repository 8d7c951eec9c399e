/** What compiles, what it depends on and what is built of it. */
import { fact, factOf } from '../fact.ts';
import type { AdvisoryCheck } from '../models/advisory/match.ts';
import { type Lockfile, parseLockfile } from '../models/cargo/lockfile.ts';
import type { ImageJudgement } from '../models/image/image-check.ts';
import type { NixOffer } from '../models/nix/package-check.ts';
import type { RustModule } from '../models/rust-module/rust-module.ts';
import type { Searched } from '../models/secrets/search.ts';
import { joinPath } from '../models/text/paths.ts';
import { type Files, folderTest } from '../sources/files.ts';
import { type Evidence, Unavailable } from '../verdict.ts';
import { PageFacts } from './page-facts.ts';

/** Characters that are searched for credentials before signals and timers have their turn: some 50 ms. */
const breath = 2 ** 22;

/** What opening a file costs, in characters searched. */
const costOfFile = 2 ** 12;

export class CodeFacts extends PageFacts {
  /**
   * The module's Rust code.
   * @throws Inapplicable without a Cargo.toml, Broken for one that does not parse
   */
  readonly rust = fact(async (): Promise<RustModule> => {
    const [cargo, { RustModule }] = await Promise.all([this.cargo(), import('../models/rust-module/rust-module.ts')]);
    const timing = { ready: () => this.#ready(), pause: () => this.#pause() };
    return new RustModule(cargo, (path) => this.#code(path), timing, this.sources.answers);
  });

  #held: Promise<void> | undefined;
  #isOver = false;

  /** Until the hold is released, no crate is read: who asks many questions has each crate read once for all of them. */
  hold(): { release(): void /** Nobody waits for an answer any more. */; abandon(): void } {
    let release = (): void => {};
    this.#held = new Promise((resolve) => {
      release = resolve;
    });
    return {
      release,
      abandon: () => {
        this.#isOver = true;
      },
    };
  }

  async #ready(): Promise<void> {
    await this.#held;
    // Rules that wait for a file or for code to load have not asked yet.
    await this.#pause();
    await this.#pause();
  }

  async #pause(): Promise<boolean> {
    await new Promise((next) => setImmediate(next));
    return !this.#isOver;
  }

  /** Rust code as a commit had it. @throws Unavailable when it cannot be read, Broken and Inapplicable as `rust` does */
  readonly rustAt = factOf(async (commit: string): Promise<RustModule> => {
    const [git, { filesAt }, { readCargoModule }, { RustModule }] = await Promise.all([
      this.git(),
      import('../sources/files-at.ts'),
      import('../models/cargo/workspace.ts'),
      import('../models/rust-module/rust-module.ts'),
    ]);
    const wanted = (path: string) =>
      /(?:^|\/)Cargo\.toml$|\.rs$/.test(path) && !/(?:^|\/)(?:tests|examples|benches)\//.test(path);
    const files = await filesAt(git, commit, this.folder, wanted);
    const result = readCargoModule(files);
    if (result.kind !== 'module')
      throw new Unavailable(`there is no crate at ${commit.slice(0, 12)} that could be read`);
    return new RustModule(result.module, (path) => files.text(path));
  });

  /** The text of a folder, which macros may list: the names of its files, one in a line. */
  #namesIn(folder: string): string | undefined {
    const inside = this.files.paths.filter((path) => path.startsWith(folder));
    const names = inside.map((path) => path.slice(folder.length)).filter((name) => !name.includes('/'));
    return names.length === 0 ? undefined : names.sort().join('\n');
  }

  /** Rust's text of a file; what is there and was left out is code all the same, and must not be judged as if it were not. */
  #code(path: string): string | undefined {
    if (path.endsWith('/')) return this.#namesIn(path);
    const text = this.files.text(path);
    if (text === undefined && this.files.hides(path))
      throw new Unavailable(`${path} is named by the code and was left out of the scanned files`);
    return text;
  }

  /**
   * The tracked Cargo.lock that cargo would use: the module's own, or that of a folder above; undefined when none is tracked.
   * @throws Broken for one that does not parse
   */
  readonly lockfile = fact(async (): Promise<Lockfile | undefined> => {
    const depth = this.folder === '' ? 0 : this.folder.split('/').length;
    for (let up = 0; up <= depth; up += 1) {
      const path = `${'../'.repeat(up)}Cargo.lock`;
      const text = up === 0 ? this.files.text(path) : this.repositoryFiles.text(joinPath(this.folder, path) ?? path);
      if (text !== undefined) return this.readings.of(path, text, () => parseLockfile(text, path));
    }
    return undefined;
  });

  /**
   * RustSec advisories that the locked packages fall under; undefined when the auditor gave no database or no lock file is tracked.
   * @throws Unavailable when the database cannot be read, Broken for a lock file that does not parse
   */
  readonly advisories = fact(async (): Promise<AdvisoryCheck | undefined> => {
    const lockfile = await this.lockfile();
    if (this.settings.advisoryDb === undefined || lockfile === undefined) return undefined;
    const { openAdvisories } = await import('../sources/advisories.ts');
    const { checkAdvisories } = await import('../models/advisory/match.ts');
    const folder = openAdvisories(this.settings.advisoryDb);
    return checkAdvisories(lockfile, folder);
  });

  /** Credentials in the scanned files, and in generated ones: what a program wrote can hold one as well. */
  readonly secrets = fact(async () => {
    const [{ RunningSearch }, { CleanFiles }] = await Promise.all([
      import('../models/secrets/search.ts'),
      import('../models/secrets/clean-files.ts'),
    ]);
    const search = new RunningSearch(new CleanFiles(this.sources.answers));
    let unheard = 0;
    for (const file of toSearch(this.files)) {
      search.add(file);
      unheard += costOfFile + ('text' in file ? file.text.length : 0);
      if (unheard < breath) continue;
      unheard = 0;
      if (!(await this.#pause())) throw new Unavailable('given up: nobody waits for the search any more');
    }
    return search.finish();
  });

  /** Credentials in everything the repository's history ever added. @throws Unavailable where there is no git */
  readonly historySecrets = fact(async () => {
    const { searchHistory } = await import('../models/secrets/search.ts');
    return searchHistory((await this.git()).everything(), (path) =>
      /(?:^|\/)(?:vendor|target|node_modules)\//.test(path),
    );
  });

  /** Dockerfiles of the module, each judged for the given binaries. */
  async dockerfiles(binaries: readonly string[]): Promise<ImageJudgement[]> {
    const { isDockerfile, readDockerfile } = await import('../models/image/dockerfile.ts');
    const { checkDockerfile } = await import('../models/image/image-check.ts');
    const above = this.folder === '' ? '' : `${this.folder}/`;
    const tracked = await this.#tracked();
    const paths = tracked.filter((path) => path.startsWith(above)).map((path) => path.slice(above.length));
    const around = this.folder === '' ? [] : tracked;
    const world = { paths, around, text: (path: string) => this.files.text(path), binaries };
    return this.files.paths
      .filter(isDockerfile)
      .map((path) => checkDockerfile(readDockerfile(this.files.text(path) ?? '', path), world));
  }

  /** Nix files in the module's root that could define its package. @throws Broken for one that does not parse */
  readonly nixPackages = fact(async (): Promise<NixOffer[]> => {
    const { checkNixPackages } = await import('../models/nix/package-check.ts');
    const { leadingOut } = await import('../models/cargo/pinning.ts');
    const cargo = await this.cargoResult();
    const version = cargo.kind === 'module' ? cargo.module.packages[0]?.version?.value : undefined;
    const { has, hasFolder } = trackedFiles(await this.#tracked());
    return checkNixPackages({
      text: (path) => this.files.text(path),
      isTracked: (path) => {
        const whole = joinPath(this.folder, path) ?? path;
        return has(whole) || hasFolder(whole) || (!path.startsWith('../') && this.files.hasFolder(path));
      },
      version,
      outside: cargo.kind === 'module' ? leadingOut(cargo.module) : [],
    });
  });

  /** From the repository's root: scanned files, and what git tracks besides them: on other disks, in vendor/, generated. */
  readonly #tracked = fact(async (): Promise<readonly string[]> => {
    const scanned = this.repositoryFiles.paths;
    try {
      const all = (await (await this.git()).tracked()).filter(({ kind }) => kind !== 'submodule');
      return [...new Set([...scanned, ...all.map(({ path }) => path)])];
    } catch (thrown) {
      if (thrown instanceof Unavailable) return scanned;
      throw thrown;
    }
  });

  /** Images and containers that the module's Nix files define; files that do not parse apart. */
  readonly nixImages = fact(async (): Promise<{ images: Evidence[]; broken: Evidence[] }> => {
    const { nixImages } = await import('../models/nix/package-check.ts');
    return nixImages(this.files.paths, (path) => this.files.text(path) ?? '');
  });
}

function trackedFiles(paths: readonly string[]): { has(path: string): boolean; hasFolder(path: string): boolean } {
  const files = new Set(paths);
  return { has: (path) => files.has(path), hasFolder: folderTest(paths) };
}

/** One text at a time: a repository's texts together do not fit into memory. */
function* toSearch(files: Files): Generator<Searched> {
  for (const path of [...files.paths, ...files.generated]) {
    try {
      yield { path, text: files.text(path) ?? '' };
    } catch (thrown) {
      if (!(thrown instanceof Unavailable)) throw thrown;
      yield { path, unread: thrown.message.endsWith('is a binary file') ? 'binary' : 'unreadable' };
    }
  }
}
