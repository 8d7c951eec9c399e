/**
 * Guards of locks of std and parking_lot that live across an `.await`, as clippy's `await_holding_lock` has it: named
 * ones to the end of their block or a `drop`, temporaries to the end of their statement, `match` or `if let`.
 */
import type { Body, Call, Let } from '../rust/body.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';
import { asyncRegion } from './async-context.ts';
import { insideOf } from './callee.ts';
import { type CodeBody, codeBodies } from './code-bodies.ts';
import { contains } from './token-text.ts';

export interface HeldGuard {
  readonly code: CodeBody;
  /** Where the lock is taken, and where it is awaited while held. */
  readonly lock: number;
  readonly awaited: number;
}

const lockMethods: ReadonlySet<string> = new Set(['lock', 'read', 'write', 'upgradable_read']);

export function heldGuards(model: CrateModel): HeldGuard[] {
  return codeBodies(model).flatMap((code) => {
    if (code.body.awaits.length === 0) return [];
    return code.body.calls.filter((call) => isLock(model, code, call)).flatMap((call) => held(code, call));
  });
}

/** `.lock().unwrap()` is std's; without anything behind it, it is parking_lot's, if such a Mutex is named in the file. */
function isLock(model: CrateModel, { body, owner }: CodeBody, call: Call): boolean {
  if (call.kind !== 'method' || !lockMethods.has(call.name) || call.arguments.length > 0) return false;
  const end = call.args.to + 1;
  const { kind } = body.source.tokens;
  const next = kind[end] === Punct.Dot ? body.source.tokenText(end + 1) : kind[end] === Punct.Question ? '?' : '';
  if (next === 'await') return false;
  const types = new Set(['Mutex', 'RwLock', 'ReentrantMutex', 'FairMutex'].map((name) => pathOf(model, owner, name)));
  const of = (crate: RegExp) => [...types].some((path) => path !== undefined && crate.test(path));
  if (['unwrap', 'expect', 'unwrap_or_else', 'map_err', 'ok', '?'].includes(next))
    return !of(/^tokio::/) || of(/^std::/);
  return of(/^parking_lot::|^lock_api::|^spin::/);
}

function pathOf(model: CrateModel, owner: Definition, name: string): string | undefined {
  const target = model.resolve(name, insideOf(model, owner));
  return target !== undefined && 'external' in target ? [target.crate, ...target.path].join('::') : undefined;
}

function held(code: CodeBody, lock: Call): HeldGuard[] {
  const { body } = code;
  const region = asyncRegion(code, lock.token);
  if (region === undefined) return [];
  const lives = liveRanges(body, lock);
  const awaited = body.awaits.find(
    ({ token }) => lives.some((range) => contains(range, token)) && asyncRegion(code, token) === region,
  );
  return awaited === undefined ? [] : [{ code, lock: lock.token, awaited: awaited.token }];
}

/** Where the guard of a lock is alive, from behind the call on. */
function liveRanges(body: Body, lock: Call): TokenRange[] {
  const binding = innermost(
    body.lets.filter(({ initializer }) => initializer !== undefined && contains(initializer, lock.token)),
  );
  const scrutinee = [
    ...body.matches.map(({ scrutinee, block }) => ({ scrutinee, block })),
    ...body.conditions.flatMap(({ scrutinee, block }) => (block === undefined ? [] : [{ scrutinee, block }])),
    ...body.loops.filter(({ kind }) => kind === 'for').map(({ header, block }) => ({ scrutinee: header, block })),
  ].find((one) => contains(one.scrutinee, lock.token));
  if (scrutinee !== undefined && (binding === undefined || contains(binding.initializer!, scrutinee.block.from)))
    return [{ from: lock.token, to: scrutinee.block.to }];
  if (binding !== undefined && bindsGuard(body, binding, lock)) return untilDropped(body, binding);
  return [{ from: lock.token, to: statementEnd(body, lock.token) }];
}

function innermost(lets: readonly Let[]): Let | undefined {
  return lets.reduce<Let | undefined>(
    (least, one) => (least === undefined || one.initializer!.from > least.initializer!.from ? one : least),
    undefined,
  );
}

/** True when what is bound is the guard itself: nothing but unwrapping stands behind the lock. */
function bindsGuard({ source, calls }: Body, { initializer }: Let, lock: Call): boolean {
  const { kind } = source.tokens;
  const range = initializer!;
  if (kind[range.from] === Punct.Star) return false;
  // `&*lock()` keeps its temporary as long as the binding.
  if (kind[range.from] === Punct.And) return true;
  let end = lock.args.to + 1;
  while (end < range.to) {
    if (kind[end] === Punct.Question) end += 1;
    else {
      const next = calls.find(
        (call) => call.token === end + 1 && /^(?:unwrap|expect|unwrap_or_else|map_err)$/.test(call.name),
      );
      if (kind[end] !== Punct.Dot || next === undefined) return false;
      end = next.args.to + 1;
    }
  }
  return true;
}

/** From the binding to the end of its block, less what follows a `drop` of it in the block where that stands. */
function untilDropped({ source, calls, blocks }: Body, { pattern, block, initializer }: Let): TokenRange[] {
  const name = lastName(source.tokens.kind, pattern);
  const text = name === undefined ? '' : source.tokenText(name);
  const from = initializer!.to;
  const drops = calls.filter(
    (call) =>
      call.name === 'drop' &&
      call.token > from &&
      contains(block, call.token) &&
      call.args.to - call.args.from === 1 &&
      source.tokenText(call.args.from) === text,
  );
  let ranges: TokenRange[] = [{ from, to: block.to }];
  for (const { token } of drops) {
    const around = blocks
      .filter((one) => contains(one, token))
      .reduce((least, one) => (one.to - one.from < least.to - least.from ? one : least), block);
    ranges = ranges.flatMap((range) => cut(range, { from: token, to: around.to }));
  }
  return ranges;
}

function cut(range: TokenRange, gone: TokenRange): TokenRange[] {
  return [
    { from: range.from, to: Math.min(range.to, gone.from) },
    { from: Math.max(range.from, gone.to), to: range.to },
  ].filter(({ from, to }) => from < to);
}

/** `guard` in `guard`, `mut guard`, `Ok(mut guard)`. */
function lastName(kind: Uint8Array, pattern: TokenRange): number | undefined {
  for (let token = pattern.to - 1; token >= pattern.from; token--) if (kind[token] === Kind.Identifier) return token;
  return undefined;
}

/** The `;` of the statement, or the end of the block it stands in. */
function statementEnd({ source, range }: Body, token: number): number {
  const { kind, match } = source.tokens;
  for (let at = token; at < range.to; at++) {
    const close = match[at] ?? -1;
    if (close > at) at = close;
    else if (kind[at] === Punct.Semi || kind[at] === Punct.CloseBrace) return at;
  }
  return range.to;
}
