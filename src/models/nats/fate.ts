/** What becomes of what a call gives: the chain of methods behind it, and what stands around the chain. */
import { memo } from '../collections/memo.ts';
import type { Body, Call } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Punct } from '../rust/token.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { Tokens } from '../rust-bodies/places.ts';
import { contains, usesOf } from '../rust-bodies/token-text.ts';

/** A call with what follows it: `client.publish(…).await.map_err(f)`. */
export interface Chain {
  readonly range: TokenRange;
  readonly awaited: boolean;
  /** Ends with `?`: handed on. */
  readonly asked: boolean;
  /** The last method, when the chain ends with one that opens, asks or drops the result. */
  readonly end: Call | undefined;
}

/** Methods that give the same result again, or its error in other words. */
const passing = /^(?:map|map_err|context|with_context|inspect|inspect_err|boxed|into_future|wrap_err|wrap_err_with)$/;

export function chainOf(body: Body, call: Call): Chain {
  const chain = directChain(body, call);
  const waiting = chain.asked || chain.end !== undefined ? undefined : blockedOn(body, chain.range);
  return waiting === undefined ? chain : { ...chainOf(body, waiting), awaited: true };
}

/** The `block_on(…)` that gives what a future, or the end of an `async` block, gives. */
function blockedOn(body: Body, range: TokenRange): Call | undefined {
  const block = asyncEnds(body).get(range.to);
  const isEnd = block !== undefined && contains(block.block, range.from);
  const future = isEnd ? { from: block.token, to: block.block.to + 1 } : range;
  const around = BodyIndex.of(body).callAround(future.from);
  const [given] = around?.name === 'block_on' ? around.arguments : [];
  return given?.from === future.from && given.to === future.to ? around : undefined;
}

function directChain(body: Body, call: Call): Chain {
  const { source } = body;
  const { kind } = source.tokens;
  const from = call.kind === 'method' ? call.receiver.from : call.callee.from;
  let to = call.args.to + 1;
  let awaited = false;
  for (;;) {
    if (kind[to] === Punct.Question) return { range: { from, to }, awaited, asked: true, end: undefined };
    if (kind[to] !== Punct.Dot) return { range: { from, to }, awaited, asked: false, end: undefined };
    const next = BodyIndex.of(body).callAt(to + 1);
    if (next?.kind === 'method') {
      to = next.args.to + 1;
      if (!passing.test(next.name)) return { range: { from, to }, awaited, asked: false, end: next };
    } else if (source.tokenText(to + 1) === 'await') {
      awaited = true;
      to += 2;
    } else return { range: { from, to: to + 1 }, awaited, asked: true, end: undefined };
  }
}

/** What a result is given to, as far as that loses it; undefined where somebody may still look at it. */
export function lossOf(body: Body, { range, awaited }: Chain): string | undefined {
  const { source } = body;
  const { kind } = source.tokens;
  const [before, after] = [kind[range.from - 1], kind[range.to]];
  const begins = before === Punct.Semi || before === Punct.OpenBrace || before === Punct.CloseBrace;
  if (begins && after === Punct.Semi) return awaited ? 'nobody looks at the result' : 'nobody waits for it';
  if (before === Punct.Equal && source.tokenText(range.from - 2) === '_') return '_ = throws the result away';
  const around = BodyIndex.of(body).callAround(range.from);
  const alone = around?.arguments.some(({ from, to }) => from === range.from && to === range.to) === true;
  if (around !== undefined && alone && /^(?:drop|forget)$/.test(around.name))
    return `${around.name}() throws the result away`;
  return spawned(body, range) ?? boundInVain(body, range);
}

/** `tokio::spawn(async move { client.publish(…).await });`: what the task gives is lost with its handle. */
function spawned(body: Body, range: TokenRange): string | undefined {
  const block = asyncEnds(body).get(range.to);
  if (block === undefined || !contains(block.block, range.from)) return undefined;
  const around = BodyIndex.of(body).callAround(block.token);
  if (around?.name !== 'spawn') return undefined;
  const { kind } = body.source.tokens;
  const from = around.kind === 'method' ? around.receiver.from : around.callee.from;
  const before = kind[from - 1];
  const isStatement = before === Punct.Semi || before === Punct.OpenBrace || before === Punct.CloseBrace;
  return isStatement && kind[around.args.to + 1] === Punct.Semi ? 'the task gives it to nobody' : undefined;
}

/** Bound to a name that is never asked: not used at all, or only thrown away or unwrapped. */
function boundInVain(body: Body, range: TokenRange): string | undefined {
  const { source } = body;
  const bound = BodyIndex.of(body)
    .letsAround(range.from)
    .find(({ initializer }) => initializer?.from === range.from && initializer.to === range.to);
  const name = bound?.name;
  if (bound?.initializer === undefined || name === undefined || bound.otherwise !== undefined) return undefined;
  const rest = { from: range.to, to: bound.block.to };
  const uses = usesOf(source, rest, name);
  if (
    filledNames(body)
      .in(rest)
      .some((token) => fills(body, token, name))
  )
    return undefined;
  if (uses.length === 0) return `it is bound to ${name}, and nobody looks at it`;
  const lost = uses.map((use) =>
    wayOut(
      source.rangeText({ from: Math.max(rest.from, use - 3), to: use }),
      source.rangeText({ from: use + 1, to: use + 6 }),
    ),
  );
  return lost.every((one) => one !== undefined) ? `${name} ${lost[0]}` : undefined;
}

const asyncEnds = memo(({ asyncBlocks }: Body) => new Map(asyncBlocks.map((one) => [one.block.to, one])));

/** Texts in which names are filled. */
const filledNames = memo(
  ({ strings }: Body) => new Tokens(strings.filter(({ value }) => /\{\w/.test(value)).map(({ token }) => token)),
);

const fills = (body: Body, token: number, name: string): boolean =>
  BodyIndex.of(body)
    .firstStringIn({ from: token, to: token + 1 })
    ?.value.includes(`{${name}`) === true;

/** How a name's use gets rid of the result: by what stands before and behind. */
function wayOut(before: string, behind: string): string | undefined {
  if (/\b_\s*=\s*$/.test(before) && /^\s*;/.test(behind)) return 'is thrown away by let _ =';
  if (/\bdrop\s*\(\s*$/.test(before) && /^\s*\)/.test(behind)) return 'is dropped';
  if (/^\s*\.\s*ok\s*\(\s*\)\s*;/.test(behind)) return 'is thrown away by .ok()';
  return /^\s*\.\s*(?:unwrap|expect)\s*\(/.test(behind) ? 'is unwrapped' : undefined;
}
