/** man/cim-ready.1, from the definitions of the commands. See man-pages(7) and groff_man(7). */
import type { Argument, Command, Option } from 'commander';
import { examples } from '../src/commands/examples.ts';

/** Text that no macro or escape is read from. */
const text = (words: string): string =>
  words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');

const bold = (words: string): string => `\\fB${text(words)}\\fR`;

export function manualPage(root: Command, version: string): string {
  const commands = root.commands;
  return [
    `.TH CIM\\-READY 1 "" "cim\\-ready ${text(version)}" "User Commands"`,
    '.SH NAME',
    'cim\\-ready \\- judge a CIM module against the production readiness standard',
    '.SH SYNOPSIS',
    ...commands
      .flatMap((command) => ['.B cim\\-ready', `${bold(command.name())} ${text(command.usage())}`, '.br'])
      .slice(0, -1),
    '.SH DESCRIPTION',
    'Loads a repository, judges each item of a written standard, and prints the standard as a checklist with the evidence for every line.',
    'The audited repository is never written to, nothing of it is run, and the network is not used.',
    '.PP',
    'Verdicts: pass and fail are proven; review is left to a person; open means that this run could not look; not applicable leaves the count; waived fails, and somebody accepts that until a date; error means that the check itself broke.',
    '.SH COMMANDS',
    ...commands.flatMap(commandLines),
    '.SH EXIT STATUS',
    ...[
      ['0', 'Nothing fails.'],
      ['1', 'Something fails, or got worse.'],
      ['2', 'The run could not be done as asked.'],
    ].flatMap(([code = '', meaning = '']) => ['.TP', `.B ${code}`, meaning]),
    '.SH ENVIRONMENT',
    ...[
      ['NO_COLOR', 'No colour, when it is set and not empty.'],
      [
        'FORCE_COLOR',
        'Colour into pipes and files too; 0 means none. It goes before NO_COLOR, and \\-\\-color before both.',
      ],
      ['COLUMNS', 'Width of the text report where the output is no terminal.'],
      ['XDG_CONFIG_HOME', "Folder of the user's configuration; ~/.config by default."],
      ['XDG_CACHE_HOME', "Folder of the user's caches; ~/.cache by default."],
      ['NODE_DISABLE_COMPILE_CACHE', 'Keep no compiled code of cim\\-ready, when it is 1.'],
    ].flatMap(([name = '', meaning = '']) => ['.TP', `.B ${name}`, meaning]),
    '.SH FILES',
    '.TP',
    '.I $XDG_CONFIG_HOME/cim\\-ready/policy.yaml',
    "The auditor's policy.",
    '.TP',
    '.I $XDG_CACHE_HOME/cim\\-ready/',
    'What earlier runs found; \\-\\-no\\-cache leaves it alone.',
    '.TP',
    '.I .cim\\-ready.yaml',
    "The audited repository's own waivers and attestations. It is listed in every report, and cannot turn a check off.",
    '.SH EXAMPLES',
    '.nf',
    ...examplesOf(examples.program),
    '.fi',
    '',
  ].join('\n');
}

function commandLines(command: Command): string[] {
  const options = command.options.filter((option) => !option.hidden);
  const shown = (examples as Readonly<Record<string, string>>)[command.name()];
  return [
    `.SS ${bold(command.name())} ${text(command.usage())}`,
    `${text(sentence(command.description()))}`,
    ...command.registeredArguments.flatMap((argument) => [
      '.TP',
      `.I ${text(argument.name())}`,
      text(sentence(argument.description + choices(argument.argChoices) + otherwise(argument))),
    ]),
    ...options.flatMap((option) => [
      '.TP',
      optionFlags(option),
      text(sentence(option.description + choices(option.argChoices) + otherwise(option))),
    ]),
    ...(shown === undefined ? [] : ['.PP', '.nf', ...examplesOf(shown), '.fi']),
  ];
}

/** `-o, --output <file>`: the flags bold, the value in italics. */
const optionFlags = ({ flags }: Option): string =>
  flags
    .split(/(<[^>]+>)/)
    .map((part) => (part.startsWith('<') ? `\\fI${text(part.slice(1, -1))}\\fR` : part === '' ? '' : bold(part)))
    .join('');

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

const choices = (list: readonly string[] | undefined): string => (list === undefined ? '' : `: ${list.join(', ')}`);

function otherwise({ defaultValue, defaultValueDescription }: Argument | Option): string {
  if (defaultValue === undefined || typeof defaultValue === 'boolean') return '';
  return ` (default: ${defaultValueDescription ?? String(defaultValue)})`;
}

const examplesOf = (words: string): string[] =>
  words
    .split('\n')
    .filter((line) => /^ {2}(\$| {4}-)/.test(line)) // a command, or what goes on with it
    .map((line) => text(line.slice(2)));
