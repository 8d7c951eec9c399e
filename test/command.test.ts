/** The real, built command as a process of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from './temporary.ts';

const bin = join(import.meta.dirname, '..', 'bin/cim-ready.cjs');
const run = (args: readonly string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, XDG_CONFIG_HOME: '/nowhere', ...env },
  });
const bare = () =>
  temporaryFolder({ 'Cargo.toml': '[package]\nname = "cim-bare"\nversion = "0.1.0"\n', 'src/lib.rs': '' });

describe('the process', () => {
  test('exit codes, and what goes to which stream', () => {
    expect(run(['--version'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
    expect(run(['check', bare(), '--only', 'docs/adr'])).toMatchObject({ status: 1, stderr: '' });
    expect(run(['check', '/no/such'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^cim-ready: there is no folder/),
    });
    expect(run([])).toMatchObject({ status: 2, stdout: '' });
  });

  test('no colour into a pipe; FORCE_COLOR and --color bring it', () => {
    const args = ['check', bare(), '--only', 'docs/adr'];
    expect(run(args).stdout).not.toContain('\u001b');
    expect(run(args, { FORCE_COLOR: '1' }).stdout).toContain('\u001b[');
    expect(run(args, { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).toContain('\u001b[');
    expect(run([...args, '--color', 'always'], { NO_COLOR: '1' }).stdout).toContain('\u001b[');
    expect(run([...args, '--color', 'never'], { FORCE_COLOR: '1' }).stdout).not.toContain('\u001b');
  });

  test('COLUMNS lays the report out', () => {
    const width = (columns: string) =>
      Math.max(
        ...run(['check', bare()], { COLUMNS: columns })
          .stdout.split('\n')
          .map((line) => line.length),
      );
    expect(width('140')).toBeGreaterThan(120);
    expect(width('80')).toBeLessThanOrEqual(80);
  });

  test('a reader that goes away ends it quietly', async () => {
    const child = spawn('bash', [
      '-c',
      `${process.execPath} ${bin} explain docs --color never | head -1; echo "\${PIPESTATUS[0]}"; ${process.execPath} ${bin} check ${bare()} --format json --verbose | true; echo "\${PIPESTATUS[0]}"`,
    ]);
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    await new Promise((done) => child.on('close', done));
    expect(err).toBe('');
    expect(out.split('\n')[0]).toBe('docs/readme-purpose');
    // Who stops reading changes no verdict: a failing module still ends with 1.
    expect(out.trimEnd().split('\n').slice(1)).toEqual(['0', '1']);
  });

  test('a standard output that is full ends it with 2 and the reason', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [bin, 'list'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([2, 'cim-ready: cannot write the standard output: no space is left\n']);
  });

  test('--output - is the standard output', () => {
    const { stdout } = run(['check', bare(), '--format', 'badge', '--output', '-']);
    expect(JSON.parse(stdout).label).toBe('cim-ready');
  });

  test('a report to a device or a pipe is written to it, never put in its place', () => {
    const line = `${process.execPath} ${bin} check ${bare()} --format badge --output /dev/stdout | cat`;
    expect(JSON.parse(spawnSync('bash', ['-c', line], { encoding: 'utf8' }).stdout).label).toBe('cim-ready');
  });

  test('a folder that nobody may write to is refused', () => {
    const { status, stderr } = run(['check', bare(), '--output', '/proc/report.json']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/cannot write \/proc\/report\.json/);
  });

  test('the saved report of a pipe: `report -` reads the standard input', () => {
    const { stdout } = run(['check', bare(), '--format', 'json']);
    const again = spawnSync(process.execPath, [bin, 'report', '-', '--format', 'badge'], {
      input: stdout,
      encoding: 'utf8',
      env: { PATH: process.env.PATH },
    });
    expect(JSON.parse(again.stdout).message).toMatch(/^\d+ of \d+$/);
  });
});
