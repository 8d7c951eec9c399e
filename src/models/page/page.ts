import { Readings } from '../kept/readings.ts';
import type { Document } from './document.ts';

/** How a page is marked up, by its name; plain text reads as Markdown does. */
function markupOf(path: string): 'markdown' | 'rst' | 'asciidoc' {
  if (/\.(?:rst|rest)$/i.test(path)) return 'rst';
  return /\.(?:adoc|asciidoc|asc)$/i.test(path) ? 'asciidoc' : 'markdown';
}

/** Reads a page by its markup; the readers load on first use. */
export async function readPage(path: string, text: string, readings = new Readings(undefined)): Promise<Document> {
  const markup = markupOf(path);
  const page = await readings.of(markup, text, async () => {
    const { anchors, ...rest } = await parse(markup, text);
    return { ...rest, anchors: [...anchors] };
  });
  return { ...page, anchors: new Set(page.anchors) };
}

async function parse(markup: ReturnType<typeof markupOf>, text: string): Promise<Document> {
  if (markup === 'markdown') return (await import('./markdown.ts')).parseMarkdown(text);
  const { parseAsciidoc, parseRst } = await import('./line-markup.ts');
  return markup === 'rst' ? parseRst(text) : parseAsciidoc(text);
}
