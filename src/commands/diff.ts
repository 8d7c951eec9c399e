/** `cim-ready diff OLD NEW`: what changed its verdict between two saved reports. */
import { type Comparison, compareReports, gotWorse } from '../compare.ts';
import type { Report } from '../report.ts';
import { jsonDiff, markdownDiff, textDiff } from '../reporters/diff.ts';
import { CannotRun } from './failure.ts';
import { refuseUnwritable, writeWhole } from './output.ts';
import { readReports } from './saved.ts';
import { type ColorChoice, colorLevel, type Terminal } from './terminal.ts';

export interface DiffOptions {
  readonly format: 'text' | 'json' | 'markdown';
  readonly output?: string;
  readonly strict?: true;
  readonly color: ColorChoice;
}

/**
 * @returns 0 nothing got worse, 1 something did
 * @throws CannotRun when the files are no reports, or not of the same modules
 */
export async function diff(before: string, after: string, options: DiffOptions, terminal: Terminal): Promise<number> {
  const { format, output, strict } = options;
  if (output !== undefined) refuseUnwritable(output);
  const comparisons = pairs(readReports(before), readReports(after)).map(([old, now]) => compareReports(old, now));
  const text = render(comparisons, format, options, terminal);
  if (output === undefined) await terminal.out(text);
  else writeWhole(output, text);
  return comparisons.some((comparison) => gotWorse(comparison, strict === true)) ? 1 : 0;
}

/** Reports of the same module, by name and by folder; of several that are called alike, the first with the first. */
function pairs(before: readonly Report[], after: readonly Report[]): [Report, Report][] {
  const key = ({ module }: Report) => `${module.name}\0${module.folder ?? ''}`;
  const old = new Map<string, Report[]>();
  for (const report of before) old.set(key(report), [...(old.get(key(report)) ?? []), report]);
  const found = after.flatMap((now): [Report, Report][] => {
    const was = old.get(key(now))?.shift();
    return was === undefined ? [] : [[was, now]];
  });
  if (found.length === after.length && found.length === before.length) return found;
  const names = (reports: readonly Report[]) => reports.map(({ module }) => module.name).join(', ');
  throw new CannotRun(`the reports are not of the same modules: ${names(before)}, and ${names(after)}`);
}

function render(
  comparisons: readonly Comparison[],
  format: DiffOptions['format'],
  { color, output }: DiffOptions,
  terminal: Terminal,
): string {
  if (format === 'json') return jsonDiff(comparisons);
  if (format === 'markdown') return markdownDiff(comparisons);
  const toFile = output !== undefined;
  return textDiff(comparisons, {
    width: toFile ? 100 : terminal.width,
    colorLevel: colorLevel(color, terminal, toFile),
    verbose: false,
    quiet: false,
  });
}
