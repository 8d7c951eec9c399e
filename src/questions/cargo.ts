/** What section 3, "Cargo.toml Standards", asks of a crate. */

import { reachedFiles } from '../models/rust/crate/reached-files.ts';
import type { Item, SourceFile } from '../models/rust/syntax.ts';
import { crateDocs } from '../models/rust-api/crate-docs.ts';
import { declaredModules, firstNames, firstNamesInComments, hasAttribute } from '../models/rust-api/named-crates.ts';
import type { OpenCrate } from '../models/rust-module/open-crate.ts';
import type { Demonstration, Finding } from '../predicates/demonstrations.ts';

/** The documentation of the crate's root, as Markdown; null where it has none. */
export function docs({ root, files }: OpenCrate): string | null {
  const source = files.file(root);
  return source === undefined ? null : (crateDocs(source, (path) => files.text?.(path)) ?? null);
}

/** Those of the names that no file of the target uses; reads no further than it must. */
export function unseenNames({ root, files }: OpenCrate, wanted: readonly string[]): string[] {
  const names = new Set(wanted);
  const look = (source: SourceFile): boolean => {
    for (const namesOf of [firstNames, firstNamesInComments]) {
      if (![...names].some((name) => source.text.includes(name))) break;
      for (const name of namesOf(source)) names.delete(name);
    }
    return names.size === 0;
  };
  reachedFiles(root, files, look);
  return [...names];
}

export function shown({ reached, files }: OpenCrate) {
  const sources = [...reached()].flatMap((path) => files.file(path) ?? []);
  const names = new Set<string>();
  for (const file of sources)
    for (const name of firstNames(file)) if (!declaredModules(file).has(name)) names.add(name);
  return {
    paths: sources.map(({ path }) => path),
    error: sources.flatMap(refusal)[0] ?? null,
    names: [...names],
    hasBench: sources.some(({ items }) => hasAttribute(items, 'bench')),
    main: mainOf(sources[0]),
  };
}

function refusal({ path, errors: [error] }: SourceFile): Finding[] {
  if (error === undefined) return [];
  return [{ path, line: error.line, column: error.column, message: `does not parse: ${error.message}` }];
}

/** Macros that write functions for others to call, and no `main`. */
const groups: ReadonlySet<string> = new Set([
  ...['criterion_group', 'benchmark_group', 'library_benchmark_group', 'binary_benchmark_group'],
  ...['thread_local', 'lazy_static', 'bitflags', 'proptest'],
]);

function mainOf(source: SourceFile | undefined): Demonstration['main'] {
  const items: readonly Item[] = source?.items ?? [];
  if (items.some((item) => item.kind === 'function' && item.name === 'main')) return 'written';
  if (source?.innerAttributes.some(({ path }) => path === 'no_main' || path === 'cfg_attr')) return 'perhaps';
  const mayWrite = items.some(
    (item) =>
      (item.kind === 'macro-call' && !groups.has(item.path.split('::').at(-1) ?? '')) ||
      (item.kind === 'use' && item.names.some(({ name }) => name === 'main')),
  );
  return mayWrite ? 'perhaps' : 'none';
}
