// Bundles one bench of this folder and runs it: `node bench/run.js syntax-speed DIR…` (Node 20 runs no TypeScript by itself).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const [name, ...args] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
// Inside the project, so that bare imports of the bundle find node_modules.
const folder = mkdtempSync(join(process.env.BENCH_OUT ?? join(here, '..', 'node_modules'), '.bench-'));
const outfile = join(folder, 'bench.mjs');
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
if (name === undefined) {
  console.error(`usage: node bench/run.js NAME [ARG…], a NAME being a file of ${here}`);
  process.exit(2);
}
await build({
  entryPoints: [join(here, `${name}.ts`)],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
// V8's flag is the one that bin/cim-ready.cjs sets.
process.exitCode =
  spawnSync(process.execPath, ['--expose-gc', '--interrupt-budget=400000', outfile, ...args], { stdio: 'inherit' })
    .status ?? 1;
