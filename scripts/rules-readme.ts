/** rules/README.md, from the rules themselves. */
import type { RuleGroup } from '../src/rule.ts';

/** Words of a rule stand in Markdown as they are, but nothing in them becomes HTML or emphasis outside of code. */
function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[*_<>[\]\\|]/g, '\\$&')))
    .join('');
}

export function rulesReadme(groups: readonly RuleGroup[]): string {
  const count = groups.reduce((total, { rules }) => total + rules.length, 0);
  const lines = [
    '# The standard, as cim-ready decides it',
    '',
    `Generated from the rules by \`npm run generate\`: ${count} items. Each stands in the file that its id names: \`docs/changelog\` is in docs.ts.`,
  ];
  let section = '';
  for (const group of groups) {
    if (group.section !== section) lines.push('', `## ${prose(group.section)}`);
    section = group.section;
    lines.push('', `### ${prose(group.title)}`);
    for (const { id, text, why, how, fix } of group.rules) {
      lines.push('', `#### ${id}`, '', `> ${prose(text)}`, '');
      lines.push(`- Why: ${prose(why)}`, `- How it is decided: ${prose(how)}`, `- How to meet it: ${prose(fix)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
