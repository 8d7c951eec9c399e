/** Code that a procedural macro writes for others: it neither runs nor stops anything here. */
import type { Body } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';

/** What `quote!` and its like hold. */
export const quotedIn = (body: Body): TokenRange[] =>
  body.macros.filter(({ name }) => /^(?:parse_)?quote(?:_spanned)?$/.test(name)).map((macro) => macro.body);
