import type { Token } from 'markdown-it';
import {
  type CodeBlock,
  countWords,
  type Document,
  DocumentBuilder,
  type Link,
  type Prose,
  type Table,
} from './document.ts';
import { splitHtml } from './html-fragment.ts';
import { parseInfo } from './info-string.ts';
import { placeFinder } from './line-finder.ts';
import { LinkLocator, readable } from './link-locator.ts';
import { withoutPlaceholders } from './placeholder.ts';

/** Raw HTML's smaller headings serve as captions in centred banners, not as sections. */
const HEADING = /^h[1-3]$/;
/** Tags that end a run of text; the others are inline. */
const BREAKING = new Set(
  'h4 h5 h6 address article aside blockquote br center dd details div dl dt figcaption figure footer header hr li main nav ol p section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);

interface Run {
  text: string;
  /** The same text without links and their texts. */
  plain: string;
  codeSpans: string[];
  line: number;
  endLine: number;
}

interface OpenLink {
  target: string;
  text: string;
  /** Alternative texts of the images it shows. */
  alt: string;
  line: number;
  column: number;
}

/** Turns markdown-it's flat tokens into a document; HTML and Markdown feed the same state. */
export class MarkdownReader {
  readonly #builder = new DocumentBuilder();
  readonly #lines: string[];
  #run: Run | undefined;
  #link: OpenLink | undefined;
  #heading: { level: number; line: number; alt: string; links: Link[] } | undefined;
  #verbatim: { text: string; line: number; language: string } | undefined;
  #hidden = '';
  #quotes = 0;
  #lists = 0;
  #html = false;
  #table: Table | undefined;
  #cell: string | undefined;
  #line = 1;

  constructor(body: string) {
    this.#lines = body.split('\n');
  }

  finish(frontMatter?: { text: string; line: number }): Document {
    this.#flush();
    this.#closeHeading();
    this.#closeVerbatim(this.#lines.length);
    return this.#builder.finish(this.#lines.length, frontMatter);
  }

  block(token: Token): void {
    if (token.map) this.#line = token.map[0] + 1;
    switch (token.type) {
      case 'heading_open':
        this.#flush();
        if (token.level === 0) this.#openHeading(Number(token.tag.slice(1)), this.#line);
        break;
      case 'heading_close':
        if (token.level === 0) this.#closeHeading();
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
      const [start, end] = token.map ?? [this.#line - 1, this.#line];
      this.#table = { kind: 'table', header: [], rows: [], line: start + 1, endLine: end };
    } else if (token.type === 'th_open' || token.type === 'td_open') this.#cell = '';
    else if (token.type === 'th_close') this.#table?.header.push(this.#takeCell());
    else if (token.type === 'td_close') this.#table?.rows.at(-1)?.cells.push(this.#takeCell());
    else if (token.type === 'tr_open' && this.#table && this.#table.header.length > 0) {
      // markdown-it maps no body row; the first stands two lines below the header
      this.#line = this.#table.line + 2 + this.#table.rows.length;
      this.#table.rows.push({ cells: [], line: this.#line });
    } else if (token.type === 'table_close' && this.#table) {
      this.#builder.section.blocks.push(this.#table);
      this.#table = undefined;
    }
  }

  #takeCell(): string {
    const text = (this.#run?.text ?? '').replace(/\s+/g, ' ').trim();
    this.#run = undefined;
    this.#cell = undefined;
    return text;
  }

  #code(token: Token): void {
    this.#flush();
    const [start, end] = token.map ?? [this.#line - 1, this.#line];
    const fenced = token.type === 'fence';
    const block: CodeBlock = {
      kind: 'code',
      ...parseInfo(fenced ? token.info : ''),
      text: token.content,
      line: start + (fenced ? 2 : 1),
      endLine: end,
    };
    this.#builder.section.blocks.push(block);
  }

  #htmlBlock(token: Token): void {
    this.#flush();
    this.#html = true;
    const first = token.map ? token.map[0] + 1 : this.#line;
    const placeOf = placeFinder(token.content);
    this.#htmlPieces(token.content, (offset) => {
      const { line, column } = placeOf(offset);
      return { line: first + line - 1, column };
    });
    this.#line = first + token.content.split('\n').length - 1;
    this.#flush();
    this.#html = false;
  }

  #htmlPieces(html: string, place: (offset: number) => { line: number; column: number }): void {
    for (const piece of splitHtml(html)) {
      const at = place(piece.offset);
      this.#line = at.line;
      if (piece.kind === 'text') this.#text(piece.text);
      else if (piece.kind === 'open') this.#openTag(piece.name, piece.attributes, at);
      else this.#closeTag(piece.name);
    }
  }

  #openTag(name: string, attributes: ReadonlyMap<string, string>, at: { line: number; column: number }): void {
    for (const key of ['id', 'name']) {
      const anchor = attributes.get(key);
      if (anchor && (key === 'id' || name === 'a')) this.#builder.anchors.add(anchor);
    }
    if (name === 'script' || name === 'style') this.#hidden = name;
    else if (HEADING.test(name)) {
      this.#flush();
      this.#openHeading(Number(name[1]), at.line);
    } else if (name === 'pre') {
      this.#flush();
      this.#verbatim = { text: '', line: at.line, language: attributes.get('lang') ?? '' };
    } else if (name === 'code' && this.#verbatim) {
      this.#verbatim.language ||= /\blanguage-([\w+-]+)/.exec(attributes.get('class') ?? '')?.[1] ?? '';
    } else if (name === 'a') {
      const target = attributes.get('href');
      if (target !== undefined) this.#openLink(target, at);
    } else if (name === 'img') this.#image(attributes.get('src') ?? '', attributes.get('alt') ?? '', at);
    else if (BREAKING.has(name) && this.#cell === undefined && !this.#heading) this.#flush();
    else if (name === 'br') this.#text(' ');
  }

  #closeTag(name: string): void {
    if (name === this.#hidden) this.#hidden = '';
    else if (HEADING.test(name)) this.#closeHeading();
    else if (name === 'pre') this.#closeVerbatim(this.#line);
    else if (name === 'a') this.#closeLink();
    else if (BREAKING.has(name) && this.#cell === undefined && !this.#heading) this.#flush();
  }

  #inline(token: Token): void {
    const first = token.map ? token.map[0] + 1 : this.#line;
    const last = token.map ? token.map[1] : first;
    const locate = new LinkLocator(this.#lines, first, last);
    this.#line = first;
    const parts = token.children ?? [];
    parts.forEach((part, at) => {
      this.#inlinePart(part, locate, parts[at + 1]);
    });
    this.#closeLink();
    if (this.#run) this.#run.endLine = last;
  }

  #inlinePart(child: Token, locate: LinkLocator, next?: Token): void {
    if (child.type === 'text') this.#text(child.content);
    else if (child.type === 'softbreak' || child.type === 'hardbreak') {
      this.#text(child.type === 'hardbreak' ? '\n' : ' ');
    } else if (child.type === 'code_inline') this.#codeSpan(child.content);
    else if (child.type === 'link_open') {
      const target = String(child.attrGet('href') ?? '');
      this.#openLink(readable(target), locate.find(target, `[${next?.content ?? ''}`));
    } else if (child.type === 'link_close') {
      if (this.#link) locate.pass(this.#link);
      this.#closeLink();
    } else if (child.type === 'image') {
      const target = String(child.attrGet('src') ?? '');
      const at = locate.find(target, `![${child.content}`);
      locate.pass(at);
      this.#image(readable(target), child.content, at);
    } else if (child.type === 'html_inline') {
      const at = locate.find(child.content);
      locate.pass(at);
      this.#htmlPieces(child.content, () => at);
    }
  }

  #text(text: string): void {
    if (this.#hidden !== '') return;
    if (this.#verbatim) {
      this.#verbatim.text += text;
      return;
    }
    if (!this.#run && text.trim() === '') return;
    this.#run ??= { text: '', plain: '', codeSpans: [], line: this.#line, endLine: this.#line };
    this.#run.text += text;
    this.#run.endLine = Math.max(this.#run.endLine, this.#line);
    if (this.#link) this.#link.text += text;
    else this.#run.plain += text;
  }

  #codeSpan(code: string): void {
    this.#text(code);
    this.#run?.codeSpans.push(code);
  }

  #openLink(target: string, at: { line: number; column: number }): void {
    this.#closeLink();
    this.#link = { target, text: '', alt: '', ...at };
  }

  #closeLink(): void {
    const link = this.#link;
    if (!link) return;
    this.#link = undefined;
    const text = link.text.replace(/\s+/g, ' ').trim();
    const badge = text === '' && link.alt !== '';
    this.#addLink({
      target: link.target,
      text: badge ? link.alt.trim() : text,
      kind: badge ? 'badge' : 'link',
      line: link.line,
      column: link.column,
    });
  }

  #image(source: string, alt: string, at: { line: number; column: number }): void {
    this.#addLink({ target: source, text: alt, kind: 'image', ...at });
    if (this.#heading && alt !== '') this.#heading.alt += `${alt} `;
    if (this.#link) this.#link.alt += `${alt || 'image'} `;
  }

  #addLink(link: Link): void {
    // a heading's links belong to the section that it opens
    if (this.#heading) this.#heading.links.push(link);
    else this.#builder.section.links.push(link);
  }

  #openHeading(level: number, line: number): void {
    this.#closeHeading();
    this.#heading = { level, line, alt: '', links: [] };
  }

  #closeHeading(): void {
    const heading = this.#heading;
    if (!heading) return;
    this.#closeLink();
    this.#heading = undefined;
    const run = this.#run;
    this.#run = undefined;
    const text = (run?.text ?? '').replace(/\s+/g, ' ').trim();
    // a row of links dressed as a heading is navigation: what follows still belongs to the section above
    const navigation =
      heading.links.filter((link) => link.kind === 'link').length > 1 && countWords(run?.plain ?? '') === 0;
    if (!navigation) this.#builder.heading(heading.level, text === '' ? heading.alt.trim() : text, heading.line);
    this.#builder.section.links.push(...heading.links);
  }

  #closeVerbatim(line: number): void {
    const verbatim = this.#verbatim;
    if (!verbatim) return;
    this.#verbatim = undefined;
    const { language, text } = verbatim;
    this.#builder.section.blocks.push({
      kind: 'code',
      language: language.toLowerCase(),
      attributes: [],
      text: text.replace(/^\n/, ''),
      line: verbatim.line + (text.startsWith('\n') ? 1 : 0),
      endLine: line,
    });
  }

  #flush(): void {
    if (this.#heading || this.#cell !== undefined) return;
    this.#closeLink();
    const run = this.#run;
    this.#run = undefined;
    if (!run || run.text.trim() === '') return;
    const prose: Prose = {
      kind: 'prose',
      within: this.#quotes > 0 ? 'quote' : this.#lists > 0 ? 'list' : this.#html ? 'html' : 'paragraph',
      text: run.text.replace(/[ \t]+/g, ' ').trim(),
      words: countWords(withoutPlaceholders(run.plain.replace(/^\s*\[!\w+\]/, ''))),
      codeSpans: run.codeSpans,
      line: run.line,
      endLine: run.endLine,
    };
    this.#builder.section.blocks.push(prose);
  }
}
