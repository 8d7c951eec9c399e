import type { Token } from 'markdown-it';
import { placeFinder } from '../text/line-finder.ts';
import type { CodeBlock, Document, Table } from './document.ts';
import { splitHtml } from './html-fragment.ts';
import { parseInfo } from './info-string.ts';
import { LinkLocator, readable } from './link-locator.ts';
import { type Spot, TextFlow } from './text-flow.ts';

/** Raw HTML's smaller headings serve as captions in centred banners, not as sections. */
const HEADING = /^h[1-3]$/;
/** Tags that end a run of text; the others are inline. */
const BREAKING = new Set(
  'h4 h5 h6 address article aside blockquote br center dd details div dl dt figcaption figure footer header hr li main nav ol p section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);

/** Turns markdown-it's flat tokens into a document; HTML and Markdown feed the same state. */
export class MarkdownReader {
  readonly #flow = new TextFlow();
  readonly #lines: string[];
  #hidden = '';
  #quotes = 0;
  #lists = 0;
  #html = false;
  #table: Table | undefined;
  /** Inside a cell, whose text is no prose. */
  #cell = false;

  constructor(body: string) {
    this.#lines = body.split('\n');
  }

  finish(frontMatter?: { text: string; line: number }): Document {
    this.#flush();
    this.#flow.closeHeading();
    this.#flow.closeVerbatim(this.#lines.length);
    return this.#flow.builder.finish(this.#lines.length, frontMatter);
  }

  block(token: Token): void {
    if (token.map) this.#flow.line = token.map[0] + 1;
    switch (token.type) {
      case 'heading_open':
        this.#flush();
        if (token.level === 0) this.#flow.openHeading(Number(token.tag.slice(1)), this.#flow.line);
        break;
      case 'heading_close':
        if (token.level === 0) this.#flow.closeHeading();
        else this.#flush();
        break;
      case 'inline':
        this.#inline(token);
        break;
      case 'html_block':
        this.#htmlBlock(token);
        break;
      case 'fence':
      case 'code_block':
        this.#code(token);
        break;
      default:
        this.#container(token);
    }
  }

  #container(token: Token): void {
    if (token.type === 'blockquote_open') this.#quotes += 1;
    else if (token.type === 'list_item_open') this.#lists += 1;
    else if (token.type.startsWith('t')) this.#tablePart(token);
    if (token.type === 'paragraph_close' || token.type === 'list_item_close' || token.type === 'blockquote_close')
      this.#flush();
    if (token.type === 'blockquote_close') this.#quotes -= 1;
    else if (token.type === 'list_item_close') this.#lists -= 1;
  }

  #tablePart(token: Token): void {
    if (token.type === 'table_open') {
      this.#flush();
      const [start, end] = token.map ?? [this.#flow.line - 1, this.#flow.line];
      this.#table = { kind: 'table', header: [], rows: [], line: start + 1, endLine: end };
    } else if (token.type === 'th_open' || token.type === 'td_open') this.#cell = true;
    else if (token.type === 'th_close') this.#table?.header.push(this.#takeCell());
    else if (token.type === 'td_close') this.#table?.rows.at(-1)?.cells.push(this.#takeCell());
    else if (token.type === 'tr_open' && this.#table && this.#table.header.length > 0) {
      // markdown-it maps no body row; the first stands two lines below the header
      this.#flow.line = this.#table.line + 2 + this.#table.rows.length;
      this.#table.rows.push({ cells: [], line: this.#flow.line });
    } else if (token.type === 'table_close' && this.#table) {
      this.#flow.builder.section.blocks.push(this.#table);
      this.#table = undefined;
    }
  }

  #takeCell(): string {
    this.#cell = false;
    return this.#flow.takeText();
  }

  #code(token: Token): void {
    this.#flush();
    const [start, end] = token.map ?? [this.#flow.line - 1, this.#flow.line];
    const fenced = token.type === 'fence';
    const block: CodeBlock = {
      kind: 'code',
      ...parseInfo(fenced ? token.info : ''),
      text: token.content,
      line: start + (fenced ? 2 : 1),
      endLine: end,
    };
    this.#flow.builder.section.blocks.push(block);
  }

  #htmlBlock(token: Token): void {
    this.#flush();
    this.#html = true;
    const first = token.map ? token.map[0] + 1 : this.#flow.line;
    const placeOf = placeFinder(token.content);
    this.#htmlPieces(token.content, (offset) => {
      const { line, column } = placeOf(offset);
      return { line: first + line - 1, column };
    });
    this.#flow.line = first + token.content.split('\n').length - 1;
    this.#flush();
    this.#html = false;
  }

  #htmlPieces(html: string, place: (offset: number) => Spot): void {
    for (const piece of splitHtml(html)) {
      const at = place(piece.offset);
      this.#flow.line = at.line;
      if (piece.kind === 'text') this.#text(piece.text);
      else if (piece.kind === 'open') this.#openTag(piece.name, piece.attributes, at);
      else this.#closeTag(piece.name);
    }
  }

  #openTag(name: string, attributes: ReadonlyMap<string, string>, at: Spot): void {
    for (const key of ['id', 'name']) {
      const anchor = attributes.get(key);
      if (anchor && (key === 'id' || name === 'a')) this.#flow.builder.anchors.add(anchor);
    }
    if (name === 'script' || name === 'style') this.#hidden = name;
    else if (HEADING.test(name)) {
      this.#flush();
      this.#flow.openHeading(Number(name[1]), at.line);
    } else if (name === 'pre') {
      this.#flush();
      this.#flow.openVerbatim(at.line, attributes.get('lang') ?? '');
    } else if (name === 'code' && this.#flow.inVerbatim) {
      this.#flow.nameLanguage(/\blanguage-([\w+-]+)/.exec(attributes.get('class') ?? '')?.[1] ?? '');
    } else if (name === 'a') {
      const target = attributes.get('href');
      if (target !== undefined) this.#flow.openLink(target, at);
    } else if (name === 'img') this.#flow.image(attributes.get('src') ?? '', attributes.get('alt') ?? '', at);
    else if (BREAKING.has(name) && !this.#cell && !this.#flow.inHeading) this.#flush();
    else if (name === 'br') this.#text(' ');
  }

  #closeTag(name: string): void {
    if (name === this.#hidden) this.#hidden = '';
    else if (HEADING.test(name)) this.#flow.closeHeading();
    else if (name === 'pre') this.#flow.closeVerbatim(this.#flow.line);
    else if (name === 'a') this.#flow.closeLink();
    else if (BREAKING.has(name) && !this.#cell && !this.#flow.inHeading) this.#flush();
  }

  #inline(token: Token): void {
    const first = token.map ? token.map[0] + 1 : this.#flow.line;
    const last = token.map ? token.map[1] : first;
    const locate = new LinkLocator(this.#lines, first, last);
    this.#flow.line = first;
    const parts = token.children ?? [];
    parts.forEach((part, at) => {
      this.#inlinePart(part, locate, parts[at + 1]);
    });
    this.#flow.closeLink();
    this.#flow.reach(last);
  }

  #inlinePart(child: Token, locate: LinkLocator, next?: Token): void {
    if (child.type === 'text') this.#text(child.content);
    else if (child.type === 'softbreak' || child.type === 'hardbreak') {
      this.#text(child.type === 'hardbreak' ? '\n' : ' ');
    } else if (child.type === 'code_inline') this.#codeSpan(child.content);
    else if (child.type === 'link_open') {
      const target = String(child.attrGet('href') ?? '');
      this.#flow.openLink(readable(target), locate.find(target, `[${next?.content ?? ''}`));
    } else if (child.type === 'link_close') {
      if (this.#flow.link) locate.pass(this.#flow.link);
      this.#flow.closeLink();
    } else if (child.type === 'image') {
      const target = String(child.attrGet('src') ?? '');
      const at = locate.find(target, `![${child.content}`);
      locate.pass(at);
      this.#flow.image(readable(target), child.content, at);
    } else if (child.type === 'html_inline') {
      const at = locate.find(child.content);
      locate.pass(at);
      this.#htmlPieces(child.content, () => at);
    }
  }

  #text(text: string): void {
    if (this.#hidden === '') this.#flow.text(text);
  }

  #codeSpan(code: string): void {
    this.#text(code);
    this.#flow.codeSpan(code);
  }

  #flush(): void {
    if (this.#cell) return;
    this.#flow.endProse(this.#quotes > 0 ? 'quote' : this.#lists > 0 ? 'list' : this.#html ? 'html' : 'paragraph');
  }
}
