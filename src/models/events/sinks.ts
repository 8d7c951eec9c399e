/** Calls of functions whose parameters end in an envelope, found from the functions: their callers are asked, and not every call. */
import { grouped } from '../collections/grouped.ts';
import { memo } from '../collections/memo.ts';
import { Rounds } from '../collections/rounds.ts';
import type { Call } from '../rust/body.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { calleeOf, methodOf } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodies } from '../rust-bodies/code-bodies.ts';
import { typeOfExpression } from '../rust-bodies/expression-types.ts';

interface CallIn {
  readonly code: CodeBody;
  readonly call: Call;
}

interface Leading {
  /** Number of the call in source order. */
  readonly at: number;
  readonly name: string;
  readonly target: Definition;
}

/** Calls that are written with one name. */
interface Named {
  readonly byTarget: ReadonlyMap<Definition, readonly Leading[]>;
  /** Those of what has another name itself. */
  readonly renaming: readonly Leading[];
}

/** The calls of a crate by whom they lead to, as far as somebody asks for their names. */
export class OwnCalls {
  readonly #model: CrateModel;
  readonly #bodies: readonly CodeBody[];
  #all: readonly CallIn[] | undefined;
  #named: ReadonlyMap<string, readonly number[]> | undefined;
  readonly #known = new Map<string, Named>();
  readonly #targets = new Map<number, Definition>();
  /** By target, those that call it by another name than its own. */
  readonly #renamed = new Map<Definition, Leading[]>();

  constructor(model: CrateModel, bodies: readonly CodeBody[]) {
    this.#model = model;
    this.#bodies = bodies;
  }

  /** In source order. */
  get all(): readonly CallIn[] {
    this.#all ??= this.#bodies.flatMap((code) => code.body.calls.map((call) => ({ code, call })));
    return this.#all;
  }

  named(name: string): Named {
    const known = this.#known.get(name) ?? this.#read(name);
    this.#known.set(name, known);
    return known;
  }

  #read(name: string): Named {
    this.#named ??= grouped(this.all.keys(), (at) => this.all[at]!.call.name);
    const leading = (this.#named.get(name) ?? []).flatMap((at): Leading[] => {
      const target = this.#find(this.all[at]!);
      return target === undefined ? [] : [{ at, name, target }];
    });
    for (const { at, target } of leading) this.#targets.set(at, target);
    const renaming = leading.filter(({ target }) => target.name !== name);
    for (const [target, calls] of grouped(renaming, ({ target }) => target))
      this.#renamed.set(target, [...this.renamed(target), ...calls]);
    return { byTarget: grouped(leading, ({ target }) => target), renaming };
  }

  /** Whom a call leads to whose name was asked for. */
  targetOf(at: number): Definition | undefined {
    return this.#targets.get(at);
  }

  /** Calls of a function by names that it does not have itself, as far as these were asked for. */
  renamed(target: Definition): readonly Leading[] {
    return this.#renamed.get(target) ?? [];
  }

  #find({ code, call }: CallIn): Definition | undefined {
    const callee = calleeOf(code, call);
    if (callee?.kind === 'own') return callee.definition;
    if (call.kind !== 'method') return undefined;
    const type = typeOfExpression(code, call.receiver);
    return type?.kind === 'own' ? methodOf(this.#model, type.definition, call.name) : undefined;
  }
}

export const callsOf = memo((model: CrateModel) => new OwnCalls(model, codeBodies(model)));

/** More rounds change nothing in code that a person wrote. */
const mostRounds = 12;

/** Functions whose parameters, by number, end in one envelope, and the calls that are still to be looked at for them. */
export class Sinks {
  readonly #calls: OwnCalls;
  readonly #params = new Map<Definition, Set<number>>();
  readonly #names = new Set<string>();
  #rounds: Rounds | undefined;

  constructor(calls: OwnCalls) {
    this.#calls = calls;
  }

  /** Notes parameters of a function, and asks for all who call it. */
  add(sink: Definition, params: ReadonlySet<number>): void {
    if (params.size === 0) return;
    const known = this.#params.get(sink) ?? new Set();
    const before = known.size;
    for (const param of params) known.add(param);
    this.#params.set(sink, known);
    if (known.size === before) return;
    this.#rounds ??= new Rounds(this.#calls.all.length);
    this.#activate(sink.name);
    for (const { at } of this.#calls.named(sink.name).byTarget.get(sink) ?? []) this.#rounds.add(at);
    for (const { at, name } of this.#calls.renamed(sink)) if (this.#names.has(name)) this.#rounds.add(at);
  }

  /** Calls are looked at where they are written with the name of a sink, whomever they lead to. */
  #activate(name: string): void {
    if (this.#names.has(name)) return;
    this.#names.add(name);
    for (const { at, target } of this.#calls.named(name).renaming) if (this.#params.has(target)) this.#rounds?.add(at);
  }

  /** The next call, with whom it leads to, and which of its parameters end in the envelope. */
  next(): (CallIn & { readonly target: Definition | undefined; readonly params: ReadonlySet<number> }) | undefined {
    const at = this.#rounds?.next();
    if (at === undefined || (this.#rounds?.round ?? 0) >= mostRounds) return undefined;
    const target = this.#calls.targetOf(at);
    return { ...this.#calls.all[at]!, target, params: (target && this.#params.get(target)) ?? new Set() };
  }
}
