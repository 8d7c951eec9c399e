import type { Document } from './document.ts';

/** How a page is marked up, by its name; plain text reads as Markdown does. */
function markupOf(path: string): 'markdown' | 'rst' | 'asciidoc' {
  if (/\.(?:rst|rest)$/i.test(path)) return 'rst';
  return /\.(?:adoc|asciidoc|asc)$/i.test(path) ? 'asciidoc' : 'markdown';
}

/** Reads a page by its markup; the readers load on first use. */
export async function readPage(path: string, text: string): Promise<Document> {
  const markup = markupOf(path);
  if (markup === 'markdown') return (await import('./markdown.ts')).parseMarkdown(text);
  const { parseAsciidoc, parseRst } = await import('./line-markup.ts');
  return markup === 'rst' ? parseRst(text) : parseAsciidoc(text);
}
