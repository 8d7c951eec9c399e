/** The report for people at a terminal: the standard as a checklist, with evidence and what to do next. */
import { Chalk, type ChalkInstance } from 'chalk';
import { isWaived, type Report, type ReportEvidence, type ReportItem, type ReportVerdict } from '../report.ts';
import { printable } from './escape.ts';
import { nextSteps } from './next-steps.ts';
import { columns, wrap } from './wrap.ts';

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** 0 none, 1 sixteen colours, 2 and 3 more. */
  readonly colorLevel: 0 | 1 | 2 | 3;
  /** All evidence instead of the first few places. */
  readonly verbose: boolean;
  /** The summary only. */
  readonly quiet: boolean;
}

/** How many places of one item are shown without --verbose. */
const shownPlaces = 3;

/** What an item looks like: its verdict, or that a waiver holds. */
type Look = ReportVerdict | 'waived';

const lookOf = (item: ReportItem): Look => (isWaived(item) ? 'waived' : item.verdict);

const marks: Record<Look, string> = {
  pass: '✔',
  fail: '✘',
  review: '◆',
  open: '○',
  notApplicable: '–',
  error: '!',
  waived: '~',
};

type Paint = Record<Look | 'dim' | 'bold' | 'heading', ChalkInstance>;

const palette = (chalk: ChalkInstance): Paint => ({
  pass: chalk.green,
  fail: chalk.red,
  review: chalk.yellow,
  open: chalk.cyan,
  notApplicable: chalk.dim,
  error: chalk.magenta,
  waived: chalk.yellow,
  dim: chalk.dim,
  bold: chalk.bold,
  heading: chalk.bold.underline,
});

/** @returns the report as lines of text, ending in a newline */
export function textReport(report: Report, options: TextOptions): string {
  const paint = palette(new Chalk({ level: options.colorLevel }));
  const lines = [title(report, paint)];
  if (!options.quiet) lines.push(...checklist(report, options, paint), ...notes(report, options, paint));
  lines.push('', ...summary(report, paint, options));
  if (!options.quiet) lines.push(...todo(report, options, paint));
  return `${lines.join('\n')}\n`;
}

function title({ module, head, tool }: Report, paint: Paint): string {
  const version = module.version === undefined ? '' : ` ${printable(module.version)}`;
  const rest = [printable(module.kind), head?.slice(0, 7), `${tool.name} ${tool.version}`].filter(Boolean);
  return `${paint.bold(printable(module.name) + version)}  ${paint.dim(rest.join(' · '))}`;
}

function checklist(report: Report, options: TextOptions, paint: Paint): string[] {
  const lines: string[] = [];
  let section = '';
  for (const group of report.standard.groups) {
    const items = report.items.filter((item) => item.id.startsWith(`${group.slug}/`));
    if (items.length === 0) continue;
    if (group.section !== section) lines.push('', paint.heading(group.section));
    section = group.section;
    lines.push('', groupHeading(group.title, items, options.width, paint));
    let said = '';
    for (const item of items) {
      const headline = item.evidence[0]?.message ?? '';
      lines.push(...itemLines(item, headline === said, options, paint));
      said = headline;
    }
  }
  return lines;
}

function groupHeading(name: string, items: readonly ReportItem[], width: number, paint: Paint): string {
  const applicable = items.filter(({ verdict }) => verdict !== 'notApplicable').length;
  const passed = items.filter(({ verdict }) => verdict === 'pass').length;
  const count = applicable === 0 ? 'not applicable' : `${passed} of ${applicable}`;
  return paint.bold(name) + ' '.repeat(Math.max(2, width - name.length - count.length)) + paint.dim(count);
}

/** One item: its mark and the standard's words with the id at the right edge, then what was seen, then what to do. */
function itemLines(item: ReportItem, repeated: boolean, options: TextOptions, paint: Paint): string[] {
  const look = lookOf(item);
  const mark = paint[look](marks[look]);
  const words = item.verdict === 'notApplicable' ? paint.dim(item.text) : item.text;
  const gap = options.width - 2 - item.text.length - item.id.length;
  const first =
    gap >= 2 ? `${mark} ${words}${' '.repeat(gap)}${paint.dim(item.id)}` : `${mark} ${words}  ${paint.dim(item.id)}`;
  if (repeated && !options.verbose) return [first];
  const [headline, ...details] = item.evidence;
  const lines = [first];
  if (headline !== undefined) lines.push(...evidenceLines(headline, 4, options.width, paint, item.verdict));
  lines.push(...detailLines(item, details, options, paint));
  for (const said of decisionsOf(item)) lines.push(...wrap(said, options.width, 4, 6));
  if (look === 'fail' && item.fix !== undefined) {
    lines.push(...wrap(`→ ${printable(item.fix)}`, options.width, 4, 6).map((line) => paint.bold(line)));
  }
  return lines;
}

/** What people decided about the item. */
function decisionsOf({ waiver, attestation, level }: ReportItem): string[] {
  const said: string[] = [];
  if (waiver !== undefined) {
    const states = {
      holds: 'waived',
      partial: 'waived in part',
      expired: 'waiver expired',
      'too-long': 'waiver too long',
    };
    said.push(`${states[waiver.state]}: ${waiver.reason} (${waiver.by}, until ${waiver.until})`);
  }
  if (attestation !== undefined) {
    const { state, by, date, version, evidence } = attestation;
    said.push(
      `${state === 'holds' ? 'attested' : `attestation ${state}`}: ${by}, ${date}, for ${version}: ${evidence}`,
    );
  }
  if (level !== undefined) said.push('advisory: the policy does not let it fail the run');
  return said.map(printable);
}

function detailLines(
  item: ReportItem,
  details: readonly ReportEvidence[],
  options: TextOptions,
  paint: Paint,
): string[] {
  const brief = item.verdict === 'pass' || item.verdict === 'notApplicable' ? 0 : shownPlaces;
  const shown = options.verbose ? details : details.filter((found) => !found.note).slice(0, brief);
  const lines = shown.flatMap((found) => evidenceLines(found, 6, options.width, paint, 'dim'));
  const hidden = details.length - shown.length;
  if (hidden > 0 && brief > 0) lines.push(paint.dim(`      and ${hidden} more (--verbose)`));
  return lines;
}

/** A place comes first and unbroken, so that terminals make it clickable. */
function evidenceLines(
  found: ReportEvidence,
  indent: number,
  width: number,
  paint: Paint,
  tone: keyof Paint,
): string[] {
  const where = placeOf(found);
  const text = `${where === '' ? '' : `${where}  `}${found.note ? 'note: ' : ''}${printable(found.message)}`;
  const loud = tone === 'fail' || tone === 'error' || tone === 'review' || tone === 'open';
  return wrap(text, width, indent, indent + 2).map((line) => (loud ? line : paint.dim(line)));
}

/** `path:line:col`, as compilers print it. */
export function placeOf({ path, line, column }: ReportEvidence): string {
  if (path === undefined) return '';
  return [printable(path), line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(':');
}

function notes({ notes }: Report, { width, verbose }: TextOptions, paint: Paint): string[] {
  if (notes.length === 0) return [];
  const shown = verbose ? notes : notes.slice(0, 5);
  const lines = shown.flatMap((found) => evidenceLines(found, 2, width, paint, 'dim'));
  return [
    '',
    paint.bold('Notes'),
    ...lines,
    ...(shown.length < notes.length ? [paint.dim(`  and ${notes.length - shown.length} more (--verbose)`)] : []),
  ];
}

/** The counts in words: "61 of 92 items apply: 30 pass, 21 fail, 6 to review, 4 open". */
export function countsInWords({ summary }: Report): string {
  const parts: [number, string][] = [
    [summary.pass, 'pass'],
    [summary.fail, 'fail'],
    [summary.review, 'to review'],
    [summary.open, 'open'],
    [summary.error, summary.error === 1 ? 'error' : 'errors'],
    [summary.waived, 'waived'],
  ];
  const said = parts.filter(([count], index) => count > 0 || index < 2).map(([count, word]) => `${count} ${word}`);
  return `${summary.applicable} of ${summary.items} items apply: ${said.join(', ')}`;
}

function summary(report: Report, paint: Paint, { width }: TextOptions): string[] {
  const { fail, error, review, open } = report.summary;
  const tone = fail > 0 ? 'fail' : error > 0 ? 'error' : review + open > 0 ? 'review' : 'pass';
  const partial =
    report.summary.items < report.standard.items
      ? ` (${report.summary.items} of the standard's ${report.standard.items} were asked)`
      : '';
  return wrap(countsInWords(report) + partial, width, 0, 0).map((line) => paint[tone](line));
}

function todo(report: Report, { width, verbose }: TextOptions, paint: Paint): string[] {
  const steps = nextSteps(report);
  if (steps.length === 0) return [];
  const shown = verbose ? steps : steps.slice(0, 5);
  const lines = shown.flatMap(({ fix, ids }, index) => {
    const several = ids.length === 1 ? ids[0] : `${ids[0]} and ${ids.length - 1} more`;
    return wrap(`${index + 1}. ${printable(fix)} (${several})`, width, 2, 5);
  });
  const more = steps.length - shown.length;
  return [
    '',
    paint.bold('What to do next'),
    ...lines,
    ...(more > 0 ? [paint.dim(`  and ${more} more steps; \`cim-ready explain ID\` says more of each`)] : []),
  ];
}

/** Several modules at a glance, one line each. */
export function textTable(reports: readonly Report[], options: TextOptions): string {
  const paint = palette(new Chalk({ level: options.colorLevel }));
  const heads = ['module', 'pass', 'fail', 'review', 'open', 'error', 'n/a'];
  const rows = reports.map(({ module, summary: s }) => [
    printable(module.name),
    ...[s.pass, s.fail, s.review, s.open, s.error, s.notApplicable].map(String),
  ]);
  const [head, ...body] = columns([heads, ...rows]);
  const lines = body.map((line, index) => ((reports[index]?.summary.fail ?? 0) > 0 ? line : paint.pass(line)));
  return `\n${[paint.bold(head ?? ''), ...lines].join('\n')}\n`;
}
