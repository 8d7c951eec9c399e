/** Which binaries stay up, and how that can be told: a server, a subscription that is read to its end, an endless loop, or waiting for a signal. */
import { memo } from '../collections/memo.ts';
import type { Body, Call, Closure, Loop, MacroUse } from '../rust/body.ts';
import type { CodePlace, CrateModel } from '../rust/crate/crate-model.ts';
import { Keyword } from '../rust/token.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { calledPath, macroPath, possiblePaths } from '../rust-bodies/callee.ts';
import type { CodeBody } from '../rust-bodies/code-bodies.ts';
import { Nesting } from '../rust-bodies/nesting.ts';
import { Tokens } from '../rust-bodies/places.ts';
import { contains } from '../rust-bodies/token-text.ts';
import { type Reached, reachedFrom } from './reach.ts';

export interface Service {
  /** Name of the binary. */
  readonly binary: string;
  /** `serves with axum::serve`, `reads a subscription` … */
  readonly reason: string;
  readonly place: CodePlace;
}

/** A service with what it may run. */
export interface RunningService extends Service {
  readonly reached: Reached;
}

/** Calls that only return when the program ends. */
const SERVERS =
  /^(?:axum::serve|axum::Server::bind|axum_server::\w+|hyper::(?:server::)?\w*(?:Server|Builder|conn)::\w+|warp::serve|tonic::transport::Server::builder|actix_web::HttpServer::new|actix_server::(?:Server::build|ServerBuilder::\w+)|rocket::(?:build|ignite|custom)|poem::Server::new|salvo::Server::new|tide::(?:new|with_state)|ntex::web::\w+|jsonrpsee::\w+::ServerBuilder::\w+|tokio::net::(?:TcpListener|UnixListener)::bind|std::net::TcpListener::bind|async_std::net::TcpListener::bind|std::future::pending|futures\w*::future::pending|lapin::\w+::basic_consume|tower_lsp::Server::new|tiny_http::Server::https?|rouille::(?:start_server\w*|Server::new)|gotham::(?:start|init_server)|lambda_runtime::run|std::os::unix::net::UnixListener::bind)$/;
const SUBSCRIBES = new Set(['subscribe', 'queue_subscribe', 'messages', 'basic_consume', 'service_builder']);
const WAITS = new Set(['next', 'recv', 'accept', 'tick', 'recv_async', 'try_next', 'changed']);
const SIGNALS =
  /^(?:tokio::signal::(?:ctrl_c|unix::signal)|async_std::\w*::?signal\w*|signal_hook\w*::\S+|ctrlc::set_handler)$/;

/** The binary as a service; undefined when nothing tells that it stays up. */
export function serviceOf(
  binary: string,
  program: CrateModel,
  libraries: readonly CrateModel[],
): RunningService | undefined {
  const reached = reachedFrom(program, libraries);
  const bodies = [...reached.bodies];
  const found = server(bodies) ?? subscription(bodies) ?? endlessLoop(bodies) ?? signal(bodies);
  return found === undefined ? undefined : { binary, ...found, reached };
}

type Telling = Pick<Service, 'reason' | 'place'>;

function server(bodies: readonly CodeBody[]): Telling | undefined {
  for (const code of bodies) {
    for (const call of code.body.calls) {
      const callee = possiblePaths(code, call).find((path) => SERVERS.test(path));
      if (callee !== undefined) return { reason: `serves with ${callee}`, place: code.placeOf(call.token) };
    }
  }
  return undefined;
}

function subscription(bodies: readonly CodeBody[]): Telling | undefined {
  for (const code of bodies) {
    const call = code.body.calls.find(subscribes);
    if (call === undefined) continue;
    return bodies.some(reads)
      ? { reason: `reads what it gets by ${call.name}`, place: code.placeOf(call.token) }
      : undefined;
  }
  return undefined;
}

/** `sender.subscribe()` of a channel inside the program is told nothing to subscribe to. */
const subscribes = ({ kind, name, args }: Call): boolean =>
  kind === 'method' && SUBSCRIBES.has(name) && (!name.endsWith('subscribe') || args.from < args.to);

/** The body reads a stream to its end, by a loop or by what is called with each. */
const reads = (code: CodeBody): boolean =>
  awaitsEach(code) || code.body.loops.some((loop) => waits(code, loop) && (!ends(code, loop) || selects(code, loop)));

/** `while !stop.load(…)`, `while self.running`: it ends when somebody ends it. */
const UNTIL_STOPPED =
  /^!?\s*[\w.]*(?:stop|shut_?down|quit|exit|cancel|running|alive|terminat)\w*(?:\s*\.\s*(?:load|is_cancelled|is_set|get)\s*\([^()]*\))?$/i;

function endlessLoop(bodies: readonly CodeBody[]): Telling | undefined {
  for (const code of bodies) {
    for (const loop of code.body.loops) {
      const header = code.body.source.rangeText(loop.header).trim();
      const endless =
        loop.kind === 'loop' || (loop.kind === 'while' && (header === 'true' || UNTIL_STOPPED.test(header)));
      if (endless && !ends(code, loop) && pauses(code, loop))
        return { reason: 'loops without end', place: code.placeOf(loop.token) };
    }
  }
  return undefined;
}

/** These only register what is called when the signal comes. */
const REGISTERS = /^(?:ctrlc|signal_hook\w*)::/;
const STANDS_STILL = /^(?:recv|wait|forever|park|join|next|pending)$/;

function signal(bodies: readonly CodeBody[]): Telling | undefined {
  for (const code of bodies) {
    for (const call of code.body.calls) {
      const callee = calledPath(code, call);
      if (callee === undefined || !SIGNALS.test(callee)) continue;
      const isHeard = !REGISTERS.test(callee) || code.body.calls.some(({ name }) => STANDS_STILL.test(name));
      if (isHeard && !interruptsWork(code, call, bodies))
        return { reason: `waits for a signal by ${callee}`, place: code.placeOf(call.token) };
    }
  }
  return undefined;
}

/**
 * `select! { _ = ctrl_c() => …, done = run() => … }`: the program ends with the work that a signal is raced against. Work of
 * others may go on for ever, and so may the module's own where it reads a stream.
 */
function interruptsWork(code: CodeBody, signal: Call, bodies: readonly CodeBody[]): boolean {
  const { body } = code;
  const bound = (names: string) =>
    body.lets.filter(({ name }) => name !== undefined && new RegExp(`\\b${name}\\b`).test(names));
  const parts = (macro: MacroUse) => [
    macro.body,
    ...bound(body.source.rangeText(macro.body)).flatMap(({ initializer }) => initializer ?? []),
  ];
  const race = selectsOf(code).find((macro) => parts(macro).some((part) => contains(part, signal.token)));
  if (race === undefined || body.loops.some(({ block }) => contains(block, race.token))) return false;
  const own = new Set(bodies.map(({ owner }) => owner.name));
  const work = body.calls.filter(
    ({ name, token }) => token !== signal.token && own.has(name) && parts(race).some((part) => contains(part, token)),
  );
  return work.length > 0 && !bodies.some((one) => one.model === code.model && reads(one));
}

/** The loop's head or body waits for the next message, connection or tick. */
function waits({ body }: CodeBody, { header, block }: Loop): boolean {
  const { waiting } = courseOf(body);
  return waiting.anyIn(header) || waiting.anyIn(block);
}

/** `.for_each(…).await` reads a stream to its end; that of an iterator is not awaited. */
function awaitsEach({ body }: CodeBody): boolean {
  const index = BodyIndex.of(body);
  return body.awaits.some(({ operand }) => {
    const last = index.callBefore(operand.to);
    return (
      last?.kind === 'method' && contains(operand, last.token) && /^(?:try_)?for_each(?:_concurrent)?$/.test(last.name)
    );
  });
}

function pauses(code: CodeBody, loop: Loop): boolean {
  const { sleeping, awaiting } = courseOf(code.body);
  return sleeping.anyIn(loop.block) || waits(code, loop) || awaiting.anyIn(loop.block);
}

/** A `select!` in the loop: what breaks it is one of several events, as a rule the shutdown. */
const selects = (code: CodeBody, { block }: Loop): boolean => selecting(code).anyIn(block);

const selectsOf = (code: CodeBody): readonly MacroUse[] =>
  code.body.macros.filter((macro) => /(?:^|::)select(?:_biased)?$/.test(macroPath(code, macro)));

const selecting = memo((code: CodeBody) => new Tokens(selectsOf(code).map(({ token }) => token)));

/** Where a body waits and leaves its loops. */
const courseOf = memo((body: Body) => {
  const { calls, awaits } = body;
  const tokens = (things: readonly { readonly token: number }[]) => new Tokens(things.map(({ token }) => token));
  return {
    waiting: tokens(calls.filter(({ kind, name }) => kind === 'method' && WAITS.has(name))),
    sleeping: tokens(calls.filter(({ name }) => name === 'sleep' || name === 'park')),
    awaiting: tokens(awaits),
    ending: endingLoops(body),
  };
});

/** `break` or `return` of this loop's own: those of loops inside it are theirs, those of closures end the closure. */
const ends = ({ body }: CodeBody, loop: Loop): boolean => courseOf(body).ending.has(loop);

function endingLoops(body: Body): ReadonlySet<Loop> {
  const { source, range, loops, closures } = body;
  const around = new Nesting(loops, ({ block }) => block);
  const within = new Nesting(closures, (closure) => closure.body);
  const ending = new Set<Loop>();
  const left = new Set<Loop>();
  /** Loops around a token from the innermost on, as far as the closure around it; of those that were left before no more than one. */
  const leave = (token: number, closure: Closure | undefined): void => {
    for (let loop = around.innermost(token); loop !== undefined; loop = around.innermost(loop.token)) {
      if (left.has(loop) || (closure !== undefined && contains(loop.block, closure.token))) return;
      left.add(loop);
      ending.add(loop);
    }
  };
  for (let token = range.from; loops.length > 0 && token < range.to; token += 1) {
    const kind = source.tokens.kind[token];
    if (kind === Keyword.return) leave(token, within.innermost(token));
    if (kind !== Keyword.break) continue;
    const innermost = around.innermost(token);
    if (innermost !== undefined) ending.add(innermost);
    if (source.tokenText(token + 1).startsWith("'")) for (const loop of around.around(token)) ending.add(loop);
  }
  return ending;
}
