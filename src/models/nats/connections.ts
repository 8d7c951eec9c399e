/** Where a crate connects to NATS, and what happens when the network fails: nats/reconnection. */
import type { Body, Call } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { calleeOf } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodyOf } from '../rust-bodies/code-bodies.ts';
import { contains } from '../rust-bodies/token-text.ts';
import type { NatsCode } from './nats-code.ts';

export interface Connection {
  readonly code: CodeBody;
  readonly token: number;
  /** What makes it come back; undefined for a bare connect. */
  readonly resilience: string | undefined;
}

/** ConnectOptions that retry the first connect, set delay or limit, or hear of disconnects (async-nats, "ConnectOptions"). */
const options: ReadonlySet<string> = new Set([
  'retry_on_initial_connect',
  'reconnect_delay_callback',
  'max_reconnects',
  'event_callback',
  'reconnect_buffer_size',
  'disconnect_callback',
  'reconnect_callback',
  'retry_on_failed_connect',
]);
const MAX_STEPS = 5;

export function connections({ calls }: NatsCode): Connection[] {
  return calls.flatMap(({ code, call, wrapper }) => {
    if (wrapper !== undefined || !connects(code, call)) return [];
    return [{ code, token: call.token, resilience: resilienceOf(code, call) }];
  });
}

/** A client's function by its path, whatever it is imported as, or a method of its options. */
function connects(code: CodeBody, call: Call): boolean {
  if (call.kind === 'method') return connecting.test(call.name);
  const callee = calleeOf(code, call);
  return (
    callee?.kind === 'foreign' &&
    /^(?:async_nats|nats)::/.test(callee.path) &&
    connecting.test(callee.path.split('::').at(-1) ?? '')
  );
}

const connecting = /^connect(?:_with_options)?$/;

function resilienceOf(code: CodeBody, call: Call): string | undefined {
  const { body } = code;
  const given = call.kind === 'method' ? [call.receiver, ...call.arguments] : call.arguments;
  for (const range of given) {
    const option = optionIn(code, range, 0);
    if (option !== undefined) return option;
  }
  const loop = body.loops.find(({ block }) => contains(block, call.token) && retries(body, block, call));
  const retried = body.calls.find(
    (one) =>
      contains(one.args, call.token) &&
      /^(?:retry|retry_notify|spawn_retry)$/.test(one.name) &&
      calleeOf(code, one)?.kind !== 'own',
  );
  return loop !== undefined ? 'a loop that waits and tries again' : retried?.name;
}

/** The option set in the expression that a connection gets, through names and functions of the crate. */
function optionIn(code: CodeBody, range: TokenRange, steps: number): string | undefined {
  const { body, model } = code;
  const calls = BodyIndex.of(body).callsIn(range);
  const option = calls.find((one) => options.has(one.name) && !isEmptyCallback(body, one));
  if (option !== undefined) return option.name;
  if (steps >= MAX_STEPS) return undefined;
  for (const one of calls) {
    const callee = calleeOf(code, one);
    const inner = callee?.kind === 'own' ? codeBodyOf(model, callee.definition) : undefined;
    const found = inner === undefined ? undefined : optionIn(inner, inner.body.range, steps + 1);
    if (found !== undefined) return found;
  }
  const name = /^&?\s*(?:mut\s+)?([a-z_]\w*)\s*(?:\.|$)/.exec(body.source.rangeText(range).trim())?.[1];
  if (name === undefined) return undefined;
  const bound = body.lets.filter((one) => one.name === name && one.token < range.from);
  const assigned = body.calls.filter((one) => options.has(one.name) && isOn(body, one, name) && one.token < range.from);
  if (assigned.some((one) => !isEmptyCallback(body, one))) return assigned[0]?.name;
  for (const { initializer } of bound) {
    const found = initializer === undefined ? undefined : optionIn(code, initializer, steps + 1);
    if (found !== undefined) return found;
  }
  return isField(body, range) ? 'options that its holder was given' : undefined;
}

/** `options = options.max_reconnects(5)`, also under a condition. */
const isOn = (body: Body, call: Call, name: string): boolean =>
  call.kind === 'method' && body.source.tokenText(call.receiver.from) === name;

/** `self.options.clone().connect(…)`: they were made elsewhere. */
const isField = (body: Body, range: TokenRange): boolean =>
  /^self\s*\.\s*\w*option/i.test(body.source.rangeText(range));

/** `|_| async {}` hears of disconnects and does nothing. */
const isEmptyCallback = (body: Body, { args }: Call): boolean =>
  /^(?:move\s+)?\|[^|]*\|\s*(?:async\s+(?:move\s+)?)?\{\s*\}$/.test(body.source.rangeText(args).trim());

/** It waits, and an error of the connection does not end it: neither `?` on it, nor one that breaks whatever came. */
function retries(body: Body, block: TokenRange, call: Call): boolean {
  const waits = body.calls.some((one) => contains(block, one.token) && /sleep|delay|backoff|tick/.test(one.name));
  const end = call.args.to + 1;
  const tail = body.source.rangeText({ from: end, to: Math.min(block.to, end + 3) });
  return waits && !/^\s*(?:\.\s*await\s*)?\?/.test(tail);
}
