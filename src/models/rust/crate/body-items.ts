/** Items written inside function bodies and constants (Rust Reference: "Statements: item declarations"). */
import { Cursor } from '../cursor.ts';
import { scanItems } from '../items.ts';
import type { Item, SourceFile, TokenRange } from '../syntax.ts';
import { isName, Keyword, Kind, Punct } from '../token.ts';
import { takeItem } from './macro-fragments.ts';

/** Items of a body at any depth of blocks; what stands inside another item or inside a macro call is not looked at. */
export function nestedItems(source: SourceFile, body: TokenRange): readonly Item[] {
  const { kind, match } = source.tokens;
  let found: Item[] | undefined;
  for (let at = body.from; at < body.to; at += 1) {
    const here = kind[at]!;
    if (here === Punct.Bang && isMacroCall(kind, at)) {
      at = Math.max(at, match[at + 1]!);
    } else if (here === Kind.Identifier ? isMacroRules(source, at) : here > Keyword.as && isBeginning(kind, at, body)) {
      const c = new Cursor(source, { from: withAttributes(source, at, body.from), to: body.to });
      const from = c.at;
      if (!takeItem(c) || c.at <= at) continue;
      found ??= [];
      found.push(...scanItems(source, { from, to: c.at }, () => {}));
      at = c.at - 1;
    }
  }
  return found ?? [];
}

function isMacroCall(kind: Uint8Array, at: number): boolean {
  const next = kind[at + 1];
  const opens = next === Punct.OpenParen || next === Punct.OpenBracket || next === Punct.OpenBrace;
  return opens && isName(kind[at - 1]!);
}

function isMacroRules(source: SourceFile, at: number): boolean {
  const { kind } = source.tokens;
  return kind[at + 1] === Punct.Bang && isName(kind[at + 2]!) && source.tokenText(at) === 'macro_rules';
}

/** Whether an item's first word stands at the beginning of a statement. */
function isBeginning(kind: Uint8Array, at: number, body: TokenRange): boolean {
  const next = kind[at + 1]!;
  switch (kind[at]) {
    case Keyword.struct:
    case Keyword.enum:
    case Keyword.mod:
    case Keyword.trait:
    case Keyword.type:
    case Keyword.fn:
      if (!isName(next)) return false;
      break;
    case Keyword.const:
      if (!isName(next) && next !== Keyword.fn && next !== Keyword.unsafe) return false;
      break;
    case Keyword.static:
      if (!isName(next) && next !== Keyword.mut) return false;
      break;
    case Keyword.unsafe:
      if (next !== Keyword.impl && next !== Keyword.fn && next !== Keyword.trait && next !== Keyword.extern)
        return false;
      break;
    case Keyword.async:
      if (next !== Keyword.fn && next !== Keyword.unsafe) return false;
      break;
    case Keyword.pub:
    case Keyword.use:
    case Keyword.impl:
    case Keyword.extern:
      break;
    default:
      return false;
  }
  if (at === body.from) return true;
  const previous = kind[at - 1];
  return (
    previous === Punct.Semi ||
    previous === Punct.OpenBrace ||
    previous === Punct.CloseBrace ||
    previous === Punct.CloseBracket
  );
}

/** Back over `#[…] #[…]`. */
function withAttributes(source: SourceFile, at: number, from: number): number {
  const { kind, match } = source.tokens;
  let first = at;
  while (first > from && kind[first - 1] === Punct.CloseBracket) {
    const open = match[first - 1]!;
    if (open <= from || kind[open - 1] !== Punct.Hash) break;
    first = open - 1;
  }
  return first;
}
