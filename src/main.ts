/** The process: its arguments in, its exit code out. */
import { main } from './cli.ts';
import { processTerminal } from './commands/terminal.ts';

const terminal = processTerminal();
let isEnding = false;
// Ending by `exit` ends git's processes and takes the temporary folders away, which the signal's own action would not.
for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }))
  process.on(signal, () => {
    const end = () => process.exit(128 + number);
    if (isEnding) end();
    isEnding = true;
    terminal.signalled().then(end);
  });

main(process.argv.slice(2), terminal).then(async (code) => {
  await terminal.written();
  // Ending by itself, Node would first take down a heap that nobody needs any more.
  process.exit(code);
});
