/** A checklist in Markdown, to paste into an issue or a step summary and work off. */
import { findingsOf, isWaived, type Report, type ReportItem } from '../report.ts';
import { printable } from './escape.ts';
import { countsInWords, decisionsOf, placeOf, verdictWords } from './words.ts';

const shownPlaces = 5;

export function markdownReport(reports: readonly Report[]): string {
  return `${reports.map(one).join('\n\n')}\n`;
}

function one(report: Report): string {
  const { module, head, tool } = report;
  const version = module.version === undefined ? '' : ` ${escaped(module.version)}`;
  const lines = [`# ${escaped(module.name)}${version}: production readiness`, '', `${countsInWords(report)}.`];
  let section = '';
  for (const group of report.standard.groups) {
    const items = report.items.filter(({ id }) => id.startsWith(`${group.slug}/`));
    if (items.length === 0) continue;
    if (group.section !== section) lines.push('', `## ${escaped(group.section)}`);
    section = group.section;
    lines.push('', `### ${escaped(group.title)}`, '', ...items.flatMap(itemLines));
  }
  if (report.notes.length > 0) lines.push('', '## Notes', '', ...report.notes.map((note) => `- ${evidence(note)}`));
  lines.push(
    '',
    `<sub>${escaped(tool.name)} ${escaped(tool.version)}${head === undefined ? '' : ` at ${escaped(head.slice(0, 12))}`}</sub>`,
  );
  return lines.join('\n');
}

function itemLines(item: ReportItem): string[] {
  const box = item.verdict === 'pass' ? 'x' : ' ';
  const [headline] = item.evidence;
  const lines = [
    `- [${box}] ${escaped(item.text)} (\`${item.id}\`) — **${wordOf(item)}**${headline === undefined ? '' : `: ${evidence(headline)}`}`,
  ];
  const unsaid = isWaived(item) || item.verdict === 'pass' ? [] : decisionsOf(item);
  lines.push(...unsaid.map((said) => `  - ${escaped(said)}`));
  if (item.verdict !== 'fail' && item.verdict !== 'review') return lines;
  const found = findingsOf(item).filter((finding) => finding !== headline);
  lines.push(...found.slice(0, shownPlaces).map((finding) => `  - ${evidence(finding)}`));
  if (found.length > shownPlaces) lines.push(`  - and ${found.length - shownPlaces} more`);
  if (item.verdict === 'fail' && item.fix !== undefined) lines.push(`  - to do: ${prose(item.fix)}`);
  return lines;
}

/** The verdict as people say it. */
export function wordOf(item: ReportItem): string {
  if (isWaived(item))
    return `waived until ${escaped(item.waiver?.until ?? '')} by ${escaped(item.waiver?.by ?? '')} (${escaped(item.waiver?.reason ?? '')})`;
  if (item.verdict === 'pass' && item.attestation !== undefined)
    return `pass (attested by ${escaped(item.attestation.by)}, ${escaped(item.attestation.date)})`;
  return verdictWords[item.verdict];
}

function evidence(found: Parameters<typeof placeOf>[0]): string {
  const place = placeOf(found);
  return `${place === '' ? '' : `${code(place)} `}${prose(found.message)}`;
}

/** A code span that holds any backticks. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}

/** A sentence in which what stands between backticks is code, where nothing is markup either, and all else is text. */
export const prose = (text: string): string =>
  text
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 0 ? escaped(part) : code(printable(part))))
    .join('');

/** Nothing in the text becomes markup, a mention or a link; code spans that the tool writes itself stay readable. */
export function escaped(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#+!|~<>&$]/g, '\\$&')
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/\b(https?|www)(?=[:.])/g, '$1\u200b');
}
