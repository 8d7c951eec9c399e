/** Git histories in memory, for the tests of rules: what sources/git.ts gives of a real repository, without a process. */
import { type Commit, CommitGraph } from '../src/models/git/commit.ts';
import type { FileState, Git, PlacedTag } from '../src/sources/git.ts';

type Tree = Readonly<Record<string, string>>;

interface Made {
  readonly commit: Commit;
  readonly tree: Tree;
}

interface TagOptions {
  readonly annotated?: boolean;
  readonly signed?: boolean;
}

const START = Date.UTC(2025, 0, 1, 12) / 1000;

/** Each method gives a longer history; the old one stays as it was. */
export class TestHistory {
  readonly #made: readonly Made[];
  readonly #tags: readonly PlacedTag[];
  readonly #facts: Partial<Git>;

  constructor(made: readonly Made[] = [], tags: readonly PlacedTag[] = [], facts: Partial<Git> = {}) {
    this.#made = made;
    this.#tags = tags;
    this.#facts = facts;
  }

  get #head(): Made | undefined {
    return this.#made.at(-1);
  }

  /** @param changes files by path; undefined takes one away */
  commit(
    message: string,
    changes: Readonly<Record<string, string | undefined>> = {},
    extraParents: string[] = [],
  ): TestHistory {
    const number = this.#made.length + 1;
    const time = START + number * 3600;
    const files = Object.entries({ ...this.#head?.tree, ...changes }).filter(([, text]) => text !== undefined);
    const commit = {
      hash: number.toString(16).padStart(7, 'a').padEnd(40, '0'),
      parents: [...(this.#head === undefined ? [] : [this.#head.commit.hash]), ...extraParents],
      author: { name: 'Ada', email: 'ada@example.org', time },
      time,
      header: message.split('\n')[0] ?? '',
      message: () => message,
    };
    return new TestHistory(
      [...this.#made, { commit, tree: Object.fromEntries(files) as Tree }],
      this.#tags,
      this.#facts,
    );
  }

  /** A merge of a branch whose only commit it makes. */
  merge(message = "Merge branch 'topic'"): TestHistory {
    const side = this.commit('feat: on a branch');
    const main = this.#head?.commit.hash;
    const longer = side.commit(message, {}, main === undefined ? [] : [main]);
    return longer;
  }

  tag(name: string, { annotated = true, signed = true }: TagOptions = {}): TestHistory {
    const head = this.#head;
    const tag = {
      name,
      commit: head?.commit.hash,
      annotated,
      signed,
      time: head?.commit.time ?? 0,
      message: name,
      onMain: true,
    };
    return new TestHistory(this.#made, [...this.#tags, tag], this.#facts);
  }

  /** The same with other facts, such as a shallow clone's. */
  with(facts: Partial<Git>): TestHistory {
    return new TestHistory(this.#made, this.#tags, { ...this.#facts, ...facts });
  }

  /** As `git clone --depth` leaves it: the last commits, the first of them without parents, and no tags. */
  shallow(depth: number): TestHistory {
    const kept = this.#made
      .slice(-depth)
      .map(({ commit, tree }, index) => ({ tree, commit: index === 0 ? { ...commit, parents: [] } : commit }));
    const tags = this.#tags.filter(({ commit }) => kept.some((made) => made.commit.hash === commit));
    return new TestHistory(kept, tags, {
      ...this.#facts,
      shallow: true,
      shallowAt: new Set([kept[0]?.commit.hash ?? '']),
    });
  }

  readonly git = async (): Promise<Git> => {
    const made = this.#made;
    const head = this.#head?.commit.hash;
    const graph = new CommitGraph(made.map(({ commit }) => commit).reverse());
    const treeAt = (rev: string) => made.find(({ commit }) => commit.hash === rev)?.tree;
    return {
      kind: 'repository',
      head,
      branch: 'main',
      mainBranch: head === undefined ? undefined : { name: 'main', commit: head },
      shallow: false,
      shallowAt: new Set(),
      partial: false,
      hasTags: true,
      remote: undefined,
      unsafeRefs: 0,
      tracked: async () =>
        Object.keys(this.#head?.tree ?? {}).map((path) => ({
          path,
          kind: 'file',
          executable: false,
          blob: path,
          absent: false,
        })),
      history: async () => graph,
      tags: async () => this.#tags,
      fileStates: async (paths) => this.#states(paths),
      object: async (name) => {
        const colon = name.indexOf(':');
        const text = treeAt(name.slice(0, 40))?.[name.slice(colon + 1)];
        return text === undefined ? undefined : new TextEncoder().encode(text);
      },
      lastChange: async (paths) => {
        const last = this.#states(paths, true)[0];
        return last && { hash: last.commit, time: last.time };
      },
      distance: async (from, to) => {
        const [a, b] = [graph.placeOf(from), graph.placeOf(to)];
        return a === undefined || b === undefined ? undefined : a - b;
      },
      async *everything() {},
      ...this.#facts,
    };
  };

  /** Newest first; blobs are named so that `object` finds them. */
  #states(paths: readonly string[], below = false): FileState[] {
    const states = this.#made.flatMap(({ commit, tree }, index) => {
      const before = this.#made[index - 1]?.tree ?? {};
      const changed = [...new Set([...Object.keys(tree), ...Object.keys(before)])].filter(
        (path) => tree[path] !== before[path],
      );
      return changed
        .filter((path) => paths.some((wanted) => path === wanted || (below && path.startsWith(`${wanted}/`))))
        .map((path) => ({
          path,
          commit: commit.hash,
          time: commit.time,
          blob: tree[path] === undefined ? undefined : `${commit.hash}:${path}`,
        }));
    });
    return states.reverse();
  }
}
