/** The lists of a body, ordered for questions that are asked of every call: what is bound, awaited and around at a token. */
import { grouped } from '../collections/grouped.ts';
import { memo } from '../collections/memo.ts';
import type { Body, Call, Let, MacroUse, Match, MethodCall, StringLiteral } from '../rust/body.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { type BoundName, boundNames, type Scrutinee, scrutineesOf } from './bound-names.ts';
import { Nesting } from './nesting.ts';
import { firstFrom } from './places.ts';

export class BodyIndex {
  readonly #body: Body;

  private constructor(body: Body) {
    this.#body = body;
  }

  /** The one index of a body. */
  static readonly of = memo((body: Body) => new BodyIndex(body));

  #byToken: ReadonlyMap<number, Call> | undefined;
  #byEnd: ReadonlyMap<number, Call> | undefined;
  #matches: ReadonlyMap<number, Match> | undefined;
  #calls: readonly Call[] | undefined;
  #strings: readonly StringLiteral[] | undefined;
  #arguments: Nesting<Call> | undefined;
  #receivers: Nesting<MethodCall> | undefined;
  #macros: Nesting<MacroUse> | undefined;
  #tested: Nesting<TokenRange> | undefined;
  #lets: ReadonlyMap<string, readonly Let[]> | undefined;
  #givenLets: ReadonlyMap<string, readonly Let[]> | undefined;
  #begun: ByName<Nesting<Let>> | undefined;
  #given: ByName<Nesting<Let>> | undefined;
  #bound: ByName<Nesting<BoundName>> | undefined;
  #firstBound: ByName<number | undefined> | undefined;
  #initializers: Nesting<Let> | undefined;
  #boundaries: Nesting<TokenRange> | undefined;
  #blocks: Nesting<TokenRange> | undefined;
  #scrutinees: Nesting<Scrutinee> | undefined;
  #drops: ReadonlyMap<string, readonly Call[]> | undefined;
  #names: ReadonlyMap<string, readonly BoundName[]> | undefined;

  /** The call whose name stands at a token. */
  callAt(token: number): Call | undefined {
    this.#byToken ??= new Map(this.#body.calls.map((call) => [call.token, call]));
    return this.#byToken.get(token);
  }

  /** The call whose closing parenthesis stands before a token. */
  callBefore(token: number): Call | undefined {
    this.#byEnd ??= new Map(this.#body.calls.map((call) => [call.args.to + 1, call]));
    return this.#byEnd.get(token);
  }

  /** The `match` whose keyword stands at a token. */
  matchAt(token: number): Match | undefined {
    this.#matches ??= new Map(this.#body.matches.map((match) => [match.token, match]));
    return this.#matches.get(token);
  }

  /** Calls whose names stand in a range, in order. */
  callsIn(range: TokenRange): readonly Call[] {
    this.#calls ??= byToken(this.#body.calls);
    return standingIn(this.#calls, range);
  }

  /** String literals in a range, in order. */
  stringsIn(range: TokenRange): readonly StringLiteral[] {
    this.#strings ??= byToken(this.#body.strings);
    return standingIn(this.#strings, range);
  }

  /** The first string literal in a range. */
  firstStringIn({ from, to }: TokenRange): StringLiteral | undefined {
    this.#strings ??= byToken(this.#body.strings);
    const first = this.#strings[firstFrom(this.#strings, from, tokenOf)];
    return first !== undefined && first.token < to ? first : undefined;
  }

  /** The innermost call among whose arguments a token stands. */
  callAround(token: number): Call | undefined {
    this.#arguments ??= new Nesting(this.#body.calls, ({ args }) => args);
    return this.#arguments.innermost(token);
  }

  /** The innermost call of a method on what a token is part of. */
  receivedBy(token: number): MethodCall | undefined {
    this.#receivers ??= new Nesting(
      this.#body.calls.filter((call) => call.kind === 'method'),
      ({ receiver }) => receiver,
    );
    return this.#receivers.innermost(token);
  }

  /** The innermost macro in whose input a token stands. */
  macroAround(token: number): MacroUse | undefined {
    this.#macros ??= new Nesting(this.#body.macros, ({ body }) => body);
    return this.#macros.innermost(token);
  }

  /** The innermost scrutinee or pattern of an arm around a token: what is compared, not what comes of it. */
  testedAround(token: number): TokenRange | undefined {
    this.#tested ??= new Nesting(
      [...this.#body.matches, ...this.#body.conditions]
        .map(({ scrutinee }) => scrutinee)
        .concat(this.#body.matches.flatMap(({ arms }) => arms.map(({ pattern }) => pattern))),
      (range) => range,
    );
    return this.#tested.innermost(token);
  }

  /** `let` statements that bind a name, in order. */
  letsOf(name: string): readonly Let[] {
    this.#lets ??= grouped(this.#body.lets, (one) => one.name);
    return this.#lets.get(name) ?? [];
  }

  /** The last `let` before a token that gives a name a value, whether it is still alive there or not. */
  givenBefore(name: string, token: number): Let | undefined {
    this.#givenLets ??= grouped(this.#body.lets, ({ name, initializer }) =>
      initializer === undefined ? undefined : name,
    );
    const lets = this.#givenLets.get(name) ?? [];
    return lets[firstFrom(lets, token, tokenOf) - 1];
  }

  /** The last `let` before a token that binds a name, whether what it binds is still alive there or not. */
  letBefore(name: string, token: number): Let | undefined {
    const lets = this.letsOf(name);
    return lets[firstFrom(lets, token, tokenOf) - 1];
  }

  /** The `let` that binds a name, as far as blocks tell, at a token behind the word `let`. */
  letInForce(name: string, token: number): Let | undefined {
    this.#begun ??= new ByName(
      (one) => new Nesting(this.letsOf(one), ({ token, block }) => ({ from: token + 1, to: block.to })),
    );
    return this.#begun.get(name).innermost(token);
  }

  /** The `let` that binds a name at a token behind its initializer. */
  letInEffect(name: string, token: number): Let | undefined {
    this.#given ??= new ByName(
      (one) =>
        new Nesting(this.letsOf(one), ({ pattern, initializer, block }) => ({
          from: initializer?.to ?? pattern.to,
          to: block.to,
        })),
    );
    return this.#given.get(name).innermost(token);
  }

  /** The innermost `let` whose initializer holds a token. */
  letAround(token: number): Let | undefined {
    return this.#byInitializer().innermost(token);
  }

  /** All `let`s whose initializers hold a token, the outermost first. */
  letsAround(token: number): readonly Let[] {
    return this.#byInitializer().around(token);
  }

  #byInitializer(): Nesting<Let> {
    this.#initializers ??= new Nesting(
      this.#body.lets.filter(({ initializer }) => initializer !== undefined),
      ({ initializer, pattern }) => initializer ?? pattern,
    );
    return this.#initializers;
  }

  /** The innermost block, closure or `match` arm around a token: no temporary outlives it. */
  boundaryAround(token: number): TokenRange {
    this.#boundaries ??= new Nesting(
      [
        ...this.#body.blocks,
        ...this.#body.closures.map((closure) => closure.body),
        ...this.#body.matches.flatMap(({ arms }) =>
          arms.flatMap((arm) => (arm.guard === undefined ? [arm.body] : [arm.body, arm.guard])),
        ),
      ],
      (range) => range,
    );
    return this.#boundaries.innermost(token) ?? this.#body.range;
  }

  blockAround(token: number): TokenRange {
    this.#blocks ??= new Nesting(this.#body.blocks, (range) => range);
    return this.#blocks.innermost(token) ?? this.#body.range;
  }

  scrutineeAround(token: number): Scrutinee | undefined {
    this.#scrutinees ??= new Nesting(scrutineesOf(this.#body), ({ range }) => range);
    return this.#scrutinees.innermost(token);
  }

  /** Calls of `drop` with just this name in a range, in order. */
  dropsIn(name: string, { from, to }: TokenRange): readonly Call[] {
    const { source } = this.#body;
    this.#drops ??= grouped(
      byToken(this.#body.calls.filter(({ name, args }) => name === 'drop' && args.to - args.from === 1)),
      ({ args }) => source.tokenText(args.from),
    );
    return standingIn(this.#drops.get(name) ?? [], { from, to });
  }

  /** The place in a pattern or a closure's parameters that binds a name, or may, at a token. */
  boundAt(name: string, token: number): BoundName | undefined {
    this.#bound ??= new ByName((one) => new Nesting(this.#boundNames(one), ({ scope }) => scope));
    return this.#bound.get(name).innermost(token);
  }

  /** The first place in a pattern or a closure's parameters that binds a name, or may; undefined for none. */
  firstBound(name: string): number | undefined {
    this.#firstBound ??= new ByName((one) =>
      this.#boundNames(one).reduce<number | undefined>(
        (least, { token }) => Math.min(least ?? token, token),
        undefined,
      ),
    );
    return this.#firstBound.get(name);
  }

  #boundNames(name: string): readonly BoundName[] {
    this.#names ??= grouped(boundNames(this.#body), ({ token }) => this.#body.source.tokenText(token));
    return this.#names.get(name) ?? [];
  }
}

/** Made for each name when it is first asked for. */
class ByName<T> {
  readonly #known = new Map<string, { readonly made: T }>();
  readonly #make: (name: string) => T;

  constructor(make: (name: string) => T) {
    this.#make = make;
  }

  get(name: string): T {
    let known = this.#known.get(name);
    if (known === undefined) {
      known = { made: this.#make(name) };
      this.#known.set(name, known);
    }
    return known.made;
  }
}

const byToken = <T extends { readonly token: number }>(things: readonly T[]): readonly T[] =>
  [...things].sort((a, b) => a.token - b.token);

/** Those of a list in order that stand in a range. */
function standingIn<T extends { readonly token: number }>(
  things: readonly T[],
  { from, to }: TokenRange,
): readonly T[] {
  return things.slice(firstFrom(things, from, tokenOf), firstFrom(things, to, tokenOf));
}

const tokenOf = ({ token }: { readonly token: number }): number => token;
