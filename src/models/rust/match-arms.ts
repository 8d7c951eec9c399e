/** The arms of a `match` (Rust Reference: "Match expressions"). */
import type { Arm, Match } from './body.ts';
import type { Cursor } from './cursor.ts';
import { skipAttributes, skipOperand, skipWhile, toBlock } from './operands.ts';
import type { TokenRange } from './syntax.ts';
import { Keyword, Kind, Punct } from './token.ts';

/** The cursor stands behind `match`; undefined when no block follows. */
export function readMatch(c: Cursor): Omit<Match, 'token'> | undefined {
  const from = c.at;
  toBlock(c);
  const scrutinee = c.rangeFrom(from);
  if (!c.is(Punct.OpenBrace) || !c.isPaired()) return undefined;
  const block = c.takeGroup();
  return { scrutinee, block, arms: readArms(c.inside(block)) };
}

function readArms(c: Cursor): Arm[] {
  const arms: Arm[] = [];
  while (!c.done) {
    skipAttributes(c);
    const from = c.at;
    while (!c.done && !isArrow(c) && !c.is(Keyword.if)) c.skip();
    const pattern = c.rangeFrom(from);
    const guard = c.take(Keyword.if) ? takeGuard(c) : undefined;
    if (!isArrow(c)) return arms;
    c.at += 2;
    arms.push({ pattern, guard, body: takeArmBody(c) });
    c.take(Punct.Comma);
  }
  return arms;
}

function isArrow(c: Cursor): boolean {
  return c.isPair(Punct.Equal, Punct.Greater);
}

function takeGuard(c: Cursor): TokenRange {
  const from = c.at;
  while (!c.done && !isArrow(c)) c.skip();
  return c.rangeFrom(from);
}

/** A block ends an arm without a comma; so do `if`, `match`, loops and `unsafe` with theirs, unless an operator follows. */
function takeArmBody(c: Cursor): TokenRange {
  const from = c.at;
  if (c.is(Punct.OpenBrace)) {
    c.skip();
  } else if (startsBlockLike(c)) {
    takeBlockLike(c);
  } else {
    toArmBodyEnd(c);
  }
  if (c.is(Punct.Dot) || c.is(Punct.Question)) toArmBodyEnd(c);
  return c.rangeFrom(from);
}

function startsBlockLike(c: Cursor): boolean {
  const ahead = c.is(Kind.Lifetime) && c.kind(1) === Punct.Colon ? 2 : 0;
  switch (c.kind(ahead)) {
    case Keyword.if:
    case Keyword.match:
    case Keyword.while:
    case Keyword.loop:
    case Keyword.for:
      return true;
    case Keyword.unsafe:
      return c.kind(ahead + 1) === Punct.OpenBrace;
    default:
      return ahead > 0;
  }
}

function takeBlockLike(c: Cursor): void {
  if (c.is(Kind.Lifetime)) c.at += 2;
  for (;;) {
    // The keyword itself must not count as one that waits for a block of its own.
    const headless = c.is(Keyword.loop) || c.is(Keyword.unsafe) || c.is(Punct.OpenBrace);
    if (!c.is(Punct.OpenBrace)) c.at++;
    if (!headless) toBlock(c);
    if (c.is(Punct.OpenBrace)) c.skip();
    if (!c.take(Keyword.else)) return;
  }
}

/** Moves to the comma, `;` or end that ends an expression without braces of its own: an arm, a closure's body, a returned value. */
export function toArmBodyEnd(c: Cursor): void {
  const low = c.at;
  const goesOn = () => !c.is(Punct.Comma) && !c.is(Punct.Semi) && !isArrow(c);
  skipWhile(c, goesOn, () => skipOperand(c, low));
}
