/**
 * What may be answered about an item, and what is shown as evidence.
 * The verdict words are SARIF 2.1.0's `result.kind` (§3.27.9), with the same meaning.
 */

/** Where something was seen. Paths are relative to the module, with `/`; lines and columns count from 1, columns in UTF-16 units. */
export interface Place {
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
}

/** One sentence about one place. `note` marks what is worth knowing but does not decide the verdict. */
export interface Evidence extends Place {
  readonly message: string;
  readonly note?: true;
}

type VerdictKind = 'pass' | 'fail' | 'review' | 'open' | 'notApplicable';

/** The first evidence is the headline: the sentence that a one-line report prints. Complete lists follow it. */
export interface Verdict {
  readonly kind: VerdictKind;
  readonly evidence: readonly [Evidence, ...Evidence[]];
  /** What to do, where it is more exact than the rule's own `fix`. */
  readonly fix?: string;
  /** Counted facts worth comparing between runs, such as `documented` and `total`. */
  readonly metrics?: Readonly<Record<string, number>>;
}

interface BrokenOptions {
  readonly absence?: boolean;
  readonly fix?: string | undefined;
  readonly more?: readonly Evidence[];
}

/** The module's fault: something the rule needs is absent or does not parse. Becomes `fail`, with its place. */
export class Broken extends Error {
  override readonly name = 'Broken';
  readonly evidence: Evidence;
  /** True when the thing is not there at all, so that reports say it once. */
  readonly absence: boolean;
  /** What to do about it, where no rule knows better. */
  readonly fix: string | undefined;
  /** What else is wrong in the same way, so that nobody has to mend one to hear of the next. */
  readonly more: readonly Evidence[];
  constructor(message: string, place: Place = {}, { absence = false, fix, more = [] }: BrokenOptions = {}) {
    super(message);
    this.absence = absence;
    this.fix = fix;
    this.more = more;
    this.evidence = { message, ...place };
  }
}

/** Ours: this run could not look (offline, shallow clone, no git, a bound that was hit). Becomes `open`, with what would decide it. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** The item has no object here, such as a crate's item where there is no crate. Becomes `notApplicable`, with the reason. */
export class Inapplicable extends Error {
  override readonly name = 'Inapplicable';
  readonly notes: readonly Evidence[];
  constructor(message: string, notes: readonly Evidence[] = []) {
    super(message);
    this.notes = notes;
  }
}

type Headline = string | Evidence;

const verdict = (kind: VerdictKind, headline: Headline, rest: readonly Evidence[]): Verdict => ({
  kind,
  evidence: [typeof headline === 'string' ? { message: headline } : headline, ...rest],
});

export const pass = (headline: Headline, ...rest: Evidence[]): Verdict => verdict('pass', headline, rest);
export const fail = (headline: Headline, ...rest: Evidence[]): Verdict => verdict('fail', headline, rest);
export const review = (headline: Headline, ...rest: Evidence[]): Verdict => verdict('review', headline, rest);
export const open = (headline: Headline, ...rest: Evidence[]): Verdict => verdict('open', headline, rest);
export const notApplicable = (headline: Headline, ...rest: Evidence[]): Verdict =>
  verdict('notApplicable', headline, rest);

/** The same verdict; one that fails says what to do about this very failure. */
export const withFix = (fix: string, verdict: Verdict): Verdict =>
  verdict.kind === 'fail' ? { ...verdict, fix } : verdict;

/** What one item lists; a repository can be made to break a rule a million times. */
const MOST_LISTED = 10_000;

/** Findings as many as a report can bear. The rest is one finding more, so that no waiver of those listed covers it. */
export const listed = (found: readonly Evidence[]): readonly Evidence[] =>
  found.length <= MOST_LISTED
    ? found
    : [...found.slice(0, MOST_LISTED), { message: `and ${found.length - MOST_LISTED} more, which are not listed` }];

/** Evidence at a place. */
export const at = (path: string, line: number | undefined, message: string, column?: number): Evidence => ({
  message,
  path,
  ...(line === undefined ? {} : { line }),
  ...(column === undefined ? {} : { column }),
});

/** Evidence at a place that a model tells, whatever else it tells of it. */
export const placed = ({ path, line, column }: Place & { readonly path: string }, message: string): Evidence =>
  at(path, line, message, column);

/** The same evidence, marked as not deciding the verdict. */
export const note = (evidence: Headline): Evidence =>
  typeof evidence === 'string' ? { message: evidence, note: true } : { ...evidence, note: true };

/** `1 file`, `2 files`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `1 of 2 files is`, `2 of 2 files are`. @param verbs for one and for many */
export const partOf = (part: number, all: number, one: string, [is, are]: readonly [string, string], many?: string) =>
  `${part} of ${counted(all, one, many)} ${part === 1 ? is : are}`;

/** The same verdict with more evidence behind its own. */
export const alsoSeen = (verdict: Verdict, ...more: readonly Evidence[]): Verdict => ({
  ...verdict,
  evidence: [...verdict.evidence, ...more],
});

/**
 * For requirements over a list: passes when every thing holds. Over nothing it never passes: the caller says what an
 * empty list means.
 * @param problem returns what is wrong with one thing, or undefined
 */
export function every<T>(
  things: readonly T[],
  problem: (thing: T) => Evidence | undefined,
  words: {
    holds: (count: number) => Headline;
    broken: (broken: number, count: number) => Headline;
    empty: Verdict;
    /** Where one thing that holds was seen. */
    seen?: (thing: T) => Evidence;
  },
): Verdict {
  if (things.length === 0) return words.empty;
  const problems = things.map(problem).filter((found): found is Evidence => found !== undefined);
  return problems.length === 0
    ? pass(words.holds(things.length), ...(words.seen === undefined ? [] : listed(things.map(words.seen))))
    : fail(words.broken(problems.length, things.length), ...listed(problems));
}
