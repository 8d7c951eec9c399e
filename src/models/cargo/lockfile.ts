/**
 * Cargo.lock, all versions of its format (1 with a `[metadata]` of checksums and perhaps a `[root]`, 2 to 4 with inline
 * checksums). Source: cargo's `core/resolver/encode.rs` as its documentation describes it.
 */
import { Broken, Unavailable } from '../../verdict.ts';
import { listOf, parseToml, stringOf, type TomlTable, tableOf, tomlValues } from '../toml/toml.ts';

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** `registry+…`, `sparse+…`, `git+…`; undefined for a package of the workspace or a path. */
  readonly source: string | undefined;
  /** Line of its `name` in the file. */
  readonly line: number | undefined;
}

export interface Lockfile {
  readonly path: string;
  readonly version: number;
  readonly packages: readonly LockedPackage[];
}

const WRITE_ANEW = 'Let cargo write the file anew: `cargo generate-lockfile`.';

const NEWEST = 4;

/**
 * @throws Broken with its place when the text is no lock file
 * @throws Unavailable when its format is newer than this program
 */
export function parseLockfile(text: string, path = 'Cargo.lock'): Lockfile {
  const value = tomlValues(text) ?? valuesOrRefuse(text, path);
  const version = formatOf(value, path);
  const lines = nameLines(text);
  const root = tableOf(value.root);
  const listed = [...(root === undefined ? [] : [root]), ...(listOf(value.package) ?? [])];
  const packages = listed.map((entry, at) => packageOf(tableOf(entry), path, lines[at]));
  return { path, version, packages };
}

function valuesOrRefuse(text: string, path: string): TomlTable {
  const result = parseToml(text);
  if (result.ok) return result.document.value;
  const { message, line, column } = result.problem;
  throw new Broken(`${path} does not parse: ${message}`, { path, line, column }, { fix: WRITE_ANEW });
}

function formatOf(value: TomlTable, path: string): number {
  const { version } = value;
  if (version === undefined) return value.metadata === undefined ? 2 : 1;
  if (typeof version !== 'number' || version < 1)
    throw new Broken(`${path} names no known version of its format`, { path }, { fix: WRITE_ANEW });
  if (version > NEWEST) throw new Unavailable(`${path} has format ${version}, which is newer than this program`);
  return version;
}

function packageOf(entry: TomlTable | undefined, path: string, line: number | undefined): LockedPackage {
  const name = stringOf(entry?.name);
  const version = stringOf(entry?.version);
  if (name === undefined || version === undefined)
    throw new Broken(
      `${path} holds a package without name or version`,
      { path, ...(line === undefined ? {} : { line }) },
      { fix: WRITE_ANEW },
    );
  return { name, version, source: stringOf(entry?.source), line };
}

/** Lines of the `name` keys of `[[package]]` and `[root]` tables: cargo writes the file, so each stands right under its header. */
function nameLines(text: string): number[] {
  const lines: number[] = [];
  text.split('\n').forEach((line, at, all) => {
    if (/^name = /.test(line) && /^\[(?:\[package\]|root)\]/.test(all[at - 1] ?? '')) lines.push(at + 1);
  });
  return lines;
}

/** True for a package of crates.io, whose advisories RustSec holds. */
export function isFromCratesIo({ source }: LockedPackage): boolean {
  return (
    source === 'registry+https://github.com/rust-lang/crates.io-index' || source === 'sparse+https://index.crates.io/'
  );
}
