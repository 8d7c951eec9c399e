/** `cim-ready check`: judges modules, prints their reports, and says by its exit code whether anything fails. */
import { printable } from '../reporters/escape.ts';
import { cratesOf } from '../sources/advisories.ts';
import { CannotRun } from './failure.ts';
import { type Assignment, readAssignment } from './judging/assignment.ts';
import { folderOrRefuse, type JudgeOptions } from './judging/judge.ts';
import { judgeAll } from './judging/judge-all.ts';
import { progress } from './judging/progress.ts';
import { findPolicy } from './policy-file.ts';
import { endWith, type PrintOptions, printReports, refuseTargets } from './print.ts';
import type { Terminal } from './terminal.ts';

export interface CheckOptions
  extends PrintOptions,
    Pick<JudgeOptions, 'advisoryDb' | 'history' | 'waivers' | 'attestations' | 'timeout' | 'maxFileSize' | 'cache'> {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly strict?: true;
  readonly policy?: string;
  /** How many modules are judged at the same time. */
  readonly jobs?: number;
}

/** @throws CannotRun when a folder is not there, an item unknown, or the report cannot be written */
export async function check(paths: readonly string[], options: CheckOptions, terminal: Terminal): Promise<number> {
  const targets = refuseTargets(options);
  const folders = paths.map(folderOrRefuse);
  if (options.advisoryDb !== undefined) refuseNoDatabase(options.advisoryDb);
  const { advisoryDb, history, waivers, attestations, timeout, maxFileSize, cache, only, skip } = options;
  const assignment: Assignment = {
    ...{ waivers, attestations, timeout, maxFileSize, cache, only, skip },
    ...(advisoryDb === undefined ? {} : { advisoryDb }),
    ...(history === undefined ? {} : { history }),
    policy: await findPolicy(options.policy, terminal.env),
    excerpts: [options.format, ...targets.map(({ format }) => format)].includes('html'),
  };
  readAssignment(assignment); // says at once what is wrong with it
  const shown = progress(terminal, options.quiet === true, folders.length);
  const judged = await judgeAll(folders, assignment, options.jobs, shown, terminal);
  shown.end();
  await printReports(judged, options, terminal);
  const unjudged = judged.filter(({ trouble }) => trouble !== undefined);
  for (const { report, trouble } of unjudged)
    terminal.err(`cim-ready: ${printable(`${report.module.name}: not judged: ${trouble}`)}\n`);
  const reports = judged.map(({ report }) => report);
  return unjudged.length > 0 ? 2 : endWith(reports, options, terminal);
}

/** A mistyped path would leave the items that need the database open, or to what CI does. @throws CannotRun */
function refuseNoDatabase(folder: string): void {
  try {
    cratesOf(folder);
  } catch (thrown) {
    throw new CannotRun(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
