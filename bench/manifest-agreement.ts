/**
 * Compares the manifest model with `cargo metadata --no-deps`, package by package: fields, targets, features, dependencies, members.
 *
 *     node bench/run.js manifest-agreement FOLDER…
 *
 * Every folder that holds a Cargo.toml is copied without its target/ and
 * asked, offline, as a module of its own. Where cargo refuses a manifest, the model must have a problem, and the other way round.
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareModule, report } from './manifest-comparison.ts';

const scratch = mkdtempSync(join(tmpdir(), 'manifest-agreement-'));
try {
  for (const [index, folder] of process.argv.slice(2).entries()) {
    if (!existsSync(join(folder, 'Cargo.toml'))) continue;
    const copy = join(scratch, String(index));
    // A module inside a workspace's folder would be claimed by it: each is asked at a place of its own.
    cpSync(folder, copy, {
      recursive: true,
      filter: (path) => !/(?:^|\/)(?:target|\.git|rust-toolchain(?:\.toml)?)$/.test(path.slice(folder.length)),
    });
    compareModule(copy, folder);
    rmSync(copy, { recursive: true, force: true });
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
report();
