/** Ways to keep old events readable other than a version in each: events/versioning. */
import { type Document, proseOf, sectionTree, wordsOf } from '../document.ts';
import { natsCode } from '../nats/nats-code.ts';
import { subjects } from '../nats/subjects.ts';
import type { CrateModel } from '../rust/crate/crate-model.ts';

/** A way of versioning, and where it was seen. */
export interface Strategy {
  readonly path: string;
  readonly line: number;
  readonly column?: number;
  readonly what: string;
}

/** A subject that ends in a version. */
export function versionSubject(model: CrateModel): Strategy | undefined {
  const nats = natsCode(model);
  const versioned = (nats === undefined ? [] : subjects(nats)).find(({ value }) => /(?:event|\.).*\.v\d+$/.test(value));
  if (versioned === undefined) return undefined;
  const { path, line, column, value } = versioned;
  return { path, line, column, what: `the subject carries the version: ${value}` };
}

/** A function or trait of the code that lifts old forms to new ones. */
export function upcaster(model: CrateModel): Strategy | undefined {
  const found = model.definitions.find(
    (one) =>
      /upcast/i.test(one.name) &&
      ['function', 'method', 'trait', 'struct'].includes(one.kind) &&
      // A pointer or an asset is upcast to its base, too.
      (one.kind === 'function' || /upcaster/i.test(one.name) || /event|version|migrat/i.test(model.pathOf(one))),
  );
  if (found === undefined) return undefined;
  const { path, line, column } = model.placeOf(found);
  return { path, line, column, what: `old events are lifted by ${model.pathOf(found)}` };
}

const heading =
  /\bevent\w*\b.*\b(?:version|versioning|evolution|compatib\w+)|\b(?:version|versioning|versions)\b.*\bevents?\b|\bupcast|\bschema (?:evolution|versioning)/i;

/** A section of the documentation about versions of events, with prose. */
export function documentedStrategy(pages: ReadonlyMap<string, Document>): Strategy | undefined {
  for (const [path, page] of pages) {
    const index = page.sections.findIndex(({ title }) => heading.test(title));
    const section = page.sections[index];
    if (section === undefined) continue;
    const sections = sectionTree(page, index);
    if (wordsOf(sections) >= 12 && proseOf(sections).some(({ text }) => /\bversion|upcast|schema/i.test(text))) {
      return { path, line: section.line, what: `"${section.title}" documents how events are versioned` };
    }
  }
  return undefined;
}
