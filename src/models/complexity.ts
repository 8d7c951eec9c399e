/** Documented costs, `O(n log n)`, and what they are about: performance/complexity. */
import type { Document } from './document.ts';
import type { CrateModel, Definition, Place } from './rust/crate/crate-model.ts';
import { calleeOf } from './rust-api/callee.ts';
import { codeBodies } from './rust-api/code-bodies.ts';

export interface StatedCost {
  readonly path: string;
  readonly line: number;
  /** `O(n log n)`. */
  readonly cost: string;
  /** The item that it is about. */
  readonly about: string;
}

/** `O(…)` over sizes: a letter, a number, log, products and sums of them. `Foo(n)` and prose in parentheses are none. */
const cost = /(?<![A-Za-z0-9_])O\((?:[^()\n]|\([^()\n]*\)){1,40}\)/;

/** Costs stated in doc comments of the crate's items. */
export function costsInDocs(model: CrateModel): StatedCost[] {
  return model.definitions.flatMap((definition) => {
    const stated = cost.exec(docOf(definition))?.[0];
    if (stated === undefined) return [];
    const { path, line } = model.placeOf(definition);
    return [{ path, line, cost: stated, about: model.pathOf(definition) }];
  });
}

const docOf = ({ attributes }: Definition): string => attributes.map(({ doc }) => doc?.text ?? '').join('\n');

/** Costs stated on a page, where the same paragraph, row or heading names something that the crates define. */
export function costsOnPage(path: string, page: Document, names: ReadonlySet<string>): StatedCost[] {
  return page.sections.flatMap((section) =>
    section.blocks.flatMap((block): StatedCost[] => {
      const texts =
        block.kind === 'table'
          ? block.rows.map(({ cells, line }) => ({ text: cells.join(' | '), line }))
          : block.kind === 'prose'
            ? [{ text: block.text, line: block.line }]
            : block.text.split('\n').map((text, index) => ({ text, line: block.line + index }));
      return texts.flatMap(({ text, line }) => {
        const stated = cost.exec(text)?.[0];
        const about =
          stated === undefined
            ? undefined
            : [...wordsOf(text), ...wordsOf(section.title)].find((word) => names.has(word));
        return stated === undefined || about === undefined ? [] : [{ path, line, cost: stated, about }];
      });
    }),
  );
}

const wordsOf = (text: string): string[] =>
  (text.match(/[A-Za-z_][A-Za-z0-9_]{2,}/g) ?? []).flatMap((word) => [word, word.toLowerCase()]);

/** Names that a page can mean: items of the crates, functions in any case. */
export function itemNames(models: readonly CrateModel[]): Set<string> {
  const kinds = ['function', 'method', 'struct', 'enum', 'trait', 'module', 'macro'];
  return new Set(
    models.flatMap((model) =>
      model.definitions.filter(({ kind, name }) => kinds.includes(kind) && name.length > 2).map(({ name }) => name),
    ),
  );
}

export interface Costly extends Place {
  readonly item: string;
  readonly why: string;
}

/** Public functions with a loop in a loop or that call themselves, and state no cost. */
export function costlyFunctions(model: CrateModel): Costly[] {
  const codes = new Map(codeBodies(model).map((code) => [code.owner, code]));
  return model.publicItems().flatMap(({ definition, item }) => {
    const code = definition.item('function') === undefined ? undefined : codes.get(definition);
    if (code === undefined || cost.test(docOf(definition))) return [];
    const { body } = code;
    const nested = body.loops.some(({ depth }) => depth > 0);
    const recursive = body.calls.some((call) => {
      if (call.name !== definition.name) return false;
      const callee = calleeOf(model, code, call);
      return callee?.kind === 'own' && callee.definition === definition;
    });
    if (!nested && !recursive) return [];
    return [{ ...model.placeOf(definition), item, why: nested ? 'has a loop in a loop' : 'calls itself' }];
  });
}
