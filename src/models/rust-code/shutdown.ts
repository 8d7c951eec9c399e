/** How a program or crate comes to rest: signals it listens to, and what it does so that its tasks end. */

import { memo } from '../collections/memo.ts';
import type { Body, Call } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { calledPath } from '../rust-bodies/callee.ts';
import type { CodeBody } from '../rust-bodies/code-bodies.ts';
import { Cover, Tokens } from '../rust-bodies/places.ts';
import { usesOf } from '../rust-bodies/token-text.ts';
import { localsOf, receiverType } from '../rust-bodies/value-types.ts';
import type { Mark } from './mark.ts';

export interface Shutdown {
  /** SIGTERM, by itself or among all signals. */
  readonly terminate: readonly Mark[];
  /** Ctrl-C only. */
  readonly interrupt: readonly Mark[];
  /** Cancellation, draining, graceful shutdown, aborted tasks. */
  readonly rest: readonly Mark[];
  /** Tasks that are aborted when what holds them is stopped or dropped: enough for a library, not for a program. */
  readonly aborts: readonly Mark[];
  /** Anything else by which tasks may come to their end: a `select!`, something cancelled, closed or told. */
  readonly ends: readonly Mark[];
  readonly spawns: readonly Mark[];
}

const SPAWNS =
  /^(?:tokio::(?:task::)?spawn(?:_local)?|tokio::task::spawn_local|async_std::task::spawn|smol::spawn|actix_rt::spawn|tokio::runtime::\w+::spawn)$/;
/** Methods by which code asks running work to end, or waits until it has. */
const REST = new Map([
  ['with_graceful_shutdown', 'graceful shutdown'],
  ['graceful_shutdown', 'graceful shutdown'],
  ['serve_with_shutdown', 'graceful shutdown'],
  ['serve_with_incoming_shutdown', 'graceful shutdown'],
  ['drain', 'drain'],
  ['cancelled', 'cancellation'],
  ['cancelled_owned', 'cancellation'],
  ['shutdown_timeout', 'graceful shutdown'],
  ['abort_all', 'abort of its tasks'],
]);

/** Servers that end their connections and return when SIGTERM comes, with what keeps them from it. */
const HEED_SIGNALS = [
  {
    servers: /^actix_(?:web::HttpServer::new|server::(?:Server::build|ServerBuilder::\w+))$/,
    unless: 'disable_signals',
  },
  { servers: /^rocket::(?:build|custom|ignite)$/, unless: '.shutdown.' },
];

/** Functions that end what their owner has begun. */
const ENDING = /^(?:drop|stop|shut_?down|close|cancel|terminate|disconnect|finish|end|abort)(?:_\w+)?$/;

/** What the bodies of a crate, or those that a program reaches, do about ending. */
export function shutdownOf(bodies: readonly CodeBody[]): Shutdown {
  const none = (): Mark[] => [];
  const found = { terminate: none(), interrupt: none(), rest: none(), aborts: none(), ends: none(), spawns: none() };
  const kinds: Mark[] = [];
  const handedOn: Mark[] = [];
  for (const code of bodies) {
    for (const call of code.body.calls) {
      const place = () => code.placeOf(call.token);
      const callee = calledPath(code, call);
      if (callee !== undefined) {
        if (callee === 'tokio::signal::unix::SignalKind::terminate') kinds.push({ what: callee, place: place() });
        if (heedsSignals(callee, bodies))
          found.terminate.push({ what: `${callee}, which ends gracefully on SIGTERM`, place: place() });
        if (SPAWNS.test(callee)) found.spawns.push({ what: callee, place: place() });
        const signal = isHeard(code, call) ? signalOf(code, callee, call.args) : undefined;
        if (signal === 'handed on') handedOn.push({ what: callee, place: place() });
        else if (signal !== undefined) found[signal].push({ what: callee, place: place() });
        if (/^tower_http::\S*shutdown|^tokio_graceful\w*::/.test(callee))
          found.rest.push({ what: callee, place: place() });
      } else if (call.kind === 'method') {
        const rest = REST.get(call.name);
        if (rest !== undefined && !drainsCollection(code, call))
          found.rest.push({ what: `${rest} by ${call.name}`, place: place() });
        if (call.name === 'abort' && call.args.from === call.args.to && ENDING.test(code.owner.name))
          found.aborts.push({ what: `its task is aborted in ${code.owner.name}`, place: place() });
        if (ENDS.test(call.name)) found.ends.push({ what: call.name, place: place() });
        if (spawnsTask(code, call)) found.spawns.push({ what: call.name, place: place() });
      }
    }
    found.rest.push(...channelMarks(code));
    for (const { name, token } of code.body.macros)
      if (/^select(?:_biased)?$/.test(name)) found.ends.push({ what: 'select!', place: code.placeOf(token) });
  }
  if (handedOn.length > 0)
    found[kinds.length > 0 ? 'terminate' : 'interrupt'].push(...(kinds.length > 0 ? kinds : handedOn));
  return found;
}

const heedsSignals = (callee: string, bodies: readonly CodeBody[]): boolean =>
  HEED_SIGNALS.some(
    ({ servers, unless }) =>
      servers.test(callee) && !bodies.some(({ body: { source, range } }) => source.rangeText(range).includes(unless)),
  );

/** Methods by which a program lets go of what it has begun. */
const ENDS =
  /^(?:cancel|abort|shut_?down|stop|close|quit|terminate|notify_waiters|notify_one|notify_last|unsubscribe|flush|send|send_replace|select|join|join_all|race)(?:_\w+)?$/;

/** A stream of signals that is bound and never asked swallows the signal. */
function isHeard({ body }: CodeBody, call: Call): boolean {
  const [bound] = call.name.startsWith('signal') ? BodyIndex.of(body).letsAround(call.token) : [];
  if (bound?.initializer === undefined) return true;
  if (bound.discards) return false;
  return (
    bound.name === undefined ||
    usesOf(body.source, { from: bound.initializer.to, to: bound.block.to }, bound.name).length > 0
  );
}

const RUNTIMES =
  /^(?:tokio::runtime::(?:\w+::)*(?:Handle|Runtime)|tokio::task::(?:\w+::)*(?:LocalSet|JoinSet)|tokio_util::task::(?:\w+::)*TaskTracker)$/;

const locals = memo(localsOf);

/** `handle.spawn(…)` of a runtime or a set of tasks; a command's `spawn` starts a process. */
function spawnsTask(code: CodeBody, call: Call): boolean {
  if (call.kind !== 'method' || !/^spawn(?:_local|_on)?$/.test(call.name)) return false;
  if (isTaskSet(code.body, call.receiver)) return true;
  const { from, to } = call.receiver;
  const end = code.body.source.rangeText({ from: Math.max(from, to - 6), to });
  if (/\bHandle\s*::\s*current\s*\(\s*\)$/.test(end)) return true;
  const type = receiverType(code, call.receiver, locals(code));
  return type?.kind === 'foreign' && RUNTIMES.test(type.path);
}

function signalOf(
  code: CodeBody,
  callee: string,
  args: { from: number; to: number },
): 'terminate' | 'interrupt' | 'handed on' | undefined {
  if (/^tokio::signal::unix::signal$/.test(callee)) {
    const kind = code.body.source.rangeText(args);
    // Which of the kinds that the program names comes in by a parameter is not followed.
    if (/^[a-z_]\w*$/.test(kind.trim())) return 'handed on';
    return /terminate|SIGTERM|\b15\b/.test(kind) ? 'terminate' : 'interrupt';
  }
  if (/^(?:tokio::signal::ctrl_c|async_std::\S*ctrl_c|ctrlc::set_handler)$/.test(callee)) return 'interrupt';
  // Of several signals SIGTERM has to be one; a list that is made elsewhere may hold it.
  const named = code.body.source.rangeText(args).match(/\bSIG[A-Z0-9]+\b/g);
  if (callee.startsWith('signal_hook') && named !== null && !named.includes('SIGTERM'))
    return named.includes('SIGINT') ? 'interrupt' : undefined;
  return /^(?:signal_hook\w*::|tokio_graceful_shutdown::|shutdown_signal::|tokio::signal::windows::ctrl_shutdown$)/.test(
    callee,
  )
    ? 'terminate'
    : undefined;
}

/** `vec.drain(..)` takes items out of a collection; a connection is drained without a range. */
function drainsCollection(code: CodeBody, call: { name: string; args: { from: number; to: number } }): boolean {
  return call.name === 'drain' && (call.args.to > call.args.from || !awaited(code.body).holds(call.args.from));
}

/** What is awaited, with the parentheses that it may end with. */
const awaited = memo(
  ({ awaits }: Body) => new Cover(awaits.map(({ operand: { from, to } }) => ({ from, to: to + 2 }))),
);

/** `tasks.spawn(…)`: told by the words of the receiver, of which a chain of calls has ever more. */
function isTaskSet(body: Body, { from, to }: TokenRange): boolean {
  return taskWords(body).anyIn({ from, to });
}

const taskWords = memo(({ source, range }: Body) => {
  const found: number[] = [];
  const text = source.rangeText(range);
  const words = text.matchAll(/join_?set|task|tracker/gi);
  const begin = source.tokens.start[range.from] ?? 0;
  let token = range.from;
  for (const { index } of words) {
    while ((source.tokens.end[token] ?? Number.POSITIVE_INFINITY) <= begin + index) token += 1;
    found.push(token);
  }
  return new Tokens(found);
});

/** A shutdown channel that is received from: `shutdown_rx.recv()`, `shutdown.changed()`, `stop.notified()`. */
function channelMarks(code: CodeBody): Mark[] {
  return code.body.calls.flatMap((call) => {
    if (call.kind !== 'method' || !/^(?:recv|changed|notified|wait|wait_for)$/.test(call.name)) return [];
    const receiver = code.body.source.rangeText(call.receiver);
    return /^[\w.&*]+$/.test(receiver) && /shut_?down|stop|quit|cancel|terminat|exit/i.test(receiver)
      ? [{ what: `shutdown channel ${receiver}`, place: code.placeOf(call.token) }]
      : [];
  });
}
