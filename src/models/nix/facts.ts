/** What the expressions of a Nix file say one by one, wherever they stand: paths, builders, images, versions. */
import { folderOf, joinInside } from '../text/paths.ts';
import { sourceAlone } from './build-source.ts';
import { isStandIn } from './no-package.ts';
import { hashlessLock, needsLock } from './rust-builder.ts';
import { type Scope, type Scoped, withBindings } from './scope.ts';
import { type AttributeSet, calleeOf, childrenOf, type Expression } from './syntax.ts';

export interface NixPlace {
  readonly line: number;
}

interface LocalPath extends NixPlace {
  /** As written, such as `./Cargo.lock`. */
  readonly written: string;
  /** From the module's root; undefined when it leads out of it. */
  readonly path: string | undefined;
}

/** A call that builds a Rust package from its Cargo.lock. */
interface RustBuilder extends NixPlace {
  /** `craneLib.buildPackage`, `rustPlatform.buildRustPackage` … */
  readonly name: string;
  /** True when it takes the lock file from the source it builds. */
  readonly needsLock: boolean;
  /** The lock file it vendors from without any hash for what comes from git, from the module's root. */
  readonly hashless: string | undefined;
  /** The folder that it builds from and nothing besides it, from the module's root; undefined where that is not known. */
  readonly source: string | undefined;
}

export interface NixFacts {
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

/** @param path of the file from the module's root */
export function nixFacts(root: Expression, path: string, lineOf: (offset: number) => number): NixFacts {
  const collector = new Collector(path, lineOf);
  for (const one of everyScoped(root)) collector.add(one);
  return collector.found();
}

class Collector {
  readonly #path: string;
  readonly #lineOf: (offset: number) => number;
  readonly #localPaths: LocalPath[] = [];
  readonly #builders: RustBuilder[] = [];
  readonly #derivations: { name: string; line: number }[] = [];
  readonly #images: { name: string; line: number }[] = [];
  readonly #versions: { value: string; line: number }[] = [];
  readonly #standIns: { name: string; line: number }[] = [];
  readonly #guarded = new Set<string>();

  /** @param path of the file */
  constructor(path: string, lineOf: (offset: number) => number) {
    this.#path = path;
    this.#lineOf = lineOf;
  }

  add({ expression, scope }: Scoped): void {
    const line = this.#lineOf(expression.start);
    if (expression.kind === 'path') {
      if (expression.parts.length === 0 && /^\.\.?\//.test(expression.text))
        this.#localPaths.push({ written: expression.text, path: this.#located(expression.text), line });
    } else if (expression.kind === 'string') {
      const module = CONTAINER_MODULES.exec(expression.text)?.[0];
      if (module !== undefined) this.#images.push({ name: module, line });
    } else if (expression.kind === 'apply') this.#call(expression, scope, line);
    else if (expression.kind === 'set') this.#set(expression);
  }

  #call({ target, argument }: Extract<Expression, { kind: 'apply' }>, scope: Scoped['scope'], line: number): void {
    const name = calleeOf(target);
    const last = name.slice(name.lastIndexOf('.') + 1);
    if (last === 'pathExists' && argument.kind === 'path') this.#guarded.add(argument.text);
    if (RUST_BUILDERS.has(last)) this.#builders.push({ name, line, ...this.#builder({ expression: argument, scope }) });
    if (RUST_BUILDERS.has(last) || DERIVATIONS.has(last)) this.#derivations.push({ name, line });
    if (IMAGES.has(last)) this.#images.push({ name, line });
  }

  #builder(argument: Scoped): Omit<RustBuilder, 'name' | 'line'> {
    const source = sourceAlone(argument);
    const lock = hashlessLock(argument);
    return {
      needsLock: needsLock(argument),
      hashless: lock === undefined ? undefined : this.#located(lock),
      source: source === undefined ? undefined : this.#located(source),
    };
  }

  #set({ bindings }: AttributeSet): void {
    // What buildRustPackage takes before the hash: then nobody looks at it.
    const isUnused = bindings.some(({ path: [first = ''] }) => /^cargo(?:Lock|Deps|VendorDir)$/.test(first));
    for (const binding of bindings) this.#binding(binding, isUnused);
  }

  /** @param isUnused a hash of the dependencies, if this is one */
  #binding({ path, value, start }: AttributeSet['bindings'][number], isUnused: boolean): void {
    const line = this.#lineOf(start);
    const option = path.map((part) => part ?? '*').join('.');
    if (CONTAINER_OPTIONS.test(option) && !isFalse(value)) this.#images.push({ name: option, line });
    const last = path.at(-1) ?? '';
    if (/^cargo(?:Hash|Sha256)$/.test(last) && !isUnused && isStandIn(value)) this.#standIns.push({ name: last, line });
    if (last === 'version' && value.kind === 'string') this.#versions.push({ value: value.text, line });
  }

  /** Nix reads a path literal from the file's own folder. */
  #located(written: string): string | undefined {
    return joinInside(folderOf(this.#path), written);
  }

  found(): NixFacts {
    return {
      // A package that is only built where Cargo.lock exists is none where it does not: that guard excuses nothing.
      localPaths: this.#localPaths.filter(
        ({ written }) => !this.#guarded.has(written) || written.endsWith('/Cargo.lock'),
      ),
      builders: this.#builders,
      derivations: this.#derivations,
      images: this.#images,
      versions: this.#versions,
      standIns: this.#standIns,
    };
  }
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
