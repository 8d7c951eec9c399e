/** Whether a repository's objects are its own. Git follows alternates and links to any place of the machine: we do not. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { GitLocation } from './git-location.ts';
import { isInside, readSmallText, realPath, statHere } from './plain-file.ts';

// As deep as git itself follows alternates of alternates.
const DEEPEST = 5;

/** @returns why the objects are not read, or undefined when all of them lie in the repository */
export function foreignObjects({ top, commonFolder }: GitLocation): string | undefined {
  const homes = [commonFolder, ...(top === undefined ? [] : [top])];
  const check = (folder: string, depth: number): string | undefined => {
    const real = realPath(folder);
    if (real === undefined) return `objects are missing at ${folder}`;
    if (!homes.some((home) => isInside(home, real))) return `objects lie outside the repository, at ${real}`;
    const linked = linkedPack(real);
    if (linked !== undefined) return `the pack ${linked} is a symbolic link or no regular file`;
    if (statHere(join(real, 'info', 'alternates')) === undefined) return undefined;
    if (depth >= DEEPEST) return 'alternates are nested too deeply';
    const text = readSmallText(join(real, 'info', 'alternates'));
    if (text === undefined) return 'objects/info/alternates is no regular file';
    for (const line of text.split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const foreign = line.startsWith('"')
        ? `objects are borrowed from ${line}`
        : check(resolve(real, line), depth + 1);
      if (foreign !== undefined) return foreign;
    }
    return undefined;
  };
  const foreign = check(join(commonFolder, 'objects'), 0);
  return foreign && `${foreign}, and only objects inside it are read (\`git repack -a -d\` brings borrowed ones in)`;
}

function linkedPack(objects: string): string | undefined {
  for (const folder of ['pack', 'info']) {
    const stats = statHere(join(objects, folder));
    if (stats === undefined) continue;
    if (!stats.isDirectory()) return folder;
    for (const entry of readdirSync(join(objects, folder), { withFileTypes: true }))
      if (!entry.isFile() && !entry.isDirectory()) return entry.name;
  }
  return undefined;
}
