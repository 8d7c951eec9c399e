/** Statements, match arms and fields as wholes. */
import type { Cursor } from './cursor.ts';
import { Keyword, kindTable, Punct } from './token.ts';

const closes = kindTable([Punct.CloseBrace, Punct.CloseParen, Punct.CloseBracket]);

/** Passes the statement, match arm or field at the cursor, its attributes included; the brackets around it stay closed. */
export function skipStatement(c: Cursor): void {
  let isLet = c.is(Keyword.let);
  while (!c.done && closes[c.kind()] !== 1) {
    if (c.take(Punct.Semi) || c.take(Punct.Comma)) return;
    if (c.is(Punct.Hash) && c.kind(1) === Punct.OpenBracket) {
      c.at += 1;
      c.skip();
      isLet = c.is(Keyword.let);
      continue;
    }
    const brace = c.is(Punct.OpenBrace);
    c.skip();
    if (!brace || isLet || c.is(Keyword.else) || c.is(Punct.Dot) || c.is(Punct.Question)) continue;
    if (c.isPair(Punct.Equal, Punct.Greater)) continue;
    if (!c.is(Punct.Semi) && !c.is(Punct.Comma)) return;
  }
}
