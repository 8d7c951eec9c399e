import type { Block, Document } from '../page/document.ts';
import { isPlaceholder } from '../text/placeholder.ts';

/** One version's entry in a changelog. */
export interface ChangelogEntry {
  /** The heading as written. */
  title: string;
  /** The version as SemVer, without `v`; undefined for an unreleased entry without a number. `1.2` is read as 1.2.0. */
  version?: string;
  /** The crate a heading names before the version, as in `my-crate v1.2.3`. */
  crate?: string;
  /** "Unreleased", "Next", or a version whose date is still to come. */
  unreleased: boolean;
  /** The date as YYYY-MM-DD, when one is written. */
  date?: string;
  yanked: boolean;
  line: number;
  /** Paragraphs, list items, tables and code blocks that say something. */
  filled: number;
}

/** The entries of a changelog in the order of the page. */
export interface Changelog {
  entries: ChangelogEntry[];
  /** Pairs that stand the wrong way round: the second is newer, and no date explains it. */
  misplaced: { upper: ChangelogEntry; lower: ChangelogEntry }[];
}

const VERSION =
  /^(?:(?:\p{Emoji_Presentation}|\p{So})\uFE0F?\s*)*(?:(?:version|release|rel|ver)\b\.?:?\s*)?(?:([A-Za-z][\w-]*?)(?:[\s@/]+|-(?=v?\d)|\s+[-–]\s+)|)[[(]?v?(\d+\.\d+(?:\.\d+)?(?:-[\dA-Za-z][\dA-Za-z.-]*?)?(?:\+[\dA-Za-z.-]+)?)[\])]?(?=$|[\s:,(–—-])\s*(.*)$/iu;
const UNRELEASED =
  /^[[(]?(?:unreleased|un-released|upcoming|next(?: release| version)?|tbd|head|main|master|work in progress)\b/i;
const TO_COME =
  /\b(?:unreleased|tbd|tba|release ?date|not (?:yet )?released|in (?:progress|development)|yyyy|upcoming)\b|\?\?/i;
/** What may follow the version in a heading; anything else makes it a sentence about a version. */
const TAIL =
  /^(?:$|[-–—:(,|[/@]|\d|\p{Emoji_Presentation}|(?:yanked|released|unreleased|tbd|release)\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b)/iu;

/** Reads the entries of a changelog from its headings: `## [1.2.3] - 2025-01-01`, `## 1.2.3 (…)`, `# v1.2.3`, `## Unreleased`. */
export function readChangelog(document: Document): Changelog {
  const entries: ChangelogEntry[] = [];
  document.sections.forEach((section, at) => {
    const head = section.level === 0 ? undefined : readHeading(section.title);
    if (!head) return;
    entries.push({ ...head, title: section.title, line: section.line, filled: countFilled(document, at) });
  });
  return { entries, misplaced: findMisplaced(entries) };
}

/** Compares two SemVer versions by precedence: negative when `a` is older. Build metadata does not count. */
export function compareVersions(a: string, b: string): number {
  const [coreA, preA] = splitVersion(a);
  const [coreB, preB] = splitVersion(b);
  for (let at = 0; at < 3; at += 1) {
    const difference = (coreA[at] ?? 0) - (coreB[at] ?? 0);
    if (difference !== 0) return difference;
  }
  if (preA.length === 0 || preB.length === 0) return preB.length - preA.length;
  return comparePre(preA, preB);
}

function readHeading(title: string): Omit<ChangelogEntry, 'title' | 'line' | 'filled'> | undefined {
  const match = VERSION.exec(title.trim());
  if (match) {
    const [, crate, written, tail = ''] = match;
    if (!TAIL.test(tail)) return undefined;
    const date = readDate(tail);
    return {
      version: fullVersion(written!),
      ...(crate ? { crate } : {}),
      ...(date ? { date } : {}),
      unreleased: date === undefined && TO_COME.test(tail),
      yanked: /\byanked\b/i.test(tail),
    };
  }
  return UNRELEASED.test(title.trim()) ? { unreleased: true, yanked: false } : undefined;
}

/** `1.2` and `1.2-rc.1` get their missing patch. */
function fullVersion(written: string): string {
  return /^\d+\.\d+(?![.\d])/.test(written) ? written.replace(/^\d+\.\d+/, '$&.0') : written;
}

/** What stands under an entry reaches to the next one, whatever the level of the headings between. */
function countFilled(document: Document, at: number): number {
  const next = document.sections.findIndex(
    (section, index) => index > at && section.level > 0 && readHeading(section.title) !== undefined,
  );
  const own = document.sections.slice(at, next < 0 ? undefined : next);
  return own.flatMap((section) => section.blocks).filter(saysSomething).length;
}

function saysSomething(block: Block): boolean {
  if (block.kind === 'code') return block.text.trim() !== '';
  if (block.kind === 'table') return block.rows.some((row) => row.cells.some((cell) => !isPlaceholder(cell)));
  return (
    /[\p{L}\p{N}]/u.test(block.text) &&
    !isPlaceholder(block.text) &&
    !/^(?:none|nothing(?: yet)?|n\/a)\.?$/i.test(block.text) &&
    !isReleaseLine(block.text)
  );
}

/** When the release was made, or where its changes can be compared: neither says what they are. */
function isReleaseLine(text: string): boolean {
  const plain = text.replace(/[*_`]/g, '').trim();
  if (
    /^(?:(?:full\s+)?changelog|compare(?: changes)?|comparison|diff|release(?: notes?)?)\s*:?\s*(?:https?:\S+|v?\d[\w.+-]*(?:\.{2,3}|…)v?\d[\w.+-]*)?$/i.test(
      plain,
    )
  )
    return true;
  return (
    plain.length < 40 &&
    readDate(plain) !== undefined &&
    /^(?:(?:released?|date|published)\b(?: on)?\s*:?)?[\s\d\p{L},./-]*$/iu.test(plain) &&
    (plain.match(/\p{L}+/gu) ?? []).length <= 3
  );
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Finds a date as people write it (ISO, `July 29th, 2026`, `2 Jan 2025`) and gives it as YYYY-MM-DD. */
export function readDate(text: string): string | undefined {
  const iso = /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b/.exec(text);
  if (iso) return toDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const monthFirst = /\b([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b/i.exec(text);
  if (monthFirst) return toDate(Number(monthFirst[3]), monthOf(monthFirst[1]!), Number(monthFirst[2]));
  const dayFirst = /\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})\b/i.exec(text);
  if (dayFirst) return toDate(Number(dayFirst[3]), monthOf(dayFirst[2]!), Number(dayFirst[1]));
  return undefined;
}

function monthOf(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function toDate(year: number, month: number, day: number): string | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Newest first, each crate for itself. A later date excuses a lower version: maintained older lines are released, too. */
function findMisplaced(entries: readonly ChangelogEntry[]): Changelog['misplaced'] {
  const misplaced: Changelog['misplaced'] = [];
  const last = new Map<string, ChangelogEntry>();
  let released = false;
  for (const entry of entries) {
    const upper = last.get(entry.crate ?? '');
    if (entry.version === undefined) {
      if (released && upper) misplaced.push({ upper, lower: entry });
      continue;
    }
    released ||= !entry.unreleased;
    if (upper?.version !== undefined && compareVersions(entry.version, upper.version) > 0) {
      const excused = upper.date !== undefined && entry.date !== undefined && upper.date >= entry.date;
      if (!excused || upper.date === entry.date) misplaced.push({ upper, lower: entry });
    }
    last.set(entry.crate ?? '', entry);
  }
  return misplaced;
}

function splitVersion(version: string): [core: number[], pre: string[]] {
  const bare = version.split('+')[0]!;
  const dash = bare.indexOf('-');
  const core = (dash < 0 ? bare : bare.slice(0, dash)).split('.').map(Number);
  return [core, dash < 0 ? [] : bare.slice(dash + 1).split('.')];
}

/** SemVer 2.0.0 §11.4: numbers by value and below words, fewer fields below more. */
function comparePre(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const left = a[at]!;
    const right = b[at]!;
    if (left === right) continue;
    const numeric = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (numeric[0] && numeric[1]) return Number(left) - Number(right);
    if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return a.length - b.length;
}
