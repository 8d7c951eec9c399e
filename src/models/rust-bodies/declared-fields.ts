/** Fields of structs and variants, as they are declared. */
import { memo } from '../collections/memo.ts';
import type { Definition } from '../rust/crate/crate-model.ts';
import type { Type } from '../rust/syntax.ts';

/** @param name of a tuple's field its number */
export const fieldOf = (holder: Definition, name: string): Definition | undefined => fieldsOf(holder).get(name);

/** By name, the first of each. */
const fieldsOf = memo(
  ({ members }: Definition): ReadonlyMap<string, Definition> =>
    new Map(
      members
        .filter(({ kind }) => kind === 'field')
        .reverse()
        .map((field) => [field.name, field]),
    ),
);

export const declaredType = (field: Definition): Type | undefined => (field.node as { type?: Type }).type;
