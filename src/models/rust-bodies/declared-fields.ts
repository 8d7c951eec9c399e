/** Fields of structs and variants, as they are declared. */
import type { Definition } from '../rust/crate/crate-model.ts';
import type { Type } from '../rust/syntax.ts';

/** @param name of a tuple's field its number */
export const fieldOf = (holder: Definition, name: string): Definition | undefined =>
  holder.members.find((member) => member.kind === 'field' && member.name === name);

export const declaredType = (field: Definition): Type | undefined => (field.node as { type?: Type }).type;
