/** Aliases of Result that a dependency declares under a name of its own (`DomainResult<T>`): known by how this crate's code makes them. */
import { memo } from '../collections/memo.ts';
import type { CrateModel } from '../rust/crate/crate-model.ts';
import { Kind } from '../rust/token.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { type CodeBody, codeBodies } from '../rust-bodies/code-bodies.ts';
import { awaited, type SeenType, seeType, written } from '../rust-bodies/seen-type.ts';
import { resultsOf } from '../rust-bodies/tails.ts';

/** Of what the error is, as far as this crate's code shows it. */
export type ForeignError = 'foreign' | 'text';

/** What an alias is known by: its path, or its words where they lead nowhere. */
export function aliasName(seen: SeenType): string | undefined {
  const { type, from } = seen.written;
  if (type.kind !== 'path' || (seen.kind !== 'foreign' && seen.kind !== 'unknown')) return undefined;
  if (!/.Result$/.test(type.path.segments.at(-1)?.name ?? '')) return undefined;
  return seen.kind === 'foreign' ? seen.path : from.source.spanText(type.span).replace(/<.*$/s, '').trim();
}

/**
 * By alias. A type that is only called …Result is none: what gives it never ends with `Ok(…)` or `Err(…)`.
 * A body is read only where its function's output is so called.
 */
export const foreignResults = memo((model: CrateModel): ReadonlyMap<string, ForeignError> => {
  const found = new Map<string, ForeignError>();
  for (const code of codeBodies(model)) {
    const output = code.owner.item('function')?.signature.output;
    if (output === undefined || !/.Result\b/.test(code.owner.source.spanText(output.span))) continue;
    const name = aliasName(seeType(model, awaited(model, written(output, code.owner))));
    if (name === undefined || found.get(name) === 'text') continue;
    const error = givenError(code);
    if (error !== undefined) found.set(name, error);
  }
  return found;
});

/** @returns undefined when the body gives no Result that one can see */
function givenError(code: CodeBody): ForeignError | undefined {
  const { body } = code;
  const index = BodyIndex.of(body);
  const made = resultsOf(body)
    .flatMap(({ from }) => index.callAt(from) ?? [])
    .filter(({ name }) => name === 'Ok' || name === 'Err');
  if (made.length === 0) return undefined;
  const errors = made.filter(({ name }) => name === 'Err').flatMap((call) => call.arguments[0] ?? []);
  return errors.some(({ from, to }) => isText(body.source.rangeText({ from, to }), body.source.tokens.kind[from]))
    ? 'text'
    : 'foreign';
}

/** `"…".to_string()`, `format!(…)`; what `.into()` makes of a text may be anything. */
const isText = (argument: string, first: number | undefined): boolean =>
  (first === Kind.String && /\.\s*to_(?:string|owned)\s*\(\s*\)\s*$/.test(argument)) ||
  /^format\s*!\s*\(/.test(argument);
