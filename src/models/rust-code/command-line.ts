/** Arguments of the command line, as clap and structopt derive them from fields. */
import type { Definition } from '../rust/crate/crate-model.ts';
import type { Attribute } from '../rust/syntax.ts';

/** The attribute that makes a field an argument. */
export const argumentAttribute = ({ attributes }: Pick<Definition, 'attributes'>): Attribute | undefined =>
  attributes.find(({ path }) => path === 'arg' || path === 'clap' || path === 'structopt');
