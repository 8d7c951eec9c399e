/** How far a fragment of a macro's input reaches (Rust Reference: "Metavariables"): from the cursor to its end, or false when it does not match. */
import type { Cursor } from '../cursor.ts';
import { scanItem } from '../items.ts';
import { parsePath, startsPath } from '../paths.ts';
import { isLiteral, isWord, Keyword, Kind, Punct } from '../token.ts';
import { parseType } from '../types.ts';

/** Moves the cursor past one fragment; false leaves it anywhere. */
export function takeFragment(kind: string, c: Cursor): boolean {
  switch (kind) {
    case 'vis':
      return takeVisibility(c);
    case 'ident':
      return c.isWord() && c.text() !== '_' && taken(c);
    case 'lifetime':
      return c.is(Kind.Lifetime) && taken(c);
    case 'literal':
      c.take(Punct.Minus);
      return (isLiteral(c.kind()) || c.is(Keyword.true) || c.is(Keyword.false)) && taken(c);
    case 'tt':
      return takeTokenTree(c);
    case 'block':
      return c.is(Punct.OpenBrace) && skipped(c);
    case 'path':
      return startsPath(c) ? moved(c, () => parsePath(c, 'type')) : c.is(Punct.Less) && moved(c, () => parseType(c));
    case 'ty':
      return startsType(c) && moved(c, () => parseType(c));
    case 'meta':
      return takeMeta(c);
    case 'item':
      return takeItem(c);
    case 'pat':
    case 'pat_param':
      return takePattern(c);
    default:
      return takeExpression(c, kind === 'stmt');
  }
}

function taken(c: Cursor): boolean {
  c.at += 1;
  return true;
}

function skipped(c: Cursor): boolean {
  c.skip();
  return true;
}

function moved(c: Cursor, parse: () => unknown): boolean {
  const from = c.at;
  parse();
  return c.at > from;
}

function takeVisibility(c: Cursor): boolean {
  if (!c.take(Keyword.pub)) return true;
  if (!c.is(Punct.OpenParen)) return true;
  const next = c.kind(1);
  const one = next === Keyword.crate || next === Keyword.self || next === Keyword.super;
  if ((one && c.kind(2) === Punct.CloseParen) || next === Keyword.in) c.skip();
  return true;
}

const operators = new Set('<<= >>= ... ..= :: -> => == != <= >= && || += -= *= /= %= ^= &= |= << >> ..'.split(' '));

/** Length in our one-character tokens of the operator at the cursor, which rustc sees as one token. */
function operatorLength(c: Cursor): number {
  const first = c.kind();
  if (first < Punct.Bang || first > Punct.Tilde || isWord(first)) return 1;
  for (const length of [3, 2]) {
    const text = c.source.text.slice(c.offset(), c.offset() + length);
    if (operators.has(text) && c.at + length <= c.to && c.offset(c.at + length - 1) === c.offset() + length - 1)
      return length;
  }
  return 1;
}

function takeTokenTree(c: Cursor): boolean {
  if (c.done) return false;
  const kind = c.kind();
  if (kind === Punct.CloseParen || kind === Punct.CloseBrace || kind === Punct.CloseBracket) return false;
  if (kind === Punct.OpenParen || kind === Punct.OpenBrace || kind === Punct.OpenBracket) return skipped(c);
  if (kind === Punct.Dollar && c.kind(1) === Keyword.crate) c.at += 1;
  c.at += operatorLength(c);
  return true;
}

function startsType(c: Cursor): boolean {
  const kind = c.kind();
  if (startsPath(c)) return true;
  return [
    Punct.OpenParen,
    Punct.OpenBracket,
    Punct.And,
    Punct.Star,
    Punct.Bang,
    Punct.Less,
    Keyword.impl,
    Keyword.dyn,
    Keyword.for,
    Keyword.fn,
    Keyword.unsafe,
    Keyword.extern,
    Kind.Lifetime,
  ].includes(kind as never);
}

function takeMeta(c: Cursor): boolean {
  if (c.is(Keyword.unsafe) && c.kind(1) === Punct.OpenParen) {
    c.at += 1;
    return skipped(c);
  }
  if (!startsPath(c)) return false;
  parsePath(c, 'simple');
  if (c.is(Punct.OpenParen) || c.is(Punct.OpenBracket) || c.is(Punct.OpenBrace)) return skipped(c);
  if (c.is(Punct.Equal)) c.skipToComma();
  return true;
}

function takeItem(c: Cursor): boolean {
  return !c.done && scanItem(c, ignore) !== undefined;
}

function ignore(): void {}

function takePattern(c: Cursor): boolean {
  const from = c.at;
  while (!c.done) {
    if (c.is(Punct.Comma) || c.is(Punct.Equal) || c.is(Keyword.if) || c.is(Keyword.in)) break;
    if (c.is(Punct.Dot) || c.is(Punct.Less)) c.at += operatorLength(c);
    else c.skip();
  }
  return c.at > from;
}

function takeExpression(c: Cursor, statement: boolean): boolean {
  const from = c.at;
  if (statement && c.is(Keyword.let)) c.at += 1;
  let operand = true;
  while (!c.done) {
    if (c.is(Punct.Comma) || c.is(Punct.Semi) || c.isPair(Punct.Equal, Punct.Greater)) break;
    if (operand && c.is(Punct.Or)) {
      c.at += 1;
      while (!c.done && !c.is(Punct.Or)) c.skip();
      c.take(Punct.Or);
    } else if (startsPath(c)) {
      parsePath(c, 'expression');
      operand = false;
    } else {
      const kind = c.kind();
      operand = !(
        isLiteral(kind) ||
        kind === Punct.OpenParen ||
        kind === Punct.OpenBracket ||
        kind === Punct.OpenBrace
      );
      if (operand) c.at += operatorLength(c);
      else c.skip();
    }
  }
  return c.at > from;
}
