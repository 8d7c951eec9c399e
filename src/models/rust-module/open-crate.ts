/** A crate of the module as rules see it: open while they ask it, and closed when all have been answered. */
import { fact } from '../../fact.ts';
import { Broken, Unavailable } from '../../verdict.ts';
import type { CrateView } from '../cargo/crate-input.ts';
import type { CfgOptions } from '../rust/crate/cfg.ts';
import { mayTell } from '../rust/crate/conditional-code.ts';
import { buildCrate, type CrateModel } from '../rust/crate/crate-model.ts';
import { Elsewhere } from '../rust/crate/elsewhere.ts';
import type { View } from '../rust/crate/feature-choice.ts';
import type { DeclaredFeatures } from '../rust/crate/feature-sets.ts';
import { FeatureSets } from '../rust/crate/feature-sets.ts';
import type { SourceFiles } from '../rust/crate/input.ts';
import { type Beside, besideOf, buildBeside, ModelBeside } from '../rust/crate/model-beside.ts';
import { host } from '../rust/crate/platforms.ts';
import { reachedFiles } from '../rust/crate/reached-files.ts';
import type { SourceFile } from '../rust/syntax.ts';

/** Definitions of one crate on all platforms: as many as four of the largest that are read at all. */
const mostDefinitions = 600_000;

/** Targets that cargo builds with `cfg(test)`. */
const tested: ReadonlySet<string> = new Set(['test', 'bench']);

/** The views of a target that answers may depend on: under the default features, under all, and what others there may be. */
export interface Views {
  readonly usual: CrateView;
  readonly all: CrateView;
  /** For what is compiled under neither. */
  readonly features: DeclaredFeatures;
}

export class OpenCrate {
  /** The crate's files and all others of the module, as far as its code leads there. */
  readonly files: SourceFiles;
  readonly #views: Views;
  /** A library of the module under its default features, by the name that code calls it; undefined when there is none. @throws Broken when it does not parse */
  readonly library: (name: string) => OpenCrate | undefined;

  constructor(views: Views, files: SourceFiles, library: (name: string) => OpenCrate | undefined) {
    this.files = files;
    this.#views = views;
    this.library = library;
  }

  /** As written in Rust paths. */
  get name(): string {
    return this.#views.usual.name;
  }

  /** Path of the crate's root file. */
  get root(): string {
    return this.#views.usual.root;
  }

  /** All files that some `mod` leads to, whatever the configuration. */
  readonly reached = fact(() => reachedFiles(this.root, this.files));

  /** The crate under its default features. @throws Broken when a file of it does not parse */
  get model(): CrateModel {
    return this.#usual();
  }

  /** The crate with what any feature brings in. @throws Broken as `model` does */
  get complete(): CrateModel {
    return this.#complete();
  }

  // What a build throws is kept too: each question would else try again.
  readonly #usual = fact(() => {
    const { usual } = this.#views;
    const model = buildCrate(tested.has(usual.kind) ? { ...usual, cfg: ['test'] } : usual, this.files);
    refuseErrors([...model.collected.files.values()]);
    return model;
  });

  readonly #complete = fact(() => {
    const { model } = this;
    const { all } = this.#views;
    const more = all.features.some((feature) => !model.input.features.includes(feature));
    return more ? buildCrate(all, this.files) : model;
  });

  /** The crate beside `complete`, under as few views as compile all that one leaves out. @throws Unavailable when there is too much of it */
  readonly #seen = fact((): readonly Seen[] => {
    const { views = [] } = this.#elsewhere() ?? {};
    if (views.length === 0) return [];
    const beside = besideOf(this.complete);
    let size = this.complete.definitions.length;
    return views.map((view) => {
      const model = this.#modelOf(view, beside);
      size += model.definitions.length;
      if (size > mostDefinitions) throw new Unavailable('the crate has too much code for too many configurations');
      return { view, model };
    });
  });

  #modelOf({ platform, features = this.#views.all.features }: View, beside: Beside): CrateModel {
    const { usual, all } = this.#views;
    // Where the target needs more features than the default ones they are on in its views, and not in its usual model.
    const isKnown = isSame(features, usual.features) && platform === host && !tested.has(usual.kind);
    return isKnown
      ? new ModelBeside(this.model.parts, beside)
      : buildBeside({ ...all, features, platform }, this.files, beside);
  }

  readonly #sets = fact(() => new FeatureSets(this.#views.features, this.#views.usual.features));

  readonly #elsewhere = fact((): Elsewhere | undefined => {
    const tells = [...this.reached()].some((path) => {
      const source = this.files.file(path);
      return source !== undefined && mayTell(source);
    });
    return tells ? new Elsewhere(this.root, this.files, this.complete.options, this.#sets()) : undefined;
  });

  /** All that is looked at of the crate: with all features on Linux first, then what that leaves out. @throws Unavailable when there is too much of it */
  get everyModel(): readonly CrateModel[] {
    return [this.complete, ...this.#seen().map(({ model }) => model)];
  }

  /**
   * What is found in the crate's code wherever it is compiled: what Linux leaves out with all features on is looked for on other platforms
   * and with fewer features, and says so. For questions whose good answer is that there is nothing.
   * @param find what is wrong with a model of the crate, as text with its place
   */
  everywhere<F extends Found>(find: (model: CrateModel) => readonly F[]): F[] {
    const found = find(this.complete);
    return [...found, ...this.#foundBeside(find, this.#seen(), found)];
  }

  /**
   * As `everywhere`, under the default features alone, and without what Linux compiles.
   * @param find gives nothing of what Linux compiles in the same way
   */
  onlyElsewhere<F extends Found>(find: (model: CrateModel) => readonly F[]): F[] {
    const others = this.#seen().filter(({ view }) => view.platform !== host);
    return this.#foundBeside(find, others, [], (one, { view }) =>
      this.#elsewhere()!.isOnlyElsewhere(view, placeOf(one), this.model.options),
    );
  }

  #foundBeside<F extends Found>(
    find: (model: CrateModel) => readonly F[],
    others: readonly Seen[],
    first: readonly F[],
    counts: (one: F, seen: Seen) => boolean = () => true,
  ): F[] {
    const found: F[] = [];
    const known = new Set(first.map(placeKey));
    for (const seen of others) {
      const more = find(seen.model).filter((one) => !known.has(placeKey(one)) && counts(one, seen));
      for (const one of more) {
        known.add(placeKey(one));
        found.push(toldWith(one, this.#elsewhere()!.where(seen.view, placeOf(one))));
      }
    }
    return found;
  }

  /** The configurations of `usual` and of all features, for code that counts where it is under one of them. */
  get configurations(): readonly CfgOptions[] {
    const { names, values } = this.model.options;
    const all = this.#views.all.features.map((feature) => `feature="${feature}"`);
    return [this.model.options, { names, values: new Set([...values, ...all]) }];
  }

  /** The target as tests see it: under all features where a `#![cfg]` leaves nothing of it without them. */
  get tested(): CrateModel {
    return this.model.collected.files.size > 0 ? this.model : this.complete;
  }

  /** The crate once more as `cargo test` builds it, unit tests included. */
  withUnitTests(): CrateModel {
    return buildCrate({ ...this.#views.usual, cfg: ['test'] }, this.files);
  }
}

/** The crate under a view. */
interface Seen {
  readonly view: View;
  readonly model: CrateModel;
}

interface Anywhere {
  readonly path?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** Something with its place, which says in one of these texts what it is. */
export type Found = (Anywhere | { readonly place: Anywhere }) &
  Partial<Record<'message' | 'what' | 'item' | 'name', string>>;

const placeOf = (found: Found): Anywhere => ('place' in found ? found.place : found);

function placeKey(found: Found): string {
  const { path, line, column } = placeOf(found);
  return `${path}:${line}:${column}`;
}

function toldWith<F extends Found>(found: F, where: string): F {
  const text = (['message', 'what', 'item', 'name'] as const).find((one) => found[one] !== undefined);
  return text === undefined ? found : { ...found, [text]: `${found[text]} (${where})` };
}

/** In whatever order. */
const isSame = (a: readonly string[], b: readonly string[]): boolean => {
  const known = new Set(b);
  return a.length === b.length && a.every((one) => known.has(one));
};

/** A crate with a file that rustc would refuse has no meaning that could be judged. */
function refuseErrors(files: readonly SourceFile[]): void {
  const [first, ...more] = files.flatMap(({ path, errors: [error] }) => {
    if (error === undefined) return [];
    return [{ path, line: error.line, column: error.column, message: `${path} does not parse: ${error.message}` }];
  });
  if (first === undefined) return;
  const { message, ...place } = first;
  throw new Broken(message, place, { more, fix: 'Correct the syntax: rustc refuses the file too.' });
}
