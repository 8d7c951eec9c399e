/** Files that a command writes: whole, or not at all. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CannotRun } from './failure.ts';

/** Writes beside the target and renames, so that a reader never sees half a report. @throws CannotRun */
export function writeWhole(path: string, text: string): void {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    renameSync(draft, path);
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw new CannotRun(`cannot write ${path}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}
