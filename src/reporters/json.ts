/** The report as its schema has it, for programs. */
import type { Report } from '../report.ts';

/** @returns one module's report as it is, several under `reports`; indented, ending in a newline */
export function jsonReport(reports: readonly Report[]): string {
  const [only] = reports;
  const whole = reports.length === 1 && only !== undefined ? only : { schemaVersion: 1, reports };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
