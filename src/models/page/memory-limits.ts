/** Where a page of documentation states how much memory is used or allowed. */
import { type Document, proseOf } from './document.ts';

export interface StatedLimit {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

const limit =
  /\bmemory\b.{0,80}(?:\d\s*(?:[KMGT]i?B|bytes?)\b|\blimit|\bbound|\bat most\b|\bmaximum\b)|\d\s*(?:[KMGT]i?B)\b.{0,60}\bmemory\b/i;

export function statedLimits(path: string, page: Document): StatedLimit[] {
  const prose = proseOf(page.sections).map(({ text, line }) => ({ text, line }));
  const rows = page.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) =>
      block.kind === 'table' ? block.rows.map(({ cells, line }) => ({ text: cells.join(' | '), line })) : [],
    ),
  );
  return [...prose, ...rows]
    .filter(({ text }) => limit.test(text.slice(0, 2000)))
    .map(({ text, line }) => ({ path, line, text: text.replace(/\s+/g, ' ').slice(0, 100) }));
}
