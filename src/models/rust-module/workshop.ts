/** What crates are read with. Apart from who asks, since nothing of it is needed where every answer is known. */

import type { CargoModule } from '../cargo/workspace.ts';
import { Trace } from '../kept/answers.ts';
import type { Texts } from '../kept/texts.ts';
import type { SourceFiles } from '../rust/crate/input.ts';
import { OpenCrate, type Views } from './open-crate.ts';
import { ParsedFiles } from './parsed-files.ts';
import type { RustTarget } from './question.ts';

/** A crate with what is read for it. */
export interface Opened {
  readonly crate: OpenCrate;
  readonly trace: Trace;
}

export class Workshop {
  readonly #cargo: CargoModule;
  readonly #files: ParsedFiles;
  readonly #viewsOf: (crate: RustTarget) => Views;
  readonly #open = new Map<RustTarget['target'], Opened>();

  constructor(cargo: CargoModule, texts: Texts, viewsOf: (crate: RustTarget) => Views) {
    this.#cargo = cargo;
    this.#files = new ParsedFiles(texts);
    this.#viewsOf = viewsOf;
  }

  /** The crate, opened when it is not. */
  open(of: RustTarget): Opened {
    const known = this.#open.get(of.target);
    if (known !== undefined) return known;
    const trace = new Trace();
    const library = (name: string) => {
      const other = this.#library(name);
      if (other === undefined) return undefined;
      const opened = this.open(other);
      trace.add(opened.trace);
      return opened.crate;
    };
    const opened = { crate: new OpenCrate(this.#viewsOf(of), this.files(trace), library), trace };
    this.#open.set(of.target, opened);
    return opened;
  }

  #library(name: string): RustTarget | undefined {
    for (const owner of this.#cargo.packages) {
      const target = owner.targets.find(
        ({ kind, crateName, exists }) => kind === 'lib' && crateName === name && exists,
      );
      if (target?.path !== undefined) return { package: owner, target };
    }
    return undefined;
  }

  /** The module's files for one reader, of whom is written down what he reads. */
  files(trace: Trace): SourceFiles {
    return this.#files.traced(trace);
  }

  /** Models and parsed files go when they are many. */
  tidy(): void {
    if (!this.#files.isFull) return;
    this.#open.clear();
    this.#files.forget();
  }
}
