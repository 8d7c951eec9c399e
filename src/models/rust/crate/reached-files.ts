/** Which files the `mod` declarations of a target lead to, whatever the configuration: what no target reaches is an orphan. */

import { Unavailable } from '../../../rule.ts';
import { macroItems } from '../macros.ts';
import type { Attribute, Item } from '../syntax.ts';
import type { SourceFiles } from './input.ts';
import { fileHomes, inlineHome, type ModuleHome, rootHome } from './module-files.ts';

/** All files reached from a root file, itself included; `mod` behind any `cfg`, and inside macro calls that read as items, counts. */
export function reachedFiles(root: string, files: SourceFiles): ReadonlySet<string> {
  const reached = new Reached();
  const source = files.file(root);
  if (source === undefined) return reached;
  reached.add(root);
  walk(source.items, rootHome(root), files, reached, 0);
  return reached;
}

class Reached extends Set<string> {
  #steps = 0;

  /** @throws Unavailable when there is no end to it */
  step(): void {
    this.#steps += 1;
    if (this.#steps > maxSteps) throw new Unavailable('the modules nest too deeply to be followed');
  }
}

const maxDepth = 200;
/** Modules inside modules with paths of their own have two homes each: what doubles at every level must end. */
const maxSteps = 500_000;

function walk(items: readonly Item[], home: ModuleHome, files: SourceFiles, reached: Reached, depth: number): void {
  if (depth > maxDepth) return;
  for (const item of items) {
    reached.step();
    if (item.kind === 'macro-call')
      for (const { items: inner } of macroItems(item).branches) walk(inner, home, files, reached, depth + 1);
    if (item.kind !== 'module') continue;
    const paths = [undefined, ...pathAttributes(item.attributes)];
    for (const path of paths) {
      if (item.inline) walk(item.items, inlineHome(home, item.name, path), files, reached, depth + 1);
      else for (const next of fileHomes(home, item.name, path)) enter(next, files, reached, depth);
    }
  }
}

function enter(home: ModuleHome, files: SourceFiles, reached: Reached, depth: number): void {
  if (reached.has(home.file)) return;
  const source = files.file(home.file);
  if (source === undefined) return;
  reached.add(home.file);
  walk(source.items, home, files, reached, depth + 1);
}

/** Of `#[path = "…"]`, also inside `cfg_attr`. */
function pathAttributes(attributes: readonly Attribute[]): string[] {
  return attributes.flatMap((attribute) => {
    if (attribute.path === 'path' && attribute.value?.string !== undefined) return [attribute.value.string];
    return pathAttributes(attribute.conditional);
  });
}
