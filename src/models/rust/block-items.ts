/** Items declared inside function bodies and constants (Rust Reference: "Statements", "Item declarations"): local types, and impls of types outside. */
import { Cursor } from './cursor.ts';
import { scanItem } from './items.ts';
import type { Item, SourceFile, TokenRange } from './syntax.ts';
import { Keyword, Kind, Punct } from './token.ts';

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
  const found: BlockItem[] = [];
  const blocks: TokenRange[] = [range];
  const c = new Cursor(source, range);
  let block = range;
  for (let starts = true; !c.done; ) {
    while (c.at >= block.to && blocks.length > 1) {
      blocks.pop();
      block = blocks.at(-1)!;
    }
    const item = starts && startsItem(c) ? scanItem(c.inside({ from: c.at, to: block.to }), ignore) : undefined;
    if (item !== undefined) {
      found.push({ item, block });
      c.at = item.tokens.to;
      continue;
    }
    const kind = c.kind();
    if (kind === Punct.OpenBrace) {
      const from = c.at + 1;
      const end = source.tokens.match[c.at]!;
      block = { from, to: end > c.at && end < block.to ? end : block.to };
      blocks.push(block);
    }
    starts = kind === Punct.OpenBrace || kind === Punct.CloseBrace || kind === Punct.Semi;
    c.at++;
  }
  return found;
}

function ignore(): void {}

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
        (c.isContextual('union', ahead) && c.isName(ahead + 1) && c.kind(ahead + 2) !== Punct.Equal) ||
        (c.isContextual('macro_rules', ahead) && c.kind(ahead + 1) === Punct.Bang)
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
