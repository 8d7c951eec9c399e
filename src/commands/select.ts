/** Which items a run asks: ids and groups from --only and --skip. */
import { groups, rules } from '../../rules/index.ts';
import type { AppliedPolicy } from '../decisions/policy.ts';
import type { Rule, RuleGroup } from '../rule.ts';
import { CannotRun } from './failure.ts';
import { nearest } from './nearest.ts';

/** Everything that names one item or a group of them. */
export const selectors = (own?: RuleGroup): string[] => [
  ...groups.map((group) => group.slug),
  ...rules.map((rule) => rule.id),
  ...(own === undefined ? [] : [own.slug, ...own.rules.map((rule) => rule.id)]),
];

/**
 * @param only ids and groups; empty means all
 * @param own the policy's rules
 * @throws CannotRun for a name that is neither, with the nearest one
 */
export function selection(
  only: readonly string[] = [],
  skip: readonly string[] = [],
  own?: RuleGroup,
): (rule: Rule) => boolean {
  const known = selectors(own);
  for (const name of [...only, ...skip]) {
    if (!known.includes(name.replace(/\/$/, ''))) throw new CannotRun(unknownName(name, known));
  }
  const names = (list: readonly string[], rule: Rule) =>
    list.some((name) => rule.id === name || rule.id.startsWith(`${name.replace(/\/$/, '')}/`));
  return (rule) => (only.length === 0 || names(only, rule)) && !names(skip, rule);
}

/** @throws CannotRun when no item is left: a run that asks nothing would end with 0 */
export function refuseNothing(selected: (rule: Rule) => boolean, policy: AppliedPolicy): void {
  const all = [...rules, ...(policy.group?.rules ?? [])].filter(selected);
  if (all.length === 0) throw new CannotRun('--only and --skip leave no item to judge');
  if (all.every(({ id }) => policy.levelOf(id) === 'off'))
    throw new CannotRun('the policy turns off every item that is asked');
}

/** @throws CannotRun when there is no such item */
export function ruleOf(id: string): Rule {
  const rule = rules.find((known) => known.id === id);
  if (rule === undefined) throw new CannotRun(unknownName(id, selectors()));
  return rule;
}

function unknownName(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  const hint = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
  return `there is no item or group "${name}"${hint} (\`cim-ready list\` shows them all)`;
}
