/** What a run asks of each of its modules, as plain data: it can be given to a thread. */
import { applyPolicy, noPolicy } from '../../decisions/policy.ts';
import type { Policy } from '../../schema/policy.ts';
import { refuseNothing, selection } from '../select.ts';
import type { JudgeOptions } from './judge.ts';

export interface Assignment
  extends Pick<
    JudgeOptions,
    'advisoryDb' | 'history' | 'waivers' | 'attestations' | 'timeout' | 'maxFileSize' | 'cache' | 'excerpts'
  > {
  /** The auditor's, if there is one. */
  readonly policy?: Policy | undefined;
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
}

/** @throws CannotRun for an item that is unknown, and when no item is left */
export function readAssignment(assignment: Assignment): JudgeOptions {
  const { policy: written, only, skip, ...options } = assignment;
  const policy = written === undefined ? noPolicy : applyPolicy(written);
  const { excerpts: _, ...judging } = assignment;
  const selected = selection(only, skip, policy.group);
  refuseNothing(selected, policy);
  return {
    ...options,
    policy,
    selected,
    // A database of advisories is nobody's module, and the whole history is asked for to be searched.
    ...(options.advisoryDb === undefined && options.history !== true ? { asData: JSON.stringify(judging) } : {}),
  };
}
