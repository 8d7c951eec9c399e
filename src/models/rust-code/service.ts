/** Which binaries stay up, and how that can be told: a server, a subscription that is read to its end, an endless loop, or waiting for a signal. */
import type { Loop } from '../rust/body.ts';
import type { CodePlace, CrateModel } from '../rust/crate/crate-model.ts';
import { calledPath, macroPath } from '../rust-bodies/callee.ts';
import type { CodeBody } from '../rust-bodies/code-bodies.ts';
import { contains } from '../rust-bodies/token-text.ts';
import { type Reached, reachedFrom } from './reach.ts';

export interface Service {
  /** Name of the binary. */
  readonly binary: string;
  /** `serves with axum::serve`, `reads a subscription` … */
  readonly reason: string;
  readonly place: CodePlace;
}

/** A service with the bodies that it may run. */
export interface RunningService extends Service {
  readonly reached: Reached;
}

/** Calls that only return when the program ends. */
const SERVERS =
  /^(?:axum::serve|axum::Server::bind|axum_server::\w+|hyper::(?:server::)?\w*(?:Server|Builder|conn)::\w+|warp::serve|tonic::transport::Server::builder|actix_web::HttpServer::new|rocket::(?:build|ignite|custom)|poem::Server::new|salvo::Server::new|tide::(?:new|with_state)|ntex::web::\w+|jsonrpsee::\w+::ServerBuilder::\w+|tokio::net::(?:TcpListener|UnixListener)::bind|std::net::TcpListener::bind|async_std::net::TcpListener::bind|std::future::pending|futures\w*::future::pending|lapin::\w+::basic_consume|tower_lsp::Server::new|tiny_http::Server::https?|rouille::(?:start_server\w*|Server::new)|gotham::(?:start|init_server)|lambda_runtime::run|std::os::unix::net::UnixListener::bind)$/;
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
  const bodies = [...reached.keys()];
  const found = server(bodies) ?? subscription(bodies) ?? endlessLoop(bodies) ?? signal(bodies);
  return found === undefined ? undefined : { binary, ...found, reached };
}

type Telling = Pick<Service, 'reason' | 'place'>;

function server(bodies: readonly CodeBody[]): Telling | undefined {
  for (const code of bodies) {
    for (const call of code.body.calls) {
      const callee = calledPath(code, call);
      if (callee !== undefined && SERVERS.test(callee))
        return { reason: `serves with ${callee}`, place: code.placeOf(call.token) };
    }
  }
  return undefined;
}

function subscription(bodies: readonly CodeBody[]): Telling | undefined {
  for (const code of bodies) {
    const call = code.body.calls.find(({ kind, name }) => kind === 'method' && SUBSCRIBES.has(name));
    if (call === undefined) continue;
    const reading = bodies.some(
      (other) =>
        other.body.calls.some(
          ({ kind, name }) =>
            kind === 'method' && /^(?:try_)?for_each(?:_concurrent)?$/.test(name) && awaited(other, name),
        ) || other.body.loops.some((loop) => waits(other, loop) && (!ends(other, loop) || selects(other, loop))),
    );
    if (reading) return { reason: `reads what it gets by ${call.name}`, place: code.placeOf(call.token) };
  }
  return undefined;
}

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

function signal(bodies: readonly CodeBody[]): Telling | undefined {
  for (const code of bodies) {
    for (const call of code.body.calls) {
      const callee = calledPath(code, call);
      if (callee !== undefined && SIGNALS.test(callee))
        return { reason: `waits for a signal by ${callee}`, place: code.placeOf(call.token) };
    }
  }
  return undefined;
}

/** The loop's head or body waits for the next message, connection or tick. */
function waits({ body }: CodeBody, loop: Loop): boolean {
  return body.calls.some(
    ({ kind, name, token }) =>
      kind === 'method' && WAITS.has(name) && (contains(loop.header, token) || contains(loop.block, token)),
  );
}

/** `.for_each(…).await` reads a stream to its end; that of an iterator is not awaited. */
const awaited = ({ body }: CodeBody, name: string): boolean =>
  body.awaits.some(({ operand }) =>
    body.calls.some((call) => call.name === name && contains(operand, call.token) && call.args.to + 1 === operand.to),
  );

function pauses(code: CodeBody, loop: Loop): boolean {
  const sleeps = code.body.calls.some(
    ({ name, token }) => (name === 'sleep' || name === 'park') && contains(loop.block, token),
  );
  return sleeps || waits(code, loop) || code.body.awaits.some(({ token }) => contains(loop.block, token));
}

/** A `select!` in the loop: what breaks it is one of several events, as a rule the shutdown. */
function selects(code: CodeBody, loop: Loop): boolean {
  return code.body.macros.some(
    (macro) => contains(loop.block, macro.token) && /(?:^|::)select(?:_biased)?$/.test(macroPath(code, macro)),
  );
}

/** `break` or `return` of this loop's own: those of loops inside it are theirs, those of closures end the closure. */
function ends({ body }: CodeBody, loop: Loop): boolean {
  const inner = [
    ...body.loops
      .filter(({ block, token }) => token !== loop.token && contains(loop.block, block.from))
      .map(({ block }) => block),
  ];
  const closures = body.closures.filter(({ token }) => contains(loop.block, token)).map((closure) => closure.body);
  for (let token = loop.block.from; token < loop.block.to; token += 1) {
    const text = body.source.tokenText(token);
    if (text === 'return' && !closures.some((range) => contains(range, token))) return true;
    if (text !== 'break') continue;
    const labelled = body.source.tokenText(token + 1).startsWith("'");
    if (labelled || !inner.some((range) => contains(range, token))) return true;
  }
  return false;
}
