import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { HistoryText } from '../../src/models/secrets/search.ts';
import { locked, writeAdvisoryDb } from '../advisory-db.ts';
import { itemsOf, temporaryFolder, writeFiles } from '../git-repository.ts';
import { breaks, holds, moduleOf, opens, ready, readyHistory } from '../harness.ts';
import { expandSample } from '../models/secrets/samples.ts';

/** A lock file is other rules' business too. */
const moved = { also: ['files/', 'cargo/', 'maintenance/', 'deploy/'] };

describe('security/no-secrets', () => {
  test('the ready module has none', () => holds('security/no-secrets', ready, /no credential in \d+ files/));
  test('a token in a test counts, and is not printed whole', async () => {
    const item = await breaks(
      'security/no-secrets',
      ready.with('tests/login.rs', expandSample('const T: &str = "ghp_{62:36}";')),
      /tests\/login\.rs:1 GitHub token ghp_… \(40 characters\)/,
      {
        also: ['structure/', 'testing/', 'docs/'],
      },
    );
    if (JSON.stringify(item).includes(expandSample('ghp_{62:36}').slice(0, 8))) throw new Error('the token got out');
  });
  test('a password hash in a password field counts', () =>
    breaks(
      'security/no-secrets',
      ready.with('compose.nix', `users = [ { user = "app"; password = "$2a$11$${expandSample('{62:22}";')}`),
      /compose\.nix:1 password hash/,
    ));
  test('a search that nobody waits for any more ends, and one in a large module hears of time in between', async () => {
    const lines = 'let answer = compute(question);\n'.repeat(40_000);
    const large = moduleOf({ 'a.rs': lines, 'b.rs': lines, 'c.rs': lines, 'd.rs': lines, 'e.rs': lines });
    let turns = 0;
    const count = () => {
      turns += 1;
      turning = setImmediate(count);
    };
    let turning = setImmediate(count);
    expect((await large.repo().secrets()).searched).toBe(5);
    clearImmediate(turning);
    expect(turns).toBeGreaterThan(0);
    const given = large.repo();
    given.hold().abandon();
    await expect(given.secrets()).rejects.toThrow(/nobody waits/);
  });
  test('in a generated file it is one all the same', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      '.gitattributes': 'gen/* linguist-generated\n',
      'gen/client.rs': expandSample('const T: &str = "ghp_{62:36}";\n'),
    });
    const found = (await itemsOf(folder)).get('security/no-secrets');
    expect(found?.verdict).toBe('fail');
    expect(found?.evidence[1]).toMatchObject({ path: 'gen/client.rs', line: 1 });
  });
  test('an interpolated secret of a workflow does not', () =>
    holds('security/no-secrets', ready.with('config/deploy.yaml', 'token: ${{ secrets.DEPLOY_TOKEN }}\n')));
  test('a line that repeats a keyword to hurt is said', () =>
    opens(
      'security/no-secrets',
      ready.with('assets/app.js.txt', `${'eyJ-'.repeat(5000)}`),
      /1 line repeats a keyword too often to be searched wholly/,
    ));
  test('binary files are counted, not searched', () =>
    holds(
      'security/no-secrets',
      ready.with('assets/logo.png', new Uint8Array([137, 80, 0, 1])),
      /1 binary file not searched/,
    ));
  test('nothing to search is no pass', () => opens('security/no-secrets', moduleOf({}), /no text file/));
});

describe('security/audit', () => {
  const { folder, remove } = writeAdvisoryDb([
    { crate: 'parcel-box', id: 'RUSTSEC-2024-0001', patched: '>= 1.2.0' },
    { crate: 'parcel-old', id: 'RUSTSEC-2024-0002', informational: 'unmaintained' },
  ]);
  afterAll(remove);
  const audited = ready.under({ advisoryDb: folder });

  test('a vulnerable version fails with its id and place', () =>
    breaks(
      'security/audit',
      audited.with('Cargo.lock', locked('parcel-box', '1.1.0')),
      /Cargo\.lock:4 parcel-box 1\.1\.0: RUSTSEC-2024-0001 Hole in parcel-box, fixed in >= 1\.2\.0/,
      moved,
    ));
  test('a fixed version passes', () =>
    holds(
      'security/audit',
      audited.with('Cargo.lock', locked('parcel-box', '1.2.0')),
      /no vulnerability among 1 locked package/,
      moved,
    ));
  test('an unmaintained crate is noted', () =>
    holds(
      'security/audit',
      audited.with('Cargo.lock', locked('parcel-old', '1.0.0')),
      /RUSTSEC-2024-0002 \(unmaintained\)/,
      moved,
    ));
  test('a lock file that does not parse fails at its place', () =>
    breaks(
      'security/audit',
      audited.with('Cargo.lock', 'version = 4\n<<<<<<< HEAD\n'),
      /Cargo\.lock:2 Cargo\.lock does not parse/,
      moved,
    ));
  test('a database that is none decides nothing', () =>
    opens(
      'security/audit',
      ready.with('Cargo.lock', locked('a', '1.0.0')).under({ advisoryDb: join(folder, 'crates') }),
      /no checkout/,
      moved,
    ));
});

describe('security/no-secrets with --history', () => {
  const past = expandSample('ghp_{62:36}');
  async function* everything(): AsyncGenerator<HistoryText> {
    yield { kind: 'lines', commit: 'a'.repeat(40), path: 'old.env', line: 3, lines: [`TOKEN=${past}`] };
  }
  const git = async () => ({ ...(await readyHistory.git()), everything });
  const withHistory = ready.under({ history: true });
  const others = { also: ['git/', 'maintenance/', 'docs/', 'api/', 'review/', 'testing/', 'ci/', 'files/'] };

  test('what a commit brought in counts, though no file has it any more', () =>
    breaks(
      'security/no-secrets',
      withHistory.withGit(git),
      /GitHub token ghp_… \(40 characters\) in commit aaaaaaaaaa, old\.env, line 3/,
      others,
    ));
  test('without the option it is not looked for', () =>
    holds('security/no-secrets', ready.withGit(git), undefined, others));
  test('a history that cannot be read decides nothing', () =>
    opens(
      'security/no-secrets',
      moduleOf({ 'README.md': '# A' }).under({ history: true }),
      /history could not be searched: the module is not in a git repository/,
    ));
  test('but does not hide what the files hold', () =>
    breaks(
      'security/no-secrets',
      moduleOf({ '.env': `TOKEN=${past}` }).under({ history: true }),
      /\.env:1 GitHub token/,
    ));
});
