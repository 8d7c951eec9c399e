/** Completion for fish. */
import type { Item, Offer, OfferedCommand, OfferedOption } from './words.ts';

export function fishScript(
  commands: readonly OfferedCommand[],
  globals: readonly OfferedOption[],
  items: readonly Item[],
): string {
  const lines = [
    '# fish completion of cim-ready',
    'function __cim_ready_items',
    "  printf '%s\\t%s\\n' \\",
    `    ${items.map(({ id, text }) => `${id} ${quoted(text)}`).join(' \\\n    ')}`,
    'end',
    '',
    'complete -c cim-ready -n __fish_use_subcommand -f',
    ...globals.map(
      (option) => `complete -c cim-ready -n __fish_use_subcommand ${flags(option)} -d ${quoted(option.description)}`,
    ),
  ];
  for (const { name, description, options, arguments: offers } of commands) {
    lines.push('', `complete -c cim-ready -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`);
    const here = `complete -c cim-ready -n '__fish_seen_subcommand_from ${name}'`;
    const listed = offers.filter((one) => one !== 'files' && one !== 'none');
    if (listed.length > 0 && !offers.includes('files')) lines.push(`${here} -f`);
    for (const one of listed) lines.push(`${here} -a ${words(one)}`);
    for (const option of options) {
      const value = option.value === undefined ? '' : ` ${valueFlags(option.value)}`;
      lines.push(`${here} ${flags(option)}${value} -d ${quoted(option.description)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const flags = ({ flags }: OfferedOption): string =>
  flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)).join(' ');

function valueFlags(offer: Offer): string {
  if (offer === 'files') return '-r -F';
  return offer === 'none' ? '-x' : `-x -a ${words(offer)}`;
}

const words = (offer: Offer): string =>
  offer === 'items' ? "'(__cim_ready_items)'" : quoted(typeof offer === 'string' ? '' : offer.join(' '));

/** Single quotes; fish knows two escapes inside them. */
const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
