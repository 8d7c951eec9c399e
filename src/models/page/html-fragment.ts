/**
 * The pieces of raw HTML as it occurs in Markdown: tags with their attributes, text, comments dropped. It is no HTML parser:
 * nothing is nested or repaired, every piece carries its offset, and the time is linear in the input.
 */
export type HtmlPiece =
  | { kind: 'open'; name: string; attributes: ReadonlyMap<string, string>; offset: number }
  | { kind: 'close'; name: string; offset: number }
  | { kind: 'text'; text: string; offset: number };

const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
};

/** Splits a fragment; unclosed comments and tags run to its end and are dropped. */
export function splitHtml(html: string): HtmlPiece[] {
  const pieces: HtmlPiece[] = [];
  let at = 0;
  while (at < html.length) {
    const start = html.indexOf('<', at);
    if (start < 0) break;
    if (start > at) pushText(pieces, html.slice(at, start), at);
    if (html.startsWith('<!--', start)) {
      const end = html.indexOf('-->', start + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    if (!/[a-zA-Z/!?]/.test(html[start + 1] ?? '')) {
      pushText(pieces, '<', start);
      at = start + 1;
      continue;
    }
    const end = tagEnd(html, start);
    pushTag(pieces, html.slice(start, end), start);
    at = end + 1;
  }
  if (at < html.length) pushText(pieces, html.slice(at), at);
  return pieces;
}

function pushTag(pieces: HtmlPiece[], tag: string, offset: number): void {
  const name = /^<\/?([a-zA-Z][\w-]*)/.exec(tag);
  if (!name) return;
  const lower = name[1]!.toLowerCase();
  if (tag[1] === '/') {
    pieces.push({ kind: 'close', name: lower, offset });
    return;
  }
  const attributes = new Map<string, string>();
  for (const [, key, double, single, bare] of tag.slice(name[0].length).matchAll(ATTRIBUTE)) {
    attributes.set(key!.toLowerCase(), decode(double ?? single ?? bare ?? ''));
  }
  pieces.push({ kind: 'open', name: lower, attributes, offset });
}

function pushText(pieces: HtmlPiece[], text: string, offset: number): void {
  if (text !== '') pieces.push({ kind: 'text', text: decode(text), offset });
}

/** Index of the `>` that ends the tag at `start`, quotes respected; the input's end when there is none. */
function tagEnd(html: string, start: number): number {
  let quote = '';
  for (let at = start + 1; at < html.length; at += 1) {
    const char = html[at]!;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if ((char === '"' || char === "'") && html[at - 1] === '=') quote = char;
    else if (char === '>') return at;
  }
  return html.length;
}

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g, (whole, decimal, hex, named) => {
    if (named) return ENTITIES[named] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
