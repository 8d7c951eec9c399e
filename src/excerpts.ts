/** The lines around each finding, for reports that show code. Never stored in the report itself. */
import { searchFiles } from './models/secrets/search.ts';
import type { Sources } from './repo.ts';
import type { Report, ReportEvidence } from './report.ts';
import type { Excerpt, Excerpts } from './reporters/index.ts';
import { Unavailable } from './verdict.ts';

/** Lines shown before and after the one that is meant. */
const around = 2;

/** Bounds of one report: a page with more is no longer read. */
const limits = { excerpts: 2000, columns: 240, files: 400 };

/** Lines with credentials are left out, whichever item points at them. */
const hidden = '(a line with a credential is not shown)';

/** @returns excerpts by `path:line` */
export function excerptsOf(report: Report, { files }: Pick<Sources, 'files'>): Excerpts {
  const found = new Map<string, Excerpt>();
  const texts = new Map<string, readonly string[]>();
  const linesOf = (path: string): readonly string[] => {
    let lines = texts.get(path);
    if (lines === undefined) {
      lines = texts.size < limits.files ? safeLines(path, files) : [];
      texts.set(path, lines);
    }
    return lines;
  };
  for (const { path, line, column, endLine } of report.items.flatMap(shownEvidence)) {
    if (path === undefined || line === undefined || found.size >= limits.excerpts) continue;
    if (line === 1 && column === undefined && endLine === undefined) continue; // the file as a whole
    const lines = linesOf(path);
    if (line > lines.length) continue;
    const first = Math.max(1, line - around);
    const last = Math.min(lines.length, Math.min(endLine ?? line, line + 2 * around) + around);
    found.set(`${path}:${line}`, { first, lines: lines.slice(first - 1, last) });
  }
  return found;
}

const shownEvidence = ({ verdict, evidence }: Report['items'][number]): readonly ReportEvidence[] =>
  verdict === 'notApplicable' ? [] : evidence;

function safeLines(path: string, files: Sources['files']): readonly string[] {
  try {
    const text = files.text(path);
    if (text === undefined) return [];
    const lines = text.split(/\r?\n/);
    const { found, skippedLines } = searchFiles([{ path, text }]);
    const secret = new Set([...found, ...skippedLines].flatMap(({ line }) => blockAt(lines, line)));
    return lines.map((line, index) => (secret.has(index + 1) ? hidden : line.slice(0, limits.columns)));
  } catch (thrown) {
    if (thrown instanceof Unavailable) return [];
    throw thrown;
  }
}

/** The line itself, and for a key in PEM armour everything up to its end. */
function blockAt(lines: readonly string[], line: number): number[] {
  if (!lines[line - 1]?.includes('-----BEGIN')) return [line];
  const end = lines.findIndex((text, index) => index >= line - 1 && text.includes('-----END'));
  const last = end < 0 ? lines.length : end + 1;
  return Array.from({ length: last - line + 1 }, (_, index) => line + index);
}
