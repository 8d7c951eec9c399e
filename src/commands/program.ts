/** The command line: every command with its arguments and options. Each command's code is loaded when it is asked for. */
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { formats } from '../reporters/index.ts';
import { toolVersion } from '../version.ts';
import { examples } from './examples.ts';
import { schemaNames } from './schema-names.ts';
import type { Terminal } from './terminal.ts';

/** More threads than any machine has use for are a mistake. */
const mostJobs = 256;

/** Called with a command's exit code. */
type Done = (code: number) => void;

const collect = (value: string, list: readonly string[] = []): string[] => [
  ...list,
  ...value.split(',').filter(Boolean),
];

const several = (value: string, list: readonly string[] = []): string[] => [...list, value];

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

function whole(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > mostJobs)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${mostJobs}.`);
  return value;
}

const folder = () => new Argument('[path]', 'folder of the module').default('.', 'this folder');

const color = () =>
  new Option('--color <when>', 'colour the output').choices(['auto', 'always', 'never']).default('auto');

const form = <T extends string>(of: string, choices: readonly T[], otherwise: T) =>
  new Option('-f, --format <format>', `form of the ${of}`).choices(choices).default(otherwise);

/** `-` is the standard output, as it is for other tools. */
function withOutput(command: Command, what: string): Command {
  return command
    .option('-o, --output <file>', `write the ${what} to a file, whole or not at all`)
    .hook('preAction', (self) => {
      if (self.getOptionValue('output') === '-') self.setOptionValue('output', undefined);
    });
}

/** Options of the commands that print reports: first where they go, then what they say. */
function withTargets(command: Command): Command {
  return withOutput(command.addOption(form('report', formats, 'text')), 'report').option(
    '--report <format=file>',
    'write one more report to a file (repeatable)',
    several,
  );
}

function withTone(command: Command): Command {
  return command
    .option('--strict', 'count what is not proven (to review, open, error) as failing')
    .option('-v, --verbose', 'show all the evidence')
    .option('-q, --quiet', 'show the summary only')
    .addOption(color());
}

const policy = () => new Option('--policy <file>', "the auditor's policy (default: the user's own, if there is one)");

/** Options of the commands that look at a module. */
function withBounds(command: Command): Command {
  return command
    .option('--no-cache', 'judge everything afresh; keep nothing for the next run')
    .addOption(
      new Option('--timeout <seconds>', 'seconds that one module may take; what is not judged by then is open')
        .argParser(positive)
        .default(120, '120 s'),
    )
    .addOption(
      new Option('--max-file-size <MiB>', 'larger files are not read, and what needs them is open')
        .argParser(positive)
        .default(8, '8 MiB'),
    );
}

/** Which function defines a command; `completion` speaks of them all and is left out. */
const definers: Readonly<Record<string, (root: Command, terminal: Terminal, done: Done) => void>> = {
  ...{ check: judging, review: judging, report: reading, diff: reading, attest: deciding, waive: deciding },
  ...{ list: describing, explain: describing, schema: describing },
};

/**
 * Every command, for the parser, the shells' completion and the manual page.
 * @param asked the command that is going to be run: defining the others takes longer than parsing its options
 */
export function program(terminal: Terminal, done: Done, asked = ''): Command {
  const root = new Command('cim-ready')
    .description('Judges a CIM module against the production readiness standard, with evidence for every line.')
    .version(toolVersion, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .showHelpAfterError('(`--help` shows what there is)')
    .configureOutput({
      writeOut: (text) => void terminal.out(text),
      writeErr: (text) => terminal.err(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'cim-ready: ')),
    })
    .exitOverride()
    .addHelpText('after', examples.program);
  const known = Object.hasOwn(definers, asked) ? [definers[asked]!] : new Set(Object.values(definers));
  for (const define of known) define(root, terminal, done);
  for (const command of root.commands) command.helpOption('-h, --help', 'print help');
  return root;
}

function judging(root: Command, terminal: Terminal, done: Done): void {
  const check = withTargets(root.command('check'))
    .description('judge modules and print the standard as a checklist')
    .addArgument(new Argument('[path...]', 'folders of modules').default(['.'], 'this folder'))
    .option('--only <item>', 'judge only this item or group (repeatable)', collect)
    .option('--skip <item>', 'leave out this item or group (repeatable)', collect);
  withTone(check)
    .addOption(policy())
    .option('--no-waivers', "ignore the repository's waivers")
    .option('--no-attestations', "ignore the repository's attestations")
    .option('--advisory-db <folder>', 'a checkout of the RustSec advisory-db')
    .option('--history', 'look for secrets in every commit too')
    .addOption(
      new Option(
        '-j, --jobs <number>',
        'modules to judge at the same time (default: what processors and memory allow)',
      ).argParser(whole),
    );
  withBounds(check)
    .addHelpText('after', examples.check)
    .action(async (paths: string[], options) => {
      done(await (await import('./check.ts')).check(paths, options, terminal));
    });

  const review = root
    .command('review')
    .description('show where a module stands in the review process, and what is next')
    .addArgument(folder())
    .addOption(form('answer', ['text', 'json'], 'text'))
    .addOption(color())
    .addOption(policy());
  withBounds(review)
    .addHelpText('after', examples.review)
    .action(async (path: string, options) => {
      done(await (await import('./review.ts')).review(path, options, terminal));
    });
}

function reading(root: Command, terminal: Terminal, done: Done): void {
  withTone(withTargets(root.command('report')))
    .description('print saved JSON reports again, without a new audit')
    .argument('<file...>', 'reports that `check --format json` wrote; - is the standard input')
    .addHelpText('after', examples.report)
    .action(async (files: string[], options) => {
      done(await (await import('./report.ts')).report(files, options, terminal));
    });

  const diff = root
    .command('diff')
    .description('show what changed its verdict between two saved JSON reports')
    .argument('<old>', 'the report before')
    .argument('<new>', 'the report after')
    .addOption(form('answer', ['text', 'json', 'markdown'], 'text'));
  withOutput(diff, 'answer')
    .option('--strict', 'what was proven and is not any more counts as worse too')
    .addOption(color())
    .addHelpText('after', examples.diff)
    .action(async (before: string, after: string, options) => {
      done(await (await import('./diff.ts')).diff(before, after, options, terminal));
    });
}

function deciding(root: Command, terminal: Terminal, done: Done): void {
  const attest = root
    .command('attest')
    .description("record a person's word on an item in .cim-ready.yaml")
    .argument('<id>', 'an item that is left to a person, or a step of the review process')
    .addArgument(folder())
    .option('--by <who>', 'who looked: a name, an @handle, or both')
    .option('--evidence <link-or-path>', 'an https link, or a path that exists in the module')
    .option('--date <date>', 'when, as YYYY-MM-DD (default: today)')
    .option('--of <version>', "of which version (default: the module's)")
    .option('--note <text>', 'what else there is to say')
    .option('--start <date>', 'first day of the feedback period')
    .option('--end <date>', 'last day of the feedback period')
    .option('--place <text>', 'where it was tested or discussed')
    .option('--dry-run', 'print the file instead of writing it')
    .addOption(policy());
  withBounds(attest)
    .addHelpText('after', examples.attest)
    .action(async (id: string, path: string, options) => {
      done(await (await import('./attest.ts')).attest(id, path, options, terminal));
    });

  const waive = root
    .command('waive')
    .description('accept a finding for now, in .cim-ready.yaml')
    .argument('<id>', 'an item that fails')
    .addArgument(folder())
    .option('--reason <text>', 'why the finding is accepted for now')
    .option('--by <who>', 'who accepts it')
    .option('--until <date>', 'the last day on which it holds, as YYYY-MM-DD')
    .option('--file <glob>', 'only findings in files that match')
    .option('--fingerprint <digits>', 'only this one finding')
    .option('--dry-run', 'print the file instead of writing it')
    .addOption(policy());
  withBounds(waive)
    .addHelpText('after', examples.waive)
    .action(async (id: string, path: string, options) => {
      done(await (await import('./waive.ts')).waive(id, path, options, terminal));
    });
}

function describing(root: Command, terminal: Terminal, done: Done): void {
  root
    .command('list')
    .description('print the standard as a checklist')
    .addOption(form('list', ['text', 'json'], 'text'))
    .addHelpText('after', examples.list)
    .action(async (options) => {
      done(await (await import('./list.ts')).list(options, terminal));
    });

  root
    .command('explain')
    .description('say what an item means, how it is decided and how to meet it')
    .argument('<id>', 'an item or a group')
    .addOption(color())
    .addHelpText('after', examples.explain)
    .action(async (id: string, options) => {
      done(await (await import('./explain.ts')).explain(id, options, terminal));
    });

  root
    .command('schema')
    .description('print a JSON Schema, for programs and editors')
    .addArgument(root.createArgument('<name>', 'which schema').choices(schemaNames))
    .addHelpText('after', examples.schema)
    .action(async (name: (typeof schemaNames)[number]) => {
      done(await (await import('./schema.ts')).schema(name, terminal));
    });

  root
    .command('completion')
    .description('print the completion script of a shell')
    .addArgument(root.createArgument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', examples.completion)
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      done(await (await import('./completion.ts')).completion(shell, root, terminal));
    });
}
