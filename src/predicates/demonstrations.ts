/** Examples and benchmarks of a module: whether they use its crates, and whether cargo could run them. */

import type { Package } from '../models/cargo/package.ts';
import { missingFeature, type Target } from '../models/cargo/targets.ts';
import { question } from '../models/rust-module/question.ts';
import type { RustModule } from '../models/rust-module/rust-module.ts';

export interface Demonstration {
  readonly owner: Package;
  readonly target: Target;
  /** Its files, the root file first; none when that is not there. */
  readonly paths: readonly string[];
  /** The first place that rustc would refuse. */
  readonly error: Finding | undefined;
  /** Names of crates that its files begin paths with. */
  readonly names: ReadonlySet<string>;
  /** A function is marked `#[bench]`. */
  readonly hasBench: boolean;
  /** The root file has a `main`, or a macro call that may write one. */
  readonly main: 'written' | 'perhaps' | 'none';
}

export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Example targets, and what packages in a folder called `examples` build. */
export async function readExamples(rust: RustModule): Promise<readonly Demonstration[]> {
  return demonstrations(
    rust,
    ({ kind }, owner) => kind === 'example' || ((kind === 'bin' || kind === 'lib') && isExample(owner)),
  );
}

/** True for a package below a folder called `examples`. */
function isExample(owner: Package): boolean {
  return owner.folder.split('/').includes('examples');
}

/** Bench targets. A file in benches/ that is a module of another benchmark is none, though cargo discovers it as one. */
export async function readBenches(rust: RustModule): Promise<readonly Demonstration[]> {
  const all = await demonstrations(rust, ({ kind }) => kind === 'bench');
  return all.filter(
    (one) => one.target.declared || !all.some((other) => other.owner === one.owner && isModuleOf(one, other)),
  );
}

function isModuleOf(one: Demonstration, other: Demonstration): boolean {
  return one !== other && other.paths.some((path) => path === one.target.path);
}

const shown = question('what a demonstration shows', async (crate) =>
  (await import('../questions/cargo.ts')).shown(crate),
);

const absent: Omit<Demonstration, 'owner' | 'target'> = {
  paths: [],
  error: undefined,
  names: new Set(),
  hasBench: false,
  main: 'none',
};

async function demonstrations(
  rust: RustModule,
  wanted: (target: Target, owner: Package) => boolean,
): Promise<Demonstration[]> {
  const all = rust.cargo.packages.flatMap((owner) =>
    owner.targets.filter((target) => wanted(target, owner)).map((target) => ({ package: owner, target })),
  );
  const there = rust.targets().filter(({ target }) => all.some((one) => one.target === target));
  const answers = new Map((await rust.ask(there, shown)).map((answer, index) => [there[index]!.target, answer]));
  return all.map(({ package: owner, target }) => {
    const answer = answers.get(target);
    if (answer === undefined) return { owner, target, ...absent };
    return { owner, target, ...answer, error: answer.error ?? undefined, names: new Set(answer.names) };
  });
}

/** A declared file that is not there, one that rustc would refuse, or a target that no feature lets cargo build. */
export function brokenTarget({ owner, target, error }: Demonstration): Finding | undefined {
  const feature = missingFeature(target, owner.features);
  if (feature !== undefined) {
    const message = `${target.kind} \`${target.name}\` requires feature \`${feature}\`, which the package does not have`;
    return { message, ...target.place };
  }
  if (target.exists) return error;
  const where = target.path ?? 'a path outside the module';
  return { message: `${target.kind} \`${target.name}\` is declared, but ${where} does not exist`, ...target.place };
}

/** An example that rustc would refuse, for nothing in it is or writes a `main`; one that is built as a library needs none. */
export function exampleProblem(example: Demonstration): Finding | undefined {
  const { target, main, paths } = example;
  const isProgram = target.kind !== 'lib' && target.crateTypes.every((type) => type === 'bin');
  if (!isProgram || main !== 'none' || paths.length === 0) return brokenTarget(example);
  const [path = ''] = paths;
  return (
    brokenTarget(example) ?? { path, line: 1, column: 1, message: `example \`${target.name}\` has no main function` }
  );
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
  const { owner, target, names, main } = bench;
  const label = `bench \`${target.name}\``;
  const used = HARNESSES.filter((name) => names.has(name));
  const missing = used.find(
    (name) => !owner.dependencies.some((one) => one.kind !== 'build' && one.crateName === name),
  );
  if (missing !== undefined) return `${label} uses ${missing}, which is no dev-dependency`;
  if (used.length > 0 && target.harness)
    return `${label} uses ${used[0]} without \`harness = false\`: cargo's own harness runs none of it`;
  if (!target.harness && main === 'none') return `${label} has \`harness = false\` and no main function`;
  if (used.length > 0 || !target.harness) return undefined;
  if (bench.hasBench) return undefined;
  return main === 'written'
    ? `${label} has its own main without \`harness = false\`: cargo's own harness runs none of it`
    : `${label} has no benchmark: no harness is used and no function is \`#[bench]\``;
}
