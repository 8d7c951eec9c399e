/** Questions about crates, and what their answers are. */
import type { Package } from '../cargo/package.ts';
import type { Target } from '../cargo/targets.ts';
import type { OpenCrate } from './open-crate.ts';

export type { OpenCrate };

/** One target of a package. */
export interface RustTarget {
  readonly package: Package;
  readonly target: Target;
}

/** What a rule wants to know of crates, one by one. */
export interface Question<A> {
  /** Says what is asked, parameters included, those from outside as JSON: two questions of one name have the same answer. */
  readonly name: string;
  /** The answer, which depends on nothing but the crate and the name. */
  readonly about: (crate: OpenCrate) => Promise<A>;
}

/** Data that can be written down and read again: answers outlive the models that they were taken from. */
export type Plain<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends ((...args: never[]) => unknown) | ReadonlySet<unknown> | ReadonlyMap<unknown, unknown>
    ? never
    : { readonly [K in keyof T]: Plain<T[K]> };

/** @param about loads the code that reads the crate when it is asked: where the answer is known, none of that is needed */
export function question<A>(name: string, about: (crate: OpenCrate) => Promise<A & Plain<A>>): Question<A> {
  return { name, about };
}

/** What is the same when it is written the same. */
export type Parameter = string | number | boolean | readonly Parameter[];

/**
 * A question with parameters: all that it may know beside the crate, and part of its name, so that none can be forgotten there. It is
 * defined outside of functions (test/architecture.test.ts), where it sees nothing else.
 */
export function questionOf<P extends readonly Parameter[], A>(
  name: string,
  about: (crate: OpenCrate, ...parameters: P) => Promise<A & Plain<A>>,
): (...parameters: P) => Question<A> {
  return (...parameters) => question(nameOf(name, parameters), (crate) => about(crate, ...parameters));
}

export const nameOf = (name: string, parameters: readonly Parameter[]): string =>
  `${name} ${JSON.stringify(parameters)}`;
