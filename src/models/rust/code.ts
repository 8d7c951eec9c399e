/** All places of a file where code stands, whatever item they are in, so that a scan misses none and counts none twice. */
import { blockItems } from './block-items.ts';
import { macroItems } from './macros.ts';
import type { Item, SourceFile, TokenRange } from './syntax.ts';

export interface CodeRange {
  /** The function, constant, static, macro definition, or macro call (one whose inside is no list of items) whose code it is. */
  readonly owner: Item;
  /** Items around the owner, outermost first: modules, impls, traits, functions, and macro calls seen through. */
  readonly enclosing: readonly Item[];
  readonly range: TokenRange;
}

/** Functions inside functions inside functions: deeper than this, code counts as that of the function around it. */
const deepest = 64;

/** Code of all items, those declared inside function bodies and inside item macros included. Give each range to `readBody`. */
export function codeOf(source: SourceFile): CodeRange[] {
  const found: CodeRange[] = [];
  for (const item of source.items) collect(item, [], found);
  return found;
}

function collect(item: Item, enclosing: readonly Item[], found: CodeRange[]): void {
  const within = [...enclosing, item];
  const { items, code } = contentsOf(item, within.length > deepest);
  for (const inner of items) collect(inner, within, found);
  if (code === undefined) return;
  found.push({ owner: item, enclosing, range: code });
  if (item.kind === 'macro-rules' || item.kind === 'macro' || within.length > deepest) return;
  for (const inner of blockItems(item.source, code)) collect(inner.item, within, found);
}

/** @param closed whether macro calls are not to be looked through any more */
function contentsOf(item: Item, closed: boolean): { items: readonly Item[]; code?: TokenRange | undefined } {
  switch (item.kind) {
    case 'function':
    case 'macro-rules':
    case 'macro':
      return { items: [], code: item.body };
    case 'constant':
    case 'static':
      return { items: [], code: item.value };
    case 'module':
    case 'impl':
    case 'trait':
    case 'extern-block':
      return { items: item.items };
    case 'macro-call': {
      const { clean, branches } = macroItems(item);
      return clean && !closed ? { items: branches.flatMap((branch) => branch.items) } : { items: [], code: item.body };
    }
    default:
      return { items: [] };
  }
}
