/** Commits, and the header of Conventional Commits 1.0.0 (https://www.conventionalcommits.org/en/v1.0.0/#specification). */

import { byScript } from '../text/ascii.ts';

export interface Commit {
  readonly hash: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string; readonly time: number };
  /** Seconds since 1970. */
  readonly time: number;
  /** First line of the message: what the specification calls the header. */
  readonly header: string;
  /** The whole message, read when it is asked for: few are, and together they are most of a history. */
  message(): string;
}

export interface ConventionalCommit {
  /** In lower case: the specification wants types told apart without regard to it. */
  readonly type: string;
  readonly scope: string | undefined;
  readonly description: string;
}

// A type and a scope are nouns: one word each for the type, anything within the brackets for the scope.
const headerPattern = byScript(
  /^([A-Za-z0-9][\w-]*)(?:\(([^()\r\n]*\S[^()\r\n]*)\))?!?: +(\S.*)$/,
  /^([\p{L}\p{N}][\p{L}\p{N}_-]*)(?:\(([^()\r\n]*\S[^()\r\n]*)\))?!?: +(\S.*)$/u,
);
const typeOnly = byScript(/^[\w-]+(?:\([^()]*\))?!?$/, /^[\p{L}\p{N}_-]+(?:\([^()]*\))?!?$/u);
const typeAndBlank = byScript(/^[\w-]+\s+(?:\(|!|$)/, /^[\p{L}\p{N}_-]+\s+(?:\(|!|$)/u);

/** @returns the parts of a header, or undefined when it is not conventional */
export function parseConventional(header: string): ConventionalCommit | undefined {
  const parts = headerPattern(header).exec(header);
  if (!parts) return undefined;
  const [, type = '', scope, description = ''] = parts;
  return { type: type.toLowerCase(), scope, description };
}

/**
 * What keeps a header from being conventional, in words.
 * @param types the only types allowed, in lower case; any noun when undefined
 */
export function conventionalProblem(header: string, types?: ReadonlySet<string>): string | undefined {
  const parsed = parseConventional(header);
  if (parsed) return types && !types.has(parsed.type) ? `type \`${parsed.type}\` is not in the list` : undefined;
  const colon = header.indexOf(':');
  if (header === '') return 'has no header';
  if (colon < 0) return 'has no type';
  const prefix = header.slice(0, colon);
  if (typeOnly(prefix).test(prefix)) {
    if (/\(\s*\)/.test(prefix)) return 'has an empty scope';
    return header.slice(colon + 1).trim() === '' ? 'has no description' : 'has no blank after the colon';
  }
  if (typeAndBlank(prefix).test(prefix)) return 'has a blank between the type and the colon';
  return 'has no type: what stands before the colon is no single word';
}

/** The first commit that each name in a history stands for, with what can be reached from it. */
export class CommitGraph {
  readonly commits: readonly Commit[];
  readonly #places: ReadonlyMap<string, number>;

  /** @param commits every commit that can be reached from the first one, which comes first */
  constructor(commits: readonly Commit[]) {
    this.commits = commits;
    this.#places = new Map(commits.map(({ hash }, place) => [hash, place]));
  }

  has(hash: string): boolean {
    return this.#places.has(hash);
  }

  get(hash: string): Commit | undefined {
    return this.commits[this.#places.get(hash) ?? -1];
  }

  /** Place in the list, 0 being the head. */
  placeOf(hash: string): number | undefined {
    return this.#places.get(hash);
  }

  /** The head and its first parents: the states that the branch itself was in, newest first. */
  firstParents(): Commit[] {
    const line: Commit[] = [];
    for (let commit = this.commits[0]; commit; commit = this.get(commit.parents[0] ?? '')) line.push(commit);
    return line;
  }

  /** Commits that cannot be reached from `hash`, in the order of the list; all of them when it is undefined. */
  since(hash: string | undefined): Commit[] {
    const start = hash === undefined ? undefined : this.#places.get(hash);
    if (start === undefined) return [...this.commits];
    const reached = new Uint8Array(this.commits.length);
    const waiting = [start];
    reached[start] = 1;
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      for (const parent of this.commits[place]?.parents ?? []) {
        const next = this.#places.get(parent);
        if (next === undefined || reached[next] === 1) continue;
        reached[next] = 1;
        waiting.push(next);
      }
    }
    return this.commits.filter((_, place) => reached[place] === 0);
  }
}
