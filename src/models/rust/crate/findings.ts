/** What the crate model answers with. */
import type { Definition } from './definitions.ts';

/** Where code stands in a file of the module; line and column are 1-based. */
export interface CodePlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** `call` is where the macro was called that wrote it. */
export interface Place extends CodePlace {
  readonly call: CodePlace | undefined;
}

export interface Finding extends Place {
  readonly definition: Definition;
  /** `cim_subject::algebra::Subject::new`. */
  readonly item: string;
}

/** Something other crates can name. */
export interface PublicItem extends Finding {
  /** The shortest path another crate can write; for a method, its type's path and its name. `item` is where it is defined. */
  readonly exported: string;
  readonly documented: boolean;
  readonly deprecated: boolean;
  /** Under a `#[doc(hidden)]`. */
  readonly hidden: boolean;
}

/** A type other crates can hold, with the traits it implements, by their last name: derived, written by hand, or made by a macro. */
export interface TypeTraits extends Finding {
  readonly traits: ReadonlySet<string>;
}
