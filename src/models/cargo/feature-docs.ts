/** Which features are documented, and where: above them in the manifest, or by name in a feature section, list or table of a page. */
import { type Block, type Document, type Section, sectionTree, titleOf } from '../page/document.ts';
import { isPlaceholder } from '../text/placeholder.ts';
import { parseToml } from '../toml/toml.ts';
import type { Feature } from './features.ts';

const ABOUT_FEATURES = /\bfeatures?\b/i;
/** `std`, `std (default)`, `std: …`: the name leads the entry and stands apart from what follows. */
const ENTRY = /^[\s"'`*_]*([^\s"'`*,:;()=]+)[\s"'`*_]*(?:[:;(=,—–]|- |-- |$)/;

/** A title over a group: `Optional features`, `Cargo feature flags:`. */
const TITLE =
  /^(?:(?:the|all|our|optional|default|additional|available|cargo|crate|extra|other|public|internal|experimental|unstable|core|feature|dev|development|build|test|testing|runtime|platform|backend|storage|tls|async|no_std|std)[\s/-]+)*(?:features?|flags?|dependencies|options|backends?|integrations?|settings?)\s*[.:]?$/i;
/** What stands at the head of a file and speaks of the file. */
const OF_THE_FILE = /^(?:copyright\b|spdx-license-identifier\b|\(c\)\s|©)/i;

/** Features that a module should document: all but an empty `default`. */
export function featuresToDocument(features: readonly Feature[]): readonly Feature[] {
  return features.filter((one) => one.name !== 'default' || one.enables.length > 0);
}

/** True when the lines directly above a feature say something about it: no rule, no placeholder, no entry that was commented out. */
export function hasOwnComment(feature: Feature): boolean {
  const text = feature.comment.join('\n').trim();
  if (isPlaceholder(text) || isCommentedOut(feature.comment) || OF_THE_FILE.test(text)) return false;
  const words = text.match(/\p{L}[\p{L}\p{N}'’-]+/gu) ?? [];
  return words.filter((word) => word.toLowerCase() !== feature.name.toLowerCase()).length >= 2 && !isHeading(text);
}

/** `[dependencies]` or `x = []` behind a `#` are old code, not words about the next line. */
function isCommentedOut(lines: readonly string[]): boolean {
  const last = lines.at(-1) ?? '';
  return /[=[]/.test(last) && parseToml(last).ok;
}

/** `=== Features ===`, `-- optional --`: a rule with a title in it stands over a group, not over one feature. */
function isHeading(text: string): boolean {
  return TITLE.test(text) || /^[-=~*#_+]{2,}.*[-=~*#_+]{2,}$/s.test(text) || /^[-=~*_+]{3,}$/m.test(text);
}

/**
 * Names that a page documents as features: set as code or leading an entry in a section called so; in a table with such a column; in a
 * list below a paragraph about features. A page that is called so as a whole is no section.
 */
export function namesInFeatureSections(page: Document): ReadonlySet<string> {
  const title = titleOf(page);
  const isTitle = (section: Section) => section === title && page.sections[0]?.blocks.length === 0;
  const called = new Set<Section>();
  page.sections.forEach((section, index) => {
    if (section.level === 0 || !ABOUT_FEATURES.test(section.title) || isTitle(section)) return;
    for (const inside of sectionTree(page, index)) called.add(inside);
  });
  const names = page.sections.flatMap((section) => [
    ...(called.has(section) ? [...entryName(section.title), ...section.blocks.flatMap(namesIn)] : []),
    ...namesInListings(section.blocks),
  ]);
  return new Set(names);
}

function namesIn(block: Block): readonly string[] {
  if (block.kind === 'code') return [];
  if (block.kind === 'table')
    return block.rows.flatMap(({ cells: [first = ''] }) => [...entryName(first), ...switchedOn(first)]);
  const inCode = block.codeSpans.flatMap((span) => [span, ...switchedOn(span)]);
  return block.within === 'list' ? [...inCode, ...entryName(block.text)] : inCode;
}

/** Features that a command or a dependency's entry asks for: `--features a,b`, `-F "a b"`, `features = ["a", "b"]`. */
function switchedOn(code: string): readonly string[] {
  const flags = [...code.matchAll(/(?<![\w-])(?:--features|-F)(?:=|\s+)(?:"([^"]*)"|'([^']*)'|([^\s"'`]+))/g)];
  const keys = [...code.matchAll(/\bfeatures\s*=\s*\[([^[\]]*)\]/g)];
  return [
    ...flags.flatMap(([, double, single, bare]) => (double ?? single ?? bare ?? '').split(/[\s,]+/)),
    ...keys.flatMap(([, list = '']) => [...list.matchAll(/["']([^"']*)["']/g)].map(([, name = '']) => name)),
  ].map((name) => name.slice(name.lastIndexOf('/') + 1));
}

/** Lists and tables about features, in whatever section they stand. */
function namesInListings(blocks: readonly Block[]): readonly string[] {
  let about = false;
  return blocks.flatMap((block) => {
    if (block.kind === 'table') return block.header.some((cell) => ABOUT_FEATURES.test(cell)) ? namesIn(block) : [];
    if (block.kind === 'prose' && block.within === 'list') return about ? namesIn(block) : [];
    about = block.kind === 'prose' && ABOUT_FEATURES.test(block.text);
    return [];
  });
}

function entryName(text: string): readonly string[] {
  const name = ENTRY.exec(text)?.[1];
  return name === undefined ? [] : [name];
}
