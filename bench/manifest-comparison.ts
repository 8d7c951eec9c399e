/** Compares the manifest model with `cargo metadata --no-deps`, field by field; shared by the benches of manifests. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Dependency } from '../src/models/cargo/dependencies.ts';
import type { CargoFiles } from '../src/models/cargo/manifest.ts';
import type { Package } from '../src/models/cargo/package.ts';
import { parseRequirement } from '../src/models/cargo/requirement.ts';
import type { Target } from '../src/models/cargo/targets.ts';
import { readCargoModule } from '../src/models/cargo/workspace.ts';
import { joinPath } from '../src/models/text/paths.ts';

interface CargoDependency {
  name: string;
  rename: string | null;
  req: string;
  kind: string | null;
  optional: boolean;
  uses_default_features: boolean;
  features: string[];
  target: string | null;
  source: string | null;
  path?: string;
}
interface CargoTarget {
  name: string;
  kind: string[];
  crate_types: string[];
  src_path: string;
  edition: string;
  'required-features'?: string[];
}
interface CargoPackage {
  name: string;
  version: string;
  edition: string;
  description: string | null;
  license: string | null;
  license_file: string | null;
  readme: string | null;
  repository: string | null;
  homepage: string | null;
  documentation: string | null;
  rust_version: string | null;
  default_run: string | null;
  keywords: string[];
  categories: string[];
  authors: string[];
  publish: string[] | null;
  features: Record<string, string[]>;
  dependencies: CargoDependency[];
  targets: CargoTarget[];
  manifest_path: string;
}
interface Metadata {
  packages: CargoPackage[];
  workspace_default_members: string[];
}

type Row = readonly [what: string, cargo: unknown, ours: unknown];

const counts = new Map<string, { same: number; all: number }>();
const differences: string[] = [];

function compare(where: string, [what, cargo, ours]: Row): void {
  const count = counts.get(what) ?? { same: 0, all: 0 };
  counts.set(what, count);
  count.all++;
  if (JSON.stringify(cargo) === JSON.stringify(ours)) count.same++;
  else differences.push(`${where} ${what}\n    cargo ${only(cargo, ours)}\n    ours  ${only(ours, cargo)}`);
}

/** Of two lists, what the other lacks. */
function only(one: unknown, other: unknown): string {
  if (!Array.isArray(one) || !Array.isArray(other)) return JSON.stringify(one);
  return JSON.stringify(one.filter((row) => !other.includes(row)));
}

function filesOf(root: string): CargoFiles {
  const paths: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isSymbolicLink()) {
        try {
          if (statSync(join(root, path)).isFile()) paths.push(path);
        } catch {
          // A link that leads nowhere is no file.
        }
      } else if (entry.isDirectory() && entry.name !== '.git') walk(path);
      else if (entry.isFile()) paths.push(path);
    }
  };
  walk('');
  const known = new Set(paths);
  return {
    paths: paths.sort(),
    has: (path) => known.has(path),
    hides: () => false,
    text: (path) => (known.has(path) ? readFileSync(join(root, path), 'utf8') : undefined),
  };
}

function askCargo(root: string): Metadata | string {
  try {
    const args = [
      'metadata',
      '--no-deps',
      '--offline',
      '--format-version',
      '1',
      '--manifest-path',
      join(root, 'Cargo.toml'),
    ];
    // Nightly features of a manifest are no disagreement about its meaning; nor is a toolchain that is not installed here.
    const env = { ...process.env, RUSTC_BOOTSTRAP: '1' };
    return JSON.parse(
      execFileSync('cargo', args, {
        env,
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 1e9,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  } catch (error) {
    return String((error as { stderr?: string }).stderr ?? error);
  }
}

const dependencyRow = (dependency: Dependency): unknown[] => [
  dependency.package,
  dependency.key === dependency.package ? null : dependency.key,
  dependency.requirement === undefined ? '*' : (parseRequirement(dependency.requirement)?.canonical ?? '?'),
  dependency.kind,
  dependency.optional,
  dependency.defaultFeatures,
  dependency.features,
  dependency.target?.replace(/\s/g, '') ?? null,
  dependency.git !== undefined,
  dependency.path ?? null,
];

const cargoDependencyRow = (root: string, dependency: CargoDependency): unknown[] => [
  dependency.name,
  dependency.rename === dependency.name ? null : dependency.rename,
  dependency.req,
  dependency.kind ?? 'normal',
  dependency.optional,
  dependency.uses_default_features,
  dependency.features,
  dependency.target?.replace(/\s/g, '') ?? null,
  dependency.source?.startsWith('git+') ?? false,
  dependency.path === undefined ? null : relative(root, dependency.path),
];

const targetRow = (target: Target): unknown[] => [
  target.kind === 'lib' ? target.crateTypes : [target.kind === 'build' ? 'custom-build' : target.kind],
  target.name,
  target.path,
  target.crateTypes,
  target.edition,
  target.requiredFeatures,
];

const cargoTargetRow = (root: string, target: CargoTarget): unknown[] => [
  target.kind,
  target.name,
  relative(root, target.src_path),
  target.crate_types,
  target.edition,
  target['required-features'] ?? [],
];

const sorted = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

/** Cargo leaves such a target out of its metadata and refuses only to build: the model keeps it, and has a problem. */
function isDeferred(message: string): boolean {
  return /^(?:example|test|bench) `.*` (?:has neither|could be)/.test(message);
}

function comparePackages(root: string, where: string, cargo: CargoPackage, ours: Package): void {
  const named = (file: Package['readme']): string | undefined =>
    file && relative(join(root, ours.folder), join(root, file.path ?? ''));
  const deferred = new Set(ours.problems.filter((one) => isDeferred(one.message)).map((one) => one.line));
  const fields: Row[] = [
    ['name', cargo.name, ours.name],
    ['version', cargo.version, ours.version?.value ?? '0.0.0'],
    ['edition', cargo.edition, ours.edition],
    ['description', cargo.description, ours.description?.value ?? null],
    ['license', cargo.license, ours.license?.value ?? null],
    ['license-file', cargo.license_file, named(ours.licenseFile) ?? null],
    ['readme', cargo.readme === null ? null : joinPath('', cargo.readme), named(ours.readme) ?? null],
    ['repository', cargo.repository, ours.repository?.value ?? null],
    ['homepage', cargo.homepage, ours.homepage?.value ?? null],
    ['documentation', cargo.documentation, ours.documentation?.value ?? null],
    ['rust-version', cargo.rust_version, ours.rustVersion?.value ?? null],
    ['keywords', cargo.keywords, ours.keywords?.value ?? []],
    ['categories', cargo.categories, ours.categories?.value ?? []],
    ['authors', cargo.authors, ours.authors?.value ?? []],
    ['default-run', cargo.default_run, ours.defaultRun ?? null],
    ['publish', cargo.publish, ours.publish === true ? null : ours.publish === false ? [] : ours.publish],
    [
      'targets',
      sorted(cargo.targets.map((one) => cargoTargetRow(root, one))),
      sorted(ours.targets.filter((one) => !deferred.has(one.place.line)).map(targetRow)),
    ],
    ['features', sorted(Object.entries(cargo.features)), sorted(ours.features.map((one) => [one.name, one.enables]))],
    [
      'dependencies',
      sorted(cargo.dependencies.map((one) => cargoDependencyRow(root, one))),
      sorted(ours.dependencies.map(dependencyRow)),
    ],
  ];
  for (const row of fields) compare(`${where} ${cargo.name}`, row);
}

export function compareModule(root: string, where: string): void {
  const cargo = askCargo(root);
  const result = readCargoModule(filesOf(root));
  const problems =
    result.kind === 'module' ? result.module.problems.filter((one) => !isDeferred(one.message)) : [result];
  const accepted = typeof cargo !== 'string';
  const unread = typeof cargo === 'string' ? /failed to read `([^`]+)`/.exec(cargo)?.[1] : undefined;
  if (unread !== undefined && !unread.startsWith(`${root}/`) && problems.length === 0) {
    console.log(`${where}: cargo wants a path dependency outside the repository, which the model leaves alone`);
    return;
  }
  compare(where, ['accepted', accepted, problems.length === 0]);
  if (accepted !== (problems.length === 0))
    differences.push(`    ${accepted ? JSON.stringify(problems[0]) : (cargo as string).slice(0, 1_500)}`);
  if (!accepted || result.kind !== 'module') return;
  const manifests = (cargo as Metadata).packages.map((one) => relative(root, one.manifest_path)).sort();
  compare(where, ['members', manifests, result.module.packages.map((one) => one.manifestPath).sort()]);
  for (const one of (cargo as Metadata).packages) {
    const path = relative(root, one.manifest_path);
    const ours = result.module.packages.find((candidate) => candidate.manifestPath === path);
    if (ours !== undefined) comparePackages(root, where, one, ours);
  }
  const defaults = (cargo as Metadata).packages
    .filter((one) =>
      (cargo as Metadata).workspace_default_members.some((id) =>
        id.includes(`${relative('/', join(one.manifest_path, '..'))}#`),
      ),
    )
    .map((one) => relative(root, one.manifest_path));
  compare(where, ['default-members', defaults.sort(), [...result.module.defaultMembers].sort()]);
}

export function report(): void {
  for (const difference of differences) console.log(difference.slice(0, 3_000));
  for (const [what, { same, all }] of counts) console.log(`${what.padEnd(16)} ${same}/${all}`);
}
