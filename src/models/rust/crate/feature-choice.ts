/** The fewest views of a crate that compile together what Linux leaves out with all features on. */
import { Unavailable } from '../../../verdict.ts';
import { memo } from '../../collections/memo.ts';
import { asksFeatures, type Condition, namedFeatures } from './conditions.ts';
import type { FeatureSets } from './feature-sets.ts';
import { choosePlatforms, made } from './platform-choice.ts';
import { host, type Platform } from './platforms.ts';
import type { Trial } from './trial.ts';

/** A configuration that a crate is looked at under beside the first one, which is Linux with all features on. */
export interface View {
  readonly platform: Platform;
  /** All of them unless given. */
  readonly features?: readonly string[];
}

/** With fewer features; more than real crates need by far. */
const mostViews = 12;
/** Real crates have a few hundred. */
const mostConditions = 2_000;
/** Sets of features that are compared to find the one for most conditions. */
const mostSets = 64;
/** Conditions that hold under no set of features on Linux, and want a platform. */
const mostPlaced = 200;

/**
 * @param conditions under which there is code
 * @param refused those under which the crate refuses to be compiled
 * @param first the crate with all features on
 * @throws Unavailable when there are too many
 */
export function chooseViews(
  conditions: readonly Condition[],
  refused: readonly Condition[],
  first: Trial,
  features: FeatureSets,
): ViewChoice {
  const { chosen, supported } = choosePlatforms(conditions, refused, first);
  const choice = new ViewChoice(
    chosen,
    supported,
    refused.filter((one) => one.some(asksFeatures)),
    first,
    features,
  );
  choice.cover(conditions.filter((one) => first.isLeftOut(one)));
  return choice;
}

export class ViewChoice {
  /** The platforms on which the crate does not refuse to be compiled, the best-known first. */
  readonly supported: readonly Platform[];
  readonly #first: Trial;
  readonly #features: FeatureSets;
  readonly #refused: readonly Condition[];
  #views: readonly View[];

  constructor(
    chosen: readonly Platform[],
    supported: readonly Platform[],
    refused: readonly Condition[],
    first: Trial,
    features: FeatureSets,
  ) {
    this.supported = supported;
    this.#refused = refused;
    this.#first = first;
    this.#features = features;
    this.#views = chosen.map((platform) => ({ platform }));
  }

  get views(): readonly View[] {
    return this.#views;
  }

  /** Adds views until each of the conditions holds under one of them that holds under any. */
  cover(conditions: readonly Condition[]): void {
    let left = this.#open(conditions.filter((one) => one.some(asksFeatures)));
    if (left.length > mostConditions) throw tooMany();
    while (left.length > 0) {
      const next = this.#onLinux(left);
      if (next === undefined) break;
      this.#add(next);
      left = this.#open(left);
    }
    if (left.length > mostPlaced) throw tooMany();
    for (const condition of left) if (!this.#isCovered(condition)) this.#place(condition, conditions);
  }

  /** Where a condition holds that does not on Linux with all features on; undefined when it holds under no view. */
  readonly whereHolds = memo((when: Condition): string | undefined => {
    const platform = this.supported.find((one) => this.#first.holds(when, one));
    if (platform !== undefined) return platform.where;
    const holding = this.#views.filter((view) => this.#holds(when, view));
    const view = holding.find((one) => one.platform === host) ?? holding[0];
    return view?.features === undefined ? undefined : tell(view.platform, this.#offFor(when, view, view.features));
  });

  /** What a view is of, for code of which no more is known: on another platform it may be there with all features on, too. */
  whereOf({ platform, features }: View): string {
    if (platform !== host || features === undefined)
      return platform.names.has('windows') ? 'on Windows' : platform.where;
    if (this.#features.isUsual(features)) return told(platform, 'under the default features');
    if (features.length === 0) return told(platform, 'without features');
    const missing = this.#features.missingIn(features);
    return missing.length > mostTold ? told(platform, 'without some features') : tell(platform, missing);
  }

  /** Of the features that a condition names and that are off in a view, those that have to be. */
  #offFor(when: Condition, { platform }: View, features: readonly string[]): readonly string[] {
    const on = new Set(features);
    const named = new Set(when.flatMap((one) => namedFeatures(one)).map(({ name }) => name));
    let off = this.#features.all.filter((name) => named.has(name) && !on.has(name));
    if (off.length > mostCompared) return off;
    const holdsWithout = (names: readonly string[]) =>
      this.#trial(this.#features.all.filter((name) => !names.includes(name))).holds(when, platform);
    for (const name of off) {
      const fewer = off.filter((one) => one !== name);
      if (holdsWithout(fewer)) off = fewer;
    }
    return off;
  }

  #open(conditions: readonly Condition[]): readonly Condition[] {
    return conditions.filter((one) => !this.#isCovered(one));
  }

  #isCovered(condition: Condition): boolean {
    return this.#views.some((view) => this.#holds(condition, view));
  }

  #holds(condition: Condition, { platform, features }: View): boolean {
    return (features === undefined ? this.#first : this.#trial(features)).holds(condition, platform);
  }

  /** By the list itself: sets are long, and made once for each condition. */
  readonly #trial = memo((features: readonly string[]) => this.#first.under(features));

  #add(view: View): void {
    if (this.#views.filter(({ features }) => features !== undefined).length >= mostViews) throw tooMany();
    this.#views = [...this.#views, view];
  }

  /** What is refused with all features on is so for what they exclude of each other. */
  #isRefused(view: View): boolean {
    return this.#refused.some((one) => this.#holds(one, view) && !this.#first.holds(one, view.platform));
  }

  /** The view of Linux under which most of the conditions hold: of the default features, whose model there is, where any holds under them. */
  #onLinux(conditions: readonly Condition[]): View | undefined {
    const sets = [this.#features.usual, this.#features.reached([]), ...this.#setsFor(conditions.flat())];
    for (const condition of conditions) {
      if (sets.length >= mostSets) break;
      sets.push(...this.#setsFor(condition));
    }
    let best: View | undefined;
    let most = 0;
    for (const features of distinct(sets)) {
      const view = { platform: host, features };
      const count = conditions.filter((one) => this.#holds(one, view)).length;
      if (count <= most || this.#isRefused(view)) continue;
      [best, most] = [view, count];
      if (this.#features.isUsual(features)) break;
    }
    return best;
  }

  /** As many features as a condition lets be on, and as few as it asks for. */
  readonly #setsFor = memo((condition: Condition): readonly (readonly string[])[] => {
    const named = condition.flatMap((one) => namedFeatures(one));
    const on = named.filter(({ isOn }) => isOn).map(({ name }) => name);
    const off = named.filter(({ isOn }) => !isOn).map(({ name }) => name);
    const most = [off, off.filter((name) => !on.includes(name))].flatMap((names) => {
      const set = this.#features.without(names);
      return set === undefined ? [] : [set];
    });
    return [...most, this.#features.reached(on)];
  });

  /** A view on another platform: one there is, where that loses nothing by having fewer features, else one more. */
  #place(condition: Condition, all: readonly Condition[]): void {
    for (const features of this.#setsFor(condition)) {
      if (this.#narrow(condition, features, all)) return;
    }
    for (const features of this.#setsFor(condition)) {
      const trial = this.#trial(features);
      const isAllowed = (platform: Platform) => !this.#isRefused({ platform, features });
      const platform =
        [host, ...this.supported].find((one) => trial.holds(condition, one) && isAllowed(one)) ??
        made(condition, [host, ...this.supported], trial, isAllowed);
      if (platform === undefined) continue;
      this.#add({ platform, features });
      return;
    }
  }

  #narrow(condition: Condition, features: readonly string[], all: readonly Condition[]): boolean {
    for (const view of this.#views) {
      const kept = view.features?.filter((name) => features.includes(name)) ?? features;
      const narrow: View = { platform: view.platform, features: kept };
      if (!this.#holds(condition, narrow) || this.#isRefused(narrow)) continue;
      const others = this.#views.filter((one) => one !== view);
      const isKept = (one: Condition) =>
        !this.#holds(one, view) || this.#holds(one, narrow) || others.some((other) => this.#holds(one, other));
      if (!all.every(isKept)) continue;
      this.#views = this.#views.map((one) => (one === view ? narrow : one));
      return true;
    }
    return false;
  }
}

const tooMany = () => new Unavailable('the crate has code for more combinations of features than are looked at');

const distinct = (sets: readonly (readonly string[])[]): readonly (readonly string[])[] => [
  ...new Map(sets.map((one) => [JSON.stringify(one), one])).values(),
];

/** Features that a condition names, of which it is tried whether they may be on. */
const mostCompared = 32;

/** So many features are named. */
const mostTold = 3;

function tell(platform: Platform, off: readonly string[]): string {
  if (off.length === 0) return platform.where;
  const more = off.length - mostTold;
  const named = more > 0 ? [...off.slice(0, mostTold), `${more} more`] : off;
  const list = named.length > 1 ? `${named.slice(0, -1).join(', ')} and ${named.at(-1)}` : named.join('');
  return told(platform, `without the ${off.length === 1 ? 'feature' : 'features'} ${list}`);
}

const told = (platform: Platform, how: string): string =>
  platform === host ? `only ${how}` : `${platform.where}, only ${how}`;
