import { within } from './folder.ts';
import type { OwnFolder } from './tests-in-ci.ts';

/**
 * Whether cargo, started in a folder, works on the module's own packages: the nearest manifest is one of theirs, or one above them.
 * @param folder the module's, from the repository's root
 * @param packages folders of the packages, from the module; undefined when they are not known, and every folder counts
 */
export function ownFolders(
  folder: string,
  packages: readonly string[] | undefined,
  has: (path: string) => boolean,
): OwnFolder {
  if (packages === undefined) return () => true;
  const own = [folder, ...packages.map((path) => within(folder, path) ?? folder)];
  return (started) => {
    for (let at = started; ; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '') {
      const manifest = at === '' ? 'Cargo.toml' : `${at}/Cargo.toml`;
      if (has(manifest)) return own.some((path) => path === at || at === '' || path.startsWith(`${at}/`));
      if (at === '') return true;
    }
  };
}
