/** The command line in this process: what goes where, and with which exit code. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { groups, rules } from '../rules/index.ts';
import { formats } from '../src/reporters/index.ts';
import { cimReady } from './fake-terminal.ts';
import { readFixture } from './harness.ts';
import { temporaryFolder } from './temporary.ts';

const bare = () =>
  temporaryFolder({ 'Cargo.toml': '[package]\nname = "cim-bare"\nversion = "0.1.0"\n', 'src/lib.rs': '' });
const good = () => temporaryFolder(readFixture('ready'));

describe('arguments', () => {
  test('none: help on stderr, and 2', async () => {
    const { code, stdout, stderr } = await cimReady([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Examples:');
  });

  test('help and version go to stdout, and 0', async () => {
    for (const args of [['--help'], ['help'], ['check', '--help'], ['--version'], ['help', 'check']]) {
      const { code, stdout, stderr } = await cimReady(args);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.length).toBeGreaterThan(3);
    }
  });

  test('every command has a description, examples and help', async () => {
    const { stdout } = await cimReady(['--help']);
    const names = [...stdout.matchAll(/^ {2}([a-z]+) [^\n]* {2}/gm)]
      .map(([, name]) => name ?? '')
      .filter((name) => name !== 'help');
    expect(names).toEqual([
      'check',
      'review',
      'report',
      'diff',
      'attest',
      'waive',
      'list',
      'explain',
      'schema',
      'completion',
    ]);
    for (const name of names) {
      const { stdout } = await cimReady([name, '--help']);
      expect(stdout).toMatch(/Examples:\n {2}\$ cim-ready/);
      expect(stdout, 'defaults are words, not JSON').not.toMatch(/default:\s+\[/);
    }
  });

  test('help says the unit and the default of a bound', async () => {
    const { stdout } = await cimReady(['check', '--help']);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /--timeout <seconds> seconds that .*\(default: 120 s\) --max-file-size <MiB> .*\(default: 8 MiB\)/,
    );
  });

  test.each([
    [['chekc'], /Did you mean check\?/],
    [['check', '--stric'], /Did you mean --strict\?/],
    [['check', '--format', 'yaml'], /Allowed choices are text, json, sarif/],
    [
      ['check', '--only', 'docs/readme-purpos'],
      /there is no item or group "docs\/readme-purpos"; did you mean docs\/readme-purpose/,
    ],
    [['check', '--skip', 'dosc'], /did you mean docs/],
    [['check', '--timeout', 'soon'], /a number above 0/],
    [['check', '--report', 'pdf=x'], /--report takes FORMAT=FILE with one of text, json/],
    [['check', '/no/such/folder'], /there is no folder \/no\/such\/folder/],
    [['check', import.meta.filename], /is not a folder/],
    [['check', '--policy', '/no/policy.yaml'], /cannot read the policy/],
    [['explain', 'readme-purpose'], /did you mean docs\/readme-purpose/],
    [['explain', 'nothing-like-it'], /`cim-ready list` shows them all/],
    [['schema', 'sarif'], /Allowed choices are report, policy, repository-file, cim-yaml/],
    [['completion', 'csh'], /Allowed choices are bash, zsh, fish/],
  ])('%j is refused with 2 and a hint', async (args, hint) => {
    const { code, stdout, stderr } = await cimReady(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(hint);
  });

  test('what a mistyped name holds cannot steer the terminal', async () => {
    const { stderr } = await cimReady(['check', '--only', '\u001b[2Jdocs']);
    expect(stderr).not.toContain('\u001b');
  });
});

describe('check', () => {
  test('a module that fails: the report on stdout, nothing on stderr, 1', async () => {
    const { code, stdout, stderr } = await cimReady(['check', bare()]);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^cim-bare 0\.1\.0 {2}crate · cim-ready/);
    expect(stdout).toMatch(/^\d+ of 92 items apply: /m);
    expect(stdout).toContain('What to do next');
  });

  test('--only and --skip take items and groups, with or without a slash, several at once', async () => {
    const ids = async (...args: string[]) => {
      const { stdout } = await cimReady(['check', bare(), '--format', 'json', ...args]);
      return JSON.parse(stdout).items.map(({ id }: { id: string }) => id);
    };
    const ofGroup = (slug: string) => groups.find((group) => group.slug === slug)?.rules.map(({ id }) => id);
    expect(await ids('--only', 'files')).toEqual(ofGroup('files'));
    expect(await ids('--only', 'files/')).toEqual(ofGroup('files'));
    expect(await ids('--only', 'docs/adr,files/license')).toEqual(['docs/adr', 'files/license']);
    expect(await ids('--only', 'docs', '--skip', 'docs/adr')).toEqual(
      ofGroup('docs')?.filter((id) => id !== 'docs/adr'),
    );
    expect(await ids('--skip', 'docs')).toHaveLength(rules.length - (ofGroup('docs')?.length ?? 0));
    const { stdout } = await cimReady(['check', bare(), '--only', 'docs/adr']);
    expect(stdout).toContain("(1 of the standard's 92 was asked)");
  });

  test('a run that would judge nothing, or not what was meant, is refused', async () => {
    const refused = async (...args: string[]) => {
      const { code, stdout, stderr } = await cimReady(['check', ...args]);
      expect([code, stdout]).toEqual([2, '']);
      return stderr;
    };
    expect(await refused(bare(), '--only', 'docs', '--skip', 'docs')).toMatch(
      /--only and --skip leave no item to judge/,
    );
    const off = join(temporaryFolder({ 'policy.yaml': 'version: 1\nitems: { deploy/nix: off }\n' }), 'policy.yaml');
    expect(await refused(bare(), '--only', 'deploy/nix', '--policy', off)).toMatch(/the policy turns off every item/);
    expect(await refused('')).toMatch(/a folder's path is empty/);
    expect(await refused(bare(), '--advisory-db', temporaryFolder())).toMatch(
      /is no checkout of RustSec's advisory-db/,
    );
    const git = temporaryFolder();
    execFileSync('git', ['init', '--quiet', '--bare', git]);
    expect(await refused(git)).toMatch(/is in a repository without files/);
  });

  test('files that are not there are said in words', async () => {
    expect((await cimReady(['report', '/nowhere.json'])).stderr).toBe(
      'cim-ready: cannot read /nowhere.json: there is no such file\n',
    );
    expect((await cimReady(['check', '--policy', '/nowhere.yaml'])).stderr).toBe(
      'cim-ready: cannot read the policy /nowhere.yaml: there is no such file\n',
    );
  });

  test('exit codes: nothing fails 0, something does 1, --strict counts what is open', async () => {
    const one = ['check', good(), '--only'];
    expect((await cimReady([...one, 'docs/adr'])).code).toBe(0);
    expect((await cimReady([...one, 'git/linear-history'])).code).toBe(0);
    const strict = await cimReady([...one, 'git/linear-history', '--strict']);
    expect([strict.code, strict.stderr]).toEqual([1, expect.stringMatching(/nothing fails, but --strict asks/)]);
    expect((await cimReady(['check', bare(), '--only', 'docs/adr'])).code).toBe(1);
  });

  test('several modules: each report, then a table, 1 when one of them fails', async () => {
    const { code, stdout } = await cimReady(['check', good(), bare(), '--only', 'docs/adr']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\nmodule +pass +fail .*\ncim-parcel +1 +0 .*\ncim-bare +0 +1 /);
    const { stdout: json } = await cimReady(['check', good(), bare(), '--format', 'json']);
    expect(JSON.parse(json).reports).toHaveLength(2);
  });

  test('--quiet prints the summary only, --verbose all evidence with fingerprints', async () => {
    const folder = bare();
    expect((await cimReady(['check', folder, '--quiet'])).stdout.trim().split('\n')).toHaveLength(2);
    expect((await cimReady(['check', folder, '--verbose'])).stdout).toMatch(/\[[0-9a-f]{16}\]/);
  });

  test('the same bytes each time', async () => {
    const folder = bare();
    const [one, other] = [await cimReady(['check', folder]), await cimReady(['check', folder])];
    expect(one.stdout).toBe(other.stdout);
  });

  test('hostile names of files and folders stay text', async () => {
    const folder = temporaryFolder({ 'Cargo.toml': 'name = \u001b[31m', '\u001b[2J.md': 'x' });
    const { stdout } = await cimReady(['check', folder]);
    expect(stdout).not.toContain('\u001b');
  });

  test('progress is shown on a terminal only', async () => {
    expect((await cimReady(['check', bare()], { tty: false })).stderr).toBe('');
  });
});

describe('colour', () => {
  const coloured = async (args: string[], tty: boolean, env: Record<string, string> = {}) =>
    (await cimReady(['check', bare(), '--only', 'docs/adr', ...args], { tty, env })).stdout.includes('\u001b[');

  test('by what the output is, the option, FORCE_COLOR and NO_COLOR, in that order', async () => {
    expect(await coloured([], true)).toBe(true);
    expect(await coloured([], false)).toBe(false);
    expect(await coloured([], true, { NO_COLOR: '1' })).toBe(false);
    expect(await coloured([], true, { NO_COLOR: '' })).toBe(true);
    expect(await coloured([], false, { FORCE_COLOR: '1' })).toBe(true);
    expect(await coloured([], true, { FORCE_COLOR: '0' })).toBe(false);
    expect(await coloured([], false, { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(true);
    expect(await coloured([], true, { TERM: 'dumb' })).toBe(false);
    expect(await coloured(['--color', 'always'], false, { NO_COLOR: '1' })).toBe(true);
    expect(await coloured(['--color', 'never'], true, { FORCE_COLOR: '1' })).toBe(false);
  });
});

describe('--output and --report', () => {
  test('write whole files, and nothing beside them', async () => {
    const out = temporaryFolder();
    const reports = formats.flatMap((format) => ['--report', `${format}=${join(out, format)}`]);
    const { code, stdout } = await cimReady(['check', bare(), '--output', join(out, 'main'), ...reports]);
    expect([code, stdout]).toEqual([1, '']);
    expect(readdirSync(out).sort()).toEqual([...formats, 'main'].sort());
    expect(readFileSync(join(out, 'main'), 'utf8')).toBe(readFileSync(join(out, 'text'), 'utf8'));
    expect(JSON.parse(readFileSync(join(out, 'json'), 'utf8')).schemaVersion).toBe(1);
    expect(readFileSync(join(out, 'html'), 'utf8')).toMatch(/^<!doctype html>/);
  });

  test('an old file is replaced, through a link too, and keeps its mode', async () => {
    const out = temporaryFolder({ real: 'old' });
    chmodSync(join(out, 'real'), 0o640);
    symlinkSync(join(out, 'real'), join(out, 'link'));
    await cimReady(['check', bare(), '--output', join(out, 'link'), '--format', 'badge']);
    expect(readFileSync(join(out, 'real'), 'utf8')).toContain('cim-ready');
    expect(readdirSync(out).sort()).toEqual(['link', 'real']);
  });

  test.each([
    ['a folder that is not there', 'no/such/file', /there is no folder/],
    ['a folder', '.', /it is a folder/],
  ])('refused before the run: %s', async (_, path, message) => {
    const { code, stderr } = await cimReady(['check', bare(), '--output', join(temporaryFolder(), path)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('two reports to one file are refused', async () => {
    const file = join(temporaryFolder(), 'x');
    const { code, stderr } = await cimReady(['check', bare(), '--output', file, '--report', `json=${file}`]);
    expect(code).toBe(2);
    expect(stderr).toContain('two reports would go to');
    expect(existsSync(file)).toBe(false);
  });
});

describe('list, explain, schema', () => {
  test('list is the standard, every item once', async () => {
    const { stdout } = await cimReady(['list']);
    for (const { id, text } of rules) expect(stdout).toContain(`- [ ] ${text} (\`${id}\`)`);
    expect(JSON.parse((await cimReady(['list', '--format', 'json'])).stdout)).toHaveLength(rules.length);
  });

  test('explain says why, how and what to do; a group explains all its items', async () => {
    const { stdout } = await cimReady(['explain', 'docs/adr']);
    expect(stdout).toMatch(/^docs\/adr\n.*Documentation\n[\s\S]*why [\s\S]*decided [\s\S]*fix /);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect((await cimReady(['explain', 'docs'])).stdout.match(/^docs\//gm)).toHaveLength(groups[0]?.rules.length ?? 0);
  });

  test('schemas are JSON Schema that compiles, and their own examples fit', async () => {
    const { default: Ajv } = await import('ajv');
    const { default: formats } = await import('ajv-formats');
    for (const name of ['report', 'policy', 'repository-file', 'cim-yaml']) {
      const ajv = new Ajv.default({ strict: false });
      formats.default(ajv);
      const schema = JSON.parse((await cimReady(['schema', name])).stdout);
      expect(() => ajv.compile(schema), name).not.toThrow();
      if (name === 'report') {
        const { stdout } = await cimReady(['check', bare(), '--format', 'json']);
        expect(ajv.validate(schema, JSON.parse(stdout)), JSON.stringify(ajv.errors)).toBe(true);
        const several = await cimReady(['check', bare(), good(), '--format', 'json']);
        expect(ajv.validate(schema, JSON.parse(several.stdout)), JSON.stringify(ajv.errors)).toBe(true);
        expect(ajv.validate(schema, {})).toBe(false);
      }
    }
  });
});

describe('a bug', () => {
  test('ends with 2 and says so, never with 1', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'x'));
    writeFileSync(join(folder, 'x', 'y'), '');
    const { main } = await import('../src/cli.ts');
    let said = '';
    const terminal = {
      out: async () => {
        throw new TypeError('x is undefined');
      },
      err: (text: string) => {
        said += text;
      },
      outIsTerminal: false,
      errIsTerminal: false,
      width: 80,
      env: { XDG_CONFIG_HOME: '/nowhere' },
    };
    expect(await main(['list'], terminal)).toBe(2);
    expect(said).toMatch(/this is a bug of cim-ready .*: x is undefined/);
  });
});
