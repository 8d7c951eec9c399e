import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openAnswerStore } from '../../src/sources/answer-store.ts';
import { temporaryFolder } from '../temporary.ts';

const open = (home: string, build = 'one', module = '/m') => openAnswerStore({ XDG_CACHE_HOME: home }, build, module);
const answers = (home: string, build = 'one') => join(home, 'cim-ready', 'answers', build);
const days = (count: number) => Date.now() / 1000 - count * 24 * 3600;

describe('answers in the user’s cache folder', () => {
  test('are found again, by the same build, for the same place', () => {
    const home = temporaryFolder();
    open(home)?.write('key', 'text');
    expect(open(home)?.read('key')).toBe('text');
    expect(open(home)?.read('other')).toBeUndefined();
    expect(open(home, 'two')?.read('key')).toBeUndefined();
    expect(open(home, 'one', '/other')?.read('key')).toBeUndefined();
  });
  test('are the user’s own', () => {
    const home = temporaryFolder();
    open(home)?.write('key', 'text');
    const [name = ''] = readdirSync(answers(home));
    expect([statSync(answers(home)).mode & 0o777, statSync(join(answers(home), name)).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
  });
  test('stand under names that nothing of a module can choose', () => {
    const home = temporaryFolder();
    open(home, 'one', '/m/../../x')?.write('../../../escaped', 'text');
    expect(readdirSync(answers(home))).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
  });
  test('are written whole, nothing else is left', () => {
    const home = temporaryFolder();
    for (const text of ['first', 'second']) open(home)?.write('key', text);
    expect(open(home)?.read('key')).toBe('second');
    expect(readdirSync(answers(home))).toHaveLength(1);
  });
});

test.each<[string, (text: string) => string]>([
  ['cut', (text) => text.slice(0, -1)],
  ['changed', (text) => text.replace('"pass"', '"fail"')],
  ['empty', () => ''],
  ['another’s', (text) => text.slice(text.indexOf('\n') + 1)],
])('what was written is not read where it is %s', (_, spoil) => {
  const home = temporaryFolder();
  open(home)?.write('key', '{"verdict":"pass"}\n');
  const [name = ''] = readdirSync(answers(home));
  const path = join(answers(home), name);
  writeFileSync(path, spoil(readFileSync(path, 'utf8')));
  expect(open(home)?.read('key')).toBeUndefined();
});

test('an empty text is one, too', () => {
  const home = temporaryFolder();
  open(home)?.write('key', '');
  expect(open(home)?.read('key')).toBe('');
});

test('more than any honest package has to tell is not kept', () => {
  const home = temporaryFolder();
  open(home)?.write('key', 'x'.repeat(2 ** 24 + 1));
  expect(open(home)?.read('key')).toBeUndefined();
});

describe('without a folder for them', () => {
  test.each([{}, { HOME: '' }, { XDG_CACHE_HOME: 'relative' }, { HOME: 'relative' }])('there are none: %j', (env) => {
    expect(openAnswerStore(env, 'one', '/m')).toBeUndefined();
  });
  test.each([
    ['module', '', 'cache'],
    ['repository around it', 'parts/module', 'cache'],
    ['repository, by way of a link', 'parts/module', 'link/cache'],
  ])('one in the %s is not the user’s own', (_, module, cache) => {
    const top = temporaryFolder({ ...(module === '' ? {} : { '.git/HEAD': '' }), 'cache/a': '', 'parts/module/a': '' });
    const elsewhere = temporaryFolder();
    symlinkSync(top, join(elsewhere, 'link'));
    const home = cache.startsWith('link') ? join(elsewhere, cache) : join(top, cache);
    expect(open(home, 'one', join(top, module))).toBeUndefined();
  });
  test('HOME says where it is', () => {
    const home = temporaryFolder();
    openAnswerStore({ HOME: home }, 'one', '/m')?.write('key', 'text');
    expect(existsSync(answers(join(home, '.cache')))).toBe(true);
  });
  test('one that cannot be written costs nothing', () => {
    const home = temporaryFolder({ 'cim-ready': 'a file' });
    expect(() => open(home)?.write('key', 'text')).not.toThrow();
    expect(open(home)?.read('key')).toBeUndefined();
  });
  test('what could only be written in part is taken away', () => {
    const home = temporaryFolder();
    const store = open(home);
    store?.write('key', 'text');
    const [name = ''] = readdirSync(answers(home));
    rmSync(join(answers(home), name));
    mkdirSync(join(answers(home), name));
    store?.write('key', 'text');
    expect(readdirSync(answers(home))).toEqual([name]);
  });
});

describe('what nobody has asked for in a month', () => {
  /** A store with an old answer, and one that was asked for since. */
  function aged() {
    const home = temporaryFolder();
    for (const key of ['old', 'used']) open(home)?.write(key, key);
    for (const name of readdirSync(answers(home))) utimesSync(join(answers(home), name), days(40), days(40));
    expect(open(home)?.read('used')).toBe('used');
    return home;
  }

  test('goes when something is kept, the next day', () => {
    const home = aged();
    utimesSync(join(home, 'cim-ready', 'answers', 'tidied'), days(2), days(2));
    open(home)?.write('new', 'new');
    expect(['old', 'used', 'new'].map((key) => open(home)?.read(key))).toEqual([undefined, 'used', 'new']);
  });
  test('stays on a day on which the folder was tidied', () => {
    const home = aged();
    open(home)?.write('new', 'new');
    expect(open(home)?.read('old')).toBe('old');
  });
  test('goes with the folder of a build that nobody runs any more', () => {
    const home = temporaryFolder();
    mkdirSync(answers(home, 'before'), { recursive: true });
    writeFileSync(join(answers(home, 'before'), 'a'), '');
    utimesSync(join(answers(home, 'before'), 'a'), days(40), days(40));
    open(home)?.write('key', 'text');
    expect(existsSync(answers(home, 'before'))).toBe(false);
  });
});
