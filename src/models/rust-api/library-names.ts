/** What a target imports of libraries and names in its code: names that rustc refuses it without. */
import { type CodeRange, codeOf } from '../rust/code.ts';
import { type CodePlace, type CrateModel, type Definition, isExternal } from '../rust/crate/crate-model.ts';
import type { SourceFile } from '../rust/syntax.ts';
import { insideOf } from '../rust-bodies/callee.ts';
import { codePlace } from '../rust-bodies/code-bodies.ts';
import { writtenPaths } from '../rust-bodies/written-paths.ts';

export interface LibraryName extends CodePlace {
  /** From the library's name on; of a glob, what it opens. */
  readonly segments: readonly string[];
  readonly how: 'imports' | 'names';
}

/** Each path once, where it is imported or named first under the target's configuration; imports first. */
export function libraryNames(target: CrateModel): LibraryName[] {
  // A module of the target's own hides a library of that name.
  const hidden = new Set(['crate', 'self', 'super', 'std', 'core', ...target.modules().map(({ name }) => name)]);
  const found = new Map<string, LibraryName>();
  for (const definition of target.definitions) {
    const { kind, use } = definition;
    if (kind !== 'import' || use === undefined || hidden.has(use.path[0] ?? '')) continue;
    const path = use.path.join('::');
    const place = codePlace(target.placeAt(definition, use.targetOffset));
    if (!found.has(path)) found.set(path, { segments: use.path, how: 'imports', ...place });
  }
  for (const name of namesInCode(target)) {
    const path = name.segments.join('::');
    if (!hidden.has(name.segments[0] ?? '') && !found.has(path)) found.set(path, name);
  }
  return [...found.values()];
}

/** Paths of functions' code that lead into other crates, imports put in. */
function* namesInCode(target: CrateModel): Generator<LibraryName> {
  const owners = new Map<unknown, Definition>(target.definitions.map((definition) => [definition.node, definition]));
  // A trait of the target may give a library's type whatever its functions are called.
  const given = new Set(
    target.definitions.flatMap(({ kind, members }) => (kind === 'trait' ? members : [])).map(nameOf),
  );
  for (const file of target.collected.files.values()) {
    for (const code of codeOf(file)) {
      const owner = owners.get(code.owner);
      if (owner === undefined || code.owner.kind !== 'function' || isConditional(file, code)) continue;
      const from = insideOf(target, owner);
      for (const { names, at } of writtenPaths(file, code.range)) {
        if (names.length < 2 || given.has(names.at(-1) ?? '')) continue;
        const segments = outside(target, names, from);
        if (segments === undefined) continue;
        const { line, column } = file.position(file.tokens.start[at] ?? 0);
        yield { segments, how: 'names', path: file.path, line, column };
      }
    }
  }
}

const nameOf = ({ name }: Definition): string => name;

/** The path from another crate's name on, when every namespace leads there. */
function outside(target: CrateModel, names: readonly string[], from: Definition): readonly string[] | undefined {
  const found = ([1, 0] as const).flatMap((namespace) => target.lookup(names, from, namespace) ?? []);
  const [first] = found;
  if (first === undefined || found.some((one) => !isExternal(one.target)) || !isExternal(first.target))
    return undefined;
  const { crate, path } = first.target;
  return crate === '' ? undefined : [crate, ...path, ...names.slice(first.used)];
}

/** Whether some configuration goes without parts of it: then another may have what it names. */
function isConditional(file: SourceFile, { owner, enclosing, range }: CodeRange): boolean {
  const asks = (path: string) => path === 'cfg' || path === 'cfg_attr';
  if ([owner, ...enclosing].some(({ attributes }) => attributes.some(({ path }) => asks(path)))) return true;
  if (!file.text.includes('cfg')) return false;
  for (let token = range.from; token < range.to; token++) if (asks(file.tokenText(token))) return true;
  return false;
}
