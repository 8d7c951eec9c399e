/** Code that says of itself that it is not finished, and what else may stop the program. */
import { memo } from '../collections/memo.ts';
import type { Body } from '../rust/body.ts';
import { commentsIn } from '../rust/comments.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { type CodeBody, codeBodies, type NotedPlace } from '../rust-bodies/code-bodies.ts';
import { Cover, Tokens } from '../rust-bodies/places.ts';
import { quotedIn } from '../rust-bodies/quoted.ts';
import { placesOfNames } from '../rust-bodies/token-text.ts';

export interface Unfinished {
  /** `todo!`, `unimplemented!`, and panics or errors that say so. */
  readonly missing: readonly NotedPlace[];
  /** `unwrap`, `expect`, those for errors, `panic!`. */
  readonly stops: readonly NotedPlace[];
  /** Comments such as "in a real implementation". */
  readonly excuses: readonly NotedPlace[];
}

const saysSo = /\bnot (?:yet |currently )?implemented\b|\bunimplemented\b/i;
const excuse =
  /\bin (?:a )?(?:real|production|actual)(?: \w+)? (?:implementation|system|code|version)\b|\bplaceholder implementation\b|\bfor now,? (?:just|we|return)\b/i;
const unwraps: ReadonlySet<string> = new Set(['unwrap', 'expect', 'unwrap_err', 'expect_err']);
const stoppers: ReadonlySet<string> = new Set(['panic', 'unreachable']);
const raisers: ReadonlySet<string> = new Set(['panic', 'unreachable', 'bail', 'anyhow', 'eyre', 'ensure', 'whatever']);
/** Calls whose argument is an error. */
const errorCalls: ReadonlySet<string> = new Set(['Err', 'ok_or', 'ok_or_else', 'map_err']);

export const unfinishedCode = memo((model: CrateModel): Unfinished => {
  const codes = codeBodies(model);
  return {
    missing: codes.flatMap(missingIn),
    stops: codes.flatMap(stopsIn),
    excuses: excusesIn(codes),
  };
});

function missingIn(code: CodeBody): NotedPlace[] {
  const { body } = code;
  const quoted = new Cover(quotedIn(body));
  const found = body.macros
    .filter(({ name, path }) => (name === 'todo' || name === 'unimplemented') && path.length <= 2)
    .filter(({ token }) => !quoted.holds(token))
    .map(({ token, name }) => at(code, token, `${name}!`));
  const raised = [
    ...body.macros.filter(({ name }) => raisers.has(name)).map((macro) => macro.body),
    ...body.calls.filter(({ name }) => errorCalls.has(name)).map(({ args }) => args),
  ];
  const cover = new Cover(raised);
  for (const { token, value } of body.strings) {
    if (saysSo.test(value) && cover.holds(token) && !quoted.holds(token))
      found.push(at(code, token, `an error that says "${value.slice(0, 60)}"`));
  }
  const names = new Tokens(raised.length === 0 ? [] : namesIn(body));
  for (const range of raised)
    for (const token of names.in(range)) found.push(at(code, token, 'an error that says NotImplemented'));
  return distinct(found);
}

function namesIn({ source, range }: Body): number[] {
  // Hardly any body holds one: the others are not gone through word by word.
  return /NotImplemented|Unimplemented/.test(source.rangeText(range))
    ? placesOfNames(source, range, (name) => /^(?:NotImplemented|Unimplemented)$/.test(name))
    : [];
}

function stopsIn(code: CodeBody): NotedPlace[] {
  const { body } = code;
  const calls = body.calls.filter(({ kind, name }) => kind === 'method' && unwraps.has(name));
  const macros = body.macros.filter(({ name }) => stoppers.has(name));
  const quoted = new Cover(quotedIn(body));
  const runs = ({ token }: { readonly token: number }) => !quoted.holds(token);
  return [
    ...calls.filter(runs).map(({ token, name }) => at(code, token, `${name}()`)),
    ...macros.filter(runs).map(({ token, name }) => at(code, token, `${name}!`)),
  ];
}

/** Comments have no place in macro output, so only bodies that a person wrote are looked at. */
function excusesIn(codes: readonly CodeBody[]): NotedPlace[] {
  const found = codes.flatMap(({ owner, body }) =>
    commentsIn(body.source, body.range)
      .filter(({ text }) => excuse.test(text))
      .map(({ span, text }) => ({
        path: pathOf(owner),
        ...body.source.position(span.start),
        what: text.split('\n')[0]?.slice(0, 80) ?? '',
      })),
  );
  return distinct(found);
}

const pathOf = ({ source }: Definition): string => source.path;

function at(code: CodeBody, token: number, what: string): NotedPlace {
  return { ...code.placeOf(token), what };
}

/** A nested function's text is part of the outer one's. */
function distinct(places: readonly NotedPlace[]): NotedPlace[] {
  return [...new Map(places.map((place) => [`${place.path}:${place.line}`, place])).values()];
}
