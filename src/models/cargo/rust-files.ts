/** The Rust files of a module, arranged so that targets can be discovered without walking the whole list again. */

import { folderOf } from '../text/paths.ts';
import type { CargoFiles } from './manifest.ts';

interface DiscoveredTarget {
  readonly name: string;
  readonly path: string;
}

export interface RustFiles {
  has(path: string): boolean;
  /** The targets that a folder such as `examples` holds: `x.rs` and `x/main.rs`, names that begin with a dot left out. */
  targetsIn(folder: string): readonly DiscoveredTarget[];
}

export function arrangeRustFiles(files: CargoFiles): RustFiles {
  const found = new Map<string, DiscoveredTarget[]>();
  const add = (folder: string, name: string, path: string): void => {
    if (name === '' || name.startsWith('.')) return;
    const list = found.get(folder);
    if (list === undefined) found.set(folder, [{ name, path }]);
    else list.push({ name, path });
  };
  for (const path of files.paths) {
    if (!path.endsWith('.rs')) continue;
    const folder = folderOf(path);
    const file = path.slice(folder === '' ? 0 : folder.length + 1);
    add(folder, file.slice(0, -3), path);
    if (file === 'main.rs' && folder !== '') {
      const outer = folderOf(folder);
      add(outer, folder.slice(outer === '' ? 0 : outer.length + 1), path);
    }
  }
  return { has: (path) => files.has(path), targetsIn: (folder) => found.get(folder) ?? [] };
}
