/** `cim-ready check`: judges modules, prints their reports, and says by its exit code whether anything fails. */
import { basename } from 'node:path';
import { rules } from '../../rules/index.ts';
import { audit } from '../audit.ts';
import { exitCode, type Report } from '../report.ts';
import { type Format, formats, type RenderOptions, render } from '../reporters/index.ts';
import { findFolder, openModule } from '../sources/module.ts';
import { toolVersion } from '../version.ts';
import { CannotRun } from './failure.ts';
import { writeWhole } from './output.ts';
import { loadPolicy } from './policy-file.ts';
import { progress } from './progress.ts';
import { selection } from './select.ts';
import { type ColorChoice, colorLevel, type Terminal } from './terminal.ts';

export interface CheckOptions {
  readonly format: Format;
  /** `FORMAT=FILE`, several at once. */
  readonly report: readonly string[];
  readonly output?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly strict?: true;
  readonly verbose?: true;
  readonly quiet?: true;
  readonly advisoryDb?: string;
  readonly history?: true;
  readonly policy?: string;
  readonly waivers: boolean;
  readonly attestations: boolean;
  /** Seconds. */
  readonly timeout: number;
  /** MiB. */
  readonly maxFileSize: number;
  readonly color: ColorChoice;
}

/** Columns of a text report in a file. */
const fileWidth = 100;

/** @throws CannotRun when a folder is not there, an item unknown, or the report cannot be written */
export async function check(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<number> {
  options.report.map(parseTarget);
  const selected = selection(options.only, options.skip);
  const folders = paths.map(folderOrRefuse);
  const policy = await loadPolicy(options.policy, terminal.env);
  const shown = progress(terminal, options.quiet === true);
  const reports: Report[] = [];
  for (const folder of folders) {
    shown.begin(basename(folder), reports.length + 1, folders.length);
    const { advisoryDb } = options;
    const settings = {
      today: new Date().toISOString().slice(0, 10),
      history: options.history === true,
      ...(advisoryDb === undefined ? {} : { advisoryDb }),
      ...(options.waivers ? {} : { waivers: false }),
      ...(options.attestations ? {} : { attestations: false }),
    };
    const module = await openModule(folder, {
      maxFileBytes: options.maxFileSize * 2 ** 20,
      git: { timeout: options.timeout * 1000 },
    });
    try {
      reports.push(await audit(module.sources, { settings, selected, policy, toolVersion }));
    } finally {
      module.close();
    }
  }
  shown.end();
  await write(reports, options, terminal);
  return exitCode(reports, options.strict === true);
}

function folderOrRefuse(path: string): string {
  try {
    return findFolder(path);
  } catch (thrown) {
    throw new CannotRun(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** `FORMAT=FILE` of --report. @throws CannotRun */
function parseTarget(text: string): { format: Format; file: string } {
  const [, name, file] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
  const format = formats.find((known) => known === name);
  if (format !== undefined && file !== undefined) return { format, file };
  throw new CannotRun(`--report takes FORMAT=FILE with one of ${formats.join(', ')}, not "${text}"`);
}

async function write(reports: readonly Report[], options: CheckOptions, terminal: Terminal): Promise<void> {
  for (const { format, file } of options.report.map(parseTarget)) {
    writeWhole(file, await render(format, reports, renderOptions(options, terminal, true)));
  }
  const toFile = options.output !== undefined;
  const text = await render(options.format, reports, renderOptions(options, terminal, toFile));
  if (options.output === undefined) await terminal.out(text);
  else writeWhole(options.output, text);
}

function renderOptions(options: CheckOptions, terminal: Terminal, toFile: boolean): RenderOptions {
  const text = {
    width: toFile ? fileWidth : terminal.width,
    colorLevel: colorLevel(options.color, terminal, toFile),
    verbose: options.verbose === true,
    quiet: options.quiet === true,
  };
  return { text, catalogue: rules };
}
