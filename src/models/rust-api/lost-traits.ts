/** Traits that a public type had and has no more. */
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { derivedTraits, plainDerives } from '../rust/crate/lints.ts';

/** Whoever has the first of them has the others: rustc asks for these. */
const supertraits: ReadonlyMap<string, readonly string[]> = new Map([
  ['Error', ['Debug', 'Display']],
  ['Copy', ['Clone']],
  ['Eq', ['PartialEq']],
  ['PartialOrd', ['PartialEq']],
  ['Ord', ['Eq', 'PartialOrd', 'PartialEq']],
  // snafu: its derive is called by no trait.
  ['Snafu', ['Error', 'Debug', 'Display']],
]);

export interface LostTraits {
  readonly certain: readonly string[];
  /** A derive macro that is not known may implement them. */
  readonly perhaps: readonly string[];
}

/** @param old the type as it was, in the crate as it was @param current the same type now */
export function lostTraits(then: CrateModel, old: Definition, now: CrateModel, current: Definition): LostTraits {
  const traits = now.traitsOf(current);
  const kept = new Set([...traits].flatMap((name) => [name, ...(supertraits.get(name) ?? [])]));
  const lost = [...then.traitsOf(old)].filter((name) => !kept.has(name));
  const derived = derivedTraits(current);
  const isUnknown = derived.some((name) => !plainDerives.test(name));
  // `#[from]` of thiserror.
  const mayHave = (name: string) => isUnknown || (name === 'From' && derived.includes('Error'));
  return { certain: lost.filter((name) => !mayHave(name)), perhaps: lost.filter(mayHave) };
}
