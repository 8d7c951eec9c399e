/** What to do about a report, most useful first. */
import { isWaived, type Report, type ReportItem } from '../report.ts';

export interface Step {
  readonly fix: string;
  /** The items that this one step would settle; the first is where it is explained. */
  readonly ids: readonly string[];
}

/** Groups whose failures cost most when they are left: a hole, then what others build on, then the rest in the standard's order. */
const urgent = ['security', 'cargo', 'cim-yaml', 'files', 'ci', 'docs'];

/** What cannot wait for the rest: it is public already. */
const burning = 'security/no-secrets';

/**
 * Failures with one and the same cause (the same headline: an absent file, say) are one step. A leaked credential comes first,
 * then steps that settle more items, then the more urgent groups, then the standard's order; what is only advised comes last.
 */
export function nextSteps(report: Report): Step[] {
  const causes = new Map<string, ReportItem[]>();
  for (const item of report.items) {
    if (item.verdict !== 'fail' || isWaived(item)) continue;
    const cause = item.evidence[0]?.message ?? item.id;
    causes.set(cause, [...(causes.get(cause) ?? []), item]);
  }
  const rank = (items: readonly ReportItem[]): number => {
    const place = urgent.indexOf(items[0]?.id.split('/')[0] ?? '');
    return place === -1 ? urgent.length : place;
  };
  const advisory = (items: readonly ReportItem[]): number => (items.every(({ level }) => level === 'advisory') ? 1 : 0);
  const leaked = (items: readonly ReportItem[]): number => (items.some(({ id }) => id === burning) ? 1 : 0);
  return [...causes.values()]
    .sort((a, b) => advisory(a) - advisory(b) || leaked(b) - leaked(a) || b.length - a.length || rank(a) - rank(b))
    .map((items) => ({ fix: items[0]?.fix ?? '', ids: items.map((item) => item.id) }));
}
