/** What a Nix file offers and needs, read from its syntax tree. Nothing is evaluated. */
import { Broken } from '../../rule.ts';
import { lineFinder } from '../text/line-finder.ts';
import { sourceAlone } from './build-source.ts';
import { isNoPackage, isStandIn } from './no-package.ts';
import { parseNix } from './parser.ts';
import { resultSets, type Scope, type Scoped, withBindings } from './scope.ts';
import { type AttributeSet, childrenOf, type Expression } from './syntax.ts';
import { NixSyntaxError } from './token.ts';

export interface NixPlace {
  readonly line: number;
}

export interface LocalPath extends NixPlace {
  /** As written, such as `./Cargo.lock`. */
  readonly written: string;
  /** From the module's root; undefined when it leads out of it. */
  readonly path: string | undefined;
}

/** A call that builds a Rust package from its Cargo.lock. */
export interface RustBuilder extends NixPlace {
  /** `craneLib.buildPackage`, `rustPlatform.buildRustPackage` … */
  readonly name: string;
  /** True when it takes the lock file from the source it builds. */
  readonly needsLock: boolean;
  /** The lock file it vendors from without any hash for what comes from git, from the module's root. */
  readonly hashless: string | undefined;
  /** The folder that it builds from and nothing besides it, from the module's root; undefined where that is not known. */
  readonly source: string | undefined;
}

export interface NixFile {
  readonly path: string;
  /** Flake outputs by name; `packages` only when something is in it. Undefined for a file that is no flake. */
  readonly outputs: ReadonlyMap<string, NixPlace> | undefined;
  readonly hasInputs: boolean;
  readonly localPaths: readonly LocalPath[];
  readonly builders: readonly RustBuilder[];
  /** Calls that make a derivation of any sort, Rust builders included. */
  readonly derivations: readonly (NixPlace & { readonly name: string })[];
  /** Calls that make a container image, and options that declare a container. */
  readonly images: readonly (NixPlace & { readonly name: string })[];
  readonly versions: readonly (NixPlace & { readonly value: string })[];
  /** Hashes that nobody has filled in: what they are for cannot be built. */
  readonly standIns: readonly (NixPlace & { readonly name: string })[];
}

const MAX_LENGTH = 524_288;

/**
 * @param path of the file from the module's root; local paths are relative to its folder
 * @throws Broken with the place when it does not parse
 */
export function readNixFile(text: string, path: string): NixFile {
  const lineOf = lineFinder(text);
  if (text.length > MAX_LENGTH) throw new Broken(`${path} is too long for a Nix file`, { path });
  const root = parsed(text, path, lineOf);
  const facts = collect(root, path, lineOf);
  const outputs = bindingOf(root, 'outputs');
  return {
    path,
    outputs: outputs === undefined ? undefined : outputsOf(outputs, lineOf),
    hasInputs: root.kind === 'set' && root.bindings.some(({ path: [first] }) => first === 'inputs'),
    ...facts,
  };
}

function parsed(text: string, path: string, lineOf: (offset: number) => number): Expression {
  try {
    return parseNix(text);
  } catch (thrown) {
    if (!(thrown instanceof NixSyntaxError)) throw thrown;
    const place = { path, line: lineOf(thrown.offset) };
    throw new Broken(`${path} does not parse: ${thrown.message}`, place, {
      fix: 'Correct the syntax: Nix refuses the file too.',
    });
  }
}

function bindingOf(root: Expression, name: string): Expression | undefined {
  if (root.kind !== 'set') return undefined;
  return root.bindings.find(({ path }) => path.length === 1 && path[0] === name)?.value;
}

/** Outputs wherever they stand: directly, per system, or under flake-parts' `perSystem` and `flake`. */
function outputsOf(outputs: Expression, lineOf: (offset: number) => number): Map<string, NixPlace> {
  const found = new Map<string, NixPlace>();
  const visit = (scoped: Scoped, depth: number): void => {
    for (const { expression: set, scope } of resultSets(scoped)) {
      for (const { path, value, start } of set.bindings) {
        const [name] = path;
        if (name === undefined) continue;
        if ((name === 'perSystem' || name === 'flake') && depth < 3) visit({ expression: value, scope }, depth + 1);
        else if (!isNothing(name, { expression: value, scope })) setOnce(found, name, lineOf(start));
      }
      for (const { names } of set.inherited) for (const name of names) setOnce(found, name, lineOf(set.start));
    }
  };
  visit({ expression: outputs, scope: undefined }, 0);
  return found;
}

function setOnce(found: Map<string, NixPlace>, name: string, line: number): void {
  if (!found.has(name)) found.set(name, { line });
}

/** `{ }`, also behind a function of the system, and packages that are none; what cannot be followed is something. */
function isNothing(output: string, scoped: Scoped): boolean {
  if (/^(?:packages|defaultPackage|legacyPackages)$/.test(output)) return isNoPackage(scoped);
  const sets = resultSets(scoped);
  return (
    sets.length > 0 && sets.every(({ expression: { bindings, inherited } }) => bindings.length + inherited.length === 0)
  );
}

const RUST_BUILDERS = new Set([
  'buildPackage',
  'buildDepsOnly',
  'buildRustPackage',
  'buildTrunkPackage',
  'mkCargoDerivation',
]);
const DERIVATIONS = new Set([
  'mkDerivation',
  'buildRustCrate',
  'buildEnv',
  'symlinkJoin',
  'runCommand',
  'writeShellApplication',
  'generatedCargoNix',
  'callPackage',
  'derivation',
]);
const IMAGES = new Set([
  'buildImage',
  'buildLayeredImage',
  'streamLayeredImage',
  'streamImage',
  'buildLayeredImageWithNixDb',
  'buildNixShellImage',
  'ociTools',
  'nixos-generators',
  'nixosGenerate',
]);
const CONTAINER_OPTIONS =
  /^(?:(?:.+\.)?isContainer|containers\.[^.]+|virtualisation\.oci-containers\..+|proxmoxLXC\..+)$/;

/** NixOS modules that make an image or a container of the system which imports them. */
const CONTAINER_MODULES = /virtualisation\/(?:proxmox-lxc|lxc-container|docker-image|lxc-image-metadata)\.nix$/;

type Collected = Omit<NixFile, 'path' | 'outputs' | 'hasInputs'>;

function collect(root: Expression, path: string, lineOf: (offset: number) => number): Collected {
  const localPaths: LocalPath[] = [];
  const builders: RustBuilder[] = [];
  const derivations: { name: string; line: number }[] = [];
  const images: { name: string; line: number }[] = [];
  const versions: { value: string; line: number }[] = [];
  const standIns: { name: string; line: number }[] = [];
  const guarded = new Set<string>();
  for (const { expression, scope } of everyScoped(root)) {
    const line = lineOf(expression.start);
    if (expression.kind === 'path') {
      if (expression.parts.length === 0 && /^\.\.?\//.test(expression.text))
        localPaths.push({ written: expression.text, path: resolvePath(path, expression.text), line });
    } else if (expression.kind === 'string') {
      const module = CONTAINER_MODULES.exec(expression.text)?.[0];
      if (module !== undefined) images.push({ name: module, line });
    } else if (expression.kind === 'apply') {
      const name = calleeOf(expression.target);
      const last = name.slice(name.lastIndexOf('.') + 1);
      if (last === 'pathExists' && expression.argument.kind === 'path') guarded.add(expression.argument.text);
      if (RUST_BUILDERS.has(last)) {
        const argument = { expression: expression.argument, scope };
        const source = sourceAlone(argument);
        builders.push({
          ...{ name, line, needsLock: needsLock(argument), hashless: hashlessLock(argument, path) },
          source: source === undefined ? undefined : resolvePath(path, source),
        });
      }
      if (RUST_BUILDERS.has(last) || DERIVATIONS.has(last)) derivations.push({ name, line });
      if (IMAGES.has(last)) images.push({ name, line });
    } else if (expression.kind === 'set') {
      for (const binding of expression.bindings) {
        const option = binding.path.map((part) => part ?? '*').join('.');
        if (CONTAINER_OPTIONS.test(option) && !isFalse(binding.value))
          images.push({ name: option, line: lineOf(binding.start) });
        const hash = binding.path.at(-1) ?? '';
        // What buildRustPackage takes before the hash: then nobody looks at it.
        const isUnused = expression.bindings.some(({ path: [first = ''] }) =>
          /^cargo(?:Lock|Deps|VendorDir)$/.test(first),
        );
        if (/^cargo(?:Hash|Sha256)$/.test(hash) && !isUnused && isStandIn(binding.value))
          standIns.push({ name: hash, line: lineOf(binding.start) });
        if (binding.path.at(-1) === 'version' && binding.value.kind === 'string')
          versions.push({ value: binding.value.text, line: lineOf(binding.start) });
      }
    }
  }
  return {
    // A package that is only built where Cargo.lock exists is none where it does not: that guard excuses nothing.
    localPaths: localPaths.filter(({ written }) => !guarded.has(written) || written.endsWith('/Cargo.lock')),
    builders,
    derivations,
    images,
    versions,
    standIns,
  };
}

const isFalse = (value: Expression): boolean => value.kind === 'name' && value.name === 'false';

/** Every expression with the names it can see. */
function* everyScoped(root: Expression): Generator<Scoped> {
  const stack: Scoped[] = [{ expression: root, scope: undefined }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    stack.push(...innerOf(next).reverse());
  }
}

function innerOf({ expression, scope }: Scoped): Scoped[] {
  if (expression.kind === 'let') {
    const inner: Scope = withBindings(expression.set, scope);
    return [...setValues(expression.set, inner), { expression: expression.body, scope: inner }];
  }
  if (expression.kind === 'set') return setValues(expression, withBindings(expression, scope));
  return childrenOf(expression).map((child) => ({ expression: child, scope }));
}

function setValues(set: AttributeSet, scope: Scope): Scoped[] {
  const sources = set.inherited.flatMap(({ from }) => from ?? []);
  return [...sources, ...set.bindings.map(({ value }) => value)].map((expression) => ({ expression, scope }));
}

/** `pkgs.dockerTools.buildImage` for what is called; empty for anything but a name or a selection from one. */
function calleeOf(target: Expression): string {
  if (target.kind === 'name') return target.name;
  if (target.kind !== 'select') return '';
  const before = calleeOf(target.target);
  const path = target.path.map((part) => part ?? '*').join('.');
  return before === '' ? path : `${before}.${path}`;
}

/** False when the arguments say where the locked dependencies come from, or the source is fetched from elsewhere. */
function needsLock(argument: Scoped): boolean {
  for (const { expression: set, scope } of resultSets(argument)) {
    for (const { path, value } of set.bindings) {
      const [name] = path;
      if (name === 'cargoVendorDir' || name === 'cargoLock' || name === 'cargoDeps') return false;
      if (name === 'src' && isFetched({ expression: value, scope })) return false;
    }
  }
  return true;
}

/**
 * `cargoLock = { lockFile = ./Cargo.lock; }` alone. Source: nixpkgs, pkgs/build-support/rust/import-cargo-lock.nix, which throws for a
 * git dependency that has no entry in `outputHashes`, unless `allowBuiltinFetchGit` is set.
 */
function hashlessLock(argument: Scoped, file: string): string | undefined {
  const given = new Map<string, Expression>();
  for (const { expression: set, scope } of resultSets(argument)) {
    if (set.inherited.some(({ names }) => names.some((name) => name.startsWith('cargo')))) return undefined;
    for (const { path, value } of set.bindings) {
      const [name, inner] = path;
      if (name !== 'cargoLock') {
        if (/^cargo(?:Hash|Sha256|VendorDir|Deps)$/.test(name ?? '')) return undefined;
        continue;
      }
      if (inner !== undefined) given.set(inner, value);
      else for (const [key, one] of settingsIn({ expression: value, scope })) given.set(key, one);
    }
  }
  const lock = given.get('lockFile');
  return given.size === 1 && lock?.kind === 'path' && lock.parts.length === 0
    ? resolvePath(file, lock.text)
    : undefined;
}

/** What a set holds, by the first name of each path; what is inherited stands for itself. */
function settingsIn(scoped: Scoped): Map<string, Expression> {
  const found = new Map<string, Expression>();
  for (const { expression: set } of resultSets(scoped)) {
    for (const { path, value } of set.bindings) found.set(path[0] ?? '*', value);
    for (const { names } of set.inherited) for (const name of names) found.set(name, set);
  }
  return found;
}

function isFetched({ expression, scope }: Scoped): boolean {
  if (expression.kind === 'apply')
    return (
      /(?:^|\.)(?:fetch\w+|builtins\.fetch\w+)$/.test(calleeOf(expression.target)) ||
      isFetched({ expression: expression.target, scope })
    );
  return false;
}

/** A path literal from the module's root: Nix reads it from the file's own folder. */
function resolvePath(file: string, written: string): string | undefined {
  const folder = file.split('/').slice(0, -1);
  for (const part of written.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (folder.length === 0) return undefined;
      folder.pop();
    } else folder.push(part);
  }
  return folder.join('/');
}
