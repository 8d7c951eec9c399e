/** Asks every rule, and turns what it throws into a verdict: a broken module fails, a blind run is open, a bug is an error. */

import type { Repo } from './repo.ts';
import { countItems, type Report, type ReportItem } from './report.ts';
import { Broken, type Evidence, Inapplicable, type Rule, type RuleGroup, Unavailable, type Verdict } from './rule.ts';

export interface Subject {
  readonly toolVersion: string;
  readonly module: Report['module'];
  readonly head: string | undefined;
  readonly notes: readonly Evidence[];
}

/**
 * @param groups the standard, whole: the report says how many items it has
 * @param selected which rules to ask; the report lists only these
 */
export async function run(
  repo: Repo,
  groups: readonly RuleGroup[],
  selected: (rule: Rule) => boolean,
  subject: Subject,
): Promise<Report> {
  const rules = groups.flatMap((group) => group.rules);
  const items = await Promise.all(rules.filter(selected).map((rule) => ask(rule, repo)));
  return {
    schemaVersion: 1,
    tool: { name: 'cim-ready', version: subject.toolVersion },
    standard: {
      title: 'CIM Module Production Readiness Standards',
      items: rules.length,
      groups: groups.map(({ slug, section, title }) => ({ slug, section, title })),
    },
    module: subject.module,
    ...(subject.head === undefined ? {} : { head: subject.head }),
    summary: countItems(items),
    notes: [...subject.notes],
    items,
  };
}

/** One rule's item of the report; never rejects. */
export async function ask(rule: Rule, repo: Repo): Promise<ReportItem> {
  try {
    return toItem(rule, await rule.check(repo));
  } catch (thrown) {
    if (thrown instanceof Broken) return toItem(rule, { kind: 'fail', evidence: [thrown.evidence] });
    if (thrown instanceof Inapplicable)
      return toItem(rule, { kind: 'notApplicable', evidence: [{ message: thrown.message }, ...thrown.notes] });
    if (thrown instanceof Unavailable) return toItem(rule, { kind: 'open', evidence: [{ message: thrown.message }] });
    const reason = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    return {
      id: rule.id,
      text: rule.text,
      verdict: 'error',
      evidence: [{ message: `the check broke and decided nothing (${reason})` }],
      fix: 'report this as a bug of cim-ready, with the module and the version',
    };
  }
}

function toItem(rule: Rule, verdict: Verdict): ReportItem {
  const { kind, evidence, metrics } = verdict;
  return {
    id: rule.id,
    text: rule.text,
    verdict: kind,
    evidence: evidence.map((found) => ({ ...found })),
    ...(kind === 'fail' ? { fix: verdict.fix ?? rule.fix } : verdict.fix === undefined ? {} : { fix: verdict.fix }),
    ...(metrics === undefined ? {} : { metrics: { ...metrics } }),
  };
}
