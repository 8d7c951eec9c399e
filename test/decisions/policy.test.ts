/** The auditor's policy: what it sets, what it refuses with a place, and that it is always said. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { declaredCheck } from '../../src/decisions/declared-check.ts';
import { applyPolicy, extendPolicy } from '../../src/decisions/policy.ts';
import { Broken } from '../../src/rule.ts';
import type { DeclarativeCheck, Policy } from '../../src/schema/policy.ts';
import { cimReady } from '../fake-terminal.ts';
import { moduleOf, type TestModule } from '../harness.ts';
import { temporaryFolder } from '../temporary.ts';

const module = () =>
  temporaryFolder({
    'Cargo.toml': '[package]\nname = "cim-x"\nversion = "0.1.0"\n',
    'vendor.md': 'x',
    'src/lib.rs': '',
  });

async function check(policy: string, ...args: string[]) {
  const folder = temporaryFolder({ 'policy.yaml': policy });
  return cimReady(['check', module(), '--policy', join(folder, 'policy.yaml'), ...args]);
}

async function report(policy: string, ...args: string[]) {
  const { stdout, stderr } = await check(policy, '--format', 'json', ...args);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('levels', () => {
  test('the nearest entry wins; off is not asked, and the report says so; advisory fails no run', async () => {
    const { items, notes } = await report('version: 1\nitems:\n  docs: off\n  docs/adr: advisory\n');
    const ids = items.map(({ id }: { id: string }) => id);
    expect(ids).toContain('docs/adr');
    expect(ids).not.toContain('docs/changelog');
    expect(items.find(({ id }: { id: string }) => id === 'docs/adr').level).toBe('advisory');
    expect(notes.map(({ message }: { message: string }) => message).join()).toMatch(
      /the policy turns off 7 items: docs\/readme-purpose/,
    );
    const only = await check('version: 1\nitems:\n  docs/adr: advisory\n', '--only', 'docs/adr');
    expect([only.code, only.stdout]).toEqual([0, expect.stringContaining('△')]);
    expect(only.stdout).toMatch(/ advisory: the policy does not[\s\S]*0 pass, 1 fail \(1 advisory\)/);
    const passing = await check('version: 1\nitems:\n  structure: advisory\n', '--only', 'structure/organization');
    expect(passing.stdout).not.toContain('advisory');
  });
});

describe('what is refused, with its place', () => {
  test.each([
    ['version: 2\n', /policy\.yaml:1:\d+ {2}version/],
    ['version: 1\nitem: {}\n', /policy\.yaml:2:1 {2}.*"item"/],
    ['version: 1\nitems:\n  docs: sometimes\n', /policy\.yaml:3:3 {2}items\.docs/],
    ['version: 1\nitems:\n  dosc: off\n', /there is no item or group "dosc"; did you mean docs/],
    ['version: 1\nthresholds:\n  coverage: 70\n', /policy\.yaml:3:3 .*can only be raised above/],
    ['version: 1\nversion: 1\n', /policy\.yaml:2:1 {2}/],
    ['version: 1\n---\nversion: 1\n', /more than one document/],
    ['{{', /policy\.yaml:1/],
    ['', /policy\.yaml:1:1/],
    ['version: 1\nexclude: [../x]\n', /must be a path inside the module/],
    [
      'version: 1\nrules:\n  - { id: docs/x, text: t, why: w, fix: f, check: { file-exists: x } }\n',
      /must begin with policy\//,
    ],
    ['version: 1\nrules:\n  - { id: policy/x, text: t, why: w, fix: f, check: { run: rm } }\n', /policy\.yaml:3:\d+/],
    ['version: 1\nextends: https://example.org/p.yaml\n', /extends takes local files/],
    ['version: 1\nextends: gone.yaml\n', /cannot read the policy/],
    ['version: 1\nextends: policy.yaml\n', /extends itself/],
  ])('%j', async (text, message) => {
    const { code, stdout, stderr } = await check(text);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

describe('extends', () => {
  test('what stands nearer wins; lists of rules and globs are joined', () => {
    const base: Policy = {
      version: 1,
      items: { docs: 'off', git: 'off' },
      licences: ['MIT'],
      exclude: ['a/**'],
      waivers: { allow: false, 'max-days': 10 },
    };
    const over: Policy = {
      version: 1,
      items: { docs: 'advisory' },
      licences: ['Apache-2.0'],
      exclude: ['b/**'],
      waivers: { 'max-days': 5 },
    };
    expect(extendPolicy(base, over)).toEqual({
      version: 1,
      items: { docs: 'advisory', git: 'off' },
      licences: ['Apache-2.0'],
      exclude: ['a/**', 'b/**'],
      rules: [],
      waivers: { allow: false, 'max-days': 5 },
    });
  });

  test('files beside the policy, several, in order', async () => {
    const folder = temporaryFolder({
      'policy.yaml': 'version: 1\nextends: [a.yaml, more/b.yaml]\n',
      'a.yaml': 'version: 1\nitems: { docs: off, git: off }\n',
      'more/b.yaml': 'version: 1\nextends: ../a.yaml\nitems: { docs: required }\n',
    });
    const { stdout } = await cimReady(['check', module(), '--policy', join(folder, 'policy.yaml'), '--format', 'json']);
    const ids = JSON.parse(stdout).items.map(({ id }: { id: string }) => id.split('/')[0]);
    expect(ids).toContain('docs');
    expect(ids).not.toContain('git');
  });

  test("the user's own policy is found where XDG says, and --policy replaces it", async () => {
    const home = temporaryFolder({ 'cim-ready/policy.yaml': 'version: 1\nitems: { docs/adr: advisory }\n' });
    const args = ['check', module(), '--only', 'docs/adr'];
    expect((await cimReady(args, { env: { XDG_CONFIG_HOME: home } })).code).toBe(0);
    const other = join(temporaryFolder({ 'p.yaml': 'version: 1\n' }), 'p.yaml');
    expect((await cimReady([...args, '--policy', other], { env: { XDG_CONFIG_HOME: home } })).code).toBe(1);
  });

  test('a policy in the audited module is not read', async () => {
    const folder = temporaryFolder({
      'policy.yaml': 'version: 1\nitems: { docs: off }\n',
      '.config/cim-ready/policy.yaml': 'version: 1\nitems: { docs: off }\n',
    });
    const { stdout } = await cimReady(['check', folder, '--format', 'json']);
    expect(JSON.parse(stdout).items).toHaveLength(92);
  });
});

describe('settings', () => {
  test('reach the run under their names', () => {
    const { settings, exclude } = applyPolicy({
      version: 1,
      thresholds: { coverage: 90 },
      licences: ['MPL-2.0'],
      commits: { types: ['feat'], since: 'v1.0.0' },
      'linear-history': { since: '2025-01-01' },
      'critical-paths': ['a::b'],
      waivers: { allow: false, 'max-days': 30 },
      attestations: { allow: false },
      exclude: ['gen/**'],
    });
    expect(settings).toEqual({
      coverage: 90,
      licences: ['MPL-2.0'],
      commitTypes: ['feat'],
      commitsSince: 'v1.0.0',
      linearSince: '2025-01-01',
      criticalPaths: ['a::b'],
      waivers: false,
      attestations: false,
      maxWaiverDays: 30,
    });
    expect(exclude).toEqual(['gen/**']);
  });

  test('excluded files are not scanned, and the report counts them', async () => {
    const rules = 'rules:\n  - { id: policy/x, text: t, why: w, fix: f, check: { file-exists: vendor.md } }\n';
    const { items, notes } = await report(`version: 1\nexclude: ['*.md']\n${rules}`);
    expect(items.at(-1)).toMatchObject({ id: 'policy/x', verdict: 'open' });
    expect(notes.map(({ message }: { message: string }) => message)).toContain(
      '1 file left out: excluded by the policy',
    );
  });
});

describe("an organisation's own rules", () => {
  test('are a group of their own at the end, can be selected, waived and turned off', async () => {
    const rule =
      'rules:\n  - { id: policy/owners, text: CODEOWNERS is there, why: w, fix: add it, check: { file-exists: CODEOWNERS } }\n';
    const { code, stdout } = await check(`version: 1\n${rule}`, '--only', 'policy');
    expect(code).toBe(1);
    expect(stdout).toMatch(/Organisation\n\nRules of the policy .*\n✘ CODEOWNERS is there/);
    const off = `version: 1\nitems: { policy/owners: off }\n${rule}`;
    expect((await check(off, '--only', 'policy,docs/adr')).stdout).not.toContain('CODEOWNERS is there');
    expect((await check(off, '--only', 'policy/owners')).code).toBe(2);
  });

  const files = moduleOf({
    'README.md': '# x\n\n## Support\n\nmail us\n',
    'Cargo.toml': '[package]\nlicense = "MIT"\n[lints.rust]\nunsafe_code = "forbid"\n',
    'a.yaml': 'a:\n  b: [1, two]\n',
    'a.json': '{"a": {"b": true}}',
    'bad.toml': 'a = ',
    'bad.json': '{',
    'bad.yaml': 'a: [',
  });
  const ask = (one: DeclarativeCheck) => declaredCheck(one, files.repo());
  const kind = async (one: DeclarativeCheck) => (await ask(one)).kind;

  test.each<[string, DeclarativeCheck, DeclarativeCheck]>([
    ['file-exists', { 'file-exists': '*.json' }, { 'file-exists': 'docs/**' }],
    ['file-absent', { 'file-absent': '*.exe' }, { 'file-absent': '*.json' }],
    [
      'file-contains',
      { 'file-contains': { file: 'README.md', text: 'mail us' } },
      { 'file-contains': { file: 'README.md', text: 'call us' } },
    ],
    [
      'heading',
      { heading: { file: 'README.md', title: 'support' } },
      { heading: { file: 'README.md', title: 'mail us' } },
    ],
    [
      'toml',
      { toml: { file: 'Cargo.toml', key: 'lints.rust.unsafe_code', equals: 'forbid' } },
      { toml: { file: 'Cargo.toml', key: 'package.license', equals: 'Apache-2.0' } },
    ],
    [
      'toml, one of',
      { toml: { file: 'Cargo.toml', key: 'package.license', 'one-of': ['MIT', 'X'] } },
      { toml: { file: 'Cargo.toml', key: 'package.name' } },
    ],
    ['yaml', { yaml: { file: 'a.yaml', key: 'a.b.1', equals: 'two' } }, { yaml: { file: 'a.yaml', key: 'a.c' } }],
    [
      'json',
      { json: { file: 'a.json', key: 'a.b', equals: true } },
      { json: { file: 'a.json', key: 'a.b', equals: 'true' } },
    ],
  ])('%s holds and breaks', async (_, holds, breaks) => {
    expect(await kind(holds)).toBe('pass');
    expect(await kind(breaks)).toBe('fail');
  });

  test.each<DeclarativeCheck>([
    { 'file-contains': { file: 'gone', text: 'x' } },
    { heading: { file: 'gone.md', title: 'x' } },
    { toml: { file: 'bad.toml', key: 'a' } },
    { json: { file: 'bad.json', key: 'a' } },
    { yaml: { file: 'bad.yaml', key: 'a' } },
  ])('%j is broken, with the place', async (one) => {
    await expect(ask(one)).rejects.toThrow(Broken);
  });

  test('no key reaches the prototype', async () => {
    expect(await kind({ json: { file: 'a.json', key: 'a.constructor' } })).toBe('fail');
    expect(await kind({ json: { file: 'a.json', key: '__proto__' } })).toBe('fail');
  });

  const workflow = (step: string, on = 'push') =>
    moduleOf({
      '.github/workflows/ci.yml': `on: ${on}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - ${step}\n`,
    });
  const kindIn = async (module: TestModule, one: DeclarativeCheck) => (await declaredCheck(one, module.repo())).kind;

  test('workflow-step: an action or a program, followed into scripts, not masked, on the occasion asked for', async () => {
    const deny: DeclarativeCheck = { 'workflow-step': { runs: 'cargo deny check' } };
    expect(await kindIn(workflow('run: cargo +stable deny --all-features check bans'), deny)).toBe('pass');
    expect(await kindIn(workflow('run: echo cargo deny check'), deny)).toBe('fail');
    expect(await kindIn(workflow('run: cargo check deny'), deny)).toBe('fail');
    expect(await kindIn(workflow('run: cargo deny check || true'), deny)).toBe('review');
    const action: DeclarativeCheck = { 'workflow-step': { uses: 'Example/Scan', on: ['tag'] } };
    expect(await kindIn(workflow('uses: example/scan@v3', "{ push: { tags: ['v*'] } }"), action)).toBe('pass');
    expect(await kindIn(workflow('uses: example/scan@v3', 'pull_request'), action)).toBe('fail');
    await expect(declaredCheck(deny, moduleOf({}).repo())).rejects.toThrow(/no workflow/);
  });

  const crate = moduleOf({
    'Cargo.toml':
      '[package]\nname = "x"\nversion = "0.1.0"\n[dependencies]\nserde_alias = { package = "serde", version = "1" }\n[dev-dependencies]\nopenssl = "0.10"\n',
    'src/lib.rs': '',
    'Cargo.lock': 'version = 4\n\n[[package]]\nname = "openssl-sys"\nversion = "0.9.1"\n',
  });

  test("dependency-present and dependency-banned: by the package's name, by kind, through Cargo.lock", async () => {
    expect(await kindIn(crate, { 'dependency-present': { name: 'serde' } })).toBe('pass');
    expect(await kindIn(crate, { 'dependency-present': { name: 'serde_alias' } })).toBe('fail');
    expect(await kindIn(crate, { 'dependency-present': { name: 'openssl', kinds: ['normal'] } })).toBe('fail');
    expect(await kindIn(crate, { 'dependency-banned': { name: 'openssl*' } })).toBe('fail');
    expect(await kindIn(crate, { 'dependency-banned': { name: 'openssl*', kinds: ['normal'] } })).toBe('pass');
    expect(
      await kindIn(crate, { 'dependency-banned': { name: 'openssl-*', kinds: ['normal'], transitive: true } }),
    ).toBe('fail');
    expect(await kindIn(crate, { 'dependency-banned': { name: 'native-tls', transitive: true } })).toBe('pass');
    expect(
      await kindIn(crate.without('Cargo.lock'), { 'dependency-banned': { name: 'native-tls', transitive: true } }),
    ).toBe('open');
    await expect(declaredCheck({ 'dependency-present': { name: 'serde' } }, moduleOf({}).repo())).rejects.toThrow(
      /no Cargo\.toml/,
    );
  });

  test('nothing looked at is open, not pass', async () => {
    expect((await declaredCheck({ 'file-absent': '*.exe' }, moduleOf({}).repo())).kind).toBe('open');
  });
});
