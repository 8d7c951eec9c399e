/**
 * Pairs brackets (Rust Reference: "Delimiters"). Where they do not pair, indentation tells which one is at fault, as it does for a human reader,
 * so that one missing brace costs one item and not the rest of the file.
 */
import type { LexicalError } from './literal-lexer.ts';
import type { Tokens } from './syntax.ts';
import { Punct } from './token.ts';

/** How far down the open brackets a partner is looked for; a bound on the work that hostile input can cause. */
const deepestSearch = 64;
const mostErrors = 100;

/** Fills `tokens.match`. @param brackets the tokens that are one, in order @returns those without a partner */
export function pairBrackets(tokens: Tokens, brackets: Int32Array, text: string): LexicalError[] {
  if (pairStrictly(tokens, brackets)) return [];
  const nearest = pairLeniently(tokens, brackets, () => undefined);
  const indented = pairLeniently(tokens, brackets, byIndentation(tokens, text));
  // Code that is not laid out by rustfmt can fool indentation.
  return indented.length <= nearest.length ? indented : pairLeniently(tokens, brackets, () => undefined);
}

function closerOf(kind: number): number {
  return kind === Punct.OpenParen ? Punct.CloseParen : kind + 2;
}

/** By kind of bracket: the one that pairs with it. */
const partnerOf = new Uint8Array(256);
for (const kind of [Punct.OpenBrace, Punct.OpenParen, Punct.OpenBracket]) {
  partnerOf[kind] = closerOf(kind);
  partnerOf[closerOf(kind)] = kind;
}

/** Opening brackets come before their partners in ASCII. */
function isOpening(kind: number): boolean {
  return kind < partnerOf[kind]!;
}

/** @returns whether every bracket found its partner */
function pairStrictly({ kind, match }: Tokens, brackets: Int32Array): boolean {
  // The innermost bracket that is open; until it is closed, its match is the one around it.
  let open = -1;
  for (let row = 0; row < brackets.length; row++) {
    const at = brackets[row]!;
    const k = kind[at]!;
    const partner = partnerOf[k]!;
    if (k < partner) {
      match[at] = open;
      open = at;
    } else {
      if (open < 0 || kind[open] !== partner) return false;
      const around = match[open]!;
      match[open] = at;
      match[at] = open;
      open = around;
    }
  }
  return open < 0;
}

/** Depth in `open` of the brace that a closing brace pairs with; -1 for none, undefined where this way of pairing does not tell. */
type FindPartner = (open: readonly number[], closer: number) => number | undefined;

/** @param find asked first; the nearest bracket of the kind is taken where it does not tell */
function pairLeniently(tokens: Tokens, brackets: Int32Array, find: FindPartner): LexicalError[] {
  const { kind, match, start } = tokens;
  match.fill(-1);
  const open: number[] = [];
  const errors: LexicalError[] = [];
  const report = (what: string, at: number) => {
    if (errors.length < mostErrors)
      errors.push({ message: `${what} \`${String.fromCharCode(kind[at]!)}\``, offset: start[at]! });
  };
  for (const at of brackets) {
    const k = kind[at]!;
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
    if (closerOf(opener) === closer) return depth;
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
