/** How the Rust files of a module lie, against what cargo and Rust developers expect. */

import type { Package } from '../cargo/package.ts';
import { type CargoModule, memberOf } from '../cargo/workspace.ts';
import { folderOf, isWithin, joinPath } from '../text/paths.ts';

/** Something out of place. */
export interface LayoutProblem {
  readonly path: string;
  readonly line: number | undefined;
  readonly message: string;
}

/** What a file says about where other files lie. */
export interface FileLayout {
  readonly path: string;
  /** Files that `include!("…")` takes in. */
  readonly included: readonly string[];
  /** Names in `mod x;` of macros that it defines. */
  readonly anywhere: readonly string[];
  /** Paths, without `.rs`, that `mod x;` in macro calls and functions leads to, from the file's folder or its own on. */
  readonly own: readonly string[];
  /** Macros that declare a module of the name they are given. */
  readonly declaring: readonly string[];
  /** Words of macro calls. */
  readonly called: readonly { readonly macro: string; readonly words: readonly string[] }[];
  /** Modules that are not in snake_case. */
  readonly misnamed: readonly { readonly name: string; readonly line: number }[];
}

/**
 * Everything out of place, in the order of the standard's words.
 * @param paths all files of the module
 * @param reached those that some target leads to
 * @param expanded files that the crates' models have, those declared by their own macros included: one group after the other is
 *   asked, as long as a file is not explained
 */
export async function findLayoutProblems(
  cargo: CargoModule,
  paths: readonly string[],
  reached: ReadonlyMap<string, FileLayout>,
  expanded: readonly (() => readonly string[] | Promise<readonly string[]>)[],
): Promise<LayoutProblem[]> {
  const rust = paths.filter((path) => path.endsWith('.rs') && !belongsToAnother(path, cargo));
  const stray = rust.filter((path) => !reached.has(path)).flatMap((path) => strayFile(path, cargo) ?? []);
  return [
    ...missingTargets(cargo.packages),
    ...(stray.length === 0 ? [] : await unexplained(stray, reached, expanded)),
    ...doubledModules(rust),
    ...misnamedModules(reached),
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

/** A file of a package that no target reaches, and that lies where its crates' files lie. */
function strayFile(path: string, cargo: CargoModule): LayoutProblem | undefined {
  const owner = memberOf(cargo, path);
  if (owner === undefined) return undefined;
  const inside = owner.folder === '' ? path : path.slice(owner.folder.length + 1);
  const inRoot = !inside.includes('/');
  if (!inRoot && !inside.startsWith('src/')) return undefined;
  const message = inRoot
    ? 'lies in the root, and no target is made of it'
    : 'is reached by no `mod` from any crate root';
  return { path, line: undefined, message };
}

/** Those that neither `include!` nor a macro explains. */
async function unexplained(
  stray: readonly LayoutProblem[],
  reached: ReadonlyMap<string, FileLayout>,
  expanded: readonly (() => readonly string[] | Promise<readonly string[]>)[],
): Promise<LayoutProblem[]> {
  const included = new Set([...reached.values()].flatMap((file) => file.included));
  const macros = new MacroModules(reached);
  let left = stray.filter(({ path }) => !included.has(path) && !macros.mayDeclare(path));
  for (const files of expanded) {
    if (left.length === 0) break;
    const known = new Set(await files());
    left = left.filter(({ path }) => !known.has(path));
  }
  return left;
}

/**
 * Names in `mod x;` inside macros: what their output declares, and under which configuration, is not followed. A macro's definition
 * may be called from anywhere; the input of a call counts for the folder of its file.
 */
class MacroModules {
  readonly #anywhere: ReadonlySet<string>;
  readonly #own = new Set<string>();
  readonly #reached: ReadonlyMap<string, unknown>;

  constructor(reached: ReadonlyMap<string, FileLayout>) {
    this.#reached = reached;
    const files = [...reached.values()];
    const declaring = new Set(files.flatMap((file) => file.declaring));
    const given = files.flatMap(({ called }) => called.filter(({ macro }) => declaring.has(macro)));
    this.#anywhere = new Set([...files.flatMap(({ anywhere }) => anywhere), ...given.flatMap(({ words }) => words)]);
    for (const { path, own } of files)
      for (const folder of [folderOf(path), path.replace(/\.rs$/, '')])
        for (const one of own) this.#own.add(joinPath(folder, one) ?? '');
  }

  /** Whether some macro may declare the file's module, or one around it: that module's own declarations are not read. */
  mayDeclare(path: string): boolean {
    const module = path.replace(/(?:\/mod)?\.rs$/, '');
    if (this.#anywhere.has(module.slice(module.lastIndexOf('/') + 1))) return true;
    for (let around = module; around !== ''; around = folderOf(around))
      if (this.#own.has(around) && !this.#isReached(around)) return true;
    return this.#own.has(module);
  }

  #isReached(module: string): boolean {
    return this.#reached.has(`${module}.rs`) || this.#reached.has(`${module}/mod.rs`);
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
function misnamedModules(reached: ReadonlyMap<string, FileLayout>): LayoutProblem[] {
  const sorted = [...reached.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return sorted.flatMap(({ path, misnamed }) =>
    misnamed.map(({ name, line }) => ({ path, line, message: `module name ${name} is not snake_case` })),
  );
}

export function isSnakeCase(name: string): boolean {
  const bare = name.replace(/^_+|_+$/g, '');
  return !bare.includes('__') && !/\p{Lu}/u.test(bare);
}
