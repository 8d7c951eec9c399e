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
  };
  for (const item of items) counts[item.verdict] += 1;
  counts.applicable = items.length - counts.notApplicable;
  return counts;
}

/**
 * @param strict count what is not proven (review, open, error) as failing
 * @returns 0 when nothing fails, 1 when something does
 */
export function exitCode(reports: readonly Report[], strict: boolean): 0 | 1 {
  const bad = ({ fail, review, open, error }: Counts): boolean => fail > 0 || (strict && review + open + error > 0);
  return reports.some((report) => bad(report.summary)) ? 1 : 0;
}
