/** The whole Rust model of a folder: every crate under it, from reading files to all findings, one crate after the other as an audit reads them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'smol-toml';
import { Trace } from '../src/models/kept/answers.ts';
import { Texts } from '../src/models/kept/texts.ts';
import { buildCrate, type CrateModel } from '../src/models/rust/crate/crate-model.ts';
import { ParsedFiles } from '../src/models/rust-module/parsed-files.ts';

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

export interface Modelled {
  readonly files: number;
  readonly bytes: number;
  readonly definitions: number;
  readonly findings: number;
  /** Milliseconds and root of each crate. */
  readonly crates: readonly (readonly [number, string])[];
  /** Milliseconds, listing the files left out: the product knows them from git. */
  readonly took: number;
}

export function modelAll(folder: string): Modelled {
  const listed = listFiles(folder);
  const roots = [...listed].filter((path) => path.endsWith('/src/lib.rs'));
  const features = new Map(roots.map((root) => [root, featuresOf(root)]));
  const started = performance.now();
  let bytes = 0;
  let read = 0;
  const sources = new ParsedFiles(
    new Texts((path) => {
      const disk = join(folder, path);
      if (!listed.has(disk)) return undefined;
      const text = readFileSync(disk, 'utf8');
      bytes += text.length;
      read += 1;
      return text;
    }, undefined),
  );
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
      sources.traced(new Trace()),
    );
    definitions += model.definitions.length;
    findings += model.missingDocs().length + model.unreachablePub().length + model.unnameableTypes().length;
    findings += model.missingDebug().length + model.undocumentedUnsafe().length + model.missingSafetyDocs().length;
    slow.push([Math.round(performance.now() - from), relative(folder, root)]);
    if (sources.isFull) sources.forget();
  }
  return { files: read, bytes, definitions, findings, crates: slow, took: Math.round(performance.now() - started) };
}
