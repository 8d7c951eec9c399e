/** Which expressions give a block, a branch or a function its value. */
import { memo } from '../collections/memo.ts';
import type { Body } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Keyword, kindTable, Punct } from '../rust/token.ts';
import { BodyIndex } from './body-index.ts';

/** Of branches inside of branches. */
const maxNesting = 50;

/** The expressions of which one is the value: the arms of a `match`, the blocks of an `if`, the end of a block. */
export function tailsOf(body: Body, range: TokenRange, depth = 0): TokenRange[] {
  const { kind, match } = body.source.tokens;
  if (depth > maxNesting) return [range];
  const closeOf = (at: number): number => (kind[at] === Punct.OpenBrace ? (match[at] ?? -1) : -1);
  const inside = (open: number): TokenRange[] =>
    tailsOf(body, endOf(body, { from: open + 1, to: closeOf(open) }), depth + 1);
  const matched = BodyIndex.of(body).matchAt(range.from);
  if (matched !== undefined && matched.block.to + 1 === range.to)
    return matched.arms.flatMap((arm) => tailsOf(body, arm.body, depth + 1));
  const open = kind[range.from] === Keyword.unsafe ? range.from + 1 : range.from;
  if (closeOf(open) === range.to - 1) return inside(open);
  if (kind[range.from] !== Keyword.if) return [range];
  const blocks: TokenRange[] = [];
  for (let at = range.from; at < range.to; at += 1) {
    if (closeOf(at) > at) blocks.push(...inside(at));
    at = Math.max(at, match[at] ?? at);
  }
  return blocks;
}

/** What a function gives: what stands behind each `return`, and its end. */
export const resultsOf = (body: Body): TokenRange[] => [
  ...body.returns.map(({ value }) => value),
  endOf(body, body.range),
];

const endsOf = memo((_: Body) => new Map<number, TokenRange>());

/** What a block gives: what stands behind its last `;`. @param block its inside */
export function endOf(body: Body, block: TokenRange): TokenRange {
  const known = endsOf(body);
  const end = known.get(block.from) ?? findEnd(body, block);
  known.set(block.from, end);
  return end;
}

/** What a statement begins with that ends with its block (Rust Reference: "Expression statements"), and items with one. */
const endsWithBlock = kindTable([
  ...[Punct.OpenBrace, Keyword.if, Keyword.match, Keyword.for, Keyword.while, Keyword.loop, Keyword.unsafe],
  ...[Keyword.fn, Keyword.impl, Keyword.struct, Keyword.enum, Keyword.trait],
]);
const goesOn = kindTable([Keyword.else, Punct.Dot, Punct.Question]);

function findEnd({ source }: Body, block: TokenRange): TokenRange {
  const { kind, match } = source.tokens;
  let { from } = block;
  for (let at = from; at < block.to; at += 1) {
    const isBrace = kind[at] === Punct.OpenBrace;
    at = Math.max(at, match[at] ?? at);
    const next = at + 1;
    const isDone = isBrace && endsWithBlock[kind[from]!] === 1 && next < block.to && goesOn[kind[next]!] !== 1;
    if (isDone || kind[at] === Punct.Semi) from = next;
  }
  return { from, to: block.to };
}
