import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LONGEST_STRETCH, scanSecrets } from '../../../src/models/secrets/scan.ts';
import { expandSample } from './samples.ts';

const found = (text: string, path?: string) =>
  scanSecrets(expandSample(text), path).findings.map(({ kind, line, column }) => `${kind} ${line}:${column}`);

describe('what counts', () => {
  test.each([
    ['a key in quotes', 'let api_key = "{62:32}";', 'src/main.rs', 'generic-credential 1:16'],
    [
      'a key behind a constructor',
      'let secret = SecretString::new("{62:32}".into());',
      'src/main.rs',
      'generic-credential 1:33',
    ],
    ['a key behind a type', 'const TOKEN: &\'static str = "{62:32}";', 'src/main.rs', 'generic-credential 1:30'],
    ['an unquoted value of a configuration', 'API_KEY={62:32}', '.env', 'generic-credential 1:9'],
    ['a JSON value', '{\n  "client_secret": "{62:32}"\n}', 'a.json', 'generic-credential 2:21'],
    ['the management key of a card', '{\n  "mgmt_key": "{16:48}"\n}', 'a.json', 'generic-credential 2:16'],
    ['the PUK of a card', '{ "admin_puk": "60415937" }', 'a.json', 'password 1:17'],
    ['a password of a configuration', 'password: hunter2!', 'config.yaml', 'password 1:11'],
    ['a truncated password hash', '  password = "$2a$11$' + '{62:22}";', 'compose.nix', 'password-hash 1:15'],
    ['a hash with doubled dollars', 'PASSWORD: "$$2b$$12$$' + '{62:53}"', 'docker-compose.yml', 'password-hash 1:12'],
    [
      'a private key',
      '-----BEGIN PRIVATE KEY-----\n{b64:64}\n{b64:40}\n-----END PRIVATE KEY-----\n',
      'k',
      'private-key 1:1',
    ],
    [
      'a private key with escaped newlines',
      '"-----BEGIN EC PRIVATE KEY-----\\n{b64:64}\\n-----END EC PRIVATE KEY-----"',
      'k.json',
      'private-key 1:2',
    ],
    ['a password in a URL', 'DATABASE_URL=postgres://app:{62:12}@db.prod.acme.io/app', '.env', 'url-password 1:29'],
    [
      'one for a name beside those',
      'url: postgres://app:{62:12}@db.example.com.acme.io/app',
      'a.yml',
      'url-password 1:21',
    ],
    ['a NATS seed', 'seed = SUAA{32:54}', 'nats.conf', 'nats-seed 1:8'],
    ['a Kubernetes secret', 'kind: Secret\ndata:\n  key: {62:20}\n', 'deploy.yaml', 'kubernetes-secret 3:8'],
    ['a token right after an escaped newline', '"a\\nghp_{62:36}"', 'a.json', 'github-token 1:5'],
  ])('%s', (_, text, path, expected) => expect(found(text, path)).toEqual([expected]));
});

describe('what does not', () => {
  test.each([
    ['interpolation of a workflow', 'token: ${{ secrets.DEPLOY_TOKEN }}', 'ci.yml'],
    ['interpolation of a shell', 'PASSWORD="${DB_PASSWORD:-}"', 'run.sh'],
    ['a documented dummy', 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE', 'a.ini'],
    ['a word that says so', 'password: changeme', 'config.yaml'],
    [
      'what a card comes with from the factory',
      '{ "puk": "12345678", "mgmt_key": "010203040506070801020304050607080102030405060708" }',
      'a.json',
    ],
    ['a PUK that is asked for', 'let puk = "the PUK"; let new_puk = puk_of(card);', 'src/main.rs'],
    ['words in brackets', 'api_key = "<your-api-key>"', 'a.toml'],
    ['words', 'let token = "bearer-token-123";', 'tests/a.rs'],
    ['a word with test in it', 'api_key: "test-key-123"', 'a.yaml'],
    ['an expression', 'let token = self.tokens.next_token_for(user1234567890);', 'src/a.rs'],
    ['a checksum of a lock file', 'checksum = "{16:64}"', 'Cargo.lock'],
    ['a name about a secret', 'token_url = "https://login.acme.io/v2a81jd92k/oauth"', 'a.toml'],
    ['a public key', 'public_key = "{62:43}"', 'a.toml'],
    ['a customary word with signs', 'let url = "postgres://username:p@ssw0rd@hostname:5432/db";', 'src/a.rs'],
    ['the same, encoded', 'let url = "http://user:P%40ssw0rd@1.2.3.4:5678";', 'src/a.rs'],
    [
      'a password for a name that nobody can own',
      'url: mongodb://app:{62:14}@db0.example.com:27017,db1.example.com',
      'a.md',
    ],
    ['the words of RFC 7617', 'let url = "http://Aladdin:open%20sesame@10.0.0.1:80";', 'tests/a.rs'],
    ['a customary password of a container', 'url: postgres://postgres:postgres@db:5432/app', 'compose.yml'],
    [
      'a header under which there is no key',
      '-----BEGIN PRIVATE KEY-----\nanything\n-----END PRIVATE KEY-----',
      'a.md',
    ],
    ['base 64 that holds a prefix', 'data:image/png;base64,{b64:40}AKIA{32:16}{b64:40}', 'a.html'],
    ['a sealed secret', 'kind: SealedSecret\ndata:\n  key: {62:20}\n', 'deploy.yaml'],
    ['a hash cut by dots', 'password: "$2a$11$..."', 'README.md'],
  ])('%s', (_, text, path) => expect(found(text, path)).toEqual([]));
});

describe('a user and password that an option gives', () => {
  const found = (text: string) => scanSecrets(text).findings.map(({ kind }) => kind);
  const given = 'admin:q7Rt9ZpL2x';
  test.each([
    `curl -u ${given} https://db`,
    `token=$(curl -s -u ${given} https://db)`,
    `curl -H "a; b | c" "https://x?$(id)" $(opts) -u ${given}`,
    `curl -s \\\n  --data x \\\n  --user ${given}`,
    `run: >\n  curl\n  -s\n  -u ${given}`,
    `Log in with \`curl -u ${given}\`.`,
  ])('to curl: %s', (text) => expect(found(text)).toEqual(['curl-user']));
  test.each([
    `curl -s https://db\necho "$(date -u +%Y-%m-%dT%H:%M:%SZ)"`,
    `curl -s https://db; run -u ${given}`,
    `curl -s https://db | tool -u ${given}`,
    `curl -d "$(date -u +%Y-%m-%dT%H:%M:%SZ)" https://db`,
  ])('to another command: %s', (text) => expect(found(text)).toEqual([]));
});

describe('the scan', () => {
  test('never lets a value out', () => {
    const token = expandSample('ghp_{62:36}');
    const password = 'hunter2!';
    const result = JSON.stringify(scanSecrets(`a: ${token}\npassword: ${password}\n`, 'a.yaml'));
    expect(result).not.toContain(token.slice(4));
    expect(result).not.toContain(password);
    expect(result).toContain('ghp_… (40 characters)');
    expect(result).toContain('… (8 characters)');
  });

  test.each([0, 9, LONGEST_STRETCH - 20, LONGEST_STRETCH, LONGEST_STRETCH + 3, 3 * LONGEST_STRETCH - 1])(
    'a credential in a line of any length is found, after %d characters',
    (before) => {
      const filler = '{"a":1},';
      const text = filler.repeat(Math.ceil(before / filler.length)).slice(0, before);
      const scan = scanSecrets(expandSample(`first\n${text} ghp_{62:36} ${filler.repeat(LONGEST_STRETCH)}\nlast\n`));
      expect(scan).toMatchObject({ skippedLines: [], findings: [{ line: 2, column: before + 2 }] });
    },
  );

  test('base 64 in a long line is no credential', () => {
    const image = Buffer.from(Array.from({ length: 90_000 }, (_, at) => (at * at * 31 + at) % 251)).toString('base64');
    const scan = scanSecrets(`{"uri":"data:image/png;base64,${image}"}`, 'model.gltf');
    expect(scan).toEqual({ findings: [], skippedLines: [] });
  });

  test('one place, one finding: the vendor wins over the generic name', () => {
    expect(found('github_token = "ghp_{62:36}"')).toEqual(['github-token 1:17']);
  });

  test('survives any text, and finds nothing outside it', () => {
    const pieces = fc.constantFrom(
      'token',
      'password',
      ' = ',
      '"',
      "'",
      '://',
      ':',
      '@',
      '\\n',
      '\n',
      '-----BEGIN',
      'eyJ',
      'AKIA',
      'kind: Secret',
      '>',
      '(',
      'é',
      '💥',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 12 }))), (parts) => {
        const text = parts.join('');
        const lines = text.split('\n');
        for (const { line, column } of scanSecrets(text, 'a.yaml').findings) {
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
        }
      }),
    );
  });

  test('a line that repeats a keyword to hurt is left, and said', () => {
    const hostile = 'eyJ-'.repeat(LONGEST_STRETCH / 4);
    expect(scanSecrets(`${hostile}\nplain\n${hostile}`, 'a.yaml').skippedLines).toEqual([1, 3]);
  });

  test('work stays in proportion on long lines of blanks', () => {
    const blanks = ' '.repeat(LONGEST_STRETCH - 200);
    const secret = `kind: Secret\ndata:\n  key:${blanks}"\n`.repeat(50);
    const key = `-----BEGIN PRIVATE KEY-----\n${'a '.repeat(7000)}\n`.repeat(50);
    expect(scanSecrets(`${secret}${key}`, 'a.yaml').findings).toEqual([]);
  });
});

test('very many credentials in one text are each found at their place', () => {
  const line = 'password = "hunter2hunter2Zq9"\n';
  const { findings } = scanSecrets(line.repeat(40_000), 'a.env');
  expect(findings).toHaveLength(40_000);
  expect(findings.at(-1)).toMatchObject({ line: 40_000, column: 13 });
});
