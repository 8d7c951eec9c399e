/**
 * How long what a call gives is alive in a body (Rust Reference: "Destructors", "Drop scopes" and "Temporary lifetime
 * extension"): what is bound, to the end of its block or a `drop`; a temporary, to the end of its statement, of its
 * condition, or of the `match`, `if let` or loop that looks at it.
 */
import { memo } from '../collections/memo.ts';
import type { Body, Call, Let } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Keyword, Kind, Punct } from '../rust/token.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import type { Scrutinee } from '../rust-bodies/bound-names.ts';
import { tailsOf } from '../rust-bodies/tails.ts';
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
    if (same(initializer, value) || givenBy(body, initializer!).has(keyOf(value))) return [bound(body, binding)];
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

function scrutineeEnd(body: Body, { block, isIf }: Scrutinee, elseToo: boolean): number {
  if (!isIf || !elseToo) return block.to;
  const known = elseEnds(body);
  const passed: number[] = [];
  let end = block.to;
  for (let next: number | undefined = end; next !== undefined; next = behindElse(body, end)) {
    end = known.get(next) ?? next;
    passed.push(next);
    if (known.has(next)) break;
  }
  for (const one of passed) known.set(one, end);
  return end;
}

/** By the end of a block, the end of the last `else` that belongs to it: of a long chain each would else be walked from each. */
const elseEnds = memo((_: Body) => new Map<number, number>());

/** The end of the `else` behind a block; undefined for none. */
function behindElse({ source }: Body, end: number): number | undefined {
  const { kind, match } = source.tokens;
  if (kind[end + 1] !== Keyword.else) return undefined;
  let open = end + 2;
  while (kind[open] !== Punct.OpenBrace && kind[open] !== undefined && open < end + 200) open++;
  const close = match[open] ?? -1;
  return close <= open ? undefined : close;
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
  const drops = name === undefined ? [] : index.dropsIn(body.source.tokenText(name), range);
  const ranges: TokenRange[] = [];
  let { from } = range;
  for (const { token } of drops) {
    if (from < token) ranges.push({ from, to: token });
    from = Math.max(from, index.blockAround(token).to);
    if (from >= range.to) return ranges;
  }
  ranges.push({ from, to: range.to });
  return ranges;
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

const keyOf = ({ from, to }: TokenRange): string => `${from} ${to}`;

const tailsBy = memo((_: Body) => new Map<string, ReadonlySet<string>>());

/** The tails of an initializer, found once for all that is locked in it. */
function givenBy(body: Body, initializer: TokenRange): ReadonlySet<string> {
  const known = tailsBy(body);
  const key = keyOf(initializer);
  const found = known.get(key) ?? new Set(tailsOf(body, initializer).map(keyOf));
  known.set(key, found);
  return found;
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
  return BodyIndex.of(body).letInForce(source.tokenText(before), before);
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
  const step = (at: number): number | Reached<number> => {
    if (at >= around.to) return { result: around.to };
    if (kind[at] === Punct.Semi || (conditional && kind[at] === Punct.OpenBrace)) return { result: at };
    const close = match[at] ?? -1;
    return Math.max(close, at) + 1;
  };
  return walk(walksOf(body).ends, `${around.to} ${conditional}`, token, step);
}

/** True between `if` or `while` and its block, whatever parentheses are open. */
function isConditional(body: Body, token: number, from: number): boolean {
  const { kind, match } = body.source.tokens;
  const step = (at: number): number | Reached<boolean> => {
    if (at < from) return { result: false };
    if (kind[at] === Keyword.if || kind[at] === Keyword.while) return { result: true };
    if (kind[at] === Punct.Semi || kind[at] === Punct.CloseBrace) return { result: false };
    const open = match[at] ?? -1;
    return (open >= 0 && open < at ? open : at) - 1;
  };
  return walk(walksOf(body).conditional, String(from), token - 1, step);
}

interface Reached<R> {
  readonly result: R;
}

/** Where walks led that passed a token, by what they looked for. */
type Walks<R> = Map<string, Map<number, R>>;

const walksOf = memo((_: Body) => ({ ends: new Map() as Walks<number>, conditional: new Map() as Walks<boolean> }));

/** Walks until something is reached, or until a token that a walk of the same kind has passed: one long statement is not gone through for each lock in it. */
function walk<R>(walks: Walks<R>, kind: string, from: number, step: (at: number) => number | Reached<R>): R {
  const known = walks.get(kind) ?? new Map<number, R>();
  walks.set(kind, known);
  const passed: number[] = [];
  let next: number | Reached<R> = from;
  while (typeof next === 'number') {
    const found = known.get(next);
    if (found !== undefined) next = { result: found };
    else {
      passed.push(next);
      next = step(next);
    }
  }
  for (const at of passed) known.set(at, next.result);
  return next.result;
}
