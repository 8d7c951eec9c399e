import type { LicenceWord } from './words.ts';

/** A place where a licence file departs from the text that it was recognised as. */
export interface LicenceChange {
  /** What the licence says there; empty where words were put in. */
  instead: string;
  /** What the file says; empty where words were left out. */
  text: string;
  line: number;
}

/** The words between which the terms of a licence stand: before lie its title and address, behind them how to apply it. */
const TERMS: Readonly<Record<string, readonly [from: string, to: string]>> = {
  MIT: ['permission is hereby granted free of charge to any person obtaining', 'other dealings in the software'],
  'Apache-2.0': ['definitions license shall mean the terms', 'any such warranty or additional liability'],
};

/** More comparisons than this are not made: the words of 3 MB against those of the longest text. */
const MOST = 30_000_000;

/**
 * What was put into, taken from or replaced in the terms of MIT and Apache-2.0, word by word: one word can turn a licence into its
 * opposite at a similarity of 0.99. Title, notices, appendix, numbering, line breaks within words and the wordings in common use are
 * no changes.
 *
 * @param texts what the file was recognised as
 */
export function findLicenceChanges(
  words: readonly LicenceWord[],
  texts: readonly { id: string; words: readonly string[] }[],
): LicenceChange[] {
  const plain = words.map(({ word }) => word);
  return texts.flatMap((text) => {
    const bounds = TERMS[text.id];
    const terms = bounds && between(text.words, bounds);
    if (terms === undefined) return [];
    const here = between(plain, bounds!);
    if (here !== undefined) return changes(text.words.slice(...terms), words.slice(...here));
    // its first or last words are other ones: beside a second text nobody could say where it begins
    return texts.length === 1 ? changes(text.words, words, terms) : [];
  });
}

function changes(
  licence: readonly string[],
  file: readonly LicenceWord[],
  [first, last]: readonly [number, number] = [0, licence.length],
): LicenceChange[] {
  return differences(licence, file)
    .reduce<Difference[]>(mergeNear, [])
    .filter(({ from, to }) => to > first && from < last && (to > from || from > first))
    .map(({ from, to, start, end }) => ({
      instead: licence.slice(from, to).join(' '),
      text: file
        .slice(start, end)
        .map(({ word }) => word)
        .join(' '),
      line: (file[start] ?? file.at(-1))?.line ?? 1,
    }))
    .filter((change) => !isInUse(change));
}

/** A word or two that stand in both by chance do not make two changes of one. */
function mergeNear(merged: Difference[], next: Difference): Difference[] {
  const last = merged.at(-1);
  if (last === undefined || next.from - last.to > 2) return [...merged, next];
  return [...merged.slice(0, -1), { ...last, to: next.to, end: next.end }];
}

/** From the first phrase to the end of the second; undefined when one of them is not there. */
function between(words: readonly string[], [from, to]: readonly [string, string]): [number, number] | undefined {
  const start = indexOf(words, from, 0);
  const end = start < 0 ? -1 : indexOf(words, to, start);
  return end < 0 ? undefined : [start, end + to.split(' ').length];
}

function indexOf(words: readonly string[], phrase: string, start: number): number {
  const wanted = phrase.split(' ');
  return words.findIndex((_, at) => at >= start && wanted.every((word, n) => words[at + n] === word));
}

/** Wordings that many copies have, and marks that Markdown and paper leave in a text. */
function isInUse({ instead, text }: LicenceChange): boolean {
  if (instead.replaceAll(' ', '') === text.replaceAll(' ', '')) return true;
  if (`${instead} ${text}`.split(' ').every((word) => MARK.test(word))) return true;
  if (text === 'including the next paragraph' && instead === '') return true;
  // the holders by name, as X11 and many others have it
  return HOLDERS.has(instead) && !NEGATION.test(text) && text.split(' ').length < 8;
}

const MARK = /^(?:https?|[a-z]?|\d{1,2}|[ivx]+)$/;
const HOLDERS = new Set([
  'authors',
  'authors or copyright holders',
  'authors or copyright',
  'copyright holders',
  'holders',
]);

const NEGATION = /\b(?:not|no|only|except|without|unless|never)\b/;

interface Difference {
  /** Words of the licence, from inclusive, to exclusive. */
  from: number;
  to: number;
  /** Words of the file. */
  start: number;
  end: number;
}

/** By the longest common subsequence, after what both ends share was set aside. */
function differences(text: readonly string[], file: readonly LicenceWord[]): Difference[] {
  let head = 0;
  while (head < text.length && head < file.length && text[head] === file[head]!.word) head += 1;
  let tail = 0;
  const most = Math.min(text.length, file.length) - head;
  while (tail < most && text.at(-1 - tail) === file.at(-1 - tail)!.word) tail += 1;
  const rows = text.length - head - tail;
  const columns = file.length - head - tail;
  if (rows * columns > MOST) return [{ from: head, to: head + rows, start: head, end: head + columns }];
  const width = columns + 1;
  const common = new Uint16Array((rows + 1) * width);
  const same = (row: number, column: number) => text[head + row] === file[head + column]!.word;
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      common[row * width + column] = same(row, column)
        ? common[(row + 1) * width + column + 1]! + 1
        : Math.max(common[(row + 1) * width + column]!, common[row * width + column + 1]!);
    }
  }
  const found: Difference[] = [];
  let open: Difference | undefined;
  for (let row = 0, column = 0; row < rows || column < columns; ) {
    if (row < rows && column < columns && same(row, column)) {
      open = undefined;
      row += 1;
      column += 1;
      continue;
    }
    if (open === undefined) {
      open = { from: head + row, to: head + row, start: head + column, end: head + column };
      found.push(open);
    }
    const left =
      column >= columns || (row < rows && common[(row + 1) * width + column]! >= common[row * width + column + 1]!);
    if (left) open.to = head + ++row;
    else open.end = head + ++column;
  }
  return found;
}
