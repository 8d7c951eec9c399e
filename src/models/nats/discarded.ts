/** NATS results that nobody hears of: nats/error-handling. */
import type { Body } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Punct } from '../rust/token.ts';
import type { CodeBody } from '../rust-bodies/code-bodies.ts';
import { contains } from '../rust-bodies/token-text.ts';
import type { NatsCall, NatsCode } from './nats-code.ts';

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

function judge({ code, call }: NatsCall): Discarded[] {
  const { body } = code;
  const say = (what: string, token = call.token, noted = false): Discarded[] => [{ code, token, what, noted }];
  const after = behind(body, call.args.to + 1);
  if (after.awaited && after.method === 'ok' && !isAsked(body, after.end)) return say('.ok() throws the error away');
  if (!after.awaited && after.method === 'ok') return say('.ok() throws the error away');
  if (after.method === 'unwrap' || after.method === 'expect') return say(`.${after.method}() on a NATS result`);
  const dropped = body.lets.find(
    ({ discards, initializer }) => discards && initializer !== undefined && isWhole(body, initializer, call.token),
  );
  if (dropped !== undefined) return say('let _ = throws the result away', dropped.token);
  const condition = body.conditions.find(
    ({ kind, scrutinee, pattern }) =>
      kind === 'if' && isWhole(body, scrutinee, call.token) && /^Ok\b/.test(body.source.rangeText(pattern)),
  );
  if (condition?.block !== undefined && !hasElse(body, condition.block))
    return say('if let Ok without else forgets the error', condition.token);
  const match = body.matches.find(({ scrutinee }) => isWhole(body, scrutinee, call.token));
  return (match?.arms ?? []).flatMap(({ pattern, body: answer }) => {
    if (!/^Err\s*\(\s*_\w*\s*\)$/.test(body.source.rangeText(pattern).trim())) return [];
    const mends = retriesOrCreates(body, answer);
    if (!mends && answersWithError(body, answer)) return [];
    return say('Err(_) is answered with no error', pattern.from, mends);
  });
}

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
  if (!contains(range, token)) return false;
  const inner = [
    ...body.closures.map((one) => one.body),
    ...body.asyncBlocks.map(({ block }) => block),
    ...body.blocks,
  ];
  if (inner.some((one) => one.from >= range.from && one.to <= range.to && contains(one, token))) return false;
  const call = body.calls.find((one) => one.token === token);
  if (call === undefined) return true;
  const end = call.args.to + 1;
  const next = behind(body, end);
  const tail = body.source.rangeText({ from: end, to: range.to });
  return (
    !/^(?:\s*\.\s*await)?\s*\?/.test(tail) &&
    !body.calls.some(
      (one) => contains(one.args, token) && contains(range, one.token) && one.token !== token && next.method !== '',
    )
  );
}

function hasElse({ source }: Body, block: TokenRange): boolean {
  return source.tokenText(block.to + 1) === 'else';
}

/** An error value, a `?`, a panic, or a log at warning or above. */
function answersWithError(body: Body, range: TokenRange): boolean {
  const text = body.source.rangeText(range);
  if (/\bErr\s*\(|\breturn Err\b|\?/.test(text)) return true;
  return body.macros.some(
    ({ name, token }) => contains(range, token) && /^(?:error|warn|panic|bail|anyhow|eyre|unreachable)$/.test(name),
  );
}

function retriesOrCreates(body: Body, range: TokenRange): boolean {
  return /\bcreate_|\bretry|\bsleep\b|\bcontinue\b|\breconnect/.test(body.source.rangeText(range));
}
