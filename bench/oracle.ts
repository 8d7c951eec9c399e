/** What rustc and clippy say about a crate, through cargo; answers are kept in a scratch folder, one file a crate and set of features. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, normalize, relative, resolve } from 'node:path';

export const lints = [
  'missing_docs',
  'unreachable_pub',
  'unnameable_types',
  'missing_debug_implementations',
  'undocumented_unsafe_blocks',
  'missing_safety_doc',
] as const;

/** What stops a program, which is counted in bodies: what clippy knows by types, the model by names. */
export const bodyLints = [
  'unwrap_used',
  'expect_used',
  'panic',
  'unreachable',
  'todo',
  'unimplemented',
  'await_holding_lock',
  'await_holding_refcell_ref',
] as const;
export type Lint = (typeof lints)[number] | (typeof bodyLints)[number];

const rustcLints: ReadonlySet<Lint> = new Set(lints.slice(0, 4));
const asked: readonly Lint[] = [...lints, ...bodyLints];

export interface Spot {
  readonly path: string;
  readonly line: number;
}

/** One warning: where it points, and where the outermost macro call behind it stands. */
export interface Warning {
  readonly lint: Lint;
  readonly at: Spot;
  readonly call: Spot | undefined;
  readonly text: string;
}

export interface Oracle {
  readonly warnings: readonly Warning[];
  /** `--cfg` options that the crate's build script set. */
  readonly buildCfg: readonly string[];
  readonly metadata: Metadata;
  /** Folder that the paths of warnings count from: that of the crate, or of the workspace it is a member of. */
  readonly base: string;
  /** Library roots of the packages of the workspace, by folder. */
  readonly members: Readonly<Record<string, string>>;
}

export interface Metadata {
  readonly name: string;
  readonly manifest_path: string;
  readonly version: string;
  readonly edition: string;
  readonly features: Readonly<Record<string, readonly string[]>>;
  readonly dependencies: readonly {
    readonly name: string;
    readonly rename: string | null;
    readonly kind: string | null;
    readonly optional: boolean;
    readonly path?: string;
  }[];
  readonly targets: readonly { readonly kind: readonly string[]; readonly name: string; readonly src_path: string }[];
}

interface Span {
  readonly file_name: string;
  readonly line_start: number;
  readonly line_end: number;
  readonly is_primary: boolean;
  readonly expansion: { readonly span: Span } | null;
}

const ending: ReadonlySet<Lint> = new Set(['unwrap_used', 'expect_used']);

/** Forced to warn, whatever the crate allows; a crate's own `deny` does not end the build. */
const flags = ['--cap-lints', 'warn', ...asked.flatMap((lint) => ['--force-warn', clippyName(lint)])];

function clippyName(lint: Lint): string {
  return rustcLints.has(lint) ? lint : `clippy::${lint}`;
}

/** @param features as for cargo's `--features`; empty for the defaults alone */
export function askCompiler(folder: string, features: string, scratch: string): Oracle {
  const id = createHash('sha256')
    .update(`${resolve(folder)}\n${features}\n${flags.join(' ')}\n${[...ending].join(' ')}`)
    .digest('hex')
    .slice(0, 12);
  const kept = join(scratch, 'answers', `${basename(folder)}-${id}.json`);
  if (!existsSync(kept)) {
    mkdirSync(join(scratch, 'answers'), { recursive: true });
    writeFileSync(kept, JSON.stringify(runCargo(folder, features, scratch)));
  }
  return JSON.parse(readFileSync(kept, 'utf8')) as Oracle;
}

function runCargo(folder: string, features: string, scratch: string): Oracle {
  const top = workspaceOf(folder);
  const base = join(scratch, 'sources', basename(top));
  const copy = join(base, relative(top, folder));
  rmSync(base, { recursive: true, force: true });
  cpSync(top, base, { recursive: true, filter: (path) => !/\/(target|\.git)$/.test(path) });
  const chosen = features === '' ? [] : ['--features', features];
  const env = { ...process.env, CARGO_TARGET_DIR: join(scratch, 'target'), CARGO_INCREMENTAL: '0' };
  const cargo = (args: readonly string[]): string => {
    const run = spawnSync('nice', ['-n', '15', 'cargo', ...args], {
      cwd: copy,
      env,
      encoding: 'utf8',
      maxBuffer: 1 << 29,
    });
    if (run.status !== 0) throw new Error(`cargo ${args[0]} failed in ${folder}:\n${run.stderr.slice(-2000)}`);
    return run.stdout;
  };
  const output = cargo(['clippy', '--lib', '-j1', '--message-format=json', ...chosen, '--', ...flags]);
  const metadata = JSON.parse(cargo(['metadata', '--no-deps', '--format-version=1'])) as { packages: Metadata[] };
  const own = metadata.packages.find((one) => dirname(one.manifest_path) === copy)!;
  return { ...readMessages(output, copy), metadata: own, base, members: libraryRoots(metadata.packages) };
}

/** The folder of the workspace that names a crate among its members, which is then copied whole; else the crate's own. */
function workspaceOf(folder: string): string {
  const parent = dirname(resolve(folder));
  const manifest = join(parent, 'Cargo.toml');
  const found = existsSync(manifest) && readFileSync(manifest, 'utf8').includes('[workspace]');
  return found ? parent : resolve(folder);
}

function libraryRoots(packages: readonly Metadata[]): Record<string, string> {
  const libraries = packages.flatMap((one) => {
    const root = one.targets.find((target) => target.kind.includes('lib'))?.src_path;
    return root === undefined ? [] : [[dirname(one.manifest_path), root] as const];
  });
  return Object.fromEntries(libraries);
}

function readMessages(output: string, folder: string): Pick<Oracle, 'warnings' | 'buildCfg'> {
  const warnings: Warning[] = [];
  const buildCfg: string[] = [];
  for (const line of output.split('\n')) {
    if (!line.startsWith('{')) continue;
    const message = JSON.parse(line);
    if (message.reason === 'build-script-executed' && String(message.package_id).includes(folder))
      buildCfg.push(...message.cfgs);
    if (message.reason !== 'compiler-message' || message.target.kind.includes('custom-build')) continue;
    if (dirname(message.manifest_path) !== folder) continue; // another member of the workspace
    const lint = String(message.message.code?.code ?? '').replace('clippy::', '') as Lint;
    if (!asked.includes(lint)) continue;
    const span = (message.message.spans as Span[]).find((one) => one.is_primary);
    if (span === undefined) continue;
    // Of `a\n.b()\n.unwrap()` the whole expression is named: its last line is that of the call.
    const at = { path: normalize(span.file_name), line: ending.has(lint) ? span.line_end : span.line_start };
    warnings.push({ lint, at, call: outermost(span), text: message.message.message });
  }
  return { warnings, buildCfg };
}

function spot(span: Span): Spot {
  return { path: normalize(span.file_name), line: span.line_start };
}

function outermost(span: Span): Spot | undefined {
  let call: Span | undefined;
  for (let expansion = span.expansion; expansion !== null; expansion = expansion.span.expansion) call = expansion.span;
  return call === undefined ? undefined : spot(call);
}
