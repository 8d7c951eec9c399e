/** Files that a command writes: whole, or not at all. */
import { accessSync, constants, lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CannotRun, reasonOf } from './failure.ts';

/** Writes beside the target and renames, so that a reader never sees half a report. @throws CannotRun */
export function writeWhole(path: string, text: string): void {
  let draft: string | undefined;
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    // A device or a pipe (`/dev/stdout`, process substitution) is written to, never replaced.
    if (found !== undefined && !found.isFile()) {
      writeFileSync(path, text);
      return;
    }
    const target = behindLinks(path);
    draft = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
    writeFileSync(draft, text, { flag: 'wx', ...(found === undefined ? {} : { mode: found.mode & 0o777 }) });
    renameSync(draft, target);
  } catch (thrown) {
    if (draft !== undefined) rmSync(draft, { force: true });
    throw cannotWrite(path, thrown);
  }
}

/** Says at once, and not after minutes of work, that a file cannot be written. @throws CannotRun */
export function refuseUnwritable(path: string): void {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw new Error('it is a folder');
    const folder = dirname(path);
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`there is no folder ${folder}`);
    if (found === undefined || found.isFile()) accessSync(folder, constants.W_OK);
  } catch (thrown) {
    throw cannotWrite(path, thrown);
  }
}

/** The file that a link stands for, so that a report is renamed over the file and not over the link. */
function behindLinks(path: string): string {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? realpathSync(path) : path;
}

const cannotWrite = (path: string, thrown: unknown): CannotRun =>
  new CannotRun(`cannot write ${path}: ${reasonOf(thrown)}`);
