/** `pub` and its restrictions (Rust Reference: "Visibility and privacy"). */
import type { Cursor } from './cursor.ts';
import { parsePath } from './paths.ts';
import type { Visibility } from './syntax.ts';
import { Keyword, Punct } from './token.ts';

const inherited: Visibility = { kind: 'inherited' };

/** Visibility at the cursor, possibly nothing. `pub (A, B)` of a tuple field is a plain `pub`: only known restrictions are taken. */
export function parseVisibility(c: Cursor): Visibility {
  const from = c.at;
  if (!c.take(Keyword.pub)) return inherited;
  if (c.is(Punct.OpenParen)) {
    if (c.kind(1) === Keyword.in) {
      const inside = c.inside(c.takeGroup());
      inside.take(Keyword.in);
      const path = parsePath(inside, 'simple').segments.map((segment) => segment.name);
      return { kind: 'in', path, span: c.spanFrom(from) };
    }
    const kind = c.kind(2) === Punct.CloseParen ? restriction(c.kind(1)) : undefined;
    if (kind !== undefined) {
      c.skip();
      return { kind, span: c.spanFrom(from) };
    }
  }
  return { kind: 'public', span: c.spanFrom(from) };
}

function restriction(kind: number): 'crate' | 'super' | 'self' | undefined {
  if (kind === Keyword.crate) return 'crate';
  if (kind === Keyword.super) return 'super';
  return kind === Keyword.self ? 'self' : undefined;
}
