/** Use trees, flattened into their leaves (Rust Reference: "Use declarations"). */
import { type Cursor, deepestNesting } from './cursor.ts';
import type { UseName } from './syntax.ts';
import { Keyword, Punct } from './token.ts';

interface Prefix {
  readonly leadingColons: boolean;
  readonly path: readonly string[];
  /** Of the last segment. */
  readonly offset: number;
}

/** Names brought in by a use tree; the cursor stands behind `use` and its range ends before `;`. */
export function parseUseNames(c: Cursor): UseName[] {
  const names: UseName[] = [];
  parseUseTree(c, { leadingColons: false, path: [], offset: c.offset() }, names);
  return names;
}

function parseUseTree(c: Cursor, outer: Prefix, names: UseName[]): void {
  const prefix = parseUsePath(c, outer);
  if (c.is(Punct.Star)) {
    const offset = c.offset();
    c.at++;
    const { leadingColons, path } = prefix;
    names.push({
      leadingColons,
      path,
      glob: true,
      self: false,
      name: '',
      renamed: false,
      offset,
      targetOffset: offset,
    });
  } else if (c.is(Punct.OpenBrace)) {
    const inside = c.inside(c.takeGroup());
    if (++inside.depth > deepestNesting) return;
    while (!inside.done) {
      parseUseTree(inside, prefix, names);
      inside.skipToComma();
      inside.take(Punct.Comma);
    }
  } else if (prefix !== outer) {
    names.push(parseLeaf(c, prefix, prefix.path.length === outer.path.length + 1 && outer.path.length > 0));
  }
}

/** Segments up to a name, `*` or `{`; the prefix itself, unchanged, when there are none. */
function parseUsePath(c: Cursor, outer: Prefix): Prefix {
  const leads = c.takeColons() && outer.path.length === 0;
  if (!c.isWord() && !c.is(Punct.Dollar))
    return leads && !outer.leadingColons ? { leadingColons: true, path: outer.path, offset: outer.offset } : outer;
  const path = outer.path.slice();
  let offset = outer.offset;
  while (c.isWord() || c.is(Punct.Dollar)) {
    offset = c.offset();
    path.push(c.take(Punct.Dollar) ? `$${c.takeName()}` : c.takeName());
    if (!c.takeColons()) break;
  }
  return { leadingColons: leads || outer.leadingColons, path, offset };
}

/** @param nested whether the leaf stands alone in braces, where `self` means the path before them */
function parseLeaf(c: Cursor, prefix: Prefix, nested: boolean): UseName {
  const self = nested && prefix.path.at(-1) === 'self';
  const path = self ? prefix.path.slice(0, -1) : prefix.path;
  const renamed = c.take(Keyword.as);
  const offset = renamed ? c.offset() : prefix.offset;
  const name = renamed ? c.takeName() : (path.at(-1) ?? '');
  const { leadingColons, offset: targetOffset } = prefix;
  return { leadingColons, path, glob: false, self, name, renamed, offset, targetOffset };
}
