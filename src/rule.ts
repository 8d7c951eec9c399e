/** The vocabulary of a rule: what it is, and what it may answer. */
import type { Repo } from './repo.ts';
import type { Verdict } from './verdict.ts';

export * from './verdict.ts';

/** One line of the standard and how it is decided. */
export interface Rule {
  /** `group/slug`; public interface, never changed. */
  readonly id: string;
  /** The standard's own words. */
  readonly text: string;
  /** Why the standard asks for it, in one sentence. */
  readonly why: string;
  /** How the verdict is reached, in one or two sentences; `explain` prints it. */
  readonly how: string;
  /** What a maintainer does about a failure. */
  readonly fix: string;
  check(repo: Repo): Verdict | Promise<Verdict>;
}

/** A heading of the standard with its rules, in the standard's order. */
export interface RuleGroup {
  readonly slug: string;
  readonly section: string;
  readonly title: string;
  readonly rules: readonly Rule[];
}
