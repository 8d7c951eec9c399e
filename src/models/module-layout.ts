/** How the Rust files of a module lie, against what cargo and Rust developers expect. */

import type { Package } from './cargo/package.ts';
import { isWithin, joinPath } from './cargo/paths.ts';
import { type CargoModule, memberOf } from './cargo/workspace.ts';
import { macroItems } from './rust/macros.ts';
import type { Item, ModuleItem, SourceFile, TokenRange } from './rust/syntax.ts';
import { Keyword, Punct } from './rust/token.ts';

/** Something out of place. */
export interface LayoutProblem {
  readonly path: string;
  readonly line: number | undefined;
  readonly message: string;
}

export interface LayoutFiles {
  readonly paths: readonly string[];
  /** Files that some `mod` of some target leads to. */
  readonly reached: ReadonlySet<string>;
  file(path: string): SourceFile | undefined;
  /** Files that the crates' models have, those declared by their own macros included; asked only for what is not reached. */
  expanded(): ReadonlySet<string>;
}

const DEEPEST = 100;

/** Everything out of place, in the order of the standard's words. */
export function findLayoutProblems(cargo: CargoModule, files: LayoutFiles): LayoutProblem[] {
  const rust = files.paths.filter((path) => path.endsWith('.rs') && !belongsToAnother(path, cargo));
  return [
    ...missingTargets(cargo.packages),
    ...unreachedFiles(rust, cargo, files),
    ...doubledModules(rust),
    ...misnamedModules(files),
  ];
}

/** Manifests that are no member make their folders another module's. */
function belongsToAnother(path: string, { others, packages }: CargoModule): boolean {
  const own = packages
    .filter(({ folder }) => isWithin(path, folder))
    .reduce((longest, { folder }) => Math.max(longest, folder.length), -1);
  return others.some((other) => {
    const folder = other.path.slice(0, -'/Cargo.toml'.length);
    return folder.length > own && isWithin(path, folder);
  });
}

function missingTargets(packages: readonly Package[]): LayoutProblem[] {
  return packages.flatMap(({ targets }) =>
    targets
      .filter(({ declared, exists }) => declared && !exists)
      .map(({ kind, name, path, place }) => ({
        path: place.path,
        line: place.line,
        message: `${kind} target ${name} is declared, but ${path ?? 'its file'} is not there`,
      })),
  );
}

function unreachedFiles(rust: readonly string[], cargo: CargoModule, files: LayoutFiles): LayoutProblem[] {
  let included: ReadonlySet<string> | undefined;
  let macros: MacroModules | undefined;
  return rust.flatMap((path) => {
    if (files.reached.has(path)) return [];
    const owner = memberOf(cargo, path);
    if (owner === undefined) return [];
    const inside = owner.folder === '' ? path : path.slice(owner.folder.length + 1);
    const stray = !inside.includes('/');
    if (!stray && !inside.startsWith('src/')) return [];
    included ??= new Set([...includedFiles(files), ...files.expanded()]);
    macros ??= new MacroModules(files);
    if (included.has(path) || macros.mayDeclare(path)) return [];
    return [
      {
        path,
        line: undefined,
        message: stray ? 'lies in the root, and no target is made of it' : 'is reached by no `mod` from any crate root',
      },
    ];
  });
}

/** Files that `include!("…")` takes in, wherever it stands. */
function includedFiles({ reached, file }: LayoutFiles): ReadonlySet<string> {
  const included = new Set<string>();
  for (const path of reached) {
    const text = file(path)?.text ?? '';
    if (!text.includes('include!')) continue;
    for (const [, target] of text.matchAll(/\binclude!\s*\(\s*"([^"\n]+)"/g)) {
      const found = joinPath(path.slice(0, Math.max(0, path.lastIndexOf('/'))), target!);
      if (found !== undefined) included.add(found);
    }
  }
  return included;
}

/**
 * Names in `mod x;` inside macros: what their output declares, and under which configuration, is not followed. A macro's definition
 * may be called from anywhere; the input of a call counts for the folder of its file.
 */
class MacroModules {
  readonly #anywhere = new Set<string>();
  readonly #byFolder = new Map<string, Set<string>>();

  constructor({ reached, file }: LayoutFiles) {
    for (const path of reached) {
      const source = file(path);
      if (source === undefined) continue;
      const own = new Set<string>();
      this.#gather(source, source.items, own, 0);
      if (own.size === 0) continue;
      const bare = path.replace(/\.rs$/, '');
      for (const folder of [path.slice(0, Math.max(0, path.lastIndexOf('/'))), bare]) {
        this.#byFolder.set(folder, new Set([...(this.#byFolder.get(folder) ?? []), ...own]));
      }
    }
  }

  /** Whether some macro may declare the file's module. */
  mayDeclare(path: string): boolean {
    const steps = path.replace(/(?:\/mod)?\.rs$/, '').split('/');
    const name = steps.pop() ?? '';
    return this.#anywhere.has(name) || (this.#byFolder.get(steps.join('/'))?.has(name) ?? false);
  }

  #gather(source: SourceFile, items: readonly Item[], own: Set<string>, depth: number): void {
    for (const item of items) {
      if (item.kind === 'macro-rules') collectModules(source, item.tokens, this.#anywhere);
      else if (item.kind === 'macro-call') collectModules(source, item.body, own);
      else if (item.kind === 'module' && depth < DEEPEST) this.#gather(source, item.items, own, depth + 1);
    }
  }
}

function collectModules(source: SourceFile, { from, to }: TokenRange, names: Set<string>): void {
  const { kind } = source.tokens;
  for (let at = from; at + 2 < to; at += 1) {
    if (kind[at] === Keyword.mod && kind[at + 2] === Punct.Semi) names.add(source.tokenText(at + 1));
  }
}

function doubledModules(rust: readonly string[]): LayoutProblem[] {
  const known = new Set(rust);
  return rust
    .filter((path) => path.endsWith('/mod.rs') && known.has(`${path.slice(0, -'/mod.rs'.length)}.rs`))
    .map((path) => ({
      path,
      line: undefined,
      message: `the module has a second file, ${path.slice(0, -'/mod.rs'.length)}.rs`,
    }));
}

/** As rustc's `non_snake_case` has it, for every `mod` whatever the configuration; crate roots take their name from cargo. */
function misnamedModules({ reached, file }: LayoutFiles): LayoutProblem[] {
  return [...reached].sort().flatMap((path) => {
    const source = file(path);
    if (source === undefined) return [];
    return modulesIn(source.items, 0)
      .filter(({ name }) => !isSnakeCase(name))
      .map((item) => ({
        path,
        line: source.position(item.span.start).line,
        message: `module name ${item.name} is not snake_case`,
      }));
  });
}

function modulesIn(items: readonly Item[], depth: number): ModuleItem[] {
  if (depth > DEEPEST) return [];
  return items.flatMap((item) => {
    if (item.kind === 'macro-call') {
      const { clean, branches } = macroItems(item);
      return clean ? branches.flatMap((branch) => modulesIn(branch.items, depth + 1)) : [];
    }
    return item.kind === 'module' ? [item, ...modulesIn(item.items, depth + 1)] : [];
  });
}

export function isSnakeCase(name: string): boolean {
  const bare = name.replace(/^_+|_+$/g, '');
  return !bare.includes('__') && !/\p{Lu}/u.test(bare);
}
