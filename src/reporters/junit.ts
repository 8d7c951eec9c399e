/** JUnit XML: a suite for each section of the standard, a case for each item. What is not proven is skipped, with the reason. */
import { isWaived, type Report, type ReportItem } from '../report.ts';
import { printable } from './escape.ts';
import { nameOf, placeOf } from './words.ts';

export function junitReport(reports: readonly Report[]): string {
  const suites = reports.flatMap((report) => sections(report).map(([section, items]) => suite(report, section, items)));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}

function sections({ standard, items }: Report): [string, ReportItem[]][] {
  const names = [...new Set(standard.groups.map(({ section }) => section))];
  const of = (section: string) => standard.groups.filter((group) => group.section === section).map(({ slug }) => slug);
  return names
    .map((name): [string, ReportItem[]] => [name, items.filter(({ id }) => of(name).includes(id.split('/')[0] ?? ''))])
    .filter(([, found]) => found.length > 0);
}

function suite(report: Report, section: string, items: readonly ReportItem[]): string {
  const count = (test: (item: ReportItem) => boolean) => items.filter(test).length;
  const failures = count((item) => item.verdict === 'fail' && !isSkipped(item));
  const errors = count(({ verdict }) => verdict === 'error');
  const attributes = [
    ['name', `${report.module.name}: ${section}`],
    ['tests', items.length],
    ['failures', failures],
    ['errors', errors],
    ['skipped', count(isSkipped)],
    ['time', 0],
  ] as const;
  const cases = items.map((item) => testCase(report, item)).join('\n');
  return `  <testsuite ${attributes.map(([key, value]) => `${key}="${xml(String(value))}"`).join(' ')}>\n${cases}\n  </testsuite>`;
}

/** A failure that does not fail the run, and everything that is neither proven nor refuted. */
function isSkipped(item: ReportItem): boolean {
  if (item.verdict === 'fail') return isWaived(item) || item.level === 'advisory';
  return item.verdict !== 'pass' && item.verdict !== 'error';
}

function testCase({ module }: Report, item: ReportItem): string {
  const open = `    <testcase name="${xml(item.text)}" classname="${xml(`${module.name}.${item.id.replace('/', '.')}`)}" time="0"`;
  const said = item.evidence
    .map((found) => [placeOf(found), printable(found.message)].filter(Boolean).join('  '))
    .join('\n');
  const headline = xml(printable(item.evidence[0]?.message ?? item.verdict));
  if (item.verdict === 'pass') return `${open}/>`;
  if (isSkipped(item)) return `${open}>\n      <skipped>${xml(wordOf(item))}: ${headline}</skipped>\n    </testcase>`;
  const tag = item.verdict === 'error' ? 'error' : 'failure';
  const fix = item.fix === undefined ? '' : `\n${printable(item.fix)}`;
  return `${open}>\n      <${tag} message="${headline}" type="${item.id}">${xml(said + fix)}</${tag}>\n    </testcase>`;
}

function wordOf(item: ReportItem): string {
  if (isWaived(item)) return `waived until ${item.waiver?.until} by ${printable(item.waiver?.by ?? '')}`;
  if (item.verdict === 'fail') return 'advisory';
  return nameOf(item.verdict);
}

/** Text for element content and attributes, line by line without what steers a terminal; what XML 1.0 cannot write becomes U+FFFD. */
function xml(text: string): string {
  return text
    .split('\n')
    .map(printable)
    .join('\n')
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
