/** The course of a script: calls, scopes, and the ways taken where it is not known which one is. */
import type { Pattern } from './expression.ts';
import { Panic } from './methods.ts';
import { bindings } from './patterns.ts';
import { either, type Frame, unknown, type Value } from './value.ts';

/** A call is over. */
export class Return extends Error {
  readonly value: Value | undefined;
  constructor(value: Value | undefined) {
    super();
    this.value = value;
  }
}

/** `break` and `continue`. */
export class Leave extends Error {
  readonly ends: boolean;
  constructor(ends: boolean) {
    super();
    this.ends = ends;
  }
}

/** Far above what scripts need. */
const maxSteps = 200_000;

/** More work than a build script is: what it would set stays undecided. */
export class TooLong extends Error {}

interface Way {
  readonly value: Value;
  readonly variables: Map<string, Value>;
}

export class Course {
  /** Options it sets for certain. */
  readonly certain = new Set<string>();
  /** Options it may set; `?` for one whose name is not known. */
  readonly undecided = new Set<string>();
  readonly #calls: Frame[] = [];
  /** Ways taken without knowing that they are. */
  #guesses = 0;
  #steps = 0;
  /** What names meant before the scopes that are open. */
  #shadowed: [string, Value | undefined][] = [];

  /** Notes an option that is set here. */
  set(option: string): void {
    (option !== '?' && this.isSure ? this.certain : this.undecided).add(option);
  }

  /** Whether this point is reached for certain. */
  protected get isSure(): boolean {
    return this.#guesses === 0 && this.#calls.every((frame) => !frame.mayBeOver);
  }

  /** Counts work done. @throws TooLong */
  protected step(count: number): void {
    this.#steps += count;
    if (this.#steps > maxSteps) throw new TooLong();
  }

  /** How many calls are open. */
  protected get depth(): number {
    return this.#calls.length;
  }

  protected get frame(): Frame {
    return this.#calls.at(-1)!;
  }

  /** One call. @returns what it gives back, as far as all its ends agree */
  protected inFrame(variables: Map<string, Value>, body: () => Value): Value {
    const frame: Frame = { variables, mayBeOver: false, returned: [] };
    const shadowed = this.#shadowed;
    this.#calls.push(frame);
    this.#shadowed = [];
    try {
      frame.returned.push(body());
    } catch (error) {
      if (!(error instanceof Return) && !(error instanceof Leave)) throw error;
      if (error instanceof Return && error.value !== undefined) frame.returned.push(error.value);
    } finally {
      this.#calls.pop();
      this.#shadowed = shadowed;
    }
    const [first = unknown, ...rest] = frame.returned;
    return rest.reduce(either, first);
  }

  /**
   * Goes a way that may not be gone.
   * @param dismissed whether giving up is not thought of: it is what a script does about a compiler whose version it cannot read
   * @returns undefined when it does not come back
   */
  protected guess(way: () => Value, dismissed = false): Way | undefined {
    const frame = this.frame;
    const before = frame.variables;
    this.step(before.size);
    frame.variables = new Map(before);
    this.#guesses += 1;
    try {
      return { value: this.scoped(way), variables: frame.variables };
    } catch (error) {
      if (dismissed && error instanceof Return && error.value?.kind === 'none') return undefined;
      if (error instanceof Return && error.value !== undefined) frame.returned.push(error.value);
      if (error instanceof Return || error instanceof Leave) frame.mayBeOver = true;
      else if (!(error instanceof Panic)) throw error;
      return undefined;
    } finally {
      this.#guesses -= 1;
      frame.variables = before;
    }
  }

  /** Goes all of the ways, of which one is gone, and keeps what they agree on. */
  protected oneOf(ways: readonly (() => Value)[], dismissed = false): Value {
    const { mayBeOver } = this.frame;
    const gone = ways.flatMap((way) => this.guess(way, dismissed) ?? []);
    const [first, ...rest] = gone;
    if (first === undefined) {
      const returns = !mayBeOver && this.frame.mayBeOver;
      throw returns ? new Return(undefined) : new Panic();
    }
    const variables = new Map(first.variables);
    for (const [name, value] of variables)
      for (const way of rest)
        variables.set(name, either(variables.get(name) ?? value, way.variables.get(name) ?? unknown));
    this.frame.variables = variables;
    return rest.reduce((value, way) => either(value, way.value), first.value);
  }

  protected scoped<T>(run: () => T): T {
    const outer = this.#shadowed;
    this.#shadowed = [];
    try {
      return run();
    } finally {
      const { variables } = this.frame;
      for (const [name, value] of this.#shadowed.reverse()) {
        if (value === undefined) variables.delete(name);
        else variables.set(name, value);
      }
      this.#shadowed = outer;
    }
  }

  protected bind(pattern: Pattern, value: Value): void {
    const { variables } = this.frame;
    for (const [name, bound] of bindings(pattern, value)) {
      this.#shadowed.push([name, variables.get(name)]);
      variables.set(name, bound);
    }
  }
}
