/** One module from its sources to its report: the pipeline without command line, printing or exit code. */
import { groups } from '../rules/index.ts';
import type { OwnFile } from './decisions/own-file.ts';
import { type AppliedPolicy, noPolicy } from './decisions/policy.ts';
import { fingerprintOf } from './fingerprint.ts';
import { matchesGlob } from './models/text/glob.ts';
import { Repo, type Settings, type Sources } from './repo.ts';
import { countItems, findingsOf, type Report, type ReportItem } from './report.ts';
import { counted, type Evidence, note, open, type Rule, type RuleGroup, Unavailable } from './rule.ts';
import { run } from './run.ts';
import { defaultMaxWaiverDays } from './settings.ts';
import { memoryFiles } from './sources/files.ts';
import { excludeFiles } from './sources/files-view.ts';

export interface AuditOptions {
  readonly settings: Settings;
  /** Which items to judge; all of them by default. */
  readonly selected?: (rule: Rule) => boolean;
  readonly policy?: AppliedPolicy;
  readonly toolVersion: string;
  /** Seconds; no bound by default. */
  readonly timeout?: number;
}

/** @returns the report; never rejects for anything that is wrong with the module */
export async function audit(sources: Sources, options: AuditOptions): Promise<Report> {
  const { policy = noPolicy, selected = () => true, toolVersion, timeout } = options;
  const settings = { ...policy.settings, ...options.settings };
  const repo = new Repo(scanned(sources, policy.exclude), settings);
  const { all, off } = itemsOf(policy);
  const [module, head, own] = await Promise.all([repo.describe(), repo.head(), repo.ownFile()]);
  const asked = (rule: Rule) => selected(rule) && !off.includes(rule);
  const report = await run(repo, all, asked, {
    toolVersion,
    module,
    head,
    notes: [...(await repo.notes()), ...own.notes],
    ...(timeout === undefined ? {} : { timeout }),
  });
  repo.readings.write();
  const levelled = report.items.map((item) => fingerprinted(levelledBy(policy, item)));
  const { items, notes } = await decide(levelled, own, repo, module.version);
  return { ...report, items, summary: countItems(items), notes: [...report.notes, ...notes, ...offNote(off)] };
}

/** The report of a module that nothing can be said of: every item is open, with the reason. */
export async function unjudged(name: string, reason: string, options: Omit<AuditOptions, 'settings'>): Promise<Report> {
  const { policy = noPolicy, selected = () => true, toolVersion } = options;
  const { all, off } = itemsOf(policy);
  const blind = (rule: Rule): Rule => ({ ...rule, check: () => open(`not judged: ${reason}`) });
  const blindGroups = all.map((group) => ({ ...group, rules: group.rules.map(blind) }));
  const nothing = memoryFiles({});
  const git = () => Promise.reject(new Unavailable(reason));
  const repo = new Repo({ name, files: nothing, repositoryFiles: nothing, folder: '', git }, { today: '' });
  const offIds = new Set(off.map(({ id }) => id));
  const report = await run(repo, blindGroups, (rule) => selected(rule) && !offIds.has(rule.id), {
    toolVersion,
    module: { name, kind: 'module' },
    head: undefined,
    notes: [note(`not judged: ${reason}`), ...offNote(off)],
  });
  return { ...report, items: report.items.map((item) => levelledBy(policy, item)) };
}

/** All items of a run, and which of them the policy turns off. */
function itemsOf(policy: AppliedPolicy): { all: readonly RuleGroup[]; off: readonly Rule[] } {
  const all = policy.group === undefined ? groups : [...groups, policy.group];
  return { all, off: all.flatMap(({ rules }) => rules).filter(({ id }) => policy.levelOf(id) === 'off') };
}

const levelledBy = (policy: AppliedPolicy, item: ReportItem): ReportItem =>
  policy.levelOf(item.id) === 'advisory' ? { ...item, level: 'advisory' } : item;

/** Sources without what the policy excludes; its globs are relative to the module. */
function scanned(sources: Sources, exclude: readonly string[]): Sources {
  if (exclude.length === 0) return sources;
  const excluded = (path: string) => exclude.some((glob) => matchesGlob(glob, path));
  const prefix = sources.folder === '' ? '' : `${sources.folder}/`;
  const reason = 'excluded by the policy';
  const files = excludeFiles(sources.files, excluded, reason);
  const inside = (path: string) => path.startsWith(prefix) && excluded(path.slice(prefix.length));
  const repositoryFiles = prefix === '' ? files : excludeFiles(sources.repositoryFiles, inside, reason);
  return { ...sources, files, repositoryFiles };
}

/** A failing item whose findings bear the names by which a waiver can mean one of them. */
function fingerprinted(item: ReportItem): ReportItem {
  if (item.verdict !== 'fail') return item;
  const findings = new Set(findingsOf(item));
  const evidence = item.evidence.map((found) =>
    findings.has(found) ? { ...found, fingerprint: fingerprintOf(item.id, found) } : found,
  );
  return { ...item, evidence };
}

async function decide(items: readonly ReportItem[], own: OwnFile, repo: Repo, version: string | undefined) {
  if (own.waivers.length + own.attestations.length === 0) return { items: [...items], notes: [] };
  const { applyDecisions } = await import('./decisions/decisions.ts');
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
  const message = `the policy turns off ${counted(off.length, 'item')}: ${off.map(({ id }) => id).join(', ')}`;
  return [{ message, note: true }];
}
