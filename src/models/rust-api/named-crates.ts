/** Which crates a Rust file names: the first names of its paths, of its imports, and of `extern crate`. */

import { memo } from '../collections/memo.ts';
import type { Attribute, Item, SourceFile } from '../rust/syntax.ts';
import { Keyword, Kind, Punct } from '../rust/token.ts';

/**
 * Names that begin a path (`serde::…`, `::serde::…`), an import (`use serde as s;`, `use {serde, tokio::…};`) or stand behind
 * `extern crate`; comments and strings have no say. Nothing is resolved: a local module of the same name is told by `declaredModules`.
 */
export function firstNames(source: SourceFile): ReadonlySet<string> {
  const { kind, count } = source.tokens;
  const names = new Set<string>();
  for (let token = 0; token < count; token++) {
    if (kind[token] === Keyword.use) token = importNames(source, token + 1, names) - 1;
    else if (isIdentifier(kind[token]) && (beginsPath(source, token) || isExternCrate(source, token)))
      names.add(nameOf(source, token));
  }
  return names;
}

/** Names that code in comments begins paths with: examples in documentation use dependencies too. */
export function firstNamesInComments({ comments, text }: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = 0; at < comments.count; at++) {
    const comment = text.slice(comments.start[at], comments.end[at]);
    for (const [, path, imported] of comment.matchAll(/\b(\w{1,64})::|\buse\s+(\w{1,64})/g))
      names.add(path ?? imported ?? '');
  }
  return names;
}

/** Names of the modules that the file declares at its top: each hides a crate of the name. */
export const declaredModules = memo(
  ({ items }: SourceFile): ReadonlySet<string> =>
    new Set(items.flatMap((item) => (item.kind === 'module' ? [item.name] : []))),
);

function isIdentifier(kind: number | undefined): boolean {
  return kind === Kind.Identifier || kind === Kind.RawIdentifier;
}

function nameOf(source: SourceFile, token: number): string {
  return source.tokenText(token).replace(/^r#/, '');
}

function isPathSeparator(source: SourceFile, token: number): boolean {
  const { kind, start, end } = source.tokens;
  return kind[token] === Punct.Colon && kind[token + 1] === Punct.Colon && start[token + 1] === end[token];
}

function beginsPath(source: SourceFile, token: number): boolean {
  if (!isPathSeparator(source, token + 1)) return false;
  if (token < 2 || !isPathSeparator(source, token - 2)) return source.tokens.kind[token - 1] !== Punct.Dot;
  // `::serde::x` begins at the separator, after `->` too; `a::serde::x` and `<T as A>::serde::x` do not.
  const { kind } = source.tokens;
  const before = kind[token - 3];
  const closesGenerics = before === Punct.Greater && kind[token - 4] !== Punct.Minus && kind[token - 4] !== Punct.Equal;
  return !(isIdentifier(before) || closesGenerics || isPathKeyword(before));
}

function isPathKeyword(kind: number | undefined): boolean {
  return kind === Keyword.self || kind === Keyword.Self || kind === Keyword.super || kind === Keyword.crate;
}

function isExternCrate(source: SourceFile, token: number): boolean {
  const { kind } = source.tokens;
  return kind[token - 1] === Keyword.crate && kind[token - 2] === Keyword.extern;
}

/** @returns the token after the import */
function importNames(source: SourceFile, from: number, names: Set<string>): number {
  const { kind, match, count } = source.tokens;
  let at = isPathSeparator(source, from) ? from + 2 : from;
  if (isIdentifier(kind[at])) names.add(nameOf(source, at));
  else if (kind[at] === Punct.OpenBrace) {
    const close = match[at] ?? -1;
    for (let inner = at; inner < close; inner++) {
      const next = isPathSeparator(source, inner + 1) ? inner + 3 : inner + 1;
      const opens = inner === at || kind[inner] === Punct.Comma;
      if (opens && isIdentifier(kind[next])) names.add(nameOf(source, next));
      const nested = match[inner + 1] ?? -1;
      if (kind[inner + 1] === Punct.OpenBrace && nested > inner) inner = nested;
    }
  }
  while (at < count && kind[at] !== Punct.Semi) at++;
  return at;
}

/** True when an item at the top or in a module bears an attribute, such as `bench`. */
export function hasAttribute(items: readonly Item[], path: string): boolean {
  return items.some((item) => {
    if (item.attributes.some((attribute: Attribute) => attribute.path === path)) return true;
    return item.kind === 'module' && hasAttribute(item.items, path);
  });
}
