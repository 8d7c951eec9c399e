/** What people read: pages of prose, licences, changelogs. */
import { fact, factOf } from '../fact.ts';
import { findCommunityFiles } from '../models/community/community-file.ts';
import { IgnoreRules } from '../models/git/ignore-patterns.ts';
import type { LicenceReading } from '../models/licence/licence.ts';
import type { Document } from '../models/page/document.ts';
import type { LinkTarget } from '../models/page/link-target.ts';
import { readPage } from '../models/page/page.ts';
import { chooseReadme } from '../models/readme/readme.ts';
import type { Changelog } from '../models/release/changelog.ts';
import { at, Broken, type Evidence, note, Unavailable } from '../verdict.ts';
import { ModuleFacts } from './module-facts.ts';

/** A licence file and what its text says. */
export interface LicenceFile {
  readonly path: string;
  readonly reading: LicenceReading;
}

export class PageFacts extends ModuleFacts {
  /**
   * A page of prose, read into sections, code, tables and links.
   * @throws Broken when there is no such file, Unavailable when it cannot be read
   */
  readonly page = factOf(async (path: string): Promise<Document> => {
    const text = this.files.text(path) ?? this.#repositoryText(path);
    if (text === undefined) throw new Broken(`no ${path}`, {}, { absence: true });
    return readPage(path, text, this.readings);
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
    const choice = chooseReadme(this.files.paths, declared?.path, own !== undefined);
    if (choice === undefined) throw new Broken("no README in the module's root", {}, { absence: true });
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
    if (path === undefined) throw new Broken(`no ${stem}.md in the root, .github/ or docs/`, {}, { absence: true });
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
    const { findLicenceFiles } = await import('../models/licence/agreement.ts');
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
    const read = async (path: string) => {
      const text = this.files.text(path) ?? this.#repositoryText(path) ?? '';
      // The texts of all licences are a fifth of what an audit loads.
      const recognise = async () => (await import('../models/licence/licence.ts')).recogniseLicence(text);
      return { path, reading: await this.readings.of('licence', text, recognise) };
    };
    return { own: await Promise.all(own.map(read)), thirdParty };
  });

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
    const { readChangelog } = await import('../models/release/changelog.ts');
    const { findChangelog } = await import('../models/release/changelog-coverage.ts');
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
}
