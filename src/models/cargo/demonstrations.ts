/** Examples and benchmarks of a module: whether they use its crates, and whether cargo could run them. */

import { reachedFiles } from '../rust/crate/reached-files.ts';
import type { SourceFile } from '../rust/syntax.ts';
import type { RustModule } from '../rust-module.ts';
import { declaresModule, firstNames, hasAttribute } from '../rust-names.ts';
import type { Place } from './manifest.ts';
import type { Package } from './package.ts';
import type { Target } from './targets.ts';

export interface Demonstration {
  readonly owner: Package;
  readonly target: Target;
  readonly files: readonly SourceFile[];
  /** Names of crates that its files begin paths with. */
  readonly names: ReadonlySet<string>;
}

export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Example targets, and what packages in a folder called `examples` build. */
export function readExamples(rust: RustModule): readonly Demonstration[] {
  return rust.cargo.packages.flatMap((owner) => {
    const wanted = owner.targets.filter(
      ({ kind }) => kind === 'example' || ((kind === 'bin' || kind === 'lib') && isExample(owner)),
    );
    return wanted.map((target) => demonstration(rust, owner, target));
  });
}

/** True for a package below a folder called `examples`. */
function isExample(owner: Package): boolean {
  return owner.folder.split('/').includes('examples');
}

/** Bench targets. A file in benches/ that is a module of another benchmark is none, though cargo discovers it as one. */
export function readBenches(rust: RustModule): readonly Demonstration[] {
  return rust.cargo.packages.flatMap((owner) => {
    const targets = owner.targets.filter(({ kind }) => kind === 'bench');
    const benches = targets.map((target) => demonstration(rust, owner, target));
    return benches.filter((one) => one.target.declared || !benches.some((other) => isModuleOf(one, other)));
  });
}

function isModuleOf(one: Demonstration, other: Demonstration): boolean {
  return one !== other && other.files.some(({ path }) => path === one.target.path);
}

function demonstration(rust: RustModule, owner: Package, target: Target): Demonstration {
  const paths = target.path === undefined || !target.exists ? [] : [...reachedFiles(target.path, rust)];
  const files = paths.map((path) => rust.file(path)).filter((file) => file !== undefined);
  const names = new Set<string>();
  for (const file of files) for (const name of firstNames(file)) if (!declaresModule(file, name)) names.add(name);
  return { owner, target, files, names };
}

/** A declared file that is not there, or one that rustc would refuse. */
export function brokenTarget({ target, files }: Demonstration): Finding | undefined {
  const place: Place = target.place;
  if (!target.exists) {
    const where = target.path ?? 'a path outside the module';
    return { message: `${target.kind} \`${target.name}\` is declared, but ${where} does not exist`, ...place };
  }
  for (const { path, errors } of files) {
    const [error] = errors;
    if (error !== undefined)
      return { path, line: error.line, column: error.column, message: `does not parse: ${error.message}` };
  }
  return undefined;
}

/** Names under which a package's code can write the libraries of the module. */
function libraryNames(owner: Package, packages: readonly Package[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const other of packages) {
    const library = other.targets.find((one) => one.kind === 'lib');
    if (library === undefined) continue;
    if (other === owner) names.add(library.crateName);
    for (const { key, package: name, crateName } of owner.dependencies)
      if (name === other.name) names.add(key === name ? library.crateName : crateName);
  }
  return names;
}

/** True when an example shows a library of the module. An example's own helper library is none. */
export function usesModule({ owner, names }: Demonstration, packages: readonly Package[]): boolean {
  const shown = isExample(owner) ? packages.filter((one) => one !== owner) : packages;
  return [...libraryNames(owner, shown)].some((name) => names.has(name));
}

/** Crates that bring their own `main`, so that cargo's harness must be switched off. */
const HARNESSES = [
  'criterion',
  'codspeed_criterion_compat',
  'divan',
  'codspeed_divan_compat',
  'bencher',
  'codspeed_bencher_compat',
  'iai',
  'iai_callgrind',
  'gungraun',
  'tango_bench',
  'brunch',
];

/** Dependencies of a package that are benchmark harnesses, whether a benchmark uses them or not. */
export function harnessesOf(owner: Package): readonly string[] {
  return HARNESSES.filter((name) => owner.dependencies.some((one) => one.crateName === name));
}

/** Why cargo could not run a benchmark: its harness is no dependency, or not switched on as it must be. */
export function benchProblem(bench: Demonstration): string | undefined {
  const { owner, target, files, names } = bench;
  const label = `bench \`${target.name}\``;
  const used = HARNESSES.filter((name) => names.has(name));
  const missing = used.find(
    (name) => !owner.dependencies.some((one) => one.kind !== 'build' && one.crateName === name),
  );
  if (missing !== undefined) return `${label} uses ${missing}, which is no dev-dependency`;
  if (used.length > 0 && target.harness)
    return `${label} uses ${used[0]} without \`harness = false\`: cargo's own harness runs none of it`;
  if (used.length > 0) return undefined;
  const root = files.find((file) => file.path === target.path);
  const items = root?.items ?? [];
  const hasMain = items.some((item) => item.kind === 'function' && item.name === 'main');
  if (!target.harness) {
    const mayMake = items.some((item) => item.kind === 'macro-call');
    return hasMain || mayMake ? undefined : `${label} has \`harness = false\` and no main function`;
  }
  if (files.some((file) => hasAttribute(file.items, 'bench'))) return undefined;
  return hasMain
    ? `${label} has its own main without \`harness = false\`: cargo's own harness runs none of it`
    : `${label} has no benchmark: no harness is used and no function is \`#[bench]\``;
}
