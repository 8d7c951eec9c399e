/** A terminal in memory: what a command printed, and answers to what it asks. */
import { main } from '../src/cli.ts';
import type { Terminal } from '../src/commands/terminal.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Setting {
  readonly width?: number;
  readonly tty?: boolean;
  readonly env?: Record<string, string>;
  /** What a person types, question by question; without it nobody can be asked. */
  readonly answers?: readonly string[];
}

/** Runs the command line in this process. Nothing of the user's own configuration is seen. */
export async function cimReady(args: readonly string[], setting: Setting = {}): Promise<Ran> {
  const { width = 100, tty = false, env = {}, answers } = setting;
  const printed = { stdout: '', stderr: '' };
  const left = [...(answers ?? [])];
  const terminal: Terminal = {
    out: async (text) => {
      printed.stdout += text;
    },
    err: (text) => {
      printed.stderr += text;
    },
    outIsTerminal: tty,
    errIsTerminal: tty,
    width,
    env: { XDG_CONFIG_HOME: '/nowhere', ...env },
    ...(answers === undefined
      ? {}
      : {
          ask: async (question: string) => {
            printed.stderr += question;
            return left.shift();
          },
        }),
  };
  const code = await main(args, terminal);
  return { code, ...printed };
}
