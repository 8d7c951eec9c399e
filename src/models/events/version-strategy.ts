/** Ways to keep old events readable other than a version in each: events/versioning. */
import { type Document, proseOf, sectionTree, wordsOf } from '../document.ts';
import { natsCode } from '../nats/nats-code.ts';
import { subjects } from '../nats/subjects.ts';
import type { CrateModel } from '../rust/crate/crate-model.ts';

/** A subject that ends in a version. */
export function versionSubject(models: readonly CrateModel[]): string | undefined {
  const found = models.flatMap((model) => {
    const nats = natsCode(model);
    return nats === undefined ? [] : subjects(nats);
  });
  const versioned = found.find(({ value }) => /(?:event|\.).*\.v\d+$/.test(value));
  return versioned === undefined ? undefined : `the subject carries the version: ${versioned.value}`;
}

/** A function or trait of the code that lifts old forms to new ones. */
export function upcaster(models: readonly CrateModel[]): string | undefined {
  for (const model of models) {
    const found = model.definitions.find(
      (one) =>
        /upcast/i.test(one.name) &&
        ['function', 'method', 'trait', 'struct'].includes(one.kind) &&
        // A pointer or an asset is upcast to its base, too.
        (one.kind === 'function' || /upcaster/i.test(one.name) || /event|version|migrat/i.test(model.pathOf(one))),
    );
    if (found !== undefined) return `old events are lifted by ${model.pathOf(found)}`;
  }
  return undefined;
}

const heading =
  /\bevent\w*\b.*\b(?:version|versioning|evolution|compatib\w+)|\b(?:version|versioning|versions)\b.*\bevents?\b|\bupcast|\bschema (?:evolution|versioning)/i;

/** A section of the documentation about versions of events, with prose. */
export function documentedStrategy(pages: ReadonlyMap<string, Document>): string | undefined {
  for (const [path, page] of pages) {
    const index = page.sections.findIndex(({ title }) => heading.test(title));
    if (index < 0) continue;
    const sections = sectionTree(page, index);
    if (wordsOf(sections) >= 12 && proseOf(sections).some(({ text }) => /\bversion|upcast|schema/i.test(text))) {
      return `${path}:${page.sections[index]?.line} documents how events are versioned`;
    }
  }
  return undefined;
}
