/** One `git cat-file --batch` for all objects that a run asks for: a process for each would cost 9 ms a file. */
import { Unavailable } from '../verdict.ts';
import { type AskedGit, askGit, type GitCommand } from './git-process.ts';

export interface GitObject {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

interface Waiting {
  readonly name: string;
  resolve(found: GitObject | undefined): void;
  reject(reason: Error): void;
}

const LARGEST = 64 * 1024 * 1024;

/** Objects at which git may end before the rest is given up: each time it is started again. */
const MOST_BROKEN = 32;

export class ObjectReader {
  readonly #command: GitCommand;
  #child: AskedGit | undefined;
  /** Undefined for those that have their answer, which nothing here may keep. */
  #waiting: (Waiting | undefined)[] = [];
  #answered = 0;
  /** Asked for and not yet written. */
  #names = '';
  #chunks: Buffer[] = [];
  #buffered = 0;
  /** Bytes that the answer at hand needs before it can be read. */
  #needed = 0;
  #timer: NodeJS.Timeout | undefined;
  #broken = 0;

  constructor(command: GitCommand) {
    this.#command = command;
  }

  /**
   * @param name anything that gitrevisions(7) knows, such as `<commit>:<path>`
   * @returns undefined when there is no such object
   * @throws Unavailable when git ends, hangs, or the object is too large
   */
  read(name: string): Promise<GitObject | undefined> {
    if (/[\r\n\0]/.test(name)) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ name, resolve, reject });
      // Written together: a system call for each of thousands of names would cost more than git's answers.
      if (this.#names === '') setImmediate(() => this.#ask());
      this.#names += `${name}\n`;
    });
  }

  #ask(): void {
    const names = this.#names;
    this.#names = '';
    if (names === '') return;
    this.#open().stdin.write(names);
    this.#watch();
  }

  close(): void {
    this.#end('was closed');
  }

  #open(): AskedGit {
    if (this.#child) return this.#child;
    const child = askGit(this.#command, ['cat-file', '--batch']);
    child.stdout.on('data', (chunk: Buffer) => this.#child === child && this.#take(chunk));
    child.stderr.resume();
    child.once('error', (error: NodeJS.ErrnoException) =>
      this.#end(error.code === 'ENOENT' ? 'is not installed' : `could not be started (${error.code})`),
    );
    child.once('close', (code) => {
      if (this.#child === child) this.#leaveOut(`cat-file ended with exit code ${code}`);
    });
    this.#child = child;
    return child;
  }

  // A reader that nobody waits for must not keep the process alive, nor be timed.
  #watch(): void {
    clearTimeout(this.#timer);
    const child = this.#child;
    const busy = this.#waiting.length > this.#answered;
    for (const handle of [child, child?.stdin, child?.stdout, child?.stderr] as { ref?(): void; unref?(): void }[])
      busy ? handle?.ref?.() : handle?.unref?.();
    const { timeout } = this.#command.limits;
    if (busy) this.#timer = setTimeout(() => this.#end(`cat-file did not answer within ${timeout / 1000} s`), timeout);
  }

  #take(chunk: Buffer): void {
    const child = this.#child;
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    if (this.#buffered < this.#needed) return;
    let rest = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    this.#needed = 0;
    while (rest.length > 0) {
      const taken = this.#answer(rest);
      if (taken === 0) break;
      rest = rest.subarray(taken);
    }
    if (this.#child !== child) return; // what is left was said by one that has ended
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#buffered = rest.length;
    if (this.#answered > 4096 || this.#answered === this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#answered);
      this.#answered = 0;
    }
    this.#watch();
  }

  /** @returns how many bytes one whole answer took; 0 when it is not whole yet */
  #answer(from: Buffer): number {
    const end = from.indexOf(10);
    if (end < 0) return 0;
    const header = from.toString('utf8', 0, end);
    const match = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(header);
    if (!match) {
      this.#next()?.resolve(undefined);
      return end + 1;
    }
    const size = Number(match[3]);
    if (size > LARGEST) {
      this.#leaveOut(`object ${match[1]} has ${size} bytes, more than the limit of ${LARGEST}`);
      return 0;
    }
    this.#needed = end + 1 + size + 1;
    if (from.length < this.#needed) return 0;
    const bytes = from.subarray(end + 1, end + 1 + size);
    const taken = this.#needed;
    this.#needed = 0;
    this.#next()?.resolve({ name: match[1] ?? '', type: match[2] ?? '', bytes });
    return taken;
  }

  /** Who gets the next answer. */
  #next(): Waiting | undefined {
    const next = this.#waiting[this.#answered];
    this.#waiting[this.#answered] = undefined;
    this.#answered += 1;
    return next;
  }

  /** Those who have no answer yet. */
  get #left(): Waiting[] {
    return this.#waiting.slice(this.#answered).filter((one) => one !== undefined);
  }

  /**
   * Git ends at an object that is damaged. The others are asked again: else it would be chance which of them were answered before.
   */
  #leaveOut(reason: string): void {
    const [broken, ...others] = this.#left;
    this.#broken += 1;
    if (broken === undefined || this.#broken > MOST_BROKEN) {
      this.#end(reason);
      return;
    }
    this.#stop();
    broken.reject(new Unavailable(`git ${reason}`));
    this.#waiting = others;
    this.#names = others.map(({ name }) => `${name}\n`).join('');
    this.#ask();
  }

  #end(reason: string): void {
    const left = this.#left;
    this.#stop();
    for (const { reject } of left) reject(new Unavailable(`git ${reason}`));
  }

  #stop(): void {
    const child = this.#child;
    this.#child = undefined;
    clearTimeout(this.#timer);
    this.#waiting = [];
    this.#answered = 0;
    this.#names = '';
    this.#chunks = [];
    this.#buffered = 0;
    this.#needed = 0;
    child?.kill('SIGKILL');
  }
}
