/** What each file of a target says about where other files lie. */
import type { SourceFiles } from '../rust/crate/input.ts';
import { stringValue } from '../rust/literals.ts';
import { macroItems } from '../rust/macros.ts';
import type { Item, ModuleItem, SourceFile, TokenRange } from '../rust/syntax.ts';
import { Keyword, Kind, Punct } from '../rust/token.ts';
import { folderOf, joinPath } from '../text/paths.ts';
import { type FileLayout, isSnakeCase } from './module-layout.ts';

const DEEPEST = 100;

/** @param paths of files, such as those that a target is made of */
export function fileLayouts(paths: Iterable<string>, files: SourceFiles): FileLayout[] {
  return [...paths].flatMap((path) => {
    const source = files.file(path);
    return source === undefined ? [] : [layoutOf(source)];
  });
}

function layoutOf(source: SourceFile): FileLayout {
  const [anywhere, own, declaring] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const called = new Map<string, Set<string>>();
  gatherModules(source, source.items, { anywhere, own, declaring, called }, 0);
  return {
    path: source.path,
    included: includedFiles(source),
    anywhere: [...anywhere],
    own: [...own],
    declaring: [...declaring],
    called: [...called].map(([macro, words]) => ({ macro, words: [...words] })),
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
  readonly declaring: Set<string>;
  readonly called: Map<string, Set<string>>;
}

function gatherModules(source: SourceFile, items: readonly Item[], into: MacroNames, depth: number): void {
  for (const item of items) {
    if (item.kind === 'macro-rules') {
      const names = collectModules(source, item.tokens);
      for (const { name, isGiven } of names) if (!isGiven) into.anywhere.add(name);
      if (names.some(({ isGiven }) => isGiven)) into.declaring.add(item.name);
    } else if (item.kind === 'macro-call') {
      collectOwn(source, item.body, into);
      collectCalls(source, item.tokens, into.called);
    } else if (item.kind === 'function' && item.body !== undefined) collectOwn(source, item.body, into);
    else if (item.kind === 'module' && depth < DEEPEST) gatherModules(source, item.items, into, depth + 1);
  }
}

function collectOwn(source: SourceFile, range: TokenRange, { own }: MacroNames): void {
  if (!source.tokens.kind.subarray(range.from, range.to).includes(Keyword.mod)) return;
  for (const { name, steps, path } of collectModules(source, range)) {
    own.add([...steps, name].join('/'));
    if (path !== undefined) own.add(path.replace(/\.rs$/, ''));
  }
}

interface DeclaredModule {
  readonly name: string;
  /** The modules in braces around it. */
  readonly steps: readonly string[];
  /** Of `#[path = "…"]`. */
  readonly path: string | undefined;
  /** `mod $name;` */
  readonly isGiven: boolean;
}

/** Every `mod x;` among some tokens, read for nothing else. */
function collectModules(source: SourceFile, { from, to }: TokenRange): DeclaredModule[] {
  const { kind, match } = source.tokens;
  const found: DeclaredModule[] = [];
  const around: { readonly name: string; readonly end: number }[] = [];
  let path: string | undefined;
  for (let at = from; at + 2 < to; at += 1) {
    while (around.length > 0 && at > around.at(-1)!.end) around.pop();
    const here = kind[at];
    if (here === Punct.Semi || here === Punct.CloseBrace) path = undefined;
    if (here === Punct.Equal && kind[at + 1] === Kind.String && source.tokenText(at - 1) === 'path')
      path = stringValue(source, at + 1);
    if (here !== Keyword.mod) continue;
    const isGiven = kind[at + 1] === Punct.Dollar;
    const name = source.tokenText(isGiven ? at + 2 : at + 1);
    const behind = isGiven ? at + 3 : at + 2;
    if (kind[behind] === Punct.OpenBrace && around.length < DEEPEST) around.push({ name, end: match[behind]! });
    else if (kind[behind] === Punct.Semi) found.push({ name, path, isGiven, steps: around.map((one) => one.name) });
  }
  return found;
}

/** No longer calls name modules for a macro to declare. */
const LONGEST_CALL = 16;

/** Words of each `name!(…)` among some tokens, by the macro. */
function collectCalls(source: SourceFile, { from, to }: TokenRange, called: Map<string, Set<string>>): void {
  const { kind, match } = source.tokens;
  for (let at = from + 1; at + 1 < to; at += 1) {
    const close = match[at + 1]!;
    if (kind[at] !== Punct.Bang || close < at || close - at > LONGEST_CALL) continue;
    const macro = source.tokenText(at - 1);
    const words = called.get(macro) ?? new Set();
    called.set(macro, words);
    for (let token = at + 2; token < close; token += 1)
      if (kind[token] === Kind.Identifier) words.add(source.tokenText(token));
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
