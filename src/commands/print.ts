/** Prints reports in the forms that were asked for: one to the terminal or --output, more to files. */
import { rules } from '../../rules/index.ts';
import { exitCode, type Report } from '../report.ts';
import { type Format, formats, type RenderOptions, render } from '../reporters/index.ts';
import { CannotRun } from './failure.ts';
import type { Judged } from './judging/judge.ts';
import { refuseUnwritable, writeWhole } from './output.ts';
import { type ColorChoice, colorLevel, type Terminal } from './terminal.ts';

export interface PrintOptions {
  readonly format: Format;
  /** `FORMAT=FILE`, several at once. */
  readonly report?: readonly string[];
  readonly output?: string;
  readonly verbose?: true;
  readonly quiet?: true;
  readonly color: ColorChoice;
}

interface Target {
  readonly format: Format;
  readonly file: string;
}

/** Columns of a text report in a file. */
const fileWidth = 100;

/**
 * Looks before a long run whether its reports could be written.
 * @returns what --report asks for
 * @throws CannotRun
 */
export function refuseTargets({ report = [], output }: Pick<PrintOptions, 'report' | 'output'>): Target[] {
  const targets = report.map(parseTarget);
  const files = [...targets.map(({ file }) => file), ...(output === undefined ? [] : [output])];
  for (const file of files) {
    if (files.filter((other) => other === file).length > 1) throw new CannotRun(`two reports would go to ${file}`);
    refuseUnwritable(file);
  }
  return targets;
}

/** @throws CannotRun */
function parseTarget(text: string): Target {
  const [, name, file] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
  const format = formats.find((known) => known === name);
  if (format !== undefined && file !== undefined) return { format, file };
  throw new CannotRun(`--report takes FORMAT=FILE with one of ${formats.join(', ')}, not "${text}"`);
}

/** The exit code; where only --strict makes it 1, that is said: the report shows no failure. */
export function endWith(reports: readonly Report[], { strict }: { readonly strict?: true }, terminal: Terminal): 0 | 1 {
  const code = exitCode(reports, strict === true);
  if (code === 1 && exitCode(reports, false) === 0)
    terminal.err('cim-ready: nothing fails, but --strict asks for proof of what is to review, open or an error\n');
  return code;
}

export async function printReports(
  judged: readonly Judged[],
  options: PrintOptions,
  terminal: Terminal,
): Promise<void> {
  const reports = judged.map(({ report }) => report);
  const excerpts = judged.map((one) => one.excerpts ?? new Map());
  const form = (toFile: boolean): RenderOptions => ({
    text: {
      width: toFile ? fileWidth : terminal.width,
      colorLevel: colorLevel(options.color, terminal, toFile),
      verbose: options.verbose === true,
      quiet: options.quiet === true,
    },
    catalogue: rules,
    excerpts,
  });
  for (const { format, file } of (options.report ?? []).map(parseTarget)) {
    writeWhole(file, await render(format, reports, form(true)));
  }
  const text = await render(options.format, reports, form(options.output !== undefined));
  if (options.output === undefined) await terminal.out(text);
  else writeWhole(options.output, text);
}
