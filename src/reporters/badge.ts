/** The endpoint document of a shields.io badge. */
import type { Report } from '../report.ts';

/** Boxes, not points: how many of the items that apply are proven. Several modules are summed. */
export function badgeReport(reports: readonly Report[]): string {
  const sum = (pick: (report: Report) => number) => reports.reduce((total, report) => total + pick(report), 0);
  const passed = sum(({ summary }) => summary.pass);
  const applicable = sum(({ summary }) => summary.applicable);
  const failed = sum(({ summary }) => summary.fail + summary.error);
  const color = failed > 0 ? 'red' : passed < applicable ? 'yellow' : applicable === 0 ? 'lightgrey' : 'brightgreen';
  const document = {
    schemaVersion: 1,
    label: 'cim-ready',
    message: `${passed} of ${applicable}`,
    color,
    isError: failed > 0,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
