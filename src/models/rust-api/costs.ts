/** Costs that a crate's documentation states, and functions that should state one: performance/complexity. */

import type { CrateModel, Definition, Place } from '../rust/crate/crate-model.ts';
import { calleeOf } from '../rust-bodies/callee.ts';
import { codeBodyOf } from '../rust-bodies/code-bodies.ts';
import { cost, type StatedCost } from './complexity.ts';

/** Costs stated in doc comments of the crate's items. */
export function costsInDocs(model: CrateModel): StatedCost[] {
  return model.definitions.flatMap((definition) => {
    const stated = cost.exec(docOf(definition))?.[0];
    if (stated === undefined) return [];
    const { path, line } = model.placeOf(definition);
    return [{ path, line, cost: stated, about: model.pathOf(definition) }];
  });
}

const docOf = ({ attributes }: Definition): string => attributes.map(({ doc }) => doc?.text ?? '').join('\n');

/** Names that a page can mean: items of the crate, functions in any case. */
export function itemNames(model: CrateModel): string[] {
  const kinds = ['function', 'method', 'struct', 'enum', 'trait', 'module', 'macro'];
  const named = model.definitions.filter(({ kind, name }) => kinds.includes(kind) && name.length > 2);
  return [...new Set(named.map(({ name }) => name))];
}

export interface Costly extends Place {
  readonly item: string;
  readonly why: string;
}

/** Public functions with a loop in a loop or that call themselves, and state no cost. */
export function costlyFunctions(model: CrateModel): Costly[] {
  return model.publicItems().flatMap(({ definition, item }) => {
    const code = definition.item('function') === undefined ? undefined : codeBodyOf(model, definition);
    if (code === undefined || cost.test(docOf(definition))) return [];
    const { body } = code;
    const nested = body.loops.some(({ depth }) => depth > 0);
    const recursive = body.calls.some((call) => {
      if (call.name !== definition.name) return false;
      const callee = calleeOf(code, call);
      return callee?.kind === 'own' && callee.definition === definition;
    });
    if (!nested && !recursive) return [];
    return [{ ...model.placeOf(definition), item, why: nested ? 'has a loop in a loop' : 'calls itself' }];
  });
}
