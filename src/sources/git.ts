/** Facts of the module's git history: lazy, asked of git once, through a GIT_DIR of our own. */

import { join } from 'node:path';
import { fact, factOf } from '../fact.ts';
import { CommitGraph } from '../models/git/commit.ts';
import { lastValue } from '../models/git/config.ts';
import * as output from '../models/git/output.ts';
import { parseRemote, type Remote } from '../models/git/remote.ts';
import type { HistoryText } from '../models/secrets/search.ts';
import { Unavailable } from '../verdict.ts';
import { ObjectReader } from './git-batch.ts';
import { type HistoryWatch, readHistory } from './git-history.ts';
import type { GitLocation } from './git-location.ts';
import { type GitCommand, type GitLimits, programFolders, runGit } from './git-process.ts';
import { standingOf } from './git-standing.ts';
import { digestOf, type GitReads, type Journal } from './journal.ts';
import { makeShadow, type ShadowGitFolder } from './shadow-git-folder.ts';

export type { FileState } from '../models/git/output.ts';

interface Branch {
  /** Without refs/heads/; `HEAD` when no branch is checked out and none is the main one. */
  readonly name: string;
  readonly commit: string;
}

/** A tag, and whether the main branch has its commit. */
export interface PlacedTag extends output.Tag {
  readonly onMain: boolean;
}

export interface Git {
  readonly kind: GitLocation['kind'];
  /** Full hash of the checked-out commit; undefined before the first commit. */
  readonly head: string | undefined;
  /** The checked-out branch; undefined when the head is detached. */
  readonly branch: string | undefined;
  /** origin/HEAD, else main, master, the checked-out one; undefined before the first commit. */
  readonly mainBranch: Branch | undefined;
  /** True when commits are missing below some depth: what needs them could not be looked at. */
  readonly shallow: boolean;
  /** Commits whose parents are missing in a shallow clone, and which therefore seem to have none. */
  readonly shallowAt: ReadonlySet<string>;
  /** True when files of old commits are fetched on demand, which we never do. */
  readonly partial: boolean;
  /** False when the clone was told to leave tags behind. */
  readonly hasTags: boolean;
  readonly remote: Remote | undefined;
  /** Refs that git itself would refuse, left out. */
  readonly unsafeRefs: number;
  /** Everything in the index, from the repository's root, sorted. */
  tracked(): Promise<readonly output.TrackedFile[]>;
  /** The main branch's commits and how they hang together. Throws Unavailable before the first commit. */
  history(): Promise<CommitGraph>;
  /** All tags, in the order of their names. */
  tags(): Promise<readonly PlacedTag[]>;
  /** The contents that files had on the main branch itself (first parents), newest first. Paths from the repository's root. */
  fileStates(paths: readonly string[]): Promise<readonly output.FileState[]>;
  /** Bytes of an object, named as in gitrevisions(7) (`v1.0:Cargo.toml`); undefined where there is none. */
  object(name: string): Promise<Uint8Array | undefined>;
  /** The last commit at or before the head that changed something at these paths; undefined when none did. */
  lastChange(paths: readonly string[]): Promise<{ hash: string; time: number } | undefined>;
  /** How many commits lie between the first (excluded) and the second (included); undefined when one is unknown. */
  distance(from: string, to: string): Promise<number | undefined>;
  /** Every commit's added lines and message, and every tag's message, of all branches. */
  everything(): AsyncIterable<HistoryText>;
}

export interface OpenGit extends Git {
  /** Real path of the work tree's root; undefined for a bare repository. */
  readonly top: string | undefined;
  /** Git as it is asked, past the journal. */
  readonly reads: GitReads;
  /** Digest of all that was read of the repository without git. */
  state(): string;
  /**
   * Digest of all else that git's answers rest on, as it was at the first call, or when it was opened with a journal;
   * undefined where only git itself can tell.
   */
  standing(): string | undefined;
  /** Git's list of files, for later runs; undefined where it rests on more than the index. */
  listing(): Promise<Listing | undefined>;
  close(): void;
}

/** What `git ls-files` printed. */
export interface Listing {
  /** Digest of the index and of all else that it was printed of. */
  readonly of: string;
  readonly text: string;
}

export interface GitOptions {
  readonly limits: GitLimits;
  /** Hears how far the reading of the whole history has come. */
  readonly watch?: HistoryWatch | undefined;
  /** Takes down what is asked of git, the list of files excepted. */
  readonly journal?: Journal | undefined;
  /** Known from an earlier run: git is not asked for the list of the same index in the same repository again. */
  readonly listing?: Listing | undefined;
}

/** @throws Unavailable when the repository must not or cannot be read */
export function openGit(location: GitLocation, options: GitOptions): OpenGit {
  return new ShadowedGit(location, makeShadow(location), options);
}

class ShadowedGit implements OpenGit {
  readonly kind: Git['kind'];
  readonly head: string | undefined;
  readonly branch: string | undefined;
  readonly mainBranch: Branch | undefined;
  readonly shallow: boolean;
  readonly shallowAt: ReadonlySet<string>;
  readonly partial: boolean;
  readonly hasTags: boolean;
  readonly remote: Remote | undefined;
  readonly unsafeRefs: number;
  readonly top: string | undefined;
  readonly reads: GitReads;
  readonly standing: () => string | undefined;
  readonly #shadow: ShadowGitFolder;
  #objects: ObjectReader | undefined;
  readonly #options: GitOptions;
  /** As they are asked by everything here. */
  readonly #asked: GitReads;

  constructor({ kind, top, config, commonFolder }: GitLocation, shadow: ShadowGitFolder, options: GitOptions) {
    this.#options = options;
    this.top = top;
    const { refs, shallowAt, partial } = shadow;
    this.standing = fact(() => standingOf(join(commonFolder, 'objects'), programFolders(), Date.now()));
    if (options.journal !== undefined) this.standing();
    this.#shadow = shadow;
    this.reads = {
      git: async (args) => runGit(this.#command(), args),
      object: async (name) => {
        this.#objects ??= new ObjectReader(this.#command());
        return this.#objects.read(name);
      },
    };
    this.#asked = options.journal?.ofGit(this.reads) ?? this.reads;
    const resolve = (ref: string): string | undefined => refs.values.get(refs.symbolic.get(ref) ?? ref);
    const branchRef = /^ref:\s*(.+)$/.exec(shadow.head)?.[1];
    this.kind = kind;
    this.head = branchRef === undefined ? shadow.head : resolve(branchRef);
    this.branch = branchRef?.replace(/^refs\/heads\//, '');
    this.mainBranch = findMain(resolve, refs.symbolic.get('refs/remotes/origin/HEAD'), this.branch, this.head);
    this.shallow = shallowAt.size > 0;
    this.shallowAt = shallowAt;
    this.partial = partial;
    this.hasTags = lastValue(config, 'remote.origin.tagopt') !== '--no-tags';
    this.remote = parseRemote(lastValue(config, 'remote.origin.url') ?? '');
    this.unsafeRefs = refs.unsafe;
  }

  readonly #command = fact((): GitCommand => ({ ...this.#shadow.place(), limits: this.#options.limits }));

  readonly state = fact((): string => {
    const { kind, hasTags, remote, partial, unsafeRefs, shallowAt } = this;
    const { config, head, hasIndex, objectsRefused, refs } = this.#shadow;
    // No ref has a blank in its name.
    const named = [...refs.values, ...refs.symbolic].map((ref) => ref.join(' ')).sort();
    const all = [
      kind,
      hasTags,
      remote,
      partial,
      unsafeRefs,
      [...shallowAt],
      config,
      head,
      hasIndex,
      objectsRefused,
      named,
    ];
    return digestOf(JSON.stringify(all));
  });

  readonly #list = fact(async (): Promise<string> => {
    const { listing } = this.#options;
    if (listing !== undefined && listing.of === this.#listed()) return listing.text;
    this.#shadow.copyIndex();
    return (await runGit(this.#command(), output.TRACKED_ARGUMENTS)).toString();
  });

  readonly tracked = fact(async () => output.parseTracked(await this.#list()));

  async listing(): Promise<Listing | undefined> {
    const of = this.#listed();
    return of === undefined ? undefined : { of, text: await this.#list() };
  }

  #listed(): string | undefined {
    const { index } = this.#shadow;
    return index === undefined ? undefined : digestOf(index, this.state());
  }

  readonly history = fact(async () => {
    this.#checkObjects();
    if (this.mainBranch === undefined) throw new Unavailable('there is no commit yet');
    const log = await this.#run('log', '-z', '--topo-order', output.LOG_FORMAT, this.mainBranch.commit, '--');
    return new CommitGraph(output.parseLog(log));
  });

  readonly tags = fact(async () => {
    this.#checkObjects();
    const { values, symbolic } = this.#shadow.refs;
    const refs = [...values.keys(), ...symbolic.keys()].filter((ref) => ref.startsWith('refs/tags/')).sort();
    if (refs.length === 0) return [];
    // First of all the history: where both fail, its trouble is told.
    const graph = await this.history();
    return Promise.all(refs.map((ref) => readTag(ref, graph, this.#asked)));
  });

  readonly #states = factOf(async (key: string) => {
    const paths = new Set(key.split('\0'));
    const main = this.mainBranch?.commit ?? '';
    const text = await this.#ask(...output.STATES_ARGUMENTS, main, '--', ...output.pathspecs([...paths]));
    return output.parseStates(text).filter(({ path }) => paths.has(path));
  });

  async fileStates(paths: readonly string[]): Promise<readonly output.FileState[]> {
    return paths.length === 0 || this.mainBranch === undefined ? [] : this.#states(paths.join('\0'));
  }

  async object(name: string): Promise<Uint8Array | undefined> {
    this.#checkObjects();
    const found = await this.#asked.object(name);
    if (found === undefined && this.partial) throw new Unavailable(`${name} may be missing in this partial clone`);
    return found?.bytes;
  }

  async lastChange(paths: readonly string[]): Promise<{ hash: string; time: number } | undefined> {
    if (this.head === undefined || paths.length === 0) return undefined;
    const text = await this.#ask('log', '-1', '--format=%H %ct', this.head, '--', ...paths.map(output.literalPathspec));
    const [hash, time] = text.trim().split(' ');
    return hash ? { hash, time: Number(time) } : undefined;
  }

  async distance(from: string, to: string): Promise<number | undefined> {
    if (![from, to].every((hash) => /^[0-9a-f]{40,64}$/.test(hash))) return undefined;
    const known = await Promise.all([this.object(from), this.object(to)]);
    if (known.includes(undefined)) return undefined;
    return Number(await this.#ask('rev-list', '--count', `${from}..${to}`));
  }

  everything(): AsyncIterable<HistoryText> {
    this.#checkObjects();
    this.#options.journal?.giveUp();
    return readHistory(this.#command(), this.tags, this.#options.watch);
  }

  close(): void {
    this.#objects?.close();
    this.#shadow.dispose();
  }

  async #ask(...args: string[]): Promise<string> {
    return (await this.#run(...args)).toString();
  }

  async #run(...args: string[]): Promise<Buffer> {
    this.#checkObjects();
    return this.#asked.git(args);
  }

  #checkObjects(): void {
    if (this.#shadow.objectsRefused !== undefined) throw new Unavailable(this.#shadow.objectsRefused);
  }
}

/** The branch that origin/HEAD names has the local state when it is checked out: that is what is being judged. */
function findMain(
  resolve: (ref: string) => string | undefined,
  originHead: string | undefined,
  branch: string | undefined,
  head: string | undefined,
): Branch | undefined {
  const named = originHead?.replace(/^refs\/remotes\/origin\//, '');
  for (const name of named === undefined ? ['main', 'master'] : [named, 'main', 'master']) {
    const places =
      name === branch
        ? [`refs/heads/${name}`, `refs/remotes/origin/${name}`]
        : name === named
          ? [`refs/remotes/origin/${name}`, `refs/heads/${name}`]
          : [`refs/heads/${name}`, `refs/remotes/origin/${name}`];
    const commit = places.map(resolve).find((hash) => hash !== undefined);
    if (commit !== undefined) return { name, commit };
  }
  return head === undefined ? undefined : { name: branch ?? 'HEAD', commit: head };
}

/** @throws Unavailable when what the ref names is missing */
async function readTag(ref: string, graph: CommitGraph, asked: GitReads): Promise<PlacedTag> {
  const name = ref.slice('refs/tags/'.length);
  const object = await asked.object(ref);
  if (object === undefined) throw new Unavailable(`git has no object for the tag ${name}`);
  const { nested, ...tag } = output.readTagObject(object.name, object.type, object.bytes.toString());
  const commit = nested ? (await asked.object(`${ref}^{commit}`))?.name : tag.commit;
  return { name, ...tag, commit, onMain: commit !== undefined && graph.has(commit) };
}
