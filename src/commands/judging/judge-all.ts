/**
 * All modules of a run: one after another in this thread, and from the other end of the list in more threads where that is
 * faster (docs/adr/0806-several-modules.md). The threads' own code is loaded when the first of them starts.
 */
import { availableParallelism, freemem } from 'node:os';
import { basename } from 'node:path';
import { roughSize } from '../../sources/module.ts';
import type { Terminal } from '../terminal.ts';
import { type Assignment, readAssignment } from './assignment.ts';
import { type Judged, judge, notJudged } from './judge.ts';
import type { Progress } from './progress.ts';
import { isEmpty, makeQueue, type Queue, takeSmallest } from './queue.ts';

/**
 * What a thread must have to do to be worth its start (50 ms, and code that is cold): git's list of this many bytes is about
 * half a second of judging where answers were kept from another run, and three times that where none were.
 */
const worth = 32_768;

/** Where no list tells how much there is to do: modules that wait after so long are given to threads, in milliseconds. */
const waiting = 1000;

/** Memory that one job may come to need: the largest repository that was measured needs 0.9 GiB. */
const memoryOfOne = 2 ** 30;

/** What all threads of a run work on; a module's place is that in `folders`. */
export interface Run {
  /** From small to large where there may be several jobs; otherwise as asked. */
  readonly folders: readonly string[];
  readonly queue: Queue;
  readonly assignment: Assignment;
  readonly shown: Progress;
  readonly results: (Judged | undefined)[];
  /** What a bug threw, by place. */
  readonly thrown: Map<number, unknown>;
  /** Why a module was not judged to its end, by place. */
  readonly lost: Map<number, string>;
}

/**
 * @param jobs how many at the same time; undefined leaves it to the machine and to what there is to do
 * @returns what came of each, in the order of the folders
 * @throws what judging the first of them threw that did
 */
export async function judgeAll(
  folders: readonly string[],
  assignment: Assignment,
  jobs: number | undefined,
  shown: Progress,
  terminal: Terminal,
): Promise<Judged[]> {
  const most = Math.min(folders.length, jobs ?? (folders.length > 1 ? affordable() : 1));
  const sizes = folders.map((folder) => (most > 1 ? roughSize(folder) : 0));
  const order = folders.map((_, index) => index).sort((a, b) => (sizes[a] ?? 0) - (sizes[b] ?? 0));
  const run: Run = {
    folders: order.map((index) => folders[index] ?? ''),
    ...{ queue: makeQueue(), assignment, shown, results: [], thrown: new Map(), lost: new Map() },
  };
  const paying = Math.floor(sizes.reduce((sum, size) => sum + size, 0) / worth);
  const threads = startThreads(run, most - 1, jobs === undefined ? Math.min(paying, most - 1) : most - 1, terminal);
  await judgeHere(run);
  await threads.ended();
  const places = folders.map((_, index) => order.indexOf(index));
  for (const place of places) if (run.thrown.has(place)) throw run.thrown.get(place);
  return Promise.all(places.map((place) => run.results[place] ?? lostModule(run, place)));
}

/** As many as there are processors, and memory for them. */
function affordable(): number {
  const memory = Math.min(freemem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return Math.min(availableParallelism(), Math.max(1, Math.floor(memory / memoryOfOne)));
}

/** Starts some threads at once, and the rest when modules still wait after a while. */
function startThreads(run: Run, most: number, atOnce: number, terminal: Terminal): { ended(): Promise<void> } {
  const running: Promise<void>[] = [];
  const start = async (): Promise<void> => (await import('./threads.ts')).keepThread(run, terminal);
  for (let count = 0; count < atOnce; count++) running.push(start());
  const startRest = () => {
    if (isEmpty(run.queue, run.folders.length)) return;
    for (let count = atOnce; count < most; count++) running.push(start());
  };
  const timer = atOnce < most ? setTimeout(startRest, waiting) : undefined;
  return {
    ended: async () => {
      clearTimeout(timer);
      await Promise.all(running);
    },
  };
}

async function judgeHere({ folders, queue, assignment, shown, results, thrown }: Run): Promise<void> {
  const options = readAssignment(assignment);
  const { history } = shown;
  for (;;) {
    const place = takeSmallest(queue, folders.length);
    const folder = folders[place ?? -1];
    if (place === undefined || folder === undefined) return;
    shown.begin(basename(folder), place);
    const watch = history && { watchHistory: (read: number, total: number) => history(read, total, place) };
    try {
      results[place] = await judge(folder, { ...options, ...watch });
    } catch (bug) {
      thrown.set(place, bug);
    }
    shown.done(place);
  }
}

function lostModule({ folders, assignment, lost }: Run, place: number): Promise<Judged> {
  const why = lost.get(place) ?? 'the thread that judged it ended unexpectedly';
  return notJudged(basename(folders[place] ?? ''), why, readAssignment(assignment));
}
