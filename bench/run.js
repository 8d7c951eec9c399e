// Bundles one bench of this folder and runs it: `node bench/run.js syntax-speed DIR…` (Node 20 runs no TypeScript by itself).
// With `--compiled` before the name it runs once before, so that V8 has compiled its code, as the product's comes compiled.
// Without a name it lists the benches, with `--help` after one it says what the comment at the head of its file says.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const compiled = process.argv[2] === '--compiled';
const [name, ...args] = process.argv.slice(compiled ? 3 : 2);
const here = dirname(fileURLToPath(import.meta.url));
const source = name === undefined ? undefined : join(here, `${name}.ts`);
if (source === undefined || !existsSync(source)) {
  const heads = readdirSync(here).filter((file) => file.endsWith('.ts'));
  const usages = heads.flatMap((file) => usagesOf(headOf(join(here, file))));
  console.error(`usage: node bench/run.js [--compiled] NAME [ARG…], one of:\n\n${usages.join('\n')}`);
  process.exit(2);
}
if (args.includes('--help')) {
  console.log(headOf(source));
  process.exit(0);
}
// Inside the project, so that bare imports of the bundle find node_modules.
const folder = mkdtempSync(join(process.env.BENCH_OUT ?? join(here, '..', 'node_modules'), '.bench-'));
const outfile = join(folder, compiled ? 'bench.cjs' : 'bench.mjs');
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await build({
  entryPoints: [source],
  outfile,
  bundle: true,
  platform: 'node',
  format: compiled ? 'cjs' : 'esm',
  packages: 'external',
  // What runs from source keeps nothing from run to run.
  define: { CIM_READY_BUILD: '"bench"' },
  logLevel: 'warning',
});
// V8's flag is the one that bin/cim-ready.cjs sets.
const run = (file, stdio) =>
  spawnSync(process.execPath, ['--expose-gc', '--interrupt-budget=400000', file, ...args], { stdio }).status ?? 1;
if (compiled) {
  const loader = join(folder, 'loader.cjs');
  writeFileSync(
    loader,
    `const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { Script } = require('node:vm');
const filename = ${JSON.stringify(outfile)};
const kept = filename + '.compiled';
const source = '(function (exports, require, module) {' + readFileSync(filename, 'utf8') + '\\n})';
const script = new Script(source, { filename, ...(existsSync(kept) ? { cachedData: readFileSync(kept) } : {}) });
if (!existsSync(kept)) process.on('exit', () => writeFileSync(kept, script.createCachedData()));
const module_ = { exports: {} };
script.runInThisContext()(module_.exports, createRequire(filename), module_);
`,
  );
  run(loader, 'ignore');
  process.exitCode = run(loader, 'inherit');
} else process.exitCode = run(outfile, 'inherit');

function headOf(file) {
  const [, comment = ''] = /^\/\*\*(.*?)\*\//s.exec(readFileSync(file, 'utf8')) ?? [];
  return comment.replace(/^ \*(?: |$)/gm, '').trim();
}

/** The lines that say how a bench is run; a file that only helps others has none. */
function usagesOf(head) {
  return head.split('\n').filter((line) => /^ {4}.*bench\/run\.js/.test(line));
}
