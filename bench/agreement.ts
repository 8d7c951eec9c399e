/**
 * How far the model of Rust code agrees with the compiler.
 *
 *     node bench/run.js agreement [--quiet | --table] [--build-cfg | --checked] DIR[=FEATURES]…
 *
 * Each DIR is a crate, or a member of the workspace in the folder around it, or a folder of crates; cargo, clippy and the crates' dependencies must be at hand. Warnings are compared by lint, file and
 * line; what a macro wrote may be matched by the line of the macro's text or by the line of the outermost call. `--build-cfg` tells the model what the build script set; with `--checked` the crate is
 * read as `check` reads it, manifest included (crates that stand alone, default features). What cargo cannot build is named and left out.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { buildCrate, type CodePlace, type CrateModel, type Place } from '../src/models/rust/crate/crate-model.ts';
import type { Edition } from '../src/models/rust/crate/input.ts';
import { parseSourceFile } from '../src/models/rust/parse.ts';
import type { SourceFile } from '../src/models/rust/syntax.ts';
import { heldGuards } from '../src/models/rust-api/held-guards.ts';
import { unfinishedCode } from '../src/models/rust-api/unfinished.ts';
import { codeBodies } from '../src/models/rust-bodies/code-bodies.ts';
import { Repo } from '../src/repo.ts';
import { beginModule } from '../src/sources/module.ts';
import {
  askCompiler,
  bodyLints,
  lints as interfaceLints,
  type Lint,
  type Metadata,
  type Oracle,
  type Spot,
  type Warning,
} from './oracle.ts';

const lints: readonly Lint[] = [...interfaceLints, ...bodyLints];
const ofBodies: ReadonlySet<Lint> = new Set(bodyLints);

const scratch = process.env.CIM_READY_SCRATCH ?? join(tmpdir(), 'cim-ready-agreement');

interface Score {
  matched: number;
  model: number;
  compiler: number;
}

function enabledFeatures(metadata: Metadata, asked: string): Set<string> {
  const enabled = new Set<string>();
  const queue = ['default', ...asked.split(',').filter((name) => name !== '')];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const parts = metadata.features[name];
    if (enabled.has(name) || parts === undefined) continue;
    enabled.add(name);
    for (const part of parts) {
      const [head] = part.split('/');
      if (part.startsWith('dep:')) enabled.add(part);
      else if (!part.includes('?/')) queue.push(head!);
    }
  }
  return enabled;
}

function modelOf(folder: string, oracle: Oracle, asked: string, buildCfg: boolean): CrateModel {
  const { metadata } = oracle;
  const base = oracle.base ?? join(scratch, 'sources', basename(folder));
  const lib = metadata.targets.find((target) =>
    target.kind.some((kind) => kind.includes('lib') || kind === 'proc-macro'),
  )!;
  const features = enabledFeatures(metadata, asked);
  const files = new Map<string, SourceFile | undefined>();
  const file = (path: string): SourceFile | undefined => {
    if (!files.has(path)) {
      const disk = join(base, path);
      files.set(path, existsSync(disk) ? parseSourceFile(path, readFileSync(disk, 'utf8')) : undefined);
    }
    return files.get(path);
  };
  const dependencies = metadata.dependencies
    .filter((one) => one.kind === null)
    .map((one) => (one.rename ?? one.name).replaceAll('-', '_'));
  const root = relative(base, lib.src_path);
  const script = metadata.targets.find((target) => target.kind.includes('custom-build'))?.src_path;
  const input = {
    name: lib.name.replaceAll('-', '_'),
    kind: 'lib' as const,
    root,
    edition: metadata.edition as Edition,
    features: [...features].filter((name) => !name.startsWith('dep:')),
    dependencies,
    ...(script === undefined ? {} : { buildScript: relative(base, script) }),
    dependencyRoots: Object.fromEntries(dependencyRoots(oracle).map(([name, path]) => [name, relative(base, path)])),
    procMacro: lib.kind.includes('proc-macro'),
    cfg: buildCfg ? oracle.buildCfg : [],
  };
  const text = (path: string): string | undefined =>
    existsSync(join(base, path)) ? readFileSync(join(base, path), 'utf8') : undefined;
  return buildCrate(input, { file, text });
}

function dependencyRoots({ metadata, members = {} }: Oracle): readonly (readonly [string, string])[] {
  return metadata.dependencies.flatMap(({ kind, name, rename, path }) => {
    const root = path === undefined ? undefined : members[path];
    return kind !== null || root === undefined ? [] : [[(rename ?? name).replaceAll('-', '_'), root] as const];
  });
}

function warningsOf(model: CrateModel): readonly Warning[] {
  const of = (lint: Lint, findings: readonly (Place & { readonly item: string })[]): Warning[] =>
    findings.map((one) => ({ lint, at: one, call: one.call, text: one.item }));
  return [
    ...of('missing_docs', model.missingDocs()),
    ...of('unreachable_pub', model.unreachablePub()),
    ...of('unnameable_types', model.unnameableTypes()),
    ...of('missing_debug_implementations', model.missingDebug()),
    ...of('undocumented_unsafe_blocks', model.undocumentedUnsafe()),
    ...of('missing_safety_doc', model.missingSafetyDocs()),
    ...stopsOf(model),
    ...guardsOf(model),
  ];
}

const stopLints: Readonly<Record<string, Lint>> = {
  'unwrap()': 'unwrap_used',
  'unwrap_err()': 'unwrap_used',
  'expect()': 'expect_used',
  'expect_err()': 'expect_used',
  'panic!': 'panic',
  'unreachable!': 'unreachable',
  'todo!': 'todo',
  'unimplemented!': 'unimplemented',
};

function stopsOf(model: CrateModel): readonly Warning[] {
  const { missing, stops } = unfinishedCode(model);
  const ends = new Map<string, Spot>();
  for (const code of codeBodies(model))
    for (const { token, args } of code.body.calls) ends.set(spotKey(code.placeOf(token)), code.placeOf(args.to));
  return [...missing, ...stops].flatMap((one) => {
    const lint = stopLints[one.what];
    return lint === undefined ? [] : [{ lint, at: ends.get(spotKey(one)) ?? one, call: undefined, text: one.what }];
  });
}

const spotKey = ({ path, line, column }: CodePlace): string => `${path}:${line}:${column}`;

/** Clippy points at the name that a guard is bound to, else at the expression that takes it. */
function guardsOf(model: CrateModel): readonly Warning[] {
  return heldGuards(model).map(({ code, of, lock, name }) => {
    const call = code.body.calls.find(({ token }) => token === lock);
    const from = name ?? (call?.kind === 'method' ? call.receiver.from : lock);
    const lint = of === 'lock' ? 'await_holding_lock' : 'await_holding_refcell_ref';
    return { lint, at: code.placeOf(from), call: undefined, text: 'guard' };
  });
}

async function warningsAsChecked(folder: string): Promise<readonly Warning[]> {
  const module = await beginModule(folder, { maxFileBytes: 2 ** 24 }).module;
  try {
    const rust = await new Repo(module.sources, { today: '2026-01-01' }).rust();
    const crates = rust.targets(({ kind }) => kind === 'lib');
    // Answers are plain data.
    const plain = ({ path, line }: Spot): Spot => ({ path, line });
    const about = async ({ model }: { readonly model: CrateModel }): Promise<readonly Warning[]> =>
      warningsOf(model).map(({ lint, at, call, text }) => ({ lint, at: plain(at), call: call && plain(call), text }));
    return (await rust.ask(crates, { name: 'warnings', about })).flat();
  } finally {
    module.close();
  }
}

const key = (spot: Spot): string => `${spot.path}:${spot.line}`;
const wholeKey = (one: Warning): string => `${key(one.at)} ${one.call === undefined ? '' : key(one.call)}`;

/**
 * One entry for each place. What a macro wrote stands at the line of the outermost call, however many things it wrote there, unless the compiler
 * names the very line of the call's input: rustc points at the macro's text or at its input as the macro happened to be written.
 */
function places(warnings: readonly Warning[], lint: Lint, raw: ReadonlySet<string>): Map<string, Warning> {
  const found = new Map<string, Warning>();
  for (const one of warnings) {
    if (one.lint !== lint) continue;
    const own = key(one.at);
    found.set(one.call === undefined || raw.has(own) ? own : key(one.call), one);
  }
  return found;
}

interface Comparison {
  readonly onlyModel: Warning[];
  readonly onlyCompiler: Warning[];
  readonly matched: number;
}

function compare(model: readonly Warning[], compiler: readonly Warning[], lint: Lint): Comparison {
  const plain = compiler.filter((one) => one.lint === lint && one.call === undefined).map((one) => key(one.at));
  const ours = places(model, lint, new Set(plain));
  // Of code in bodies the model tells the line of the macro's text alone.
  const theirs = places(compiler, lint, ofBodies.has(lint) ? new Set(ours.keys()) : new Set());
  const onlyModel = [...ours].filter(([place]) => !theirs.has(place)).map(([, one]) => one);
  const onlyCompiler = [...theirs].filter(([place]) => !ours.has(place)).map(([, one]) => one);
  return { onlyModel, onlyCompiler, matched: ours.size - onlyModel.length };
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : ((100 * part) / whole).toFixed(1);
}

const table = process.argv.includes('--table');
const quiet = table || process.argv.includes('--quiet');
const buildCfg = process.argv.includes('--build-cfg');
const checked = process.argv.includes('--checked');
const total = new Map<Lint, Score>(lints.map((lint) => [lint, { matched: 0, model: 0, compiler: 0 }]));

async function judge(path: string, features: string): Promise<void> {
  let oracle: Oracle;
  try {
    oracle = askCompiler(path, features, scratch);
  } catch (error) {
    console.log(`${basename(path)} is left out: ${String(error).slice(0, 300)}`);
    return;
  }
  const started = performance.now();
  const model = modelOf(path, oracle, features, buildCfg);
  const warnings = checked ? await warningsAsChecked(path) : warningsOf(model);
  const took = Math.round(performance.now() - started);
  if (!table) console.log(`${basename(path)} (${model.definitions.length} definitions, ${took} ms)`);
  const cells: string[] = [];
  for (const lint of lints) {
    const comparison = compare(warnings, oracle.warnings, lint);
    const score = scoreOf(comparison);
    const sum = total.get(lint)!;
    for (const part of ['matched', 'model', 'compiler'] as const) sum[part] += score[part];
    cells.push(cell(score));
    if (!table && score.model + score.compiler > 0) printScore(lint, score, comparison);
  }
  if (table) console.log(`| ${basename(path)} | ${features} | ${cells.join(' | ')} |`);
  if (!quiet) printUnexpanded(model);
}

/** The crate itself, or those in the folder. */
function cratesIn(folder: string): readonly string[] {
  if (existsSync(join(folder, 'Cargo.toml'))) return [folder];
  const entries = readdirSync(folder).sort();
  return entries.map((name) => join(folder, name)).filter((path) => existsSync(join(path, 'Cargo.toml')));
}

function scoreOf({ matched, onlyModel, onlyCompiler }: Comparison): Score {
  return { matched, model: matched + onlyModel.length, compiler: matched + onlyCompiler.length };
}

/** The number of warnings where both agree on all; else what they share of what each says. */
function cell({ matched, model, compiler }: Score): string {
  return matched === model && matched === compiler ? `${matched}` : `**${matched}** of ${model} / ${compiler}`;
}

function line(lint: Lint, { matched, model, compiler }: Score): string {
  const rates = `precision ${percent(matched, model)} recall ${percent(matched, compiler)}`;
  return `  ${lint.padEnd(30)} ${rates}  (${matched} of ${model} / ${compiler})`;
}

function printScore(lint: Lint, score: Score, { onlyModel, onlyCompiler }: Comparison): void {
  console.log(line(lint, score));
  if (quiet) return;
  for (const one of onlyModel) console.log(`    only model    ${wholeKey(one)} ${one.text}`);
  for (const one of onlyCompiler) console.log(`    only compiler ${wholeKey(one)} ${one.text}`);
}

function printUnexpanded(model: CrateModel): void {
  for (const { source, offset, name, reason } of model.unexpanded)
    console.log(`    unexpanded    ${source.path}:${source.position(offset).line} ${name}! ${reason}`);
}

if (table) {
  console.log(`| crate | features | ${lints.join(' | ')} |`);
  console.log(`|---|---|${'---|'.repeat(lints.length)}`);
}
for (const argument of process.argv.slice(2)) {
  const [folder = '', features = ''] = argument.startsWith('--') ? [] : argument.split('=');
  if (folder !== '') for (const path of cratesIn(resolve(folder))) await judge(path, features);
}
if (table) console.log(`| **total** | | ${lints.map((lint) => cell(total.get(lint)!)).join(' | ')} |`);
console.log('');
for (const lint of lints) console.log(line(lint, total.get(lint)!));
