/** The report for people at a terminal: the standard as a checklist, with evidence and what to do next. */
import type { Report, ReportItem } from '../report.ts';
import { printable } from './escape.ts';
import { nextSteps } from './next-steps.ts';
import { type Paint, palette } from './paint.ts';
import { columnsOf, evidenceLines, itemLines, wideItemLines } from './text-item.ts';
import { countsInWords } from './words.ts';
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

/** @returns the report as lines of text, ending in a newline */
export function textReport(report: Report, options: TextOptions): string {
  const paint = palette(options.colorLevel);
  const lines = title(report, options, paint);
  if (!options.quiet) lines.push(...checklist(report, options, paint), ...notes(report, options, paint), '');
  lines.push(...summary(report, paint, options));
  if (!options.quiet) lines.push(...todo(report, options, paint));
  return `${lines.join('\n')}\n`;
}

function title({ module, head, tool }: Report, { width }: TextOptions, paint: Paint): string[] {
  const name = printable(module.name) + (module.version === undefined ? '' : ` ${printable(module.version)}`);
  const rest = [module.kind, head?.slice(0, 7), `${tool.name} ${tool.version}`].filter(Boolean).join(' · ');
  if (name.length + rest.length + 2 <= width) return [`${paint.bold(name)}  ${paint.dim(printable(rest))}`];
  return [...wrap(name, width, 0, 2).map(paint.bold), ...wrap(printable(rest), width, 0, 2).map(paint.dim)];
}

function checklist(report: Report, options: TextOptions, paint: Paint): string[] {
  const lines: string[] = [];
  let section = '';
  for (const group of report.standard.groups) {
    const items = report.items.filter((item) => item.id.startsWith(`${group.slug}/`));
    if (items.length === 0) continue;
    if (group.section !== section) lines.push('', paint.heading(printable(group.section)));
    section = group.section;
    lines.push('', groupHeading(printable(group.title), items, options.width, paint));
    const wide = columnsOf(items, options.width);
    let said: string | undefined;
    for (const item of items) {
      const headline = item.evidence[0]?.message ?? '';
      const repeated = headline === said;
      said = headline;
      lines.push(
        ...(wide === undefined
          ? itemLines(item, repeated, options, paint)
          : wideItemLines(item, repeated, wide, options, paint)),
      );
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

function notes({ notes }: Report, { width, verbose }: TextOptions, paint: Paint): string[] {
  if (notes.length === 0) return [];
  const shown = verbose ? notes : notes.slice(0, 8);
  const plain = shown.map(({ note: _, ...found }) => found);
  const lines = plain.flatMap((found) => evidenceLines(found, 2, width, 'dim', verbose));
  return [
    '',
    paint.bold('Notes'),
    ...lines.map(({ text, tone }) => paint[tone](text)),
    ...(shown.length < notes.length ? [paint.dim(`  and ${notes.length - shown.length} more (--verbose)`)] : []),
  ];
}

function summary(report: Report, paint: Paint, { width }: TextOptions): string[] {
  const { fail, error, review, open } = report.summary;
  const tone = fail > 0 ? 'fail' : error > 0 ? 'error' : review + open > 0 ? 'review' : 'pass';
  const partial =
    report.summary.items < report.standard.items
      ? ` (${report.summary.items} of the standard's ${report.standard.items} ${report.summary.items === 1 ? 'was' : 'were'} asked)`
      : '';
  return wrap(countsInWords(report) + partial, width, 0, 0).map((line) => paint[tone](line));
}

function todo(report: Report, { width, verbose }: TextOptions, paint: Paint): string[] {
  const steps = nextSteps(report);
  if (steps.length === 0) return reviewHint(report, width, paint);
  const shown = verbose ? steps : steps.slice(0, 5);
  const lines = shown.flatMap(({ fix, ids }, index) => {
    const several = ids.length === 1 ? ids[0] : `${ids[0]} and ${ids.length - 1} more`;
    return wrap(`${index + 1}. ${printable(fix)} (${several})`, width, 2, 5);
  });
  const more = steps.length - shown.length;
  const hint = `${more > 0 ? `and ${more} more ${more === 1 ? 'step' : 'steps'}; ` : ''}\`cim-ready explain ID\` says more of each`;
  return ['', paint.bold('What to do next'), ...lines, ...wrap(hint, width, 2, 2).map(paint.dim)];
}

/** Where nothing fails, what is left is for people. */
function reviewHint({ summary }: Report, width: number, paint: Paint): string[] {
  if (summary.review === 0) return [];
  const one = summary.review === 1;
  const said = `${summary.review} ${one ? 'item waits' : 'items wait'} for a person's word: \`cim-ready attest ID\` records it`;
  return ['', ...wrap(said, width, 0, 0).map(paint.dim)];
}

/** Several modules at a glance, one line each. */
export function textTable(reports: readonly Report[], options: TextOptions): string {
  const paint = palette(options.colorLevel);
  const heads = ['module', 'pass', 'fail', 'waived', 'review', 'open', 'error', 'n/a'];
  const rows = reports.map(({ module, summary: s }) => [
    printable(module.name),
    ...[s.pass, s.fail, s.waived, s.review, s.open, s.error, s.notApplicable].map(String),
  ]);
  const [head, ...body] = columns([heads, ...rows]);
  const lines = body.map((line, index) => {
    const { fail = 0, error = 0 } = reports[index]?.summary ?? {};
    return fail > 0 ? line : error > 0 ? paint.error(line) : paint.pass(line);
  });
  return `\n${[paint.bold(head ?? ''), ...lines].join('\n')}\n`;
}
