/**
 * Workflow commands that GitHub shows as annotations. Within its limits: ten of a kind a step, so errors (failures that
 * count) come first, each item's first finding before any second one, and what does not fit is said in one notice.
 */
import { findingsOf, isWaived, type Report, repositoryPath } from '../report.ts';
import { printable } from './escape.ts';
import { countsInWords } from './words.ts';

/** Annotations of one kind that GitHub shows for a step. */
const limit = 10;

export function githubReport(reports: readonly Report[]): string {
  const lines = reports.flatMap((report) => {
    const found = report.items
      .filter((item) => item.verdict === 'fail' && !isWaived(item))
      .flatMap((item) =>
        findingsOf(item)
          .filter(({ waived }) => !waived)
          .map((finding, nth) => ({ item, finding, nth })),
      );
    return found
      .sort((a, b) => a.nth - b.nth)
      .map(({ item, finding }) => {
        const kind = item.level === 'advisory' ? 'warning' : 'error';
        const { path, line, column, endLine } = finding;
        const properties = {
          ...(path === undefined ? {} : { file: repositoryPath(report, path), line, endLine, col: column }),
          title: `${item.id}: ${item.text}`,
        };
        return { kind, text: command(kind, properties, `${finding.message}${item.fix ? `\n${item.fix}` : ''}`) };
      });
  });
  const shown = ['error', 'warning'].flatMap((kind) => lines.filter((line) => line.kind === kind).slice(0, limit));
  const hidden = lines.length - shown.length;
  const rest = hidden > 0 ? `; ${hidden} more ${hidden === 1 ? 'finding does' : 'findings do'} not fit here` : '';
  const closing = reports.map((report) => `${report.module.name}: ${countsInWords(report)}`).join('\n');
  return `${[...shown.map(({ text }) => text), command('notice', { title: 'cim-ready' }, closing + rest)].join('\n')}\n`;
}

function command(
  kind: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const listed = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${kind} ${listed.join(',')}::${data(message)}`;
}

/** As actions/toolkit escapes data and properties, after everything unprintable is made visible. */
const data = (text: string): string =>
  text
    .split('\n')
    .map(printable)
    .map((line) => line.replaceAll('%', '%25'))
    .join('%0A');

const property = (text: string): string =>
  printable(text).replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
