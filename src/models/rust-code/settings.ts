/** Addresses, ports and credentials in code: which of them the environment can set, and which are fixed. */

import { memo } from '../collections/memo.ts';
import type { Body } from '../rust/body.ts';
import type { CrateModel } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { calledPath, possiblePaths } from '../rust-bodies/callee.ts';
import { type CodeBody, codePlace } from '../rust-bodies/code-bodies.ts';
import { constantNamesIn } from '../rust-bodies/constants.ts';
import { Cover, Tokens } from '../rust-bodies/places.ts';
import { textValues } from '../rust-bodies/text-values.ts';
import { argumentAttribute } from './command-line.ts';
import type { Mark } from './mark.ts';

export interface Settings {
  /** Reads of the environment, those of a log filter left out. */
  readonly reads: readonly Mark[];
  /** Settings that the environment cannot reach. */
  readonly fixed: readonly Mark[];
  /** Settings that stand in for something absent, of which it is not seen whether the environment sets it. */
  readonly doubtful: readonly Mark[];
  /** Addresses handed straight to a call that connects or binds: no caller can replace them. */
  readonly hardWired: readonly Mark[];
}

const READS =
  /^(?:std::env::(?:var|var_os|vars|vars_os)|dotenvy?::var|envy::(?:from_env|prefixed)|figment::providers::Env::\w+|figment::providers::(?:env::)?Env::\w+|config::Environment::\w+|config::(?:env::)?Environment::\w+|envconfig::\S+|confique::\S+|twelf::\S+|env_logger_config::\S+|leptos(?:_config)?::(?:\w+::)*get_configuration)$/;
const LOADERS = /^(?:envy|figment|config|envconfig|confique|twelf)::/;
const LOG_FILTERS = /^(?:RUST_LOG|RUST_BACKTRACE|NO_COLOR|LOG_LEVEL|CARGO_\w+|OUT_DIR|HOME|PATH|USER|TERM)$/;
const ADDRESS =
  /^(?:(?:nats|tls|ws|wss|rediss?|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|amqps?|tcp|grpc|kafka|mqtts?|bolt|neo4j):\/\/\S+|https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]|[\w.-]+:\d{2,5})\S*|(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]|[\w-]+(?:\.[\w-]+)+):\d{2,5})$/;
/** A host alone is an address only where a setting of that kind gets it: `host: "localhost"`. */
const HOST = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0)$/;
const FALLBACKS = new Set([
  'unwrap_or',
  'unwrap_or_else',
  'unwrap_or_default',
  'or_else',
  'or',
  'map_or',
  'map_or_else',
  'ok_or',
]);
const CONNECTS = new Set(['connect', 'connect_with_options', 'bind', 'open', 'connect_lazy', 'dial']);
/** Names of settings that an operator has to be able to change. */
const OPERATED =
  /(?:^|_)(?:url|uri|addr|address|host|port|endpoint|server|broker|listen|bind|token|password|secret|api_key|credentials?)s?$/;

/**
 * @param bodies the code that runs: what a service reaches, or a whole library
 * @param crates whose command-line arguments count
 * @param isUsed whether the code that runs may have values of the type of this name: arguments of others are another program's
 */
export function settingsOf(
  bodies: readonly CodeBody[],
  crates: readonly CrateModel[],
  isUsed: (type: string) => boolean,
): Settings {
  const reads = bodies.flatMap(readsOf);
  const replaced = new Set(bodies.flatMap(replacedFields));
  const flags = crates.flatMap((model) => flagsOf(model, isUsed, replaced));
  // A loader that reads no environment, such as config's files, makes nothing settable.
  const loads = bodies.some((code) =>
    code.body.calls.some((call) => {
      const callee = calledPath(code, call) ?? '';
      return LOADERS.test(callee) && READS.test(callee);
    }),
  );
  const fallbacks = new Set(bodies.flatMap(fallbackWords));
  const written = loads ? [] : bodies.map((code) => writtenIn(code, fallbacks));
  return {
    reads: [...reads, ...flags.filter(({ settable }) => settable)],
    fixed: [...flags.filter(({ settable }) => !settable), ...written.flatMap(({ fixed }) => fixed)],
    doubtful: written.flatMap(({ doubtful }) => doubtful),
    hardWired: bodies.flatMap(hardWiredIn),
  };
}

function envTokens(code: CodeBody): number[] {
  return code.body.calls.filter((call) => READS.test(calledPath(code, call) ?? '')).map(({ token }) => token);
}

function readsOf(code: CodeBody): Mark[] {
  return code.body.calls.flatMap((call) => {
    const callee = possiblePaths(code, call).find((path) => READS.test(path));
    if (callee === undefined) return [];
    const name = BodyIndex.of(code.body).firstStringIn(call.args)?.value;
    return name !== undefined && LOG_FILTERS.test(name)
      ? []
      : [{ what: name === undefined ? callee : `${callee} ${name}`, place: code.placeOf(call.token) }];
  });
}

/** Ranges in which a value only stands in for an absent variable. */
const fallbackRanges = memo((code: CodeBody): readonly TokenRange[] => {
  const read = envTokens(code);
  if (read.length === 0) return [];
  const reads = new Tokens(read);
  const { calls, matches, lets, conditions } = code.body;
  const tests = new Tokens(
    conditions.filter(({ scrutinee }) => reads.anyIn(scrutinee)).map(({ scrutinee }) => scrutinee.from),
  );
  return [
    ...calls.flatMap((call) =>
      call.kind === 'method' && FALLBACKS.has(call.name) && reads.anyIn(call.receiver) ? [call.args] : [],
    ),
    ...matches.filter(({ scrutinee }) => reads.anyIn(scrutinee)).map(({ block }) => block),
    ...lets.flatMap(({ initializer }) => (initializer !== undefined && tests.anyIn(initializer) ? [initializer] : [])),
  ];
});

const fallbackCover = memo((code: CodeBody) => new Cover(fallbackRanges(code)));

/** Words in such ranges: constants and functions that only name a default are settable through them. */
function fallbackWords(code: CodeBody): string[] {
  return fallbackRanges(code).flatMap((range) => code.body.source.rangeText(range).match(/\w+/g) ?? []);
}

function writtenIn(code: CodeBody, fallbacks: ReadonlySet<string>): { fixed: Mark[]; doubtful: Mark[] } {
  if (fallbacks.has(code.owner.name)) return { fixed: [], doubtful: [] };
  const all = addressesIn(code, fallbacks);
  const standIns = code.body.calls.filter(({ kind, name }) => kind === 'method' && FALLBACKS.has(name));
  const around = new Cover(standIns.map(({ args }) => args));
  const isStandIn = ({ token }: Address) => around.holds(token);
  const mark = ({ what, token }: Address): Mark => ({ what, place: code.placeOf(token) });
  return {
    fixed: all.filter((one) => !isStandIn(one)).map(mark),
    doubtful: all.filter(isStandIn).map(mark),
  };
}

/** An address in code, with what it is given to, that no read of the environment is seen to replace. */
interface Address {
  readonly what: string;
  readonly token: number;
}

function addressesIn(code: CodeBody, fallbacks: ReadonlySet<string>): Address[] {
  const passed = new Cover([...fallbackRanges(code), ...unusedAddresses(code)]);
  const holder = nameOf(code);
  const literals = code.body.strings
    .filter(
      ({ value, token }) =>
        (ADDRESS.test(value) || (HOST.test(value) && isField(code, token))) &&
        !passed.holds(token) &&
        !messages(code.body).holds(token),
    )
    .map(({ value, token }) => ({ what: `${value} in ${holder}`, token }));
  return [...literals, ...socketsIn(code), ...pairsIn(code), ...addressConstants(code, passed, fallbacks)];
}

/** `bind(("0.0.0.0", 8080))`, `bind((Ipv4Addr::UNSPECIFIED, 8080))`: a host and a port that are both written down. */
function pairsIn(code: CodeBody): Address[] {
  return code.body.calls.flatMap((call) => {
    const args = CONNECTS.has(call.name) ? code.body.source.rangeText(call.args).trim() : '';
    return PAIR.test(args) ? [{ what: `${args} given to ${call.name}`, token: call.token }] : [];
  });
}

const PAIR =
  /^\(\s*(?:"[^"]*"|\[[\d,\s]+\]|(?:\w+::)*(?:Ipv[46]Addr|IpAddr)\b[\w:]*(?:\([^()]*\))?)\s*,\s*\d[\d_]{1,5}(?:u16)?\s*\)$/;

/** Addresses in constants, where they are more than what stands in for an absent variable. */
function addressConstants(code: CodeBody, passed: Cover, fallbacks: ReadonlySet<string>): Address[] {
  const { body } = code;
  const found: Address[] = [];
  for (const token of constantNamesIn(body, body.range)) {
    const name = body.source.tokenText(token);
    if (fallbacks.has(name) || passed.holds(token) || messages(body).holds(token)) continue;
    const address = textValues(code, { from: token, to: token + 1 }).find(({ value }) => ADDRESS.test(value));
    if (address !== undefined) found.push({ what: `${address.value} (${name}) in ${nameOf(code)}`, token });
  }
  return found;
}

/** tonic takes an address and does not use it where a connector of one's own says where to connect. */
const unusedAddresses = ({ body }: CodeBody): TokenRange[] =>
  body.calls.flatMap((call) =>
    call.kind === 'method' && /^connect_with_connector(?:_lazy)?$/.test(call.name) ? [call.receiver] : [],
  );

/** `host: "…"` of a struct's value. */
function isField({ body }: CodeBody, token: number): boolean {
  return (
    body.source.tokenText(token - 1) === ':' &&
    body.source.tokenText(token - 2) !== ':' &&
    OPERATED.test(body.source.tokenText(token - 2))
  );
}

/** `SocketAddr::from(([0, 0, 0, 0], 8080))`: an address without a string. */
function socketsIn(code: CodeBody): Address[] {
  return code.body.calls.flatMap((call) => {
    if (!/^std::net::(?:\w+::)*SocketAddr(?:V4|V6)?::(?:from|new)$/.test(calledPath(code, call) ?? '')) return [];
    const args = code.body.source.rangeText(call.args);
    return /\d/.test(args) && !/[A-Za-z_]\w*\.(?:port|host)|\bport\b/.test(args) && /,\s*\d{2,5}\s*\)?$/.test(args)
      ? [{ what: `SocketAddr ${args}`, token: call.token }]
      : [];
  });
}

/** A literal in a log message or an error's text sets nothing. */
const messages = memo(
  ({ macros }: Body) => new Cover(macros.filter(({ name }) => !/^(?:vec|format)$/.test(name)).map(({ body }) => body)),
);

function hardWiredIn(code: CodeBody): Mark[] {
  if (/default/i.test(code.owner.name)) return [];
  return code.body.calls.flatMap((call) => {
    if (!CONNECTS.has(call.name)) return [];
    const written = BodyIndex.of(code.body)
      .stringsIn(call.args)
      .filter(({ token, value }) => ADDRESS.test(value) && !fallbackCover(code).holds(token))
      .map(({ value, token }) => ({ what: `${value} given to ${call.name}`, place: code.placeOf(token) }));
    return [...written, ...call.arguments.flatMap((argument) => constantGiven(code, argument, call.name))];
  });
}

const CONSTANT = /^&?\s*((?:\w+::)*[A-Z][A-Z0-9_]*)(?:\s*\.\s*\w+\s*\(\s*\))*$/;

/** A constant that holds an address is one under another name. */
function constantGiven(code: CodeBody, argument: TokenRange, connects: string): Mark[] {
  const name = CONSTANT.exec(code.body.source.rangeText(argument).trim())?.[1];
  const address = name === undefined ? undefined : textValues(code, argument).find(({ value }) => ADDRESS.test(value));
  if (address === undefined) return [];
  return [{ what: `${address.value} (${name}) given to ${connects}`, place: code.placeOf(argument.from) }];
}

interface Flag extends Mark {
  readonly settable: boolean;
}

/** `args.api_key.or_else(|| env::var("API_KEY").ok())`: where the argument is absent, the environment is read. */
function replacedFields(code: CodeBody): string[] {
  const read = envTokens(code);
  if (read.length === 0) return [];
  const reads = new Tokens(read);
  return code.body.calls.flatMap((call) => {
    if (call.kind !== 'method' || !FALLBACKS.has(call.name) || !reads.anyIn(call.args)) return [];
    return (
      /\.(\w+)(?:\.(?:clone|as_deref|as_ref|take)\(\))*$/.exec(code.body.source.rangeText(call.receiver))?.[1] ?? []
    );
  });
}

/** Fields of clap's derive that hold an address, a port or a credential: `env` in their attribute makes them settable. */
function flagsOf(model: CrateModel, isUsed: (type: string) => boolean, replaced: ReadonlySet<string>): Flag[] {
  return model.definitions.flatMap((definition) => {
    if (definition.kind !== 'field') return [];
    const holder = definition.parent?.kind === 'variant' ? definition.parent.parent : definition.parent;
    if (holder !== undefined && !isUsed(holder.name)) return [];
    const attribute = argumentAttribute(definition);
    if (attribute === undefined) return [];
    const value = attribute.list.find(({ path }) => /^default_value(?:_t)?$/.test(path))?.value?.string;
    const settable = replaced.has(definition.name) || attribute.list.some(({ path }) => path === 'env');
    if (!settable && !OPERATED.test(definition.name) && !(value !== undefined && ADDRESS.test(value))) return [];
    return [
      {
        settable,
        what: settable ? `argument ${definition.name} from the environment` : `argument ${definition.name} without env`,
        place: codePlace(model.placeAt(definition, attribute.span.start)),
      },
    ];
  });
}

/** `Options::default`, `main`. */
function nameOf({ model, owner }: CodeBody): string {
  return model
    .pathOf(owner)
    .split('::')
    .slice(owner.kind === 'method' ? -2 : -1)
    .join('::');
}
