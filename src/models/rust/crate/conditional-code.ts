/** The code of a crate that may be left out, and what has to hold for it to be compiled. */
import { memo } from '../../collections/memo.ts';
import { macroItems } from '../macros.ts';
import type { Attributed, EnumItem, Field, Item, SourceFile, TokenRange } from '../syntax.ts';
import { type Condition, conditionsInside, holding } from './conditions.ts';
import type { SourceFiles } from './input.ts';
import { visitItems } from './reached-files.ts';

/** As predicates have them: a name stands between brackets, commas or before an arm, a key before its value. */
const telling =
  /\b(?:target_(?:os|arch|family|env|vendor|abi|endian|pointer_width|has_atomic\w*|feature|thread_local|object_format)|panic)\s*=|[(,]\s*(?:unix|windows|debug_assertions|overflow_checks|target_\w+)\s*[,)]|\b(?:unix|windows)\s*=>/;

/** What is compiled where a feature is off: `not(…)`, the last branch of a choice, the path that no condition chooses, a condition in another. */
const withoutFeature =
  /\bnot\s*\([^;{}]{0,1000}?\bfeature\b|\bcfg_(?:if|select)\b|\bcfg_attr\b[^\]]{0,1000}?(?:\bpath\s*=|(?<!\bdoc\()\bcfg\s*\()/;

/** Whether a file may hold a `cfg` under which code is compiled that Linux leaves out with all features on. */
export const mayTell = memo(({ text }: SourceFile): boolean => {
  if (!text.includes('cfg')) return false;
  return telling.test(text) || (text.includes('feature') && withoutFeature.test(text));
});

/** What may be left out, from a first token to a last. */
export interface ConditionalCode {
  readonly when: Condition;
  readonly source: SourceFile;
  readonly tokens: TokenRange;
}

export interface ReadConditions {
  /** What stands around something else comes before it. */
  readonly code: readonly ConditionalCode[];
  /** Under which the crate refuses to be compiled. */
  readonly refused: readonly Condition[];
}

/** @param root the crate's root file */
export function readConditions(root: string, files: SourceFiles): ReadConditions {
  const read = new ConditionReader();
  visitItems(root, files, (source, items, when) => {
    if (when.length > 0 || mayTell(source)) read.items(items, when);
  });
  return read;
}

class ConditionReader implements ReadConditions {
  readonly code: ConditionalCode[] = [];
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
      case 'union':
        this.#add(item, when);
        this.#fields(item.source, item.fields, when);
        return;
      case 'enum':
        this.#add(item, when);
        this.#variants(item, when);
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

  #fields(source: SourceFile, fields: readonly Field[], when: Condition): void {
    for (const field of fields) this.#part(source, field, when);
  }

  #variants({ source, variants }: EnumItem, when: Condition): void {
    for (const variant of variants) this.#fields(source, variant.fields, this.#part(source, variant, when));
  }

  /** A field or variant, which mostly stands under no condition but that of its type. @returns its own */
  #part(source: SourceFile, part: Attributed, around: Condition): Condition {
    const when = holding(part, around);
    if (when !== around) this.code.push({ when, source, tokens: part.tokens });
    return when;
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
