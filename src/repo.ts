/**
 * What a rule sees of the module: every fact, lazy, computed once. The only place where sources meet models.
 * A getter throws `Broken` (absent, does not parse) or `Unavailable` (could not look); `run` turns these into verdicts,
 * so that a rule says only what the standard says.
 */
import { fact, factOf } from './fact.ts';
import type { AdvisoryCheck } from './models/advisory/match.ts';
import { joinPath } from './models/cargo/paths.ts';
import type { CargoModule, CargoModuleResult } from './models/cargo/workspace.ts';
import type { Changelog } from './models/changelog.ts';
import type { Ci } from './models/ci/ci.ts';
import type { TestsInCi } from './models/ci/tests-in-ci.ts';
import type { CimYaml } from './models/cim-yaml.ts';
import { findCommunityFiles } from './models/community-file.ts';
import type { Document } from './models/document.ts';
import { IgnoreRules } from './models/ignore-patterns.ts';
import type { ImageJudgement } from './models/image-check.ts';
import type { LicenceReading } from './models/licence.ts';
import type { LinkTarget } from './models/link-target.ts';
import { type Lockfile, parseLockfile } from './models/lockfile.ts';
import type { NixOffer } from './models/nix/package-check.ts';
import { readPage } from './models/page.ts';
import { chooseReadme } from './models/readme.ts';
import type { Releases } from './models/release.ts';
import type { RustModule } from './models/rust-module.ts';
import type { Searched } from './models/secrets/search.ts';
import { noOwnFile, type OwnFile } from './own-file.ts';
import type { CoverageReports, UntrackedFile } from './repo-coverage.ts';
import { at, Broken, type Evidence, Inapplicable, note, Unavailable } from './rule.ts';
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
  /** A file of the module that is not tracked, such as a coverage report; undefined when there is none, or no plain one. */
  untracked?(path: string): UntrackedFile | undefined;
}

/** A licence file and what its text says. */
export interface LicenceFile {
  readonly path: string;
  readonly reading: LicenceReading;
}

/** What the module is, as the report says it. */
interface Described {
  readonly name: string;
  readonly version?: string;
  readonly kind: string;
  readonly folder?: string;
  readonly repository?: string;
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

  /** The module as cargo sees it, or why it does not; for what also holds without a crate. */
  readonly cargoResult = fact(async (): Promise<CargoModuleResult> => {
    const { readCargoModule } = await import('./models/cargo/workspace.ts');
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
      const { message, ...place } = result.problem;
      throw new Broken(`Cargo.toml does not load: ${message}`, {
        path: place.path,
        line: place.line,
        column: place.column,
      });
    }
    const others = result.others.map(({ path }) => note(at(path, 1, 'another module: check its folder by itself')));
    throw new Inapplicable('no Cargo.toml in the module: there is no crate to judge', others);
  });

  /**
   * cim.yaml, whatever is wrong inside it.
   * @throws Broken when there is none, Unavailable when it is beyond what is read
   */
  readonly cimYaml = fact(async (): Promise<CimYaml> => {
    const { CIM_YAML, readCimYaml } = await import('./models/cim-yaml.ts');
    const text = this.files.text(CIM_YAML);
    if (text === undefined) throw new Broken(`there is no ${CIM_YAML}`, {}, true);
    const file = readCimYaml(text);
    if (file.unread) throw new Unavailable(`${CIM_YAML} was not read: ${file.problems[0]?.message}`);
    return file;
  });

  /**
   * Release tags, the manifest at each, and the versions that manifests had.
   * @throws Unavailable without git
   */
  readonly releases = fact(async (): Promise<Releases> => {
    const [git, cargo, { readReleases }] = await Promise.all([
      this.git(),
      this.cargoResult(),
      import('./sources/releases.ts'),
    ]);
    return readReleases(git, cargo.kind === 'module' ? cargo.module : undefined, this.folder);
  });

  /** Rust code as a commit had it. @throws Unavailable when it cannot be read, Broken and Inapplicable as `rust` does */
  async rustAt(commit: string): Promise<RustModule> {
    const [git, { filesAt }, { readCargoModule }, { RustModule }] = await Promise.all([
      this.git(),
      import('./sources/files-at.ts'),
      import('./models/cargo/workspace.ts'),
      import('./models/rust-module.ts'),
    ]);
    const wanted = (path: string) =>
      /(?:^|\/)Cargo\.toml$|\.rs$/.test(path) && !/(?:^|\/)(?:tests|examples|benches)\//.test(path);
    const files = await filesAt(git, commit, this.folder, wanted);
    const result = readCargoModule(files);
    if (result.kind !== 'module')
      throw new Unavailable(`there is no crate at ${commit.slice(0, 12)} that could be read`);
    return new RustModule(result.module, (path) => files.text(path));
  }

  /** Credentials in the scanned files, and in generated ones: what a program wrote can hold one as well. */
  readonly secrets = fact(async () => {
    const { searchFiles } = await import('./models/secrets/search.ts');
    return searchFiles(toSearch(this.files));
  });

  /** Credentials in everything the repository's history ever added. @throws Unavailable where there is no git */
  readonly historySecrets = fact(async () => {
    const { searchHistory } = await import('./models/secrets/search.ts');
    return searchHistory((await this.git()).everything(), (path) =>
      /(?:^|\/)(?:vendor|target|node_modules)\//.test(path),
    );
  });

  /**
   * The tracked Cargo.lock that cargo would use: the module's own, or that of a folder above; undefined when none is tracked.
   * @throws Broken for one that does not parse
   */
  readonly lockfile = fact((): Lockfile | undefined => {
    const depth = this.folder === '' ? 0 : this.folder.split('/').length;
    for (let up = 0; up <= depth; up += 1) {
      const path = `${'../'.repeat(up)}Cargo.lock`;
      const text = up === 0 ? this.files.text(path) : this.repositoryFiles.text(joinPath(this.folder, path) ?? path);
      if (text !== undefined) return parseLockfile(text, path);
    }
    return undefined;
  });

  /**
   * RustSec advisories that the locked packages fall under; undefined when the auditor gave no database or no lock file is tracked.
   * @throws Unavailable when the database cannot be read, Broken for a lock file that does not parse
   */
  readonly advisories = fact(async (): Promise<AdvisoryCheck | undefined> => {
    const lockfile = this.lockfile();
    if (this.settings.advisoryDb === undefined || lockfile === undefined) return undefined;
    const { openAdvisories } = await import('./sources/advisories.ts');
    const { checkAdvisories } = await import('./models/advisory/match.ts');
    const folder = openAdvisories(this.settings.advisoryDb);
    return checkAdvisories(lockfile, folder);
  });

  /** What the workflows of the repository run, on which occasion and how surely. */
  readonly ci = fact(async (): Promise<Ci> => {
    const some = this.repositoryFiles.paths.some((path) => path.startsWith('.github/workflows/'));
    if (!some) return { folder: this.folder, workflows: [], broken: [], runs: [] };
    const { readCi } = await import('./models/ci/ci.ts');
    const git = await this.git().catch(() => undefined);
    const main = git?.mainBranch?.name;
    const remote = git?.remote?.host === 'github.com' ? git.remote : undefined;
    const { version } = await this.describe();
    return readCi({
      paths: this.repositoryFiles.paths,
      read: (path) => this.repositoryFiles.text(path),
      mainBranches: main === undefined || main === 'HEAD' ? ['main', 'master'] : [main],
      tags: [...(version === undefined ? [] : [`v${version}`, version]), 'v1.2.3', '1.2.3'],
      repository: remote && `${remote.owner}/${remote.name}`,
      folder: this.folder,
    });
  });

  /** Coverage reports, and what they say of the module's own code. */
  readonly coverage = fact(async (): Promise<CoverageReports> => {
    const { findCoverage } = await import('./repo-coverage.ts');
    const { packages } = await this.cargo();
    return findCoverage({
      files: this.files,
      folder: this.folder,
      packages: packages.map(({ folder }) => folder),
      git: await this.git().catch(() => undefined),
      untracked: (path) => this.#sources.untracked?.(path),
    });
  });

  /** What CI does with the tests of this module's own packages on a push. */
  readonly testsInCi = fact(async (): Promise<TestsInCi> => {
    const { testsInCi } = await import('./models/ci/tests-in-ci.ts');
    const { ownFolders } = await import('./models/ci/own-folder.ts');
    const cargo = await this.cargoResult();
    const packages = cargo.kind === 'module' ? cargo.module.packages.map(({ folder }) => folder) : undefined;
    return testsInCi(
      await this.ci(),
      ownFolders(this.folder, packages, (path) => this.repositoryFiles.has(path)),
    );
  });

  /** Nix files in the module's root that could define its package. @throws Broken for one that does not parse */
  readonly nixPackages = fact(async (): Promise<NixOffer[]> => {
    const { checkNixPackages } = await import('./models/nix/package-check.ts');
    const cargo = await this.cargoResult();
    const version = cargo.kind === 'module' ? cargo.module.packages[0]?.version?.value : undefined;
    const tracked = (path: string, files: Files) => files.has(path) || files.hasFolder(path);
    return checkNixPackages({
      text: (path) => this.files.text(path),
      isTracked: (path) =>
        path.startsWith('../')
          ? tracked(joinPath(this.folder, path) ?? path, this.repositoryFiles)
          : tracked(path, this.files),
      version,
    });
  });

  /** Dockerfiles of the module, each judged for the given binaries. */
  async dockerfiles(binaries: readonly string[]): Promise<ImageJudgement[]> {
    const { isDockerfile, readDockerfile } = await import('./models/dockerfile.ts');
    const { checkDockerfile } = await import('./models/image-check.ts');
    const world = { paths: this.files.paths, text: (path: string) => this.files.text(path), binaries };
    return this.files.paths
      .filter(isDockerfile)
      .map((path) => checkDockerfile(readDockerfile(this.files.text(path) ?? '', path), world));
  }

  /** Images and containers that the module's Nix files define; files that do not parse apart. */
  readonly nixImages = fact(async (): Promise<{ images: Evidence[]; broken: Evidence[] }> => {
    const { nixImages } = await import('./models/nix/package-check.ts');
    return nixImages(this.files.paths, (path) => this.files.text(path) ?? '');
  });

  /** Full hash of the judged commit; undefined without git or before the first commit. */
  readonly head = fact(async (): Promise<string | undefined> => {
    try {
      return (await this.git()).head;
    } catch (thrown) {
      if (thrown instanceof Unavailable) return undefined;
      throw thrown;
    }
  });

  /**
   * The module's Rust code.
   * @throws Inapplicable without a Cargo.toml, Broken for one that does not parse
   */
  readonly rust = fact(async (): Promise<RustModule> => {
    const [cargo, { RustModule }] = await Promise.all([this.cargo(), import('./models/rust-module.ts')]);
    return new RustModule(cargo, (path) => this.#code(path));
  });

  /** Rust's text of a file; what is there and was left out is code all the same, and must not be judged as if it were not. */
  #code(path: string): string | undefined {
    const text = this.files.text(path);
    if (text === undefined && this.files.hides(path))
      throw new Unavailable(`${path} is named by the code and was left out of the scanned files`);
    return text;
  }

  /**
   * A page of prose, read into sections, code, tables and links.
   * @throws Broken when there is no such file, Unavailable when it cannot be read
   */
  readonly page = factOf(async (path: string): Promise<Document> => {
    const text = this.files.text(path) ?? this.#repositoryText(path);
    if (text === undefined) throw new Broken(`no ${path}`, {}, true);
    return readPage(path, text);
  });

  /** Pages by path that hold some text, those that cannot be read left out: only these are worth reading as pages. */
  async pages(paths: readonly string[], holding: RegExp): Promise<ReadonlyMap<string, Document>> {
    const found = new Map<string, Document>();
    for (const [path, text] of await this.texts(paths)) if (holding.test(text)) found.set(path, await this.page(path));
    return found;
  }

  /** Texts of scanned files by path, those that cannot be read left out. */
  async texts(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const path of paths) {
      try {
        found.set(path, this.files.text(path) ?? '');
      } catch (thrown) {
        if (!(thrown instanceof Unavailable)) throw thrown;
      }
    }
    return found;
  }

  /**
   * The README and what is to be said about how it was chosen.
   * @throws Broken when there is none
   */
  readonly readme = fact(async (): Promise<{ path: string; page: Document; notes: Evidence[] }> => {
    const cargo = await this.cargoResult();
    const own = cargo.kind === 'module' ? cargo.module.packages.find(({ folder }) => folder === '') : undefined;
    const declared = own?.readme?.declared ? own.readme : undefined;
    const choice = chooseReadme(this.files.paths, declared?.path);
    if (choice === undefined) throw new Broken("no README in the module's root", {}, true);
    const notes = choice.notes.map((message): Evidence => ({ message, path: choice.path, note: true }));
    if (declared?.exists === false) {
      const { path, line } = declared.place;
      notes.push(note(at(path, line, `package.readme names ${declared.written}, which does not exist`)));
    }
    return { path: choice.path, page: await this.page(choice.path), notes };
  });

  /**
   * A community file (`CONTRIBUTING`, `SECURITY`, `CODE_OF_CONDUCT`) where GitHub looks for it: in the module, else in the repository
   * that holds it, whose paths begin with `../`.
   * @throws Broken when there is none
   */
  readonly communityPage = factOf(async (stem: string): Promise<{ path: string; page: Document }> => {
    const up = this.folder === '' ? '' : '../'.repeat(this.folder.split('/').length);
    const inRepository = up === '' ? [] : findCommunityFiles(this.repositoryFiles.paths, stem).map((path) => up + path);
    const [path] = [...findCommunityFiles(this.files.paths, stem), ...inRepository];
    if (path === undefined) throw new Broken(`no ${stem}.md in the root, .github/ or docs/`, {}, true);
    return { path, page: await this.page(path) };
  });

  /** Pages of the module's repository, from `package.repository` and git's origin; empty when neither says. */
  readonly homepages = fact(async (): Promise<readonly string[]> => {
    const cargo = await this.cargoResult();
    const declared = cargo.kind === 'module' ? cargo.module.packages.map(({ repository }) => repository?.value) : [];
    const remote = await this.git().then(
      (git) => git.remote?.url,
      () => undefined,
    );
    const pages = [...declared, remote].filter((url): url is string => url !== undefined);
    return [...new Set(pages.map((url) => url.replace(/\.git$|\/+$/g, '')))];
  });

  /** True for a link that leads to a tracked file, to a folder of such, or out of the module, where nothing can be said. */
  isAlive(target: LinkTarget): boolean {
    return target.kind !== 'file' || this.files.has(target.path) || this.files.hasFolder(target.path);
  }

  /**
   * The licence files of the module's root and what `license-file` names, each read by its text; where the module is a folder without
   * any, those of the repository's root.
   */
  readonly licences = fact(async (): Promise<{ own: LicenceFile[]; thirdParty: string[] }> => {
    const { recogniseLicence } = await import('./models/licence.ts');
    const { findLicenceFiles } = await import('./models/licence-agreement.ts');
    const root = (paths: readonly string[]) => findLicenceFiles(paths.filter((path) => !path.includes('/')));
    const cargo = await this.cargoResult();
    const named =
      cargo.kind === 'module' ? cargo.module.packages.flatMap(({ licenseFile }) => licenseFile?.path ?? []) : [];
    let { own, thirdParty } = root(this.files.paths);
    own = [...new Set([...own, ...named.filter((path) => this.files.has(path))])];
    if (own.length === 0 && this.folder !== '') {
      const up = '../'.repeat(this.folder.split('/').length);
      own = root(this.repositoryFiles.paths).own.map((path) => up + path);
    }
    const read = async (path: string) => ({
      path,
      reading: await recogniseLicence(this.files.text(path) ?? this.#repositoryText(path) ?? ''),
    });
    return { own: await Promise.all(own.map(read)), thirdParty };
  });

  /** A path of the repository as the module writes it; outside of it, it begins with `../`. */
  fromRepository(path: string): string {
    if (this.folder === '') return path;
    if (path.startsWith(`${this.folder}/`)) return path.slice(this.folder.length + 1);
    return '../'.repeat(this.folder.split('/').length) + path;
  }

  /** The .gitignore files of the repository, whose paths begin at its root, and the module's folder in it. */
  readonly ignores = fact((): { rules: IgnoreRules; folder: string } => {
    const rules = new IgnoreRules();
    for (const path of this.repositoryFiles.paths) {
      if (path === '.gitignore' || path.endsWith('/.gitignore')) {
        rules.add(path.slice(0, -'/.gitignore'.length), this.repositoryFiles.text(path) ?? '');
      }
    }
    return { rules, folder: this.folder };
  });

  /** The changelogs of the module's root and of its packages, as far as there are any, the root's first. */
  readonly changelogs = fact(async (): Promise<{ path: string; crate: string | undefined; changelog: Changelog }[]> => {
    const { readChangelog } = await import('./models/changelog.ts');
    const { findChangelog } = await import('./models/changelog-coverage.ts');
    const result = await this.cargoResult();
    const packages = result.kind === 'module' ? result.module.packages : [];
    const root = { folder: '', name: packages.length === 1 ? packages[0]?.name : undefined };
    const found = [root, ...packages.filter(({ folder }) => folder !== '')].map(async ({ folder, name }) => {
      const path = findChangelog(this.files.paths, folder);
      if (path === undefined) return [];
      return [{ path, crate: name, changelog: readChangelog(await this.page(path)) }];
    });
    return (await Promise.all(found)).flat();
  });

  #repositoryText(path: string): string | undefined {
    return path.startsWith('../') ? this.repositoryFiles.text(path.replace(/^(?:\.\.\/)+/, '')) : undefined;
  }

  /** Page of the repository on its forge; undefined where no remote is known. */
  async #forgePage(): Promise<string | undefined> {
    try {
      return (await this.git()).remote?.url;
    } catch (thrown) {
      if (thrown instanceof Unavailable) return undefined;
      throw thrown;
    }
  }

  /** What the module is, for the report's head line. */
  readonly describe = fact(async (): Promise<Described> => {
    const url = await this.#forgePage();
    const folder = { ...(url === undefined ? {} : { repository: url }), ...(this.folder && { folder: this.folder }) };
    const result = await this.cargoResult().catch(() => undefined);
    if (result?.kind !== 'module') {
      const kind = result?.kind === 'absent' ? 'no Rust module' : 'module';
      return { name: this.#sources.name, kind, ...folder };
    }
    const { packages, workspace, root, virtual } = result.module;
    const own = virtual ? undefined : packages[0];
    const size = `workspace of ${packages.length} ${packages.length === 1 ? 'package' : 'packages'}`;
    const kind = workspace === root ? (virtual ? `virtual ${size}` : size) : 'crate';
    const versions = new Set(packages.map((member) => member.version?.value));
    const shared = own?.version?.value ?? (versions.size === 1 ? [...versions][0] : undefined);
    const version = shared === undefined ? {} : { version: shared };
    return { name: own?.name || this.#sources.name, ...version, kind, ...folder };
  });

  /** The repository's own waivers, attestations and critical paths, as far as the auditor lets them count. */
  readonly ownFile = fact(async (): Promise<OwnFile> => {
    try {
      const text = this.files.text(noOwnFile.file);
      if (text === undefined) return noOwnFile;
      const { readOwnFile } = await import('./repository-file.ts');
      return readOwnFile(text, this.settings);
    } catch (thrown) {
      if (!(thrown instanceof Unavailable)) throw thrown;
      return { ...noOwnFile, notes: [note(`${noOwnFile.file} is not used: ${thrown.message}`)] };
    }
  });

  /** What the run itself has to say, such as how many files were left out and why. */
  readonly notes = fact(async (): Promise<Evidence[]> => {
    const leftOut = Object.entries(this.files.leftOut).map(
      ([reason, count]) => `${count} ${count === 1 ? 'file' : 'files'} left out: ${reason}`,
    );
    const { tellOthers } = await import('./models/cargo/others.ts');
    const result = await this.cargoResult().catch(() => undefined);
    const others = result === undefined ? [] : tellOthers(result);
    return [...leftOut, ...others, ...(await this.#gitNotes())].map((message) => note(message));
  });

  async #gitNotes(): Promise<string[]> {
    try {
      const { unsafeRefs } = await this.git();
      return unsafeRefs === 0
        ? []
        : [`${unsafeRefs} refs left out: git forbids their names, or they are links or pipes`];
    } catch (thrown) {
      if (thrown instanceof Unavailable) return [`the files are those that .gitignore leaves: ${thrown.message}`];
      throw thrown;
    }
  }
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

export type { Files, Git, Settings };
