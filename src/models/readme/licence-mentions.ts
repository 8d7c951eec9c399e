import { licencesNamed } from '../licence/licence.ts';
import { type Document, linksOf, proseOf, sectionsTitled } from '../page/document.ts';

/** A place of a page that tells the licence. */
export interface LicenceMention {
  ids: string[];
  line: number;
  from: 'section' | 'badge' | 'link' | 'sentence';
}

const SECTION = /^(?:\W|\d)*(?:licen[sc]e|licen[sc]ing|copying|legal|copyright)\b/i;
/** What these sentences name is not the licence of the module. */
const OTHERS =
  /\bany contribution\b|\bcontributions?\b.*\bsubmitted\b|\bthird[- ]part|\bbundl|\bvendor|\bdependenc|\bderived from\b|\bbased on\b|\bfonts?\b|\blogos?\b|\bicons?\b|\bassets?\b|\bportions\b|\bexcept\b|\bincludes? software\b|\bin binary form\b/i;
/** What was, or is not, says nothing of what is; nor does the institute of that name. */
const NOT_NOW =
  /\b(?:is|are|was|were) (?:not|no longer|never) (?:\w+ ){0,2}(?:licen[sc]ed|released|available|distributed|covered|under)\b|\b(?:formerly|previously|used to be)\b|\b(?:at|from) (?:the )?MIT\b(?![- ]licen)/i;
/** A badge whose text is made by its server from what crates.io or the forge knows. */
const DYNAMIC = /img\.shields\.io\/(?:crates\/l|github\/license|gitlab\/license)\//i;

/** Words that give nobody a licence. */
const RESERVED = /\bproprietary\b|\ball rights reserved\b/i;

export interface LicenceMentions {
  readonly named: LicenceMention[];
  /** The line of a badge that shows the licence without naming it here. */
  readonly dynamic: number | undefined;
  /** The line that gives no licence: "proprietary", "all rights reserved". */
  readonly reserved: number | undefined;
}

/** Every place that names the page's own licence, and badges that show it without naming it here. */
export function findLicenceMentions(document: Document): LicenceMentions {
  const named: LicenceMention[] = [];
  let dynamic: number | undefined;
  let reserved: number | undefined;
  const add = (text: string, line: number, from: LicenceMention['from']) => {
    const ids = licencesNamed(text);
    if (RESERVED.test(text)) reserved ??= line;
    if (ids.length > 0) named.push({ ids, line, from });
  };
  const sections = sectionsTitled(document, SECTION).filter(({ title }) => !OTHERS.test(title));
  for (const section of sections) {
    add(section.title, section.line, 'section');
    for (const prose of proseOf([section])) for (const one of sentences(prose.text)) add(one, prose.line, 'section');
    for (const table of section.blocks) {
      if (table.kind === 'table') for (const row of table.rows) add(row.cells.join(' '), row.line, 'section');
    }
  }
  for (const link of linksOf(document)) {
    if (DYNAMIC.test(link.target)) dynamic ??= link.line;
    const words = `${link.text} ${readable(link.target)}`;
    const speaks = /licen[sc]e|\bcopying\b/i.test(words);
    if (speaks && link.kind !== 'link') add(words, link.line, 'badge');
    else if (speaks && /^(?!https?:)/i.test(link.target)) add(words, link.line, 'link');
  }
  for (const prose of proseOf(document.sections)) {
    for (const one of sentences(prose.text)) {
      if (/\b(?:dual[- ])?licen[sc]ed under\b|\breleased under\b|\bdual[- ]licen[sc]ed\b/i.test(one))
        add(one, prose.line, 'sentence');
    }
  }
  return { named, dynamic, reserved };
}

function sentences(text: string): string[] {
  return text.split(/(?<=[a-z)]{2})[.!?]\s+(?=[A-Z])/).filter((one) => !OTHERS.test(one) && !NOT_NOW.test(one));
}

function readable(target: string): string {
  return target.replace(/%20|_|--/g, (mark) => (mark === '--' ? '-' : ' '));
}

/** How the licences that a page names agree with those of the manifest and the licence files. */
export interface LicenceComparison {
  /** Named, and known from neither. */
  strange: { id: string; line: number }[];
  /** Texts in licence files that the page does not name. */
  unnamed: { id: string; file: string }[];
  /** Declared, and not named. */
  missing: string[];
  /** What the page was compared with. */
  known: string[];
}

/**
 * @param declared ids of `package.license`
 * @param texts ids of the texts in the licence files
 */
export function compareLicences(
  named: readonly LicenceMention[],
  declared: readonly string[],
  texts: readonly { id: string; file: string }[],
): LicenceComparison {
  const ids = new Set(named.flatMap((one) => one.ids));
  const known = declared.length > 0 ? [...declared] : [...new Set(texts.map(({ id }) => id))];
  const strange = named.flatMap((one) =>
    one.ids.filter((id) => known.length > 0 && !known.includes(id)).map((id) => ({ id, line: one.line })),
  );
  return {
    strange,
    unnamed: texts.filter(({ id }) => !ids.has(id)),
    missing: known.filter((id) => !ids.has(id)),
    known,
  };
}
