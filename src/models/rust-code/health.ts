/** The health endpoints that code offers: routes, subjects, and what a client library answers by itself. */
import type { Call } from '../rust/body.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { calledPath } from '../rust-bodies/callee.ts';
import { type CodeBody, codePlace } from '../rust-bodies/code-bodies.ts';
import type { Mark } from './mark.ts';

const ROUTE =
  /^\/?(?:[\w{}:.-]+\/)*(?:health|healthz|health[-_]?check|livez?|liveness|readyz?|readiness|healthy|ping|startupz?)$/i;
const SUBJECT =
  /^(?:[a-z0-9_{}*-]+\.)+(?:health|healthz|health[-_]?check|ping|liveness|readiness)(?:\.[a-z0-9_{}*>-]+)*$|^(?:health|healthcheck)\.[a-z0-9_.{}*>-]+$/i;
const ROUTERS = new Set([
  'route',
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
export function healthEndpoints(bodies: Iterable<CodeBody>): Mark[] {
  const found: Mark[] = [];
  for (const code of bodies) found.push(...attributed(code), ...called(code));
  return found;
}

/** `#[get("/health")]` of actix-web and rocket. */
function attributed({ model, owner }: CodeBody): Mark[] {
  return owner.attributes.flatMap((attribute) => {
    const route = /(?:^|::)(?:get|head|route)$/.test(attribute.path) ? attribute.list[0]?.literal : undefined;
    if (route === undefined || !ROUTE.test(route)) return [];
    return [{ what: `route ${route}`, place: codePlace(model.placeAt(owner, attribute.span.start)) }];
  });
}

function called(code: CodeBody): Mark[] {
  const { calls, macros } = code.body;
  const index = BodyIndex.of(code.body);
  const found: Mark[] = [];
  for (const call of calls) {
    const callee = calledPath(code, call);
    if (callee !== undefined && /^(?:tonic_health::server::|axum_health|actix_web_lab::\S*health)/.test(callee))
      found.push({ what: callee, place: code.placeOf(call.token) });
    if (call.kind === 'method' && call.name === 'service_builder' && ofNats.test(code.body.source.text))
      found.push({ what: 'the PING and STATS endpoints of a NATS service', place: code.placeOf(call.token) });
    // `client.endpoint("/health")` and `uri.path("/health")` ask somebody else.
    const asks = call.kind === 'method' && ASKING.has(call.name) && call.arguments.length === 1 && isText(code, call);
    const routes = ROUTERS.has(call.name) && !asks;
    const subscribes = SUBSCRIBERS.has(call.name);
    if (!routes && !subscribes) continue;
    for (const { token, value } of index.stringsIn(call.args)) {
      if (routes && value.startsWith('/') && ROUTE.test(value))
        found.push({ what: `route ${value}`, place: code.placeOf(token) });
      else if (subscribes && SUBJECT.test(value) && !OTHERS.test(value))
        found.push({ what: `subject ${value}`, place: code.placeOf(token) });
    }
  }
  for (const macro of macros) {
    if (!/(?:^|::)path$/.test(macro.path.join('::'))) continue;
    const part = index.firstStringIn(macro.body);
    if (part !== undefined && ROUTE.test(part.value))
      found.push({ what: `route ${part.value}`, place: code.placeOf(part.token) });
  }
  return found;
}
