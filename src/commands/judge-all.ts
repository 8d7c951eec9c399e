/** All modules of a run: one after another, or several at the same time where that is faster. */
import { availableParallelism, freemem } from 'node:os';
import { basename } from 'node:path';
import { type Assignment, readAssignment } from './assignment.ts';
import { type Judged, judge } from './judge.ts';
import type { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/**
 * @param jobs how many at the same time; undefined leaves it to the machine
 * @returns what came of each, in the order of the folders
 */
export async function judgeAll(
  folders: readonly string[],
  assignment: Assignment,
  jobs: number | undefined,
  shown: Progress,
  terminal: Terminal,
): Promise<Judged[]> {
  const most = Math.min(folders.length, jobs ?? (folders.length > 1 ? affordable() : 1));
  if (most > 1) {
    const { judgeTogether } = await import('./threads.ts');
    return judgeTogether(folders, assignment, { most, atOnce: jobs !== undefined }, shown, terminal);
  }
  const options = readAssignment(assignment);
  const { history } = shown;
  const judged: Judged[] = [];
  for (const [key, folder] of folders.entries()) {
    shown.begin(basename(folder), key);
    const watch = history && { watchHistory: (read: number, total: number) => history(read, total, key) };
    judged.push(await judge(folder, { ...options, ...watch }));
    shown.done(key);
  }
  return judged;
}

/** Memory that one job may come to need: the largest repository that was measured needs 0.9 GiB. */
const memoryOfOne = 2 ** 30;

/** As many as there are processors, and memory for them. */
function affordable(): number {
  const memory = Math.min(freemem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return Math.min(availableParallelism(), Math.max(1, Math.floor(memory / memoryOfOne)));
}
