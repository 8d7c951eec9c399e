/** Everything that was ever added to a repository, as a stream: histories do not fit into memory. */
import type { Tag } from '../models/git/output.ts';
import { PATCH_FORMAT, PatchReader } from '../models/git/patch.ts';
import type { HistoryText } from '../models/secrets/search.ts';
import { type GitCommand, runGit, startGit, watchGit } from './git-process.ts';

// `--text`: an attribute must not hide a file by calling it binary. `--cc`: what a merge itself adds is in neither parent.
const ARGUMENTS = [
  ...['-c', 'core.quotePath=false', 'log', '--all', '--patch', '--cc', '--text', '--no-textconv', '--no-ext-diff'],
  ...['--no-renames', '--no-color', '--unified=0', '--no-prefix', '--submodule=short', PATCH_FORMAT],
];

/** Hears how many commits are read, of how many. */
export type HistoryWatch = (read: number, total: number) => void;

/** @param tags read when the commits are through */
export async function* readHistory(
  command: GitCommand,
  tags: () => Promise<readonly Tag[]>,
  watch?: HistoryWatch,
): AsyncGenerator<HistoryText> {
  const total = watch === undefined ? 0 : Number(await runGit(command, ['rev-list', '--count', '--all', '--']));
  let read = 0;
  const child = startGit(command, ARGUMENTS);
  const reader = new PatchReader();
  const unbounded = { ...command, limits: { ...command.limits, output: Number.POSITIVE_INFINITY } };
  for await (const chunk of watchGit(unbounded, child, 'log')) {
    for (const entry of reader.take(chunk)) {
      yield entry;
      if (entry.kind === 'message') watch?.(++read, total);
    }
  }
  yield* reader.end();
  for (const { name, message, annotated } of await tags()) {
    if (annotated) yield { kind: 'tag', tag: name, text: message };
  }
}
