/** One module from its sources to its report: the pipeline without command line, printing or exit code. */
import { groups } from '../rules/index.ts';
import { type AppliedPolicy, noPolicy } from './policy.ts';
import { Repo, type Settings, type Sources } from './repo.ts';
import { countItems, type Report, type ReportItem } from './report.ts';
import type { OwnFile } from './repository-file.ts';
import type { Evidence, Rule } from './rule.ts';
import { run } from './run.ts';
import { defaultMaxWaiverDays } from './settings.ts';

export interface AuditOptions {
  readonly settings: Settings;
  /** Which items to judge; all of them by default. */
  readonly selected?: (rule: Rule) => boolean;
  readonly policy?: AppliedPolicy;
  readonly toolVersion: string;
}

/** @returns the report; never rejects for anything that is wrong with the module */
export async function audit(sources: Sources, options: AuditOptions): Promise<Report> {
  const { policy = noPolicy, selected = () => true, toolVersion } = options;
  const settings = { ...policy.settings, ...options.settings };
  const repo = new Repo(sources, settings);
  const all = policy.group === undefined ? groups : [...groups, policy.group];
  const off = all.flatMap(({ rules }) => rules).filter(({ id }) => policy.levelOf(id) === 'off');
  const [module, head, own] = await Promise.all([repo.describe(), repo.head(), repo.ownFile()]);
  const asked = (rule: Rule) => selected(rule) && !off.includes(rule);
  const report = await run(repo, all, asked, {
    toolVersion,
    module,
    head,
    notes: [...(await repo.notes()), ...own.notes],
  });
  const levelled = report.items.map((item) =>
    policy.levelOf(item.id) === 'advisory' ? { ...item, level: 'advisory' as const } : item,
  );
  const { items, notes } = await decide(levelled, own, repo, module.version);
  return { ...report, items, summary: countItems(items), notes: [...report.notes, ...notes, ...offNote(off)] };
}

async function decide(items: readonly ReportItem[], own: OwnFile, repo: Repo, version: string | undefined) {
  if (own.waivers.length + own.attestations.length === 0) return { items: [...items], notes: [] };
  const { applyDecisions } = await import('./decisions.ts');
  return applyDecisions(items, own, {
    today: repo.settings.today,
    moduleVersion: version,
    maxWaiverDays: repo.settings.maxWaiverDays ?? defaultMaxWaiverDays,
    exists: (path) => repo.files.has(path) || repo.files.hasFolder(path),
    known: new Set(groups.flatMap(({ rules }) => rules.map(({ id }) => id))),
  });
}

function offNote(off: readonly Rule[]): Evidence[] {
  if (off.length === 0) return [];
  const message = `the policy turns off ${off.length} ${off.length === 1 ? 'item' : 'items'}: ${off.map(({ id }) => id).join(', ')}`;
  return [{ message, note: true }];
}
