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

/** Costs stated on a page, where the same sentence, row or heading names something that the crates define. */
export function costsOnPage(path: string, page: Document, names: ReadonlySet<string>): StatedCost[] {
  return page.sections.flatMap((section) =>
    section.blocks.flatMap((block): StatedCost[] =>
      statementsOf(block).flatMap(({ text, line, code }) => {
        const stated = cost.exec(text)?.[0];
        if (stated === undefined) return [];
        const about =
          code.find((one) => names.has(one)) ?? [text, section.title].map((one) => itemIn(one, names)).find(Boolean);
        return about === undefined ? [] : [{ path, line, cost: stated, about }];
      }),
    ),
  );
}

interface Statement {
  readonly text: string;
  readonly line: number;
  /** What is marked as code, or fills a cell of its own: `shortest_path()`, "Shortest path". */
  readonly code: readonly string[];
}

function statementsOf(block: Document['sections'][number]['blocks'][number]): Statement[] {
  if (block.kind === 'table')
    return block.rows.map(({ cells, line }) => ({ text: cells.join(' | '), line, code: cells.flatMap(asItem) }));
  if (block.kind === 'prose')
    return [{ text: block.text, line: block.line, code: block.codeSpans.flatMap((span) => span.match(/\w+/g) ?? []) }];
  // What a comment states is about the line below it.
  const lines = block.text.split('\n');
  return lines.map((text, index) => ({
    text,
    line: block.line + index,
    code: /\bfn\s+(\w+)/.exec(/^\s*\/\//.test(text) ? (lines[index + 1] ?? '') : text)?.slice(1) ?? [],
  }));
}

const asItem = (cell: string): string[] => {
  const name = cell.trim().replace(/\(.*\)$/, '');
  return [name, name.toLowerCase().replace(/[\s-]+/g, '_')];
};

/** An item that text names beyond doubt: `snake_case`, `CamelCase`, a type's very name, `called()`. A word such as "all" or "queries" is none. */
function itemIn(text: string, names: ReadonlySet<string>): string | undefined {
  const words = [...text.matchAll(/[A-Za-z_][A-Za-z0-9_]{2,}(?=(\()?)/g)];
  return words.find(([word, call]) => names.has(word) && (call !== undefined || /_|^[A-Z]/.test(word)))?.[0];
}

/** Names that a page can mean: items of the crate, functions in any case. */
export function itemNames(model: CrateModel): string[] {
  const kinds = ['function', 'method', 'struct', 'enum', 'trait', 'module', 'macro'];
  const named = model.definitions.filter(({ kind, name }) => kinds.includes(kind) && name.length > 2);
  return [...new Set(named.map(({ name }) => name))];
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
