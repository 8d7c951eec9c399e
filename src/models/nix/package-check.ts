/** Whether a module's Nix files offer a package that can be built from what is tracked. */
import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';
import { Broken, type Evidence, type Place, Unavailable } from '../../verdict.ts';
import { type LockedPackage, parseLockfile } from '../cargo/lockfile.ts';
import { type NixFile, readNixFile } from './nix-file.ts';

/** What the check asks of the module. */
export interface NixWorld {
  /** Text of a tracked file; undefined when there is none. */
  text(path: string): string | undefined;
  /** True for a tracked file or a folder that holds one; `''` is the module's root. */
  isTracked(path: string): boolean;
  /** The manifest's version, where there is one. */
  readonly version: string | undefined;
  /** Dependencies by path that lead out of the module, where their manifests name them. */
  readonly outside: readonly (Place & { readonly key: string })[];
}

/** One of flake.nix, default.nix and package.nix. */
export interface NixOffer {
  readonly path: string;
  /** The output or derivation it offers. */
  readonly offer: Evidence | undefined;
  /** Why it offers none, or why what it offers cannot be built. */
  readonly problems: readonly Evidence[];
  readonly notes: readonly Evidence[];
}

const ENTRIES = ['flake.nix', 'default.nix', 'package.nix'];
const MAX_FILES = 60;

/** Judges each Nix file in the module's root that could define a package. @throws Broken for one that does not parse */
export function checkNixPackages(world: NixWorld): NixOffer[] {
  return ENTRIES.flatMap((path) => {
    const text = world.text(path);
    return text === undefined ? [] : [judge(readNixFile(text, path), world)];
  });
}

function judge(file: NixFile, world: NixWorld): NixOffer {
  const { path } = file;
  const offer = file.path === 'flake.nix' ? flakeOffer(file) : derivationOffer(file);
  if (offer === undefined) return { path, offer, problems: [whyNone(file)], notes: [] };
  const imported = importedFiles(file, world);
  const problems = [
    ...(path === 'flake.nix' && file.hasInputs && !world.isTracked('flake.lock')
      ? [{ message: 'flake.lock is not tracked', path }]
      : []),
    ...[file, ...imported.filter(({ builders }) => builders.length > 0)].flatMap((one) => untrackedPaths(one, world)),
    ...[file, ...imported].flatMap((one) => [
      ...missingLock(one, world),
      ...missingHashes(one, world),
      ...leftOut(one, world),
    ]),
    ...[file, ...imported].flatMap(({ path: where, standIns }) =>
      standIns.map(({ name, line }) => ({
        message: `${name} is a stand-in: nothing can be built with it`,
        path: where,
        line,
      })),
    ),
    ...(path === 'flake.nix' ? brokenLock(world) : []),
  ];
  return { path, offer, problems, notes: [file, ...imported].flatMap((one) => olderVersions(one, world.version)) };
}

/** A lock file that locks nothing: Nix would refuse it. */
function brokenLock(world: NixWorld): Evidence[] {
  const text = world.text('flake.lock');
  if (text === undefined || locks(text)) return [];
  return [{ message: 'flake.lock locks nothing: it is not what `nix flake lock` writes', path: 'flake.lock' }];
}

function locks(text: string): boolean {
  try {
    const lock: unknown = JSON.parse(text);
    return typeof lock === 'object' && lock !== null && 'nodes' in lock && typeof lock.nodes === 'object';
  } catch {
    return false;
  }
}

function flakeOffer({ path, outputs }: NixFile): Evidence | undefined {
  for (const name of ['packages', 'defaultPackage', 'legacyPackages']) {
    const place = outputs?.get(name);
    if (place !== undefined) return { message: `output ${name}`, path, line: place.line };
  }
  return undefined;
}

function derivationOffer({ path, derivations }: NixFile): Evidence | undefined {
  const [first] = derivations;
  return first === undefined ? undefined : { message: `derivation by ${first.name}`, path, line: first.line };
}

function whyNone({ path, outputs }: NixFile): Evidence {
  if (path !== 'flake.nix') return { message: 'no derivation in it', path };
  if (outputs === undefined) return { message: 'no outputs', path };
  const names = [...outputs.keys()];
  return {
    message: `no packages output, only ${names.length === 0 ? 'nothing that can be told' : names.slice(0, 6).join(', ')}`,
    path,
  };
}

/** Tracked Nix files that a file names, and those that they name. */
function importedFiles(root: NixFile, world: NixWorld): NixFile[] {
  const found = new Map<string, NixFile>([[root.path, root]]);
  const queue = [root];
  for (let file = queue.shift(); file !== undefined && found.size < MAX_FILES; file = queue.shift()) {
    for (const { path } of file.localPaths) {
      if (path === undefined) continue;
      const nix = path.endsWith('.nix') ? path : `${path === '' ? '' : `${path}/`}default.nix`;
      const text = found.has(nix) ? undefined : world.text(nix);
      if (text === undefined) continue;
      const next = readNixFile(text, nix);
      found.set(nix, next);
      queue.push(next);
    }
  }
  return [...found.values()].slice(1);
}

function untrackedPaths({ path: file, localPaths }: NixFile, world: NixWorld): Evidence[] {
  const seen = new Set<string>();
  return localPaths.flatMap(({ written, path, line }) => {
    if (path === undefined || world.isTracked(path) || seen.has(path)) return [];
    seen.add(path);
    return [{ message: `${written} is not tracked`, path: file, line }];
  });
}

function missingLock({ path, builders }: NixFile, world: NixWorld): Evidence[] {
  const [builder] = builders.filter(({ needsLock }) => needsLock);
  if (builder === undefined || world.isTracked('Cargo.lock') || world.isTracked('../Cargo.lock')) return [];
  return [{ message: `${builder.name} needs Cargo.lock, which is not tracked`, path, line: builder.line }];
}

function missingHashes({ path, builders }: NixFile, world: NixWorld): Evidence[] {
  return builders.flatMap(({ name, line, hashless }) => {
    const fromGit = hashless === undefined ? [] : gitPackages(world.text(hashless) ?? '', hashless);
    const [first] = fromGit;
    if (first === undefined) return [];
    const others = fromGit.length > 1 ? ` and ${fromGit.length - 1} more` : '';
    return [
      {
        message: `${name} has no outputHashes for ${first.name}${others}, which ${hashless} takes from git, and no allowBuiltinFetchGit`,
        path,
        line,
      },
    ];
  });
}

/** What cargo asks for by a path, and the folder that is built does not hold. */
function leftOut({ builders }: NixFile, { outside }: NixWorld): Evidence[] {
  const builder = builders.find(({ source }) => source === '');
  if (builder === undefined) return [];
  return outside.map(({ key, ...place }) => ({
    ...place,
    message: `${builder.name} builds the module's folder alone, and the path of dependency \`${key}\` leads out of it`,
  }));
}

/** What a lock file takes from git; one that cannot be read is the business of other items. */
function gitPackages(text: string, path: string): LockedPackage[] {
  try {
    return parseLockfile(text, path).packages.filter(({ source }) => source?.startsWith('git+'));
  } catch (thrown) {
    if (thrown instanceof Broken || thrown instanceof Unavailable) return [];
    throw thrown;
  }
}

function olderVersions({ path, versions }: NixFile, version: string | undefined): Evidence[] {
  const manifest = version === undefined ? null : parse(version);
  if (manifest === null) return [];
  return versions.flatMap(({ value, line }) => {
    const own = parse(value);
    if (own === null || compare(own, manifest) >= 0) return [];
    return [{ message: `version ${value} is older than the manifest's ${version}`, path, line, note: true as const }];
  });
}

/** Container images and containers in all Nix files among the paths, imported from anywhere or not. */
export function nixImages(
  paths: readonly string[],
  text: (path: string) => string,
): { images: Evidence[]; broken: Evidence[] } {
  const images: Evidence[] = [];
  const broken: Evidence[] = [];
  for (const path of paths) {
    if (!path.endsWith('.nix')) continue;
    try {
      for (const { name, line } of readNixFile(text(path), path).images) images.push({ message: name, path, line });
    } catch (thrown) {
      if (!(thrown instanceof Broken)) throw thrown;
      broken.push(thrown.evidence);
    }
  }
  return { images, broken };
}
