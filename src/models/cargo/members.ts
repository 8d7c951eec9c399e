/** Globs of `workspace.members`: `*`, `?`, `[a-z]`, and `**` for any number of folders, as the Rust crate `glob` reads them. */
import { folderOf, joinPath } from './paths.ts';

export interface NamedMember {
  readonly folder: string;
  /** Which entry of the list named it. */
  readonly index: number;
}

/** @returns a folder for each entry without a glob, whether it exists or not, and every folder that a glob matches; one that matches none stays as written */
export function expandMembers(
  globs: readonly string[],
  folder: string,
  paths: readonly string[],
): readonly NamedMember[] {
  let folders: ReadonlySet<string> | undefined;
  const members: NamedMember[] = [];
  globs.forEach((glob, index) => {
    const pattern = joinPath(folder, glob);
    if (pattern === undefined) return;
    if (!/[*?[]/.test(pattern)) {
      members.push({ folder: pattern, index });
      return;
    }
    folders ??= foldersOf(paths);
    const steps = pattern.split('/');
    const found = [...folders].filter((candidate) => matches(steps, candidate.split('/')));
    // Cargo then takes the glob for a path, and refuses the workspace.
    if (found.length === 0) found.push(pattern);
    for (const candidate of found) members.push({ folder: candidate, index });
  });
  return members;
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
