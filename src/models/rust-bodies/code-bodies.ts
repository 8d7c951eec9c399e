/** The bodies of a crate's code, each read once: what runs in production, `#[cfg(test)]` and disabled features left out. */
import { memo } from '../collections/memo.ts';
import type { Body } from '../rust/body.ts';
import { readBody } from '../rust/body-reader.ts';
import type { CodePlace, CrateModel, Definition, Place } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';

export interface CodeBody {
  /** The crate under the configuration that the code is compiled in. */
  readonly model: CrateModel;
  /** The function, method, constant or static whose code it is. */
  readonly owner: Definition;
  readonly body: Body;
  /** Where a token of the body stands in the file that a person wrote. */
  placeOf(token: number): CodePlace;
}

/** The bodies of a crate's code that is judged, in source order: on another platform than Linux those that Linux leaves out. */
export const codeBodies = memo((model: CrateModel): readonly CodeBody[] =>
  model.first === model ? allBodies(model) : allBodies(model).filter(({ owner }) => model.isNew(owner)),
);

/** All bodies of a crate, in source order. */
export const allBodies = memo((model: CrateModel): readonly CodeBody[] =>
  model.definitions.flatMap((owner) => {
    const range = rangeOf(owner);
    return range === undefined ? [] : [new LazyBody(model, owner, range)];
  }),
);

const byOwner = memo((model: CrateModel) => new Map(allBodies(model).map((code) => [code.owner, code])));

/** @returns undefined for a definition without code: a type, a function that a trait only declares */
export const codeBodyOf = (model: CrateModel, owner: Definition): CodeBody | undefined => byOwner(model).get(owner);

function rangeOf(owner: Definition): TokenRange | undefined {
  return owner.item('function')?.body ?? owner.item('constant')?.value ?? owner.item('static')?.value;
}

/** Read when asked for: a rule that looks at signatures only costs nothing. */
class LazyBody implements CodeBody {
  readonly model: CrateModel;
  readonly owner: Definition;
  readonly #range: TokenRange;
  #body: Body | undefined;

  constructor(model: CrateModel, owner: Definition, range: TokenRange) {
    this.model = model;
    this.owner = owner;
    this.#range = range;
  }

  get body(): Body {
    this.#body ??= readBody(this.owner.source, this.#range);
    return this.#body;
  }

  placeOf(token: number): CodePlace {
    return codePlace(this.model.placeAt(this.owner, this.owner.source.tokens.start[token] ?? 0));
  }
}

/** A place of code, and in a few words what stands there. */
export interface NotedPlace extends CodePlace {
  readonly what: string;
}

/** A place without the macro call that wrote it, as evidence has it. */
export const codePlace = ({ path, line, column }: Place): CodePlace => ({ path, line, column });
