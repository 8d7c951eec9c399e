/**
 * The Rust code of a module: its crates, each with its model, every file parsed once. Where cargo's view (packages and
 * targets) meets the view of the language.
 */
import { fact, factOf } from '../fact.ts';
import { Broken, Inapplicable } from '../rule.ts';
import { crateView } from './cargo/crate-input.ts';
import type { Package } from './cargo/package.ts';
import { publishedPackages } from './cargo/published.ts';
import type { Target } from './cargo/targets.ts';
import type { CargoModule } from './cargo/workspace.ts';
import { buildCrate, type CrateModel } from './rust/crate/crate-model.ts';
import { reachedFiles } from './rust/crate/reached-files.ts';
import { parseSourceFile } from './rust/parse.ts';
import type { SourceFile } from './rust/syntax.ts';
import { type Service, serviceOf } from './rust-code/service.ts';

/** One target of a package, with what its code says under the default features. */
export interface RustCrate {
  readonly package: Package;
  readonly target: Target;
  readonly model: CrateModel;
}

/** Targets that cargo builds with `cfg(test)`. */
const tested: ReadonlySet<string> = new Set(['test', 'bench']);

/** Text of a scanned file; undefined when there is none. May throw Unavailable, which leaves the asking rule open. */
type ReadText = (path: string) => string | undefined;

/** Folders whose packages are not what the module deploys. */
const ASIDE = /(?:^|\/)(?:examples?|xtask|benches|tests?|fuzz)(?:\/|$)/;

export class RustModule {
  readonly cargo: CargoModule;
  readonly #read: ReadText;

  constructor(cargo: CargoModule, read: ReadText) {
    this.cargo = cargo;
    this.#read = read;
  }

  /** A parsed file, syntax errors and all; undefined when there is none. */
  readonly file = factOf((path: string): SourceFile | undefined => {
    const text = this.#read(path);
    return text === undefined ? undefined : parseSourceFile(path, text);
  });

  /** The text of any other scanned file: what documentation includes. */
  text(path: string): string | undefined {
    return this.#read(path);
  }

  /**
   * Library targets of the packages that others can depend on: what "public API" speaks of.
   * @throws Inapplicable when there is none, Broken when a file of one does not parse
   */
  readonly libraries = fact((): readonly RustCrate[] => {
    const found = this.#crates(publishedPackages(this.cargo), (target) => target.kind === 'lib');
    if (found.length === 0) throw new Inapplicable('the module has no library target');
    return found;
  });

  /**
   * Libraries and binaries of the packages that others can depend on: what "code" speaks of. Build scripts are apart.
   * @throws Inapplicable when there is none, Broken when a file of one does not parse
   */
  readonly code = fact((): readonly RustCrate[] => {
    const kinds = ['lib', 'bin'];
    const found = this.#crates(publishedPackages(this.cargo), (target) => kinds.includes(target.kind));
    if (found.length === 0) throw new Inapplicable('the module has neither a library nor a binary');
    return found;
  });

  /** Targets of one kind in all packages, members that are not published included. @throws Broken when a file does not parse */
  readonly targets = factOf((kind: string): readonly RustCrate[] =>
    this.#crates(this.cargo.packages, (target) => target.kind === kind),
  );

  /**
   * Binaries that stay up, of the packages that stand for the module, under all features.
   * @throws Broken when a file of one does not parse
   */
  readonly services = fact((): readonly Service[] => {
    const programs = this.#crates(publishedPackages(this.cargo), ({ kind }) => kind === 'bin').filter(
      ({ package: { folder } }) => !ASIDE.test(folder),
    );
    if (programs.length === 0) return [];
    const libraries = this.targets('lib').map((crate) => this.withAllFeatures(crate));
    return programs.flatMap((crate) => serviceOf(crate.target.name, this.withAllFeatures(crate), libraries) ?? []);
  });

  /** Every file that some `mod` of some target leads to, whatever the configuration. */
  readonly reached = fact((): ReadonlySet<string> => {
    const roots = this.cargo.packages.flatMap(({ targets }) =>
      targets.filter(({ exists }) => exists).map(({ path }) => path),
    );
    return new Set(roots.flatMap((root) => (root === undefined ? [] : [...reachedFiles(root, this)])));
  });

  readonly #complete = new Map<Target, CrateModel>();

  /** The crate with all its features: what a path in documentation may name. */
  withAllFeatures({ package: owner, target, model }: RustCrate): CrateModel {
    const known = this.#complete.get(target);
    if (known !== undefined) return known;
    const input = crateView(owner, target, 'all', this.cargo.packages);
    const more = input !== undefined && input.features.some((feature) => !model.input.features.includes(feature));
    const complete = more ? buildCrate(input, this) : model;
    this.#complete.set(target, complete);
    return complete;
  }

  /**
   * The crates of `code` with what any feature brings in: what sections 5 to 8 of the standard speak of, for what a user
   * can switch on ships as well.
   * @throws as `code` does
   */
  readonly shipped = fact((): readonly CrateModel[] => this.code().map((crate) => this.withAllFeatures(crate)));

  /** The crate once more as `cargo test` builds it, unit tests included. */
  withUnitTests({ package: owner, target, model }: RustCrate): CrateModel {
    const input = crateView(owner, target, 'default', this.cargo.packages);
    return input === undefined ? model : buildCrate({ ...input, cfg: ['test'] }, this);
  }

  #crates(packages: readonly Package[], wanted: (target: Target) => boolean): readonly RustCrate[] {
    return packages.flatMap((owner) =>
      owner.targets.filter(wanted).flatMap((target) => {
        const model = this.#model(owner, target);
        return model === undefined ? [] : [{ package: owner, target, model }];
      }),
    );
  }

  readonly #models = new Map<Target, () => CrateModel | undefined>();

  #model(owner: Package, target: Target): CrateModel | undefined {
    // What it throws is kept too: each rule would else try again.
    const known = this.#models.get(target) ?? fact(() => this.#build(owner, target));
    this.#models.set(target, known);
    return known();
  }

  #build(owner: Package, target: Target): CrateModel | undefined {
    const input = crateView(owner, target, 'default', this.cargo.packages);
    if (input === undefined) return undefined;
    const model = buildCrate(tested.has(target.kind) ? { ...input, cfg: ['test'] } : input, this);
    for (const [path, source] of model.collected.files) refuseErrors(path, source);
    return model;
  }
}

/** A crate with a file that rustc would refuse has no meaning that could be judged. */
function refuseErrors(path: string, { errors }: SourceFile): void {
  const [first] = errors;
  if (first !== undefined)
    throw new Broken(`${path} does not parse: ${first.message}`, { path, line: first.line, column: first.column });
}
