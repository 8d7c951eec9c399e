/** Globs of `workspace.members`: `*`, `?`, `[a-z]`, and `**` for any number of folders, as the Rust crate `glob` reads them. */
import { Unavailable } from '../../verdict.ts';
import { folderOf, joinPath } from '../text/paths.ts';

export interface NamedMember {
  readonly folder: string;
  /** Which entry of the list named it. */
  readonly index: number;
}

/** Globs times folders: bevy has 4,000. */
const MOST_COMPARISONS = 1_000_000;

/**
 * @returns each folder once: of an entry without a glob, whether it exists or not; every folder that a glob matches; a glob that matches none
 * as written, since cargo then takes it for a path and refuses the workspace
 * @throws Unavailable for a list that would take too long to match
 */
export function expandMembers(
  globs: readonly string[],
  folder: string,
  paths: readonly string[],
): readonly NamedMember[] {
  let folders: ReadonlySet<string> | undefined;
  let left = MOST_COMPARISONS;
  const members = new Map<string, NamedMember>();
  const add = (found: string, index: number): void => {
    if (!members.has(found)) members.set(found, { folder: found, index });
  };
  for (const [pattern, index] of patternsOf(globs, folder)) {
    if (!/[*?[]/.test(pattern)) {
      add(pattern, index);
      continue;
    }
    folders ??= foldersOf(paths);
    left -= folders.size;
    if (left < 0) throw new Unavailable('workspace.members has more globs than are matched against so many folders');
    const steps = pattern.split('/');
    const found = [...folders].filter((candidate) => matches(steps, candidate.split('/')));
    for (const one of found.length === 0 ? [pattern] : found) add(one, index);
  }
  return [...members.values()];
}

/** Each pattern once, with the first entry that gives it. */
function patternsOf(globs: readonly string[], folder: string): ReadonlyMap<string, number> {
  const patterns = new Map<string, number>();
  for (const [index, glob] of globs.entries()) {
    const pattern = joinPath(folder, glob);
    if (pattern !== undefined && !patterns.has(pattern)) patterns.set(pattern, index);
  }
  return patterns;
}

function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths)
    for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder))
      folders.add(folder);
  return folders;
}

/** Both matchers go back to the last star only, so that no pattern takes more than (pattern × text) steps. */
function matches(pattern: readonly string[], steps: readonly string[]): boolean {
  return match(
    pattern.length,
    steps.length,
    (at) => pattern[at] === '**',
    (at, step) => matchesStep(pattern[at] ?? '', steps[step] ?? ''),
  );
}

function matchesStep(pattern: string, step: string): boolean {
  const parts = pattern.match(/\[!?\]?[^\]]*\]|./gsu) ?? [];
  const characters = [...step];
  return match(
    parts.length,
    characters.length,
    (at) => parts[at] === '*',
    (at, index) => matchesCharacter(parts[at] ?? '', characters[index] ?? ''),
  );
}

function match(
  patternLength: number,
  length: number,
  isStar: (at: number) => boolean,
  fits: (at: number, index: number) => boolean,
): boolean {
  let at = 0;
  let index = 0;
  let star = -1;
  let resume = 0;
  while (index < length) {
    if (at < patternLength && isStar(at)) {
      star = at++;
      resume = index;
    } else if (at < patternLength && fits(at, index)) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (at < patternLength && isStar(at)) at++;
  return at === patternLength;
}

function matchesCharacter(part: string, character: string): boolean {
  if (part === '?') return true;
  if (part.length === 1 || !part.startsWith('[')) return part === character;
  const negated = part[1] === '!';
  const body = [...part.slice(negated ? 2 : 1, -1)];
  let found = false;
  for (let at = 0; at < body.length; at++) {
    const from = body[at] ?? '';
    const isRange = body[at + 1] === '-' && at + 2 < body.length;
    const to = isRange ? (body[at + 2] ?? from) : from;
    if (character >= from && character <= to) found = true;
    if (isRange) at += 2;
  }
  return found !== negated;
}
