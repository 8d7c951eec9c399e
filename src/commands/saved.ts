/** Reports that were saved as JSON: read again, and refused when they are none. */
import { readFileSync } from 'node:fs';
import type { Report } from '../report.ts';
import { reportSchema, reportSchemaVersion, reportsSchema } from '../schema/report.ts';
import { CannotRun, reasonOf } from './failure.ts';

/** Problems of one file that are worth printing. */
const shown = 5;

/**
 * @param path `-` is the standard input
 * @returns the file's reports, one or several
 * @throws CannotRun when it cannot be read, or is no report
 */
export function readReports(path: string): Report[] {
  const name = path === '-' ? 'the standard input' : path;
  const value = parse(path, name);
  const version =
    typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
  if (typeof version === 'number' && version > reportSchemaVersion)
    throw new CannotRun(
      `${name} has version ${version} of the report's schema, and this program reads ${reportSchemaVersion}`,
    );
  const several = typeof value === 'object' && value !== null && 'reports' in value;
  const parsed = several ? reportsSchema.safeParse(value) : reportSchema.safeParse(value);
  if (parsed.success) return 'reports' in parsed.data ? parsed.data.reports : [parsed.data];
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  const more = problems.length > shown ? [`  and ${problems.length - shown} more`] : [];
  throw new CannotRun([`${name} is no report of cim-ready`, ...problems.slice(0, shown), ...more].join('\n'));
}

function parse(path: string, name: string): unknown {
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (thrown) {
    throw new CannotRun(`cannot read ${name}: ${reasonOf(thrown)}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new CannotRun(`${name} is no report of cim-ready: it is no JSON`);
  }
}
