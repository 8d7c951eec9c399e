/** Code that a procedural macro writes for others: it neither runs nor stops anything here. */
import type { Body, MacroUse } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Punct } from '../rust/token.ts';

/** What `quote!` and its like hold; the span before the `=>` of `quote_spanned!` is code of the crate. */
export const quotedIn = ({ source, macros }: Body): TokenRange[] => {
  const { kind, match } = source.tokens;
  const behindSpan = ({ from, to }: TokenRange): TokenRange => {
    for (let at = from; at < to; at = Math.max(at, match[at]!) + 1)
      if (kind[at] === Punct.Equal && kind[at + 1] === Punct.Greater) return { from: at + 2, to };
    return { from, to };
  };
  const quotes = macros.filter(({ name }: MacroUse) => /^(?:parse_)?quote(?:_spanned)?$/.test(name));
  return quotes.map(({ name, body }) => (name.endsWith('_spanned') ? behindSpan(body) : body));
};
