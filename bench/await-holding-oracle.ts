/** What clippy says about guards over an await in a crate or workspace, on a copy of it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

export interface Held {
  readonly of: 'lock' | 'cell';
  readonly path: string;
  readonly line: number;
}

export interface ClippyAnswer {
  /** The copy that was looked at. */
  readonly folder: string;
  /** Folders of the packages that were looked at, from the copy on. */
  readonly roots: readonly string[];
  readonly held: readonly Held[];
}

const lints = ['clippy::await_holding_lock', 'clippy::await_holding_refcell_ref'];
const flags = ['--cap-lints', 'warn', '-A', 'clippy::all', ...lints.flatMap((lint) => ['--force-warn', lint])];

/** @param cargo further arguments of `cargo clippy` */
export function askClippy(folder: string, cargo: string, options: { scratch: string; swap: boolean }): ClippyAnswer {
  const { scratch, swap } = options;
  const id = createHash('sha256').update(`${folder}\n${cargo}\n${swap}`).digest('hex').slice(0, 12);
  const kept = join(scratch, 'answers', `${basename(folder)}-${id}.json`);
  // Crates that name their neighbours by path find them beside the copy.
  const copy = join(scratch, swap ? 'swapped' : 'plain', basename(folder));
  if (!existsSync(kept)) {
    if (!existsSync(copy)) copyCrate(folder, copy, swap);
    mkdirSync(dirname(kept), { recursive: true });
    writeFileSync(kept, JSON.stringify(runClippy(copy, cargo, scratch)));
  }
  return { folder: copy, ...(JSON.parse(readFileSync(kept, 'utf8')) as Omit<ClippyAnswer, 'folder'>) };
}

function copyCrate(folder: string, copy: string, swap: boolean): void {
  for (const one of [folder, ...neighbours(folder)]) {
    const to = join(dirname(copy), basename(one));
    if (existsSync(to)) continue;
    cpSync(one, to, { recursive: true, filter: (path) => !/\/(?:target|\.git)$/.test(path) });
  }
  if (swap) swapLocks(copy);
}

/** Folders beside a crate that its manifest names, and those that theirs name. */
function neighbours(folder: string, found: string[] = []): string[] {
  const manifest = readFileSync(join(folder, 'Cargo.toml'), 'utf8');
  for (const [, path = ''] of manifest.matchAll(/path\s*=\s*"(\.\.\/[\w.-]+)"/g)) {
    const one = resolve(folder, path);
    if (!existsSync(join(one, 'Cargo.toml')) || found.includes(one)) continue;
    found.push(one);
    neighbours(one, found);
  }
  return found;
}

function runClippy(copy: string, cargo: string, scratch: string): Omit<ClippyAnswer, 'folder'> {
  const env = { ...process.env, CARGO_TARGET_DIR: join(scratch, 'target'), CARGO_PROFILE_DEV_DEBUG: '0' };
  const chosen = cargo.split(' ').filter((word) => word !== '');
  const args = [
    'cargo',
    'clippy',
    '--lib',
    '--bins',
    '--keep-going',
    '--message-format=json',
    ...chosen,
    '--',
    ...flags,
  ];
  const run = spawnSync('nice', args, { cwd: copy, env, encoding: 'utf8', maxBuffer: 1 << 30 });
  const messages = run.stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  const failed = messages.filter(({ message }) => message?.level === 'error').map(({ target }) => target.src_path);
  const held: Held[] = [];
  const roots = new Set<string>();
  for (const { reason, target, message } of messages) {
    if (reason === 'compiler-artifact' && target.src_path.startsWith(`${copy}/`) && !failed.includes(target.src_path))
      roots.add(`${relative(copy, dirname(target.src_path))}/`);
    const lint = reason === 'compiler-message' ? (message.code?.code ?? '') : '';
    const span = message?.spans.find((one: { is_primary: boolean }) => one.is_primary);
    if (!lints.includes(lint) || span === undefined) continue;
    held.push({ of: lint.includes('lock') ? 'lock' : 'cell', path: span.file_name, line: span.line_start });
  }
  if (roots.size === 0) throw new Error(`cargo clippy got nowhere in ${copy}:\n${run.stderr.slice(-2000)}`);
  for (const path of new Set(failed)) console.log(`  not compiled: ${relative(copy, path)}`);
  const distinct = new Map(held.map((one) => [`${one.of} ${one.path}:${one.line}`, one]));
  return { roots: [...roots], held: [...distinct.values()] };
}

/** Locks of tokio become parking_lot's: the same code then holds guards that clippy knows over its awaits. */
function swapLocks(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || /\/(?:tests|examples|benches)\//.test(path)) continue;
    if (entry.name === 'Cargo.toml') rewrite(path, addParkingLot);
    else if (entry.name.endsWith('.rs')) rewrite(path, swapInSource);
  }
}

function rewrite(path: string, change: (text: string) => string): void {
  const text = readFileSync(path, 'utf8');
  const next = change(text);
  if (next !== text) {
    rmSync(path);
    writeFileSync(path, next);
  }
}

/** Its guards are `Send` then, as those of tokio are. */
function addParkingLot(manifest: string): string {
  if (!/^tokio\b/m.test(manifest) || /^parking_lot\b/m.test(manifest)) return manifest;
  return manifest.replace(
    /^\[dependencies\]$/m,
    '[dependencies]\nparking_lot = { version = "0.12", features = ["send_guard"] }',
  );
}

function swapInSource(text: string): string {
  if (/\b(?:futures|async_lock|futures_util)::(?:lock|Mutex)\b/.test(text)) return text;
  const next = text
    .replace(/^(\s*)((?:pub(?:\([^)]*\))? )?)use tokio::[^;]*;/gm, (statement, indent: string, visibility: string) => {
      const names = new Set<string>();
      const left = statement.replace(/\bsync::(?:\{[^}]*\}|\w+)/g, (part) =>
        part.replace(/\b(?:Mutex|RwLock|MutexGuard|RwLockReadGuard|RwLockWriteGuard)\b(?!\w)/g, (name) => {
          names.add(name);
          return part.includes('{') ? '' : '{}';
        }),
      );
      const cleaned = left.replace(/\{\s*,/g, '{').replace(/,(?:\s*,)+/g, ',');
      return names.size === 0
        ? statement
        : `${cleaned}\n${indent.replace(/\n/g, '')}${visibility}use parking_lot::{${[...names].join(', ')}};`;
    })
    .replace(/\btokio::sync::(Mutex|RwLock|MutexGuard|RwLockReadGuard|RwLockWriteGuard)\b/g, 'parking_lot::$1');
  // parking_lot's `try_lock` gives an Option, that of std and tokio a Result.
  const own = /\bstd::sync::(?:\{[^}]*)?RwLock/.test(text);
  return next
    .replace(/\.(lock|read|write)\(\)\s*\.await\b/g, '.$1()')
    .replace(own ? /\.(try_lock)\(\)/g : /\.(try_(?:lock|read|write))\(\)/g, '.$1().ok_or(())');
}
