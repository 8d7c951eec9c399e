import MarkdownIt from 'markdown-it';
import type { Document } from './document.ts';
import { MarkdownReader } from './markdown-reader.ts';

/**
 * Reads Markdown (CommonMark with GitHub's tables and autolinks, raw HTML understood as far as headings, links, images,
 * paragraphs and `pre` go). Front matter is set apart. Any text is Markdown, so this never fails.
 */
export function parseMarkdown(source: string): Document {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const { body, frontMatter } = splitFrontMatter(text);
  const reader = new MarkdownReader(body);
  for (const token of parser().parse(body, {})) reader.block(token);
  return reader.finish(frontMatter);
}

let shared: InstanceType<typeof MarkdownIt> | undefined;

function parser(): InstanceType<typeof MarkdownIt> {
  if (!shared) {
    shared = new MarkdownIt({ html: true, linkify: true });
    lightenLinkify(shared.linkify);
    // rustdoc and GitHub show any target; the default filter would drop `javascript:` and `data:` links from view
    shared.validateLink = () => true;
  }
  return shared;
}

/** Its patterns take 13 ms to prepare, and every link has an address: only a text with a bare one is worth that. */
function lightenLinkify(linkify: InstanceType<typeof MarkdownIt>['linkify']): void {
  linkify.set({ fuzzyLink: false });
  const match = linkify.match.bind(linkify);
  linkify.test = (text) => text.includes('//') || text.includes('@');
  linkify.match = (text) => match(text) ?? [];
}

function splitFrontMatter(text: string): { body: string; frontMatter?: { text: string; line: number } } {
  const fence = /^(---|\+\+\+)[ \t]*\n/.exec(text);
  if (!fence) return { body: text };
  const end = text.indexOf(`\n${fence[1]}`, fence[0].length - 1);
  if (end < 0 || !/^[ \t]*(?:\n|$)/.test(text.slice(end + 4))) return { body: text };
  const inside = text.slice(fence[0].length, Math.max(fence[0].length, end));
  // a thematic break above prose is no front matter: that has keys
  if (!/^\s*["\w][\w."' -]*\s*[:=]/m.test(inside)) return { body: text };
  const head = text.slice(0, end + 4);
  return { body: head.replace(/[^\n]/g, '') + text.slice(end + 4), frontMatter: { text: inside, line: 2 } };
}
