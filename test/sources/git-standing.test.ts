/** What shows that git would answer as before: a change of the program or of any object is seen, and doubt says so. */
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { standingOf } from '../../src/sources/git-standing.ts';
import { temporaryFolder } from '../temporary.ts';

const HOUR = 3_600_000;

let store: string;
let programs: string;
const later = (): string | undefined => standingOf(store, ['/nowhere', programs], Date.now() + HOUR);

beforeEach(() => {
  store = temporaryFolder({ 'pack/pack-1.pack': 'PACK', 'info/packs': 'P pack-1.pack\n', 'ab/cdef': 'an object' });
  programs = temporaryFolder({ git: '#!/bin/sh\n' });
});

test('the same program and the same objects stand as they did', () => {
  expect(later()).toMatch(/^[\w-]{43}$/);
  expect(later()).toBe(later());
});

test.each<[string, () => void]>([
  ['a pack that has come', () => writeFileSync(join(store, 'pack/pack-2.pack'), '')],
  ['a pack that is gone', () => rmSync(join(store, 'pack/pack-1.pack'))],
  ['a pack with another name', () => renameSync(join(store, 'pack/pack-1.pack'), join(store, 'pack/pack-2.pack'))],
  [
    'a pack that is written over, with the size and the dates that it had',
    () => {
      const pack = join(store, 'pack/pack-1.pack');
      utimesSync(pack, 1, 1);
      before = later();
      writeFileSync(pack, 'KCAP');
      utimesSync(pack, 1, 1);
    },
  ],
  ['an object in a folder of its own', () => mkdirSync(join(store, 'cd'))],
  ['an object that has come', () => writeFileSync(join(store, 'ab/0123'), '')],
  ['an object that is gone', () => rmSync(join(store, 'ab/cdef'))],
  ['an object that is damaged', () => appendFileSync(join(store, 'ab/cdef'), '!')],
  ['objects that may not be read any more', () => chmodSync(join(store, 'ab/cdef'), 0)],
  ['another program', () => writeFileSync(join(programs, 'git'), '#!/bin/sh\nexit 1\n')],
  ['no program', () => rmSync(join(programs, 'git'))],
])('%s is seen', (_, change) => {
  before = later();
  change();
  expect(later()).not.toBe(before);
});
let before: string | undefined;

test('a program behind a link, and one that is found first from now on', () => {
  const [links, first] = [temporaryFolder(), temporaryFolder()];
  symlinkSync(join(programs, 'git'), join(links, 'git'));
  const seen = () => standingOf(store, [first, links], Date.now() + HOUR);
  const all = [seen()];
  appendFileSync(join(programs, 'git'), 'exit 1\n');
  all.push(seen());
  writeFileSync(join(first, 'git'), '');
  all.push(seen());
  expect(new Set(all).size).toBe(3);
  expect(all).not.toContain(undefined);
});

test.each<[string, () => void]>([
  ['objects that are borrowed', () => writeFileSync(join(store, 'info/alternates'), '/elsewhere\n')],
  ['a link', () => symlinkSync('/', join(store, 'pack/link'))],
  ['many objects', () => Array.from({ length: 500 }, (_, at) => writeFileSync(join(store, `ab/${at}`), ''))],
  ['no objects', () => rmSync(store, { recursive: true })],
  ['no git', () => rmSync(programs, { recursive: true })],
])('%s: only git can tell', (_, make) => {
  make();
  expect(later()).toBeUndefined();
});

test('what has changed just now may do so again without a trace', () => {
  expect(standingOf(store, [programs], Date.now())).toBeUndefined();
});
