/** A crate of the module as rules see it: open while they ask it, and closed when all have been answered. */
import { fact } from '../fact.ts';
import { Broken } from '../rule.ts';
import type { CfgOptions } from './rust/crate/cfg.ts';
import { buildCrate, type CrateModel } from './rust/crate/crate-model.ts';
import type { SourceFiles } from './rust/crate/input.ts';
import { reachedFiles } from './rust/crate/reached-files.ts';
import type { SourceFile } from './rust/syntax.ts';
import type { Views } from './rust-question.ts';

/** Targets that cargo builds with `cfg(test)`. */
const tested: ReadonlySet<string> = new Set(['test', 'bench']);

export class OpenCrate {
  /** The crate's files and all others of the module, as far as its code leads there. */
  readonly files: SourceFiles;
  readonly #views: Views;
  /** A library of the module under its default features, by the name that code calls it; undefined when there is none. @throws Broken when it does not parse */
  readonly library: (name: string) => CrateModel | undefined;

  constructor(views: Views, files: SourceFiles, library: (name: string) => CrateModel | undefined) {
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
