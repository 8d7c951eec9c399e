/** What happens to the command itself: signals, clocks, disks, pipes, a git that is not there, and two at once. */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ReportItem } from '../../src/report.ts';
import { bin, endsCleanly, leftRunning, listsItsCases, type Ran, runCommand, saidOf, stayedInside } from './harness.ts';
import { Place } from './place.ts';

const at = (name: string, play: (place: Place) => Promise<void>): void =>
  void test(name, async () => {
    const place = new Place();
    try {
      await play(place);
    } finally {
      place.dispose();
    }
  }, 120_000);

const ready = (place: Place): void => {
  place.ready();
  place.commit();
};
/** A git that never answers. */
const hang = (place: Place): void => {
  writeFileSync(join(place.programs, 'git'), '#!/bin/sh\nexec /bin/sleep 300\n', { mode: 0o755 });
};
const items = ({ stdout }: Ran): Map<string, ReportItem> => {
  const found = JSON.parse(stdout);
  return new Map((found.reports?.[0] ?? found).items.map((item: ReportItem) => [item.id, item]));
};
const itemOf = (ran: Ran, id: string): string => {
  const item = items(ran).get(id);
  return item === undefined ? 'absent' : saidOf(item);
};

describe('signals', () => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    at(`${signal} in the middle: children gone, folders gone, nothing half-written`, async (place) => {
      ready(place);
      hang(place);
      const output = join(place.out, 'report.json');
      const args = ['check', place.module, '--format', 'json', '--output', output];
      await endsCleanly(place, args, { signal, code, folders: 1 });
    });
});

describe('git', () => {
  at('is not installed: items of the history are open, the rest is judged', async (place) => {
    ready(place);
    rmSync(join(place.programs, 'git'));
    const ran = await runCommand(place, ['check', place.module, '--format', 'json']);
    expect(itemOf(ran, 'git/linear-history')).toBe('open: git is not installed');
    expect(itemOf(ran, 'files/license')).toMatch(/^pass/);
    expect(ran.code).toBe([...items(ran).values()].some(({ verdict }) => verdict === 'fail') ? 1 : 0);
  });

  at('hangs: --timeout ends it', async (place) => {
    ready(place);
    hang(place);
    const ran = await runCommand(place, ['check', place.module, '--format', 'json', '--timeout', '1']);
    expect(itemOf(ran, 'git/linear-history')).toMatch(
      /^open: (?:git ls-files did not end within 1 s|not done within 1 s)/,
    );
    expect([...items(ran).values()].filter(({ verdict }) => verdict === 'error')).toEqual([]);
    expect(leftRunning(place)).toEqual([]);
  });

  at('dies in the middle of what it says: open, and no half of it is believed', async (place) => {
    ready(place);
    for (let number = 0; number < 40; number++) place.commit(`feat: number ${number}`);
    const own = join(place.programs, 'git');
    const real = readFileSync(own, 'utf8');
    const half = '"$real" "$@" | /usr/bin/head -c 900; kill -KILL $$';
    const path = /exec '([^']+)'/.exec(real)?.[1] ?? '';
    writeFileSync(own, `#!/bin/sh\nreal='${path}'\ncase "$*" in *log*) ${half} ;; *) exec "$real" "$@" ;; esac\n`, {
      mode: 0o755,
    });
    const ran = await runCommand(place, ['check', place.module, '--format', 'json']);
    expect(itemOf(ran, 'git/linear-history')).toMatch(/^open: git log failed/);
    expect(itemOf(ran, 'git/conventional-commits')).toMatch(/^open: /);
    expect(itemOf(ran, 'files/license')).toMatch(/^pass/);
    expect([...items(ran).values()].filter(({ verdict }) => verdict === 'error')).toEqual([]);
  });

  at('fails in two ways at once: the same words, whichever comes first', async (place) => {
    ready(place);
    place.git('tag', 'v1.1.0');
    const own = join(place.programs, 'git');
    const real = /exec '([^']+)'/.exec(readFileSync(own, 'utf8'))?.[1] ?? '';
    const said: string[] = [];
    for (const slow of ['log', 'cat-file']) {
      const fails = (name: string) =>
        `*${name}*) ${name === slow ? '/bin/sleep 0.5;' : ''} echo 'fatal: no ${name}' >&2; exit 128 ;;`;
      const script = `case "$*" in ${fails('cat-file')} ${fails('log')} *) exec '${real}' "$@" ;; esac`;
      writeFileSync(own, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      said.push((await runCommand(place, ['check', place.module, '--format', 'json'])).stdout);
    }
    expect(said[0]).toContain('fatal: no log');
    expect(said[1]).toBe(said[0]);
  });

  at('fails, and prints what could steer a terminal', async (place) => {
    ready(place);
    writeFileSync(join(place.programs, 'git'), "#!/bin/sh\nprintf 'fatal: \\033[2Jowned\\n' >&2\nexit 128\n", {
      mode: 0o755,
    });
    const ran = await runCommand(place, ['check', place.module]);
    expect(ran.stdout).not.toContain('\u001b');
    expect(ran.stdout).toContain('\\u{1b}[2Jowned');
  });
});

describe('limits', () => {
  at('--timeout: what is not judged by then is open, and says so', async (place) => {
    ready(place);
    const ran = await runCommand(place, ['check', place.module, '--format', 'json', '--timeout', '0.001']);
    const open = [...items(ran).values()].filter(({ verdict }) => verdict === 'open').map(saidOf);
    expect(open).toContain('open: not done within 0.001 s (--timeout gives more time)');
    expect(ran.code).toBe([...items(ran).values()].some(({ verdict }) => verdict === 'fail') ? 1 : 0);
  });

  at('--max-file-size: a larger file is not read, and its items are open', async (place) => {
    ready(place);
    const ran = await runCommand(place, ['check', place.module, '--format', 'json', '--max-file-size', '0.0005']);
    expect(itemOf(ran, 'docs/readme-purpose')).toMatch(
      /^open: (?:README\.md|Cargo\.toml) has \d+ bytes, more than the limit of 524/,
    );
  });

  for (const option of ['--timeout', '--max-file-size', '--jobs'])
    for (const value of ['0', '-1', 'x', 'Infinity', ''])
      at(`${option} "${value}" is refused`, async (place) => {
        const ran = await runCommand(place, ['check', place.module, option, value]);
        expect(ran).toMatchObject({ code: 2, stdout: '' });
      });
});

describe('where the report goes', () => {
  const refused = async (place: Place, output: string): Promise<void> => {
    ready(place);
    const ran = await runCommand(place, ['check', place.module, '--format', 'json', '--output', output]);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^cim-ready: cannot write /);
  };
  at('a full device', (place) => refused(place, '/dev/full'));
  at('a folder that does not exist', (place) => refused(place, join(place.out, 'no/such.json')));
  at('a folder', (place) => refused(place, place.out));
  at('a file system that is read-only', (place) => refused(place, '/proc/report.json'));

  test.skipIf(process.getuid?.() !== 0)(
    'a disk that is full: the old report stays, whole',
    async () => {
      const place = new Place();
      try {
        ready(place);
        execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=16k', 'none', place.out]);
      } catch {
        place.dispose();
        return; // no right to mount here
      }
      try {
        const output = join(place.out, 'report.json');
        writeFileSync(output, 'old');
        const ran = await runCommand(place, ['check', place.module, '--format', 'json', '--output', output]);
        expect(ran).toMatchObject({ code: 2, stdout: '' });
        expect(ran.stderr).toMatch(/^cim-ready: cannot write .*no space is left/);
        expect(readFileSync(output, 'utf8')).toBe('old');
        expect(readdirSync(place.out)).toEqual(['report.json']);
      } finally {
        execFileSync('/bin/umount', [place.out]);
        place.dispose();
      }
    },
    60_000,
  );

  test.skipIf(process.getuid?.() !== 0)(
    'a disk that is mounted read-only',
    async () => {
      const place = new Place();
      let mounted = false;
      try {
        ready(place);
        execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'ro', 'none', place.out]);
        mounted = true;
      } catch {
        // no right to mount here
      }
      try {
        const output = join(place.out, 'report.json');
        const ran =
          mounted && (await runCommand(place, ['check', place.module, '--format', 'json', '--output', output]));
        if (ran) expect(ran).toMatchObject({ code: 2, stdout: '' });
        if (ran) expect(ran.stderr).toMatch(/^cim-ready: cannot write .*(?:read-only|permission denied)/);
      } finally {
        if (mounted) execFileSync('/bin/umount', [place.out]);
        place.dispose();
      }
    },
    60_000,
  );

  at('a temporary folder that is gone: git is open, the rest is judged', async (place) => {
    ready(place);
    const ran = await runCommand(place, ['check', place.module, '--format', 'json'], {
      env: { TMPDIR: join(place.base, 'gone') },
    });
    expect(itemOf(ran, 'git/linear-history')).toMatch(/^open: git needs a temporary folder/);
    expect(itemOf(ran, 'files/license')).toMatch(/^pass/);
  });

  at('a reader that goes away', async (place) => {
    ready(place);
    const child = spawn(process.execPath, [bin, 'check', place.module, '--format', 'json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    expect(await new Promise((done) => child.once('close', done))).toBeLessThan(2);
    expect(said).toBe('');
  });
});

describe('at the same time', () => {
  at('two runs do not see each other', async (place) => {
    ready(place);
    const args = ['check', place.module, '--format', 'json'];
    const [one, two] = await Promise.all([runCommand(place, args), runCommand(place, args)]);
    expect(one.stdout).toBe(two.stdout);
    stayedInside(place, one, 320);
    stayedInside(place, two, 320);
  });

  at('files that come, go and change while they are read', async (place) => {
    ready(place);
    for (let number = 0; number < 400; number++) place.write({ [`src/m${number}.rs`]: 'pub fn a() {}\n'.repeat(50) });
    place.commit();
    let turn = 0;
    const ran = await runCommand(place, ['check', place.module, '--format', 'json'], {
      during: (child) => {
        const busy = setInterval(() => {
          turn++;
          const file = join(place.module, 'src', `m${turn % 400}.rs`);
          if (turn % 3 === 0) rmSync(file, { force: true });
          else if (turn % 3 === 1) writeFileSync(file, 'x'.repeat(turn * 100));
          else if (existsSync(file)) renameSync(file, `${file}.gone`);
        }, 1);
        child.once('close', () => clearInterval(busy));
      },
    });
    expect(ran.stderr).toBe('');
    expect([...items(ran).values()].filter(({ verdict }) => verdict === 'error').map(saidOf)).toEqual([]);
  });
});

describe('the same bytes', () => {
  at('again, in another folder, time zone, locale, with colour, with and without compiled code', async (place) => {
    ready(place);
    const other = join(place.base, 'elsewhere/far/away/module');
    mkdirSync(join(other, '..'), { recursive: true });
    cpSync(place.module, other, { recursive: true, preserveTimestamps: true });
    const json = async (folder: string, env: Record<string, string> = {}, ...args: string[]) =>
      (await runCommand(place, ['check', folder, '--format', 'json', ...args], { env })).stdout;
    const first = await json(place.module);
    expect(JSON.parse(first)).toBeDefined();
    expect(await json(place.module)).toBe(first);
    expect(await json(other)).toBe(first);
    expect(
      await json(realpathSync(other), { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'ja_JP.UTF-8' }),
    ).toBe(first);
    expect(await json(place.module, { FORCE_COLOR: '1', COLUMNS: '40' }, '--color', 'always', '--verbose')).toBe(first);
    chmodSync(place.module, 0o755);
    // With the code that V8 compiled before.
    expect(await json(place.module, { NODE_DISABLE_COMPILE_CACHE: '' })).toBe(first);
  });
});

listsItsCases('faults', 'What happens to the command itself');
