/**
 * What git's answers rest on beside refs and configuration: the program, and the objects that are there. An object's name says all that
 * is in it, so that the same program asked for the same names, with the same objects at hand, answers the same: it need not be started for that.
 */
import { type Dirent, opendirSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from './journal.ts';
import { realPath, statHere } from './plain-file.ts';

/** Files and folders of a store beyond which looking at each takes longer than asking git. */
const MOST = 400;

/**
 * What has changed within so many milliseconds may change again and look the same: file systems count in steps of up to two
 * seconds. Git has the same trouble with its index (racy-git.txt).
 */
const RACY = 3000;

/**
 * @param objects the repository's folder of objects
 * @param folders where programs are looked for
 * @param now in milliseconds since 1970
 * @returns a digest that is another one when git is another or gone, or when any object has come, gone or changed; undefined where
 *   nothing tells: no git, a large store or one that borrows objects, a change just now
 */
export function standingOf(objects: string, folders: readonly string[], now: number): string | undefined {
  const programs = folders.flatMap((folder) => realPath(join(folder, 'git')) ?? []);
  const entries = entriesOf(objects);
  if (programs.length === 0 || entries === undefined) return undefined;
  const marks: string[] = [];
  for (const place of [...programs, ...entries]) {
    const stats = statHere(place);
    // What has changed shows in ctime, which nobody can set as one sets mtime.
    if (stats === undefined || stats.ctimeMs > now - RACY) return undefined;
    marks.push([place, stats.ino, stats.size, stats.ctimeMs].join(' '));
  }
  return digestOf(marks.join('\n'));
}

/** Every folder and file of a store, itself included; undefined for one that is not made of these alone. */
function entriesOf(objects: string): string[] | undefined {
  const entries = [objects];
  const folders = [''];
  try {
    for (const folder of folders) {
      for (const entry of namesIn(join(objects, folder), MOST)) {
        const name = join(folder, entry.name);
        if (name === ALTERNATES || entries.push(join(objects, name)) > MOST) return undefined;
        if (entry.isDirectory()) folders.push(name);
        else if (!entry.isFile()) return undefined;
      }
    }
  } catch {
    return undefined; // git says what is wrong with it
  }
  return entries;
}

const ALTERNATES = join('info', 'alternates');

/** One more than `most` at the most, however many there are. */
function namesIn(folder: string, most: number): Dirent[] {
  const names: Dirent[] = [];
  const handle = opendirSync(folder);
  try {
    for (let name = handle.readSync(); name !== null && names.length <= most; name = handle.readSync())
      names.push(name);
  } finally {
    handle.closeSync();
  }
  return names;
}
