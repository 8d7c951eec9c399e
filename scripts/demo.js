// The README's first command: makes a git repository of fixtures/ready in a temporary folder, as its history was, and audits it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeReadyRepository } from './ready-repository.js';

const bin = join(import.meta.dirname, '../bin/cim-ready.cjs');
const home = mkdtempSync(join(tmpdir(), 'cim-ready-demo-'));
try {
  const module = join(home, 'cim-parcel');
  makeReadyRepository(module);
  const run = spawnSync(process.execPath, [bin, 'check', module, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
