/**
 * The Rust code of a module. Where cargo's view (packages and targets) meets the view of the language: rules ask questions
 * of crates, and each crate is read once for all of them, one after the other, so that a large workspace never lies in
 * memory as a whole.
 */
import { fact } from '../../fact.ts';
import { inOrder } from '../../in-order.ts';
import { Broken, Inapplicable } from '../../verdict.ts';
import { crateView, declaredFeatures } from '../cargo/crate-input.ts';
import type { Package } from '../cargo/package.ts';
import { publishedPackages, shippedPackages } from '../cargo/published.ts';
import type { Target } from '../cargo/targets.ts';
import type { CargoModule } from '../cargo/workspace.ts';
import { type AnswerStore, type Outcome, Sheet, Trace } from '../kept/answers.ts';
import { type ReadText, Texts } from '../kept/texts.ts';
import type { Views } from './open-crate.ts';
import type { ModuleQuestion, Question, RustTarget } from './question.ts';
import type { Workshop } from './workshop.ts';

/** When questions are answered. */
export interface Timing {
  /** Resolves when whoever would ask has asked. */
  ready(): Promise<void>;
  /** Lets signals and timers have their turn. @returns false when nobody waits for answers any more */
  pause(): Promise<boolean>;
}

const atOnce: Timing = { ready: async () => {}, pause: async () => true };

interface Asked<Q> {
  readonly question: Q;
  readonly answer: (answer: unknown) => void;
  readonly fail: (thrown: unknown) => void;
}

export class RustModule {
  readonly cargo: CargoModule;
  readonly #texts: Texts;
  readonly #store: AnswerStore | undefined;
  readonly #timing: Timing;
  readonly #asked = new Map<Target, Asked<Question<unknown>>[]>();
  readonly #askedOfAll: Asked<ModuleQuestion<unknown>>[] = [];
  #workshop: Workshop | undefined;
  #isAnswering = false;

  /** @param read text of a scanned file; undefined when there is none. What it throws leaves the asking rule open. */
  constructor(cargo: CargoModule, read: ReadText, timing: Timing = atOnce, store?: AnswerStore) {
    this.cargo = cargo;
    this.#texts = new Texts(read, store);
    this.#store = store;
    this.#timing = timing;
  }

  /**
   * Library targets of the packages that others can depend on: what "public API" speaks of.
   * @throws Inapplicable when there is none
   */
  readonly libraries = fact((): readonly RustTarget[] => {
    const found = this.targets(({ kind }) => kind === 'lib', publishedPackages(this.cargo));
    if (found.length === 0) throw new Inapplicable('the module has no library target');
    return found;
  });

  /** Libraries of those packages and of what they are built from in the workspace, whether others can depend on it or not. */
  readonly shipped = fact(() => this.targets(({ kind }) => kind === 'lib', shippedPackages(this.cargo)));

  /**
   * The libraries that are shipped, and the binaries of the packages that others can depend on: what "code" speaks of. Build scripts
   * are apart.
   * @throws Inapplicable when there is none
   */
  readonly code = fact((): readonly RustTarget[] => {
    const standing = publishedPackages(this.cargo);
    const found = this.targets(
      (target) => target.kind === 'lib' || target.kind === 'bin',
      shippedPackages(this.cargo),
    ).filter((one) => one.target.kind === 'lib' || standing.includes(one.package));
    if (found.length === 0) throw new Inapplicable('the module has neither a library nor a binary');
    return found;
  });

  /** Targets whose root file is there, of all packages unless some are given. */
  targets(wanted: (target: Target) => boolean = () => true, packages = this.cargo.packages): readonly RustTarget[] {
    return packages.flatMap((owner) =>
      owner.targets
        .filter((target) => target.exists && target.path !== undefined && wanted(target))
        .map((target) => ({ package: owner, target })),
    );
  }

  /**
   * Asks each of the crates. The answers come when all rules have asked, in the order of the crates.
   * @throws what the first crate throws that has no answer: Broken when one of its files does not parse
   */
  async ask<A>(crates: readonly RustTarget[], question: Question<A>): Promise<A[]> {
    return inOrder(crates.map(({ target }) => this.#one(target, question)));
  }

  /** Asks the module as a whole. @throws as `ask` does */
  askAll<A>(question: ModuleQuestion<A>): Promise<A> {
    return new Promise<A>((answer, fail) => {
      this.#askedOfAll.push({ question, answer: answer as (answer: unknown) => void, fail });
      this.#begin(fail);
    });
  }

  #one<A>(target: Target, question: Question<A>): Promise<A> {
    return new Promise<A>((answer, fail) => {
      const asked = this.#asked.get(target) ?? [];
      asked.push({ question, answer: answer as (answer: unknown) => void, fail });
      this.#asked.set(target, asked);
      this.#begin(fail);
    });
  }

  /** Whoever has ever asked: to settle twice changes nothing. */
  readonly #fails: ((thrown: unknown) => void)[] = [];

  /** @param fail of who asks: a bug in what answers must not leave him waiting for ever */
  #begin(fail: (thrown: unknown) => void): void {
    this.#fails.push(fail);
    if (this.#isAnswering) return;
    this.#isAnswering = true;
    this.#answerAll().catch((thrown) => {
      this.#isAnswering = false;
      for (const one of this.#fails) one(thrown);
    });
  }

  async #answerAll(): Promise<void> {
    await this.#timing.ready();
    while (this.#asked.size + this.#askedOfAll.length > 0) {
      // Package by package, for the targets of one share files.
      for (const owner of this.cargo.packages) {
        if (!(await this.#answerPackage(owner))) return;
        // The whole module is going to be asked: what is open will be needed again.
        if (this.#askedOfAll.length === 0) this.#workshop?.tidy();
      }
      await this.#answerOfAll(this.#askedOfAll.splice(0));
      this.#workshop?.tidy();
    }
    this.#isAnswering = false;
  }

  /** @returns false when nobody waits any more */
  async #answerPackage(owner: Package): Promise<boolean> {
    const sheet = this.#sheetOf(owner);
    const telling: (() => void)[] = [];
    for (const target of owner.targets) {
      const asked = this.#asked.get(target);
      if (asked === undefined) continue;
      this.#asked.delete(target);
      const open = async () => {
        const { crate, trace } = (await this.#tools()).open({ package: owner, target });
        return { subject: crate, trace };
      };
      telling.push(...(await this.#answer(sheet, `${target.kind} ${target.path}`, asked, open)));
      if (!(await this.#timing.pause())) return false;
    }
    // Before anybody hears of it: who has heard everything may end at once.
    sheet.write();
    for (const tell of telling) tell();
    return true;
  }

  readonly #sheets = new Map<Package, Sheet>();

  #sheetOf(owner: Package): Sheet {
    const key = () => [this.targets(undefined, [owner]).map((one) => this.#views(one)), this.#libraries()];
    const sheet = this.#sheets.get(owner) ?? new Sheet(this.#store, this.#texts, key);
    this.#sheets.set(owner, sheet);
    return sheet;
  }

  readonly #moduleSheet = fact(
    () => new Sheet(this.#store, this.#texts, () => ['module', this.targets().map((one) => this.#views(one))]),
  );

  async #tools(): Promise<Workshop> {
    const { Workshop } = await import('./workshop.ts');
    this.#workshop ??= new Workshop(this.cargo, this.#texts, (crate) => this.#views(crate));
    return this.#workshop;
  }

  async #answerOfAll(asked: readonly Asked<ModuleQuestion<unknown>>[]): Promise<void> {
    if (asked.length === 0) return;
    const sheet = this.#moduleSheet();
    const telling = await this.#answer(sheet, 'module', asked, async () => {
      const tools = await this.#tools();
      const trace = new Trace();
      const open = (of: RustTarget) => {
        const opened = tools.open(of);
        trace.add(opened.trace);
        return opened.crate;
      };
      return { subject: { files: tools.files(trace), open }, trace };
    });
    sheet.write();
    for (const tell of telling) tell();
  }

  /** @returns what tells each who asked his answer */
  async #answer<S>(
    sheet: Sheet,
    name: string,
    asked: readonly Asked<{ readonly name: string; about(subject: S): unknown }>[],
    open: () => Promise<{ readonly subject: S; readonly trace: Trace }>,
  ): Promise<(() => void)[]> {
    const known = sheet.about(name);
    const added = new Map<string, Outcome>();
    const telling: (() => void)[] = [];
    const reads: Trace[] = [];
    for (const { question, answer, fail } of asked) {
      try {
        let outcome = known.get(question.name) ?? added.get(question.name);
        if (outcome === undefined) {
          const { subject, trace } = await open();
          reads.push(trace);
          outcome = await outcomeOf(() => question.about(subject));
          added.set(question.name, outcome);
        }
        telling.push(tellingOf(outcome, answer, fail));
      } catch (thrown) {
        telling.push(() => fail(thrown));
      }
    }
    if (added.size > 0) sheet.add(name, added, reads);
    return telling;
  }

  readonly #known = new Map<Target, Views>();

  #views({ package: owner, target }: RustTarget): Views {
    const view = (selection: 'default' | 'all') => crateView(owner, target, selection, this.cargo.packages)!;
    const views = this.#known.get(target) ?? {
      usual: view('default'),
      all: view('all'),
      features: declaredFeatures(owner, target),
    };
    this.#known.set(target, views);
    return views;
  }

  /** Crates may look into the module's libraries: a digest of how cargo sees these. */
  readonly #libraries = fact(() =>
    this.#store?.digest(JSON.stringify(this.targets(({ kind }) => kind === 'lib').map((one) => this.#views(one)))),
  );
}

/**
 * The answer as it will be read when it is kept. Written and read now, it says the same from the first run on, and it lets go of the
 * code: a name that was cut out of a file's text keeps all of that text in memory.
 * @throws what is thrown, but for Broken code: that is as certain as any answer
 */
async function outcomeOf(ask: () => unknown): Promise<Outcome> {
  try {
    const answer = JSON.stringify(await ask());
    return answer === undefined ? {} : { answer: JSON.parse(answer) };
  } catch (thrown) {
    if (!(thrown instanceof Broken)) throw thrown;
    const { message, ...place } = thrown.evidence;
    return { broken: { message, place, absence: thrown.absence, fix: thrown.fix, more: thrown.more } };
  }
}

function tellingOf(outcome: Outcome, answer: (answer: unknown) => void, fail: (thrown: unknown) => void): () => void {
  if (!('broken' in outcome)) return () => answer(outcome.answer);
  const { message, place, ...options } = outcome.broken;
  return () => fail(new Broken(message, place, options));
}
