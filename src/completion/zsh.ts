/** Completion for zsh: as an autoloaded function, or sourced. */
import type { Item, Offer, OfferedCommand, OfferedOption } from './words.ts';

export function zshScript(
  commands: readonly OfferedCommand[],
  globals: readonly OfferedOption[],
  items: readonly Item[],
): string {
  const described = (id: string, text: string) => quoted(`${id.replaceAll(':', '\\:')}:${text}`);
  const cases = commands.map(
    ({ name, options, arguments: offers }) => `    ${name})
      _arguments -s \\
        ${[...options.flatMap(specs), ...positions(offers)].join(' \\\n        ')}
      ;;`,
  );
  return `#compdef cim-ready
# zsh completion of cim-ready

_cim_ready_items() {
  local -a items
  items=(
    ${items.map(({ id, text }) => described(id, text)).join('\n    ')}
  )
  _describe -t items 'item or group' items
}

_cim_ready_commands() {
  local -a commands
  commands=(
    ${commands.map(({ name, description }) => described(name, description)).join('\n    ')}
  )
  _describe -t commands command commands
}

_cim-ready() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C \\
    ${globals.flatMap(specs).join(' \\\n    ')} \\
    '1: :_cim_ready_commands' \\
    '*:: :->arguments' && return
  [[ $state == arguments ]] || return
  case $words[1] in
${cases.join('\n')}
  esac
}

if [[ $funcstack[1] == _cim-ready ]]; then
  _cim-ready "$@"
else
  compdef _cim-ready cim-ready
fi
`;
}

/** An option's long and short form, each a spec that shuts out the other but where it repeats. */
function specs({ flags, description, value }: OfferedOption): string[] {
  const repeats = description.includes('(repeatable)');
  const before = repeats ? '*' : `(${flags.join(' ')})`;
  const text = description.replace(/[[\]:\\]/g, '\\$&');
  return flags.map((flag) =>
    quoted(`${before}${flag}[${text}]${value === undefined ? '' : `:value:${action(value)}`}`),
  );
}

const positions = (offers: readonly Offer[]): string[] =>
  offers.map((offer, index) =>
    quoted(index === offers.length - 1 ? `*: :${action(offer)}` : `${index + 1}: :${action(offer)}`),
  );

function action(offer: Offer): string {
  if (offer === 'items') return '_cim_ready_items';
  if (offer === 'files') return '_files';
  return typeof offer === 'string' ? ' ' : `(${offer.join(' ')})`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
