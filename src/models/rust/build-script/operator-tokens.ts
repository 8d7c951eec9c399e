/** Where operands and operators of expressions begin and end among tokens (Rust Reference: "Expression precedence"). */
import type { Cursor } from '../cursor.ts';
import { stringValue } from '../literals.ts';
import { Keyword, Kind, Punct } from '../token.ts';
import { type Expression, other } from './expression.ts';

/** How tightly binary operators bind; of the longer ones first. */
const operators: readonly (readonly [text: string, level: number])[] = [
  ['||', 1],
  ['&&', 2],
  ['==', 3],
  ['!=', 3],
  ['<=', 3],
  ['>=', 3],
  ['<<', 7],
  ['>>', 7],
  ['<', 3],
  ['>', 3],
  ['|', 4],
  ['^', 5],
  ['&', 6],
  ['+', 8],
  ['-', 8],
  ['*', 9],
  ['/', 9],
  ['%', 9],
];

export function isBlockLike(c: Cursor): boolean {
  switch (c.kind()) {
    case Keyword.if:
    case Keyword.match:
    case Keyword.for:
    case Keyword.while:
    case Keyword.loop:
    case Punct.OpenBrace:
      return true;
    case Keyword.unsafe:
      return c.kind(1) === Punct.OpenBrace;
    default:
      return c.is(Kind.Lifetime);
  }
}

/** Behind the brace that ends a statement by itself: a block, or a macro call in braces. */
export function isBlockEnd(c: Cursor): boolean {
  return c.kind(-1) === Punct.CloseBrace;
}

export function endsValue(c: Cursor): boolean {
  return c.done || c.is(Punct.Semi) || c.is(Punct.Comma) || c.is(Punct.CloseBrace);
}

export function endsRange(c: Cursor, structs: boolean): boolean {
  return endsValue(c) || (!structs && c.is(Punct.OpenBrace));
}

export function literalAt(c: Cursor): Expression | undefined {
  const text = stringValue(c.source, c.at);
  const written = c.text();
  if (text !== undefined && !c.done) {
    c.at += 1;
    return { kind: 'text', value: text };
  }
  if (c.is(Kind.Integer)) {
    c.at += 1;
    const value = /^[0-9_]+/.exec(written)?.[0].replaceAll('_', '') ?? '';
    return /^0[xob]/.test(written) ? other : { kind: 'number', value: Number(value) };
  }
  if (c.take(Keyword.true)) return { kind: 'truth', value: true };
  if (c.take(Keyword.false)) return { kind: 'truth', value: false };
  if (c.is(Kind.Char) || c.is(Kind.Byte) || c.is(Kind.Float)) {
    c.at += 1;
    return /^'[^\\]'$/u.test(written) ? { kind: 'text', value: written.slice(1, -1) } : other;
  }
  return undefined;
}

export function operatorAt(c: Cursor): { readonly text: string; readonly level: number } | undefined {
  const text = c.text();
  const two = c.isJoined(c.at) && c.at + 1 < c.to ? text + c.source.tokenText(c.at + 1) : text;
  for (const [operator, level] of operators) {
    if (operator !== (operator.length === 2 ? two : text)) continue;
    return isAssigned(c, operator) ? undefined : { text: operator, level };
  }
  return undefined;
}

/** Whether `=` is joined to an operator that can be assigned with: `+=`, not `==`. */
function isAssigned(c: Cursor, operator: string): boolean {
  if (/^([=!<>]=|&&|\|\||[<>])$/.test(operator)) return false;
  const last = c.at + operator.length - 1;
  return c.kind(operator.length) === Punct.Equal && c.isJoined(last);
}

export function assignedOperator(c: Cursor): string | undefined {
  const text = c.text();
  const two = c.isJoined(c.at) && c.at + 1 < c.to ? text + c.source.tokenText(c.at + 1) : text;
  const found = operators.find(([operator]) => operator === (operator.length === 2 ? two : text))?.[0];
  return found !== undefined && isAssigned(c, found) ? found : undefined;
}

/** From `<` behind its `>`. */
export function skipAngles(c: Cursor): void {
  let depth = 0;
  do {
    if (c.is(Punct.Less)) depth += 1;
    if (c.is(Punct.Greater) && c.kind(-1) !== Punct.Minus) depth -= 1;
    c.skip();
  } while (!c.done && depth > 0);
}
