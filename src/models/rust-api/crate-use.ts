/** Whether a file uses a crate: an import alone uses nothing. */
import type { Item, SourceFile } from '../rust/syntax.ts';
import { Kind } from '../rust/token.ts';
import { identifiersOf } from '../rust-bodies/token-text.ts';

export function isMentionedIn(file: SourceFile, crate: string): boolean {
  return file.text.includes(crate) && identifiersOf(file).has(crate);
}

/** Tools that build or run what the package offers: cargo hands them its binaries, or they build cases against it. */
const drivers = ['cargo_bin', 'cargo_bin_cmd', 'get_cargo_bin', 'main_binary', 'trybuild', 'trycmd', 'macrotest'];

export const isDriver = (file: SourceFile): boolean =>
  file.text.includes('CARGO_BIN_EXE_') ||
  drivers.some((name) => file.text.includes(name) && identifiersOf(file).has(name));

/** Whether something besides imports names a crate, or what is imported from it; a glob may bring anything. */
export function isUsedIn(file: SourceFile, crates: readonly string[]): boolean {
  if (!crates.some((crate) => file.text.includes(crate))) return false;
  const imports = importsIn(file.items);
  const leaves = imports.flatMap((item) => (item.kind === 'use' ? item.names : []));
  const from = leaves.filter(({ path }) => crates.includes(path[0] ?? ''));
  if (from.some(({ glob }) => glob) || imports.some(({ kind, attributes }) => kind !== 'use' && attributes.length > 0))
    return true;
  const names = new Set([...crates, ...from.map(({ name }) => name).filter((name) => name !== '_')]);
  const imported = imports.map(({ tokens }) => tokens).sort((a, b) => a.from - b.from);
  let next = 0;
  for (let token = 0; token < file.tokens.count; token++) {
    while (next < imported.length && imported[next]!.to <= token) next++;
    if (imported[next] !== undefined && imported[next]!.from <= token) continue;
    if (file.tokens.kind[token] === Kind.Identifier && names.has(file.tokenText(token))) return true;
  }
  return false;
}

const importsIn = (items: readonly Item[]): Item[] =>
  items.flatMap((item) => {
    if (item.kind === 'module') return importsIn(item.items);
    return item.kind === 'use' || item.kind === 'extern-crate' ? [item] : [];
  });
