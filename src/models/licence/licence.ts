import { fact } from '../../fact.ts';
import { findPlaceholders, isPlaceholder } from '../text/placeholder.ts';
import { findLicenceChanges, type LicenceChange } from './changes.ts';
import { isCopyrightLine, type LicenceWord, licenceWords } from './words.ts';

/** What a licence file says. Lines are 1-based. */
export interface LicenceReading {
  /** SPDX ids of the texts that the file consists of, in the order of the file; empty when it is none we know. */
  texts: { id: string; similarity: number; line: number }[];
  /** Licences that a note names ("licensed under either of …") when the file carries no text itself. */
  named: string[];
  /** Slots of the template that nobody filled in. */
  unfilled: { text: string; line: number }[];
  /** Passages that belong to no recognised text and speak of conditions: the licence may not be what it looks like. */
  additions: { text: string; line: number }[];
  /** Departures from the terms of the texts: what looks like the licence may say something else. */
  changes: LicenceChange[];
  /** Copyright lines found, as written. */
  holders: string[];
  /** The nearest text when none is near enough. */
  nearest?: { id: string; similarity: number };
}

/** Similarity (word-bigram Dice) from which a text counts as recognised; below it lie notes, pointers and edited texts. */
const RECOGNISED = 0.9;
/** Words in a row that no recognised text contains, from which they count as an addition. */
const ADDITION = 8;
const CONDITION =
  /\b(?:not|only|except|exception|prohibit\w*|forbidden|restrict\w*|commercial\w*|must|shall|unless|however|additional|provided that|condition\w*|clause)\b/;

/** What a line that names a holder does not say in passing. */
const RESTRICTION =
  /\b(?:prohibit\w*|forbidden|not permitted|may not|must not|non-?commercial\w*|only (?:for|with|by))\b/;

/** Names by which prose and badges call the licences, each with its SPDX id. Longer names stand before those they contain. */
const NAMES: readonly (readonly [id: string, name: RegExp])[] = [
  [
    'Apache-2.0',
    /\bapache(?:[\s_-]*(?:software )?licen[sc]e)?[\s,_(-]*(?:version |v(?:er)?\.? ?)?-*2(?:\.0)?\b|\bASL ?2(?:\.0)?\b|\bapache\.org\/licenses\/LICENSE-2\.0/i,
  ],
  ['MIT-0', /\bMIT-0\b|\bMIT no attribution\b/i],
  ['MIT', /\bMIT\b(?!-0|-\d| no attribution)/],
  ['BSD-3-Clause', /\bBSD[\s_-]*3\b|\b(?:3|three)[\s-]*clause[\s-]*BSD\b/i],
  ['BSD-2-Clause', /\bBSD[\s_-]*2\b|\b(?:2|two)[\s-]*clause[\s-]*BSD\b|\bsimplified BSD\b/i],
  ['0BSD', /\b0BSD\b/],
  ['ISC', /\bISC\b/],
  ['MPL-2.0', /\bMPL[\s_-]*(?:v(?:ersion)?\.? ?)?-*2(?:\.0)?\b|\bmozilla public licen[sc]e/i],
  ['AGPL-3.0', /\bAGPL|\bGNU affero/i],
  ['LGPL-3.0', /\bLGPL[\s_-]*v?-*3|\blesser general public licen[sc]e[\s,(]*(?:version |v)?3/i],
  ['LGPL-2.1', /\bLGPL[\s_-]*v?-*2/i],
  ['GPL-3.0', /(?<![AL])\bGPL[\s_-]*v?-*3|\bGNU general public licen[sc]e[\s,(]*(?:version |v)?3/i],
  ['GPL-2.0', /(?<![AL])\bGPL[\s_-]*v?-*2|\bGNU general public licen[sc]e[\s,(]*(?:version |v)?2/i],
  ['Unlicense', /\bunlicense\b/i],
  ['CC0-1.0', /\bCC0\b/i],
  ['Zlib', /\bzlib licen[sc]e\b|\bzlib$/i],
  ['BSL-1.0', /\bboost software licen[sc]e\b|\bBSL-1\.0\b/i],
  ['BUSL-1.1', /\bBUSL\b|\bbusiness source licen[sc]e\b/i],
  ['EPL-2.0', /\bEPL[\s-]*2|\beclipse public licen[sc]e\b/i],
  ['Unicode-3.0', /\bunicode-3\.0\b|\bunicode licen[sc]e v3\b/i],
];

/** SPDX ids of the licences that a text names, in no meaningful order; a version that is not written is not guessed. */
export function licencesNamed(text: string): string[] {
  return NAMES.filter(([, name]) => name.test(text)).map(([id]) => id);
}

/**
 * Reads a licence file by similarity to the SPDX texts (word-bigram Dice, at least 0.9), never by its name. Several texts in one
 * file are found; a passage that adds conditions, and slots left unfilled, are reported. The texts load on first use.
 */
export async function recogniseLicence(text: string): Promise<LicenceReading> {
  const { licenceTexts } = await import('./texts.ts');
  const words = licenceWords(text.replace(/\r\n?/g, '\n'));
  const known = knownTexts(licenceTexts);
  const whole = matchWhole(words, known);
  // one long text hides a short one beside it, so an imperfect match is looked at in parts, too
  const parts = whole && (whole.texts[0]?.similarity ?? 1) > 0.98 ? undefined : matchParts(words, known);
  const { texts, nearest } = whole && (parts?.texts.length ?? 0) <= 1 ? whole : parts!;
  const bodies = texts.map(({ id }) => known.find((one) => one.id === id)!);
  const reading: LicenceReading = {
    texts,
    named: texts.length === 0 ? namedInNote(text) : [],
    unfilled: findUnfilled(
      text,
      texts.some(({ id }) => id === 'Apache-2.0'),
    ),
    additions: texts.length === 0 ? [] : [...findAdditions(words, bodies), ...restrictedNotices(text)],
    changes: findLicenceChanges(
      words,
      texts.some(({ similarity }) => similarity < 1)
        ? bodies.map((body) => ({ id: body.id, words: body.words() }))
        : [],
    ),
    holders: text
      .split('\n')
      .filter(isCopyrightLine)
      .map((line) => line.trim()),
  };
  return texts.length === 0 && nearest ? { ...reading, nearest } : reading;
}

interface KnownText {
  id: string;
  /** In bigrams of words. */
  readonly size: number;
  words: () => readonly string[];
  bigrams: () => Map<string, number>;
}

type Match = Pick<LicenceReading, 'texts' | 'nearest'>;

let cache: KnownText[] | undefined;

function knownTexts(source: readonly (readonly [string, string])[]): KnownText[] {
  // Most files are one of the first two texts: the others are not even cut into words.
  cache ??= source.map(([id, joined]) => {
    const words = fact(() => joined.split(' '));
    return {
      id,
      words,
      get size() {
        return words().length - 1;
      },
      bigrams: fact(() => countBigrams(words())),
    };
  });
  return cache;
}

/** The file as one text: lengths that could not reach the threshold are not even compared. */
function matchWhole(words: readonly LicenceWord[], known: readonly KnownText[]): Match | undefined {
  const size = words.length - 1;
  if (size < 1) return { texts: [] };
  const bigrams = countBigrams(words.map(({ word }) => word));
  let best: { id: string; similarity: number } | undefined;
  for (const text of known) {
    const ratio = Math.min(size, text.size) / Math.max(size, text.size);
    if (ratio < 0.6) continue;
    const similarity = (2 * shared(bigrams, text.bigrams())) / (size + text.size);
    if (!best || similarity > best.similarity) best = { id: text.id, similarity };
    if (similarity > 0.995) break;
  }
  if (best && best.similarity >= RECOGNISED) return { texts: [{ ...best, line: words[0]!.line }] };
  return undefined;
}

/** The file as several texts: the longest that it contains whole is taken out, then the next. */
function matchParts(words: readonly LicenceWord[], known: readonly KnownText[]): Match {
  const rest = countBigrams(words.map(({ word }) => word));
  const size = words.length - 1;
  const found: KnownText[] = [];
  let nearest: { id: string; similarity: number } | undefined;
  for (const text of [...known].sort((a, b) => b.size - a.size)) {
    if (text.size > size * 1.1) continue;
    const common = shared(rest, text.bigrams());
    const similarity = (2 * common) / (size + text.size);
    if (!nearest || similarity > nearest.similarity) nearest = { id: text.id, similarity };
    // files that gather the notices of several authors carry one text more than once
    for (let held = common; held / text.size >= 0.95; held = shared(rest, text.bigrams())) {
      subtract(rest, text.bigrams());
      found.push(text);
    }
  }
  const covered = found.reduce((sum, text) => sum + text.size, 0);
  const similarity = (2 * Math.min(covered, size)) / (size + covered);
  if (found.length === 0 || similarity < RECOGNISED) return nearest ? { texts: [], nearest } : { texts: [] };
  const texts = [...new Set(found)].map((text) => ({ id: text.id, similarity, line: firstLine(words, text) }));
  return { texts: texts.sort((a, b) => a.line - b.line) };
}

/** Where the text begins in the file: the first run of its bigrams. */
function firstLine(words: readonly LicenceWord[], text: KnownText): number {
  let run = 0;
  for (let at = 1; at < words.length; at += 1) {
    run = text.bigrams().has(`${words[at - 1]!.word} ${words[at]!.word}`) ? run + 1 : 0;
    if (run >= 12) return words[at - 12]!.line;
  }
  return words[0]?.line ?? 1;
}

/** Words of which fewer than this many in a row stand so in the licence are no quotation of it. */
const QUOTED = 4;

function findAdditions(words: readonly LicenceWord[], texts: readonly KnownText[]): LicenceReading['additions'] {
  const known = words.map((word, at) => {
    const next = words[at + 1];
    return next !== undefined && texts.some((text) => text.bigrams().has(`${word.word} ${next.word}`));
  });
  const quoted = words.map(() => false);
  for (let at = 0, start = 0; at < words.length; at += 1) {
    if (known[at]) continue;
    if (at - start + 1 >= QUOTED) quoted.fill(true, start, at + 1);
    start = at + 1;
  }
  const additions: LicenceReading['additions'] = [];
  for (let at = 0; at < words.length; at += 1) {
    const start = at;
    while (at < words.length && !quoted[at]) at += 1;
    const run = words.slice(start, at);
    const text = run.map(({ word }) => word).join(' ');
    if (run.length >= ADDITION && CONDITION.test(text)) additions.push({ text, line: run[0]!.line });
  }
  return additions;
}

/** Conditions on the line of a copyright notice, which is no part of any text. */
function restrictedNotices(text: string): LicenceReading['additions'] {
  return text.split('\n').flatMap((line, at) => {
    const words = line.toLowerCase().replace(/\s+/g, ' ').trim();
    return isCopyrightLine(line) && RESTRICTION.test(words) ? [{ text: words, line: at + 1 }] : [];
  });
}

/** A note is short, speaks of licensing and names licences; the contribution clause that often follows changes nothing. */
function namedInNote(text: string): string[] {
  if (text.length > 4000 || !/licen[sc]ed|licen[sc]e[sd]? under|at your option|either/i.test(text)) return [];
  return licencesNamed(text);
}

/** The appendix of Apache-2.0 shows how to apply it and keeps its brackets; elsewhere a slot is to be filled in. */
function findUnfilled(text: string, apache: boolean): { text: string; line: number }[] {
  const unfilled: { text: string; line: number }[] = [];
  let appendix = false;
  text.split('\n').forEach((line, at) => {
    if (apache && /\bappendix\b/i.test(line)) appendix = true;
    if (appendix || !/copyright|©|\(c\)|<year>|\[year\]/i.test(line)) return;
    for (const slot of findPlaceholders(line)) unfilled.push({ text: slot.text, line: at + 1 });
    const holder = /(?:copyright|©|\(c\))[\s(c)©]*[\d\s,–-]+(.*)$/i.exec(line)?.[1];
    if (holder && /\w/.test(holder) && isPlaceholder(holder) && !unfilled.some((slot) => slot.line === at + 1)) {
      unfilled.push({ text: holder.trim(), line: at + 1 });
    }
  });
  return unfilled;
}

function countBigrams(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 1; at < words.length; at += 1) {
    const bigram = `${words[at - 1]} ${words[at]}`;
    counts.set(bigram, (counts.get(bigram) ?? 0) + 1);
  }
  return counts;
}

function shared(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let common = 0;
  for (const [bigram, count] of few) common += Math.min(count, many.get(bigram) ?? 0);
  return common;
}

function subtract(from: Map<string, number>, what: ReadonlyMap<string, number>): void {
  for (const [bigram, count] of what) {
    const left = (from.get(bigram) ?? 0) - count;
    if (left > 0) from.set(bigram, left);
    else from.delete(bigram);
  }
}
