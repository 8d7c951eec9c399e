/** Changes of a function's signature that no caller survives, under cargo-semver-checks' names. */
import type { Definition } from '../rust/crate/crate-model.ts';

export function signatureChanges(old: Definition, now: Definition): string[] {
  const before = old.item('function')?.signature;
  const after = now.item('function')?.signature;
  if (before === undefined || after === undefined) return [];
  const ofTrait = old.parent?.kind === 'trait';
  const kind = old.kind !== 'method' ? 'function' : ofTrait ? 'trait_method' : 'inherent_method';
  const counted = kind === 'inherent_method' ? 'method' : kind;
  const taken = ({ params, self }: typeof before) => params.length + (self === undefined ? 0 : 1);
  return [
    ...(taken(before) === taken(after) ? [] : [`${counted}_parameter_count_changed`]),
    ...(!before.unsafe && after.unsafe ? [`${kind}_unsafe_added`] : []),
    ...(before.const && !after.const ? [`${kind}_const_removed`] : []),
  ];
}
