/** A line on the terminal while a long run goes on; nothing anywhere else. */
import type { Terminal } from '../terminal.ts';

export interface Progress {
  /** @param key tells one module from others that are judged at the same time */
  begin(name: string, key: number): void;
  /** How many commits are searched, of how many; absent where nobody looks, so that they need not be counted. */
  readonly history?: (read: number, total: number, key: number) => void;
  done(key: number): void;
  end(): void;
}

/** Runs shorter than this show nothing, in milliseconds. */
const patience = 400;

/** A line is drawn anew no sooner than this, in milliseconds. */
const breath = 100;

/** @param total how many modules there are to judge */
export function progress(terminal: Terminal, quiet: boolean, total: number): Progress {
  if (!terminal.errIsTerminal || quiet) return { begin: () => {}, done: () => {}, end: () => {} };
  const modules = new Map<number, { readonly name: string; step: string }>();
  let [begun, areSeveral] = [0, false];
  let drawnAt: number | undefined;
  const text = (): string => {
    const now = [...modules.values()].map(({ name, step }) => `${name}${step}`).join(', ');
    if (areSeveral) return `${begun - modules.size} of ${total} judged, now ${now}`;
    const [{ name, step } = { name: '', step: '' }] = modules.values();
    return `judging ${name}${total > 1 ? ` (${begun} of ${total})` : ''}${step}`;
  };
  const draw = () => {
    drawnAt = performance.now();
    terminal.err(`\r\u001b[K${`${text()} …`.slice(0, terminal.width - 1)}`);
  };
  const timer = setTimeout(draw, patience);
  timer.unref();
  return {
    begin: (name, key) => {
      modules.set(key, { name: name.replace(/[^\w.-]/g, '?'), step: '' });
      begun += 1;
      areSeveral ||= modules.size > 1;
      if (drawnAt !== undefined) draw();
    },
    history: (read, total, key) => {
      const module = modules.get(key);
      if (module !== undefined) module.step = `: ${counted(read)} of ${counted(total)} commits searched`;
      if (drawnAt !== undefined && performance.now() - drawnAt >= breath) draw();
    },
    done: (key) => void modules.delete(key),
    end: () => {
      clearTimeout(timer);
      if (drawnAt !== undefined) terminal.err('\r\u001b[K');
    },
  };
}

const counted = (count: number): string => count.toLocaleString('en');
