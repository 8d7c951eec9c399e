/** The fewest platforms that compile together what one of them leaves out. */
import { Unavailable } from '../../../verdict.ts';
import type { CfgPredicate } from '../syntax.ts';
import { asksFeatures, type Condition } from './conditions.ts';
import { host, otherPlatforms, type Platform } from './platforms.ts';
import { isOfPlatforms, type Trial } from './trial.ts';

/** So many are looked at one by one; more, which mostly have a few lines each, as if they were one. */
const mostAlone = 2;
/** More than real crates need by far. */
const mostPlatforms = 24;
/** Conditions that hold on no platform in the list, and want one made for them. */
const mostMade = 100;
/** Real crates have a few hundred. */
const mostConditions = 5_000;
/** How often it is tried to look at several platforms as if they were one: what is left then has not much in common. */
const mostJoined = 3;

export interface Choice {
  readonly chosen: readonly Platform[];
  /** All on which the crate does not refuse to be compiled, the best-known first. */
  readonly supported: readonly Platform[];
}

/**
 * As few platforms as may be, on one of which at least each of the conditions holds that holds on any but Linux.
 * @param conditions under which there is code
 * @param refused those under which the crate refuses to be compiled
 * @throws Unavailable when there are too many
 */
export function choosePlatforms(conditions: readonly Condition[], refused: readonly Condition[], trial: Trial): Choice {
  const left = conditions.filter((one) => trial.isElsewhere(one));
  if (left.length > mostConditions) throw tooMany();
  // What is refused under some features only is compiled without them.
  const stops = refused.filter((one) => trial.isElsewhere(one) && !one.some(asksFeatures));
  const isSupported = (platform: Platform) => !stops.some((condition) => trial.holds(condition, platform));
  const usual = otherPlatforms.filter(isSupported);
  const rare = madeFor(left, [host, ...usual], trial, isSupported);
  const supported = [...usual, ...rare];
  return { chosen: few(left, supported, trial), supported };
}

/** Platforms made for conditions that hold on none of those there are, be they refused or not. */
function madeFor(
  conditions: readonly Condition[],
  bases: readonly Platform[],
  trial: Trial,
  isSupported: (platform: Platform) => boolean,
): Platform[] {
  const found: Platform[] = [];
  let tried = 0;
  for (const condition of conditions) {
    if ([...otherPlatforms, ...found].some((platform) => trial.holds(condition, platform))) continue;
    tried += 1;
    if (tried > mostMade) throw tooMany();
    const platform = made(condition, bases, trial, isSupported);
    if (platform !== undefined) found.push(platform);
  }
  return found;
}

function few(conditions: readonly Condition[], platforms: readonly Platform[], trial: Trial): Platform[] {
  const chosen: Platform[] = [];
  const without = (platform: Platform, of: readonly Condition[]) => of.filter((one) => !trial.holds(one, platform));
  let open = conditions;
  while (open.length > 0) {
    const alone = cover(open, platforms, trial);
    const [best] = alone;
    if (best === undefined) break;
    if (chosen.length === mostPlatforms) throw tooMany();
    const mayJoin = alone.length > mostAlone && chosen.length < mostJoined;
    const next = mayJoin ? together(best, platforms, (platform) => without(platform, open).length) : best;
    chosen.push(next);
    open = without(next, open);
  }
  return chosen;
}

/** The platform on which most of the conditions hold, then the one for most of the rest, and so on; none for conditions that hold on none. */
function cover(conditions: readonly Condition[], platforms: readonly Platform[], trial: Trial): readonly Platform[] {
  const on = conditions.map((condition) => new Set(platforms.filter((platform) => trial.holds(condition, platform))));
  let open = on.filter(({ size }) => size > 0);
  const chosen: Platform[] = [];
  while (open.length > 0) {
    const counts = platforms.map((platform) => open.filter((one) => one.has(platform)).length);
    const best = platforms[counts.indexOf(Math.max(...counts))]!;
    chosen.push(best);
    open = open.filter((one) => !one.has(best));
  }
  return chosen;
}

function joined(a: Platform, b: Platform): Platform {
  // Code asks for the absence of these: what they bring Linux has.
  const isShared = (value: string) =>
    !value.startsWith('target_has_atomic=') || (a.values.has(value) && b.values.has(value));
  return {
    where: 'on other platforms',
    names: new Set([...a.names, ...b.names]),
    values: new Set([...a.values, ...b.values].filter(isShared)),
  };
}

/**
 * A system that there is not, but what is written for any of several is compiled on it. Windows differs too much from others for that.
 * @param open how many conditions a platform leaves open: one that asks for the absence of a system may hold on no two at once
 */
function together(best: Platform, platforms: readonly Platform[], open: (platform: Platform) => number): Platform {
  const isWindows = ({ names }: Platform) => names.has('windows');
  let joint = best;
  let left = open(best);
  for (const platform of platforms) {
    if (isWindows(platform) !== isWindows(best)) continue;
    const more = joined(joint, platform);
    const leaves = open(more);
    if (leaves < left) [joint, left] = [more, leaves];
  }
  return joint;
}

const tooMany = () => new Unavailable('the crate has code for more platforms than are looked at');

/** A platform made for a condition: one of those there are, with what the condition asks for; undefined when that does not help. */
export function made(
  condition: Condition,
  bases: readonly Platform[],
  trial: Trial,
  isSupported: (platform: Platform) => boolean,
): Platform | undefined {
  const asked = condition.flatMap((predicate) => literals(predicate, true)).slice(0, mostAsked);
  const attempts = [...bases.map((base) => withOptions(base, asked)), ...asked.map((one) => withOptions(host, [one]))];
  return attempts.find((platform) => trial.holdsNow(condition, platform) && isSupported(platform));
}

/** Of one condition; real ones name up to twenty systems. */
const mostAsked = 32;

interface Literal {
  readonly key: string;
  readonly option: string;
  readonly isSet: boolean;
}

/** What platforms may differ in, set where the predicate wants it set. */
function literals(predicate: CfgPredicate, isSet: boolean): Literal[] {
  if (predicate.op === 'all' || predicate.op === 'any') return predicate.of.flatMap((part) => literals(part, isSet));
  if (predicate.op === 'not') return literals(predicate.of, !isSet);
  if (predicate.op !== 'option' || !isOfPlatforms(predicate.name)) return [];
  const { name, value } = predicate;
  // A system of another family differs in more than the name.
  if (name === 'unix' || name === 'windows') return [];
  return [{ key: name, option: value === undefined ? name : `${name}="${value}"`, isSet }];
}

/** Of these a platform may have several at a time. */
const several: ReadonlySet<string> = new Set(['target_feature', 'target_has_atomic', 'target_family']);

function withOptions(base: Platform, asked: readonly Literal[]): Platform {
  const names = new Set(base.names);
  const values = new Set(base.values);
  for (const { key, option, isSet } of asked) {
    const options = key === option ? names : values;
    if (isSet && options === values && !several.has(key))
      for (const value of values) if (value.startsWith(`${key}=`)) values.delete(value);
    if (isSet) options.add(option);
    else options.delete(option);
  }
  const added = [...names, ...values].filter((one) => !base.names.has(one) && !base.values.has(one));
  const replaced = (one: string) => added.some((other) => other.split('=')[0] === one.split('=')[0]);
  const gone = [...base.names, ...base.values].filter((one) => !names.has(one) && !values.has(one) && !replaced(one));
  const where = `where ${[...added, ...gone.map((one) => `not ${one}`)].join(', ')}`;
  return { where: base === host ? where : `${base.where}, ${where}`, names, values };
}
