/** Items written inside function bodies and constants that are compiled as such. */
import { blockItems } from '../block-items.ts';
import { Cursor } from '../cursor.ts';
import { scanMacroItems } from '../items.ts';
import { parsePath } from '../paths.ts';
import type { Item, MacroCallItem, SourceFile, TokenRange } from '../syntax.ts';
import { isName, Punct } from '../token.ts';

/** Macro calls that are statements of a body (`const _: () = { m! { … } };`), attributes included: their output may be items. */
export function statementCalls(source: SourceFile, body: TokenRange): readonly MacroCallItem[] {
  const { kind, match } = source.tokens;
  const found: MacroCallItem[] = [];
  for (let at = body.from; at < body.to; at += 1) {
    const previous = kind[at - 1];
    const begins =
      at === body.from || previous === Punct.OpenBrace || previous === Punct.CloseBrace || previous === Punct.Semi;
    if (!begins) continue;
    let name = at;
    while (kind[name] === Punct.Hash && kind[name + 1] === Punct.OpenBracket)
      name = Math.max(name, match[name + 1]!) + 1;
    if (!isName(kind[name] ?? 0)) continue;
    const c = new Cursor(source, { from: name, to: body.to });
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

const none: readonly Item[] = [];

/** Items of a body at any depth of blocks; what stands inside another item, or in a macro call such as `quote!`, is not among them. */
export function nestedItems(source: SourceFile, body: TokenRange): readonly Item[] {
  const items = blockItems(source, body);
  if (items.length === 0) return none;
  const inputs = macroInputs(source, body);
  let next = 0;
  return items.flatMap(({ item }) => {
    const { from } = item.tokens;
    while (next < inputs.length && inputs[next]!.to <= from) next += 1;
    const inside = next < inputs.length && inputs[next]!.from <= from;
    return inside ? [] : [item];
  });
}

/** The inside of every `name!(…)` that stands in no other, in order. */
function macroInputs(source: SourceFile, body: TokenRange): readonly TokenRange[] {
  const { kind, match } = source.tokens;
  const found: TokenRange[] = [];
  for (let at = body.from + 1; at < body.to; at += 1) {
    if (kind[at] !== Punct.Bang || !isName(kind[at - 1]!)) continue;
    const close = match[at + 1]!;
    if (close <= at + 1) continue;
    found.push({ from: at + 1, to: close });
    at = close;
  }
  return found;
}

/** The code of an item: a function's body, a constant's value. */
export function bodyOf(item: Item): TokenRange | undefined {
  if (item.kind === 'function') return item.body;
  return item.kind === 'constant' || item.kind === 'static' ? item.value : undefined;
}
