/** Real git repositories in temporary folders, the same bytes every time: fixed people, dates, configuration. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type SimpleGit, simpleGit } from 'simple-git';
import { onTestFinished } from 'vitest';
import { audit } from '../src/audit.ts';
import type { Report, ReportItem } from '../src/report.ts';
import type { Settings } from '../src/settings.ts';
import { beginModule, type Module } from '../src/sources/module.ts';

type Content = Readonly<Record<string, string | Uint8Array | undefined>>;

const people = {
  ...{ GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org' },
  ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org' },
};
const START = Date.UTC(2025, 0, 1, 12) / 1000;

/** A temporary folder that is gone after the test. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(realpathSync(tmpdir()), 'cim-ready-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export function writeFiles(root: string, content: Content): void {
  for (const [path, text] of Object.entries(content)) {
    const file = join(root, path);
    if (text === undefined) rmSync(file);
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}

export class GitRepository {
  /** Folder of the work tree. */
  readonly path: string;
  #ticks = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** @param options further arguments of `git init` */
  static async create(content: Content = {}, ...options: string[]): Promise<GitRepository> {
    const repository = new GitRepository(join(temporaryFolder(), 'module'));
    mkdirSync(repository.path);
    await repository.git('init', '-q', '-b', 'main', ...options);
    writeFiles(repository.path, content);
    return repository;
  }

  /** Runs git here, an hour after the last time. @returns what it printed */
  async git(...args: string[]): Promise<string> {
    const date = `${START + ++this.#ticks * 3600} +0000`;
    return this.#simpleGit(date).raw(args);
  }

  #simpleGit(date: string): SimpleGit {
    const dates = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    const isolated = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', HOME: '/nonexistent', LC_ALL: 'C' };
    const env = { PATH: process.env.PATH ?? '', ...people, ...dates, ...isolated };
    const unsafe = { allowUnsafeConfigPaths: true, allowUnsafeProtocolOverride: true };
    return simpleGit({ baseDir: this.path, unsafe, allowEnvironment: Object.keys(env) }).env(env);
  }

  /** Writes files (undefined takes one away) and commits everything. @returns the commit's hash */
  async commit(message: string, content: Content = {}): Promise<string> {
    writeFiles(this.path, content);
    await this.git('add', '-A');
    await this.git('commit', '-q', '--allow-empty', '--no-gpg-sign', '-m', message);
    return (await this.git('rev-parse', 'HEAD')).trim();
  }

  /** An annotated tag with a message, a lightweight one without. */
  async tag(name: string, message?: string): Promise<void> {
    await this.git('tag', ...(message === undefined ? [] : ['-a', '-m', message]), name);
  }

  /** A branch with one commit, merged back. */
  async merge(message = "Merge branch 'topic'"): Promise<void> {
    await this.git('checkout', '-q', '-b', 'topic');
    await this.commit('feat: on a branch', { 'topic.txt': 'topic' });
    await this.git('checkout', '-q', 'main');
    await this.git('merge', '-q', '--no-ff', '-m', message, 'topic');
  }

  /** A clone beside it, made as asked. */
  async clone(...options: string[]): Promise<GitRepository> {
    const path = join(temporaryFolder(), 'module');
    await this.git('clone', '-q', ...options, `file://${this.path}`, path);
    return new GitRepository(path);
  }

  open(folder = ''): Promise<Module> {
    return open(join(this.path, folder));
  }

  items(folder = '', settings: Partial<Settings> = {}): Promise<Map<string, ReportItem>> {
    return itemsOf(join(this.path, folder), settings);
  }
}

/** Opens a folder as `check` does; closed after the test. */
export async function open(path: string): Promise<Module> {
  const module = await beginModule(path, { maxFileBytes: 2 ** 20, git: { timeout: 20_000 } }).module;
  onTestFinished(() => module.close());
  return module;
}

/** The whole pipeline on a folder. */
export async function reportOf(path: string, settings: Partial<Settings> = {}): Promise<Report> {
  const module = await open(path);
  return audit(module.sources, {
    settings: { today: '2026-01-15', ...settings },
    selected: () => true,
    toolVersion: '0.0.0',
  });
}

export async function itemsOf(path: string, settings: Partial<Settings> = {}): Promise<Map<string, ReportItem>> {
  return new Map((await reportOf(path, settings)).items.map((item) => [item.id, item]));
}
