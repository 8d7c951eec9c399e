/** Guards that live across an `.await`, as clippy's `await_holding_lock` and `await_holding_refcell_ref` have it. */
import { grouped } from '../collections/grouped.ts';
import { memo } from '../collections/memo.ts';
import type { Await } from '../rust/body.ts';
import type { CrateModel } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { type CodeBody, codeBodies } from '../rust-bodies/code-bodies.ts';
import { firstFrom } from '../rust-bodies/places.ts';
import { contains } from '../rust-bodies/token-text.ts';
import { asyncRegion } from './async-context.ts';
import { livesOf } from './guard-lifetimes.ts';
import { type TakenGuard, takenGuards } from './guards.ts';

export interface HeldGuard {
  readonly code: CodeBody;
  readonly of: TakenGuard['of'];
  /** Where it is taken, the name it is bound to if any, and where it is awaited while held. */
  readonly lock: number;
  readonly name: number | undefined;
  readonly awaited: number;
}

export function heldGuards(model: CrateModel): HeldGuard[] {
  return codeBodies(model).flatMap((code) =>
    code.body.awaits.length === 0 ? [] : takenGuards(code).flatMap((guard) => held(code, guard)),
  );
}

function held(code: CodeBody, { call, of }: TakenGuard): HeldGuard[] {
  const { body, model } = code;
  const region = asyncRegion(code, call.token);
  if (region === undefined) return [];
  const lives = livesOf(body, call, model.input.edition !== '2024');
  return lives
    .flatMap(({ name, ranges }) => {
      // A guard that an async function hands out is held from its own await on.
      const isHeld = ({ operand }: Await): boolean =>
        !(operand.to === call.args.to + 1 && contains(operand, call.token));
      const awaited = firstIn(ranges, awaitsOf(code).get(region) ?? [], isHeld);
      return awaited === undefined ? [] : [{ code, of, lock: call.token, name, awaited: awaited.token }];
    })
    .slice(0, 1);
}

/** By the region of async code that they are awaited in. */
const awaitsOf = memo((code: CodeBody) => grouped(code.body.awaits, ({ token }) => asyncRegion(code, token)));

/** The first await in some ranges for which something holds; they stand in the order of the source. */
function firstIn(
  ranges: readonly TokenRange[],
  awaits: readonly Await[],
  holds: (one: Await) => boolean,
): Await | undefined {
  for (const { from, to } of ranges) {
    for (let at = firstFrom(awaits, from, ({ token }) => token); (awaits[at]?.token ?? to) < to; at++) {
      const one = awaits[at];
      if (one !== undefined && holds(one)) return one;
    }
  }
  return undefined;
}
