/** Traits that say what a type is: which types implement them, and which ones bounds ask for. */
import { memo } from '../collections/memo.ts';
import { type CrateModel, type Definition, externalPath, isExternal } from '../rust/crate/crate-model.ts';
import type { Bound, Path } from '../rust/syntax.ts';

/** Names of traits of events, the crate's own or cim-domain's. */
export const eventTrait = /^(?:Domain)?Event$/;

/** A trait by something that is the same wherever it is named, and its name. */
export interface NamedTrait {
  readonly key: string;
  readonly name: string;
  readonly own: boolean;
}

export function traitAt(model: CrateModel, path: Path, from: Definition): NamedTrait {
  const written = path.segments.map(({ name }) => name).join('::');
  const name = path.segments.at(-1)?.name ?? '';
  const target = model.resolve(written, from);
  if (target === undefined) return { key: name, name, own: false };
  return isExternal(target)
    ? { key: externalPath(target), name: target.path.at(-1) ?? name, own: false }
    : { key: `#${target.id}`, name: target.name, own: true };
}

/** A bound that only events meet: a trait of the crate, or one called as events' traits are. `Serialize` says nothing. */
export function eventBounds(model: CrateModel, bounds: readonly Bound[], from: Definition): NamedTrait[] {
  return bounds
    .flatMap((bound) => (bound.kind === 'trait' ? [traitAt(model, bound.path, from)] : []))
    .filter(({ own, name }) => own || eventTrait.test(name));
}

/** By type, the traits it implements: names by key. */
export const implementedTraits = memo((model: CrateModel): ReadonlyMap<Definition, ReadonlyMap<string, string>> => {
  const found = new Map<Definition, Map<string, string>>();
  for (const impl of model.collected.impls) {
    const path = impl.item('impl')?.trait;
    const type = path === undefined ? undefined : model.selfTypeOf(impl);
    if (path === undefined || type === undefined) continue;
    const { key, name } = traitAt(model, path, impl);
    found.set(type, (found.get(type) ?? new Map()).set(key, name));
  }
  return found;
});
