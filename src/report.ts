/** The report: plain data in the standard's order, its counts, and the exit code they mean. */
import type { Counts, Report, ReportEvidence, ReportItem } from './schema/report.ts';

export type { Counts, Report, ReportEvidence, ReportItem };

export type ReportVerdict = ReportItem['verdict'];

/** @returns how many items have each verdict; `applicable` leaves out notApplicable */
export function countItems(items: readonly ReportItem[]): Counts {
  const counts: Counts = {
    items: items.length,
    applicable: 0,
    pass: 0,
    fail: 0,
    review: 0,
    open: 0,
    notApplicable: 0,
    error: 0,
    waived: 0,
    attested: 0,
  };
  for (const item of items) {
    if (isWaived(item)) counts.waived += 1;
    else counts[item.verdict] += 1;
    if (item.verdict === 'pass' && item.attestation !== undefined) counts.attested += 1;
  }
  counts.applicable = items.length - counts.notApplicable;
  return counts;
}

/**
 * @param strict count what is not proven (review, open, error) as failing
 * @returns 0 when nothing fails, 1 when something does
 */
export function exitCode(reports: readonly Report[], strict: boolean): 0 | 1 {
  const bad = (item: ReportItem): boolean => {
    if (item.level === 'advisory' || isWaived(item)) return false;
    return item.verdict === 'fail' || (strict && !['pass', 'notApplicable'].includes(item.verdict));
  };
  return reports.some(({ items }) => items.some(bad)) ? 1 : 0;
}

/** True when every finding of a failing item is covered by a waiver that holds. */
export const isWaived = (item: ReportItem): boolean => item.verdict === 'fail' && item.waiver?.state === 'holds';

/** What a failing item complains about, one by one: its details, or its headline when it has none. */
export function findingsOf(item: ReportItem): ReportEvidence[] {
  const [headline, ...details] = item.evidence;
  const found = details.filter(({ note }) => note !== true);
  return headline !== undefined && (found.length === 0 || headline.path !== undefined) ? [headline, ...found] : found;
}

/** What a reporter may say about an item beyond one report: the standard's own page on it. */
export interface CatalogueEntry {
  readonly id: string;
  readonly text: string;
  readonly why: string;
  readonly how: string;
  readonly fix: string;
}

/**
 * A finding's path as the repository has it, for forges and scanners that know the repository only. What stands beside
 * the module, such as `../LICENSE`, is resolved; nothing leads out of the repository.
 */
export function repositoryPath({ module }: Report, path: string): string {
  const parts: string[] = [];
  for (const part of [...(module.folder ?? '').split('/'), ...path.split('/')]) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
