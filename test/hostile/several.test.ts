/** Several modules at the same time: the same bytes, threads that die, signals. */
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report.ts';
import { formats } from '../../src/reporters/index.ts';
import {
  endsCleanly,
  isInert,
  leftRunning,
  listsItsCases,
  type Ran,
  type RunOptions,
  runCommand,
  stayedInside,
} from './harness.ts';
import { Place } from './place.ts';

const imports = ['guard.mjs', 'saboteur.mjs'].map(
  (name) => `--import=${pathToFileURL(join(import.meta.dirname, name)).href}`,
);

/** Folders of the modules, in the order in which they are asked for; the largest is not the last, nor the first. */
const names = ['route', 'large', 'bare', 'parcel'];

const at = (name: string, play: (place: Place, folders: readonly string[]) => Promise<void>): void =>
  void test(name, async () => {
    const place = new Place();
    try {
      await play(place, makeModules(place));
    } finally {
      place.dispose();
    }
  }, 120_000);

function makeModules(place: Place): string[] {
  const keep = (name: string) => {
    place.commit(`feat: ${name}`);
    cpSync(place.module, join(place.outside, name), { recursive: true, preserveTimestamps: true });
    return join(place.outside, name);
  };
  place.crate();
  const bare = keep('bare');
  place.ready();
  const parcel = keep('parcel');
  place.write({ 'src/route.rs': 'pub fn route() { todo!() }\n', LICENSE: 'All rights reserved' });
  const route = keep('route');
  for (let number = 0; number < 100; number++) place.write({ [`src/m${number}.rs`]: 'pub fn a() {}\n' });
  return [route, keep('large'), bare, parcel];
}

/** Runs `check` on them with two jobs, sabotaged. */
function sabotaged(
  place: Place,
  folders: readonly string[],
  sabotage: string,
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<Ran> {
  return runCommand(place, ['check', ...folders, '--format', 'json', '--jobs', '2', ...args], {
    ...options,
    env: {
      NODE_OPTIONS: `${imports.join(' ')} --max-old-space-size=128`,
      SABOTAGE: sabotage,
      SABOTAGE_MARK: join(place.out, 'sabotaged'),
      ...options.env,
    },
  });
}

const reportsOf = ({ stdout }: Ran): Report[] => JSON.parse(stdout).reports;
const threadsOf = ({ log }: Ran): number => log.filter(([kind]) => kind === 'worker').length;

describe('the same bytes', () => {
  at('with 1, 2 and 4 jobs, in every form, in the order that was asked for', async (place, folders) => {
    const forms = formats.flatMap((format) => ['--report', `${format}=${place.out}/${format}`]);
    const texts = async (jobs: string, ...more: string[]) => {
      const ran = await runCommand(place, ['check', ...folders, '--verbose', '--jobs', jobs, ...more, ...forms]);
      stayedInside(place, ran, 600, names);
      expect(threadsOf(ran)).toBe(Number(jobs) - 1);
      const { code, stdout, stderr } = ran;
      return { code, stdout, stderr, files: formats.map((format) => readFileSync(join(place.out, format), 'utf8')) };
    };
    const one = await texts('1', '--no-cache');
    expect(one).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(one.files[formats.indexOf('json')] ?? '').reports).toHaveLength(4);
    expect(await texts('2', '--no-cache')).toEqual(one);
    // Threads keep answers, and others find them.
    expect(await texts('2')).toEqual(one);
    expect(await texts('4')).toEqual(one);
  });

  at('with a policy, a choice of items, and the decisions of the repository left out', async (place, folders) => {
    const policy = join(place.out, 'policy.yaml');
    writeFileSync(
      policy,
      'version: 1\nitems: {docs: advisory, git: off}\nexclude: [src/m*.rs]\nrules:\n  - {id: policy/owners, text: Owners, why: Somebody must answer., fix: Write the file., check: {file-exists: CODEOWNERS}}\n',
    );
    const args = ['--policy', policy, '--skip', 'api', '--no-waivers', '--history', '--format', 'json'];
    const one = await runCommand(place, ['check', ...folders, ...args, '--jobs', '1']);
    const two = await runCommand(place, ['check', ...folders, ...args, '--jobs', '2']);
    expect(reportsOf(two).map(({ items }) => items.at(-1)?.id)).toEqual(names.map(() => 'policy/owners'));
    expect(two.stdout).toBe(one.stdout);
    expect(two.code).toBe(one.code);
  });
});

describe('threads', () => {
  at('none is started for one module, nor for small ones', async (place, folders) => {
    const [route = '', , bare = ''] = folders;
    for (const some of [[route], [route, bare]]) {
      const ran = await runCommand(place, ['check', ...some, '--quiet']);
      expect([ran.stderr, threadsOf(ran)]).toEqual(['', 0]);
    }
  });

  at('there is none to be had: everything is judged without', async (place, folders) => {
    const ran = await sabotaged(place, folders, 'no threads');
    const without = await runCommand(place, ['check', ...folders, '--format', 'json', '--jobs', '1']);
    expect(ran).toMatchObject({ code: 1, stderr: '', stdout: without.stdout });
  });

  for (const [sabotage, what, why] of [
    ['memory', 'runs out of memory', 'ran out of memory'],
    ['exit', 'ends', 'ended unexpectedly'],
    ['uncaught', 'breaks', 'broke: sabotaged\\u{1b}[2J'],
  ] as const)
    at(`one that ${what}: its module is open, the others are judged, nothing stays`, async (place, folders) => {
      const ran = await sabotaged(place, folders, sabotage);
      const reason = `not judged: the thread that judged it ${why}`;
      expect(existsSync(join(place.out, 'sabotaged'))).toBe(true);
      // The largest is given to a thread first.
      expect(ran).toMatchObject({ code: 2, stderr: `cim-ready: large: ${reason}\n` });
      const judged = await runCommand(place, ['check', ...folders, '--format', 'json', '--jobs', '1']);
      const [route, , ...others] = reportsOf(judged);
      const [first, large, ...last] = reportsOf(ran);
      expect([first, ...last]).toEqual([route, ...others]);
      expect(large?.module.name).toBe('large');
      expect(large?.summary).toMatchObject({ items: 92, open: 92 });
      const said = new Set(large?.items.map(({ evidence }) => evidence[0]?.message));
      expect([...said].map((message) => message?.replace('\u001b', '\\u{1b}'))).toEqual([reason]);
      isInert(ran.stderr);
      expect(readdirSync(place.temporary)).toEqual([]);
      expect(leftRunning(place)).toEqual([]);
    });

  at('one that dies while its git hangs: git is ended', async (place, folders) => {
    writeFileSync(join(place.programs, 'git'), '#!/bin/sh\nexec /bin/sleep 300\n', { mode: 0o755 });
    const ran = await sabotaged(place, folders, 'memory', ['--timeout', '3']);
    expect(ran.code).toBe(2);
    expect(readdirSync(place.temporary)).toEqual([]);
    expect(leftRunning(place)).toEqual([]);
  });

  at('a bug of ours is told as with one job', async (place, folders) => {
    const [one, two] = [
      await sabotaged(place, folders, 'bug', ['--jobs', '1']),
      await sabotaged(place, folders, 'bug', ['--jobs', '2']),
    ];
    expect([one.code, one.stdout]).toEqual([2, '']);
    expect([two.code, two.stdout]).toEqual([2, '']);
    expect(two.stderr.split('\n')[0]).toBe(one.stderr.split('\n')[0]);
    expect(two.stderr).toMatch(/^cim-ready: this is a bug of cim-ready [\d.]+, please report it: sabotaged\n/);
    expect(readdirSync(place.temporary)).toEqual([]);
  });
});

describe('signals', () => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    at(
      `${signal} in the middle of several: children gone, folders gone, nothing half-written`,
      async (place, folders) => {
        writeFileSync(join(place.programs, 'git'), '#!/bin/sh\nexec /bin/sleep 300\n', { mode: 0o755 });
        const output = join(place.out, 'report.json');
        const args = ['check', ...folders, '--format', 'json', '--output', output, '--jobs', '3'];
        await endsCleanly(place, args, { signal, code, folders: 3 });
      },
    );
});

listsItsCases('several', 'Several modules at the same time');
