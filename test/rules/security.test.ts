import { describe, test } from 'vitest';
import { expandSample } from '../../src/models/secrets/samples.ts';
import { breaks, holds, moduleOf, opens, ready } from '../harness.ts';

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
      ready.with('compose.nix', 'users = [ { user = "app"; password = "$2a$11$' + expandSample('{62:22}";')),
      /compose\.nix:1 password hash/,
    ));
  test('an interpolated secret of a workflow does not', () =>
    holds('security/no-secrets', ready.with('config/deploy.yaml', 'token: ${{ secrets.DEPLOY_TOKEN }}\n')));
  test('a line too long to search is said', () =>
    holds('security/no-secrets', ready.with('assets/app.js.txt', `token=${'a'.repeat(20_000)}`), /line not searched/));
  test('binary files are counted, not searched', () =>
    holds(
      'security/no-secrets',
      ready.with('assets/logo.png', new Uint8Array([137, 80, 0, 1])),
      /1 binary file not searched/,
    ));
  test('nothing to search is no pass', () => opens('security/no-secrets', moduleOf({}), /no text file/));
});
