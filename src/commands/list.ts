/** `cim-ready list`: the standard as a checklist. */
import { groups } from '../../rules/index.ts';
import type { Terminal } from './terminal.ts';

export async function list({ format }: { format: 'text' | 'json' }, terminal: Terminal): Promise<number> {
  if (format === 'json') {
    const items = groups.flatMap(({ section, title, rules }) =>
      rules.map(({ id, text, why, how, fix }) => ({ id, section, heading: title, text, why, how, fix })),
    );
    await terminal.out(`${JSON.stringify(items, null, 2)}\n`);
    return 0;
  }
  const lines: string[] = [];
  let section = '';
  for (const group of groups) {
    if (group.section !== section) lines.push(`${section === '' ? '' : '\n'}## ${group.section}`);
    section = group.section;
    lines.push('', `### ${group.title}`);
    for (const { id, text } of group.rules) lines.push(`- [ ] ${text} (\`${id}\`)`);
  }
  await terminal.out(`${lines.join('\n')}\n`);
  return 0;
}
