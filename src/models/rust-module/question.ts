/** Questions about crates and about the module as a whole, and what their answers are. */
import type { Package } from '../cargo/package.ts';
import type { Target } from '../cargo/targets.ts';
import type { SourceFiles } from '../rust/crate/input.ts';
import type { OpenCrate } from './open-crate.ts';

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
type Parameter = string | number | boolean | readonly Parameter[];

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

const nameOf = (name: string, parameters: readonly Parameter[]): string => `${name} ${JSON.stringify(parameters)}`;

/** A question about the module as a whole: its answer may depend on any of its crates and files. */
export interface ModuleQuestion<A> {
  /** As that of a question about a crate. */
  readonly name: string;
  readonly about: (module: OpenModule) => Promise<A>;
}

/** The module while it is asked. Every crate opened here stays in memory until the answer is there. */
export interface OpenModule {
  readonly files: SourceFiles;
  open(crate: RustTarget): OpenCrate;
}

export function moduleQuestion<A>(
  name: string,
  about: (module: OpenModule) => Promise<A & Plain<A>>,
): ModuleQuestion<A> {
  return { name, about };
}

/** A question about the module with parameters, as `questionOf` has them. */
export function moduleQuestionOf<P extends readonly Parameter[], A>(
  name: string,
  about: (module: OpenModule, ...parameters: P) => Promise<A & Plain<A>>,
): (...parameters: P) => ModuleQuestion<A> {
  return (...parameters) => moduleQuestion(nameOf(name, parameters), (module) => about(module, ...parameters));
}
