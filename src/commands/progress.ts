/** A line on the terminal while a long run goes on; nothing anywhere else. */
import type { Terminal } from './terminal.ts';

export interface Progress {
  begin(name: string, number: number, total: number): void;
  end(): void;
}

/** Runs shorter than this show nothing, in milliseconds. */
const patience = 400;

export function progress(terminal: Terminal, quiet: boolean): Progress {
  if (!terminal.errIsTerminal || quiet) return { begin: () => {}, end: () => {} };
  let current = '';
  let drawn = false;
  const draw = () => {
    drawn = true;
    terminal.err(`\r\u001b[K${current.slice(0, terminal.width - 1)}`);
  };
  const timer = setTimeout(draw, patience);
  timer.unref();
  return {
    begin: (name, number, total) => {
      current = `judging ${name.replace(/[^\w.-]/g, '?')}${total > 1 ? ` (${number} of ${total})` : ''} …`;
      if (drawn) draw();
    },
    end: () => {
      clearTimeout(timer);
      if (drawn) terminal.err('\r\u001b[K');
    },
  };
}
