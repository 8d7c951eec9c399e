/**
 * Git as a child process: nothing of the auditor's environment reaches it, and a git that is missing, hangs, fails or
 * says too much is `Unavailable`, never a crash.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { delimiter, isAbsolute } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Unavailable } from '../verdict.ts';
import { keepTrack, loseTrack } from './leftovers.ts';

export interface GitLimits {
  /** Milliseconds that one git process may take. */
  readonly timeout: number;
  /** Bytes that one git process may print. */
  readonly output: number;
}

export const defaultLimits: GitLimits = { timeout: 60_000, output: 512 * 1024 * 1024 };

/** Variables that the operating system needs to start a program at all; everything else is left out. */
const INHERITED = ['SystemRoot', 'SYSTEMROOT', 'windir', 'ComSpec', 'PATHEXT', 'TEMP', 'TMP', 'TMPDIR'];

/**
 * @param settings git's own variables
 * @returns an environment in which git finds no configuration, no attributes, no prompt, no pager and no network
 */
export function gitEnvironment(settings: Readonly<Record<string, string>>): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of INHERITED) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return {
    ...environment,
    PATH: programFolders().join(delimiter),
    HOME: '/nonexistent',
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_PAGER: '',
    GIT_FLUSH: '0',
    ...settings,
  };
}

/** Where `git` is looked for: a relative entry of PATH would let a folder decide which one runs. */
export const programFolders = (): string[] =>
  (process.env.PATH ?? process.env.Path ?? '').split(delimiter).filter((entry) => isAbsolute(entry));

export interface GitCommand {
  readonly environment: Readonly<Record<string, string>>;
  /** Folder to run in: never one of the audited repository, from where a program could be taken. */
  readonly folder: string;
  readonly limits: GitLimits;
}

/** A git that is told nothing more than its arguments, and one that is asked while it runs. */
type Process<Input extends Writable | null> = ChildProcessByStdio<Input, Readable, Readable>;
export type ToldGit = Process<null>;
export type AskedGit = Process<Writable>;

/** Starts a git that only prints. */
export function startGit(command: GitCommand, args: readonly string[]): ToldGit {
  return watched(spawn('git', ['--no-pager', ...args], { ...options(command), stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** Starts a git that answers to what is written to it. */
export function askGit(command: GitCommand, args: readonly string[]): AskedGit {
  const child = spawn('git', ['--no-pager', ...args], { ...options(command), stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => {}); // a git that ended early is told by its exit code
  return watched(child);
}

const options = ({ folder, environment }: GitCommand) => ({ cwd: folder, env: { ...environment }, windowsHide: true });

function watched<Started extends ToldGit | AskedGit>(child: Started): Started {
  const { pid } = child;
  if (pid === undefined) return child;
  keepTrack(pid);
  // At once, since the system gives the number to another process then.
  child.once('exit', () => loseTrack(pid));
  return child;
}

/**
 * @param args arguments after `git`
 * @returns what git printed
 * @throws Unavailable when git is missing, fails, takes too long or prints too much
 */
export async function runGit(command: GitCommand, args: readonly string[]): Promise<Buffer> {
  const child = startGit(command, args);
  const chunks: Buffer[] = [];
  for await (const chunk of watchGit(command, child, args[0] ?? '')) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The output of a started git as it comes; ends by throwing `Unavailable` when git does not end well. */
export async function* watchGit(command: GitCommand, child: ToldGit, name: string): AsyncGenerator<Buffer> {
  const { timeout, output } = command.limits;
  let trouble: string | undefined;
  const stop = (reason: string): void => {
    trouble ??= reason;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(() => stop(`did not end within ${timeout / 1000} s`), timeout);
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => {
    if (errors.length < 64) errors.push(chunk);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      trouble ??=
        error.code === 'ENOENT' ? 'is not installed' : `could not be started (${error.code ?? error.message})`;
      resolve(null);
    });
    child.once('close', (code) => resolve(code));
  });
  try {
    let size = 0;
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > output) stop(`printed more than ${Math.round(output / 1048576)} MB`);
      else yield chunk;
    }
    const code = await ended;
    if (trouble === undefined && code !== 0) trouble = `failed: ${firstLine(errors) ?? `exit code ${code}`}`;
  } finally {
    clearTimeout(timer);
    if (child.exitCode === null) child.kill('SIGKILL');
  }
  if (trouble === undefined) return;
  // The folder has another name in each run, and is the repository's own to whoever reads this.
  const told = trouble.replaceAll(command.folder, '.git');
  throw new Unavailable(`git ${told.startsWith('is not') ? '' : `${name} `}${told}`);
}

function firstLine(errors: readonly Buffer[]): string | undefined {
  const lines = Buffer.concat(errors).toString().split('\n');
  const line = lines.find((text) => /^(?:fatal|error):/.test(text)) ?? lines[0];
  return line === undefined || line === '' ? undefined : line.slice(0, 300);
}
