/**
 * Modules to judge in tests, and assertions on verdicts. `ready` is the one perfect module; a test breaks one thing in
 * it and the assertion also checks that no other rule changed its mind.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { rules } from '../rules/index.ts';
import type { AnswerStore } from '../src/models/kept/answers.ts';
import { Repo, type Settings } from '../src/repo.ts';
import type { ReportItem } from '../src/report.ts';
import { Unavailable } from '../src/rule.ts';
import { ask } from '../src/run.ts';
import { memoryFiles } from '../src/sources/files.ts';
import type { Git } from '../src/sources/git.ts';
import { TestHistory } from './history.ts';
import { memoryStore } from './memory-store.ts';

type Content = Readonly<Record<string, string | Uint8Array>>;
type GitSource = () => Promise<Git>;

const noGit: GitSource = async () => {
  throw new Unavailable('the module is not in a git repository');
};

const defaults: Settings = { today: '2026-01-15' };

const stores = new Map<GitSource, AnswerStore>();

/**
 * One store of answers for all modules of a history: a changed module is judged with what its base and its siblings left
 * there, so that every test of a rule is also one of whether an answer still holds. A commit's hash in a test is made up,
 * so that another history is another world.
 */
function storeOf(git: GitSource): AnswerStore {
  const known = stores.get(git) ?? memoryStore();
  stores.set(git, known);
  return known;
}

/** A module in memory. `with` and `without` make changed copies that remember what they were made from. */
export class TestModule {
  readonly content: Content;
  readonly git: GitSource;
  readonly settings: Settings;
  readonly base: TestModule | undefined;
  #items: Promise<Map<string, ReportItem>> | undefined;

  constructor(content: Content, git: GitSource = noGit, settings: Settings = defaults, base?: TestModule) {
    this.content = content;
    this.git = git;
    this.settings = settings;
    this.base = base;
  }

  #copy(change: { content?: Content; git?: GitSource; settings?: Settings }): TestModule {
    const { content = this.content, git = this.git, settings = this.settings } = change;
    return new TestModule(content, git, settings, this.base ?? this);
  }

  /** The same module with a file added or replaced; a function gets the old text. */
  with(path: string, text: string | Uint8Array | ((old: string) => string)): TestModule {
    const old = this.content[path];
    const next = typeof text === 'function' ? text(typeof old === 'string' ? old : '') : text;
    if (typeof text === 'function' && next === old) throw new Error(`the change to ${path} changes nothing`);
    return this.#copy({ content: { ...this.content, [path]: next } });
  }

  /** The same module without the files whose path is given, or begins with it when it ends in a slash. */
  without(...paths: string[]): TestModule {
    const gone = (path: string) =>
      paths.some((given) => path === given || (given.endsWith('/') && path.startsWith(given)));
    const kept = Object.entries(this.content).filter(([path]) => !gone(path));
    if (kept.length === Object.keys(this.content).length) throw new Error(`nothing to take away: ${paths.join(', ')}`);
    return this.#copy({ content: Object.fromEntries(kept) });
  }

  /** The same module under other settings of the auditor. */
  under(settings: Partial<Settings>): TestModule {
    return this.#copy({ settings: { ...this.settings, ...settings } });
  }

  /** The same files with another git history. */
  withGit(git: GitSource): TestModule {
    return this.#copy({ git });
  }

  repo(): Repo {
    const files = memoryFiles(this.content);
    const sources = { name: 'cim-parcel', files, repositoryFiles: files, folder: '', git: this.git };
    return new Repo({ ...sources, answers: storeOf(this.git) }, this.settings);
  }

  /** Every rule's item, asked once. */
  items(): Promise<Map<string, ReportItem>> {
    this.#items ??= (async () => {
      const repo = this.repo();
      const items = await Promise.all(rules.map((rule) => ask(rule, repo)));
      return new Map(items.map((item) => [item.id, item]));
    })();
    return this.#items;
  }
}

/** A module of exactly these files, with no git unless one is given. */
export const moduleOf = (content: Content, git?: GitSource): TestModule => new TestModule(content, git);

/** Reads a folder of fixtures/ into memory. */
export function readFixture(name: string): Record<string, string> {
  const root = join(import.meta.dirname, '..', 'fixtures', name);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(root.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')];
    }),
  );
}

const readyFiles = readFixture('ready');
const manifestAt = (version: string) =>
  (readyFiles['Cargo.toml'] ?? '').replace(/^version = .*$/m, `version = "${version}"`);

/** The history of the module that passes everything: two releases, the second at the head. */
export const readyHistory = new TestHistory()
  .commit('feat: register and deliver parcels', { 'Cargo.toml': manifestAt('1.0.0') })
  .tag('v1.0.0')
  .commit('feat(parcel): read the form', { 'src/parcel.rs': 'the form' })
  .commit('chore: release 1.1.0', { 'Cargo.toml': manifestAt('1.1.0'), 'lcov.info': 'measured' })
  .tag('v1.1.0');

/** The module that passes everything. */
export const ready = new TestModule(readyFiles, readyHistory.git);

export interface Expectation {
  /** Ids (or groups with a trailing slash) that this change rightly moves too. */
  readonly also?: readonly string[];
}

async function expectVerdict(
  id: string,
  module: TestModule,
  verdict: ReportItem['verdict'],
  message: RegExp | undefined,
  { also = [] }: Expectation,
): Promise<ReportItem> {
  const items = await module.items();
  const item = items.get(id);
  if (item === undefined) throw new Error(`no rule has the id ${id}`);
  const said = item.evidence.map(({ path, line, message }) => `${path ?? ''}:${line ?? ''} ${message}`).join('\n');
  expect(`${id}: ${item.verdict}\n${said}`).toContain(`${id}: ${verdict}\n`);
  if (message !== undefined) expect(said).toMatch(message);
  if (module.base !== undefined) await expectOthersUnmoved(module.base, items, [id, ...also]);
  return item;
}

async function expectOthersUnmoved(base: TestModule, items: Map<string, ReportItem>, moved: readonly string[]) {
  const before = await base.items();
  const changed = [...items.values()]
    .filter(({ id, verdict }) => verdict !== before.get(id)?.verdict)
    .filter(({ id }) => !moved.some((known) => known === id || (known.endsWith('/') && id.startsWith(known))))
    .map(({ id, verdict, evidence }) => `${id}: ${before.get(id)?.verdict} → ${verdict} (${evidence[0]?.message})`);
  expect(changed, 'rules that changed their mind too').toEqual([]);
}

/** The item fails, some evidence matches, and no other rule changes its verdict against the module it was made from. */
export const breaks = (id: string, module: TestModule, message: RegExp, expectation: Expectation = {}) =>
  expectVerdict(id, module, 'fail', message, expectation);

/** The item passes. */
export const holds = (id: string, module: TestModule, message?: RegExp, expectation: Expectation = {}) =>
  expectVerdict(id, module, 'pass', message, expectation);

/** The item is left to a person. */
export const reviews = (id: string, module: TestModule, message: RegExp, expectation: Expectation = {}) =>
  expectVerdict(id, module, 'review', message, expectation);

/** This run could not look. */
export const opens = (id: string, module: TestModule, message: RegExp, expectation: Expectation = {}) =>
  expectVerdict(id, module, 'open', message, expectation);

/** The item cannot apply to this module. */
export const doesNotApply = (id: string, module: TestModule, message: RegExp, expectation: Expectation = {}) =>
  expectVerdict(id, module, 'notApplicable', message, expectation);
