/** Where the file of `mod x;` is looked for (Rust Reference: "Module source filenames", "The path attribute"). */
import { folderOf, resolved } from '../../text/paths.ts';

/** What a module needs to know to find the files of its children. */
export interface ModuleHome {
  /** The file whose text is read; macro expansions keep that of the file the macro was called in. */
  readonly file: string;
  /** Folder in which `mod x;` looks for `x.rs`. */
  readonly folder: string;
  /** Inside `mod a { … }`: then `#[path]` counts from `folder`, else from the file's own folder. */
  readonly inline: boolean;
}

export function joinPath(folder: string, path: string): string {
  const joined = resolved(`${folder}/${path}`);
  return folder.startsWith('/') ? `/${joined}` : joined;
}

/** The home of a crate root. */
export function rootHome(path: string): ModuleHome {
  return { file: path, folder: folderOf(path), inline: false };
}

/** The home of `mod name { … }`. */
export function inlineHome(parent: ModuleHome, name: string, path: string | undefined): ModuleHome {
  if (path === undefined) return { file: parent.file, folder: joinPath(parent.folder, name), inline: true };
  const base = parent.inline ? parent.folder : folderOf(parent.file);
  return { file: parent.file, folder: joinPath(base, path), inline: true };
}

/** Homes to try for `mod name;`, in rustc's order; the file of each is the candidate. */
export function fileHomes(parent: ModuleHome, name: string, path: string | undefined): readonly ModuleHome[] {
  if (path !== undefined) {
    const file = joinPath(parent.inline ? parent.folder : folderOf(parent.file), path);
    return [{ file, folder: folderOf(file), inline: false }];
  }
  const folder = joinPath(parent.folder, name);
  return [
    { file: `${folder}.rs`, folder, inline: false },
    { file: `${folder}/mod.rs`, folder, inline: false },
  ];
}
