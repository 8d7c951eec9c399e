/** Items written inside function bodies and constants that are compiled as such. */
import { blockItems } from '../block-items.ts';
import type { Item, SourceFile, TokenRange } from '../syntax.ts';
import { isName, Punct } from '../token.ts';

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
