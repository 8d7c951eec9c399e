/**
 * How long what a call gives is alive in a body (Rust Reference: "Destructors", "Drop scopes" and "Temporary lifetime
 * extension"): what is bound, to the end of its block or a `drop`; a temporary, to the end of its statement, of its
 * condition, or of the `match`, `if let` or loop that looks at it.
 */
import type { Body, Call, Let } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Keyword, Kind, Punct } from '../rust/token.ts';
import { contains } from './token-text.ts';

/** What is alive, and where: from behind the call on. */
export interface Life {
  /** The name it is bound to, as a token; undefined for a temporary. */
  readonly name: number | undefined;
  readonly ranges: readonly TokenRange[];
}

/** Methods that give what is in the result of a lock. */
const unwrapping = /^(?:unwrap|expect|unwrap_or_else|map_err|ok)$/;

/** @param elseToo temporaries of `if let` live through its `else`, as they do before the 2024 edition */
export function livesOf(body: Body, call: Call, elseToo: boolean): Life[] {
  const value = unwrappedCall(body, call);
  const scrutinee = scrutineeAround(body, call.token);
  const binding = innermost(
    body.lets.filter(({ initializer }) => initializer !== undefined && contains(initializer, call.token)),
  );
  if (scrutinee !== undefined && (binding === undefined || contains(binding.initializer!, scrutinee.block.from))) {
    const temporary = { name: undefined, ranges: [{ from: call.token, to: scrutineeEnd(body, scrutinee, elseToo) }] };
    if (!same(scrutinee.range, value)) return [temporary];
    const handedOn = binding === undefined ? [] : boundByTail(body, binding, value, scrutinee);
    return [...inPatterns(body, scrutinee), ...handedOn];
  }
  if (binding !== undefined && !binding.discards) {
    const { initializer } = binding;
    if (same(initializer, value) || tailsOf(body, initializer!).some((tail) => same(tail, value)))
      return [bound(body, binding)];
    if (isExtended(body, initializer!, value)) return [{ name: undefined, ranges: [toEndOf(binding)] }];
  }
  const assigned = assignedTo(body, value);
  if (assigned !== undefined) return [bound(body, assigned, value.to)];
  return [{ name: undefined, ranges: [{ from: call.token, to: statementEnd(body, call.token) }] }];
}

const same = (a: TokenRange | undefined, b: TokenRange): boolean => a?.from === b.from && a.to === b.to;

const toEndOf = ({ initializer, block }: Let): TokenRange => ({ from: initializer!.to, to: block.to });

/** The call with what unwraps it: `m.lock().await.unwrap()?` whole. */
function unwrappedCall({ source, calls }: Body, call: Call): TokenRange {
  const { kind } = source.tokens;
  let to = call.args.to + 1;
  for (;;) {
    const next = calls.find((one) => one.kind === 'method' && one.token === to + 1 && unwrapping.test(one.name));
    if (kind[to] === Punct.Question) to += 1;
    else if (kind[to] === Punct.Dot && source.tokenText(to + 1) === 'await') to += 2;
    else if (kind[to] === Punct.Dot && next !== undefined) to = next.args.to + 1;
    else break;
  }
  const from = call.kind === 'method' ? call.receiver.from : call.callee.from;
  return { from, to };
}

interface Scrutinee {
  readonly range: TokenRange;
  readonly block: TokenRange;
  /** What its parts are bound to, and where these names can be used. */
  readonly patterns: readonly { readonly pattern: TokenRange; readonly scope: TokenRange }[];
  readonly isIf: boolean;
}

/** The innermost `match`, `if let`, `while let` or `for` that looks at what a token belongs to. */
function scrutineeAround(body: Body, token: number): Scrutinee | undefined {
  const all: Scrutinee[] = [
    ...body.matches.map(({ scrutinee, block, arms }) => ({
      range: scrutinee,
      block,
      patterns: arms.map((arm) => ({ pattern: arm.pattern, scope: arm.body })),
      isIf: false,
    })),
    ...body.conditions.flatMap(({ scrutinee, block, pattern, kind }) =>
      block === undefined
        ? []
        : [{ range: scrutinee, block, patterns: [{ pattern, scope: block }], isIf: kind === 'if' }],
    ),
    ...body.loops.flatMap(({ kind, header, block }) =>
      kind === 'for' ? [{ range: header, block, patterns: [], isIf: false }] : [],
    ),
  ].filter(({ range }) => contains(range, token) && !endsBefore(body, range, token));
  return all.reduce<Scrutinee | undefined>(
    (least, one) => (least === undefined || one.range.from > least.range.from ? one : least),
    undefined,
  );
}

/** True when a block, closure or `match` arm inside of the range ends the life of what the token belongs to. */
function endsBefore(body: Body, range: TokenRange, token: number): boolean {
  const inner = boundaryAround(body, token);
  return inner.from > range.from || inner.to < range.to;
}

function scrutineeEnd({ source }: Body, { block, isIf }: Scrutinee, elseToo: boolean): number {
  const { kind, match } = source.tokens;
  let end = block.to;
  while (isIf && elseToo && kind[end + 1] === Keyword.else) {
    let open = end + 2;
    while (kind[open] !== Punct.OpenBrace && kind[open] !== undefined && open < end + 200) open++;
    const close = match[open] ?? -1;
    if (close <= open) break;
    end = close;
  }
  return end;
}

/** What the patterns of a `match` or `if let` take out of the scrutinee, each in its own scope. */
function inPatterns(body: Body, { patterns }: Scrutinee): Life[] {
  return patterns.flatMap(({ pattern, scope }) => {
    const name = lastName(body.source.tokens.kind, pattern);
    if (name === undefined || /^(?:Err|None)\b/.test(body.source.rangeText(pattern))) return [];
    return [{ name, ranges: withoutDrops(body, name, { from: scope.from, to: scope.to }, scope) }];
  });
}

/** `let g = match m.lock() { Ok(g) => g, … }`: what an arm takes out is what the binding gets. */
function boundByTail(body: Body, binding: Let, _: TokenRange, { patterns }: Scrutinee): Life[] {
  const { source } = body;
  const tails = tailsOf(body, binding.initializer!).map((tail) => source.rangeText(tail).trim());
  const names = patterns.map(({ pattern }) => lastName(source.tokens.kind, pattern));
  return names.some((name) => name !== undefined && tails.includes(source.tokenText(name)))
    ? [bound(body, binding)]
    : [];
}

function bound(body: Body, { pattern, block, initializer }: Let, from = initializer!.to): Life {
  const name = lastName(body.source.tokens.kind, pattern);
  return { name, ranges: withoutDrops(body, name, { from, to: block.to }, block) };
}

/** The range less what follows a `drop` of the name in the block where that stands. */
function withoutDrops(body: Body, name: number | undefined, range: TokenRange, block: TokenRange): TokenRange[] {
  const { source, calls, blocks } = body;
  const text = name === undefined ? '' : source.tokenText(name);
  const drops = calls.filter(
    (call) =>
      call.name === 'drop' &&
      contains(range, call.token) &&
      call.args.to - call.args.from === 1 &&
      source.tokenText(call.args.from) === text,
  );
  let ranges: TokenRange[] = [range];
  for (const { token } of drops) {
    const around = blocks
      .filter((one) => contains(one, token))
      .reduce((least, one) => (one.to - one.from < least.to - least.from ? one : least), block);
    ranges = ranges.flatMap((one) => cut(one, { from: token, to: around.to }));
  }
  return ranges;
}

function cut(range: TokenRange, gone: TokenRange): TokenRange[] {
  return [
    { from: range.from, to: Math.min(range.to, gone.from) },
    { from: Math.max(range.from, gone.to), to: range.to },
  ].filter(({ from, to }) => from < to);
}

function innermost(lets: readonly Let[]): Let | undefined {
  return lets.reduce<Let | undefined>(
    (least, one) => (least === undefined || one.initializer!.from > least.initializer!.from ? one : least),
    undefined,
  );
}

/** `&*m.lock()`, `&mut m.lock().field[0]`: a reference to a part of the temporary keeps it as long as itself. */
function isExtended({ source }: Body, initializer: TokenRange, value: TokenRange): boolean {
  const { kind, match } = source.tokens;
  if (kind[initializer.from] !== Punct.And) return false;
  for (let at = initializer.from; at < value.from; at++)
    if (kind[at] !== Punct.And && kind[at] !== Punct.Star && source.tokenText(at) !== 'mut') return false;
  let at = value.to;
  while (at < initializer.to) {
    if (kind[at] === Punct.OpenBracket) at = (match[at] ?? initializer.to) + 1;
    else if (kind[at] === Punct.Dot && kind[at + 2] !== Punct.OpenParen) at += 2;
    else return false;
  }
  return true;
}

/** The expressions that a block, `if`, `match` or `unsafe` gives its value from. */
function tailsOf(body: Body, range: TokenRange, depth = 0): TokenRange[] {
  const { source } = body;
  const { kind, match } = source.tokens;
  const first = kind[range.from];
  if (depth > 4) return [range];
  if (first === Punct.OpenBrace && (match[range.from] ?? -1) === range.to - 1)
    return tailsOf(body, tailOf(body, { from: range.from + 1, to: range.to - 1 }), depth + 1);
  if (first === Keyword.match) {
    const found = body.matches.find(({ token }) => token === range.from);
    return (found?.arms ?? []).flatMap((arm) => tailsOf(body, arm.body, depth + 1));
  }
  if (first !== Keyword.if && first !== Keyword.unsafe) return [range];
  return body.blocks
    .filter(
      ({ from, to }) =>
        from > range.from &&
        to < range.to &&
        !body.blocks.some((one) => one.from < from && one.to > to && one.from > range.from),
    )
    .flatMap((block) => tailsOf(body, tailOf(body, block), depth + 1));
}

/** What stands behind the last `;` of a block. */
function tailOf({ source }: Body, { from, to }: TokenRange): TokenRange {
  const { kind, match } = source.tokens;
  let start = from;
  for (let at = from; at < to; at++) {
    const close = match[at] ?? -1;
    if (close > at) at = close;
    else if (kind[at] === Punct.Semi) start = at + 1;
  }
  return { from: start, to };
}

/** `name = value;`: the binding that gets a new value. */
function assignedTo(body: Body, value: TokenRange): Let | undefined {
  const { source, lets } = body;
  const { kind } = source.tokens;
  const before = value.from - 2;
  const starts = [Punct.Semi, Punct.OpenBrace, Punct.CloseBrace].some((one) => kind[before - 1] === one);
  if (kind[value.to] !== Punct.Semi || kind[value.from - 1] !== Punct.Equal || kind[before] !== Kind.Identifier)
    return undefined;
  if (!starts) return undefined;
  const name = source.tokenText(before);
  return lets.filter((one) => one.name === name && one.token < before && contains(one.block, before)).at(-1);
}

/** `guard` in `guard`, `mut guard`, `Ok(mut guard)`. */
function lastName(kind: Uint8Array, pattern: TokenRange): number | undefined {
  for (let token = pattern.to - 1; token >= pattern.from; token--) if (kind[token] === Kind.Identifier) return token;
  return undefined;
}

/** The innermost block, closure or `match` arm around a token: no temporary outlives it. */
function boundaryAround(body: Body, token: number): TokenRange {
  const all = [
    ...body.blocks,
    ...body.closures.map((closure) => closure.body),
    ...body.matches.flatMap(({ arms }) =>
      arms.flatMap((arm) => (arm.guard === undefined ? [arm.body] : [arm.body, arm.guard])),
    ),
  ];
  return all
    .filter((one) => contains(one, token))
    .reduce((least, one) => (one.to - one.from < least.to - least.from ? one : least), body.range);
}

/** The `;` of the statement, the `{` behind the condition, or the end of the block or arm that a token stands in. */
function statementEnd(body: Body, token: number): number {
  const { kind, match } = body.source.tokens;
  const around = boundaryAround(body, token);
  let conditional = false;
  for (let at = around.from; at < around.to; at++) {
    const close = match[at] ?? -1;
    const holds = close > at && contains({ from: at, to: close }, token);
    if (close > at && !holds) {
      if (at > token && conditional && kind[at] === Punct.OpenBrace) return at;
      if (at < token && kind[at] === Punct.OpenBrace) conditional = false;
      at = close;
    } else if (kind[at] === Punct.Semi) {
      if (at > token) return at;
      conditional = false;
    } else if (at < token && (kind[at] === Keyword.if || kind[at] === Keyword.while)) conditional = true;
  }
  return around.to;
}
