/** A word of a licence text and the line it stands on. */

import { byScript } from '../text/ascii.ts';
export interface LicenceWord {
  word: string;
  line: number;
}

/** A line that names a holder or a year: it differs in every copy, so it says nothing about which licence it is. */
const COPYRIGHT_LINE =
  /^\W{0,40}(?:portions )?copyright\b\W{0,8}(?:\(c\)|©|&copy;)?\W{0,8}(?:\d|[[<{]|(?:by )?the\b|[A-Z])|^\W{0,40}(?:\(c\)|©)\W{0,8}\d|^\W{0,40}all rights reserved\W{0,40}$/i;

/** Whether the line is a copyright notice; `copyright license to reproduce` in a licence's own text is none. */
export function isCopyrightLine(line: string): boolean {
  return (
    COPYRIGHT_LINE.test(line) && !/\b(?:licen[sc]e|notice|owner or|holders? (?:or|be|and)|law|interest)\b/i.test(line)
  );
}

const wordIn = byScript(/[a-z0-9]+/g, /[\p{L}\p{N}]+/gu);

/** The words of a licence text in lower case, copyright notices left out; markup and punctuation do not count. */
export function licenceWords(text: string): LicenceWord[] {
  const words: LicenceWord[] = [];
  text.split('\n').forEach((line, at) => {
    if (isCopyrightLine(line)) return;
    const lower = line.toLowerCase();
    for (const word of lower.match(wordIn(lower)) ?? []) words.push({ word, line: at + 1 });
  });
  return words;
}
