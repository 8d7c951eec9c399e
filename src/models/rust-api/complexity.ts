/** Documented costs, `O(n log n)`, and what they are about: performance/complexity. */
import type { Document } from '../page/document.ts';

export interface StatedCost {
  readonly path: string;
  readonly line: number;
  /** `O(n log n)`. */
  readonly cost: string;
  /** The item that it is about. */
  readonly about: string;
}

/** `O(…)` over sizes: a letter, a number, log, products and sums of them. `Foo(n)` and prose in parentheses are none. */
export const cost = /(?<![A-Za-z0-9_])O\((?:[^()\n]|\([^()\n]*\)){1,40}\)/;

/** Fences that draw: what they name are nodes, not code. */
const DIAGRAM = /^(?:mermaid|plantuml|puml|dot|graphviz|d2)$/;

/** Costs stated on a page, where the same sentence, row or heading names something that the crates define. */
export function costsOnPage(path: string, page: Document, names: ReadonlySet<string>): StatedCost[] {
  return page.sections.flatMap((section) =>
    section.blocks.flatMap((block): StatedCost[] =>
      statementsOf(block).flatMap(({ text, line, code }) => {
        const stated = cost.exec(text)?.[0];
        if (stated === undefined) return [];
        const about = code.find((one) => names.has(one)) ?? itemIn(text, names) ?? itemInTitle(section.title, names);
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
  if (DIAGRAM.test(block.language)) return [];
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

/** As in text, but that every heading begins with a capital: a word with no other mark of code is an item when it is the whole heading. */
function itemInTitle(title: string, names: ReadonlySet<string>): string | undefined {
  return names.has(title) ? title : itemIn(title.replace(/\b[A-Z][a-z0-9]*\b(?!\()/g, ''), names);
}
