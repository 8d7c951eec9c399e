/**
 * How far the reading of build scripts agrees with what they set: `cargo check --message-format=json` of any package, whose
 * dependencies' scripts are read again from their source.
 *
 *     cargo check --message-format=json > messages.json
 *     node bench/run.js build-scripts messages.json
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { scriptOptions } from '../src/models/rust/build-script/script-options.ts';
import { cfgOptions } from '../src/models/rust/crate/cfg.ts';
import { parseSourceFile } from '../src/models/rust/parse.ts';
import type { SourceFile } from '../src/models/rust/syntax.ts';

interface Message {
  readonly reason: string;
  readonly package_id: string;
  readonly features?: readonly string[];
  readonly cfgs?: readonly string[];
  readonly manifest_path?: string;
  readonly target?: { readonly kind: readonly string[]; readonly src_path: string };
}

const messages = readFileSync(process.argv[2]!, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line) as Message);
const executed = new Map(
  messages.flatMap((one) => (one.reason === 'build-script-executed' ? [[one.package_id, one.cfgs!]] : [])),
);
const totals = { scripts: 0, telling: 0, agreed: 0, set: 0, wrong: 0, undecided: 0, missed: 0 };
for (const { target, package_id: id, features = [] } of messages) {
  if (target?.kind[0] !== 'custom-build' || !existsSync(target.src_path)) continue;
  const real = new Set(executed.get(id) ?? []);
  const file = (path: string): SourceFile | undefined =>
    existsSync(path) ? parseSourceFile(path, readFileSync(path, 'utf8')) : undefined;
  const read = scriptOptions(file(target.src_path)!, cfgOptions(features), { file });
  totals.scripts += 1;
  if (real.size + read.set.length + read.undecided.length === 0) continue;
  totals.telling += 1;
  const wrong = read.set.filter((option) => !real.has(option));
  const missed = [...real].filter((option) => !read.set.includes(option));
  const unsure = read.undecided.length > 0;
  totals.set += read.set.length;
  totals.wrong += wrong.length;
  totals.missed += missed.length;
  if (unsure) totals.undecided += 1;
  else if (wrong.length + missed.length === 0) totals.agreed += 1;
  if (wrong.length + missed.length > 0 || unsure)
    console.log(basename(dirname(target.src_path)), JSON.stringify({ wrong, missed, undecided: read.undecided }));
}
console.log(totals);
