/**
 * Which events code puts into an envelope whose content may be anything: in its literals and constructors, through the
 * crate's own functions that take any content, and wherever its type is written with one (`Envelope<OrderEvent>`).
 */
import type { Call, Let } from '../rust/body.ts';
import { type CrateModel, type Definition, externalPath, isExternal } from '../rust/crate/crate-model.ts';
import type { Bound, Generics, TokenRange } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { calleeOf, methodOf, ownerType, resolveInside } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodies } from '../rust-bodies/code-bodies.ts';
import { typeOfExpression } from '../rust-bodies/expression-types.ts';
import { contains } from '../rust-bodies/token-text.ts';
import { eventBounds, eventTrait, implementedTraits } from './event-traits.ts';

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
  readonly #into = new Map<Definition, ReadonlySet<Definition>>();
  readonly #bodies: readonly CodeBody[];

  constructor(model: CrateModel, envelopes: ReadonlySet<Definition>, events: ReadonlySet<Definition>) {
    this.#model = model;
    this.#events = events;
    this.#bodies = codeBodies(model);
    for (const envelope of envelopes) this.#into.set(envelope, this.#follow(envelope));
  }

  into(envelope: Definition): ReadonlySet<Definition> {
    return this.#into.get(envelope) ?? new Set();
  }

  #follow(envelope: Definition): ReadonlySet<Definition> {
    const found = new Set<Definition>(this.#writtenWith(envelope));
    /** Functions whose parameters, by number, end in the envelope. */
    const sinks = new Map<Definition, Set<number>>();
    const take = (code: CodeBody, { events, params }: Handed): boolean => {
      for (const event of events) found.add(event);
      if (params.size === 0) return false;
      const known = sinks.get(code.owner) ?? new Set();
      const before = known.size;
      for (const param of params) known.add(param);
      sinks.set(code.owner, known);
      return known.size > before;
    };
    for (const code of this.#bodies)
      for (const range of this.#literals(code, envelope)) take(code, this.#handed(code, range));
    for (let round = 0, grew = sinks.size > 0; grew && round < 12; round++) {
      grew = false;
      for (const code of this.#bodies)
        for (const call of code.body.calls) {
          const params = this.#sinkOf(code, call, sinks);
          for (const index of params ?? []) {
            const argument = call.arguments[index];
            if (argument !== undefined && take(code, this.#handed(code, argument))) grew = true;
          }
        }
    }
    return found;
  }

  /** Insides of `Envelope { … }`, and of `Self { … }` in its own impls. */
  #literals(code: CodeBody, envelope: Definition): TokenRange[] {
    const { body, owner } = code;
    const { kind } = body.source.tokens;
    return body.blocks.filter(({ from }) => {
      const at = from - 2;
      if (kind[at] !== Kind.Identifier && body.source.tokenText(at) !== 'Self') return false;
      const name = body.source.tokenText(at);
      if (name === 'Self') return ownerType(this.#model, owner) === envelope;
      return name === envelope.name && this.#target(code, name) === envelope;
    });
  }

  #sinkOf(
    code: CodeBody,
    call: Call,
    sinks: ReadonlyMap<Definition, ReadonlySet<number>>,
  ): ReadonlySet<number> | undefined {
    if (![...sinks.keys()].some(({ name }) => name === call.name)) return undefined;
    const callee = calleeOf(code, call);
    if (callee?.kind === 'own') return sinks.get(callee.definition);
    if (call.kind !== 'method') return undefined;
    const type = typeOfExpression(code, call.receiver);
    const method = type?.kind === 'own' ? methodOf(this.#model, type.definition, call.name) : undefined;
    return method === undefined ? undefined : sinks.get(method);
  }

  /** What the values of a range come from: events named in it, locals, parameters, `self`. */
  #handed(code: CodeBody, range: TokenRange, depth = 0): Handed {
    const events = new Set<Definition>();
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
      for (const event of one.events) events.add(event);
      for (const param of one.params) params.add(param);
    }
    return { events, params };
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
    const bound = index
      .letsOf(name)
      .filter((one) => one.token < token && contains(one.block, token))
      .at(-1);
    if (bound?.initializer !== undefined && !contains(bound.initializer, token)) return this.#given(code, bound, depth);
    if (!index.boundNames(name).some(({ scope }) => contains(scope, token))) return this.#handedByParam(code, name);
    const loop = body.loops.find(
      ({ pattern, block }) => pattern !== undefined && contains(block, token) && this.#names(code, pattern, name),
    );
    if (loop !== undefined) return this.#handed(code, loop.header, depth + 1);
    const closure = body.closures.find((one) => contains(one.body, token) && this.#names(code, one.params, name));
    const around = closure && body.calls.filter(({ args }) => contains(args, closure.token)).at(-1);
    if (around?.kind === 'method') return this.#handed(code, around.receiver, depth + 1);
    return this.#handedByParam(code, name);
  }

  readonly #byLet = new Map<Let, Handed>();

  /** What a binding was given; asked once for each, however many lines use it. */
  #given(code: CodeBody, bound: Let, depth: number): Handed {
    const known = this.#byLet.get(bound);
    if (known !== undefined) return known;
    const typed = bound.type === undefined ? nothing : this.#handed(code, bound.type, depth + 1);
    const given = bound.initializer === undefined ? nothing : this.#handed(code, bound.initializer, depth + 1);
    const found = { events: new Set([...typed.events, ...given.events]), params: given.params };
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
      for (const event of this.#implementing(keys)) events.add(event);
      if (keys.length > 0) isOpen = false;
    }
    return { events, params: isOpen && events.size === 0 ? new Set([index]) : new Set() };
  }

  #implementing(keys: readonly string[]): Definition[] {
    const traits = implementedTraits(this.#model);
    return [...this.#events].filter((event) => keys.some((key) => traits.get(event)?.has(key)));
  }

  /** Events that the envelope's type is written with, in signatures, fields, aliases and impls. */
  #writtenWith(envelope: Definition): Definition[] {
    const pattern = new RegExp(`\\b${envelope.name}\\s*(?:::\\s*)?<([^;{}()=]*)>`, 'g');
    return this.#model.definitions
      .filter(({ kind }) => /^(?:function|method|field|type-alias|impl|constant|static)$/.test(kind))
      .flatMap((one) => {
        const { start, end } = one.node.span;
        const text = one.source.text.slice(start, one.kind === 'impl' ? headEnd(one) : end);
        return [...text.matchAll(pattern)].flatMap(([, args = '']) => {
          const named = (args.match(/[A-Z]\w*/g) ?? []).map((word) => this.#model.resolve(word, one));
          return named.filter(
            (type): type is Definition => type !== undefined && !isExternal(type) && this.#events.has(type),
          );
        });
      });
  }

  /** The type or the enum of the variant that a name leads to. */
  #target(code: CodeBody, name: string): Definition | undefined {
    const found = resolveInside(code, name) ?? resolveInside(code, name, 1);
    if (found === undefined || isExternal(found)) return undefined;
    return found.kind === 'variant' ? found.parent : found;
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
