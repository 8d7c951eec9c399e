/** Whether conditions hold on platforms, for a crate with options of its own. */
import { memo } from '../../collections/memo.ts';
import type { CfgPredicate } from '../syntax.ts';
import { type CfgOptions, cfgHolds, cfgOptions } from './cfg.ts';
import type { Condition } from './conditions.ts';
import { host, type Platform } from './platforms.ts';

/** Options in which platforms and builds differ. */
export const isOfPlatforms = (name: string): boolean =>
  /^(?:target_\w+|unix|windows|debug_assertions|overflow_checks|panic)$/.test(name);

/** Every feature that there is can be left out. */
const isOfViews = (name: string, wanted: boolean): boolean => isOfPlatforms(name) || (name === 'feature' && !wanted);

export class Trial {
  /** Features, and what the build script or the caller sets. */
  readonly #custom: readonly string[];
  readonly #own: CfgOptions;
  readonly #known = new Map<Platform, (predicate: CfgPredicate) => boolean>();

  constructor({ names, values }: CfgOptions) {
    const isCustom = (option: string) => !host.names.has(option) && !host.values.has(option);
    this.#custom = [...names, ...values].filter(isCustom);
    this.#own = cfgOptions([], this.#custom, { names: new Set(), values: new Set() });
  }

  /** The same crate with other features than those it has here. */
  under(features: readonly string[]): Trial {
    const others = this.#custom.filter((option) => !option.startsWith('feature='));
    return new Trial(cfgOptions(features, others));
  }

  /** Not on Linux, and perhaps on another platform. */
  isElsewhere(condition: Condition): boolean {
    return !this.holds(condition, host) && condition.every(this.#mayBe);
  }

  /** Not on Linux, and perhaps on another platform or with fewer features. */
  isLeftOut(condition: Condition): boolean {
    return !this.holds(condition, host) && condition.every(this.#mayBeWithFewer);
  }

  holds(condition: Condition, platform: Platform): boolean {
    const holds = this.#known.get(platform) ?? this.#on(platform);
    this.#known.set(platform, holds);
    return condition.every(holds);
  }

  /** As `holds`, for a platform that may never be asked for again. */
  holdsNow(condition: Condition, platform: Platform): boolean {
    return condition.every(this.#on(platform));
  }

  /** Each predicate is looked at once: one on a module stands in the conditions of all that is in it. */
  #on(platform: Platform): (predicate: CfgPredicate) => boolean {
    const options = cfgOptions([], this.#custom, platform);
    return memo((predicate: CfgPredicate) => cfgHolds(predicate, options));
  }

  /** Whether some platform could make the predicate hold, whatever platforms there are. */
  readonly #mayBe = memo((predicate: CfgPredicate) => this.#mayHold(predicate, true, isOfPlatforms));
  readonly #mayBeWithFewer = memo((predicate: CfgPredicate) => this.#mayHold(predicate, true, isOfViews));

  /** Whether the predicate could be what is wanted. @param isOpen whether an option may be set or not, as wanted */
  #mayHold(predicate: CfgPredicate, wanted: boolean, isOpen: (name: string, wanted: boolean) => boolean): boolean {
    switch (predicate.op) {
      case 'all':
      case 'any': {
        const some = (predicate.op === 'any') === wanted;
        const holds = (part: CfgPredicate) => this.#mayHold(part, wanted, isOpen);
        return some ? predicate.of.some(holds) : predicate.of.every(holds);
      }
      case 'not':
        return this.#mayHold(predicate.of, !wanted, isOpen);
      case 'option':
        return isOpen(predicate.name, wanted) || cfgHolds(predicate, this.#own) === wanted;
      default:
        return cfgHolds(predicate, this.#own) === wanted;
    }
  }
}
