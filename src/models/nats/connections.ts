/** Where a crate connects to NATS, and what happens when the network fails: nats/reconnection. */
import { calleeOf } from '../rust-bodies/callee.ts';
import type { CodeBody } from '../rust-bodies/code-bodies.ts';
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

export function connections({ calls }: NatsCode): Connection[] {
  return calls.flatMap(({ code, call, wrapper }) => {
    if (wrapper !== undefined || !/^connect(?:_with_options)?$/.test(call.name)) return [];
    const callee = calleeOf(code, call);
    const isConnect =
      call.kind === 'method' || (callee?.kind === 'foreign' && /^(?:async_nats|nats)::/.test(callee.path));
    return isConnect ? [{ code, token: call.token, resilience: resilienceOf(code, call.token) }] : [];
  });
}

function resilienceOf({ body }: CodeBody, token: number): string | undefined {
  const option = body.calls.find(({ name }) => options.has(name));
  if (option !== undefined) return option.name;
  const loop = body.loops.find(
    ({ block }) =>
      contains(block, token) &&
      body.calls.some((call) => contains(block, call.token) && /sleep|delay|backoff|tick/.test(call.name)),
  );
  const retried = body.calls.find(
    ({ name, args }) => contains(args, token) && /^(?:retry|retry_notify|spawn_retry)$/.test(name),
  );
  return loop !== undefined ? 'a loop that waits and tries again' : retried?.name;
}
