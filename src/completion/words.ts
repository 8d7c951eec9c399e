/** What a shell can offer at each place of the command line, read from the definitions of the commands. */
import type { Argument, Command, Option } from 'commander';

/** Words of a fixed list; items and groups of the standard; files and folders; nothing that could be known. */
export type Offer = readonly string[] | 'items' | 'files' | 'none';

export interface OfferedOption {
  /** `--output`, `-o`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Undefined for an option without a value. */
  readonly value: Offer | undefined;
}

export interface OfferedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OfferedOption[];
  /** By position; the last one counts for all that follow. */
  readonly arguments: readonly Offer[];
}

export interface Item {
  readonly id: string;
  readonly text: string;
}

export function offersOf(root: Command): OfferedCommand[] {
  const commands = root.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: [...command.options.map(offeredOption), help],
    arguments: command.registeredArguments.map(offerOfArgument),
  }));
  const names = commands.map(({ name }) => name);
  return [
    ...commands,
    { name: 'help', description: 'print help of a command', options: [], arguments: [[...names, 'help']] },
  ];
}

/** Options before any command. */
export const globalOptions: readonly OfferedOption[] = [
  { flags: ['--version', '-V'], description: 'print the version', value: undefined },
  { flags: ['--help', '-h'], description: 'print help', value: undefined },
];

const help: OfferedOption = { flags: ['--help', '-h'], description: 'print help', value: undefined };

function offeredOption(option: Option): OfferedOption {
  const flags = [option.long, option.short].filter((flag) => flag != null);
  const takesValue = option.required || option.optional;
  return { flags, description: option.description, value: takesValue ? offerOfOption(option) : undefined };
}

function offerOfOption({ argChoices, flags }: Option): Offer {
  if (argChoices !== undefined) return argChoices;
  if (flags.includes('<item>')) return 'items';
  return /<(?:file|folder|format=file|glob|link-or-path)>/.test(flags) ? 'files' : 'none';
}

function offerOfArgument(argument: Argument): Offer {
  if (argument.argChoices !== undefined) return argument.argChoices;
  return argument.name() === 'id' ? 'items' : 'files';
}
