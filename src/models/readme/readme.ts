import {
  countWords,
  type Document,
  type Link,
  proseOf,
  type Section,
  sectionsTitled,
  sectionTree,
  titleOf,
} from '../page/document.ts';
import { isPlaceholder } from '../text/placeholder.ts';

/** The README of a module, and what a reader should know about how it was chosen. */
export interface ReadmeChoice {
  path: string;
  /** Others that differ in case only, or that cargo would take instead. */
  notes: string[];
}

const NAME = /^readme(?:\.(?:md|markdown|mdown|rst|adoc|asciidoc|txt))?$/i;
/** Names that cargo finds by itself when `package.readme` is not set. */
const CARGO_FINDS = ['README.md', 'README.txt', 'README'];

/**
 * The README: what `package.readme` names, else README.md exactly, else another case or markup in the root.
 * @param paths the module's files
 * @param declared `package.readme` as a path relative to the module
 * @param isPackage cargo looks for it at all
 */
export function chooseReadme(
  paths: readonly string[],
  declared: string | undefined,
  isPackage = true,
): ReadmeChoice | undefined {
  const found = paths.filter((path) => NAME.test(path));
  if (declared !== undefined && paths.includes(declared)) {
    const others = found.filter((path) => path.toLowerCase() === declared.toLowerCase() && path !== declared);
    return { path: declared, notes: others.map((path) => `${path} differs from ${declared} in case only`) };
  }
  const rank = (path: string) => {
    const exact = CARGO_FINDS.indexOf(path);
    if (exact === 0) return 0;
    return /\.(?:md|markdown|mdown)$/i.test(path) ? 1 : exact > 0 ? 2 : 3;
  };
  const [path, ...rest] = [...found].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  if (path === undefined) return undefined;
  const notes = rest
    .filter((other) => other.toLowerCase() === path.toLowerCase())
    .map((other) => `${other} differs from ${path} in case only`);
  if (isPackage && declared === undefined && !CARGO_FINDS.includes(path))
    notes.push(`cargo does not find ${path} by itself: set package.readme`);
  return { path, notes };
}

const OVERVIEW =
  /^(?:\W|\d)*(?:(?:project |module |crate |package )?(?:overview|about|purpose|introduction|intro|description|scope|summary|abstract)(?:\s+(?:and|&|the|this|of)\b.*)?|what(?:'s|’s| is| does)(?! new)(?:\s+[\w.`'’-]+){1,3})\W*$/i;

export interface Purpose {
  /** The page's title, or its logo's text; undefined when it has neither. */
  title?: { text: string; line: number };
  /** The place with the most prose on the purpose: under the title or an overview heading. */
  best: { words: number; line: number; section: string };
  /** Elsewhere near the top a sentence says what the named thing is. */
  elsewhere?: { line: number; section: string };
}

/** What the page says about the module's purpose, in words of prose that are no badges, links or placeholders. */
export function readPurpose(document: Document): Purpose {
  const heading = titleOf(document);
  const first = document.sections.find((section) => section.level > 0);
  const logo = first?.level === 1 ? undefined : logoOf(document);
  const places: Section[][] = [[document.sections[0]!]];
  for (const section of new Set([heading, first])) if (section) places.push([section]);
  for (const section of sectionsTitled(document, OVERVIEW))
    places.push(sectionTree(document, document.sections.indexOf(section)));
  const best = places
    .map((sections) => ({ words: purposeWords(sections), line: lineOf(sections), section: sections[0]!.title }))
    .reduce((a, b) => (b.words > a.words ? b : a));
  // a first heading of lower rank is the title only where it stands on top
  const isOnTop = heading === first && document.sections[0]!.blocks.length === 0;
  const top = heading?.level === 1 || isOnTop ? heading : undefined;
  const title = logo ? { title: logo.text, line: logo.line } : top;
  if (!title || isPlaceholder(title.title)) return { best };
  const elsewhere = best.words < 12 ? saysWhatItIs(document, title.title) : undefined;
  return { title: { text: title.title, line: title.line }, best, ...(elsewhere ? { elsewhere } : {}) };
}

/** `NAME is a …` in one of the first sections, under whatever heading. */
function saysWhatItIs(document: Document, title: string): { line: number; section: string } | undefined {
  const name = /[\w.-]{3,}/.exec(title)?.[0]?.toLowerCase();
  if (name === undefined) return undefined;
  for (const section of document.sections.slice(0, 5)) {
    const found = proseOf([section]).find(
      ({ text, words }) =>
        words >= 12 &&
        text.toLowerCase().startsWith(name) &&
        /^\S+\s+(?:\S+\s+){0,3}?(?:is|are|provides|implements|offers|lets)\b/i.test(text),
    );
    if (found) return { line: found.line, section: section.title };
  }
  return undefined;
}

/** A picture above the first heading that names the module; badges are none. */
function logoOf(document: Document): Link | undefined {
  const badge = /badge|shields\.io|\/workflows\/|status|codecov|\bci\b/i;
  return document.sections[0]!.links.find(
    (link) => link.kind === 'image' && /\w/.test(link.text) && !badge.test(link.target + link.text),
  );
}

function purposeWords(sections: readonly Section[]): number {
  return proseOf(sections)
    .filter(
      ({ text }) =>
        !isPlaceholder(text) && !/^(?:copyright\b|©|\(c\)|(?:dual[- ])?licen[sc]ed under|spdx-)/i.test(text),
    )
    .reduce((sum, prose) => sum + sayingWords(prose), 0);
}

/** Sentences about the page itself, or about how far the work has come. */
const OF_THE_PAGE =
  /\b(?:coming soon|under construction|work in progress|(?:to|will|has yet to|have yet to) be (?:written|documented|filled in|added)|not (?:yet )?been written|come back later)\b|\breplace (?:this|the) (?:text|paragraph|section|sentence|description)\b|\bthis is a template[.!]|\bunder (?:heavy|active|rapid) development\b|\bnot (?:yet )?(?:ready|suitable|meant) for production\b|\bexpect breaking changes\b|\bdo not use (?:it |this )?in production\b|\bgenerated from (?:the |a )?[\w-]*template\b|\bto use this template\b|\b(?:repository|project|crate) has moved\b/i;

/** Words of a paragraph without such sentences; a text of a few words over and over has as many words as differ. */
function sayingWords({ text, words }: { readonly text: string; readonly words: number }): number {
  const sentences = text.split(/(?<=[.!?])\s+/);
  const left = sentences.filter((one) => !OF_THE_PAGE.test(one));
  const rest = left.length === sentences.length ? words : Math.min(words, countWords(left.join(' ')));
  const written = text.toLowerCase().match(/[a-z]{2,}/g) ?? [];
  const distinct = new Set(written).size;
  const isLatin = !/[^\p{ASCII}\p{P}\p{S}]/u.test(text);
  return isLatin && distinct * 2 < rest ? Math.min(rest, distinct) : rest;
}

function lineOf(sections: readonly Section[]): number {
  return proseOf(sections).find((prose) => prose.words > 0)?.line ?? sections[0]!.line;
}
