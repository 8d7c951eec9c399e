/** Which files the `mod` declarations of a target lead to, whatever the configuration: what no target reaches is an orphan. */

import { Unavailable } from '../../../rule.ts';
import { macroItems } from '../macros.ts';
import type { Attribute, Item, SourceFile } from '../syntax.ts';
import type { SourceFiles } from './input.ts';
import { listedModules } from './listed-modules.ts';
import { fileHomes, inlineHome, type ModuleHome, rootHome } from './module-files.ts';

/**
 * All files reached from a root file, itself included; `mod` behind any `cfg`, and inside macro calls that read as items, counts.
 * @param enough asked of each file as it is reached; once it is true, no more files are read
 */
export function reachedFiles(
  root: string,
  files: SourceFiles,
  enough: (source: SourceFile) => boolean = () => false,
): ReadonlySet<string> {
  const reached = new Reached(enough);
  const source = files.file(root);
  if (source === undefined) return reached;
  reached.enter(root, source);
  walk(source.items, rootHome(root), { root, files }, reached, 0);
  return reached;
}

class Reached extends Set<string> {
  readonly #enough: (source: SourceFile) => boolean;
  #steps = 0;
  done = false;

  constructor(enough: (source: SourceFile) => boolean) {
    super();
    this.#enough = enough;
  }

  enter(path: string, source: SourceFile): void {
    this.add(path);
    this.done ||= this.#enough(source);
  }

  /** @throws Unavailable when there is no end to it */
  step(): void {
    this.#steps += 1;
    if (this.#steps > maxSteps) throw new Unavailable('the modules nest too deeply to be followed');
  }
}

const maxDepth = 200;
/** Modules inside modules with paths of their own have two homes each: what doubles at every level must end. */
const maxSteps = 200_000;

interface Crate {
  readonly root: string;
  readonly files: SourceFiles;
}

function walk(items: readonly Item[], home: ModuleHome, crate: Crate, reached: Reached, depth: number): void {
  if (depth > maxDepth) return;
  for (const item of items) {
    if (reached.done) return;
    reached.step();
    if (item.kind === 'macro-call') {
      for (const { items: inner } of macroItems(item).branches) walk(inner, home, crate, reached, depth + 1);
      for (const { name, path } of listedModules(item, crate.root, crate.files))
        for (const next of fileHomes(home, name, path)) enter(next, crate, reached, depth);
    }
    if (item.kind !== 'module') continue;
    const paths = [undefined, ...pathAttributes(item.attributes)];
    for (const path of paths) {
      if (item.inline) walk(item.items, inlineHome(home, item.name, path), crate, reached, depth + 1);
      else for (const next of fileHomes(home, item.name, path)) enter(next, crate, reached, depth);
    }
  }
}

function enter(home: ModuleHome, crate: Crate, reached: Reached, depth: number): void {
  if (reached.done || reached.has(home.file)) return;
  const source = crate.files.file(home.file);
  if (source === undefined) return;
  reached.enter(home.file, source);
  walk(source.items, home, crate, reached, depth + 1);
}

/** Of `#[path = "…"]`, also inside `cfg_attr`. */
function pathAttributes(attributes: readonly Attribute[]): string[] {
  return attributes.flatMap((attribute) => {
    if (attribute.path === 'path' && attribute.value?.string !== undefined) return [attribute.value.string];
    return pathAttributes(attribute.conditional);
  });
}
