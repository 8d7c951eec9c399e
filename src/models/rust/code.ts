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
  const add = (range: TokenRange | undefined) => {
    if (range === undefined) return;
    found.push({ owner: item, enclosing, range });
    if (within.length > deepest) return;
    for (const inner of blockItems(item.source, range)) collect(inner.item, within, found);
  };
  switch (item.kind) {
    case 'function':
      return add(item.body);
    case 'constant':
    case 'static':
      return add(item.value);
    case 'macro-rules':
    case 'macro':
      found.push({ owner: item, enclosing, range: item.body });
      return;
    case 'module':
    case 'impl':
    case 'trait':
    case 'extern-block':
      for (const inner of item.items) collect(inner, within, found);
      return;
    case 'macro-call': {
      const { clean, branches } = macroItems(item);
      if (!clean || within.length > deepest) return add(item.body);
      for (const inner of branches.flatMap((branch) => branch.items)) collect(inner, within, found);
      return;
    }
    default:
  }
}
