/** Builds the command before any test, so that tests of the real command never run an old one. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export function setup(): void {
  execFileSync(process.execPath, ['build.js'], { cwd: join(import.meta.dirname, '..'), stdio: 'inherit' });
}
