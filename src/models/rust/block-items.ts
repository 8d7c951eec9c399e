/** Items declared inside function bodies and constants (Rust Reference: "Statements", "Item declarations"): local types, and impls of types outside. */
import { memo } from '../collections/memo.ts';
import { Cursor } from './cursor.ts';
import { scanItem } from './items.ts';
import type { Item, SourceFile, TokenRange } from './syntax.ts';
import { itemWords, Keyword, Kind, kindTable, Punct } from './token.ts';

export interface BlockItem {
  readonly item: Item;
  /** Inside the braces of the block that declares it; its name is known there only. */
  readonly block: TokenRange;
}

/**
 * Items declared in a block and in the blocks inside it, in source order; not those inside the items found.
 * @param range the tokens of an expression or of the inside of a block
 */
export function blockItems(source: SourceFile, range: TokenRange): BlockItem[] {
  if (!mayDeclare(source, range)) return [];
  const { kind, match } = source.tokens;
  const found: BlockItem[] = [];
  const around: TokenRange[] = [];
  const c = new Cursor(source, range);
  let block = range;
  let starts = true;
  for (let at = range.from; at < range.to; ) {
    while (at >= block.to && around.length > 0) block = around.pop()!;
    const here = kind[at]!;
    if (starts && mayStart[here] === 1) {
      c.at = at;
      const item = startsItem(c) ? scanItem(c.inside({ from: at, to: block.to }), ignore) : undefined;
      if (item !== undefined) {
        found.push({ item, block });
        at = item.tokens.to;
        continue;
      }
    }
    at++;
    starts = here === Punct.OpenBrace || here === Punct.CloseBrace || here === Punct.Semi;
    if (here === Punct.OpenBrace) {
      const end = match[at - 1]!;
      around.push(block);
      block = { from: at, to: end >= at && end < block.to ? end : block.to };
    }
  }
  return found;
}

/** Whether there is a word among the tokens with which an item begins: most bodies have none. */
function mayDeclare(source: SourceFile, { from, to }: TokenRange): boolean {
  const { begins } = source.tokens;
  let low = 0;
  let high = begins.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (begins[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return (low < begins.length && begins[low]! < to) || hasContextual(source);
}

/** Whether the file has one of the words that begin an item in places only. */
const hasContextual = memo(({ text }: SourceFile): boolean => text.includes('macro_rules') || text.includes('union'));

function ignore(): void {}

/** By kind of token: 1 for those with which an item may begin. */
const mayStart = kindTable([...itemWords, Punct.Hash, Kind.Identifier, Keyword.async, Keyword.unsafe]);

/** Whether a statement at the cursor declares an item other than a macro call. */
function startsItem(c: Cursor): boolean {
  const ahead = behindAttributes(c);
  switch (c.kind(ahead)) {
    case Keyword.fn:
    case Keyword.struct:
    case Keyword.enum:
    case Keyword.impl:
    case Keyword.trait:
    case Keyword.mod:
    case Keyword.use:
    case Keyword.type:
    case Keyword.pub:
    case Keyword.extern:
      return true;
    case Keyword.static:
      return c.isName(ahead + 1) || c.kind(ahead + 1) === Keyword.mut;
    case Keyword.const:
      return c.kind(ahead + 1) !== Punct.OpenBrace && c.kind(ahead + 1) !== Punct.Or;
    case Keyword.async:
      return c.kind(ahead + 1) === Keyword.fn || c.kind(ahead + 1) === Keyword.unsafe;
    case Keyword.unsafe:
      return c.kind(ahead + 1) !== Punct.OpenBrace;
    case Kind.Identifier:
      return (
        (c.isName(ahead + 1) && c.kind(ahead + 2) !== Punct.Equal && c.isContextual('union', ahead)) ||
        (c.kind(ahead + 1) === Punct.Bang && c.isContextual('macro_rules', ahead))
      );
    default:
      return false;
  }
}

function behindAttributes(c: Cursor): number {
  const at = c.at;
  while (c.is(Punct.Hash) && c.kind(1) === Punct.OpenBracket) {
    c.at++;
    c.skip();
  }
  const ahead = c.at - at;
  c.at = at;
  return ahead;
}
