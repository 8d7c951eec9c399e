/** The command with answers of an earlier run: the report is the same, byte by byte, and never that of the module as it was. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Report } from '../src/report.ts';
import { digestOf } from '../src/sources/journal.ts';
import { readFixture } from './harness.ts';
import { gitIn, temporaryFolder } from './temporary.ts';

const bin = resolve(import.meta.dirname, '..', 'bin/cim-ready.cjs');

let home: string;
let folder: string;
beforeEach(() => {
  home = temporaryFolder();
  folder = temporaryFolder(readFixture('ready'));
  gitIn(folder, ['init', '--quiet']);
  gitIn(folder, ['add', '--all']);
  gitIn(folder, ['commit', '--quiet', '-m', 'feat: parcels']);
});

function check(...more: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [bin, 'check', folder, '--format', 'json', ...more], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, XDG_CACHE_HOME: home },
  });
  expect(stderr).toBe('');
  return stdout;
}

const kept = () => join(home, 'cim-ready', 'answers');
const keptFiles = () =>
  existsSync(kept()) ? readdirSync(kept(), { recursive: true }).map((name) => join(kept(), String(name))) : [];
const verdictOf = (text: string, id: string) =>
  (JSON.parse(text) as Report).items.find((item) => item.id === id)?.verdict;

test('the report is the same: the first one, told again, from known answers, and without any of it', () => {
  const first = check();
  expect(check()).toBe(first);
  expect(check('--timeout', '119')).toBe(first); // the report of other options is another report
  expect(check('--no-cache')).toBe(first);
});

describe('a report that is told again', () => {
  /** Changes what was kept of the report, as nothing but the command itself does. */
  function mark(): void {
    for (const path of keptFiles().filter((one) => /[\w-]{43}$/.test(one))) {
      const [, body = ''] = readFileSync(path, 'utf8').split('\n');
      if (!body.includes('"conditions"')) continue;
      const marked = body.replace('"summary":', '"marked":true,"summary":');
      writeFileSync(path, `${digestOf(marked)}\n${marked}`);
    }
  }
  const isTold = (text: string) => 'marked' in JSON.parse(text);

  test('is that of the same options, and of nothing else', () => {
    check();
    mark();
    expect(isTold(check())).toBe(true);
    for (const other of [['--no-cache'], ['--skip', 'git'], ['--timeout', '119'], ['--max-file-size', '7']])
      expect(isTold(check(...other))).toBe(false);
    expect(isTold(check())).toBe(true);
  });
  test('is printed in any form', () => {
    check();
    mark();
    expect(isTold(check('--format', 'json', '--verbose', '--strict'))).toBe(true);
  });
  test('is not one with an advisory database, or of the whole history', () => {
    const database = temporaryFolder({ 'crates/a/RUSTSEC-2020-0001.md': '' });
    for (const more of [['--advisory-db', database], ['--history']]) {
      const first = check(...more);
      mark();
      expect(check(...more)).toBe(first);
    }
  });
  test('is not one that was cut short', () => {
    const short = check('--timeout', '0.001');
    mark();
    expect(isTold(check('--timeout', '0.001'))).toBe(false);
    expect(short).not.toBe(check());
  });
  test('is not told where git cannot be asked', () => {
    check();
    mark();
    const { stdout } = spawnSync(process.execPath, [bin, 'check', folder, '--format', 'json'], {
      encoding: 'utf8',
      env: { PATH: '/nonexistent', XDG_CACHE_HOME: home },
    });
    expect(isTold(stdout)).toBe(false);
    expect(verdictOf(stdout, 'git/conventional-commits')).toBe('open');
  });
  test('comes from other threads too', () => {
    const other = temporaryFolder(readFixture('ready'));
    const both = () => check(other, '--jobs', '2');
    const first = both();
    expect(both()).toBe(first);
    expect(check(other, '--no-cache')).toBe(first);
  });
});

test('--no-cache keeps nothing', () => {
  check('--no-cache');
  expect(existsSync(kept())).toBe(false);
});

describe('what changes since is seen', () => {
  const changes: readonly (readonly [string, () => void, string, string])[] = [
    [
      'an item without documentation',
      () => appendFileSync(join(folder, 'src/lib.rs'), '\npub struct Bare;\n'),
      'docs/public-api',
      'fail',
    ],
    [
      'an unwrap on what comes from outside',
      () =>
        appendFileSync(
          join(folder, 'src/lib.rs'),
          '\n/// Reads.\npub fn read(text: &str) -> u8 { serde_json::from_str(text).unwrap() }\n',
        ),
      'security/untrusted-data',
      'fail',
    ],
    [
      'a file that does not parse',
      () => appendFileSync(join(folder, 'src/lib.rs'), '\nfn f( {\n'),
      'docs/public-api',
      'fail',
    ],
    [
      'a credential',
      () => appendFileSync(join(folder, 'README.md'), `\nAKIA${'J7QX2MZP4KTN6WVB'}\n`),
      'security/no-secrets',
      'fail',
    ],
    ['tests that are gone', () => rmSync(join(folder, 'tests'), { recursive: true }), 'testing/integration', 'fail'],
    [
      'a commit without a type',
      () => void gitIn(folder, ['commit', '--quiet', '--allow-empty', '-m', 'Things']),
      'git/conventional-commits',
      'fail',
    ],
    [
      'a tag of a version that the manifest did not have',
      () => void gitIn(folder, ['tag', 'v1.2.0']),
      'git/semver',
      'fail',
    ],
    [
      'a file that nothing reaches',
      () => {
        writeFileSync(join(folder, 'src/lost.rs'), '');
        gitIn(folder, ['add', '--all']);
      },
      'structure/organization',
      'fail',
    ],
  ];

  test.each(changes)('%s', (_, change, id, verdict) => {
    const before = check();
    expect(verdictOf(before, id)).not.toBe(verdict);
    const head = gitIn(folder, ['rev-parse', 'HEAD']).trim();
    change();
    const after = check();
    expect(verdictOf(after, id)).toBe(verdict);
    expect(after).toBe(check('--no-cache'));
    expect(check()).toBe(after);
    gitIn(folder, ['reset', '--quiet', '--hard', head]);
    gitIn(folder, ['clean', '-fdq']);
    gitIn(folder, ['tag', '-d', ...gitIn(folder, ['tag']).split('\n').filter(Boolean)]);
    expect(check()).toBe(before);
  });
});

test('a release that has gone from the clone is not compared, whatever an earlier run could see', () => {
  gitIn(folder, ['tag', 'v1.0.0']);
  appendFileSync(join(folder, 'src/lib.rs'), '\n// Changed since.\n');
  gitIn(folder, ['commit', '--quiet', '--all', '-m', 'chore: a comment']);
  expect(verdictOf(check(), 'api/stability')).toBe('pass');
  const hash = gitIn(folder, ['rev-parse', 'v1.0.0:src/lib.rs']).trim();
  rmSync(join(folder, '.git/objects', hash.slice(0, 2), hash.slice(2)));
  const after = check();
  expect(verdictOf(after, 'api/stability')).toBe('open');
  expect(after).toBe(check('--no-cache'));
});

test('critical paths that are written as one are others than the same apart', () => {
  const paths = ['cim_parcel::Parcel::register', 'cim_parcel::Parcel::replay'];
  const name = (...list: string[]) =>
    writeFileSync(join(folder, '.cim-ready.yaml'), `version: 1\ncritical-paths: ${JSON.stringify(list)}\n`);
  name(paths.join());
  gitIn(folder, ['add', '--all']);
  check();
  name(...paths);
  expect(check()).toBe(check('--no-cache'));
});

describe('a cache that is not as it was left', () => {
  const spoil: readonly (readonly [string, (path: string) => void])[] = [
    ['emptied', (path) => writeFileSync(path, '')],
    ['cut', (path) => writeFileSync(path, readFileSync(path, 'utf8').slice(0, 100))],
    ['of another form', (path) => writeFileSync(path, '{"lib src/lib.rs":{"files":[],"answers":[]}}')],
    ['gone', (path) => rmSync(path)],
  ];

  test.each(spoil)('%s', (_, change) => {
    const before = check();
    for (const path of keptFiles().filter((one) => /[\w-]{43}$/.test(one))) change(path);
    expect(check()).toBe(before);
  });
  test('with a file in its place', () => {
    writeFileSync(join(home, 'cim-ready'), '');
    expect(check()).toBe(check('--no-cache'));
  });
});

test('a part of the items is judged from the answers of all, and all from those of a part', () => {
  const part = check('--only', 'docs/public-api', '--no-cache');
  check('--only', 'docs/public-api');
  const all = check();
  expect(all).toBe(check('--no-cache'));
  expect(check('--only', 'docs/public-api')).toBe(part);
});
