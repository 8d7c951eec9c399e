/** A line on the terminal while a long run goes on; nothing anywhere else. */
import type { Terminal } from './terminal.ts';

export interface Progress {
  begin(name: string, number: number, total: number): void;
  /** How many commits are searched, of how many; absent where nobody looks, so that they need not be counted. */
  readonly history?: (read: number, total: number) => void;
  end(): void;
}

/** Runs shorter than this show nothing, in milliseconds. */
const patience = 400;

/** A line is drawn anew no sooner than this, in milliseconds. */
const breath = 100;

export function progress(terminal: Terminal, quiet: boolean): Progress {
  if (!terminal.errIsTerminal || quiet) return { begin: () => {}, end: () => {} };
  let module = '';
  let step = '';
  let drawnAt: number | undefined;
  const draw = () => {
    drawnAt = performance.now();
    terminal.err(`\r\u001b[K${`judging ${module}${step} …`.slice(0, terminal.width - 1)}`);
  };
  const timer = setTimeout(draw, patience);
  timer.unref();
  return {
    begin: (name, number, total) => {
      module = `${name.replace(/[^\w.-]/g, '?')}${total > 1 ? ` (${number} of ${total})` : ''}`;
      step = '';
      if (drawnAt !== undefined) draw();
    },
    history: (read, total) => {
      step = `: ${counted(read)} of ${counted(total)} commits searched`;
      if (drawnAt !== undefined && performance.now() - drawnAt >= breath) draw();
    },
    end: () => {
      clearTimeout(timer);
      if (drawnAt !== undefined) terminal.err('\r\u001b[K');
    },
  };
}

const counted = (count: number): string => count.toLocaleString('en');
