/** What changed between two reports of one module. */
import { isWaived, type Report, type ReportItem } from './report.ts';

/** An item as a comparison sees it: a waived failure is no failure, and an advisory one fails nothing. */
export type Standing = ReportItem['verdict'] | 'waived' | 'advisory';

export interface Change {
  readonly id: string;
  readonly text: string;
  /** Undefined where the old report does not have the item. */
  readonly from: Standing | undefined;
  /** Undefined where the new report does not have it. */
  readonly to: Standing | undefined;
  readonly direction: 'worse' | 'unproven' | 'better' | 'other';
  /** The new report's headline, else the old one's. */
  readonly item: ReportItem;
}

export interface Comparison {
  readonly before: Report;
  readonly after: Report;
  /** In the standard's order. */
  readonly changes: readonly Change[];
  readonly unchanged: number;
}

export function compareReports(before: Report, after: Report): Comparison {
  const old = new Map(before.items.map((item) => [item.id, item]));
  const present = new Set(after.items.map(({ id }) => id));
  const pairs = [
    ...after.items.map((item) => ({ was: old.get(item.id), is: item as ReportItem | undefined, item })),
    ...before.items.filter(({ id }) => !present.has(id)).map((item) => ({ was: item, is: undefined, item })),
  ];
  const changes = pairs.flatMap(({ was, is, item }): Change[] => {
    const from = was && standingOf(was);
    const to = is && standingOf(is);
    return from === to ? [] : [{ id: item.id, text: item.text, from, to, direction: directionOf(from, to), item }];
  });
  return { before, after, changes, unchanged: pairs.length - changes.length };
}

/** @returns whether something got worse; with `strict` also what was proven and is not any more */
export const gotWorse = ({ changes }: Comparison, strict: boolean): boolean =>
  changes.some(({ direction }) => direction === 'worse' || (strict && direction === 'unproven'));

function standingOf(item: ReportItem): Standing {
  if (isWaived(item)) return 'waived';
  return item.verdict === 'fail' && item.level === 'advisory' ? 'advisory' : item.verdict;
}

const bad = (standing: Standing | undefined): boolean => standing === 'fail' || standing === 'error';

function directionOf(from: Standing | undefined, to: Standing | undefined): Change['direction'] {
  if (from === undefined || to === undefined) return 'other';
  if (bad(to)) return bad(from) ? 'other' : 'worse';
  if (from === 'pass' && to !== 'notApplicable') return 'unproven';
  // Nobody looked: what failed may fail still.
  if (to === 'open') return 'other';
  return to === 'pass' || bad(from) ? 'better' : 'other';
}
