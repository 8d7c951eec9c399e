/** NATS results that nobody hears of: nats/error-handling. */
import { memo } from '../collections/memo.ts';
import type { Body } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Punct } from '../rust/token.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import type { CodeBody } from '../rust-bodies/code-bodies.ts';
import { Nesting } from '../rust-bodies/nesting.ts';
import { Tokens } from '../rust-bodies/places.ts';
import { contains } from '../rust-bodies/token-text.ts';
import { type Chain, chainOf, lossOf } from './fate.ts';
import { fallible, type NatsCall, type NatsCode } from './nats-code.ts';

export interface Discarded {
  readonly code: CodeBody;
  readonly token: number;
  readonly what: string;
  /** The error is answered with a retry or by making what is missing: worth knowing, no failure. */
  readonly noted: boolean;
}

export function discardedResults(nats: NatsCode): Discarded[] {
  const found = nats.calls.flatMap((one) => judge(one));
  return [...new Map(found.map((one) => [`${one.code.owner.id}:${one.token}`, one])).values()];
}

/** Calls with a result that could be lost: not the making of a header, nor a lock's. */
export const resultCalls = ({ calls }: NatsCode): NatsCall[] =>
  calls.filter((one) => {
    if (gives(one)) return true;
    const { awaited, asked } = chainOf(one.code.body, one.call);
    return (awaited || asked) && !/^(?:read|write|lock)$/.test(one.call.name);
  });

function judge(one: NatsCall): Discarded[] {
  const { code, call } = one;
  const { body } = code;
  const say = (what: string, token = call.token, noted = false): Discarded[] => [{ code, token, what, noted }];
  const after = behind(body, call.args.to + 1);
  if (after.method === 'ok' && !(after.awaited && isAsked(body, after.end))) return say('.ok() throws the error away');
  if (after.method === 'unwrap' || after.method === 'expect') return say(`.${after.method}() on a NATS result`);
  const { dropping, parting } = holdersOf(body);
  const dropped = dropping.around(call.token).find(({ initializer }) => isWhole(body, initializer!, call.token));
  if (dropped !== undefined) return say('let _ = throws the result away', dropped.token);
  if (gives(one)) {
    const chain = chainOf(body, call);
    const lost = chain.asked
      ? undefined
      : (endOf(body, chain) ?? (chain.end === undefined ? lossOf(body, chain) : undefined));
    if (lost !== undefined) return say(lost);
  }
  const bound = parting.around(call.token).find(({ initializer }) => isWhole(body, initializer!, call.token));
  if (bound?.otherwise !== undefined && !answersWithError(body, bound.otherwise))
    return say('let Ok … else goes on without the error', bound.token, retriesOrCreates(body, bound.otherwise));
  return [...conditional(body, call, say), ...matched(body, call, say)];
}

type Say = (what: string, token?: number, noted?: boolean) => Discarded[];

/** Of a client's methods only some give a Result; functions of the crate are only wrappers when they do. */
const gives = ({ call, wrapper }: NatsCall): boolean =>
  wrapper !== undefined || fallible.has(call.name) || /^connect(?:_with_options)?$/.test(call.name);

/** Methods at the end of a chain that lose the error. */
function endOf(body: Body, { end, range }: Chain): string | undefined {
  if (end === undefined) return undefined;
  if (/^(?:unwrap|expect|unwrap_unchecked)$/.test(end.name)) return `.${end.name}() on a NATS result`;
  if (/^(?:unwrap_or|unwrap_or_default|map_or)$/.test(end.name)) return `.${end.name}() forgets the error`;
  if (end.name === 'ok') return isAsked(body, range.to) ? undefined : '.ok() throws the error away';
  if (end.name === 'unwrap_or_else' && stops(body, end.args)) return 'the error stops the program';
  if (end.name === 'unwrap_or_else')
    return /^\s*\|\s*_\w*\s*\|/.test(body.source.rangeText(end.args)) && !answersWithError(body, end.args)
      ? '.unwrap_or_else() forgets the error'
      : undefined;
  const isStatement =
    body.source.tokens.kind[range.to] === Punct.Semi && /[;{}]/.test(body.source.tokenText(range.from - 1));
  if (/^is_(?:ok|err)$/.test(end.name) && isStatement) return `.${end.name}() asks, and nobody listens`;
  const isEmpty =
    body.source.tokenText(range.from - 1) === 'if' &&
    body.source.tokenText(range.to) === '{' &&
    body.source.tokenText(range.to + 1) === '}';
  return end.name === 'is_err' && isEmpty ? 'an empty answer to the error' : undefined;
}

/**
 * `if let Ok(…) = …` without an `else` that says something, `if let Err(_) = …` that answers with no error; `while let Ok(…) = …` ends at the
 * error, and `while let Err(…) = …` tries again.
 */
function conditional(body: Body, call: NatsCall['call'], say: Say): Discarded[] {
  const { testing } = holdersOf(body);
  const found = testing.around(call.token).find(({ scrutinee }) => isWhole(body, scrutinee, call.token));
  if (found?.block === undefined) return [];
  const pattern = body.source.rangeText(found.pattern).trim();
  if (found.kind === 'while')
    return /^Ok\b/.test(pattern) ? say('while let Ok ends and forgets the error', found.token) : [];
  if (/^Ok\b/.test(pattern) && !hasElse(body, found.block))
    return say('if let Ok without else forgets the error', found.token);
  if (/^Err\b/.test(pattern) && found.block.to === found.block.from)
    return say('an empty answer to the error', found.token);
  if (!/^Err\s*\(\s*_\w*\s*\)$/.test(pattern) || answersWithError(body, found.block)) return [];
  return say('Err(_) is answered with no error', found.token, retriesOrCreates(body, found.block));
}

/** An arm or closure that does nothing but panic. */
const stops = (body: Body, range: TokenRange): boolean =>
  /^(?:\|[^|]*\|)?[\s{]*(?:panic|unreachable|todo|unimplemented)\s*!/.test(body.source.rangeText(range).trim());

function matched(body: Body, call: NatsCall['call'], say: Say): Discarded[] {
  const match = holdersOf(body)
    .matching.around(call.token)
    .find(({ scrutinee }) => isWhole(body, scrutinee, call.token));
  const ofResult = match?.arms.some(({ pattern }) => /^Ok\b/.test(body.source.rangeText(pattern).trim()));
  return (match?.arms ?? []).flatMap(({ pattern, body: answer }) => {
    const text = body.source.rangeText(pattern).trim();
    if (/^Err\b/.test(text) && stops(body, answer)) return say('the error stops the program', pattern.from);
    if (!(text === '_' && ofResult) && !/^Err\s*\(\s*_\w*\s*\)$/.test(text)) return [];
    const mends = retriesOrCreates(body, answer);
    if (!mends && answersWithError(body, answer)) return [];
    return say(`${text === '_' ? '_' : 'Err(_)'} is answered with no error`, pattern.from, mends);
  });
}

/** What may throw away or look at the results of calls in it. */
const holdersOf = memo((body: Body) => ({
  dropping: new Nesting(
    body.lets.filter(({ discards, initializer }) => discards && initializer !== undefined),
    ({ initializer, pattern }) => initializer ?? pattern,
  ),
  parting: new Nesting(
    body.lets.filter(({ otherwise, initializer }) => otherwise !== undefined && initializer !== undefined),
    ({ initializer, pattern }) => initializer ?? pattern,
  ),
  testing: new Nesting(
    body.conditions.filter(({ kind }) => kind !== 'guard'),
    ({ scrutinee }) => scrutinee,
  ),
  matching: new Nesting(body.matches, ({ scrutinee }) => scrutinee),
  /** What stands in these is no part of the value around. */
  apart: new Nesting([...body.closures.map((one) => one.body), ...body.blocks], (range) => range),
  errors: new Tokens(
    body.macros
      .filter(({ name }) => /^(?:error|warn|panic|bail|anyhow|eyre|unreachable)$/.test(name))
      .map(({ token }) => token),
  ),
}));

/** What follows a call: whether it is awaited, and the next method. */
function behind({ source }: Body, from: number): { awaited: boolean; method: string; end: number } {
  const { kind } = source.tokens;
  let at = from;
  let awaited = false;
  if (kind[at] === Punct.Dot && source.tokenText(at + 1) === 'await') {
    awaited = true;
    at += 2;
  }
  const method = kind[at] === Punct.Dot && kind[at + 2] === Punct.OpenParen ? source.tokenText(at + 1) : '';
  return { awaited, method, end: (source.tokens.match[at + 2] ?? at) + 1 };
}

/** `.ok()?` and `.ok().ok_or(…)` hand the failure on. */
function isAsked({ source }: Body, at: number): boolean {
  return source.tokens.kind[at] === Punct.Question || /^\.\s*ok_or/.test(source.rangeText({ from: at, to: at + 2 }));
}

/** True when the call is what the range evaluates, and not part of a closure or block in it, nor handed on with `?`. */
function isWhole(body: Body, range: TokenRange, token: number): boolean {
  const inner = holdersOf(body).apart.innermost(token);
  if (inner !== undefined && inner.from >= range.from && inner.to <= range.to) return false;
  const index = BodyIndex.of(body);
  const call = index.callAt(token);
  if (call === undefined) return true;
  const end = call.args.to + 1;
  const next = behind(body, end);
  const tail = body.source.rangeText({ from: end, to: range.to });
  if (/^(?:\s*\.\s*await)?\s*\?/.test(tail)) return false;
  const around = index.callAround(token);
  return next.method === '' || around === undefined || !contains(range, around.token);
}

/** An `else` in which something stands. */
function hasElse({ source }: Body, block: TokenRange): boolean {
  const empty = source.tokenText(block.to + 2) === '{' && source.tokenText(block.to + 3) === '}';
  return source.tokenText(block.to + 1) === 'else' && !empty;
}

/** An error value, a `?`, a panic, or a log at warning or above. */
function answersWithError(body: Body, range: TokenRange): boolean {
  const text = body.source.rangeText(range);
  if (/\bErr\s*\(|\breturn Err\b|\?/.test(text)) return true;
  return holdersOf(body).errors.anyIn(range);
}

function retriesOrCreates(body: Body, range: TokenRange): boolean {
  return /\bcreate_|\bretry|\bsleep\b|\bcontinue\b|\breconnect/.test(body.source.rangeText(range));
}
