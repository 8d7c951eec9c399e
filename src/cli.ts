/** Arguments in, exit code out. */
import { CommanderError } from 'commander';
import { CannotRun } from './commands/failure.ts';
import { program } from './commands/program.ts';
import type { Terminal } from './commands/terminal.ts';
import { printable } from './reporters/escape.ts';
import { toolVersion } from './version.ts';

/**
 * @param args what follows the command's name
 * @returns 0 nothing fails, 1 something does, 2 the run could not be done as asked
 */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const root = program(
    terminal,
    (result) => {
      code = result;
    },
    args[0],
  );
  if (args.length === 0) {
    root.outputHelp({ error: true });
    return 2;
  }
  try {
    await root.parseAsync(args, { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
    terminal.err(`cim-ready: ${said(thrown)}\n`);
    return 2;
  }
}

/** A bug must not look like a failing module: it ends with 2 too, and with all that a report of it needs. */
function said(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof CannotRun) return text.split('\n').map(printable).join('\n');
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  return `this is a bug of cim-ready ${toolVersion}, please report it: ${printable(text)}\n${stack}`;
}
