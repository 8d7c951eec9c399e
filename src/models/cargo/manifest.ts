/** One Cargo.toml: its tables, the places of its keys, and what its fields inherit from a workspace. */

import { folderOf } from '../text/paths.ts';
import { parseToml, type TomlDocument, type TomlTable, type TomlValue, tableOf } from '../toml/toml.ts';

/** The part of the file list that reading manifests needs. Paths are relative to the module; above it they begin with `../`. */
export interface CargoFiles {
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** True where files at or below a path were left out, so that a manifest may be there unseen. */
  hides(path: string): boolean;
  /** @returns undefined where there is no such file */
  text(path: string): string | undefined;
}

/** Where something is written; ready to be evidence. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** What cargo refuses, or would warn of, in a manifest. */
export interface Problem extends Place {
  readonly about: 'manifest' | 'dependency' | 'feature' | 'target';
  readonly message: string;
}

/** A value with the place where it is written, which for an inherited one is in the workspace's manifest. */
export interface Field<T> {
  readonly value: T;
  readonly place: Place;
}

export type Step = string | number;

export interface Manifest {
  readonly path: string;
  /** Folder of the manifest, `''` for the module's root. */
  readonly folder: string;
  readonly table: TomlTable;
  readonly document: TomlDocument;
}

export type ManifestResult = { readonly manifest: Manifest } | { readonly problem: Problem };

export function readManifest(path: string, text: string): ManifestResult {
  const result = parseToml(text);
  if (!result.ok) return { problem: { about: 'manifest', path, ...result.problem } };
  return { manifest: { path, folder: folderOf(path), table: result.document.value, document: result.document } };
}

/** Where a key stands, else the nearest table above it, else the first line. */
export function placeOf(manifest: Manifest, ...keys: readonly Step[]): Place {
  for (let length = keys.length; length > 0; length--) {
    const place = manifest.document.places.at(keys.slice(0, length));
    if (place !== undefined) return { path: manifest.path, ...place };
  }
  return { path: manifest.path, line: 1, column: 1 };
}

/** `[package]`, or `[project]` as it was called before 2016. */
export function packageTable(manifest: Manifest): { readonly key: string; readonly table: TomlTable } | undefined {
  for (const key of ['package', 'project']) {
    const table = tableOf(manifest.table[key]);
    if (table !== undefined) return { key, table };
  }
  return undefined;
}

export function workspaceTable(manifest: Manifest): TomlTable | undefined {
  return tableOf(manifest.table.workspace);
}

/** True for `x.workspace = true`. */
export function inherits(value: TomlValue | undefined): boolean {
  return tableOf(value)?.workspace === true;
}
