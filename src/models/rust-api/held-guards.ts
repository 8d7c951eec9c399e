/** Guards that live across an `.await`, as clippy's `await_holding_lock` and `await_holding_refcell_ref` have it. */
import type { Await, Body } from '../rust/body.ts';
import type { CrateModel } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { type CodeBody, codeBodies } from '../rust-bodies/code-bodies.ts';
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
      const isHeld = ({ token, operand }: Await): boolean =>
        asyncRegion(code, token) === region &&
        // A guard that an async function hands out is held from its own await on.
        !(operand.to === call.args.to + 1 && contains(operand, call.token));
      const awaited = firstIn(ranges, body, isHeld);
      return awaited === undefined ? [] : [{ code, of, lock: call.token, name, awaited: awaited.token }];
    })
    .slice(0, 1);
}

/** The first await in some ranges for which something holds; they stand in the order of the source. */
function firstIn(ranges: readonly TokenRange[], { awaits }: Body, holds: (one: Await) => boolean): Await | undefined {
  for (const { from, to } of ranges) {
    let [low, high] = [0, awaits.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((awaits[middle]?.token ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    for (let at = low; (awaits[at]?.token ?? to) < to; at++) {
      const one = awaits[at];
      if (one !== undefined && holds(one)) return one;
    }
  }
  return undefined;
}
