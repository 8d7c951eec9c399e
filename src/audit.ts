/** One module from its sources to its report: the pipeline without command line, printing or exit code. */
import { groups } from '../rules/index.ts';
import { Repo, type Settings, type Sources } from './repo.ts';
import type { Report } from './report.ts';
import type { Rule } from './rule.ts';
import { run } from './run.ts';

export interface AuditOptions {
  readonly settings: Settings;
  /** Which items to judge; all of them by default. */
  readonly selected?: (rule: Rule) => boolean;
  readonly toolVersion: string;
}

/** @returns the report; never rejects for anything that is wrong with the module */
export async function audit(sources: Sources, options: AuditOptions): Promise<Report> {
  const repo = new Repo(sources, options.settings);
  const [module, head] = await Promise.all([repo.describe(), repo.head()]);
  return run(repo, groups, options.selected ?? (() => true), {
    toolVersion: options.toolVersion,
    module,
    head,
    notes: repo.notes(),
  });
}
