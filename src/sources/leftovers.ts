/**
 * What must not outlive a run: git's processes, by their number, and temporary folders, by their path. Each thread clears its
 * own when it exits; what a thread that dies leaves behind is cleared by the one that started it, which hears of all.
 */
import { readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

export type Leftover = number | string;

const kept = new Set<Leftover>();
let tell: (leftover: Leftover, isKept: boolean) => void = () => {};
let clearsAtExit = false;

/** From now on the leftover goes when this thread exits; a signal makes it exit (src/main.ts). */
export function keepTrack(leftover: Leftover): void {
  if (!clearsAtExit) {
    clearsAtExit = true;
    process.once('exit', () => clear(kept));
  }
  kept.add(leftover);
  tell(leftover, true);
}

/** It is gone already. */
export function loseTrack(leftover: Leftover): void {
  kept.delete(leftover);
  tell(leftover, false);
}

/** @param listener hears of every leftover that comes and goes in this thread */
export function tellLeftovers(listener: (leftover: Leftover, isKept: boolean) => void): void {
  tell = listener;
}

const isFolder = (leftover: Leftover): leftover is string => typeof leftover === 'string';

/** Ends and removes them. */
export function clear(leftovers: Iterable<Leftover>): void {
  const [folders, processes] = [
    [...leftovers].filter(isFolder),
    [...leftovers].filter((one) => typeof one === 'number'),
  ];
  for (const leftover of [...processes, ...folders]) {
    try {
      if (isFolder(leftover)) removeFolder(leftover);
      else process.kill(leftover, 'SIGKILL');
    } catch {
      // Ended already, or left behind by a full or locked disk: nothing of the report depends on it.
    }
    loseTrack(leftover);
  }
}

/** Our own files, a dozen of them: `rmSync` takes longer to load than they take to remove. */
function removeFolder(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) removeFolder(inside);
    else unlinkSync(inside);
  }
  rmdirSync(path);
}
