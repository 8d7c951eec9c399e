/**
 * What a rule sees of the module: every fact, lazy, computed once. The only place where sources meet models.
 * A getter throws `Broken` (absent, does not parse) or `Unavailable` (could not look); `run` turns these into verdicts,
 * so that a rule says only what the standard says.
 */

import { noOwnFile, type OwnFile } from './decisions/own-file.ts';
import { fact } from './fact.ts';
import type { Ci } from './models/ci/ci.ts';
import type { Owner } from './models/ci/own-folder.ts';
import type { TestsInCi } from './models/ci/tests-in-ci.ts';
import type { CimYaml } from './models/cim-yaml/cim-yaml.ts';
import type { Releases } from './models/release/release.ts';
import { CodeFacts } from './repo/code-facts.ts';
import type { CoverageReports } from './repo/coverage.ts';
import type { Settings } from './settings.ts';
import { Broken, counted, type Evidence, note, Unavailable } from './verdict.ts';

export class Repo extends CodeFacts {
  /**
   * cim.yaml, whatever is wrong inside it.
   * @throws Broken when there is none, Unavailable when it is beyond what is read
   */
  readonly cimYaml = fact(async (): Promise<CimYaml> => {
    const { CIM_YAML, readCimYaml } = await import('./models/cim-yaml/cim-yaml.ts');
    const text = this.files.text(CIM_YAML);
    if (text === undefined) throw new Broken(`there is no ${CIM_YAML}`, {}, { absence: true });
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

  /** What the workflows of the repository run, on which occasion and how surely. */
  readonly ci = fact(async (): Promise<Ci> => {
    const some = this.repositoryFiles.paths.some((path) => path.startsWith('.github/workflows/'));
    if (!some) return { folder: this.folder, repository: undefined, workflows: [], broken: [], runs: [] };
    const { readCi } = await import('./models/ci/ci.ts');
    const git = await this.git().catch(() => undefined);
    const main = git?.mainBranch?.name;
    const remote = git?.remote?.host === 'github.com' ? git.remote : undefined;
    const { version } = await this.describe();
    const cargo = await this.cargoResult();
    const packages = cargo.kind === 'module' ? cargo.module.packages.map(({ name }) => name) : [];
    return readCi({
      paths: this.repositoryFiles.paths,
      read: (path) => this.repositoryFiles.text(path),
      mainBranches: main === undefined || main === 'HEAD' ? ['main', 'master'] : [main],
      tags: [...(version === undefined ? [] : [`v${version}`, version]), 'v1.2.3', '1.2.3'],
      packages: packages.length > 1 ? packages : [],
      repository: remote && `${remote.owner}/${remote.name}`,
      folder: this.folder,
    });
  });

  /** Coverage reports, and what they say of the module's own code. */
  readonly coverage = fact(async (): Promise<CoverageReports> => {
    const { findCoverage } = await import('./repo/coverage.ts');
    const { packages } = await this.cargo();
    return findCoverage({
      files: this.files,
      folder: this.folder,
      packages: packages.map(({ folder }) => folder),
      git: await this.git().catch(() => undefined),
      untracked: (path) => this.sources.untracked?.(path),
    });
  });

  /** Whether what CI does with cargo concerns this module's own packages. */
  readonly ownRuns = fact(async (): Promise<Owner> => {
    const { ownRuns } = await import('./models/ci/own-folder.ts');
    const cargo = await this.cargoResult();
    const packages = cargo.kind === 'module' ? cargo.module.packages : undefined;
    return ownRuns(await this.ci(), { folder: this.folder, packages, paths: this.repositoryFiles.paths });
  });

  /** What CI does with the tests of this module's own packages on a push. */
  readonly testsInCi = fact(async (): Promise<TestsInCi> => {
    const { testsInCi } = await import('./models/ci/tests-in-ci.ts');
    return testsInCi(await this.ci(), await this.ownRuns());
  });

  /** The repository's own waivers, attestations and critical paths, as far as the auditor lets them count. */
  readonly ownFile = fact(async (): Promise<OwnFile> => {
    try {
      const text = this.files.text(noOwnFile.file);
      if (text === undefined) return noOwnFile;
      const { readOwnFile } = await import('./decisions/own-file-reader.ts');
      return readOwnFile(text, this.settings);
    } catch (thrown) {
      if (!(thrown instanceof Unavailable)) throw thrown;
      return { ...noOwnFile, notes: [note(`${noOwnFile.file} is not used: ${thrown.message}`)] };
    }
  });

  /** What the run itself has to say, such as how many files were left out and why. */
  readonly notes = fact(async (): Promise<Evidence[]> => {
    const leftOut = Object.entries(this.files.leftOut).map(
      ([reason, count]) => `${counted(count, 'file')} left out: ${reason}`,
    );
    const { tellOthers } = await import('./models/cargo/others.ts');
    const result = await this.cargoResult().catch(() => undefined);
    const others = result === undefined ? [] : tellOthers(result);
    const above = result?.kind === 'absent' ? this.#manifestAbove() : [];
    return [...leftOut, ...above, ...others, ...(await this.#gitNotes())].map((message) => note(message));
  });

  /** cargo looks for its manifest in the folders above as well; an audit of what lies below a module is hardly meant. */
  #manifestAbove(): string[] {
    const steps = this.folder === '' ? [] : this.folder.split('/');
    const nearest = steps.findLastIndex((_, depth) =>
      this.repositoryFiles.paths.includes([...steps.slice(0, depth), 'Cargo.toml'].join('/')),
    );
    if (nearest === -1) return [];
    return [`no Cargo.toml is here, but there is ${'../'.repeat(steps.length - nearest)}Cargo.toml: check that folder`];
  }

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

export type { Sources } from './repo/module-facts.ts';
export type { LicenceFile } from './repo/page-facts.ts';
export type { Settings };
