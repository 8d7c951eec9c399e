/** The other side of `threads.ts`: judges modules as long as there are some, and says what comes of it. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Leftover, tellLeftovers } from '../../sources/leftovers.ts';
import { type Assignment, readAssignment } from './assignment.ts';
import { type Judged, judge } from './judge.ts';
import { type Queue, takeLargest } from './queue.ts';

export interface Orders {
  /** From small to large. */
  readonly folders: readonly string[];
  readonly queue: Queue;
  readonly assignment: Assignment;
  /** Somebody looks at how far the reading of a history has come. */
  readonly isWatched: boolean;
}

/** `place` is one in the list of folders. */
export type Said =
  | { readonly kind: 'begun'; readonly place: number }
  | { readonly kind: 'searched'; readonly place: number; readonly read: number; readonly total: number }
  | { readonly kind: 'judged'; readonly place: number; readonly judged: Judged }
  | { readonly kind: 'broke'; readonly place: number; readonly message: string; readonly stack: string | undefined }
  | { readonly kind: 'leftover'; readonly leftover: Leftover; readonly isKept: boolean };

/** How often a long search is told, in seconds. */
const breath = 0.1;

export async function judgeInThread(): Promise<void> {
  const { folders, queue, assignment, isWatched }: Orders = workerData;
  const say = (said: Said): void => parentPort?.postMessage(said);
  // Asked to stop. Ending by `exit` ends git's processes and takes the temporary folders away.
  parentPort?.once('message', () => process.exit());
  tellLeftovers((leftover, isKept) => say({ kind: 'leftover', leftover, isKept }));
  const options = readAssignment(assignment);
  for (;;) {
    const place = takeLargest(queue, folders.length);
    const folder = folders[place ?? -1];
    if (place === undefined || folder === undefined) break;
    say({ kind: 'begun', place });
    const watchHistory = sparsely((read, total) => say({ kind: 'searched', place, read, total }));
    try {
      say({
        kind: 'judged',
        place,
        judged: await judge(folder, { ...options, ...(isWatched ? { watchHistory } : {}) }),
      });
    } catch (thrown) {
      const { message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
      say({ kind: 'broke', place, message, stack });
    }
  }
  process.exit();
}

function sparsely(tell: (read: number, total: number) => void): (read: number, total: number) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (read, total) => {
    if (process.uptime() - toldAt < breath) return;
    toldAt = process.uptime();
    tell(read, total);
  };
}
