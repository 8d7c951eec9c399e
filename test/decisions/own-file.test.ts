/** The repository's own file: whatever stands in it, no check is off unseen, nothing runs, nothing outside is read or called. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readOwnFile } from '../../src/decisions/own-file-reader.ts';
import type { Report } from '../../src/report.ts';
import { readFixture } from '../harness.ts';
import { gitIn, temporaryFolder } from '../temporary.ts';

const root = join(import.meta.dirname, '../..');
const canary = 'the-canary-outside-sings';

interface Watched {
  readonly report: Report;
  readonly text: string;
  /** What was opened, started and called, with the names that change from run to run taken out. */
  readonly deeds: string[];
}

/** Judges a committed module by the real command, and writes down all it does. */
function judged(ownFile: string | undefined): Watched {
  const outside = temporaryFolder({ 'secret.yaml': `version: 1\nwaivers: []\n# ${canary}\n`, 'lcov.info': canary });
  const folder = temporaryFolder(readFixture('ready'));
  if (ownFile !== undefined) writeFileSync(join(folder, '.cim-ready.yaml'), ownFile.replaceAll('OUTSIDE', outside));
  gitIn(folder, ['init', '--quiet']);
  gitIn(folder, ['add', '--all']);
  gitIn(folder, ['commit', '--quiet', '-m', 'feat: parcels']);
  const log = join(outside, 'log');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', join(root, 'test/trap.mjs'), join(root, 'bin/cim-ready.cjs'), 'check', folder, '--format', 'json'],
    {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: outside, NODE_DISABLE_COMPILE_CACHE: '1', TRAP_LOG: log },
    },
  );
  expect(stderr).toBe('');
  expect([0, 1]).toContain(status);
  const plain = (line: string) =>
    line
      .replaceAll(folder, 'MODULE')
      .replaceAll(outside, 'OUTSIDE')
      .replace(/OUTSIDE\/\.cache\/cim-ready.*/, 'CACHE')
      .replace(/cim-ready-[\w-]+/g, 'TEMPORARY');
  const deeds = [...new Set(readFileSync(log, 'utf8').split('\n').map(plain))].sort();
  expect(existsSync(join(outside, 'ran'))).toBe(false);
  return { report: JSON.parse(stdout), text: stdout, deeds };
}

const verdicts = ({ items }: Report) => items.map(({ id, verdict }) => `${id}: ${verdict}`);
const notesOf = ({ notes }: Report) => notes.map(({ path, line, message }) => `${path ?? ''}:${line ?? ''} ${message}`);

const attempts: [string, string, RegExp][] = [
  ['a switch for items', 'version: 1\nskip: [docs]\nitems:\n  docs: off\n', /\.cim-ready\.yaml:2 .*"skip"/],
  ['a policy', 'version: 1\nextends: OUTSIDE/secret.yaml\nthresholds: { coverage: 1 }\n', /"extends"/],
  ['a command', 'version: 1\nrun: touch OUTSIDE/ran\n', /"run"/],
  ['an address', 'version: 1\nextends: https://example.org/policy.yaml\n', /"extends"/],
  [
    'paths outside',
    'version: 1\ncoverage: [../../etc/passwd, /etc/passwd, OUTSIDE/lcov.info]\n',
    /coverage\.0: must be a path inside/,
  ],
  [
    'a level',
    'version: 1\nwaivers:\n  - { item: docs/adr, reason: x, by: y, until: 2030-01-01, level: off }\n',
    /"level"/,
  ],
  ['a waiver without end', 'version: 1\nwaivers:\n  - { item: docs/adr, reason: x, by: y }\n', /waivers\.0\.until/],
  [
    'a waiver of everything',
    'version: 1\nwaivers:\n  - { item: "*", reason: x, by: y, until: 2030-01-01 }\n',
    /must be an item/,
  ],
  [
    'a tag of a language',
    "version: 1\nwaivers: !!js/function \"function(){require('fs').writeFileSync('OUTSIDE/ran','')}\"\n",
    /waivers/,
  ],
  [
    'aliases that grow',
    `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e]\n`,
    /not used/,
  ],
  ['a prototype', 'version: 1\n__proto__: { waivers: false }\nconstructor: 1\n', /__proto__|constructor/],
  ['no YAML', '{{{{', /not used/],
  ['another version', 'version: 2\n', /version/],
];

describe('a hostile .cim-ready.yaml', () => {
  let clean: Watched;
  beforeAll(() => {
    clean = judged(undefined);
    // The trap is awake: it saw the module's files and git.
    expect(clean.deeds).toContain('file MODULE/Cargo.toml');
    expect(clean.deeds.some((deed) => /^process (?:\/[^ ]*\/)?git$/.test(deed))).toBe(true);
  }, 60_000);

  test.each(attempts)(
    '%s changes no verdict, does nothing, and is named with its line',
    (_, text, said) => {
      const { report, deeds, text: printed } = judged(text);
      expect(verdicts(report)).toEqual(verdicts(clean.report));
      expect(notesOf(report).join('\n')).toMatch(said);
      expect(notesOf(report).join('\n')).toMatch(/\.cim-ready\.yaml is not used, since it has mistakes/);
      expect(printed).not.toContain(canary);
      const added = deeds.filter((deed) => !clean.deeds.includes(deed));
      // Its own text, and the chunks of this program that read it.
      expect(added.filter((deed) => !/^file MODULE\/\.cim-ready\.yaml$|^file [^ ]*\/dist\//.test(deed))).toEqual([]);
      expect(deeds.filter((deed) => deed.startsWith('connect'))).toEqual([]);
      expect(
        deeds.filter((deed) => deed.startsWith('process')).every((deed) => /^process (?:\/[^ ]*\/)?git$/.test(deed)),
      ).toBe(true);
    },
    60_000,
  );

  test('what it may add is always listed, and can be ignored', () => {
    const text = `version: 1
waivers:
  - { item: docs/adr, reason: later, by: '@m', until: 2026-02-01 }
critical-paths: [cim_parcel::Parcel]
coverage: [target/lcov.info]
`;
    const { report } = judged(text);
    expect(notesOf(report).join('\n')).toMatch(/adds 1 waiver, 1 critical path, 1 coverage report/);
    expect(notesOf(report).join('\n')).toMatch(/\.cim-ready\.yaml:3 /);
    const ignored = readOwnFile(text, { waivers: false });
    expect(ignored.waivers).toEqual([]);
    expect(ignored.notes[0]?.message).toMatch(/its waivers are ignored as asked/);
  }, 60_000);
});
