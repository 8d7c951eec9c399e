/** The report as its schema has it, for programs. */
import type { Report } from '../report.ts';

/** @returns one module's report as it is, several under `reports`; indented, ending in a newline */
export function jsonReport(reports: readonly Report[]): string {
  const [only] = reports;
  const whole = reports.length === 1 && only !== undefined ? only : { schemaVersion: 1, reports };
  return jsonText(whole);
}

/** JSON that is safe to print on a terminal: C1 controls and bidirectional overrides are escaped as C0 controls are. */
export function jsonText(value: unknown): string {
  const coded = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, coded)}\n`;
}
