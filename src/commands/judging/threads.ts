/**
 * Threads that judge beside the first one. What one gets and gives back is plain data. One that dies costs the module it was
 * at; another takes its place.
 */
import { basename, join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { clear, keepTrack, type Leftover, loseTrack } from '../../sources/leftovers.ts';
import type { Terminal } from '../terminal.ts';
import type { Orders, Said } from './in-thread.ts';
import type { Run } from './judge-all.ts';
import { close, isEmpty } from './queue.ts';

/** The folder of the command, as the build says it; from source there are no threads. */
declare const CIM_READY_BIN: string | undefined;

/** How long a thread may take to end when it is asked to, in milliseconds. */
const patience = 1000;

const alive = new Set<Worker>();

/** Keeps one thread at work until there is none left to do, or none can be started. */
export async function keepThread(run: Run, terminal: Terminal): Promise<void> {
  terminal.beforeSignal?.(() => stop(run));
  const { folders, queue, assignment, shown } = run;
  const orders: Orders = { folders, queue, assignment, isWatched: shown.history !== undefined };
  while (typeof CIM_READY_BIN === 'string' && !isEmpty(queue, folders.length)) {
    try {
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
  alive.add(thread);
  thread.on('message', (said: Said) => {
    if (said.kind === 'leftover') return note(said, leftovers);
    if (said.kind === 'begun') [hasBegun, at] = [true, said.place];
    else if (said.kind !== 'searched') at = undefined;
    hear(said, run);
  });
  thread.on('error', (error: NodeJS.ErrnoException) => {
    why = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'ran out of memory' : `broke: ${error.message}`;
  });
  return new Promise((done) =>
    thread.once('exit', () => {
      alive.delete(thread);
      clear(leftovers);
      if (at !== undefined) {
        run.lost.set(at, `the thread that judged it ${why ?? 'ended unexpectedly'}`);
        run.shown.done(at);
      }
      done(hasBegun);
    }),
  );
}

/** Keeps track of it here too: should this thread exit first, it clears what the other one has. */
function note({ leftover, isKept }: Extract<Said, { kind: 'leftover' }>, leftovers: Set<Leftover>): void {
  if (isKept) {
    keepTrack(leftover);
    leftovers.add(leftover);
  } else {
    loseTrack(leftover);
    leftovers.delete(leftover);
  }
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
async function stop({ queue, folders }: Run): Promise<void> {
  close(queue, folders.length);
  await Promise.all(
    [...alive].map(async (thread) => {
      const ended = new Promise((done) => thread.once('exit', done));
      thread.postMessage('stop');
      const timer = setTimeout(() => void thread.terminate(), patience);
      await ended;
      clearTimeout(timer);
    }),
  );
}
