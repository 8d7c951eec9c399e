/** Text as it comes: runs of prose, links, headings and verbatim text that open and close, each handed to the document when it ends. */

import { withoutPlaceholders } from '../text/placeholder.ts';
import { countWords, DocumentBuilder, type Link, type Prose } from './document.ts';

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

export interface Spot {
  readonly line: number;
  readonly column: number;
}

export class TextFlow {
  readonly builder = new DocumentBuilder();
  /** Where the text stands that comes next. */
  line = 1;
  #run: Run | undefined;
  #link: OpenLink | undefined;
  #heading: { level: number; line: number; alt: string; links: Link[] } | undefined;
  #verbatim: { text: string; line: number; language: string } | undefined;

  get inHeading(): boolean {
    return this.#heading !== undefined;
  }

  /** Where the open link begins. */
  get link(): Spot | undefined {
    return this.#link;
  }

  text(text: string): void {
    if (this.#verbatim) {
      this.#verbatim.text += text;
      return;
    }
    if (!this.#run && text.trim() === '') return;
    this.#run ??= { text: '', plain: '', codeSpans: [], line: this.line, endLine: this.line };
    this.#run.text += text;
    this.#run.endLine = Math.max(this.#run.endLine, this.line);
    if (this.#link) this.#link.text += text;
    else this.#run.plain += text;
  }

  /** A code span whose text has just come. */
  codeSpan(code: string): void {
    this.#run?.codeSpans.push(code);
  }

  /** The run goes on to that line, whatever of it is seen. */
  reach(line: number): void {
    if (this.#run) this.#run.endLine = line;
  }

  openLink(target: string, at: Spot): void {
    this.closeLink();
    this.#link = { target, text: '', alt: '', line: at.line, column: at.column };
  }

  closeLink(): void {
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

  image(source: string, alt: string, { line, column }: Spot): void {
    this.#addLink({ target: source, text: alt, kind: 'image', line, column });
    if (this.#heading && alt !== '') this.#heading.alt += `${alt} `;
    if (this.#link) this.#link.alt += `${alt || 'image'} `;
  }

  #addLink(link: Link): void {
    // a heading's links belong to the section that it opens
    if (this.#heading) this.#heading.links.push(link);
    else this.builder.section.links.push(link);
  }

  openHeading(level: number, line: number): void {
    this.closeHeading();
    this.#heading = { level, line, alt: '', links: [] };
  }

  closeHeading(): void {
    const heading = this.#heading;
    if (!heading) return;
    this.closeLink();
    this.#heading = undefined;
    const run = this.#run;
    const text = this.takeText();
    // a row of links dressed as a heading is navigation: what follows still belongs to the section above
    const navigation =
      heading.links.filter((link) => link.kind === 'link').length > 1 && countWords(run?.plain ?? '') === 0;
    if (!navigation) this.builder.heading(heading.level, text === '' ? heading.alt.trim() : text, heading.line);
    this.builder.section.links.push(...heading.links);
  }

  openVerbatim(line: number, language: string): void {
    this.#verbatim = { text: '', line, language };
  }

  /** Names the language of the verbatim text, where nothing has named it before. */
  nameLanguage(language: string): void {
    if (this.#verbatim) this.#verbatim.language ||= language;
  }

  get inVerbatim(): boolean {
    return this.#verbatim !== undefined;
  }

  closeVerbatim(line: number): void {
    const verbatim = this.#verbatim;
    if (!verbatim) return;
    this.#verbatim = undefined;
    const { language, text } = verbatim;
    this.builder.section.blocks.push({
      kind: 'code',
      language: language.toLowerCase(),
      attributes: [],
      text: text.replace(/^\n/, ''),
      line: verbatim.line + (text.startsWith('\n') ? 1 : 0),
      endLine: line,
    });
  }

  /** Ends the run. @returns its text on one line */
  takeText(): string {
    const text = (this.#run?.text ?? '').replace(/\s+/g, ' ').trim();
    this.#run = undefined;
    return text;
  }

  /** Ends the run as prose; a heading's text is none. */
  endProse(within: Prose['within']): void {
    if (this.#heading) return;
    this.closeLink();
    const run = this.#run;
    this.#run = undefined;
    if (!run || run.text.trim() === '') return;
    this.builder.section.blocks.push({
      kind: 'prose',
      within,
      text: run.text.replace(/[ \t]+/g, ' ').trim(),
      words: countWords(withoutPlaceholders(run.plain.replace(/^\s*\[!\w+\]/, ''))),
      codeSpans: run.codeSpans,
      line: run.line,
      endLine: run.endLine,
    });
  }
}
