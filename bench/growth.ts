/**
 * How the cost grows with the input: generated repositories of sizes n, 2n, 4n.
 *
 *     npm run build && node bench/run.js growth [--rounds=3] [--only=KIND] [--scale=1] [--full]
 *
 * Generates repositories that double twice, runs `cim-ready check` on the three in turn, and prints medians. The growth is that of
 * the second doubling beside that of the first: 2.00 is linear, 4.00 is the square; what a run costs without any input falls out.
 *
 *   files    10,000, 20,000 and 40,000 files in folders, a quarter of them Rust
 *   bytes    0.5, 1 and 2 MB of Rust in one crate: functions, types, implementations, calls, unsafe blocks, documentation
 *   crates   10, 20 and 40 crates of a workspace that use each other
 *   commits  10,000, 20,000 and 40,000 commits with tags
 *   pages    0.25, 0.5 and 1 MB of Markdown in README, CHANGELOG and records
 *   steps    100, 200 and 400 steps of CI in 10 workflows with scripts
 *
 *   --scale=1  multiplies the sizes
 *   --full     runs 200,000 files and 100,000 commits once instead
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMany, manyFiles } from '../test/hostile/many.ts';
import { interleave, quartiles, readArguments } from './measure.ts';

const { options } = readArguments(process.argv.slice(2));
const scale = Number(options.get('scale') ?? 1);
const rounds = Number(options.get('rounds') ?? 3);
const bin = join(process.cwd(), 'bin/cim-ready.cjs');

type Files = Readonly<Record<string, string>>;

const manifest = (name: string, more = ''): string =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\nlicense = "MIT"\n${more}`;

/** About 500 bytes of Rust that give every reader of code something to do. */
const rust = (at: number): string => `
/// Keeps ${at}, see [\`Parcel${at}::read\`].
#[derive(Debug, Clone, PartialEq)]
pub struct Parcel${at}<T = u8> { pub weight: u32, label: Option<String>, inner: Vec<T> }
impl<T: Clone> Parcel${at}<T> {
    /// Reads it.
    pub fn read(&self, text: &str) -> Result<u32, std::num::ParseIntError> {
        let sum: u32 = text.parse::<u32>()? + self.weight;
        for item in &self.inner { drop(item.clone()); }
        if let Some(label) = &self.label { println!("{label}"); }
        // SAFETY: it is in bounds.
        let first = unsafe { text.as_bytes().get_unchecked(0) };
        Ok(sum + u32::from(*first) + function${at}(sum))
    }
}
fn function${at}(value: u32) -> u32 { match value { 0 => 1, n if n > 3 => n - 1, _ => { let x = value.checked_add(1); x.unwrap_or(2) } } }
`;

/** A crate of many modules of some 12 kB. */
function code(bytes: number): Files {
  const files: Record<string, string> = { 'Cargo.toml': manifest('grown') };
  const count = Math.ceil(bytes / rust(10_000).length);
  const modules = Math.ceil(count / 12);
  files['src/lib.rs'] = `//! Grown.\n${Array.from({ length: modules }, (_, at) => `pub mod m${at};\n`).join('')}`;
  for (let module = 0; module < modules; module++) {
    const items = Array.from({ length: 12 }, (_, at) => rust(module * 12 + at)).join('');
    const next = (module + 1) % modules;
    files[`src/m${module}.rs`] = `//! Module ${module}.\nuse crate::m${next}::*;\n${items}`;
  }
  return files;
}

function crates(count: number): Files {
  const files: Record<string, string> = { 'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\nresolver = "2"\n' };
  for (let crate = 0; crate < count; crate++) {
    const before = crate === 0 ? '' : `[dependencies]\nc${crate - 1} = { path = "../c${crate - 1}" }\n`;
    files[`crates/c${crate}/Cargo.toml`] = manifest(`c${crate}`, before);
    const use = crate === 0 ? '' : `pub use c${crate - 1}::Parcel0 as Before;\n`;
    files[`crates/c${crate}/src/lib.rs`] =
      `//! Crate.\n${use}${Array.from({ length: 20 }, (_, at) => rust(at)).join('')}`;
  }
  return files;
}

function pages(bytes: number): Files {
  const part = (at: number): string =>
    `## Part ${at}\n\nText with \`code\`, a [link](docs/p${at}.md) and **words** about ${at}.\n\n- one\n- two\n\n\`\`\`rust\nuse grown::P${at};\n\`\`\`\n\n| a | b |\n|---|---|\n| ${at} | x |\n\n`;
  const release = (at: number): string => `## [0.${at}.0] - 2025-01-01\n\n### Added\n\n- Way ${at}\n\n`;
  const many = (of: (at: number) => string, size: number) =>
    Array.from({ length: Math.ceil(size / of(1000).length) }, (_, at) => of(at)).join('');
  const files: Record<string, string> = { 'Cargo.toml': manifest('grown'), 'src/lib.rs': '//! Grown.\n' };
  files['README.md'] = `# grown\n\n${many(part, bytes / 3)}`;
  files['CHANGELOG.md'] = `# Changelog\n\n${many(release, bytes / 3)}`;
  for (let at = 0; at < bytes / 15_000; at++)
    files[`docs/adr/${String(at).padStart(4, '0')}-x.md`] =
      `# ${at}. X\n\n## Status\n\nAccepted\n\n## Decision\n\nWe do.\n\n${many(part, 5_000)}`;
  return files;
}

function steps(count: number): Files {
  const files: Record<string, string> = { 'Cargo.toml': manifest('grown'), 'src/lib.rs': '//! Grown.\n' };
  for (let workflow = 0; workflow < 10; workflow++) {
    const all = Array.from(
      { length: count / 10 },
      (_, at) =>
        `      - name: step ${at}\n        if: github.event_name != 'x${at}'\n        run: |\n          set -e\n          cd crates/c${at} && cargo test -p c${at} --no-run\n          if [ -n "$X" ]; then ./run${at}.sh; fi\n`,
    ).join('');
    files[`.github/workflows/w${workflow}.yml`] =
      `on: [push, pull_request]\njobs:\n  a:\n    strategy:\n      matrix: { os: [ubuntu-latest, macos-latest] }\n    runs-on: \${{ matrix.os }}\n    steps:\n${all}`;
  }
  for (let at = 0; at < count / 10; at++) files[`run${at}.sh`] = 'set -e\nfor x in a b; do cargo test -p "$x"; done\n';
  return files;
}

const kinds: Readonly<Record<string, readonly [number, string, (size: number, folder: string) => void]>> = {
  files: [10_000, 'files', (size, folder) => makeMany(folder, { files: manyFiles(size) })],
  bytes: [500_000, 'bytes of Rust', (size, folder) => makeMany(folder, { files: code(size) })],
  crates: [10, 'crates', (size, folder) => makeMany(folder, { files: crates(size) })],
  commits: [
    10_000,
    'commits',
    (size, folder) => makeMany(folder, { commits: size, tags: size / 500, files: manyFiles(20) }),
  ],
  pages: [250_000, 'bytes of Markdown', (size, folder) => makeMany(folder, { files: pages(size) })],
  steps: [100, 'steps of CI', (size, folder) => makeMany(folder, { files: steps(size) })],
};

if (!existsSync(bin)) throw new Error('npm run build first');
const scratch = mkdtempSync(join(tmpdir(), 'growth-'));
try {
  if (options.has('full')) runFull(scratch);
  else
    for (const kind of Object.keys(kinds).filter((name) => name.includes(options.get('only') ?? '')))
      grow(kind, scratch);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function check(name: string, folder: string) {
  return { name, command: process.execPath, args: [bin, 'check', '--no-cache', '-q', folder] };
}

function grow(kind: string, scratch: string): void {
  const [start, words, make] = kinds[kind]!;
  const sizes = [1, 2, 4].map((times) => Math.round(start * times * scale));
  const contenders = sizes.map((size) => {
    const folder = join(scratch, `${kind}-${size}`);
    mkdirSync(folder);
    make(size, folder);
    return check(`${size.toLocaleString('en')} ${words}`, folder);
  });
  const found = interleave(contenders, rounds);
  const medians = (key: 'wall' | 'cpu' | 'peak') => found.map((runs) => quartiles(runs.map((one) => one[key]))[1]);
  const [wall, cpu, peak] = [medians('wall'), medians('cpu'), medians('peak')];
  console.log(`\n| input (${rounds} rounds) | wall s | CPU s | peak MiB |\n| --- | --- | --- | --- |`);
  for (const [at, { name }] of contenders.entries())
    console.log(`| ${name} | ${wall[at]?.toFixed(2)} | ${cpu[at]?.toFixed(2)} | ${peak[at]?.toFixed(0)} |`);
  const growth = ([a = 0, b = 0, c = 0]: readonly number[]) => ((c - b) / (b - a)).toFixed(2);
  console.log(`| growth | ${growth(wall)} | ${growth(cpu)} | ${growth(peak)} |`);
  for (const { args } of contenders) rmSync(args[3] ?? '', { recursive: true, force: true });
}

function runFull(scratch: string): void {
  const make: Readonly<Record<string, (folder: string) => void>> = {
    '200,000 files': (folder) => makeMany(folder, { files: manyFiles(200_000) }),
    '200,000 tracked files, none in the work tree': (folder) =>
      makeMany(folder, { files: manyFiles(200_000), checkout: false }),
    '100,000 commits': (folder) => makeMany(folder, { commits: 100_000, tags: 200, files: manyFiles(20) }),
  };
  console.log('| repository | wall s | CPU s | peak MiB |\n| --- | --- | --- | --- |');
  for (const [at, [name, build]] of Object.entries(make).entries()) {
    const folder = join(scratch, `full-${at}`);
    mkdirSync(folder);
    build(folder);
    const [runs = []] = interleave([check(name, folder)], rounds);
    const of = (key: 'wall' | 'cpu' | 'peak') => quartiles(runs.map((one) => one[key]))[1];
    console.log(`| ${name} | ${of('wall').toFixed(2)} | ${of('cpu').toFixed(2)} | ${of('peak').toFixed(0)} |`);
    rmSync(folder, { recursive: true, force: true });
  }
}
