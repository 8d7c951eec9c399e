/**
 * Several modules at the same time: this thread judges from the small end of the list, others from the large one. What a
 * thread gets and gives back is plain data. One that dies costs the module it was at; another takes its place.
 */
import { basename, join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { clear, keepTrack, type Leftover, loseTrack } from '../sources/leftovers.ts';
import { roughSize } from '../sources/module.ts';
import { type Assignment, readAssignment } from './assignment.ts';
import type { Orders, Said } from './in-thread.ts';
import { type Judged, judge, notJudged } from './judge.ts';
import type { Progress } from './progress.ts';
import { close, isEmpty, makeQueue, takeSmallest } from './queue.ts';
import type { Terminal } from './terminal.ts';

/** The folder of the command, as the build says it; from source there are no threads. */
declare const CIM_READY_BIN: string | undefined;

/**
 * What a thread must have to do to be worth its start (0.1 s of loading code, and code that is cold): git's list of this many
 * bytes is about half a second of judging.
 */
const worth = 16_384;

/** Where no list tells how much there is to do: modules that wait after so long are given to threads, in milliseconds. */
const waiting = 500;

/** How long a thread may take to end when it is asked to, in milliseconds. */
const patience = 1000;

interface Run extends Orders {
  readonly shown: Progress;
  readonly results: (Judged | undefined)[];
  /** What a bug threw, by place. */
  readonly thrown: Map<number, unknown>;
  /** Why a module was not judged to its end, by place. */
  readonly lost: Map<number, string>;
  readonly running: Set<Worker>;
}

/**
 * @param jobs how many at most at the same time, and whether as many are wanted even where it may not pay
 * @returns what came of each, in the order of the folders
 * @throws what judging the first of them threw that did
 */
export async function judgeTogether(
  folders: readonly string[],
  assignment: Assignment,
  jobs: { readonly most: number; readonly atOnce: boolean },
  shown: Progress,
  terminal: Terminal,
): Promise<Judged[]> {
  const sizes = new Map(folders.map((folder) => [folder, roughSize(folder)]));
  const order = folders.map((_, index) => index);
  const sizeOf = (index: number) => sizes.get(folders[index] ?? '') ?? 0;
  order.sort((a, b) => sizeOf(a) - sizeOf(b));
  const run: Run = {
    folders: order.map((index) => folders[index] ?? ''),
    ...{ queue: makeQueue(), assignment, isWatched: shown.history !== undefined, shown },
    ...{ results: [], thrown: new Map(), lost: new Map(), running: new Set() },
  };
  terminal.beforeSignal?.(() => stop(run));
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const atOnce = jobs.atOnce ? jobs.most - 1 : Math.min(jobs.most - 1, Math.floor(total / worth));
  const threads = Array.from({ length: atOnce }, () => keepThread(run));
  const timer = setTimeout(() => {
    for (let count = atOnce; count < jobs.most - 1; count++) threads.push(keepThread(run));
  }, waiting);
  await judgeHere(run);
  clearTimeout(timer);
  await Promise.all(threads);
  const places = order.map((_, index) => order.indexOf(index));
  for (const place of places) if (run.thrown.has(place)) throw run.thrown.get(place);
  return Promise.all(places.map((place) => run.results[place] ?? lostModule(run, place)));
}

function lostModule({ folders, assignment, lost }: Run, place: number): Promise<Judged> {
  const why = lost.get(place) ?? 'the thread that judged it ended unexpectedly';
  return notJudged(basename(folders[place] ?? ''), why, readAssignment(assignment));
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

/** Keeps one thread at work until there is none left to do, or none can be started. */
async function keepThread(run: Run): Promise<void> {
  while (typeof CIM_READY_BIN === 'string' && !isEmpty(run.queue, run.folders.length)) {
    try {
      const { folders, queue, assignment, isWatched } = run;
      const orders: Orders = { folders, queue, assignment, isWatched };
      const thread = new Worker(join(CIM_READY_BIN, 'thread.cjs'), {
        workerData: orders,
        // As much as this one has. Said in so many words, since only then a full heap ends the thread and not the process.
        resourceLimits: { maxOldGenerationSizeMb: Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20) },
      });
      if (!(await listen(thread, run))) return;
    } catch {
      return; // The system gives no thread, or Node is not allowed to make one: the others do its work.
    }
  }
}

/** @returns whether it began to judge at all, when it has ended */
function listen(thread: Worker, run: Run): Promise<boolean> {
  const leftovers = new Set<Leftover>();
  let [hasBegun, at, why]: [boolean, number | undefined, string | undefined] = [false, undefined, undefined];
  run.running.add(thread);
  thread.on('message', (said: Said) => {
    if (said.kind === 'leftover') {
      const { leftover, isKept } = said;
      (isKept ? keepTrack : loseTrack)(leftover);
      if (isKept) leftovers.add(leftover);
      else leftovers.delete(leftover);
      return;
    }
    if (said.kind === 'begun') [hasBegun, at] = [true, said.place];
    else if (said.kind !== 'searched') at = undefined;
    hear(said, run);
  });
  thread.on('error', (error: NodeJS.ErrnoException) => {
    why = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'ran out of memory' : `broke: ${error.message}`;
  });
  return new Promise((done) =>
    thread.once('exit', () => {
      run.running.delete(thread);
      clear(leftovers);
      if (at !== undefined) run.lost.set(at, `the thread that judged it ${why ?? 'ended unexpectedly'}`);
      if (at !== undefined) run.shown.done(at);
      done(hasBegun);
    }),
  );
}

function hear(said: Exclude<Said, { kind: 'leftover' }>, { folders, shown, results, thrown }: Run): void {
  const { place } = said;
  if (said.kind === 'begun') shown.begin(basename(folders[place] ?? ''), place);
  else if (said.kind === 'searched') shown.history?.(said.read, said.total, place);
  else {
    if (said.kind === 'judged') results[place] = said.judged;
    else thrown.set(place, Object.assign(new Error(said.message), { stack: said.stack }));
    shown.done(place);
  }
}

/** Ends the threads, and what they started. */
async function stop({ running, queue, folders }: Run): Promise<void> {
  close(queue, folders.length);
  await Promise.all(
    [...running].map(async (thread) => {
      const ended = new Promise((done) => thread.once('exit', done));
      thread.postMessage('stop');
      const timer = setTimeout(() => void thread.terminate(), patience);
      await ended;
      clearTimeout(timer);
    }),
  );
}
