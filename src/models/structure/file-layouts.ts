/** What each file of a target says about where other files lie. */
import { joinPath } from '../cargo/paths.ts';
import type { SourceFiles } from '../rust/crate/input.ts';
import { macroItems } from '../rust/macros.ts';
import type { Item, ModuleItem, SourceFile, TokenRange } from '../rust/syntax.ts';
import { Keyword, Punct } from '../rust/token.ts';
import { type FileLayout, folderOf, isSnakeCase } from './module-layout.ts';

const DEEPEST = 100;

/** @param paths of files, such as those that a target is made of */
export function fileLayouts(paths: Iterable<string>, files: SourceFiles): FileLayout[] {
  return [...paths].flatMap((path) => {
    const source = files.file(path);
    return source === undefined ? [] : [layoutOf(source)];
  });
}

function layoutOf(source: SourceFile): FileLayout {
  const anywhere = new Set<string>();
  const own = new Set<string>();
  gatherModules(source, source.items, { anywhere, own }, 0);
  return {
    path: source.path,
    included: includedFiles(source),
    anywhere: [...anywhere],
    own: [...own],
    misnamed: modulesIn(source.items, 0)
      .filter(({ name }) => !isSnakeCase(name))
      .map(({ name, span }) => ({ name, line: source.position(span.start).line })),
  };
}

/** Files that `include!("…")` takes in, wherever it stands. */
function includedFiles({ path, text }: SourceFile): string[] {
  if (!text.includes('include!')) return [];
  return [...text.matchAll(/\binclude!\s*\(\s*"([^"\n]+)"/g)].flatMap(
    ([, target]) => joinPath(folderOf(path), target!) ?? [],
  );
}

interface MacroNames {
  readonly anywhere: Set<string>;
  readonly own: Set<string>;
}

function gatherModules(source: SourceFile, items: readonly Item[], into: MacroNames, depth: number): void {
  for (const item of items) {
    if (item.kind === 'macro-rules') collectModules(source, item.tokens, into.anywhere);
    else if (item.kind === 'macro-call') collectModules(source, item.body, into.own);
    else if (item.kind === 'module' && depth < DEEPEST) gatherModules(source, item.items, into, depth + 1);
  }
}

function collectModules(source: SourceFile, { from, to }: TokenRange, names: Set<string>): void {
  const { kind } = source.tokens;
  for (let at = from; at + 2 < to; at += 1) {
    if (kind[at] === Keyword.mod && kind[at + 2] === Punct.Semi) names.add(source.tokenText(at + 1));
  }
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
