/**
 * Time and memory of the whole Rust model, cold: every crate under a folder, from reading files to all findings.
 *
 *     node bench/run.js rust-model-speed DIR…
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'smol-toml';
import { buildCrate, type CrateModel } from '../src/models/rust/crate/crate-model.ts';
import { parseSourceFile } from '../src/models/rust/parse.ts';
import type { SourceFile } from '../src/models/rust/syntax.ts';

/** Every Rust file below a folder, as the product knows them from git before it reads any. */
function listFiles(folder: string, found = new Set<string>()): Set<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'target' || entry.name === '.git' || entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) listFiles(path, found);
    else if (entry.isFile() && entry.name.endsWith('.rs')) found.add(path);
  }
  return found;
}

/** All features of the package, so that as much as can be is compiled. */
function featuresOf(root: string): string[] {
  const manifest = join(root, '..', '..', 'Cargo.toml');
  if (!existsSync(manifest)) return [];
  const { features = {} } = parse(readFileSync(manifest, 'utf8')) as { features?: Record<string, unknown> };
  return Object.keys(features);
}

for (const folder of process.argv.slice(2)) {
  const listed = listFiles(folder);
  const roots = [...listed].filter((path) => path.endsWith('/src/lib.rs'));
  const features = new Map(roots.map((root) => [root, featuresOf(root)]));
  const started = performance.now();
  let bytes = 0;
  const files = new Map<string, SourceFile | undefined>();
  const file = (path: string): SourceFile | undefined => {
    if (!files.has(path)) {
      const disk = join(folder, path);
      const text = listed.has(disk) ? readFileSync(disk, 'utf8') : undefined;
      bytes += text?.length ?? 0;
      files.set(path, text === undefined ? undefined : parseSourceFile(path, text));
    }
    return files.get(path);
  };
  let definitions = 0;
  let findings = 0;
  const slow: [number, string][] = [];
  for (const root of roots) {
    const from = performance.now();
    const model: CrateModel = buildCrate(
      {
        name: 'x',
        kind: 'lib',
        root: relative(folder, root),
        edition: '2021',
        features: features.get(root) ?? [],
        dependencies: [],
      },
      { file },
    );
    definitions += model.definitions.length;
    findings += model.missingDocs().length + model.unreachablePub().length + model.unnameableTypes().length;
    findings += model.missingDebug().length + model.undocumentedUnsafe().length + model.missingSafetyDocs().length;
    slow.push([Math.round(performance.now() - from), relative(folder, root)]);
  }
  const took = Math.round(performance.now() - started);
  const cpu = Math.round(process.cpuUsage().user / 1e3);
  const memory = Math.round(process.memoryUsage().rss / 1e6);
  console.log(
    `${folder}: ${files.size} files, ${(bytes / 1e6).toFixed(1)} MB, ${definitions} definitions, ${findings} findings, ${took} ms (${cpu} ms of CPU since the start), ${memory} MB`,
  );
  slow.sort((a, b) => b[0] - a[0]);
  for (const [ms, root] of slow.slice(0, 5)) console.log(`  ${ms} ms ${root}`);
}
