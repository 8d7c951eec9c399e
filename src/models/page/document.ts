/**
 * A written page, whatever its markup: sections in order, each with its prose, code blocks, tables and links. `markdown.ts` and
 * the readers of other markups produce it; rules and the models of changelogs and decision records read it.
 * Lines and columns are 1-based.
 */

import { byScript } from '../text/ascii.ts';

/** Text of one paragraph, list item, quote or HTML element, with its markup taken off. */
export interface Prose {
  kind: 'prose';
  within: 'paragraph' | 'list' | 'quote' | 'html';
  /** The text as a reader sees it, code spans and link texts included. */
  text: string;
  /** Words that say something: without link texts, badges and placeholders. */
  words: number;
  codeSpans: string[];
  line: number;
  endLine: number;
}

export interface CodeBlock {
  kind: 'code';
  /** First word of the info string in lower case, `` when there is none. */
  language: string;
  /** What follows the language in the info string: `no_run`, `ignore`, `title="x"`. */
  attributes: string[];
  text: string;
  /** The line on which the code itself begins. */
  line: number;
  endLine: number;
}

export interface Table {
  kind: 'table';
  header: string[];
  rows: { cells: string[]; line: number }[];
  line: number;
  endLine: number;
}

export type Block = Prose | CodeBlock | Table;

export interface Link {
  /** The target as written, entities and escapes resolved: a URL, a relative path, an anchor. */
  target: string;
  /** The link's text, or the alternative text of the image it shows. */
  text: string;
  /** `image` is the image's own source; `badge` a link that shows nothing but images. */
  kind: 'link' | 'badge' | 'image';
  line: number;
  column: number;
}

export interface Section {
  /** 1 to 6; 0 for what stands before the first heading. */
  level: number;
  title: string;
  anchor: string;
  line: number;
  /** The last line of the section itself, its subsections not included. */
  endLine: number;
  /** Index of the section that contains this one. */
  parent?: number;
  blocks: Block[];
  links: Link[];
}

export interface Document {
  /** The first is what stands before the first heading, and may be empty. */
  sections: Section[];
  /** Targets that `#…` can reach: headings and explicit anchors. */
  anchors: ReadonlySet<string>;
  /** What stands between the `---` lines at the very top, if anything does. */
  frontMatter?: { text: string; line: number };
}

/** The page's title: the first top-level heading, else the first heading of any level. */
export function titleOf(document: Document): Section | undefined {
  const headed = document.sections.filter((section) => section.level > 0 && section.title !== '');
  return headed.find((section) => section.level === 1) ?? headed[0];
}

/** The section at `index` and all that lie in it, in order. */
export function sectionTree(document: Document, index: number): Section[] {
  const within = new Set([index]);
  document.sections.forEach((section, at) => {
    if (section.parent !== undefined && within.has(section.parent)) within.add(at);
  });
  return document.sections.filter((_, at) => within.has(at));
}

/** Sections, with all that lies in them, whose title (or a parent's) `title` accepts. */
export function sectionsTitled(document: Document, title: RegExp): Section[] {
  const within = new Set<number>();
  document.sections.forEach((section, at) => {
    const inside = section.parent !== undefined && within.has(section.parent);
    if (inside || (section.level > 0 && title.test(section.title))) within.add(at);
  });
  return document.sections.filter((_, at) => within.has(at));
}

export function proseOf(sections: readonly Section[]): Prose[] {
  return sections.flatMap((section) => section.blocks.filter((block) => block.kind === 'prose'));
}

export function codeOf(sections: readonly Section[]): CodeBlock[] {
  return sections.flatMap((section) => section.blocks.filter((block) => block.kind === 'code'));
}

export function linksOf(document: Document): Link[] {
  return document.sections.flatMap((section) => section.links);
}

/** Words that say something in these sections; headings and code do not count. */
export function wordsOf(sections: readonly Section[]): number {
  return proseOf(sections).reduce((sum, prose) => sum + prose.words, 0);
}

const wordIn = byScript(/[A-Za-z0-9][\w'./:@+-]*/g, /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’_./:@+-]*/gu);
const noAnchorIn = byScript(/[^\w\- ]/g, /[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu);
const IDEOGRAPHS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/** Words of a text. Scripts written without blanks count one word for two characters. */
export function countWords(text: string): number {
  const ideographs = text.match(IDEOGRAPHS)?.length ?? 0;
  const rest = ideographs > 0 ? text.replace(IDEOGRAPHS, ' ') : text;
  return (rest.match(wordIn(rest))?.length ?? 0) + Math.ceil(ideographs / 2);
}

/** GitHub's anchor of a heading, before it is made unique. */
function slugOf(title: string): string {
  const lower = title.trim().toLowerCase();
  return lower.replace(noAnchorIn(lower), '').replace(/ /g, '-');
}

/** Gathers sections in reading order; the readers of all markups write through it. */
export class DocumentBuilder {
  readonly sections: Section[] = [{ level: 0, title: '', anchor: '', line: 1, endLine: 1, blocks: [], links: [] }];
  readonly anchors = new Set<string>();
  /** How often each slug was used, so that the next free number is found at once. */
  readonly #taken = new Map<string, number>();
  #stack: number[] = [];

  get section(): Section {
    return this.sections[this.sections.length - 1]!;
  }

  heading(level: number, title: string, line: number): void {
    this.section.endLine = Math.max(this.section.line, line - 1);
    while (this.#stack.length > 0 && this.sections[this.#stack.at(-1)!]!.level >= level) this.#stack.pop();
    const parent = this.#stack.at(-1);
    const section: Section = {
      level,
      title,
      anchor: this.#unique(slugOf(title)),
      line,
      endLine: line,
      blocks: [],
      links: [],
    };
    if (parent !== undefined) section.parent = parent;
    this.sections.push(section);
    this.#stack.push(this.sections.length - 1);
  }

  finish(lines: number, frontMatter?: { text: string; line: number }): Document {
    this.section.endLine = Math.max(this.section.line, lines);
    const document: Document = { sections: this.sections, anchors: this.anchors };
    return frontMatter ? { ...document, frontMatter } : document;
  }

  #unique(slug: string): string {
    let count = this.#taken.get(slug) ?? 0;
    let anchor = count === 0 ? slug : `${slug}-${count}`;
    while (this.anchors.has(anchor)) {
      count += 1;
      anchor = `${slug}-${count}`;
    }
    this.#taken.set(slug, count + 1);
    this.anchors.add(anchor);
    return anchor;
  }
}
