/** A module taken from failing to approved through the commands alone, on the disk, with a real git repository. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../src/report.ts';
import { cimReady } from './fake-terminal.ts';
import { readFixture } from './harness.ts';
import { gitIn, temporaryFolder } from './temporary.ts';

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const file = '.cim-ready.yaml';

/** The ready module without its code of conduct, committed by its maintainer. */
function failingModule(): string {
  const folder = temporaryFolder(readFixture('ready'));
  rmSync(join(folder, 'CODE_OF_CONDUCT.md'));
  gitIn(folder, ['init', '--quiet']);
  commit(folder, 'feat: parcels');
  return folder;
}

function commit(folder: string, message: string): void {
  gitIn(folder, ['add', '--all']);
  gitIn(folder, ['commit', '--quiet', '--allow-empty', '-m', message], '2026-01-01T00:00:00Z', 'Ada Example');
}

async function reportOf(folder: string, ...args: string[]): Promise<Report> {
  const { stdout } = await cimReady(['check', folder, '--format', 'json', ...args]);
  return JSON.parse(stdout);
}

const itemOf = (report: Report, id: string) => report.items.find((item) => item.id === id);

describe('from failing to approved', () => {
  test('check, waive, attest, the five steps, approval', async () => {
    const folder = failingModule();
    const id = 'files/code-of-conduct';
    const only = ['--only', `${id},structure/single-responsibility,review`];

    const before = await cimReady(['check', folder, ...only]);
    expect(before.code).toBe(1);
    expect(before.stdout).toMatch(/✘ CODE_OF_CONDUCT\.md/);

    const waived = await cimReady([
      'waive',
      id,
      folder,
      '--reason',
      'the text is being agreed on',
      '--by',
      '@ada-example',
      '--until',
      day(90),
    ]);
    expect(waived).toMatchObject({ code: 0, stdout: '' });
    expect(waived.stderr).toMatch(/waiver recorded until/);
    commit(folder, 'docs: waive the code of conduct');
    const after = await cimReady(['check', folder, ...only]);
    expect(after.code).toBe(0);
    expect(after.stdout).toMatch(
      /~ CODE_OF_CONDUCT\.md[\s\S]*waived: the text is being agreed on \(@ada-example, until /,
    );
    expect((await cimReady(['check', folder, ...only, '--no-waivers'])).code).toBe(1);

    const item = 'structure/single-responsibility';
    expect(itemOf(await reportOf(folder, ...only), item)?.verdict).toBe('review');
    expect(
      (await cimReady(['attest', item, folder, '--by', 'Ines Weber (@ines)', '--evidence', 'README.md'])).code,
    ).toBe(0);
    commit(folder, 'docs: attest the responsibilities');
    expect(itemOf(await reportOf(folder, ...only), item)).toMatchObject({
      verdict: 'pass',
      attestation: { state: 'holds' },
    });
    expect(itemOf(await reportOf(folder, ...only, '--no-attestations'), item)?.verdict).toBe('review');

    const step = async (name: string, ...args: string[]) => {
      const { code, stderr } = await cimReady([
        'attest',
        `review/${name}`,
        folder,
        '--evidence',
        'https://example.org/r/1',
        ...args,
      ]);
      commit(folder, `docs: record ${name}`);
      return `${code} ${stderr}`;
    };
    const next = async () => (await cimReady(['review', folder])).stdout.split('\n').at(-2);
    expect(await next()).toBe('Next: `cim-ready attest review/self-assessment`');
    expect(await step('approval', '--by', '@lead')).toMatch(/^2 .*nothing was written: .*review\/self-assessment/);
    expect(await step('self-assessment', '--by', '@somebody')).toMatch(/^2 .*no maintainer in cim\.yaml/);
    expect(await step('self-assessment', '--by', '@ada-example')).toMatch(/^0 /);
    expect(await step('independent', '--by', 'Ada Example')).toMatch(/^2 .*is a maintainer/);
    expect(await step('independent', '--by', 'Ines <ada.example@example.org>')).toMatch(/^2 /);
    expect(await step('independent', '--by', 'Ines Weber (@ines)')).toMatch(/^0 /);
    expect(await next()).toBe('Next: `cim-ready attest review/reference-testing`');
    expect(await step('reference-testing', '--by', '@tom')).toMatch(/^2 .*what is missing/);
    expect(await step('reference-testing', '--by', '@tom', '--place', 'cim-start, staging')).toMatch(/^0 /);
    const period = ['--by', '@ada-example', '--place', 'the forum', '--start', day(-15)];
    expect(await step('community-feedback', ...period, '--end', day(3))).toMatch(/^2 .*the period runs until/);
    expect(await step('community-feedback', ...period, '--end', day(-1))).toMatch(/^0 /);
    expect(await step('approval', '--by', '@lead')).toMatch(/^0 /);

    const done = await cimReady(['review', folder]);
    expect([done.code, done.stdout.split('\n')[0]]).toEqual([
      0,
      'cim-parcel 1.1.0: 5 of 5 steps of the review process',
    ]);
    expect(await next()).toBe('All steps are done.');
    const data = JSON.parse((await cimReady(['review', folder, '--format', 'json'])).stdout);
    expect(data.next).toBeNull();
    expect((await reportOf(folder, ...only)).summary).toMatchObject({ fail: 0, waived: 1, pass: 6, attested: 1 });
  }, 120_000);
});

describe('waive and attest refuse nonsense', () => {
  const waive = ['--reason', 'x', '--by', '@m', '--until', day(30)];
  test.each([
    ['waive', 'files/no-such', waive, /there is no item or group "files\/no-such"/],
    ['waive', 'files', waive, /files is a group: name one of its items/],
    ['waive', 'files/license', waive, /passes .*there is nothing to waive/],
    [
      'waive',
      'files/code-of-conduct',
      ['--reason', 'x', '--by', '@m', '--until', day(-1)],
      /nothing was written: .*expired on/,
    ],
    [
      'waive',
      'files/code-of-conduct',
      ['--reason', 'x', '--by', '@m', '--until', day(400)],
      /more than the 180 days allowed/,
    ],
    [
      'waive',
      'files/code-of-conduct',
      ['--reason', 'x', '--by', '@m', '--until', '2026-02-31'],
      /--until: is no day of that month/,
    ],
    [
      'waive',
      'files/code-of-conduct',
      ['--reason', ' ', '--by', '@m', '--until', day(3)],
      /--reason: must not be empty/,
    ],
    ['waive', 'files/code-of-conduct', [...waive, '--file', 'src/**'], /no finding of files\/code-of-conduct matches/],
    ['waive', 'files/code-of-conduct', [...waive, '--file', '../x'], /--file: must be a path inside the module/],
    ['waive', 'files/code-of-conduct', [...waive, '--fingerprint', 'abc'], /16 hexadecimal digits/],
    ['waive', 'files/code-of-conduct', ['--by', '@m'], /what is missing:\n {2}--reason .*\n {2}--until/],
    ['attest', 'files/code-of-conduct', ['--by', '@m', '--evidence', 'README.md'], /fails .*mended, or waived/],
    ['attest', 'files/license', ['--by', '@m', '--evidence', 'README.md'], /passes by itself/],
    ['attest', 'docs', ['--by', '@m', '--evidence', 'README.md'], /docs is a group: name one of its items/],
    [
      'attest',
      'structure/single-responsibility',
      ['--by', '@m', '--evidence', 'gone.md'],
      /neither a link nor a path that exists/,
    ],
    [
      'attest',
      'structure/single-responsibility',
      ['--by', '@m', '--evidence', 'README.md', '--of', '1.0.0'],
      /it is of version 1\.0\.0/,
    ],
    [
      'attest',
      'structure/single-responsibility',
      ['--by', '@m', '--evidence', 'README.md', '--of', 'one'],
      /--of: must be the module's version/,
    ],
    [
      'attest',
      'structure/single-responsibility',
      ['--by', '@m', '--evidence', 'README.md', '--date', day(2)],
      /nothing was written/,
    ],
  ])('%s %s %j', async (command, id, args, message) => {
    const folder = failingModule();
    const { code, stdout, stderr } = await cimReady([command, id, folder, ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(existsSync(join(folder, file))).toBe(false);
  });

  test('a longer life, and none, by the policy', async () => {
    const folder = failingModule();
    const policy = join(temporaryFolder({ 'p.yaml': 'version: 1\nwaivers:\n  max-days: 10\n' }), 'p.yaml');
    const none = join(temporaryFolder({ 'p.yaml': 'version: 1\nwaivers:\n  allow: false\n' }), 'p.yaml');
    const asked = [
      'waive',
      'files/code-of-conduct',
      folder,
      '--reason',
      'x',
      '--by',
      '@m',
      '--until',
      day(30),
      '--policy',
    ];
    expect((await cimReady([...asked, policy])).stderr).toMatch(/more than the 10 days allowed/);
    expect((await cimReady([...asked, none])).stderr).toMatch(/the policy does not read waivers/);
  });

  test('a file with mistakes, and one that is a link, are left alone', async () => {
    const folder = failingModule();
    writeFileSync(join(folder, file), 'version: 1\nskip: [docs]\n');
    const broken = await cimReady(['waive', 'files/code-of-conduct', folder, ...waive]);
    expect(broken.stderr).toMatch(/\.cim-ready\.yaml:2:1 {2}.*skip/);
    expect(readFileSync(join(folder, file), 'utf8')).toBe('version: 1\nskip: [docs]\n');
  });
});

describe('what is written', () => {
  const waive = (folder: string, ...args: string[]) =>
    cimReady([
      'waive',
      'files/code-of-conduct',
      folder,
      '--reason',
      'later',
      '--by',
      '@m',
      '--until',
      day(30),
      ...args,
    ]);

  test('keeps comments, order and the way lists are written', async () => {
    const folder = failingModule();
    const old = `# ours
version: 1 # the only one
coverage: [ 'lcov.info' ] # from CI
waivers:
# why
- item: docs/adr   # odd
  reason: "soon"
  by: '@m'
  until: 2026-12-31
`;
    writeFileSync(join(folder, file), old);
    expect((await waive(folder)).code).toBe(0);
    const text = readFileSync(join(folder, file), 'utf8');
    for (const part of [
      '# ours\nversion: 1 # the only one\n',
      "coverage: [ 'lcov.info' ] # from CI",
      '# why\n- item: docs/adr',
      '# odd',
      `reason: "soon"`,
    ])
      expect(text).toContain(part);
    expect(text).toContain(`- item: files/code-of-conduct\n  reason: later\n  by: "@m"\n  until: ${day(30)}\n`);
  });

  test('a second waiver of the same finding renews the first where it stands', async () => {
    const folder = failingModule();
    await waive(folder);
    writeFileSync(
      join(folder, file),
      readFileSync(join(folder, file), 'utf8').replace('reason: later', 'reason: later # agreed'),
    );
    const again = await cimReady([
      'waive',
      'files/code-of-conduct',
      folder,
      '--reason',
      'later',
      '--by',
      '@m',
      '--until',
      day(60),
    ]);
    expect(again.stderr).toContain('waiver renewed');
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text.match(/item:/g)).toHaveLength(1);
    expect(text).toContain('# agreed');
    expect(text).toContain(`until: ${day(60)}`);
  });

  test('--dry-run prints the file and writes nothing', async () => {
    const folder = failingModule();
    const { stdout } = await waive(folder, '--dry-run');
    expect(stdout).toMatch(/^# Waivers[\s\S]*item: files\/code-of-conduct/);
    expect(existsSync(join(folder, file))).toBe(false);
  });

  test('a person at a terminal is asked for what is missing, and again after nonsense', async () => {
    const folder = failingModule();
    const { code, stderr } = await cimReady(['waive', 'files/code-of-conduct', folder, '--by', '@m'], {
      answers: ['being agreed on', 'soon', day(20)],
    });
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /Why it is accepted for now: Until when \(YYYY-MM-DD\): {3}must be a date as YYYY-MM-DD\nUntil when/,
    );
    expect(readFileSync(join(folder, file), 'utf8')).toContain(`until: ${day(20)}`);
    const attested = await cimReady(['attest', 'structure/single-responsibility', folder], {
      answers: ['@ines', '', '', 'README.md'],
    });
    expect(attested.stderr).toContain(`When (YYYY-MM-DD) [${day(0)}]: Of which version [1.1.0]: `);
    expect(attested.code).toBe(0);
    const ended = await cimReady(['waive', 'files/code-of-conduct', folder], { answers: [] });
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining('nothing was written')]);
  });
});
