/** Which files the `mod` declarations of a target lead to, whatever the configuration: what no target reaches is an orphan. */

import { Unavailable } from '../../../verdict.ts';
import { macroItems } from '../macros.ts';
import type { Attribute, CfgPredicate, Item, SourceFile } from '../syntax.ts';
import { type Condition, holding, innerCondition } from './conditions.ts';
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
  return walked(root, files, enough, () => {});
}

/** Told of the items of each file, inline module and branch of a macro call, and of what has to hold for them to be there. */
export type ItemVisitor = (source: SourceFile, items: readonly Item[], when: Condition) => void;

/** Goes where `reachedFiles` goes. Of a file that several `mod` lead to, the first one counts. @throws as `reachedFiles` does */
export function visitItems(root: string, files: SourceFiles, visit: ItemVisitor): void {
  walked(root, files, () => false, visit);
}

function walked(
  root: string,
  files: SourceFiles,
  enough: (source: SourceFile) => boolean,
  visit: ItemVisitor,
): ReadonlySet<string> {
  const reached = new Reached(enough, visit);
  enter(rootHome(root), always, { root, files }, reached, -1);
  return reached;
}

class Reached extends Set<string> {
  readonly #enough: (source: SourceFile) => boolean;
  readonly visit: ItemVisitor;
  #steps = 0;
  done = false;

  constructor(enough: (source: SourceFile) => boolean, visit: ItemVisitor) {
    super();
    this.#enough = enough;
    this.visit = visit;
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

const always: Condition = [];

function walk(
  source: SourceFile,
  items: readonly Item[],
  when: Condition,
  home: ModuleHome,
  crate: Crate,
  reached: Reached,
  depth: number,
): void {
  if (depth > maxDepth) return;
  reached.visit(source, items, when);
  for (const item of items) {
    if (reached.done) return;
    reached.step();
    const here = holding(item, when);
    if (item.kind === 'macro-call') {
      for (const branch of macroItems(item).branches)
        walk(source, branch.items, [...here, ...branch.when], home, crate, reached, depth + 1);
      for (const { name, path } of listedModules(item, crate.root, crate.files))
        for (const next of fileHomes(home, name, path)) enter(next, here, crate, reached, depth);
    }
    if (item.kind !== 'module') continue;
    for (const { path, when: inside } of pathsOf(item.attributes, here)) {
      if (item.inline) walk(source, item.items, inside, inlineHome(home, item.name, path), crate, reached, depth + 1);
      else for (const next of fileHomes(home, item.name, path)) enter(next, inside, crate, reached, depth);
    }
  }
}

function enter(home: ModuleHome, when: Condition, crate: Crate, reached: Reached, depth: number): void {
  if (reached.done || reached.has(home.file)) return;
  const source = crate.files.file(home.file);
  if (source === undefined) return;
  reached.enter(home.file, source);
  walk(source, source.items, innerCondition(source, when), home, crate, reached, depth + 1);
}

interface ModulePath {
  /** Undefined for the usual one. */
  readonly path: string | undefined;
  readonly when: Condition;
}

/** The usual path of a module and those of `#[path = "…"]`, also inside `cfg_attr`: the first that holds counts, and the usual one where none does. */
function pathsOf(attributes: readonly Attribute[], when: Condition): readonly ModulePath[] {
  const found: ModulePath[] = [];
  const earlier: CfgPredicate[] = [];
  for (const { path, own } of pathAttributes(attributes, always)) {
    found.push({ path, when: [...when, ...earlier, ...own] });
    earlier.push({ op: 'not', of: { op: 'all', of: own } });
  }
  return [{ path: undefined, when: earlier.length === 0 ? when : [...when, ...earlier] }, ...found];
}

interface PathAttribute {
  readonly path: string;
  readonly own: Condition;
}

function pathAttributes(attributes: readonly Attribute[], around: Condition): PathAttribute[] {
  return attributes.flatMap((attribute) => {
    if (attribute.path === 'path' && attribute.value?.string !== undefined)
      return [{ path: attribute.value.string, own: around }];
    if (attribute.conditional.length === 0) return [];
    const predicate: CfgPredicate[] = attribute.cfg === undefined ? [] : [attribute.cfg];
    return pathAttributes(attribute.conditional, [...around, ...predicate]);
  });
}
