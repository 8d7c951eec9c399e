/** The fixture as a git repository, with the history it would have. */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const identity = [
  'user.name=Ada Example',
  'user.email=ada@cim-parcel.dev',
  'commit.gpgsign=false',
  'tag.gpgsign=false',
];

/**
 * Runs git in a folder, each call a day after the one before.
 * @returns the runner
 */
export function gitIn(folder) {
  let day = 0;
  return (...args) => {
    day += 1;
    const date = new Date(Date.UTC(2025, 0, day)).toISOString();
    execFileSync('git', ['-C', folder, ...identity.flatMap((setting) => ['-c', setting]), ...args], {
      stdio: 'ignore',
      env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    });
  };
}

/** Makes a repository of fixtures/ready in a folder that does not exist yet, with two releases. */
export function makeReadyRepository(folder) {
  const manifest = join(folder, 'Cargo.toml');
  const git = gitIn(folder);
  cpSync(join(root, 'fixtures/ready'), folder, { recursive: true });
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
}
