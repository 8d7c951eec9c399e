/**
 * Answers about a module in the user's own cache folder, apart for each build of this tool: another may answer otherwise; and apart
 * for each place of a module, so that two checkouts do not take turns.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { AnswerStore } from '../models/kept/answers.ts';
import { digestOf } from './journal.ts';
import { isInside, realPath, statHere } from './plain-file.ts';

const DAY = 24 * 3600 * 1000;
/** What nobody has asked for so long goes, in milliseconds. */
const KEPT = 30 * DAY;

/** In UTF-16 code units: no honest package has so much to tell. */
const LARGEST = 2 ** 24;

/**
 * @param env says where the user's cache folder is; a relative one would be one of wherever the command runs, such as the audited repository
 * @param build tells this build of the tool from all others
 * @param module real path of the module's folder
 * @returns undefined where there is no such folder, or others than the user write to it
 */
export function openAnswerStore(env: NodeJS.ProcessEnv, build: string, module: string): AnswerStore | undefined {
  const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = env;
  const home = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, '.cache'));
  if (!home || !isAbsolute(home) || isOfOthers(resolve(home), module)) return undefined;
  const all = join(home, 'cim-ready', 'answers');
  const folder = join(all, build);
  const now = Date.now();
  let isTidied = false;
  const place = (key: string) => join(folder, digestOf(`${module}\0${key}`));
  return {
    digest: digestOf,
    read: (key) => orElse(() => unsealed(readFresh(place(key), now)), undefined),
    write: (key, text) => {
      if (text.length > LARGEST) return;
      const partial = `${place(key)}.${process.pid}-${Math.random().toString(36).slice(2)}`;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(partial, sealed(text), { mode: 0o600 });
        renameSync(partial, place(key));
        if (!isTidied) tidy(all, now);
        isTidied = true;
      } catch {
        orElse(() => rmSync(partial, { force: true }), undefined);
      }
    },
  };
}

/** True for a folder of the module or of any repository: whoever is judged could write there what is said of him. */
const isOfOthers = (folder: string, module: string): boolean =>
  [folder, realPath(folder) ?? folder].some((at) => isInside(module, at) || isInRepository(at));

const isInRepository = (folder: string): boolean =>
  statHere(join(folder, '.git')) !== undefined || (folder !== dirname(folder) && isInRepository(dirname(folder)));

/** With its digest before it: a disk may give back something else than was written. */
const sealed = (text: string): string => `${digestOf(text)}\n${text}`;

/** @returns undefined for what is not as it was written */
function unsealed(written: string): string | undefined {
  const end = written.indexOf('\n');
  const text = written.slice(end + 1);
  return digestOf(text) === written.slice(0, Math.max(0, end)) ? text : undefined;
}

/** A cache that cannot be read or written costs time, and nothing else. */
function orElse<T>(attempt: () => T, otherwise: T): T {
  try {
    return attempt();
  } catch {
    return otherwise;
  }
}

/** Reads a file, and notes once a day that it is in use. */
function readFresh(path: string, now: number): string {
  const text = readFileSync(path, 'utf8');
  if (now - statSync(path).mtimeMs > DAY) utimesSync(path, now / 1000, now / 1000);
  return text;
}

/** Removes, at most once a day, what was not in use for long: of this build, and of those before it. */
function tidy(all: string, now: number): void {
  const mark = join(all, 'tidied');
  if (now - orElse(() => statSync(mark).mtimeMs, 0) < DAY) return;
  writeFileSync(mark, '', { mode: 0o600 });
  for (const build of readdirSync(all, { withFileTypes: true }).filter((one) => one.isDirectory())) {
    const folder = join(all, build.name);
    const names = readdirSync(folder);
    const old = names.filter((name) => now - orElse(() => statSync(join(folder, name)).mtimeMs, now) > KEPT);
    for (const name of old) rmSync(join(folder, name), { force: true });
    if (old.length === names.length) rmSync(folder, { recursive: true, force: true });
  }
}
