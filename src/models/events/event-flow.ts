/**
 * Which events code puts into an envelope whose content may be anything: in its literals and constructors, through the
 * crate's own functions that take any content, and wherever its type is written with one (`Envelope<OrderEvent>`).
 */
import { grouped } from '../collections/grouped.ts';
import { memo } from '../collections/memo.ts';
import type { Body, Let } from '../rust/body.ts';
import { type CrateModel, type Definition, externalPath, isExternal } from '../rust/crate/crate-model.ts';
import type { Bound, Generics, TokenRange } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { ownerType, resolveInside } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodies } from '../rust-bodies/code-bodies.ts';
import { Nesting } from '../rust-bodies/nesting.ts';
import { firstFrom } from '../rust-bodies/places.ts';
import { contains } from '../rust-bodies/token-text.ts';
import { eventBounds, eventTrait, implementedTraits } from './event-traits.ts';
import { callsOf, type OwnCalls, Sinks } from './sinks.ts';

/** An envelope that is filled: the inside of its braces. */
interface Literal {
  readonly envelope: Definition;
  readonly code: CodeBody;
  readonly range: TokenRange;
}

/** Ranges that were looked at: what stands among the arguments of an argument comes with that. */
class Looked {
  /** In order; none inside of one that was there before it. */
  readonly #ranges: TokenRange[] = [];

  /** Whether a range is a part of one before; from now on it is one itself. */
  holds(range: TokenRange): boolean {
    const at = firstFrom(this.#ranges, range.from + 1, ({ from }) => from);
    if ((this.#ranges[at - 1]?.to ?? -1) >= range.to) return true;
    this.#ranges.splice(at, 0, range);
    return false;
  }
}

/** Loops and closures that bind names. */
const bindersOf = memo(({ loops, closures }: Body) => ({
  loops: new Nesting(
    loops.filter(({ pattern }) => pattern !== undefined),
    ({ block }) => block,
  ),
  closures: new Nesting(closures, ({ body }) => body),
}));

/** What a range of code hands on: events, and parameters of its function that are still to be filled. */
interface Handed {
  readonly events: ReadonlySet<Definition>;
  readonly params: ReadonlySet<number>;
}

const nothing: Handed = { events: new Set(), params: new Set() };

const deepest = 40;

export class EventFlow {
  readonly #model: CrateModel;
  readonly #events: ReadonlySet<Definition>;
  /** Events by the key of a trait that they implement. */
  readonly #implementing = new Map<string, Set<Definition>>();
  readonly #into = new Map<Definition, ReadonlySet<Definition>>();
  readonly #calls: OwnCalls;

  constructor(model: CrateModel, envelopes: ReadonlySet<Definition>, events: ReadonlySet<Definition>) {
    this.#model = model;
    this.#events = events;
    for (const [type, traits] of implementedTraits(model))
      if (events.has(type))
        for (const key of traits.keys())
          this.#implementing.set(key, (this.#implementing.get(key) ?? new Set<Definition>()).add(type));
    const bodies = codeBodies(model);
    this.#calls = callsOf(model);
    const named = new Set([...envelopes].map(({ name }) => name));
    const literals = grouped(
      bodies.flatMap((code) => this.#literals(code, envelopes, named)),
      ({ envelope }) => envelope,
    );
    const written = this.#writtenWith(envelopes);
    for (const envelope of envelopes)
      this.#into.set(envelope, this.#follow(written.get(envelope.name) ?? [], literals.get(envelope) ?? []));
  }

  into(envelope: Definition): ReadonlySet<Definition> {
    return this.#into.get(envelope) ?? new Set();
  }

  #follow(written: Iterable<Definition>, literals: readonly Literal[]): ReadonlySet<Definition> {
    const found = new Set<Definition>(written);
    /** Functions whose parameters, by number, end in the envelope. */
    const sinks = new Sinks(this.#calls);
    const taken = new Set<ReadonlySet<Definition>>();
    const looked = new Map<CodeBody, Looked>();
    const take = (code: CodeBody, range: TokenRange): void => {
      const before = looked.get(code) ?? new Looked();
      looked.set(code, before);
      if (before.holds(range)) return;
      const { events, params } = this.#handed(code, range);
      if (!taken.has(events)) for (const event of events) found.add(event);
      taken.add(events);
      sinks.add(code.owner, params);
    };
    for (const { code, range } of literals) take(code, range);
    for (let next = sinks.next(); next !== undefined; next = sinks.next()) {
      const { code, call, params } = next;
      for (const index of params) {
        const argument = call.arguments[index];
        if (argument !== undefined) take(code, argument);
      }
    }
    return found;
  }

  /** Insides of `Envelope { … }`, and of `Self { … }` in its own impls. */
  #literals(code: CodeBody, envelopes: ReadonlySet<Definition>, named: ReadonlySet<string>): Literal[] {
    const { body, owner } = code;
    const { kind } = body.source.tokens;
    return body.blocks.flatMap((range) => {
      const at = range.from - 2;
      if (kind[at] !== Kind.Identifier && body.source.tokenText(at) !== 'Self') return [];
      const name = body.source.tokenText(at);
      if (name !== 'Self' && !named.has(name)) return [];
      const envelope = name === 'Self' ? ownerType(this.#model, owner) : this.#target(code, name);
      if (envelope === undefined || !envelopes.has(envelope)) return [];
      return name === 'Self' || name === envelope.name ? [{ envelope, code, range }] : [];
    });
  }

  /** What the values of a range come from: events named in it, locals, parameters, `self`. */
  #handed(code: CodeBody, range: TokenRange, depth = 0): Handed {
    const all: ReadonlySet<Definition>[] = [];
    const params = new Set<number>();
    const { kind } = code.body.source.tokens;
    for (let token = range.from; token < range.to && depth < deepest; token++) {
      const before = kind[token - 1];
      const name = code.body.source.tokenText(token);
      if (before === Punct.Dot || (before === Punct.Colon && kind[token - 2] === Punct.Colon)) continue;
      if (kind[token] !== Kind.Identifier && name !== 'self' && name !== 'Self') continue;
      // A field's name is no value, unless it is the short form.
      if (kind[token + 1] === Punct.Colon && kind[token + 2] !== Punct.Colon) continue;
      const one = this.#handedBy(code, name, token, depth);
      all.push(one.events);
      for (const param of one.params) params.add(param);
    }
    return { events: union(all), params };
  }

  #handedBy(code: CodeBody, name: string, token: number, depth: number): Handed {
    const { body, owner } = code;
    if (name === 'self' || name === 'Self') {
      const own = ownerType(this.#model, owner);
      return own !== undefined && this.#events.has(own) ? { ...nothing, events: new Set([own]) } : nothing;
    }
    if (/^[A-Z]/.test(name)) {
      const event = this.#target(code, name);
      return event !== undefined && this.#events.has(event) ? { ...nothing, events: new Set([event]) } : nothing;
    }
    const index = BodyIndex.of(body);
    const bound = index.letInForce(name, token);
    if (bound?.initializer !== undefined && !contains(bound.initializer, token)) return this.#given(code, bound, depth);
    if (index.boundAt(name, token) === undefined) return this.#handedByParam(code, name);
    const { loops, closures } = bindersOf(body);
    const loop = loops.around(token).find(({ pattern }) => this.#names(code, pattern!, name));
    if (loop !== undefined) return this.#handedAgain(code, loop.header, depth + 1);
    const closure = closures.around(token).find(({ params }) => this.#names(code, params, name));
    const around = closure && index.callAround(closure.token);
    if (around?.kind === 'method') return this.#handedAgain(code, around.receiver, depth + 1);
    return this.#handedByParam(code, name);
  }

  readonly #known = new Map<CodeBody, Map<string, Handed>>();

  /** What loops and closures are given, asked once: those inside of others would else double the work with each. */
  #handedAgain(code: CodeBody, range: TokenRange, depth: number): Handed {
    const known = this.#known.get(code) ?? new Map<string, Handed>();
    this.#known.set(code, known);
    const key = `${range.from} ${range.to} ${depth}`;
    const found = known.get(key) ?? this.#handed(code, range, depth);
    known.set(key, found);
    return found;
  }

  readonly #byLet = new Map<Let, Handed>();

  /** What a binding was given; asked once for each, however many lines use it. */
  #given(code: CodeBody, bound: Let, depth: number): Handed {
    const known = this.#byLet.get(bound);
    if (known !== undefined) return known;
    const typed = bound.type === undefined ? nothing : this.#handed(code, bound.type, depth + 1);
    const given = bound.initializer === undefined ? nothing : this.#handed(code, bound.initializer, depth + 1);
    const found = { events: union([typed.events, given.events]), params: given.params };
    this.#byLet.set(bound, found);
    return found;
  }

  #names({ body }: CodeBody, range: TokenRange, name: string): boolean {
    for (let at = range.from; at < range.to; at++) if (body.source.tokenText(at) === name) return true;
    return false;
  }

  /** A parameter's type names the events, or bounds that they implement; one that may be anything is left to the callers. */
  #handedByParam(code: CodeBody, name: string): Handed {
    const { owner } = code;
    const params = owner.item('function')?.signature.params ?? [];
    const index = params.findIndex((param) => param.name === name);
    const type = params[index]?.type;
    const events = new Set<Definition>();
    const all: ReadonlySet<Definition>[] = [];
    if (type === undefined) return { events, params: new Set() };
    const words: readonly string[] = owner.source.spanText(type.span).match(/[A-Za-z_]\w*(?:::\w+)*/g) ?? [];
    const generics = genericsAround(owner);
    let isOpen = words.includes('impl') || words.includes('dyn') || /\bValue$/.test(words.at(-1) ?? '');
    for (const word of words) {
      const bounds = generics.get(word);
      if (bounds !== undefined) isOpen = true;
      const target = bounds === undefined ? resolveInside(code, word) : undefined;
      if (target !== undefined && !isExternal(target) && this.#events.has(target)) events.add(target);
      const keys = eventBounds(this.#model, bounds ?? [], owner).map(({ key }) => key);
      if (target !== undefined && !isExternal(target) && target.kind === 'trait') keys.push(`#${target.id}`);
      if (target !== undefined && isExternal(target) && eventTrait.test(target.path.at(-1) ?? ''))
        keys.push(externalPath(target));
      for (const key of keys) all.push(this.#implementing.get(key) ?? new Set());
      if (keys.length > 0) isOpen = false;
    }
    const found = union([events, ...all]);
    return { events: found, params: isOpen && found.size === 0 ? new Set([index]) : new Set() };
  }

  /** By the name of an envelope, events that its type is written with, in signatures, fields, aliases and impls. */
  #writtenWith(envelopes: ReadonlySet<Definition>): ReadonlyMap<string, ReadonlySet<Definition>> {
    const found = new Map([...envelopes].map(({ name }) => [name, new Set<Definition>()]));
    const isPlain = [...found.keys()].every((name) => /^\w+$/.test(name));
    const words = isPlain ? /\w+/g : /[\p{XID_Start}_]\p{XID_Continue}*/gu;
    for (const one of this.#model.definitions) {
      if (!/^(?:function|method|field|type-alias|impl|constant|static)$/.test(one.kind)) continue;
      const { start, end } = one.node.span;
      const text = one.source.text.slice(start, one.kind === 'impl' ? headEnd(one) : end);
      for (const { name, args } of writtenArguments(text, found, words)) {
        for (const word of args.match(/[A-Z]\w*/g) ?? []) {
          const type = this.#model.resolve(word, one);
          if (type !== undefined && !isExternal(type) && this.#events.has(type)) found.get(name)?.add(type);
        }
      }
    }
    return found;
  }

  /** The type or the enum of the variant that a name leads to. */
  #target(code: CodeBody, name: string): Definition | undefined {
    const found = resolveInside(code, name) ?? resolveInside(code, name, 1);
    if (found === undefined || isExternal(found)) return undefined;
    return found.kind === 'variant' ? found.parent : found;
  }
}

/** All that is in any of some sets: one of them itself where the others hold nothing. */
function union(sets: readonly ReadonlySet<Definition>[]): ReadonlySet<Definition> {
  const filled = [...new Set(sets)].filter(({ size }) => size > 0);
  const [only = nothing.events, ...more] = filled;
  return more.length === 0 ? only : new Set(filled.flatMap((set) => [...set]));
}

/**
 * What stands between the `<` and `>` behind names in a text: `Envelope<A>`, `Envelope::<A>`; not again inside of the same name's.
 * @param words finds all that may be such a name
 */
function* writtenArguments(
  text: string,
  names: ReadonlyMap<string, unknown>,
  words: RegExp,
): Generator<{ readonly name: string; readonly args: string }> {
  const ends = new Map<string, number>();
  const behind = /\s*(?:::\s*)?<([^;{}()=]*)>/y;
  for (const { 0: name, index } of text.matchAll(words)) {
    if (!names.has(name) || index < (ends.get(name) ?? 0)) continue;
    behind.lastIndex = index + name.length;
    const args = behind.exec(text)?.[1];
    if (args === undefined) continue;
    ends.set(name, behind.lastIndex);
    yield { name, args };
  }
}

function headEnd({ source, node }: Definition): number {
  const brace = source.text.indexOf('{', node.span.start);
  return brace < 0 ? node.span.end : Math.min(brace, node.span.end);
}

/** Type parameters of a function and of the impl around it, with their bounds. */
function genericsAround(owner: Definition): ReadonlyMap<string, readonly Bound[]> {
  const found = new Map<string, Bound[]>();
  for (let outer: Definition | undefined = owner; outer !== undefined; outer = outer.parent) {
    const { generics, signature } = outer.node as { generics?: Generics; signature?: { generics?: Generics } };
    const all = generics ?? signature?.generics;
    for (const param of all?.params ?? []) if (param.kind === 'type') found.set(param.name, [...param.bounds]);
    for (const where of all?.where ?? []) {
      const name = where.kind === 'type' && where.type.kind === 'path' ? where.type.path.segments[0]?.name : undefined;
      if (where.kind === 'type' && name !== undefined) found.get(name)?.push(...where.bounds);
    }
  }
  return found;
}
