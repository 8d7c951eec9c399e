/** Where the judged part of the history begins: at the last release, or where the auditor says. */
import { releasesBefore } from '../models/release/release.ts';
import type { Repo } from '../repo.ts';
import { Unavailable } from '../rule.ts';

export interface HistoryStart {
  /** For messages: `since v1.0.0`. */
  readonly words: string;
  /** The last commit that is not judged; undefined when all are. */
  readonly commit: string | undefined;
  /** Earlier commits are not judged; seconds since 1970. */
  readonly time: number;
}

/**
 * The newest release that the main branch's head does not bear, or all commits.
 * @throws Unavailable when the auditor names what the branch does not have
 */
export async function sinceLastRelease(repo: Repo): Promise<HistoryStart> {
  const { commitsSince } = repo.settings;
  if (commitsSince !== undefined) return startAt(repo, commitsSince);
  const [git, { tags }] = await Promise.all([repo.git(), repo.releases()]);
  const history = await git.history();
  const [release] = releasesBefore(tags, (commit) => history.placeOf(commit));
  return release === undefined
    ? { words: 'in the whole history', commit: undefined, time: 0 }
    : { words: `since ${release.tag.name}`, commit: release.tag.commit, time: 0 };
}

/**
 * @param start a date (YYYY-MM-DD), a tag or a commit's hash, at least seven digits of it
 * @throws Unavailable when the main branch has no such tag or commit
 */
export async function startAt(repo: Repo, start: string | undefined): Promise<HistoryStart> {
  if (start === undefined) return { words: 'in the whole history', commit: undefined, time: 0 };
  const words = `since ${start}`;
  if (/^\d{4}-\d\d-\d\d$/.test(start)) return { words, commit: undefined, time: Date.parse(start) / 1000 };
  const git = await repo.git();
  const { commits } = await git.history();
  const tags = await git.tags();
  const tag = tags.find(({ name, onMain }) => name === start && onMain)?.commit;
  const named = /^[0-9a-f]{7,64}$/.test(start) ? commits.filter(({ hash }) => hash.startsWith(start)) : [];
  const commit = tag ?? (named.length === 1 ? named[0]?.hash : undefined);
  if (commit === undefined) throw new Unavailable(`the main branch has no tag or commit ${start}`);
  return { words, commit, time: 0 };
}
