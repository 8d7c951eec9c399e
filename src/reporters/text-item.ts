/** One item of the checklist on a terminal: its mark, the standard's words, what was seen, what to do, its id. */
import type { ReportEvidence, ReportItem } from '../report.ts';
import { printable } from './escape.ts';
import { lookOf, marks, type Paint, type Tone } from './paint.ts';
import type { TextOptions } from './text.ts';
import { decisionsOf, placeOf } from './words.ts';
import { wrap } from './wrap.ts';

/** How many places of one item are shown without --verbose. */
const shownPlaces = 3;

/** From here on what was seen stands beside the standard's words instead of under them. */
const wideFrom = 120;

/** Least columns for what was seen; the standard's words are wrapped for it. */
const leastSeen = 50;

/** A line before it is coloured. */
interface Line {
  readonly text: string;
  readonly tone: Tone;
}

/** Columns of one group when there is room for them. */
export interface Columns {
  readonly words: number;
  readonly seen: number;
  readonly id: number;
}

/** @returns the columns of a group's items, or undefined where the terminal is too narrow for columns */
export function columnsOf(items: readonly ReportItem[], width: number): Columns | undefined {
  if (width < wideFrom) return undefined;
  const id = Math.max(...items.map((item) => item.id.length));
  const room = width - id - 6;
  const words = Math.min(room - leastSeen, Math.max(...items.map(({ text }) => text.length)));
  return { words, id, seen: room - words };
}

/**
 * @param repeated the item's headline is the one just said, so it is not said again
 * @returns painted lines
 */
export function itemLines(item: ReportItem, repeated: boolean, options: TextOptions, paint: Paint): string[] {
  const indent = 4;
  const seen = repeated && !options.verbose ? [] : seenLines(item, options, options.width - indent);
  return [
    ...heading(item, options.width, paint),
    ...seen.map(({ text, tone }) => paint[tone](' '.repeat(indent) + text)),
  ];
}

/** The same in columns: words, what was seen, id. */
export function wideItemLines(
  item: ReportItem,
  repeated: boolean,
  columns: Columns,
  options: TextOptions,
  paint: Paint,
): string[] {
  const look = lookOf(item);
  const words = wrap(printable(item.text), columns.words, 0, 2);
  const seen: Line[] = repeated && !options.verbose ? [ditto] : seenLines(item, options, columns.seen);
  const rows = Math.max(words.length, seen.length);
  return Array.from({ length: rows }, (_, row) => {
    const mark = row === 0 ? paint[look](marks[look]) : ' ';
    const left = paint[look === 'notApplicable' ? 'dim' : 'plain']((words[row] ?? '').padEnd(columns.words));
    const { text, tone } = seen[row] ?? { text: '', tone: 'plain' };
    const id = row === 0 ? `  ${' '.repeat(Math.max(0, columns.seen - text.length))}${paint.dim(item.id)}` : '';
    return `${mark} ${left}  ${paint[tone](text)}${id}`.trimEnd();
  });
}

const ditto: Line = { text: '"', tone: 'dim' };

/** The mark and the standard's words, with the id at the right edge where there is room. */
function heading(item: ReportItem, width: number, paint: Paint): string[] {
  const look = lookOf(item);
  const mark = paint[look](marks[look]);
  const tone = look === 'notApplicable' ? paint.dim : paint.plain;
  const words = printable(item.text);
  const gap = width - 2 - words.length - item.id.length;
  if (gap >= 2) return [`${mark} ${tone(words)}${' '.repeat(gap)}${paint.dim(item.id)}`];
  const [first = '', ...rest] = wrap(words, width - 2, 0, 0);
  return [`${mark} ${tone(first)}`, ...rest.map((line) => `  ${tone(line)}`), paint.dim(`  ${item.id}`)];
}

/** What was seen, what people decided, what to do. */
function seenLines(item: ReportItem, options: TextOptions, width: number): Line[] {
  const [headline, ...details] = item.evidence;
  const look = lookOf(item);
  const quiet = look === 'pass' || look === 'notApplicable';
  return [
    ...(headline === undefined ? [] : evidenceLines(headline, 0, width, quiet ? 'dim' : 'plain', options.verbose)),
    ...detailLines(item, details, options, width),
    ...decisionsOf(item).flatMap((said) => wrap(said, width, 0, 2).map((text): Line => ({ text, tone: 'waived' }))),
    ...(item.fix !== undefined && (look === 'fail' || look === 'error')
      ? wrap(`→ ${printable(item.fix)}`, width, 0, 2).map((text): Line => ({ text, tone: 'bold' }))
      : []),
  ];
}

function detailLines(
  { verdict }: ReportItem,
  details: readonly ReportEvidence[],
  { verbose }: TextOptions,
  width: number,
): Line[] {
  const brief = verdict === 'pass' || verdict === 'notApplicable' ? 0 : shownPlaces;
  const telling = details.filter(({ note }) => !note).slice(0, brief);
  // "and 1 more" would take the line that the one takes.
  const whole = verbose || (brief > 0 && details.length - telling.length === 1);
  const shown = whole ? details : telling;
  const lines = shown.flatMap((found) => evidenceLines(found, 2, width, 'dim', verbose));
  const hidden = details.length - shown.length;
  return hidden > 0 && brief > 0 ? [...lines, { text: `  and ${hidden} more (--verbose)`, tone: 'dim' }] : lines;
}

/** A place comes first and unbroken, so that terminals make it clickable. */
export function evidenceLines(
  found: ReportEvidence,
  indent: number,
  width: number,
  tone: Tone,
  verbose: boolean,
): Line[] {
  const where = placeOf(found);
  const mark = found.waived ? 'waived: ' : found.note ? 'note: ' : '';
  const print = verbose && found.fingerprint !== undefined ? ` [${found.fingerprint}]` : '';
  const text = `${where === '' ? '' : `${where}  `}${mark}${printable(found.message)}${print}`;
  return wrap(text, width, indent, indent + 2).map((line) => ({ text: line, tone }));
}
