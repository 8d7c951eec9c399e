/** Rust files below directories, for the benches. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface RustFile {
  readonly path: string;
  readonly text: string;
}

export function* rustFiles(directories: readonly string[]): Generator<RustFile> {
  for (const path of directories) {
    if (statSync(path).isFile()) yield { path, text: readFileSync(path, 'utf8') };
    else yield* filesBelow(path);
  }
}

function* filesBelow(directory: string): Generator<RustFile> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && entry.name !== 'target' && entry.name !== '.git') yield* filesBelow(path);
    else if (entry.isFile() && entry.name.endsWith('.rs')) yield { path, text: readFileSync(path, 'utf8') };
  }
}
