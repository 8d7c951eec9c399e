/**
 * Code that Linux does not compile with all features on, and the views that do. Only what `cfg` says in the crate's own files is read for
 * that, so a crate that names no platform and leaves out nothing for a feature costs nothing more.
 */
import { grouped } from '../../collections/grouped.ts';
import { memo } from '../../collections/memo.ts';
import type { CfgPredicate } from '../syntax.ts';
import type { CfgOptions } from './cfg.ts';
import { conditionsByLine } from './condition-lines.ts';
import { type ConditionalCode, readConditions } from './conditional-code.ts';
import type { Condition } from './conditions.ts';
import { chooseViews, type View, type ViewChoice } from './feature-choice.ts';
import type { FeatureSets } from './feature-sets.ts';
import type { SourceFiles } from './input.ts';
import { host } from './platforms.ts';
import { Trial } from './trial.ts';

export class Elsewhere {
  readonly #choice: ViewChoice;
  readonly #features: FeatureSets;
  readonly #places: ReadonlyMap<string, readonly ConditionalCode[]>;
  /** Of files that were asked for. */
  readonly #lines = new Map<string, ReadonlyMap<number, Condition>>();
  readonly #trial: Trial;
  readonly #trialOf = memo((options: CfgOptions) => new Trial(options));

  /**
   * @param root the crate's root file
   * @param options those that the crate is read under on Linux, all its features and what its build script sets among them
   * @throws Unavailable when there are too many views
   */
  constructor(root: string, files: SourceFiles, options: CfgOptions, features: FeatureSets) {
    const read = readConditions(root, files);
    this.#trial = this.#trialOf(options);
    this.#features = features;
    this.#places = grouped(read.code, ({ source }) => source.path);
    const conditions = distinct(read.code.map(({ when }) => when));
    this.#choice = chooseViews(conditions, distinct(read.refused), this.#trial, features);
  }

  /** As few as compile all code of the crate that Linux leaves out. */
  get views(): readonly View[] {
    return this.#choice.views;
  }

  /**
   * Whether what a view has on a line is compiled under other options, on some platform, but not on Linux.
   * @param options those of the default features
   */
  isOnlyElsewhere(view: View, { path, line }: Spot, options: CfgOptions): boolean {
    const when = this.#conditionAt(path, line);
    if (when === undefined) return view.features === undefined || this.#features.isUsual(view.features);
    const trial = this.#trialOf(options);
    return !trial.holds(when, host) && this.#choice.supported.some((platform) => trial.holds(when, platform));
  }

  /** Where a line of a view is compiled, or what the view is of for a line of which nothing is known. */
  where(view: View, spot: Spot): string {
    return this.whereHolds(spot) ?? this.#choice.whereOf(view);
  }

  /** The best-known platform on which a line is compiled, or the features without which it is; undefined for one that Linux compiles, too. */
  whereHolds({ path, line }: Spot): string | undefined {
    const when = this.#conditionAt(path, line);
    return when === undefined ? undefined : this.#choice.whereHolds(when);
  }

  /** The innermost one that leaves out a line. */
  #conditionAt(path: string | undefined, line: number | undefined): Condition | undefined {
    if (path === undefined || line === undefined) return undefined;
    const known = this.#lines.get(path);
    if (known !== undefined) return known.get(line);
    const leftOut = (this.#places.get(path) ?? []).filter(({ when }) => this.#trial.isLeftOut(when));
    const lines = conditionsByLine(leftOut);
    this.#lines.set(path, lines);
    return lines.get(line);
  }
}

interface Spot {
  readonly path?: string | undefined;
  readonly line?: number | undefined;
}

/** Neighbours mostly stand under the very same condition, and others under one that reads the same. */
function distinct(conditions: readonly Condition[]): readonly Condition[] {
  const ids = new Map<string, number>();
  const idOf = memo((predicate: CfgPredicate) => {
    const text = JSON.stringify(predicate);
    const id = ids.get(text) ?? ids.size;
    ids.set(text, id);
    return id;
  });
  return [...new Map([...new Set(conditions)].map((one) => [one.map(idOf).join(), one])).values()];
}
