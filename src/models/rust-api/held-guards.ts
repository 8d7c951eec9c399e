/** Guards that live across an `.await`, as clippy's `await_holding_lock` and `await_holding_refcell_ref` have it. */
import type { CrateModel } from '../rust/crate/crate-model.ts';
import { asyncRegion } from './async-context.ts';
import { type CodeBody, codeBodies } from './code-bodies.ts';
import { livesOf } from './guard-lifetimes.ts';
import { type TakenGuard, takenGuards } from './guards.ts';
import { contains } from './token-text.ts';

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
    code.body.awaits.length === 0 ? [] : takenGuards(model, code).flatMap((guard) => held(model, code, guard)),
  );
}

function held(model: CrateModel, code: CodeBody, { call, of }: TakenGuard): HeldGuard[] {
  const { body } = code;
  const region = asyncRegion(code, call.token);
  if (region === undefined) return [];
  const lives = livesOf(body, call, model.input.edition !== '2024');
  return lives
    .flatMap(({ name, ranges }) => {
      const awaited = body.awaits.find(
        ({ token, operand }) =>
          ranges.some((range) => contains(range, token)) &&
          asyncRegion(code, token) === region &&
          // A guard that an async function hands out is held from its own await on.
          !(operand.to === call.args.to + 1 && contains(operand, call.token)),
      );
      return awaited === undefined ? [] : [{ code, of, lock: call.token, name, awaited: awaited.token }];
    })
    .slice(0, 1);
}
