/** Ways to keep old events readable other than a version in each: events/versioning. */
import { type Document, proseOf, sectionTree, wordsOf } from '../page/document.ts';

/** A way of versioning, and where it was seen. */
export interface Strategy {
  readonly path: string;
  readonly line: number;
  readonly column?: number;
  readonly what: string;
}

const heading =
  /\bevent\w*\b.*\b(?:version|versioning|evolution|compatib\w+)|\b(?:version|versioning|versions)\b.*\bevents?\b|\bupcast|\bschema (?:evolution|versioning)/i;

/** What says that there is none is no strategy. */
const none =
  /\bno (?:event |schema )?(?:versioning|upcast(?:ing|ers?))\b|\b(?:are|is) (?:not (?:yet )?versioned|unversioned)\b|\bversioning (?:is|has) not\b/i;

/** What tells what changed says not how it is done from now on. */
const HISTORY = /(?:^|\/)(?:changelog[^/]*|(?:changes|history|releases?|release[-_ ]?notes|news)(?:\.\w+)?)$/i;

/** A section of the documentation about versions of events, with prose. */
export function documentedStrategy(pages: ReadonlyMap<string, Document>): Strategy | undefined {
  for (const [path, page] of pages) {
    if (HISTORY.test(path)) continue;
    const index = page.sections.findIndex(({ title }) => heading.test(title));
    const section = page.sections[index];
    if (section === undefined) continue;
    const sections = sectionTree(page, index);
    const prose = proseOf(sections).map(({ text }) => text);
    const speaks = prose.some((text) => /\bversion|upcast|schema/i.test(text));
    if (wordsOf(sections) >= 12 && speaks && !prose.some((text) => none.test(text))) {
      return { path, line: section.line, what: `"${section.title}" documents how events are versioned` };
    }
  }
  return undefined;
}
