/** The bodies of a crate's code, each read once: what runs in production, `#[cfg(test)]` and disabled features left out. */
import { memo } from '../memo.ts';
import type { Body } from '../rust/body.ts';
import { readBody } from '../rust/body-reader.ts';
import type { CrateModel, Definition, Place } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';

export interface CodeBody {
  /** The function, method, constant or static whose code it is. */
  readonly owner: Definition;
  readonly body: Body;
  /** Where a token of the body stands in the file that a person wrote. */
  placeOf(token: number): Place;
}

export const codeBodies = memo((model: CrateModel): readonly CodeBody[] =>
  model.definitions.flatMap((owner) => {
    const range = rangeOf(owner);
    return range === undefined ? [] : [new LazyBody(model, owner, range)];
  }),
);

function rangeOf(owner: Definition): TokenRange | undefined {
  return owner.item('function')?.body ?? owner.item('constant')?.value ?? owner.item('static')?.value;
}

/** Read when asked for: a rule that looks at signatures only costs nothing. */
class LazyBody implements CodeBody {
  readonly owner: Definition;
  readonly #model: CrateModel;
  readonly #range: TokenRange;
  #body: Body | undefined;

  constructor(model: CrateModel, owner: Definition, range: TokenRange) {
    this.owner = owner;
    this.#model = model;
    this.#range = range;
  }

  get body(): Body {
    this.#body ??= readBody(this.owner.source, this.#range);
    return this.#body;
  }

  placeOf(token: number): Place {
    return this.#model.placeAt(this.owner, this.owner.source.tokens.start[token] ?? 0);
  }
}
