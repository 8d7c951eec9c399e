/** The process as commands see it; tests give their own. */
import process, { env } from 'node:process';
import { isatty } from 'node:tty';
import { fact } from '../fact.ts';
import { CannotRun, reasonOf } from './failure.ts';

export interface Terminal {
  /** Data: what was asked for. Resolves when it is handed to the system. */
  out(text: string): Promise<void>;
  /** Everything else: progress, warnings, errors. */
  err(text: string): void;
  /** Asks a person a question; undefined when the input ends. Only there when a person can be asked. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Columns to lay a report out for. */
  readonly width: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What is done before a signal ends the process. */
  beforeSignal?(end: () => Promise<void>): void;
}

/** Widest and narrowest layout, and the one where nothing is known. */
const bounds = { min: 40, max: 140, unknown: 80 };

function layoutWidth(columns: number | undefined): number {
  return Math.min(bounds.max, Math.max(bounds.min, columns || bounds.unknown));
}

/**
 * The real process; `written` resolves when the last error is handed to the system, as `out` does for data. A reader that
 * goes away (`| head`) is nobody's fault: the exit code stays what the verdicts make it.
 */
export function processTerminal(): Terminal & { written(): Promise<void>; signalled(): Promise<void> } {
  // A stream takes milliseconds to make: each is made when it is used first.
  const [stdout, stderr] = [fact(() => heard(process.stdout)), fact(() => heard(process.stderr))];
  let errors = Promise.resolve();
  let signalled = async () => {};
  const [inIsTerminal, outIsTerminal, errIsTerminal] = [isatty(0), isatty(1), isatty(2)];
  return {
    out: (text) =>
      new Promise<void>((done, refuse) => {
        stdout().write(text, (error) => (error ? refuse(error) : done()));
      }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE') throw new CannotRun(`cannot write the standard output: ${reasonOf(error)}`);
      }),
    err: (text) => {
      errors = new Promise((done) => stderr().write(text, () => done()));
    },
    written: () => errors,
    beforeSignal: (end) => {
      signalled = end;
    },
    signalled: () => signalled(),
    ...(inIsTerminal && errIsTerminal ? { ask } : {}),
    outIsTerminal,
    errIsTerminal,
    width: layoutWidth(outIsTerminal ? process.stdout.columns : Number(env.COLUMNS)),
    env,
  };
}

/** What goes wrong is told to each write; without a listener it would end the process as well. */
const heard = (stream: NodeJS.WriteStream): NodeJS.WriteStream => stream.on('error', () => {});

async function ask(question: string): Promise<string | undefined> {
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((done) => {
    lines.once('close', () => done(undefined));
    lines.question(question, (answer) => {
      done(answer);
      lines.close();
    });
  });
}

export type ColorChoice = 'auto' | 'always' | 'never';

/**
 * How much colour to use: the option first, then FORCE_COLOR and NO_COLOR (no-color.org), then what the terminal is.
 * @returns chalk's level, 0 to 3
 */
export function colorLevel(choice: ColorChoice, terminal: Terminal, toFile: boolean): 0 | 1 | 2 | 3 {
  const { NO_COLOR, FORCE_COLOR, TERM } = terminal.env;
  if (choice === 'never') return 0;
  if (choice === 'always') return 2;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR === '0' || FORCE_COLOR === 'false' ? 0 : 2;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return 0;
  return terminal.outIsTerminal && !toFile && TERM !== 'dumb' ? 2 : 0;
}
