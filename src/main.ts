/** The process: its arguments in, its exit code out. */
import { main } from './cli.ts';
import { processTerminal } from './commands/terminal.ts';

const terminal = processTerminal();
process.exitCode = await main(process.argv.slice(2), terminal);
