/** The health endpoints that code offers: routes, subjects, and what a client library answers by itself. */
import { memo } from '../collections/memo.ts';
import type { Call } from '../rust/body.ts';
import type { CodePlace, CrateModel, Definition } from '../rust/crate/crate-model.ts';
import type { SourceFile } from '../rust/syntax.ts';
import { Punct } from '../rust/token.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { calledPath, ownerType } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodies, codePlace } from '../rust-bodies/code-bodies.ts';
import { contains } from '../rust-bodies/token-text.ts';
import type { Mark } from './mark.ts';

export interface HealthEndpoint extends Mark {
  /** False for what may tell other things too: a route `/status`. */
  readonly sure: boolean;
}

const ROUTE =
  /^\/?(?:[\w{}:.-]+\/)*(?:health|healthz|health[-_]?check|livez?|liveness|alive|readyz?|readiness|healthy|ping|startupz?)$/i;
/** What a service tells of itself, which may be its health. */
const STATUS = /^\/?(?:api\/)?(?:v\d+\/)?status$/i;
const SUBJECT =
  /^(?:[a-z0-9_{}*-]+\.)+(?:health|healthz|health[-_]?check|ping|liveness|readiness)(?:\.[a-z0-9_{}*>-]+)*$|^(?:health|healthcheck)\.[a-z0-9_.{}*>-]+$/i;
const ROUTERS = new Set([
  'route',
  'api_route',
  'api_route_with',
  'route_service',
  'nest',
  'at',
  'resource',
  'service',
  'path',
  'endpoint',
  'mount',
  'handle',
  'add_route',
]);
const SUBSCRIBERS = new Set(['subscribe', 'queue_subscribe', 'endpoint', 'add_endpoint', 'group']);

const ofNats = /\basync_nats\b|\bServiceExt\b/;
/** Methods of routers, which clients and addresses have as well. */
const ASKING = new Set(['path', 'endpoint', 'service', 'handle']);
/** A wildcard before the token: what others say of their health is listened to. */
const OTHERS = /(?:^|\.)[*](?:\.[^.]+)*\.(?:health|healthz|health[-_]?check|ping|liveness|readiness)(?:\.|$)/i;

const isText = ({ body }: CodeBody, { args }: Call): boolean =>
  args.to - args.from === 1 && body.strings.some(({ token }) => token === args.from);

/** Health endpoints in the bodies that a service reaches. */
export function healthEndpoints(bodies: Iterable<CodeBody>): HealthEndpoint[] {
  const all = new Set(bodies);
  const found: HealthEndpoint[] = [];
  for (const code of all) found.push(...called(code), ...compared(code));
  for (const code of handlers(all)) found.push(...compared(code));
  return [...found, ...mounted(all)];
}

const routeAt = (route: string, place: CodePlace): HealthEndpoint[] =>
  isRoute(route) ? [{ what: `route ${route}`, place, sure: ROUTE.test(route) }] : [];

const isRoute = (route: string): boolean => ROUTE.test(route) || STATUS.test(route);

const at = (what: string, place: CodePlace): HealthEndpoint => ({ what, place, sure: true });

/** Routes of functions that the program names: `routes![alive]`, `.service(alive)`. */
function mounted(reached: ReadonlySet<CodeBody>): HealthEndpoint[] {
  const models = new Set([...reached].map(({ model }) => model));
  return [...models].flatMap(codeBodies).flatMap((code) => {
    const routes = attributed(code);
    return routes.length > 0 && (reached.has(code) || isNamedIn(reached, code)) ? routes : [];
  });
}

function isNamedIn(reached: ReadonlySet<CodeBody>, { owner }: CodeBody): boolean {
  const name = new RegExp(`\\b${owner.name}\\b`);
  return [...reached].some(({ body: { source, range } }) => name.test(source.rangeText(range)));
}

const mentionsRoute = memo(({ text }: SourceFile) =>
  /"\/[^"]*(?:health|a?live|ready|readiness|ping|startup|status)/i.test(text),
);

/** What a server calls with requests: functions that the program hands on by name, and methods of types that it makes. */
function handlers(reached: ReadonlySet<CodeBody>): CodeBody[] {
  const types = new Set<Definition | undefined>();
  const models = new Set<CrateModel>();
  for (const { model, owner } of reached) {
    models.add(model);
    if (owner.kind === 'method') types.add(ownerType(model, owner));
  }
  return [...models].flatMap(codeBodies).filter((code) => {
    const { model, owner } = code;
    if (reached.has(code) || !mentionsRoute(owner.source) || !takesRequest(owner)) return false;
    return owner.kind === 'method' ? types.has(ownerType(model, owner)) : isNamedIn(reached, code);
  });
}

const takesRequest = (owner: Definition): boolean =>
  owner
    .item('function')
    ?.signature.params.some(
      ({ type }) => type !== undefined && /\bRequest\b/.test(owner.source.spanText(type.span)),
    ) === true;

/** `#[get("/health")]` of actix-web and rocket. */
function attributed({ model, owner }: CodeBody): HealthEndpoint[] {
  return owner.attributes.flatMap((attribute) => {
    const route = /(?:^|::)(?:get|head|route)$/.test(attribute.path) ? attribute.list[0]?.literal : undefined;
    return route === undefined ? [] : routeAt(route, codePlace(model.placeAt(owner, attribute.span.start)));
  });
}

/** `match request.uri().path() { "/ready" => … }`, `if request.path() == "/health"`. */
function compared(code: CodeBody): HealthEndpoint[] {
  const { source, matches, strings, range } = code.body;
  const { kind } = source.tokens;
  const ofPaths = matches.filter(({ scrutinee }) => ASKED_PATH.test(source.rangeText(scrutinee)));
  const arms = ofPaths.flatMap((one) => one.arms.map(({ pattern }) => pattern));
  const isCompared = (token: number) =>
    kind[token - 1] === Punct.Equal &&
    kind[token - 2] === Punct.Equal &&
    ASKED_PATH.test(source.rangeText({ from: Math.max(range.from, token - 6), to: token - 2 }));
  return strings
    .filter(({ value }) => value.startsWith('/') && isRoute(value))
    .filter(({ token }) => isCompared(token) || arms.some((pattern) => contains(pattern, token)))
    .flatMap(({ token, value }) => routeAt(value, code.placeOf(token)));
}

/** What a request asks for: a bare name, since `file.path().join(…)` asks for nothing. */
const ASKED_PATH = /\b(?:path|uri|route)(?:\(\))?(?:\.as_str\(\))?\s*\)?\s*$/;

function called(code: CodeBody): HealthEndpoint[] {
  const { calls, macros } = code.body;
  const index = BodyIndex.of(code.body);
  const found: HealthEndpoint[] = [];
  for (const call of calls) {
    const callee = calledPath(code, call);
    if (callee !== undefined && /^(?:tonic_health::server::|axum_health|actix_web_lab::\S*health)/.test(callee))
      found.push(at(callee, code.placeOf(call.token)));
    if (call.kind === 'method' && call.name === 'service_builder' && ofNats.test(code.body.source.text))
      found.push(at('the PING and STATS endpoints of a NATS service', code.placeOf(call.token)));
    // `client.endpoint("/health")` and `uri.path("/health")` ask somebody else.
    const asks = call.kind === 'method' && ASKING.has(call.name) && call.arguments.length === 1 && isText(code, call);
    const routes = ROUTERS.has(call.name) && !asks;
    const subscribes = SUBSCRIBERS.has(call.name);
    if (!routes && !subscribes) continue;
    for (const { token, value } of index.stringsIn(call.args)) {
      if (routes && value.startsWith('/') && isRoute(value)) found.push(...routeAt(value, code.placeOf(token)));
      else if (subscribes && SUBJECT.test(value) && !OTHERS.test(value))
        found.push(at(`subject ${value}`, code.placeOf(token)));
    }
  }
  for (const macro of macros) {
    if (!/(?:^|::)path$/.test(macro.path.join('::'))) continue;
    const part = index.firstStringIn(macro.body);
    if (part !== undefined) found.push(...routeAt(part.value, code.placeOf(part.token)));
  }
  return found;
}
