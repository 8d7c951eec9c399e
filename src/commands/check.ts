/** `cim-ready check`: judges modules, prints their reports, and says by its exit code whether anything fails. */
import { basename } from 'node:path';
import { exitCode } from '../report.ts';
import { folderOrRefuse, type Judged, type JudgeOptions, judge } from './judge.ts';
import { loadPolicy } from './policy-file.ts';
import { type PrintOptions, printReports, refuseTargets } from './print.ts';
import { progress } from './progress.ts';
import { selection } from './select.ts';
import type { Terminal } from './terminal.ts';

export interface CheckOptions
  extends PrintOptions,
    Omit<JudgeOptions, 'policy' | 'selected' | 'excerpts' | 'watchHistory'> {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly strict?: true;
  readonly policy?: string;
}

/** @throws CannotRun when a folder is not there, an item unknown, or the report cannot be written */
export async function check(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<number> {
  const targets = refuseTargets(options);
  const folders = paths.map(folderOrRefuse);
  const policy = await loadPolicy(options.policy, terminal.env);
  const selected = selection(options.only, options.skip, policy.group);
  const shown = progress(terminal, options.quiet === true);
  const excerpts = [options.format, ...targets.map(({ format }) => format)].includes('html');
  const judged: Judged[] = [];
  for (const folder of folders) {
    shown.begin(basename(folder), judged.length + 1, folders.length);
    const watch = shown.history === undefined ? {} : { watchHistory: shown.history };
    judged.push(await judge(folder, { ...options, policy, selected, excerpts, ...watch }));
  }
  shown.end();
  await printReports(judged, options, terminal);
  return exitCode(
    judged.map(({ report }) => report),
    options.strict === true,
  );
}
