/**
 * Places where data from outside can stop the program: `unwrap` on what parses or converts it, text that is not checked to be
 * UTF-8, shells that are given a made-up line. Where a value comes from is followed through `let`s of the same function.
 */
import { memo } from '../collections/memo.ts';
import type { Body, Call } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { calledPath, calleeOf, ownerType } from '../rust-bodies/callee.ts';
import type { CodeBody } from '../rust-bodies/code-bodies.ts';
import { excerpt } from '../rust-bodies/token-text.ts';
import type { Mark } from './mark.ts';
import { Shells } from './shells.ts';
import { type Supplier, Suppliers, variablesIn } from './suppliers.ts';

export interface UntrustedUse extends Mark {
  /** `measured`: bytes whose length is compared before they become an array. */
  readonly source: Supplier | 'measured';
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
const SERIALIZERS =
  /^(?:serde_json|serde_yaml\w*|toml|bincode|ciborium|rmp_serde|postcard|serde_cbor|ron)::(?:\w+::)*(?:to_\w+|serialize\w*|into_writer)$/;
const UNWRAPS = new Set(['unwrap', 'expect', 'unwrap_unchecked']);
/** Every such place in a body. @param open whether others can call the function */
export function untrustedUses(code: CodeBody, open: boolean): UntrustedUse[] {
  const suppliers = new Suppliers(code, open);
  const shells = new Shells(code);
  return code.body.calls.flatMap((call) => [
    ...unwrapped(code, call, open, suppliers),
    ...unchecked(code, call),
    ...shell(code, call, shells),
  ]);
}

function unwrapped(code: CodeBody, call: Call, open: boolean, suppliers: Suppliers): UntrustedUse[] {
  if (call.kind !== 'method' || !UNWRAPS.has(call.name)) return [];
  const inner = lastCall(code, call.receiver);
  if (inner === undefined || !(parses(code, inner) || serializesForCaller(code, inner, open))) return [];
  const operand =
    inner.kind === 'method' && PARSING_METHODS.has(inner.name) && inner.args.from === inner.args.to
      ? inner.receiver
      : inner.args;
  const source = isMeasured(code, inner, operand) ? 'measured' : suppliers.of(operand);
  const what = `${excerpt(code.body.source, { from: call.receiver.from, to: call.args.to + 1 }, 80)} panics on bad input`;
  return [{ what, source, place: code.placeOf(call.token) }];
}

/** `if bytes.len() == 6 { … bytes.try_into().unwrap() … }`: what is as long as it has to be becomes an array. */
function isMeasured({ body }: CodeBody, { name }: Call, operand: TokenRange): boolean {
  if (!/^try_(?:into|from)$/.test(name)) return false;
  const value = body.source.rangeText(operand).replace(/^&\s*/, '');
  return (lengthsCompared(body).get(value) ?? Number.POSITIVE_INFINITY) < operand.from;
}

/** Where the length of a variable is first compared for equality, by its name. */
const lengthsCompared = memo(({ source, calls }: Body): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const call of calls) {
    if (call.kind !== 'method' || call.name !== 'len' || call.receiver.to - call.receiver.from !== 1) continue;
    const value = source.tokenText(call.receiver.from);
    const isCompared = /^[=!]=/.test(source.rangeText({ from: call.args.to + 1, to: call.args.to + 3 }));
    if (isCompared && !found.has(value)) found.set(value, call.token);
  }
  return found;
});

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
  const last = BodyIndex.of(body).callBefore(to);
  return last !== undefined && last.token >= chain.from ? last : undefined;
}

function parses(code: CodeBody, call: Call): boolean {
  if (call.kind === 'method') return PARSING_METHODS.has(call.name);
  const callee = calledPath(code, call);
  return (
    callee !== undefined && (PARSERS.test(callee) || constructsOrFails(code, call) || constructsElsewhere(code, call))
  );
}

/** `Segment::new(text)` of another crate: that its result is unwrapped says that it may fail. What is awaited fails for other reasons. */
function constructsElsewhere(code: CodeBody, call: Call): boolean {
  if (call.name !== 'new' || call.args.from === call.args.to || calleeOf(code, call)?.kind === 'own') return false;
  const next = code.body.source.tokenText(call.args.to + 2);
  return UNWRAPS.has(next) && /(?:^|::)[A-Z]\w*::new$/.test(calledPath(code, call) ?? '');
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
  const names = new Set(variablesIn(code, call.args).map(({ name }) => name));
  return (signature?.params ?? []).some(({ name, type }) => {
    if (name === undefined || type === undefined || !names.has(name)) return false;
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

function shell(code: CodeBody, call: Call, shells: Shells): UntrustedUse[] {
  if (!shells.runsMadeLine(call)) return [];
  return [{ what: 'a shell runs a line made by format!', source: 'outside', place: code.placeOf(call.token) }];
}
