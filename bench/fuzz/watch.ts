/**
 * Runs a fuzzer in a thread of its own. What it is trying stands in memory that both threads see, so that an input on which it
 * hangs or dies is known; then another thread goes on with another seed, until the time is over.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, Worker, workerData } from 'node:worker_threads';

export interface Finding {
  /** Findings with the same name are one. */
  readonly name: string;
  readonly input: string;
}

interface Shared {
  readonly memory: SharedArrayBuffer;
  readonly seed: number;
  /** When to stop, in milliseconds since 1970. */
  readonly end: number;
  /** On what the thread before hung or died. */
  readonly after: string | undefined;
}

const ROOM = 4 * 2 ** 20;
const HEAD = 8;

/** The thread's end: what the fuzzer says. */
export class Desk {
  readonly #head: Int32Array;
  readonly #bytes: Uint8Array;
  readonly seed: number;
  readonly end: number;
  /** On what the thread before this one hung or died. */
  readonly after: string | undefined;

  constructor() {
    const { memory, seed, end, after } = workerData as Shared;
    this.#head = new Int32Array(memory, 0, 2);
    this.#bytes = new Uint8Array(memory, HEAD);
    this.seed = seed;
    this.end = end;
    this.after = after;
  }

  /** Notes what is tried next. */
  trying(input: string): void {
    Atomics.store(this.#head, 1, new TextEncoder().encodeInto(input, this.#bytes).written);
    Atomics.add(this.#head, 0, 1);
  }

  found(finding: Finding): void {
    parentPort?.postMessage({ finding });
  }

  /** Adds counts to what is told at the end. */
  count(counts: Readonly<Record<string, number>>): void {
    parentPort?.postMessage({ counts });
  }

  /** Tells a line at the end. */
  tell(line: string): void {
    parentPort?.postMessage({ line });
  }

  get over(): boolean {
    return Date.now() >= this.end;
  }
}

export interface Watched {
  readonly url: string;
  readonly seed: number;
  readonly seconds: number;
  /** Longest CPU time for one input, in milliseconds; of the clock it may take ten times that, since others use the machine too. */
  readonly patience: number;
  /** Most memory of the thread, in MiB. */
  readonly memory: number;
  /** A folder for the inputs of findings. */
  readonly save?: string | undefined;
}

/** @returns the exit code: 1 with findings */
export async function watch(watched: Watched): Promise<number> {
  const findings = new Map<string, { input: string; times: number }>();
  const counts = new Map<string, number>();
  const lines: string[] = [];
  const add = ({ name, input }: Finding): void => {
    const known = findings.get(name);
    if (known === undefined) {
      findings.set(name, { input, times: 1 });
      console.log(`found: ${name}`);
    } else {
      known.times++;
      if (input.length < known.input.length) known.input = input;
    }
  };
  const end = Date.now() + watched.seconds * 1000;
  let after: string | undefined;
  for (let seed = watched.seed; Date.now() < end; seed++) {
    const died = await runThread({ ...watched, seed }, end, after, (message) => {
      if (message.finding !== undefined) add(message.finding);
      for (const [name, count] of Object.entries(message.counts ?? {}))
        counts.set(name, (counts.get(name) ?? 0) + count);
      if (message.line !== undefined) lines.push(message.line);
    });
    if (died === undefined) break;
    add(died);
    after = died.input;
  }
  console.log(`\n${[...counts].map(([name, count]) => `${name} ${count}`).join(', ')}`);
  for (const line of lines) console.log(line);
  if (watched.save !== undefined) {
    mkdirSync(watched.save, { recursive: true });
    for (const [at, { input }] of [...findings.values()].entries())
      writeFileSync(join(watched.save, `finding-${at + 1}`), input);
  }
  console.log(findings.size === 0 ? 'nothing found' : `${findings.size} findings:`);
  for (const [name, { input, times }] of findings) console.log(`- ${name} (${times} times)\n  ${input.slice(0, 2000)}`);
  return findings.size === 0 ? 0 : 1;
}

interface Message {
  readonly finding?: Finding;
  readonly counts?: Readonly<Record<string, number>>;
  readonly line?: string;
}

/** Milliseconds of CPU that this process used, in all its threads. */
function used(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** @returns how it died; undefined when it ended by itself */
function runThread(
  watched: Watched,
  end: number,
  after: string | undefined,
  hear: (message: Message) => void,
): Promise<Finding | undefined> {
  const shared: Shared = { memory: new SharedArrayBuffer(HEAD + ROOM), seed: watched.seed, end, after };
  const head = new Int32Array(shared.memory, 0, 2);
  const current = () => {
    const bytes = new Uint8Array(shared.memory, HEAD, Math.max(0, Atomics.load(head, 1)));
    return new TextDecoder().decode(bytes.slice());
  };
  const worker = new Worker(new URL(watched.url), {
    argv: process.argv.slice(2),
    workerData: shared,
    resourceLimits: { maxOldGenerationSizeMb: watched.memory },
  });
  return new Promise((done) => {
    let last = -1;
    let since = { wall: performance.now(), cpu: used() };
    const timer = setInterval(() => {
      const now = Atomics.load(head, 0);
      if (now !== last) {
        last = now;
        since = { wall: performance.now(), cpu: used() };
      } else if (used() - since.cpu > watched.patience || performance.now() - since.wall > 10 * watched.patience) {
        clearInterval(timer);
        const input = current();
        done({ name: `no end within ${watched.patience} ms: ${input.slice(0, 60)}`, input });
        void worker.terminate();
      }
    }, 100);
    worker.on('message', hear);
    worker.once('error', (error) => {
      clearInterval(timer);
      done({ name: `the thread died: ${error instanceof Error ? error.stack : String(error)}`, input: current() });
    });
    worker.once('exit', (code) => {
      clearInterval(timer);
      done(code === 0 || Date.now() >= end ? undefined : { name: `the thread ended with ${code}`, input: current() });
    });
  });
}
