/** Name and version of a Cargo.toml, from as little of it as can be: histories hold thousands of manifests, some of 160 kB. */
import { booleanOf, parseToml, stringOf, type TomlTable, tableOf } from './toml.ts';

export interface ManifestVersion {
  readonly name: string | undefined;
  readonly version: string | undefined;
  /** `version.workspace = true`. */
  readonly inherits: boolean;
  /** `[workspace.package] version`. */
  readonly workspaceVersion: string | undefined;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const MULTILINE = ['"""', "'''"].map((quotes) => encoder.encode(quotes));

/** @returns undefined for what is no TOML */
export function readManifestVersion(bytes: Uint8Array): ManifestVersion | undefined {
  return fromTables(bytes) ?? fromWhole(bytes);
}

function fromWhole(bytes: Uint8Array): ManifestVersion | undefined {
  const read = parseToml(decoder.decode(bytes));
  return read.ok ? describe(read.document.value) : undefined;
}

/**
 * Only the two tables that can say it, when they are written as tables. Without multi-line strings, a line that begins
 * with a header is one in every file that parses.
 */
function fromTables(bytes: Uint8Array): ManifestVersion | undefined {
  if (MULTILINE.some((quotes) => indexOf(bytes, quotes, 0) >= 0)) return undefined;
  const tables = ['[package]', '[workspace.package]'].map((header) => tableText(bytes, header)).join('\n');
  if (tables.trim() === '') return undefined;
  const read = parseToml(tables);
  const found = read.ok ? describe(read.document.value) : undefined;
  return found && (found.version ?? found.workspaceVersion) !== undefined ? found : undefined;
}

function tableText(bytes: Uint8Array, header: string): string {
  const wanted = encoder.encode(header);
  for (let at = indexOf(bytes, wanted, 0); at >= 0; at = indexOf(bytes, wanted, at + 1)) {
    if (at > 0 && bytes[at - 1] !== 10) continue;
    let end = at;
    do end = bytes.indexOf(10, end + 1);
    while (end >= 0 && bytes[end + 1] !== 0x5b);
    return decoder.decode(bytes.subarray(at, end < 0 ? bytes.length : end));
  }
  return '';
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let length = 1;
    while (length < wanted.length && bytes[at + length] === wanted[length]) length++;
    if (length === wanted.length) return at;
  }
  return -1;
}

function describe(manifest: TomlTable): ManifestVersion {
  const own = tableOf(manifest.package) ?? tableOf(manifest.project);
  const shared = tableOf(tableOf(manifest.workspace)?.package);
  return {
    name: stringOf(own?.name),
    version: stringOf(own?.version),
    inherits: booleanOf(tableOf(own?.version)?.workspace) === true,
    workspaceVersion: stringOf(shared?.version),
  };
}
