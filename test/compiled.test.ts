/** The code that V8 compiled: used where it fits, kept where it does not, and never needed. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from './temporary.ts';

const root = join(import.meta.dirname, '..');
let home = '';
let copy = '';

beforeEach(() => {
  home = temporaryFolder();
  copy = join(home, 'cim-ready');
  for (const name of ['bin', 'dist']) cpSync(join(root, name), join(copy, name), { recursive: true });
});

const cache = () => join(home, 'cache');
const kept = (): string[] => readdirSync(join(cache(), 'cim-ready')).map((name) => join(cache(), 'cim-ready', name));

function version(env: Record<string, string> = { XDG_CACHE_HOME: cache() }, flags: readonly string[] = []) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, join(copy, 'bin/cim-ready.cjs'), '--version'],
    {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, ...env },
    },
  );
  return { status, stdout, stderr };
}

const works = { status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' };

test('the package needs no other: an audit runs without node_modules, and the licences of bundled code go with it', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(dependencies).toBeUndefined();
  const args = [
    join(copy, 'bin/cim-ready.cjs'),
    'check',
    join(root, 'fixtures/rough'),
    '--format',
    'json',
    '--no-cache',
  ];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env: { PATH: process.env.PATH } });
  expect(JSON.parse(stdout).summary).toMatchObject({ items: 92, error: 0 });
  const licences = readFileSync(join(copy, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of ['commander', '@iarna/toml', 'zod']) expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
  expect(licences).toMatch(/Permission is hereby granted/);
});

describe('compiled code', () => {
  test('comes with the bundle for the Node that built it: nothing is written', () => {
    expect(version()).toEqual(works);
    expect(() => statSync(cache())).toThrow('ENOENT');
  });

  test('of another Node is refused, and made anew in a folder that only the user can enter', () => {
    rmSync(join(copy, 'dist/compiled'), { recursive: true });
    expect(version()).toEqual(works);
    const [folder, ...others] = kept();
    expect(others).toEqual([]);
    expect(statSync(folder!).mode & 0o777).toBe(0o700);
    const names = readdirSync(folder!);
    expect(names).toEqual(['start.js']);
    const before = statSync(join(folder!, 'start.js')).mtimeMs;
    expect(version()).toEqual(works);
    expect(statSync(join(folder!, 'start.js')).mtimeMs).toBe(before);
  });

  test('is offered to V8 only where it fits: what V8 refuses it compiles, and then looks at no other', () => {
    const spy = join(home, 'spy.cjs');
    writeFileSync(
      spy,
      `const vm = require('node:vm');
      vm.Script = class extends vm.Script {
        constructor(source, options) {
          super(source, options);
          if (options.cachedData) console.error(this.cachedDataRejected ? 'refused' : 'taken');
        }
      };`,
    );
    // Another flag of V8's, and its code is another.
    for (const flags of [[], ['--no-use-osr']]) {
      const run = () => version({ XDG_CACHE_HOME: cache() }, ['--require', spy, ...flags]);
      run();
      expect(run()).toEqual({ ...works, stderr: 'taken\n' });
    }
  });

  test('that was cut short or is no code at all is made anew', () => {
    rmSync(join(copy, 'dist/compiled'), { recursive: true });
    version();
    const file = join(kept()[0]!, 'start.js');
    const whole = readFileSync(file);
    for (const broken of [whole.subarray(0, whole.length / 2), Buffer.from('no code'), Buffer.alloc(0)]) {
      writeFileSync(file, broken);
      expect(version()).toEqual(works);
      expect(readFileSync(file).length).toBeGreaterThan(whole.length / 2);
    }
  });

  test('of another build is not taken for this one', () => {
    rmSync(join(copy, 'dist/compiled'), { recursive: true });
    version();
    const index = join(copy, 'dist/packs.json');
    writeFileSync(index, `${readFileSync(index, 'utf8')} `);
    expect(version()).toEqual(works);
    expect(kept()).toHaveLength(2);
  });

  test("is neither read nor written where Node's own switch says so", () => {
    rmSync(join(copy, 'dist/compiled'), { recursive: true });
    expect(version({ XDG_CACHE_HOME: cache(), NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual(works);
    expect(() => statSync(cache())).toThrow('ENOENT');
  });

  test('is done without where there is no home, or none that can be written', () => {
    rmSync(join(copy, 'dist/compiled'), { recursive: true });
    expect(version({})).toEqual(works);
    writeFileSync(cache(), 'a file where the folder should be');
    expect(version()).toEqual(works);
    rmSync(cache());
    mkdirSync(cache());
    chmodSync(cache(), 0o500);
    expect(version()).toEqual(works);
  });

  test('is neither read nor written in a repository, which others write', () => {
    rmSync(join(copy, 'dist/compiled'), { recursive: true });
    mkdirSync(join(home, '.git'));
    expect(version()).toEqual(works);
    expect(() => statSync(cache())).toThrow('ENOENT');
  });

  test("is not kept below the folder that the command runs in, which may be a stranger's", () => {
    rmSync(join(copy, 'dist/compiled'), { recursive: true });
    const ran = spawnSync(process.execPath, [join(copy, 'bin/cim-ready.cjs'), '--version'], {
      encoding: 'utf8',
      cwd: home,
      env: { PATH: process.env.PATH, XDG_CACHE_HOME: 'cache' },
    });
    expect(ran).toMatchObject(works);
    expect(() => statSync(cache())).toThrow('ENOENT');
  });
});
