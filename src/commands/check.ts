/** `cim-ready check`: judges modules, prints their reports, and says by its exit code whether anything fails. */
import { basename } from 'node:path';
import { audit } from '../audit.ts';
import { exitCode, type Report } from '../report.ts';
import { jsonReport } from '../reporters/json.ts';
import { findFolder, openModule } from '../sources/module.ts';
import { toolVersion } from '../version.ts';
import { CannotRun } from './failure.ts';
import { writeWhole } from './output.ts';
import { progress } from './progress.ts';
import { selection } from './select.ts';
import { type ColorChoice, colorLevel, type Terminal } from './terminal.ts';

export interface CheckOptions {
  readonly format: 'text' | 'json';
  readonly output?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly strict?: true;
  readonly verbose?: true;
  readonly quiet?: true;
  readonly advisoryDb?: string;
  readonly history?: true;
  /** Seconds. */
  readonly timeout: number;
  /** MiB. */
  readonly maxFileSize: number;
  readonly color: ColorChoice;
}

/** @throws CannotRun when a folder is not there, an item unknown, or the report cannot be written */
export async function check(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<number> {
  const selected = selection(options.only, options.skip);
  const folders = paths.map(folderOrRefuse);
  const shown = progress(terminal, options.quiet === true);
  const reports: Report[] = [];
  for (const folder of folders) {
    shown.begin(basename(folder), reports.length + 1, folders.length);
    const { advisoryDb } = options;
    const settings = {
      today: new Date().toISOString().slice(0, 10),
      history: options.history === true,
      ...(advisoryDb === undefined ? {} : { advisoryDb }),
    };
    const module = await openModule(folder, {
      maxFileBytes: options.maxFileSize * 2 ** 20,
      git: { timeout: options.timeout * 1000 },
    });
    try {
      reports.push(await audit(module.sources, { settings, selected, toolVersion }));
    } finally {
      module.close();
    }
  }
  shown.end();
  const text = await format(reports, options, terminal);
  if (options.output === undefined) await terminal.out(text);
  else writeWhole(options.output, text);
  return exitCode(reports, options.strict === true);
}

function folderOrRefuse(path: string): string {
  try {
    return findFolder(path);
  } catch (thrown) {
    throw new CannotRun(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

async function format(reports: readonly Report[], options: CheckOptions, terminal: Terminal): Promise<string> {
  if (options.format === 'json') return jsonReport(reports);
  const { textReport, textTable } = await import('../reporters/text.ts');
  const layout = {
    width: options.output === undefined ? terminal.width : 100,
    colorLevel: colorLevel(options.color, terminal, options.output !== undefined),
    verbose: options.verbose === true,
    quiet: options.quiet === true,
  };
  const texts = reports.map((report) => textReport(report, layout));
  return texts.join('\n') + (reports.length > 1 ? textTable(reports, layout) : '');
}
