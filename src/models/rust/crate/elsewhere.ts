/**
 * Code that Linux does not compile, and the platforms that do. Only what `cfg` says in the crate's own files is read for that, so a crate
 * that names no platform costs nothing more.
 */
import { grouped } from '../../collections/grouped.ts';
import { memo } from '../../collections/memo.ts';
import { macroItems } from '../macros.ts';
import type { CfgPredicate, Item, SourceFile, TokenRange } from '../syntax.ts';
import type { CfgOptions } from './cfg.ts';
import { type ConditionalCode, conditionsByLine } from './condition-lines.ts';
import { type Condition, conditionsInside, holding } from './conditions.ts';
import type { SourceFiles } from './input.ts';
import { choosePlatforms, Trial } from './platform-choice.ts';
import type { Platform } from './platforms.ts';
import { visitItems } from './reached-files.ts';

/** As predicates have them: a name stands between brackets, commas or before an arm, a key before its value. */
const telling =
  /\b(?:target_(?:os|arch|family|env|vendor|abi|endian|pointer_width|has_atomic\w*|feature|thread_local|object_format)|panic)\s*=|[(,]\s*(?:unix|windows|debug_assertions|overflow_checks|target_\w+)\s*[,)]|\b(?:unix|windows)\s*=>/;

/** Whether a file may hold a `cfg` that tells platforms apart. */
export const mayTell = memo(({ text }: SourceFile): boolean => text.includes('cfg') && telling.test(text));

export class Elsewhere {
  /** As few as compile all code of the crate that Linux leaves out. */
  readonly platforms: readonly Platform[];
  readonly #supported: readonly Platform[];
  readonly #places: ReadonlyMap<string, readonly ConditionalCode[]>;
  /** Of files that were asked for. */
  readonly #lines = new Map<string, ReadonlyMap<number, Condition>>();
  readonly #trial: Trial;
  readonly #trialOf = memo((options: CfgOptions) => new Trial(options));

  /**
   * @param root the crate's root file
   * @param options those that the crate is read under on Linux, its features and what its build script sets among them
   * @throws Unavailable when there are too many platforms
   */
  constructor(root: string, files: SourceFiles, options: CfgOptions) {
    const read = new ConditionReader();
    visitItems(root, files, (source, items, when) => {
      if (when.length > 0 || mayTell(source)) read.items(items, when);
    });
    this.#trial = this.#trialOf(options);
    this.#places = grouped(read.code, ({ source }) => source.path);
    const conditions = distinct(read.code.map(({ when }) => when));
    const { chosen, supported } = choosePlatforms(conditions, distinct(read.refused), this.#trial);
    this.platforms = chosen;
    this.#supported = supported;
  }

  /** Whether a line is compiled on some platform under other options. */
  isCompiled(path: string, line: number, options: CfgOptions): boolean {
    const when = this.#conditionAt(path, line);
    const trial = this.#trialOf(options);
    return when === undefined || this.#supported.some((platform) => trial.holds(when, platform));
  }

  /** The best-known platform on which a line is compiled; undefined for one that Linux compiles too, or that nothing is known of. */
  where(path: string, line: number): string | undefined {
    const when = this.#conditionAt(path, line);
    if (when === undefined) return undefined;
    return this.#supported.find((platform) => this.#trial.holds(when, platform))?.where;
  }

  /** The innermost one that leaves out a line on Linux. */
  #conditionAt(path: string, line: number): Condition | undefined {
    const known = this.#lines.get(path);
    if (known !== undefined) return known.get(line);
    const leftOut = (this.#places.get(path) ?? []).filter(({ when }) => this.#trial.isElsewhere(when));
    const lines = conditionsByLine(leftOut);
    this.#lines.set(path, lines);
    return lines.get(line);
  }
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

class ConditionReader {
  readonly code: ConditionalCode[] = [];
  /** Under which the crate refuses to be compiled. */
  readonly refused: Condition[] = [];

  items(items: readonly Item[], when: Condition): void {
    for (const item of items) this.#item(item, holding(item, when));
  }

  #item(item: Item, when: Condition): void {
    switch (item.kind) {
      case 'function':
        if (item.body !== undefined) this.#body(item, item.body, when);
        return;
      case 'constant':
      case 'static':
        if (item.value !== undefined) this.#body(item, item.value, when);
        return;
      case 'impl':
        if (item.unsafe) this.#add(item, when);
        this.items(item.items, when);
        return;
      case 'trait':
        this.#add(item, when);
        this.items(item.items, when);
        return;
      case 'module':
        // What is in it is met by itself; its file may be missing.
        if (!item.inline) this.#add(item, when);
        return;
      case 'struct':
      case 'enum':
        this.#add(item, when);
        return;
      case 'macro-rules':
        // What it is called under counts too: what it writes is somebody's code.
        this.#inside(item.source, item.body, when, true);
        return;
      case 'macro-call':
        if (/(^|:)compile_error$/.test(item.path)) this.refused.push(when);
        // What reads as items is met by itself.
        else if (macroItems(item).clean) this.#add(item, when);
        else this.#body(item, item.body, when);
        return;
      default:
    }
  }

  #add({ source, tokens }: Item, when: Condition): void {
    if (when.length > 0) this.code.push({ when, source, tokens });
  }

  #body(item: Item, range: TokenRange, when: Condition): void {
    this.#add(item, when);
    if (mayTell(item.source)) this.#inside(item.source, range, when);
  }

  #inside(source: SourceFile, range: TokenRange, when: Condition, isMacro = false): void {
    for (const inside of conditionsInside(source, range, when, isMacro)) this.code.push({ ...inside, source });
  }
}
