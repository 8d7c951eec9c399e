/** Arguments in, exit code out. Each command's code is loaded when it is the one that was asked for. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { CannotRun } from './commands/failure.ts';
import type { Terminal } from './commands/terminal.ts';
import { formats } from './reporters/index.ts';
import { toolVersion } from './version.ts';

const examples = {
  program: `
Examples:
  $ cim-ready check                         judge the module in this folder
  $ cim-ready check ./cim-domain --verbose  with all the evidence
  $ cim-ready explain docs/public-api       what an item means and how to meet it
  $ cim-ready list                          the standard as a checklist

Exit codes: 0 nothing fails, 1 something does, 2 the run could not be done as asked.`,
  check: `
Examples:
  $ cim-ready check                                   the module in this folder
  $ cim-ready check modules/*                         several, with a table at the end
  $ cim-ready check --only docs --only files/license  some items of the standard
  $ cim-ready check --format json --output report.json
  $ cim-ready check --strict                          what is not proven fails too

Exit codes: 0 nothing fails, 1 something does, 2 the run could not be done as asked.`,
  list: `
Examples:
  $ cim-ready list
  $ cim-ready list --format json | jq -r '.[].id'`,
  explain: `
Examples:
  $ cim-ready explain docs/public-api
  $ cim-ready explain docs               a whole group`,
  schema: `
Examples:
  $ cim-ready schema report > report.schema.json
  $ cim-ready schema cim-yaml > cim-yaml.schema.json`,
};

const collect = (value: string, list: string[]): string[] => [...list, ...value.split(',').filter(Boolean)];

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('it must be a number above 0.');
  return value;
}

const colorOption = () =>
  new Option('--color <when>', 'colour the output').choices(['auto', 'always', 'never']).default('auto');

function program(terminal: Terminal, done: (code: number) => void): Command {
  const root = new Command('cim-ready')
    .description('Judges a CIM module against the production readiness standard, with evidence for every line.')
    .version(toolVersion, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .showHelpAfterError('(`--help` shows what there is)')
    .configureOutput({ writeOut: (text) => void terminal.out(text), writeErr: (text) => terminal.err(text) })
    .exitOverride()
    .addHelpText('after', examples.program);

  root
    .command('check', { isDefault: false })
    .description('judge modules and print the standard as a checklist')
    .argument('[path...]', 'folders of modules', ['.'])
    .addOption(new Option('-f, --format <format>', 'form of the report').choices(formats).default('text'))
    .option('-o, --output <file>', 'write the report to a file, whole or not at all')
    .option(
      '--report <format=file>',
      'write one more report to a file (repeatable)',
      (one, all: string[]) => [...all, one],
      [],
    )
    .option('--only <item>', 'judge only this item or group (repeatable)', collect, [])
    .option('--skip <item>', 'leave out this item or group (repeatable)', collect, [])
    .option('--strict', 'count what is not proven (to review, open, error) as failing')
    .option('-v, --verbose', 'show all the evidence')
    .option('-q, --quiet', 'show the summary only')
    .option('--policy <file>', "the auditor's policy (default: the user's own, if there is one)")
    .option('--no-waivers', "ignore the repository's waivers")
    .option('--no-attestations', "ignore the repository's attestations")
    .option('--advisory-db <folder>', 'a checkout of the RustSec advisory-db')
    .option('--history', 'look for secrets in every commit too')
    .option('--timeout <seconds>', 'longest time for one module', positive, 120)
    .option('--max-file-size <MiB>', 'larger files are not read', positive, 8)
    .addOption(colorOption())
    .addHelpText('after', examples.check)
    .action(async (paths: string[], options) => {
      const { check } = await import('./commands/check.ts');
      done(await check(paths, options, terminal));
    });

  root
    .command('list')
    .description('print the standard as a checklist')
    .addOption(new Option('-f, --format <format>', 'form of the list').choices(['text', 'json']).default('text'))
    .addHelpText('after', examples.list)
    .action(async (options) => {
      const { list } = await import('./commands/list.ts');
      done(await list(options, terminal));
    });

  root
    .command('explain')
    .description('say what an item means, how it is decided and how to meet it')
    .argument('<id>', 'an item or a group')
    .addOption(colorOption())
    .addHelpText('after', examples.explain)
    .action(async (id: string, options) => {
      const { explain } = await import('./commands/explain.ts');
      done(await explain(id, options, terminal));
    });

  root
    .command('schema')
    .description('print a JSON Schema: of the report, or of cim.yaml for editors')
    .addArgument(root.createArgument('<name>', 'which schema').choices(['report', 'cim-yaml']))
    .addHelpText('after', examples.schema)
    .action(async (name: 'report' | 'cim-yaml') => {
      const { schema } = await import('./commands/schema.ts');
      done(await schema(name, terminal));
    });

  for (const command of root.commands) command.helpOption('-h, --help', 'print help');
  return root;
}

/**
 * @param args what follows the command's name
 * @returns 0 nothing fails, 1 something does, 2 the run could not be done as asked
 */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  try {
    const root = program(terminal, (result) => {
      code = result;
    });
    if (args.length === 0) {
      terminal.err(root.helpInformation());
      return 2;
    }
    await root.parseAsync(args, { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
    if (thrown instanceof CannotRun) {
      terminal.err(`cim-ready: ${thrown.message}\n`);
      return 2;
    }
    throw thrown;
  }
}
