/** Completion for bash, from version 3.2 on. Files are left to readline, which knows how to quote them. */
import type { Item, Offer, OfferedCommand, OfferedOption } from './words.ts';

export function bashScript(
  commands: readonly OfferedCommand[],
  globals: readonly OfferedOption[],
  items: readonly Item[],
): string {
  const names = commands.map(({ name }) => name).join(' ');
  const cases = commands.map((command) => {
    const values = command.options
      .filter((option) => option.value !== undefined)
      .map((option) => `        ${option.flags.join('|')}) ${offer(option.value ?? 'none')}; return ;;`);
    const flags = command.options.flatMap((option) => option.flags.filter((flag) => flag.startsWith('--')));
    return `    ${command.name})
      case $prev in
${values.join('\n')}
      esac
      case $cur in
        -*) COMPREPLY=($(compgen -W '${flags.join(' ')}' -- "$cur")); return ;;
      esac
${positions(command.arguments)}
      ;;`;
  });
  const valued = new Set(
    commands.flatMap(({ options }) => options.flatMap(({ value, flags }) => (value === undefined ? [] : flags))),
  );
  return `# bash completion of cim-ready
_cim_ready() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= place=0 index word
  local valued='${[...valued].join(' ')}'
  local items='${items.map(({ id }) => id).join(' ')}'
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    case " $valued " in
      *" \${COMP_WORDS[index-1]} "*) continue ;;
    esac
    case $word in
      -*) ;;
      *) if [ -z "$command" ]; then command=$word; else place=$((place + 1)); fi ;;
    esac
  done
  case $command in
    '') COMPREPLY=($(compgen -W '${names} ${globals.flatMap(({ flags }) => flags).join(' ')}' -- "$cur")) ;;
${cases.join('\n')}
  esac
}
complete -o bashdefault -o default -F _cim_ready cim-ready
`;
}

/** Arguments by their place; where one takes files, readline completes them. */
function positions(offers: readonly Offer[]): string {
  const known = offers.map((one, index) => {
    const pattern = index === offers.length - 1 ? '*' : String(index);
    return `        ${pattern}) ${offer(one)} ;;`;
  });
  return known.length === 0 ? '      :' : `      case $place in\n${known.join('\n')}\n      esac`;
}

function offer(words: Offer): string {
  if (words === 'files' || words === 'none') return ':';
  const list = words === 'items' ? '"$items"' : `'${words.join(' ')}'`;
  return `COMPREPLY=($(compgen -W ${list} -- "$cur"))`;
}
