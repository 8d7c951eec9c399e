/** The auditor's policy as the run uses it: settings, levels of items, and the organisation's own rules. */

import type { Rule, RuleGroup } from '../rule.ts';
import type { Policy, PolicyLevel } from '../schema/policy.ts';
import type { Settings } from '../settings.ts';
import { declaredCheck } from './declared-check.ts';

export interface AppliedPolicy {
  readonly settings: Partial<Settings>;
  /** `off` items are not asked. The nearest entry wins: the item's own, then its group's. */
  readonly levelOf: (id: string) => PolicyLevel;
  /** The organisation's own rules; undefined when it has none. */
  readonly group: RuleGroup | undefined;
  /** Globs of files that are not scanned. */
  readonly exclude: readonly string[];
}

export const noPolicy: AppliedPolicy = { settings: {}, levelOf: () => 'required', group: undefined, exclude: [] };

export function applyPolicy(policy: Policy): AppliedPolicy {
  const { items = {}, thresholds, licences, commits, waivers, attestations, rules = [], exclude = [] } = policy;
  const settings = {
    coverage: thresholds?.coverage,
    licences,
    commitTypes: commits?.types,
    commitsSince: commits?.since,
    linearSince: policy['linear-history']?.since,
    criticalPaths: policy['critical-paths'],
    waivers: waivers?.allow,
    attestations: attestations?.allow,
    maxWaiverDays: waivers?.['max-days'],
  };
  const own: Rule[] = rules.map(({ id, text, why, fix, check }) => ({
    id,
    text,
    why,
    how: "as the auditor's policy says",
    fix,
    check: (repo) => declaredCheck(check, repo),
  }));
  return {
    settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
    levelOf: (id) => items[id] ?? items[id.split('/')[0] ?? ''] ?? 'required',
    group:
      own.length === 0
        ? undefined
        : { slug: 'policy', section: 'Organisation', title: 'Rules of the policy', rules: own },
    exclude,
  };
}

/** Puts one policy over the one that it extends: maps are merged, lists of rules and globs joined, the rest replaced. */
export function extendPolicy(base: Policy, over: Policy): Policy {
  const merge = (a: object | undefined, b: object | undefined) => (a || b ? { ...a, ...b } : undefined);
  const both = {
    ...base,
    ...over,
    extends: undefined,
    items: merge(base.items, over.items),
    thresholds: merge(base.thresholds, over.thresholds),
    commits: merge(base.commits, over.commits),
    waivers: merge(base.waivers, over.waivers),
    attestations: merge(base.attestations, over.attestations),
    exclude: [...(base.exclude ?? []), ...(over.exclude ?? [])],
    rules: [...(base.rules ?? []), ...(over.rules ?? [])],
  };
  return Object.fromEntries(Object.entries(both).filter(([, value]) => value !== undefined)) as Policy;
}
