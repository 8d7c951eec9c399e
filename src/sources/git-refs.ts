/** Branches, tags and remote branches as the files of a repository name them (gitrepository-layout(5)), read without git. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSmallText, statHere } from './plain-file.ts';

export interface Refs {
  /** Object name by ref. */
  readonly values: ReadonlyMap<string, string>;
  /** Target by symbolic ref, such as refs/remotes/origin/HEAD. */
  readonly symbolic: ReadonlyMap<string, string>;
  /** How many were left out: names that git forbids, links, pipes, or more than the bound. */
  readonly unsafe: number;
}

const MOST_REFS = 200_000;
const DEEPEST = 64;
const NAMESPACES = ['refs/heads', 'refs/tags', 'refs/remotes'];
// git-check-ref-format(1), written as what must not be there.
const FORBIDDEN = /[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|(?:^|\/)\.|\.lock(?:\/|$)|[/.]$/;

/** True for a name under refs/ that git itself would accept. */
export const isSafeRef = (name: string): boolean => name.startsWith('refs/') && !FORBIDDEN.test(name);

/** @param commonFolder the repository's folder with packed-refs and refs/ */
export function collectRefs(commonFolder: string): Refs {
  const values = new Map<string, string>();
  const symbolic = new Map<string, string>();
  let unsafe = 0;
  // Peeled values (`^…`) are left out: git believes them without a look at the tag.
  for (const line of (readSmallText(join(commonFolder, 'packed-refs'), 64 * 1024 * 1024) ?? '').split('\n')) {
    const match = /^([0-9a-f]{40}|[0-9a-f]{64}) (refs\/(?:heads|tags|remotes)\/.*)$/.exec(line);
    if (!match) continue;
    if (isSafeRef(match[2] ?? '') && values.size < MOST_REFS) values.set(match[2] ?? '', match[1] ?? '');
    else unsafe++;
  }
  const readLoose = (name: string): void => {
    const content = readSmallText(join(commonFolder, name), 4096)?.trim() ?? '';
    const target = /^ref:\s*(\S+)$/.exec(content)?.[1];
    if (!isSafeRef(name) || values.size + symbolic.size >= MOST_REFS) unsafe++;
    else if (target !== undefined && isSafeRef(target)) symbolic.set(name, target);
    else if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(content)) values.set(name, content);
    else unsafe++;
  };
  const walk = (folder: string, depth: number): void => {
    for (const entry of readdirSync(join(commonFolder, folder), { withFileTypes: true })) {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory() && depth < DEEPEST) walk(name, depth + 1);
      else if (entry.isFile() && !entry.name.endsWith('.lock')) readLoose(name);
      else if (!entry.isFile()) unsafe++;
    }
  };
  for (const namespace of NAMESPACES) if (statHere(join(commonFolder, namespace))?.isDirectory()) walk(namespace, 0);
  return { values, symbolic, unsafe };
}
