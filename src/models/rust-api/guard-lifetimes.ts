/**
 * How long what a call gives is alive in a body (Rust Reference: "Destructors", "Drop scopes" and "Temporary lifetime
 * extension"): what is bound, to the end of its block or a `drop`; a temporary, to the end of its statement, of its
 * condition, or of the `match`, `if let` or loop that looks at it.
 */
import type { Body, Call, Let } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Keyword, Kind, Punct } from '../rust/token.ts';
import { BodyIndex, type Scrutinee } from '../rust-bodies/body-index.ts';
import { contains } from '../rust-bodies/token-text.ts';

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
  const index = BodyIndex.of(body);
  const value = unwrappedCall(body, call);
  const scrutinee = scrutineeOf(index, call.token);
  const binding = index.letAround(call.token);
  if (scrutinee !== undefined && (binding === undefined || contains(binding.initializer!, scrutinee.block.from))) {
    const temporary = { name: undefined, ranges: [{ from: call.token, to: scrutineeEnd(body, scrutinee, elseToo) }] };
    if (!same(scrutinee.range, value)) return [temporary];
    const handedOn = binding === undefined ? [] : boundByTail(body, binding, scrutinee);
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
function unwrappedCall(body: Body, call: Call): TokenRange {
  const { source } = body;
  const { kind } = source.tokens;
  let to = call.args.to + 1;
  for (;;) {
    const after = kind[to] === Punct.Dot ? BodyIndex.of(body).callAt(to + 1) : undefined;
    const next = after?.kind === 'method' && unwrapping.test(after.name) ? after : undefined;
    if (kind[to] === Punct.Question) to += 1;
    else if (kind[to] === Punct.Dot && source.tokenText(to + 1) === 'await') to += 2;
    else if (next !== undefined) to = next.args.to + 1;
    else break;
  }
  const from = call.kind === 'method' ? call.receiver.from : call.callee.from;
  return { from, to };
}

/** What looks at a token's value, unless a block, closure or `match` arm inside of it ends its life before. */
function scrutineeOf(index: BodyIndex, token: number): Scrutinee | undefined {
  const found = index.scrutineeAround(token);
  const inner = index.boundaryAround(token);
  return found === undefined || inner.from > found.range.from || inner.to < found.range.to ? undefined : found;
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
    return [{ name, ranges: withoutDrops(body, name, scope) }];
  });
}

/** `let g = match m.lock() { Ok(g) => g, … }`: what an arm takes out is what the binding gets. */
function boundByTail(body: Body, binding: Let, { patterns }: Scrutinee): Life[] {
  const { source } = body;
  const tails = tailsOf(body, binding.initializer!).map((tail) => source.rangeText(tail).trim());
  const names = patterns.map(({ pattern }) => lastName(source.tokens.kind, pattern));
  return names.some((name) => name !== undefined && tails.includes(source.tokenText(name)))
    ? [bound(body, binding)]
    : [];
}

function bound(body: Body, { pattern, block, initializer }: Let, from = initializer!.to): Life {
  const name = lastName(body.source.tokens.kind, pattern);
  return { name, ranges: withoutDrops(body, name, { from, to: block.to }) };
}

/** The range less what follows a `drop` of the name in the block where that stands. */
function withoutDrops(body: Body, name: number | undefined, range: TokenRange): TokenRange[] {
  const index = BodyIndex.of(body);
  const drops = name === undefined ? [] : index.dropsOf(body.source.tokenText(name));
  let ranges: TokenRange[] = [range];
  for (const { token } of drops)
    if (contains(range, token)) {
      const gone = { from: token, to: index.blockAround(token).to };
      ranges = ranges.flatMap((one) => cut(one, gone));
    }
  return ranges;
}

function cut(range: TokenRange, gone: TokenRange): TokenRange[] {
  return [
    { from: range.from, to: Math.min(range.to, gone.from) },
    { from: Math.max(range.from, gone.to), to: range.to },
  ].filter(({ from, to }) => from < to);
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
  const tails: TokenRange[] = [];
  for (let at = range.from; at < range.to; at++) {
    const close = match[at] ?? -1;
    if (close <= at) continue;
    if (kind[at] === Punct.OpenBrace)
      tails.push(...tailsOf(body, tailOf(body, { from: at + 1, to: close }), depth + 1));
    at = close;
  }
  return tails;
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
  const { source } = body;
  const { kind } = source.tokens;
  const before = value.from - 2;
  const starts = [Punct.Semi, Punct.OpenBrace, Punct.CloseBrace].some((one) => kind[before - 1] === one);
  if (kind[value.to] !== Punct.Semi || kind[value.from - 1] !== Punct.Equal || kind[before] !== Kind.Identifier)
    return undefined;
  if (!starts) return undefined;
  const name = source.tokenText(before);
  return BodyIndex.of(body)
    .letsOf(name)
    .filter((one) => one.token < before && contains(one.block, before))
    .at(-1);
}

/** `guard` in `guard`, `mut guard`, `Ok(mut guard)`. */
function lastName(kind: Uint8Array, pattern: TokenRange): number | undefined {
  for (let token = pattern.to - 1; token >= pattern.from; token--) if (kind[token] === Kind.Identifier) return token;
  return undefined;
}

/** The `;` of the statement, the `{` behind the condition, or the end of the block or arm that a token stands in. */
function statementEnd(body: Body, token: number): number {
  const { kind, match } = body.source.tokens;
  const around = BodyIndex.of(body).boundaryAround(token);
  const conditional = isConditional(body, token, around.from);
  for (let at = token; at < around.to; at++) {
    if (kind[at] === Punct.Semi || (conditional && kind[at] === Punct.OpenBrace)) return at;
    const close = match[at] ?? -1;
    if (close > at) at = close;
  }
  return around.to;
}

/** True between `if` or `while` and its block, whatever parentheses are open. */
function isConditional(body: Body, token: number, from: number): boolean {
  const { kind, match } = body.source.tokens;
  for (let at = token - 1; at >= from; at--) {
    if (kind[at] === Keyword.if || kind[at] === Keyword.while) return true;
    if (kind[at] === Punct.Semi || kind[at] === Punct.CloseBrace) return false;
    const open = match[at] ?? -1;
    if (open >= 0 && open < at) at = open;
  }
  return false;
}
