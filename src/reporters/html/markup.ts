/** HTML from templates: what is put in is text, unless it is markup already. */
import { printable } from '../escape.ts';

export interface Markup {
  readonly html: string;
}

type Part = string | number | Markup | undefined | readonly Part[];

/** Text for element content and for quoted attributes. */
export function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A tagged template; lists are joined, undefined is nothing. */
export function markup(words: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { html: words.reduce((html, word, index) => html + toHtml(parts[index - 1]) + word) };
}

function toHtml(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'html' in part ? part.html : part.map(toHtml).join('');
}

/** A sentence in which what stands between backticks is code. */
export function prose(text: string): Markup {
  const parts = text.split(/`([^`]+)`/);
  return markup`${parts.map((part, index) => (index % 2 === 0 ? part : markup`<code>${part}</code>`))}`;
}
