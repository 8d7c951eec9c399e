/** `cim-ready explain ID`: what an item means, how it is decided, how to meet it. */
import { Chalk } from 'chalk';
import { groups } from '../../rules/index.ts';
import { wrap } from '../reporters/wrap.ts';
import type { Rule } from '../rule.ts';
import { ruleOf } from './select.ts';
import { type ColorChoice, colorLevel, type Terminal } from './terminal.ts';

/** @throws CannotRun when there is no such item or group */
export async function explain(id: string, { color }: { color: ColorChoice }, terminal: Terminal): Promise<number> {
  const chalk = new Chalk({ level: colorLevel(color, terminal, false) });
  const group = groups.find(({ slug }) => slug === id.replace(/\/$/, ''));
  const asked = group === undefined ? [ruleOf(id)] : group.rules;
  const width = Math.min(terminal.width, 100);
  const one = (rule: Rule): string => {
    const home = groups.find(({ rules }) => rules.includes(rule));
    const part = (name: string, text: string) =>
      wrap(`${name.padEnd(8)} ${text}`, width, 0, 9)
        .join('\n')
        .replace(name, chalk.bold(name));
    return [
      chalk.bold(rule.id),
      chalk.dim(`${home?.section} › ${home?.title}`),
      '',
      ...wrap(rule.text, width, 0, 0),
      '',
      part('why', rule.why),
      part('decided', rule.how),
      part('fix', rule.fix),
    ].join('\n');
  };
  await terminal.out(`${asked.map(one).join('\n\n')}\n`);
  return 0;
}
