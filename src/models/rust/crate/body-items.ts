/** Items written inside function bodies and constants that are compiled as such. */
import { blockItems } from '../block-items.ts';
import { Cursor } from '../cursor.ts';
import { scanMacroItems } from '../items.ts';
import { parsePath } from '../paths.ts';
import type { Item, MacroCallItem, SourceFile, TokenRange } from '../syntax.ts';
import { isName, Punct } from '../token.ts';

/**
 * Macro calls that are statements of an anonymous constant (`const _: () = { m! { … } };`), where crates put impls: their output may be items.
 */
export function statementCalls(source: SourceFile, body: TokenRange): readonly MacroCallItem[] {
  const { kind, match } = source.tokens;
  const found: MacroCallItem[] = [];
  for (let at = body.from; at < body.to; at += 1) {
    const previous = kind[at - 1];
    const begins =
      at === body.from || previous === Punct.OpenBrace || previous === Punct.CloseBrace || previous === Punct.Semi;
    if (!begins || !isName(kind[at]!)) continue;
    const c = new Cursor(source, { from: at, to: body.to });
    parsePath(c, 'simple');
    const end = match[c.at + 1]!;
    if (!c.is(Punct.Bang) || !(end > c.at)) continue;
    const to = kind[end + 1] === Punct.Semi ? end + 2 : end + 1;
    // at the end of a block the `;` may be missing, which no item may do
    for (const item of scanMacroItems(source, { from: at, to }, () => {}))
      if (item.kind === 'macro-call') found.push(item);
    at = end;
  }
  return found;
}

/** Items of a body at any depth of blocks; what stands inside another item, or in a macro call such as `quote!`, is not among them. */
export function nestedItems(source: SourceFile, body: TokenRange): readonly Item[] {
  const found: Item[] = [];
  for (const { item } of blockItems(source, body))
    if (!isInMacroCall(source, item.tokens.from, body.from)) found.push(item);
  return found;
}

/** Whether one of the brackets around a token belongs to `name!(…)`; the walk goes left, over closed groups. */
function isInMacroCall(source: SourceFile, token: number, from: number): boolean {
  const { kind, match } = source.tokens;
  for (let at = token - 1; at > from; at -= 1) {
    const partner = match[at]!;
    if (partner >= 0 && partner < at) at = partner;
    else if (partner > at && kind[at - 1] === Punct.Bang && isName(kind[at - 2]!)) return true;
  }
  return false;
}

/** The code of an item: a function's body, a constant's value. */
export function bodyOf(item: Item): TokenRange | undefined {
  if (item.kind === 'function') return item.body;
  return item.kind === 'constant' || item.kind === 'static' ? item.value : undefined;
}
