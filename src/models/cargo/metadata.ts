/** What a package's metadata lacks, field by field. Source: the Cargo Book, "The Manifest Format", and what crates.io refuses. */

import { parseSpdx } from '../licence/spdx.ts';
import { isPlaceholder, isPlaceholderAddress } from '../text/placeholder.ts';
import { categoryProblem, keywordProblem, MAX_CATEGORIES, MAX_KEYWORDS } from './crates-io.ts';
import type { Field, Place } from './manifest.ts';
import type { NamedFile, Package } from './package.ts';

export interface MetadataProblem extends Place {
  readonly field: string;
  readonly message: string;
}

/** Each field that is missing, empty, a placeholder or invalid, with its place; a missing one stands at `[package]`. */
export function metadataProblems(owner: Package, readmesNearby: readonly string[]): readonly MetadataProblem[] {
  const problems: MetadataProblem[] = [];
  const add = (field: string, message: string | undefined, place?: Place): void => {
    if (message !== undefined) problems.push({ field, message, ...(place ?? owner.place('package')) });
  };
  const text = (field: string, value: Field<string> | undefined): void =>
    add(field, textProblem(field, value), value?.place);
  text('version', owner.version);
  text('edition', owner.declaredEdition);
  text('description', owner.description);
  add('license', licenceProblem(owner), owner.license?.place ?? owner.licenseFile?.place);
  add('repository', addressProblem(owner.repository), owner.repository?.place);
  for (const message of listProblems('keywords', owner.keywords, MAX_KEYWORDS, keywordProblem))
    add('keywords', message, owner.keywords?.place);
  for (const message of listProblems('categories', owner.categories, MAX_CATEGORIES, categoryProblem))
    add('categories', message, owner.categories?.place);
  add('readme', readmeProblem(owner.readme, readmesNearby), owner.readme?.place);
  text('rust-version', owner.rustVersion);
  return problems;
}

function textProblem(field: string, value: Field<string> | undefined): string | undefined {
  if (value === undefined) return `${field} is missing`;
  if (value.value.trim() === '') return `${field} is empty`;
  return isPlaceholder(value.value) ? `${field} is a placeholder: \`${value.value}\`` : undefined;
}

function licenceProblem({ license, licenseFile }: Package): string | undefined {
  if (license !== undefined) {
    const parsed = parseSpdx(license.value);
    return parsed.ok ? undefined : `license is invalid: ${parsed.message}`;
  }
  if (licenseFile === undefined) return 'license is missing, and so is license-file';
  return licenseFile.exists ? undefined : `license-file names ${licenseFile.written}, which does not exist`;
}

/** crates.io takes http and https only. */
function addressProblem(value: Field<string> | undefined): string | undefined {
  const problem = textProblem('repository', value);
  if (problem !== undefined || value === undefined) return problem;
  if (!/^https?:\/\/\S+$/.test(value.value) || !URL.canParse(value.value))
    return `repository is no http(s) address: \`${value.value}\``;
  const names = new URL(value.value).pathname.split('/').filter((name) => name !== '');
  const placeholder = isPlaceholderAddress(value.value) || names.some((name) => isPlaceholder(name));
  return placeholder ? `repository is a placeholder: \`${value.value}\`` : undefined;
}

function listProblems(
  field: string,
  list: Field<readonly string[]> | undefined,
  most: number,
  problemOf: (value: string) => string | undefined,
): string[] {
  if (list === undefined) return [`${field} is missing`];
  if (list.value.length === 0) return [`${field} is empty`];
  const problems = list.value.map(problemOf).filter((problem) => problem !== undefined);
  if (list.value.length > most) problems.push(`${field} has ${list.value.length} entries, crates.io takes ${most}`);
  return problems;
}

function readmeProblem(readme: NamedFile | undefined, nearby: readonly string[]): string | undefined {
  if (readme?.exists) return undefined;
  if (readme !== undefined) return `readme names ${readme.written}, which does not exist`;
  const other = nearby[0];
  const hint = other === undefined ? '' : `: cargo does not find ${other} by itself`;
  return `readme is missing${hint}`;
}

/** Files beside a manifest that look like a README and that cargo does not take for one. */
export function readmesBeside(owner: Package, paths: readonly string[]): readonly string[] {
  const prefix = owner.folder === '' ? '' : `${owner.folder}/`;
  const beside = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  return beside.filter((name) => /^readme(?:\.[a-z]+)?$/i.test(name));
}

/** How many fields `metadataProblems` looks at; name is among them, because cargo refuses a manifest without it. */
export const METADATA_FIELDS = 10;
