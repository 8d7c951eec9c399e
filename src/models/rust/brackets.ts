/**
 * Pairs brackets that do not pair (Rust Reference: "Delimiters"; the lexer pairs all others): indentation tells which one is at fault, as it does for a human reader,
 * so that one missing brace costs one item and not the rest of the file.
 */

import { lastPlain, partnerOf } from './characters.ts';
import type { LexicalError } from './literal-lexer.ts';
import type { Tokens } from './syntax.ts';
import { Punct } from './token.ts';

/** How far down the open brackets a partner is looked for; a bound on the work that hostile input can cause. */
const deepestSearch = 64;
const mostErrors = 100;

/** Fills `tokens.match` where the lexer found brackets that do not pair. @returns those without a partner */
export function pairBrackets(tokens: Tokens, text: string): LexicalError[] {
  const nearest = pairLeniently(tokens, () => undefined);
  const indented = pairLeniently(tokens, byIndentation(tokens, text));
  // Code that is not laid out by rustfmt can fool indentation.
  return indented.length <= nearest.length ? indented : pairLeniently(tokens, () => undefined);
}

/** Opening brackets come before their partners in ASCII. */
function isOpening(kind: number): boolean {
  return kind < partnerOf[kind]!;
}

/** Depth in `open` of the brace that a closing brace pairs with; -1 for none, undefined where this way of pairing does not tell. */
type FindPartner = (open: readonly number[], closer: number) => number | undefined;

/** @param find asked first; the nearest bracket of the kind is taken where it does not tell */
function pairLeniently(tokens: Tokens, find: FindPartner): LexicalError[] {
  const { kind, match, start, count } = tokens;
  match.fill(-1);
  const open: number[] = [];
  const errors: LexicalError[] = [];
  const report = (what: string, at: number) => {
    if (errors.length < mostErrors)
      errors.push({ message: `${what} \`${String.fromCharCode(kind[at]!)}\``, offset: start[at]! });
  };
  for (let at = 0; at < count; at++) {
    const k = kind[at]!;
    if (k > lastPlain || partnerOf[k] === 0) continue;
    if (isOpening(k)) {
      open.push(at);
      continue;
    }
    const depth = find(open, at) ?? nearestDepth(tokens, open, k);
    if (depth < 0) {
      report('unexpected closing', at);
      continue;
    }
    while (open.length > depth + 1) report('unclosed', open.pop()!);
    const opener = open.pop()!;
    match[opener] = at;
    match[at] = opener;
  }
  for (const at of open) report('unclosed', at);
  return errors.sort((a, b) => a.offset - b.offset);
}

/** Depth in `open` of the innermost bracket that `closer` can close; parentheses do not reach past a brace. */
function nearestDepth(tokens: Tokens, open: readonly number[], closer: number): number {
  const lowest = Math.max(0, open.length - deepestSearch);
  for (let depth = open.length - 1; depth >= lowest; depth--) {
    const opener = tokens.kind[open[depth]!]!;
    if (partnerOf[opener] === closer) return depth;
    if (opener === Punct.OpenBrace) return -1;
  }
  return -1;
}

/** Pairs a closing brace that begins its line with the brace whose line is indented as much. */
function byIndentation(tokens: Tokens, text: string): FindPartner {
  const { kind } = tokens;
  const { width, first } = indentation(tokens, text);
  return (open, closer) => {
    if (first[closer] === 0 || kind[closer] !== Punct.CloseBrace) return undefined;
    const lowest = Math.max(0, open.length - deepestSearch);
    for (let depth = open.length - 1; depth >= lowest; depth--) {
      const opener = open[depth]!;
      if (kind[opener] === Punct.OpenBrace && width[opener] === width[closer]) return depth;
    }
    const top = open.at(-1);
    return top !== undefined && width[top]! < width[closer]! ? -1 : undefined;
  };
}

/** By token: the width of its line's indentation, and 1 where it is the first of its line. */
function indentation({ start, count }: Tokens, text: string): { width: Int32Array; first: Uint8Array } {
  const width = new Int32Array(count);
  const first = new Uint8Array(count);
  let lineStart = 0;
  let nextLine = text.indexOf('\n') + 1;
  let current = -1;
  for (let at = 0; at < count; at++) {
    while (nextLine > 0 && nextLine <= start[at]!) {
      lineStart = nextLine;
      nextLine = text.indexOf('\n', lineStart) + 1;
      current = -1;
    }
    if (current < 0) {
      current = start[at]! - lineStart;
      first[at] = 1;
    }
    width[at] = current;
  }
  return { width, first };
}
