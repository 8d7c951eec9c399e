/**
 * A small reader of reStructuredText and AsciiDoc: headings, prose, code blocks and links, as far as READMEs use them. It knows no
 * directives but code, no includes and no tables; what it does not know it reads as prose or leaves out, never as more than was written.
 */

import { withoutPlaceholders } from '../text/placeholder.ts';
import { countWords, type Document, DocumentBuilder, type Prose } from './document.ts';

interface Line {
  text: string;
  number: number;
}

/** How one markup writes links, code spans and emphasis. */
interface Inline {
  links: readonly RegExp[];
  code: RegExp;
}

const WEB = /(?<![\w"'<(`])https?:\/\/[^\s<>[\]`]+[^\s<>[\]`.,;:!?)]/g;
const RST: Inline = { links: [/`([^`<]{0,200})<([^`>\s]{1,500})>`__?/g], code: /``([^`]+)``/g };
const ADOC: Inline = {
  links: [/(?:\b(?:link|xref):|(?=\b(?:https?:\/\/|mailto:)))([\w./:#?&=%@~+-]{1,500})\[([^\]\n]{0,300})\]/g],
  code: /`\+?([^`+]+)\+?`/g,
};

/** Gathers lines into paragraphs and writes them as prose with their links. */
class LineReader {
  readonly builder = new DocumentBuilder();
  readonly lines: readonly Line[];
  readonly #inline: Inline;
  readonly #references: ReadonlyMap<string, string>;
  #paragraph: Line[] = [];

  constructor(text: string, inline: Inline, references: ReadonlyMap<string, string> = new Map()) {
    this.lines = text.split('\n').map((line, at) => ({ text: line, number: at + 1 }));
    this.#inline = inline;
    this.#references = references;
  }

  add(line: Line): void {
    if (line.text.trim() === '' || /^\s*(?:[-*+•]|\d+[.)]|\.+)\s/.test(line.text)) this.flush();
    if (line.text.trim() !== '') this.#paragraph.push(line);
  }

  heading(level: number, title: string, line: number): void {
    this.flush();
    this.builder.heading(Math.min(6, level), this.#plain(title).text, line);
  }

  code(language: string, lines: readonly Line[]): void {
    this.flush();
    const [first] = lines;
    if (!first) return;
    const indent = Math.min(...lines.filter(({ text }) => text.trim() !== '').map(({ text }) => text.search(/\S/)));
    const text = lines.map((line) => line.text.slice(Number.isFinite(indent) ? indent : 0)).join('\n');
    const endLine = lines.at(-1)!.number;
    this.builder.section.blocks.push({
      kind: 'code',
      language: language.toLowerCase(),
      attributes: [],
      text: `${text}\n`,
      line: first.number,
      endLine,
    });
  }

  flush(): void {
    const lines = this.#paragraph;
    this.#paragraph = [];
    const [first] = lines;
    if (!first) return;
    for (const line of lines) this.#links(line);
    const list = /^\s*(?:[-*+•]|\d+[.)]|\.+)\s+/;
    const { text, bare, codeSpans } = this.#plain(
      lines
        .map((line) => line.text.trim())
        .join(' ')
        .replace(list, ''),
    );
    const prose: Prose = {
      kind: 'prose',
      within: list.test(first.text) ? 'list' : 'paragraph',
      text,
      words: countWords(withoutPlaceholders(bare)),
      codeSpans,
      line: first.number,
      endLine: lines.at(-1)!.number,
    };
    if (text !== '') this.builder.section.blocks.push(prose);
  }

  finish(): Document {
    this.flush();
    return this.builder.finish(this.lines.length);
  }

  link(kind: 'link' | 'badge' | 'image', target: string, text: string, line: number, column: number): void {
    this.builder.section.links.push({ kind, target, text, line, column });
  }

  #links(line: Line): void {
    let rest = line.text;
    const blank = (match: RegExpMatchArray) => {
      rest = rest.slice(0, match.index!) + ' '.repeat(match[0].length) + rest.slice(match.index! + match[0].length);
    };
    for (const form of this.#inline.links) {
      for (const match of line.text.matchAll(form)) {
        const [target, text] = this.#inline === RST ? [match[2]!, match[1]!.trim()] : [match[1]!, match[2]!];
        this.link('link', target, text === '' ? target : text, line.number, match.index + 1);
        blank(match);
      }
    }
    for (const [name, target] of this.#references) {
      const at = rest.search(
        new RegExp(`\`${name.replace(/[^\w ]/g, '\\$&')}\`_|\\b${name.replace(/[^\w ]/g, '\\$&')}_\\b`, 'i'),
      );
      if (at >= 0) this.link('link', target, name, line.number, at + 1);
    }
    for (const match of rest.matchAll(WEB)) this.link('link', match[0], match[0], line.number, match.index + 1);
  }

  #plain(source: string): { text: string; bare: string; codeSpans: string[] } {
    const codeSpans = [...source.matchAll(this.#inline.code)].map(([, code]) => code!);
    let text = source;
    let bare = source;
    for (const form of this.#inline.links) {
      text = text.replace(form, this.#inline === RST ? '$1' : '$2');
      bare = bare.replace(form, ' ');
    }
    const clean = (one: string) =>
      one
        .replace(this.#inline.code, '$1')
        .replace(/[*_`|]+/g, (marks) => (marks === '_' ? '_' : ''))
        .replace(/\s+/g, ' ')
        .trim();
    return { text: clean(text), bare: clean(bare.replace(WEB, ' ')), codeSpans };
  }
}

const ADORNMENT = /^([=\-`:.'"~^_*+#<>])\1{2,}\s*$/;

/** Reads reStructuredText: adorned headings (each adornment a level, in order of appearance), `::` and `.. code-block::`, links. */
export function parseRst(source: string): Document {
  const text = source.replace(/\r\n?/g, '\n');
  const references = new Map(
    [...text.matchAll(/^\.\. _([^:`\n]{1,100}):[ \t]*(\S+)[ \t]*$/gm)].map(([, name, target]) => [name!, target!]),
  );
  const reader = new LineReader(text, RST, references);
  const levels: string[] = [];
  const { lines } = reader;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    const below = lines[at + 1]?.text ?? '';
    const over = ADORNMENT.test(line.text) && ADORNMENT.test(lines[at + 2]?.text ?? '') && below.trim() !== '';
    if (
      over ||
      (line.text.trim() !== '' &&
        ADORNMENT.test(below) &&
        below.trim().length >= line.text.trim().length &&
        !/^\s/.test(line.text))
    ) {
      const style = over ? `o${line.text[0]}` : below[0]!;
      if (!levels.includes(style)) levels.push(style);
      reader.heading(levels.indexOf(style) + 1, over ? below : line.text, over ? line.number + 1 : line.number);
      at += over ? 2 : 1;
    } else at = readRstBlock(reader, at);
  }
  return reader.finish();
}

/** @returns index of the last line that was read */
function readRstBlock(reader: LineReader, at: number): number {
  const line = reader.lines[at]!;
  const directive = /^\s*\.\. ([\w-]+|\|[^|]+\|[^:]*image)::\s*(.*)$/.exec(line.text);
  const literal = /(?:^|[^:])::\s*$/.test(line.text);
  if (!directive && !literal) {
    if (/^\s*\.\. /.test(line.text)) return indentedEnd(reader.lines, at);
    reader.add(line);
    return at;
  }
  const end = indentedEnd(reader.lines, at);
  const body = reader.lines.slice(at + 1, end + 1);
  if (!directive) {
    reader.add({ ...line, text: line.text.replace(/::\s*$/, ':') });
    reader.code('', trimBlank(body));
  } else if (/^(?:code|code-block|sourcecode)$/.test(directive[1]!)) {
    reader.code(directive[2]!.trim(), trimBlank(body.filter(({ text }) => !/^\s*:[\w-]+:/.test(text))));
  } else if (/image/.test(directive[1]!)) readRstImage(reader, directive, body, line.number);
  return end;
}

function readRstImage(reader: LineReader, directive: RegExpExecArray, body: readonly Line[], line: number): void {
  const option = (name: string) =>
    body
      .map(({ text }) => new RegExp(`^\\s*:${name}:\\s*(.*)$`).exec(text)?.[1]?.trim())
      .find((value) => value !== undefined);
  const alt = option('alt') ?? directive[1]!.replace(/^\||\|.*$/g, '');
  reader.flush();
  reader.link('image', directive[2]!.trim(), alt, line, 1);
  const target = option('target');
  if (target !== undefined) reader.link('badge', target, alt, line, 1);
}

function indentedEnd(lines: readonly Line[], at: number): number {
  const indent = lines[at]!.text.search(/\S/);
  let end = at;
  for (let next = at + 1; next < lines.length; next += 1) {
    const { text } = lines[next]!;
    if (text.trim() === '') continue;
    if (text.search(/\S/) <= indent) break;
    end = next;
  }
  return end;
}

function trimBlank(lines: readonly Line[]): Line[] {
  const filled = lines.map(({ text }) => text.trim() !== '');
  return lines.slice(Math.max(0, filled.indexOf(true)), filled.lastIndexOf(true) + 1);
}

/** Reads AsciiDoc: `=` headings, `----` and `....` blocks with `[source,rust]`, links and images; comments and attributes left out. */
export function parseAsciidoc(source: string): Document {
  const reader = new LineReader(source.replace(/\r\n?/g, '\n'), ADOC);
  const { lines } = reader;
  let language = '';
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    const heading = /^(={1,6}|#{1,6})\s+(\S.*)$/.exec(line.text);
    const fence = /^(-{4,}|\.{4,}|```+|\/{4,}|={4,}|\+{4,}|\*{4,}|_{4,})\s*(\w*)\s*$/.exec(line.text);
    const image = /^image::?([^\s[]+)\[([^\],]*)[^\]]*\]/.exec(line.text);
    if (heading) reader.heading(heading[1]!.length, heading[2]!, line.number);
    else if (fence && /^[-.`/+]/.test(fence[1]!)) {
      let close = at + 1;
      while (close < lines.length && lines[close]!.text.trim() !== fence[1]) close += 1;
      if (/^[-.`]/.test(fence[1]!)) reader.code(fence[2] || language, lines.slice(at + 1, close));
      language = '';
      at = close;
    } else if (image) {
      reader.flush();
      reader.link('image', image[1]!, image[2]!.trim(), line.number, 1);
      const target = /\blink="?([^\s,\]"]+)/.exec(line.text)?.[1];
      if (target !== undefined) reader.link('badge', target, image[2]!.trim(), line.number, 1);
    } else if (/^\[.*\]\s*$/.test(line.text)) language = /^\[source\s*,\s*([\w+-]+)/.exec(line.text)?.[1] ?? '';
    else if (!/^(?:\/\/|:[\w!-]+:|fence)/.test(line.text) && !fence) reader.add(line);
  }
  return reader.finish();
}
