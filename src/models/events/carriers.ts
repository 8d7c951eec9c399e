/** Which envelopes go around an event, and the fields that they carry for it. */
import { add } from '../collections/grouped.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import type { Envelope } from './envelopes.ts';
import { type EventField, fieldsOf } from './event-fields.ts';
import { implementedTraits } from './event-traits.ts';

/** Looks events up by all that leads into envelopes; what goes into the same ones shares its list of fields. */
export class Carriers {
  readonly #model: CrateModel;
  readonly #envelopes: readonly Envelope[];
  /** Numbers of envelopes by what they are for: a type, or the key of a trait or projection. */
  readonly #byWay = new Map<Definition | string, number[]>();
  /** Keys of the projections that a type comes of. */
  readonly #projected = new Map<Definition, string[]>();
  readonly #shared = new Map<
    string,
    { readonly fields: readonly EventField[]; readonly around: ReadonlySet<Definition> }
  >();

  /**
   * @param roots enums and structs that are events
   * @param into what code puts into an envelope whose content is open
   */
  constructor(
    model: CrateModel,
    envelopes: readonly Envelope[],
    roots: ReadonlySet<Definition>,
    into: (struct: Definition) => ReadonlySet<Definition>,
  ) {
    this.#model = model;
    this.#envelopes = envelopes;
    for (const [at, { struct, holds, bounds, projections, open }] of envelopes.entries()) {
      const ways = [...holds, ...(open ? into(struct) : []), ...bounds, ...projections.map(({ key }) => key)];
      for (const { key, types } of projections) {
        if (this.#byWay.has(key)) continue;
        for (const type of types) if (roots.has(type)) add(this.#projected, type, key);
      }
      for (const way of new Set(ways)) add(this.#byWay, way, at);
    }
  }

  fieldsAround(event: Definition): readonly EventField[] {
    const own = this.#byWay.get(event) ?? [];
    const traits = [...(implementedTraits(this.#model).get(event)?.keys() ?? [])];
    const keys = [...traits, ...(this.#projected.get(event) ?? [])].filter((key) => this.#byWay.has(key));
    if (own.length + keys.length === 0) return [];
    const { fields, around } = this.#sharedBy(own, keys);
    // Neither its own envelope, nor a part of one.
    if (!around.has(event)) return fields;
    return this.#numbers(own, keys)
      .filter((at) => this.#envelopes[at]!.struct !== event)
      .flatMap((at) => this.#fieldsOf(at).filter(({ definition }) => definition.parent !== event));
  }

  #sharedBy(own: readonly number[], keys: readonly string[]) {
    const name = JSON.stringify([own, [...keys].sort()]);
    let shared = this.#shared.get(name);
    if (shared === undefined) {
      const numbers = this.#numbers(own, keys);
      const fields = numbers.flatMap((at) => this.#fieldsOf(at));
      const parents = fields.flatMap(({ definition }) => definition.parent ?? []);
      shared = { fields, around: new Set([...numbers.map((at) => this.#envelopes[at]!.struct), ...parents]) };
      this.#shared.set(name, shared);
    }
    return shared;
  }

  #numbers(own: readonly number[], keys: readonly string[]): number[] {
    const all = new Set([...own, ...keys.flatMap((key) => this.#byWay.get(key) ?? [])]);
    return [...all].sort((a, b) => a - b);
  }

  #fieldsOf(at: number): readonly EventField[] {
    return fieldsOf(this.#model, this.#envelopes[at]!.struct);
  }
}
