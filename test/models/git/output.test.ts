/** What git writes and prints, read: configuration, remotes, patches, manifests' versions. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { lastValue, parseGitConfig } from '../../../src/models/git/config.ts';
import { parseLog, pathspecs } from '../../../src/models/git/output.ts';
import { PatchReader, unquote } from '../../../src/models/git/patch.ts';
import { parseRemote } from '../../../src/models/git/remote.ts';
import { ManifestVersions } from '../../../src/models/release/manifest-version.ts';
import { isDevelopmentVersion, readTagName, skipsVersion } from '../../../src/models/release/release.ts';

const folder = mkdtempSync(join(tmpdir(), 'cim-ready-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a history', () => {
  const word = fc.stringMatching(/^[\w é.@-]{0,12}$/u);
  const text = fc.stringMatching(/^[\n a:é✓]{0,20}$/u);
  const time = fc.nat();
  const hash = fc.constantFrom('0'.repeat(40), 'a1'.repeat(20));
  const commit = fc.record({
    hash,
    parents: fc.array(hash, { maxLength: 3 }),
    name: word,
    email: word,
    time,
    message: text,
  });
  type Made = typeof commit extends fc.Arbitrary<infer T> ? T : never;
  const printed = (made: readonly Made[]) =>
    made
      .map((one) =>
        [one.hash, one.parents.join(' '), one.name, one.email, one.time, one.time + 1, one.message, ''].join('\0'),
      )
      .join('');

  test('is read as git prints it, the first line of each message that is not empty with it', () => {
    fc.assert(
      fc.property(fc.array(commit, { maxLength: 4 }), (made) => {
        const read = parseLog(Buffer.from(printed(made)));
        expect(read.map(({ message, ...rest }) => ({ ...rest, message: message() }))).toEqual(
          made.map(({ hash, parents, name, email, time, message }) => ({
            ...{ hash, parents, author: { name, email, time }, time: time + 1 },
            message,
            header: (message.split('\n').find((line) => line !== '') ?? '').trimEnd(),
          })),
        );
      }),
    );
  });

  test('that is cut short gives the commits that are whole up to their message', () => {
    fc.assert(
      fc.property(fc.array(commit, { maxLength: 3 }), fc.nat(), (made, cut) => {
        const whole = Buffer.from(printed(made));
        const some = parseLog(whole.subarray(0, cut % (whole.length + 1)));
        const all = parseLog(whole);
        expect(some.map((one) => one.hash)).toEqual(all.slice(0, some.length).map((one) => one.hash));
      }),
    );
  });
});

describe('configuration', () => {
  test('agrees with git config --list on what git accepts', () => {
    const value = fc.array(
      fc.constantFrom('a', 'b', ' ', '"x y"', '\\"', '\\\\', '\\n', '\\t', '\\\n', '# c', '; c', '='),
      { maxLength: 6 },
    );
    const key = fc
      .tuple(fc.constantFrom('a', 'B', 'c-d'), fc.constantFrom(' = ', '=', '\t=\t'), value)
      .map(([name, sign, parts]) => `${name}${sign}${parts.join('')}\n`);
    const section = fc.constantFrom(
      '[core]\n',
      '[Core "Sub"]\n',
      '[x "a\\"b\\\\c"] ',
      '[a.b]\n',
      '# comment\n',
      '\n',
      '[y] ; comment\n',
    );
    const file = fc
      .array(fc.oneof(section, key, fc.constant('flag\n')), { maxLength: 8 })
      .map((lines) => `[s]\n${lines.join('')}`);
    fc.assert(
      fc.property(file, (text) => {
        const path = join(folder, 'config');
        writeFileSync(path, text);
        let listed: string;
        try {
          listed = execFileSync('git', ['config', '-f', path, '--list', '-z', '--no-includes'], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
          });
        } catch {
          return; // git refuses it too
        }
        const said = listed
          .split('\0')
          .filter((entry) => entry !== '')
          .map((entry) => {
            const end = entry.indexOf('\n');
            return end < 0 ? [entry, 'true'] : [entry.slice(0, end), entry.slice(end + 1)];
          });
        const read = [...parseGitConfig(text)].flatMap(([name, values]) => values.map((one) => [name, one]));
        expect(read.sort()).toEqual(said.sort());
      }),
      { numRuns: 300 },
    );
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseGitConfig(text)));
    expect(lastValue(parseGitConfig('[remote "origin"]\n\turl = a\n\turl = b\n'), 'remote.origin.url')).toBe('b');
  });
});

describe('remotes', () => {
  test.each([
    ['https://github.com/o/r', 'https://github.com/o/r'],
    ['https://user:token@github.com/o/r.git', 'https://github.com/o/r'],
    ['git@github.com:o/r.git', 'https://github.com/o/r'],
    ['ssh://git@gitlab.com:2222/group/sub/r.git/', 'https://gitlab.com/group/sub/r'],
  ])('%s', (address, url) => expect(parseRemote(address)?.url).toBe(url));
  test.each([
    '',
    '/srv/git/r.git',
    '../r',
    'C:\\r',
    'ext::sh -c x',
    'file:///srv/r',
    'https://github.com/o',
    'https://github.com/../r',
    'git@host:o/r\u001b[2J',
  ])('no forge: %s', (address) => expect(parseRemote(address)).toBeUndefined());
});

const read = (text: string, size: number) => {
  const reader = new PatchReader();
  const bytes = Buffer.from(text);
  const entries = [];
  for (let at = 0; at < bytes.length; at += size) entries.push(...reader.take(bytes.subarray(at, at + size)));
  return [...entries, ...reader.end()];
};

describe('patches', () => {
  const text = `\0aaa\nfeat: x\n\n+ no patch\n\0\n\ndiff --git f f\nindex 1..2 100644\n--- f\n+++ f\n@@ -1 +1,2 @@ fn\n-old\n+new\n++++ b/forged\n\\ No newline at end of file\n@@ -9,0 +12 @@\n+more\ndiff --git g g\n--- g\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n\0bbb\nmerge\n\0\n\ndiff --cc h\nindex 1,2..3\n--- h\n+++ h\n@@@ -1,1 -1,1 +1,2 @@@\n- one\n -two\n++both\n +from one\n`;
  const expected = [
    { kind: 'message', commit: 'aaa', text: 'feat: x\n\n+ no patch\n' },
    { kind: 'lines', commit: 'aaa', path: 'f', line: 1, lines: ['new', '+++ b/forged'] },
    { kind: 'lines', commit: 'aaa', path: 'f', line: 12, lines: ['more'] },
    { kind: 'message', commit: 'bbb', text: 'merge\n' },
    { kind: 'lines', commit: 'bbb', path: 'h', line: 1, lines: ['both'] },
  ];
  test('are read the same, wherever the stream is cut', () => {
    for (const size of [1, 2, 3, 7, 64, 10_000]) expect(read(text, size)).toEqual(expected);
  });
  test('an overlong line is cut, and counted once', () => {
    const long = `\0a\nm\n\0\ndiff --git f f\n+++ f\n@@ -0,0 +1,2 @@\n+${'x'.repeat(3_000_000)}\n+after\n`;
    const [, lines] = read(long, 65_536);
    expect(lines).toMatchObject({ kind: 'lines', path: 'f', line: 1 });
    expect((lines?.kind === 'lines' ? lines.lines : []).map(({ length }) => length)).toEqual([1_048_575, 5]);
  });
  test('never throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 20 }), (noise, size) => void read(noise, size + 1)),
    );
  });
  test('quoted paths', () => {
    expect([unquote('plain'), unquote('"a\\tb\\"c"'), unquote('"\\303\\251"')]).toEqual(['plain', 'a\tb"c', 'é']);
  });
});

describe('versions of manifests', () => {
  const versions = (text: string) => {
    const { version, workspaceVersion, inherits } = new ManifestVersions().read(Buffer.from(text)) ?? {};
    return [version, workspaceVersion, inherits];
  };
  test.each([
    [
      'the usual table',
      '[package]\nname = "x"\nversion = "1.0.0"\n\n[dependencies]\nversion = "9.9.9"\n',
      ['1.0.0', undefined, false],
    ],
    [
      'a header in a string',
      'x = """\n[package]\nversion = "9.9.9"\n"""\n[package]\nversion = "1.0.0"\n',
      ['1.0.0', undefined, false],
    ],
    [
      'a string in the table',
      '[package]\ndescription = """\n[x]\n"""\nversion = "1.0.0"\n',
      ['1.0.0', undefined, false],
    ],
    ['a dotted key', 'package.version = "1.0.0"\n', ['1.0.0', undefined, false]],
    ['an inline table', 'package = { version = "1.0.0" }\n', ['1.0.0', undefined, false]],
    [
      'a table of its own',
      '[package]\nname = "x"\n[package.version]\nworkspace = true\n',
      [undefined, undefined, true],
    ],
    [
      'inheritance',
      '[package]\nversion.workspace = true\n[workspace.package]\nversion = "2.0.0"\n',
      [undefined, '2.0.0', true],
    ],
    ['carriage returns', '[package]\r\nname = "x"\r\nversion = "1.0.0"\r\n', ['1.0.0', undefined, false]],
    ['the old name', '[project]\nname = "x"\nversion = "1.0.0"\n', ['1.0.0', undefined, false]],
    ['no TOML', '[package', [undefined, undefined, undefined]],
  ])('%s', (_, text, expected) => expect(versions(text)).toEqual(expected));
});

describe('names of tags', () => {
  const crates = new Set(['tokio', 'tokio-util']);
  test.each([
    ['1.2.3', { crate: undefined, version: '1.2.3' }],
    ['v1.2.3-rc.1+b', { crate: undefined, version: '1.2.3-rc.1+b' }],
    ['tokio-util-v0.7.0', { crate: 'tokio-util', version: '0.7.0' }],
    ['tokio-1.0.0', { crate: 'tokio', version: '1.0.0' }],
    ['tokio@1.0.0', { crate: 'tokio', version: '1.0.0' }],
    ['v1.2', { problem: 'has two numbers where SemVer has three' }],
    ['1.2.3.4', { problem: 'has 4 numbers where SemVer has three' }],
    ['v01.2.3', { problem: 'has a number with a leading zero' }],
    ['tokio-v1.2', { problem: 'has two numbers where SemVer has three' }],
    ['other-v1.0.0', undefined],
    ['nightly', undefined],
    ['vendor', undefined],
    ['20240101', undefined],
  ])('%s', (name, expected) => expect(readTagName(name, crates)).toEqual(expected));

  test('skipped versions and versions between releases', () => {
    expect(['1.0.1', '1.1.0', '2.0.0', '1.0.0'].map((to) => skipsVersion('1.0.0', to))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(['1.0.2', '1.2.0', '1.1.1', '3.0.0'].map((to) => skipsVersion('1.0.0', to))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(skipsVersion('1.0.0-rc.1', '1.0.0')).toBe(false);
    expect(['0.2.0-dev', '0.2.0-dev.1', '0.0.0', '1.0.0-SNAPSHOT'].every(isDevelopmentVersion)).toBe(true);
    expect(['0.2.0', '0.2.0-alpha.1', '0.0.1', '1.0.0-develop'].some(isDevelopmentVersion)).toBe(false);
  });
});

test('many members of one folder are asked for by one pathspec', () => {
  const members = ['a', 'b', 'c', 'd'].map((one) => `crates/${one}/Cargo.toml`);
  expect(pathspecs(['Cargo.toml', ...members])).toEqual([':(top,literal)Cargo.toml', ':(top,glob)crates/*/Cargo.toml']);
  expect(pathspecs(['a/Cargo.toml', '[x]/Cargo.toml'])).toEqual([
    ':(top,literal)a/Cargo.toml',
    ':(top,literal)[x]/Cargo.toml',
  ]);
});
