/**
 * Places where data from outside can stop the program: `unwrap` on what parses or converts it, text that is not checked to be
 * UTF-8, shells that are given a made-up line. Where a value comes from is followed through `let`s of the same function.
 */
import type { Call, MethodCall } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';
import { calledPath, calleeOf, ownerType } from '../rust-bodies/callee.ts';
import type { CodeBody } from '../rust-bodies/code-bodies.ts';
import { contains, excerpt, usesOf } from '../rust-bodies/token-text.ts';
import type { Mark } from './mark.ts';

export interface UntrustedUse extends Mark {
  /** `outside`: a caller or peer supplies it. `own`: a literal or the crate's own text. `unknown`: cannot be told from the function alone. */
  readonly source: 'outside' | 'own' | 'unknown';
}

/** Functions that parse, deserialize or convert, by the end of their path. */
const PARSERS =
  /(?:^|::)(?:(?:serde_json|serde_yaml\w*|serde_yml|toml|ron|bincode|ciborium|rmp_serde|postcard|serde_cbor|bson|quick_xml|csv|json5|serde_ipld_\w+)(?:::\w+)*::(?:from_\w+|deserialize\w*|decode\w*)|\w+::(?:from_str|from_slice|try_from|try_new|try_parse|parse|parse_str|parse_from_\w+|from_str_radix|from_utf8|from_utf16|from_bytes|from_hex|decode|decode_length_delimited|from_std|from_bytes_with_nul)|hex::decode|NonZero\w*::new|from_utf8|CString::new|CStr::from_bytes\w*|char::from_u32|char::from_digit|Regex::new|HeaderValue::from_\w+|HeaderName::from_\w+)$/;
const PARSING_METHODS = new Set([
  'parse',
  'try_into',
  'decode',
  'deserialize',
  'try_from_slice',
  'decode_slice',
  'into_string',
]);
/** Calls that read what somebody else wrote. The environment and files on disk are the operator's: neither a caller nor a peer. */
const READERS = /^(?:std::io::(?:stdin|read_to_string)|tokio::io::stdin)$/;
const OPERATOR = /^(?:std::env::\w+|dotenvy?::\w+|(?:std|tokio)::fs::\w+)$/;
const READING_METHODS = new Set([
  'recv',
  'next',
  'read_line',
  'read_to_string',
  'read_to_end',
  'text',
  'bytes',
  'json',
  'lines',
  'body',
  'query',
  'try_next',
  'recv_from',
  'read',
]);
/** Methods that fill what they are lent: `reader.read_line(&mut line)`. */
const FILLING =
  /^(?:read(?:_line|_until|_to_end|_to_string|_exact|_buf|_vectored)?|(?:try_)?recv(?:_from|_buf)?|peek(?:_from)?)$/;
const PEERS =
  /\b(?:TcpStream|UdpSocket|Unix(?:Stream|Datagram|Socket)|stdin)\b|socket|(?:^|[^a-z])(?:tcp|peer|conn(?:ection)?)/;
const SUPPLIED =
  /^(?:payload|body|request|req|msg|message|input|raw|buf|buffer|bytes|packet|frame|headers?|query|params?|line)$/;
const SERIALIZERS =
  /^(?:serde_json|serde_yaml\w*|toml|bincode|ciborium|rmp_serde|postcard|serde_cbor|ron)::(?:\w+::)*(?:to_\w+|serialize\w*|into_writer)$/;
const UNWRAPS = new Set(['unwrap', 'expect', 'unwrap_unchecked']);
const SHELLS = /"(?:\/(?:usr\/)?bin\/)?(?:sh|bash|zsh|dash|ksh|cmd|cmd\.exe|powershell|pwsh)"/;

/** Every such place in a body. @param open whether others can call the function */
export function untrustedUses(code: CodeBody, open: boolean): UntrustedUse[] {
  return code.body.calls.flatMap((call) => [
    ...unwrapped(code, call, open),
    ...unchecked(code, call),
    ...shell(code, call),
  ]);
}

function unwrapped(code: CodeBody, call: Call, open: boolean): UntrustedUse[] {
  if (call.kind !== 'method' || !UNWRAPS.has(call.name)) return [];
  const inner = lastCall(code, call.receiver);
  if (inner === undefined || !(parses(code, inner) || serializesForCaller(code, inner, open))) return [];
  const operand =
    inner.kind === 'method' && PARSING_METHODS.has(inner.name) && inner.args.from === inner.args.to
      ? inner.receiver
      : inner.args;
  const source = sourceOf(code, operand, open, 0);
  const what = `${excerpt(code.body.source, { from: call.receiver.from, to: call.args.to + 1 }, 80)} panics on bad input`;
  return [{ what, source, place: code.placeOf(call.token) }];
}

/** The call whose result is unwrapped: the one that ends where the chain ends, `?` and `.await` looked through. */
function lastCall({ body }: CodeBody, chain: TokenRange): Call | undefined {
  let { to } = chain;
  while (
    to > chain.from &&
    (body.source.tokenText(to - 1) === 'await' ||
      body.source.tokenText(to - 1) === '?' ||
      body.source.tokenText(to - 1) === '.')
  )
    to -= 1;
  const candidates = body.calls.filter(({ token, args }) => token >= chain.from && args.to + 1 === to);
  return candidates.at(0);
}

function parses(code: CodeBody, call: Call): boolean {
  if (call.kind === 'method') return PARSING_METHODS.has(call.name);
  const callee = calledPath(code, call);
  return callee !== undefined && (PARSERS.test(callee) || constructsOrFails(code, call));
}

/** `Hostname::new(text)` of the crate, which gives a Result or Option of its own type. */
function constructsOrFails(code: CodeBody, call: Call): boolean {
  const callee = calleeOf(code, call);
  const signature = callee?.kind === 'own' ? callee.definition.item('function')?.signature : undefined;
  if (callee?.kind !== 'own' || signature?.output === undefined || signature.self !== undefined) return false;
  const type = ownerType(code.model, callee.definition);
  const words = callee.definition.source.spanText(signature.output.span).match(/\w+/g) ?? [];
  return (
    type !== undefined &&
    signature.params.length > 0 &&
    words.some((word) => /(?:Result|Option)$/.test(word)) &&
    words.some((word) => word === 'Self' || word === type.name)
  );
}

/** `to_value(value)` of a type that the caller chooses: its `Serialize` may refuse. The crate's own types are known not to. */
function serializesForCaller(code: CodeBody, call: Call, open: boolean): boolean {
  if (!open || !SERIALIZERS.test(calledPath(code, call) ?? '')) return false;
  const signature = code.owner.item('function')?.signature;
  const names = variablesIn(code, call.args);
  return (signature?.params ?? []).some(({ name, type }) => {
    if (name === undefined || type === undefined || !names.includes(name)) return false;
    const text = code.owner.source.spanText(type.span).replace(/^&\s*/, '');
    return /^impl\b/.test(text) || isTypeParameter(code, text);
  });
}

function isTypeParameter({ owner }: CodeBody, name: string): boolean {
  const generics = [owner.item('function')?.generics, owner.parent?.item('impl')?.generics];
  return generics.some((one) => one?.params.some((param) => param.kind === 'type' && param.name === name));
}

function unchecked(code: CodeBody, call: Call): UntrustedUse[] {
  if (!/^from_utf8_unchecked(?:_mut)?$/.test(call.name)) return [];
  return [{ what: `${call.name} does not look at its input`, source: 'outside', place: code.placeOf(call.token) }];
}

/** `Command::new("sh").arg("-c").arg(format!(…))`: also over a variable for the command, and for the line. */
function shell(code: CodeBody, call: Call): UntrustedUse[] {
  const { body } = code;
  if (
    call.kind !== 'path' ||
    !/(?:^|::)process::Command::new$/.test(calledPath(code, call) ?? '') ||
    !SHELLS.test(body.source.rangeText(call.args))
  )
    return [];
  const holder = body.lets.find(
    ({ initializer }) => initializer !== undefined && contains(initializer, call.token),
  )?.name;
  const made = body.calls.some(
    (next) =>
      next.kind === 'method' &&
      /^args?$/.test(next.name) &&
      givenTo(code, next, call, holder) &&
      isFormatted(code, next.args),
  );
  return made
    ? [{ what: 'a shell runs a line made by format!', source: 'outside', place: code.placeOf(call.token) }]
    : [];
}

function givenTo({ body }: CodeBody, next: MethodCall, command: Call, holder: string | undefined): boolean {
  return (
    contains(next.receiver, command.token) ||
    (holder !== undefined && body.source.tokenText(next.receiver.from) === holder)
  );
}

function isFormatted(code: CodeBody, range: TokenRange): boolean {
  const { macros, lets } = code.body;
  if (macros.some(({ name, token }) => name === 'format' && contains(range, token))) return true;
  const names = new Set(variablesIn(code, range));
  return lets.some(
    ({ name, initializer }) =>
      name !== undefined &&
      names.has(name) &&
      initializer !== undefined &&
      macros.some((macro) => macro.name === 'format' && contains(initializer, macro.token)),
  );
}

const MAX_STEPS = 6;

/** Who supplies a value. Without any variable it is the crate's own. */
function sourceOf(code: CodeBody, range: TokenRange, open: boolean, steps: number): UntrustedUse['source'] {
  const { body } = code;
  if (readsOutside(code, range)) return 'outside';
  if (code.body.calls.some((call) => contains(range, call.token) && OPERATOR.test(calledPath(code, call) ?? '')))
    return 'unknown';
  const names = variablesIn(code, range);
  // What `self` holds may have come from anywhere.
  if (names.length === 0) return /\bself\b/.test(body.source.rangeText(range)) ? 'unknown' : 'own';
  if (isOwnText(code, range)) return 'unknown';
  let source: UntrustedUse['source'] = 'own';
  for (const name of names) {
    const next = sourceOfName(code, name, range.from, open, steps);
    if (next === 'outside') return 'outside';
    if (next === 'unknown') source = 'unknown';
  }
  return source === 'unknown' && body.source.tokenText(range.from) === 'self' ? 'unknown' : source;
}

/** Text that the crate made: what went into it may be a number as well as anything else. */
function isOwnText({ body }: CodeBody, range: TokenRange): boolean {
  if (body.macros.some(({ name, token }) => name === 'format' && contains(range, token))) return true;
  return body.calls.some(
    ({ kind, name, args }) => kind === 'method' && name === 'to_string' && args.to + 1 === range.to,
  );
}

function sourceOfName(
  code: CodeBody,
  name: string,
  before: number,
  open: boolean,
  steps: number,
): UntrustedUse['source'] {
  if (/^[A-Z][A-Z0-9_]*$/.test(name)) return 'own';
  const bound = code.body.lets.findLast((one) => one.name === name && one.token < before);
  const filled = filledBy(code, name, bound?.token ?? code.body.range.from, before);
  if (filled !== undefined) return readsPeer(code, filled.receiver, steps) ? 'outside' : 'unknown';
  if (bound?.initializer !== undefined && steps < MAX_STEPS) return sourceOf(code, bound.initializer, open, steps + 1);
  if (isParameter(code, name)) return open || SUPPLIED.test(name) ? 'outside' : 'unknown';
  return 'unknown';
}

/** The call that last wrote into a buffer before it is used. */
function filledBy({ body }: CodeBody, name: string, from: number, before: number): MethodCall | undefined {
  const lent = new RegExp(`^&\\s*mut\\s+(?:self\\s*\\.\\s*)?${name}\\b`);
  return body.calls.findLast(
    (call): call is MethodCall =>
      call.kind === 'method' &&
      call.token > from &&
      call.args.to < before &&
      FILLING.test(call.name) &&
      call.arguments.some((argument) => lent.test(body.source.rangeText(argument))),
  );
}

/** A socket or the standard input, also behind a buffering reader; what is read from a file is the operator's. */
function readsPeer(code: CodeBody, receiver: TokenRange, steps: number): boolean {
  const { body, owner } = code;
  if (PEERS.test(body.source.rangeText(receiver))) return true;
  if (steps >= MAX_STEPS) return false;
  return variablesIn(code, receiver).some((name) => {
    const bound = body.lets.findLast((one) => one.name === name && one.token < receiver.from);
    if (bound?.initializer !== undefined) return readsPeer(code, bound.initializer, steps + 1);
    const type = owner.item('function')?.signature.params.find((param) => param.name === name)?.type;
    return type !== undefined && PEERS.test(owner.source.spanText(type.span));
  });
}

function readsOutside(code: CodeBody, range: TokenRange): boolean {
  return code.body.calls.some((call) => {
    if (!contains(range, call.token)) return false;
    return call.kind === 'method'
      ? READING_METHODS.has(call.name) &&
          (call.name !== 'bytes' && call.name !== 'lines' && call.name !== 'next' && call.name !== 'query'
            ? true
            : awaitsNext(code, call))
      : READERS.test(calledPath(code, call) ?? '');
  });
}

/** `.next().await` reads from a stream; `.next()` alone walks over a list. */
function awaitsNext({ body }: CodeBody, call: Call): boolean {
  return body.source.tokenText(call.args.to + 2) === 'await';
}

function isParameter({ owner }: CodeBody, name: string): boolean {
  const signature = owner.item('function')?.signature;
  if (signature === undefined) return false;
  return signature.params.some(
    ({ name: own, pattern }) => own === name || usesOf(owner.source, pattern, name).length > 0,
  );
}

/** Names of values in an expression: fields, methods, paths, macros and types left out. */
function variablesIn({ body }: CodeBody, range: TokenRange): string[] {
  const { kind } = body.source.tokens;
  const found: string[] = [];
  for (let at = range.from; at < range.to; at += 1) {
    if (kind[at] !== Kind.Identifier) continue;
    const next = kind[at + 1];
    const qualified = kind[at - 1] === Punct.Dot || (kind[at - 1] === Punct.Colon && kind[at - 2] === Punct.Colon);
    const path = next === Punct.Colon && kind[at + 2] === Punct.Colon;
    if (qualified || path || next === Punct.OpenParen || next === Punct.Bang) continue;
    const text = body.source.tokenText(at);
    if (!/^(?:self|mut|ref|move|as|true|false)$/.test(text) && !/^[A-Z][a-z]/.test(text)) found.push(text);
  }
  return found;
}
