/** Constants: which definitions are some, and where code may name one. */
import type { Body } from '../rust/body.ts';
import type { Definition } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Kind } from '../rust/token.ts';

/** A constant or static, of a type or trait too. */
export const isConstant = ({ kind }: Pick<Definition, 'kind'>): boolean =>
  kind === 'constant' || kind === 'static' || kind === 'associated-constant';

const isUpper = (unit: number): boolean => unit >= 65 && unit <= 90;

/** Places in a range of names in capitals, as constants have them: `DEFAULT_URL`. */
export function* constantNamesIn({ source }: Body, { from, to }: TokenRange): Generator<number> {
  const { kind, start } = source.tokens;
  for (let token = from; token < to; token += 1) {
    // Few names begin so: of the others no text is made.
    if (kind[token] !== Kind.Identifier || !isUpper(source.text.charCodeAt(start[token] ?? 0))) continue;
    if (/^[A-Z][A-Z0-9_]+$/.test(source.tokenText(token))) yield token;
  }
}
