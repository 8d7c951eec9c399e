/** What changed between two reports, for people, programs and pull requests. */
import type { Change, Comparison, Standing } from '../compare.ts';
import { printable } from './escape.ts';
import { jsonText } from './json.ts';
import { escaped, prose } from './markdown.ts';
import { marks, palette } from './paint.ts';
import type { TextOptions } from './text.ts';
import { placeOf, verdictWords } from './words.ts';
import { wrap } from './wrap.ts';

const words: Readonly<Record<Standing, string>> = { ...verdictWords, waived: 'waived', advisory: 'advisory' };

const wordOf = (standing: Standing | undefined): string => (standing === undefined ? 'not asked' : words[standing]);

const parts = [
  ['worse', 'Worse'],
  ['unproven', 'Not proven any more'],
  ['better', 'Better'],
  ['other', 'Otherwise changed'],
] as const;

function stateOf({ module, head }: Comparison['before']): string {
  return [module.version, head?.slice(0, 7)].filter((part) => part !== undefined).join(' at ') || 'no version';
}

const titleOf = ({ before, after }: Comparison): string => `${stateOf(before)} → ${stateOf(after)}`;

const unchangedWords = (count: number): string => `${count} ${count === 1 ? 'item is' : 'items are'} as before`;

const headlineOf = ({ item }: Change): string => {
  const [headline] = item.evidence;
  return headline === undefined ? '' : [placeOf(headline), printable(headline.message)].filter(Boolean).join('  ');
};

export function textDiff(comparisons: readonly Comparison[], { width, colorLevel }: TextOptions): string {
  const paint = palette(colorLevel);
  const one = (comparison: Comparison): string => {
    const { module } = comparison.after;
    const lines = [`${paint.bold(printable(module.name))}  ${paint.dim(printable(titleOf(comparison)))}`];
    for (const [direction, title] of parts) {
      const changes = comparison.changes.filter((change) => change.direction === direction);
      if (changes.length === 0) continue;
      lines.push('', paint.bold(`${title} (${changes.length})`));
      for (const change of changes) {
        const mark = change.to === undefined ? ' ' : paint[change.to](marks[change.to]);
        const said = `${change.id}: ${wordOf(change.from)} → ${wordOf(change.to)}`;
        lines.push(...wrap(said, width - 2, 0, 2).map((line, row) => (row === 0 ? `${mark} ${line}` : `  ${line}`)));
        if (change.to !== undefined) lines.push(...wrap(headlineOf(change), width, 4, 6).map(paint.dim));
      }
    }
    return [...lines, '', unchangedWords(comparison.unchanged)].join('\n');
  };
  return `${comparisons.map(one).join('\n\n')}\n`;
}

export function jsonDiff(comparisons: readonly Comparison[]): string {
  const state = ({ module, head }: Comparison['before']) => ({
    ...(module.version === undefined ? {} : { version: module.version }),
    ...(head === undefined ? {} : { head }),
  });
  const modules = comparisons.map(({ before, after, changes, unchanged }) => ({
    module: after.module.name,
    old: state(before),
    new: state(after),
    changes: changes.map(({ id, text, from, to, direction, item }) => ({
      id,
      text,
      from: from ?? null,
      to: to ?? null,
      direction,
      evidence: item.evidence,
    })),
    unchanged,
  }));
  return jsonText({ schemaVersion: 1, modules });
}

export function markdownDiff(comparisons: readonly Comparison[]): string {
  const one = (comparison: Comparison): string => {
    const lines = [`# ${escaped(comparison.after.module.name)}: ${escaped(titleOf(comparison))}`];
    for (const [direction, title] of parts) {
      const changes = comparison.changes.filter((change) => change.direction === direction);
      if (changes.length === 0) continue;
      lines.push('', `## ${title}`, '');
      for (const change of changes) {
        const seen = change.to === undefined ? '' : `: ${prose(headlineOf(change))}`;
        lines.push(
          `- ${escaped(change.text)} (\`${change.id}\`) — ${wordOf(change.from)} → **${wordOf(change.to)}**${seen}`,
        );
      }
    }
    return [...lines, '', `${unchangedWords(comparison.unchanged)}.`].join('\n');
  };
  return `${comparisons.map(one).join('\n\n')}\n`;
}
