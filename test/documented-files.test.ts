/** What the pages say is what the program takes, and all that it offers. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { commandLine } from '../scripts/generated.ts';
import { schemaNames } from '../src/commands/schema-names.ts';
import { readConfig } from '../src/decisions/config.ts';
import { formats } from '../src/reporters/index.ts';
import { declarativeCheck, policySchema } from '../src/schema/policy.ts';
import { repositoryFileSchema } from '../src/schema/repository-file.ts';

const read = (page: string): string => readFileSync(join(import.meta.dirname, '..', page), 'utf8');
const example = (page: string): string => /```yaml\n([\s\S]*?)```/.exec(read(`docs/${page}`))?.[1] ?? '';

test('README.md: the commands, the options of `check`, the forms and the schemas, in the order of the help', () => {
  const page = read('README.md');
  const table = (head: string) => page.split(head)[1]?.split('\n\n')[0]?.split('\n').slice(2) ?? [];
  const firstCells = (head: string) => table(head).map((row) => row.split(' | ')[0] ?? '');
  const { commands } = commandLine();
  const named = firstCells('| command | what it does |').flatMap((cell) => cell.match(/(?<=`)[a-z]+/g) ?? []);
  expect(named).toEqual(commands.map((command) => command.name()));
  const flags = firstCells('| option | meaning |').flatMap((cell) => cell.match(/--[a-z-]+/g) ?? []);
  expect(flags).toEqual(commands.find((command) => command.name() === 'check')?.options.map(({ long }) => long));
  const words = (line: RegExp) => (line.exec(page)?.[0] ?? '').match(/(?<=`)[a-z][a-z-]+(?=`)/g);
  expect(words(/\| `-f, --format FORM` .*/)).toEqual(formats);
  expect(words(/\| `schema NAME` .*/)).toEqual([...schemaNames]);
});

test('docs/policy.md: valid, with every key and every kind of check', () => {
  const { value, problems } = readConfig(example('policy.md'), policySchema);
  expect(problems).toEqual([]);
  expect(Object.keys(value ?? {}).sort()).toEqual(Object.keys(policySchema.shape).sort());
  const kinds = declarativeCheck.options.map((option) => Object.keys(option.shape)[0]);
  const used = value?.rules?.map(({ check }) => Object.keys(check)[0]);
  expect(kinds.filter((kind) => !used?.includes(kind))).toEqual([]);
});

test('docs/repository-file.md: valid, with every key, and items that exist', () => {
  const { value, problems } = readConfig(example('repository-file.md'), repositoryFileSchema);
  expect(problems).toEqual([]);
  expect(Object.keys(value ?? {}).sort()).toEqual(Object.keys(repositoryFileSchema.shape).sort());
  const ids = rules.map(({ id }) => id);
  const named = [...(value?.waivers ?? []), ...(value?.attestations ?? [])].map(({ item }) => item);
  expect(named.filter((id) => !ids.includes(id))).toEqual([]);
});

test('the files of the code that pages and decision records name are there', () => {
  const root = join(import.meta.dirname, '..');
  const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path));
  const named = ['README.md', 'CONTRIBUTING.md', ...pages].flatMap((page) =>
    [...read(page).matchAll(/`((?:src|models|commands|rules|test|bench|scripts)\/[\w./-]+\.(?:ts|js|json))`/g)].map(
      ([, path = '']) => [page, path] as const,
    ),
  );
  expect(named.length).toBeGreaterThan(5);
  const isThere = (path: string) => existsSync(join(root, path)) || existsSync(join(root, 'src', path));
  expect(named.filter(([, path]) => !isThere(path))).toEqual([]);
});

test('docs/adr/README.md: every record by its title, and each record says where it stands and what was decided', () => {
  const folder = join(import.meta.dirname, '..', 'docs/adr');
  const records = readdirSync(folder).filter((name) => name !== 'README.md');
  const titles = records.sort().map((name) => {
    const page = read(`docs/adr/${name}`);
    expect(page, name).toMatch(/^# \d+\. .+\n\n## Status\n\nAccepted/);
    expect(page, name).toMatch(/^## Decision/m);
    return `- [${page.slice(2, page.indexOf('\n'))}](${name})`;
  });
  const listed = read('docs/adr/README.md')
    .split('\n')
    .filter((line) => line.startsWith('- '));
  expect(listed).toEqual(titles);
});
