/** Reads a module from files given as text. */

import type { CargoFiles } from '../../../src/models/cargo/manifest.ts';
import type { Package } from '../../../src/models/cargo/package.ts';
import type { CargoModule } from '../../../src/models/cargo/workspace.ts';
import { readCargoModule } from '../../../src/models/cargo/workspace.ts';

export function cargoFiles(content: Readonly<Record<string, string>>): CargoFiles {
  const paths = Object.keys(content)
    .filter((path) => !path.startsWith('..'))
    .sort();
  return {
    paths,
    has: (path) => Object.hasOwn(content, path),
    hides: (path) => path.split('/').includes('vendor'),
    text: (path) => content[path],
  };
}

export function readModule(content: Readonly<Record<string, string>>, depth = 0): CargoModule {
  const result = readCargoModule(cargoFiles(content), depth);
  if (result.kind !== 'module') throw new Error(JSON.stringify(result));
  return result.module;
}

/** The one package of a crate whose manifest is `[package]` with a name, then the text given. */
export function readCrate(manifest: string, files: readonly string[] = ['src/lib.rs']): Package {
  const content = { 'Cargo.toml': `[package]\nname = "a-b"\nversion = "0.1.0"\n${manifest}` };
  const [first] = readModule({ ...content, ...Object.fromEntries(files.map((path) => [path, ''])) }).packages;
  if (first === undefined) throw new Error('no package');
  return first;
}

export const messages = (problems: readonly { readonly message: string }[]) => problems.map((one) => one.message);
