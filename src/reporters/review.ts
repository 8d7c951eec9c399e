/** The review process of one module for people: five steps, who did what, what is next. */
import type { Report, ReportItem } from '../report.ts';
import { printable } from './escape.ts';
import { marks, palette } from './paint.ts';
import type { TextOptions } from './text.ts';
import { placeOf } from './words.ts';
import { wrap } from './wrap.ts';

export function reviewText(report: Report, { width, colorLevel }: Pick<TextOptions, 'width' | 'colorLevel'>): string {
  const paint = palette(colorLevel);
  const { module, items } = report;
  const done = items.filter(({ verdict }) => verdict === 'pass').length;
  const name = [module.name, module.version]
    .filter(Boolean)
    .map((part) => printable(part ?? ''))
    .join(' ');
  const lines = [
    ...wrap(`${name}: ${done} of ${items.length} steps of the review process`, width, 0, 2).map(paint.bold),
    '',
  ];
  items.forEach((item, index) => {
    lines.push(`${paint[item.verdict](marks[item.verdict])} ${index + 1}. ${printable(item.text)}`);
    for (const found of item.evidence) {
      const said = [placeOf(found), printable(found.message)].filter(Boolean).join('  ');
      lines.push(...wrap(said, width, 5, 7).map(item.verdict === 'fail' ? paint.plain : paint.dim));
    }
  });
  lines.push('', ...wrap(nextStep(items), width, 0, 2));
  return `${lines.join('\n')}\n`;
}

function nextStep(items: readonly ReportItem[]): string {
  const next = items.find(({ verdict }) => verdict !== 'pass');
  if (next === undefined) return 'All steps are done.';
  const [seen] = next.evidence;
  if (next.verdict === 'fail') return `Next: mend what ${next.id} complains about. ${next.fix ?? ''}`.trim();
  // Nothing recorded, or for another version: a record is what is missing; all else has its own reason.
  const unrecorded = /^(?:nothing is )?recorded for /.test(seen?.message ?? '');
  return unrecorded
    ? `Next: \`cim-ready attest ${next.id}\``
    : `Next: ${next.id}: ${printable(seen?.message ?? next.verdict)}`;
}
