/**
 * The types that a program can have values of, told by the words of the code that it runs: what nothing names is never made,
 * and its methods are not what is called, whatever they are called. Types lead to those of their fields, statics to their own.
 */
import { groupedByEach } from '../collections/grouped.ts';
import { memo } from '../collections/memo.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import type { Item, SourceFile } from '../rust/syntax.ts';

/** Definitions whose text says what comes with them. */
const LEADING: ReadonlySet<string> = new Set(
  'struct enum union type-alias associated-type static constant associated-constant trait'.split(' '),
);

export class NamedTypes {
  readonly #named = new Set<string>();
  readonly #parts: readonly ReadonlyMap<string, readonly Definition[]>[];

  constructor(program: CrateModel, libraries: readonly CrateModel[]) {
    this.#parts = [leadingIn(program), leadingAmong(libraries)];
    // What such a macro makes of its words is not known.
    for (const model of [program, ...libraries]) for (const text of macroTexts(model)) this.see(text);
  }

  /** Whether anything that was seen names it. */
  has(name: string): boolean {
    return this.#named.has(name);
  }

  /** @returns the names that nothing had named before */
  see(text: string): string[] {
    const fresh: string[] = [];
    const texts = [text];
    for (const one of texts) {
      for (const [name] of one.matchAll(/\b[A-Z]\w*/g)) {
        if (this.#named.has(name)) continue;
        this.#named.add(name);
        fresh.push(name);
        for (const part of this.#parts) for (const one of part.get(name) ?? []) texts.push(textOf(one));
      }
    }
    return fresh;
  }
}

const leading = (models: readonly CrateModel[]): ReadonlyMap<string, readonly Definition[]> =>
  groupedByEach(
    models.flatMap(({ definitions }) => definitions.filter(({ kind }) => LEADING.has(kind))),
    ({ name }) => [name],
  );
const leadingIn = memo((model: CrateModel) => leading([model]));
const leadingAmong = memo(leading);

/** The text of an item, without its attributes; empty for what is none. */
export function textOf({ node, source }: Definition): string {
  const { span } = node as Partial<Item>;
  return span === undefined ? '' : source.spanText(span);
}

const macroTexts = memo(({ definitions }: CrateModel): readonly string[] => {
  const files = new Set(definitions.map(({ source }) => source));
  return [...files].flatMap((file) => macrosIn(file, file.items));
});

const macrosIn = (file: SourceFile, items: readonly Item[]): string[] =>
  items.flatMap((item) => {
    if (item.kind === 'module') return macrosIn(file, item.items);
    return item.kind === 'macro-call' ? [file.rangeText(item.body)] : [];
  });
