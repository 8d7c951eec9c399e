// The README's first command: makes a git repository of fixtures/ready in a temporary folder, as its history was, and audits it.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const home = mkdtempSync(join(tmpdir(), 'cim-ready-demo-'));
const module = join(home, 'cim-parcel');
const manifest = join(module, 'Cargo.toml');
let day = 0;

function git(...args) {
  day += 1;
  const date = new Date(Date.UTC(2025, 0, day)).toISOString();
  execFileSync(
    'git',
    [
      '-C',
      module,
      '-c',
      'user.name=Ada Example',
      '-c',
      'user.email=ada@cim-parcel.dev',
      '-c',
      'commit.gpgsign=false',
      '-c',
      'tag.gpgsign=false',
      ...args,
    ],
    {
      stdio: 'ignore',
      env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    },
  );
}

try {
  cpSync(join(root, 'fixtures/ready'), module, { recursive: true });
  const released = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, released.replace(/^version = .*$/m, 'version = "1.0.0"'));
  git('init', '-q', '-b', 'main');
  git('add', '--all', '--', ':!lcov.info');
  git('commit', '-q', '-m', 'feat: register and deliver parcels');
  git('tag', '-a', 'v1.0.0', '-m', 'v1.0.0');
  writeFileSync(manifest, released);
  git('add', '--all', '--force');
  git('commit', '-q', '-m', 'chore: release 1.1.0');
  git('tag', '-a', 'v1.1.0', '-m', 'v1.1.0');
  const run = spawnSync(
    process.execPath,
    [join(root, 'bin/cim-ready.cjs'), 'check', module, ...process.argv.slice(2)],
    {
      stdio: 'inherit',
    },
  );
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
