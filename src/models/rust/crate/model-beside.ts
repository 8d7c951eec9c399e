/** A crate under another configuration than the one that is judged first: what of its code that one leaves out. */
import { mayTell } from './conditional-code.ts';
import { CrateModel } from './crate-model.ts';
import { CrateParts } from './crate-parts.ts';
import { DefinitionPlaces } from './definition-places.ts';
import type { Definition } from './definitions.ts';
import type { CrateInput, SourceFiles } from './input.ts';
import type { Body, Collected } from './registry.ts';

/** What models are made beside. */
export interface Beside {
  readonly first: CrateModel;
  /** Of the first model, and of those that were made before. */
  readonly places: DefinitionPlaces;
}

export function besideOf(first: CrateModel): Beside {
  const places = new DefinitionPlaces();
  places.add(first.definitions, first.parts.expander);
  return { first, places };
}

export class ModelBeside extends CrateModel {
  readonly #beside: Beside;
  readonly #fresh: ReadonlySet<Definition>;
  #counterparts: ReadonlyMap<Definition, Definition> | undefined;

  constructor(parts: CrateParts, beside: Beside) {
    super(parts);
    this.#beside = beside;
    this.#fresh = beside.places.add(this.definitions, parts.expander);
  }

  override get first(): CrateModel {
    return this.#beside.first;
  }

  override isNew(definition: Definition): boolean {
    return this.#fresh.has(definition);
  }

  override counterpart(inFirst: Definition): Definition | undefined {
    this.#counterparts ??= new Map(
      this.definitions.flatMap((own) => {
        const known = this.#beside.places.at(own, this.parts.expander);
        return known === undefined ? [] : [[known, own] as const];
      }),
    );
    return this.#counterparts.get(inFirst);
  }

  protected override judged(): Collected {
    const { root, scopes, definitions, impls, bodies, files, missing } = this.collected;
    const differs = ({ definition, source }: Body) => this.isNew(definition) || mayTell(source);
    return {
      ...{ root, scopes, definitions, files, missing },
      impls: impls.filter((impl) => this.isNew(impl)),
      bodies: bodies.filter(differs),
    };
  }
}

export function buildBeside(input: CrateInput, files: SourceFiles, beside: Beside): CrateModel {
  return new ModelBeside(new CrateParts(input, files, beside.first.parts.expander), beside);
}
