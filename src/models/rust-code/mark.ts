import type { CodePlace } from '../rust/crate/crate-model.ts';

/** Something that code does or holds, and where. */
export interface Mark {
  /** In a few words, for evidence. */
  readonly what: string;
  readonly place: CodePlace;
}
