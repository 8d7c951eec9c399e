/**
 * Where a crate talks to NATS: calls of a client's functions and methods, through the crate's own wrappers too.
 * Clients are async-nats and nats (crates.io), or a trait of the crate that stands for one.
 */
import { grouped, groupedByEach } from '../collections/grouped.ts';
import { memo } from '../collections/memo.ts';
import { Rounds } from '../collections/rounds.ts';
import type { Call, MethodCall } from '../rust/body.ts';
import { type CrateModel, type Definition, isExternal } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { BodyIndex } from '../rust-bodies/body-index.ts';
import { calleeOf, implementedMethod } from '../rust-bodies/callee.ts';
import { allBodies, type CodeBody } from '../rust-bodies/code-bodies.ts';
import { Tokens } from '../rust-bodies/places.ts';
import { type Locals, localsOf, receiverType, type ValueType } from '../rust-bodies/value-types.ts';

export interface NatsCall {
  readonly code: CodeBody;
  readonly call: Call;
  /** The client's own function, or one of the crate's that calls it. */
  readonly wrapper: Definition | undefined;
}

export interface NatsCode {
  readonly model: CrateModel;
  readonly calls: readonly NatsCall[];
  /** Traits of the crate that stand for a client. */
  readonly traits: readonly Definition[];
}

const client = /^(?:async_nats|nats)(?:::|$)/;

/** Names under which clients publish and listen. */
export const subjectMethods: ReadonlySet<string> = new Set([
  'publish',
  'publish_with_headers',
  'publish_with_reply',
  'publish_with_reply_and_headers',
  'subscribe',
  'queue_subscribe',
  'request',
  'request_with_headers',
  'send_request',
  'send_publish',
]);

/** @returns undefined when the crate's code neither calls a client nor has a trait for one */
export const natsCode = memo(readNatsCode);

function readNatsCode(model: CrateModel): NatsCode | undefined {
  const traits = model.definitions.filter(isClientTrait);
  if (traits.length === 0 && !namesClient(model)) return undefined;
  const clients = new Set(traits);
  const bodies = allBodies(model).map((code) => new Talk(code, clients));
  const direct = bodies.flatMap((talk) => talk.direct());
  if (direct.length === 0 && traits.length === 0) return undefined;
  return { model, calls: [...direct, ...wrappedCalls(model, bodies, direct)], traits };
}

/** Calls of functions that may fail because they talk to NATS, of functions that call such, and so on, round after round. */
function wrappedCalls(model: CrateModel, bodies: readonly Talk[], direct: readonly NatsCall[]): NatsCall[] {
  const wrappers = new Set(direct.filter(({ code }) => mayFail(model, code.owner)).map(({ code }) => code.owner));
  if (wrappers.size === 0) return [];
  const calls = bodies.flatMap((talk) => talk.ownCalls().map((own) => ({ code: talk.code, ...own })));
  const callsOf = groupedByEach(calls.keys(), (at) => calls[at]!.targets);
  const rounds = new Rounds(calls.length);
  const wrapped = new Map<Call, NatsCall>();
  for (const wrapper of wrappers) for (const at of callsOf.get(wrapper) ?? []) rounds.add(at);
  for (let at = rounds.next(); at !== undefined; at = rounds.next()) {
    const { code, call, targets } = calls[at]!;
    const talking = wrapped.has(call) ? [] : targets.filter((one) => wrappers.has(one));
    const [target] = talking;
    // A trait that something else implements as a rule is no wrapper: a source of data may be NATS as well as a file.
    if (target === undefined || talking.length * 2 < targets.length) continue;
    wrapped.set(call, { code, call, wrapper: target });
    if (wrappers.has(code.owner) || !mayFail(model, code.owner)) continue;
    wrappers.add(code.owner);
    for (const next of callsOf.get(code.owner) ?? []) rounds.add(next);
  }
  return [...wrapped.values()];
}

/** Saves looking at every call of a crate that has never heard of NATS. */
function namesClient(model: CrateModel): boolean {
  if (Object.values(model.input.renamed ?? {}).some((name) => client.test(name))) return true;
  return [...model.collected.files.values()].some(({ text }) => /\b(?:async_nats|nats)\b/.test(text));
}

/** A trait with a method that publishes or subscribes and takes a subject. */
function isClientTrait(definition: Definition): boolean {
  if (definition.kind !== 'trait') return false;
  return definition.members.some((member) => {
    const params = member.item('function')?.signature.params ?? [];
    return subjectMethods.has(member.name) && params.some(({ name }) => name === 'subject');
  });
}

/** Returns a Result, as it is written or by an alias of the crate. */
export function mayFail(model: CrateModel, definition: Definition): boolean {
  const output = definition.item('function')?.signature.output;
  if (output === undefined) return false;
  const isResult = (text: string): boolean => /\bResult\b|Result</.test(text);
  if (isResult(definition.source.spanText(output.span))) return true;
  const name = output.kind === 'path' ? output.path.segments.map((one) => one.name).join('::') : '';
  const target = name === '' ? undefined : model.resolve(name, definition);
  const alias = target === undefined || isExternal(target) ? undefined : target.item('type-alias');
  return alias?.type !== undefined && isResult(alias.source.spanText(alias.type.span));
}

class Talk {
  readonly code: CodeBody;
  readonly #traits: ReadonlySet<Definition>;
  #locals: Locals | undefined;

  constructor(code: CodeBody, traits: ReadonlySet<Definition>) {
    this.code = code;
    this.#traits = traits;
  }

  /** Calls of a client itself. */
  direct(): NatsCall[] {
    const { body } = this.code;
    const locals = new Map(this.#localTypes());
    const found = new Set<Call>();
    const tokens = new Tokens();
    const events = [
      ...body.calls.map((call) => ({ at: call.args.to, call })),
      ...body.lets.map((bound) => ({ at: bound.initializer?.to ?? bound.token, bound })),
      ...body.conditions.map((condition) => ({ at: condition.scrutinee.to, condition })),
      ...body.matches.flatMap((match) => match.arms.map((arm) => ({ at: match.scrutinee.to, arm, match }))),
      ...body.loops.filter(({ kind }) => kind === 'for').map((loop) => ({ at: loop.header.to, loop })),
    ].sort((a, b) => a.at - b.at);
    for (const event of events) {
      if ('call' in event) {
        if (!this.#isClientCall(event.call, locals, tokens)) continue;
        found.add(event.call);
        tokens.add(event.call.token);
      } else if ('bound' in event) this.#bind(event.bound.pattern, event.bound.initializer, locals, tokens);
      else if ('condition' in event) this.#bind(event.condition.pattern, event.condition.scrutinee, locals, tokens);
      else if ('arm' in event) this.#bind(event.arm.pattern, event.match.scrutinee, locals, tokens);
      else if ('loop' in event) this.#bind(event.loop.pattern, event.loop.header, locals, tokens);
    }
    return [...found].map((call) => ({ code: this.code, call, wrapper: undefined }));
  }

  /** What comes out of a client is the client's, too: a stream, a message, a bucket. */
  #bind(
    pattern: TokenRange | undefined,
    value: TokenRange | undefined,
    locals: Map<string, ValueType>,
    found: Tokens,
  ): void {
    if (pattern === undefined || value === undefined) return;
    const { body } = this.code;
    const made = found.anyIn(value);
    const next = this.#nextIn(value).some((call) => this.#isClient(receiverType(this.code, call.receiver, locals)));
    const passedOn = this.#isClient(receiverType(this.code, value, locals));
    if (!made && !next && !passedOn) return;
    const name = /([a-z_]\w*)\W*$/.exec(body.source.rangeText(pattern))?.[1];
    if (name !== undefined) locals.set(name, { kind: 'foreign', path: 'async_nats::*' });
  }

  #nexts: Tokens | undefined;

  /** Calls of `next` in a range. */
  #nextIn(range: TokenRange): MethodCall[] {
    const { body } = this.code;
    this.#nexts ??= new Tokens(
      body.calls.flatMap(({ kind, name, token }) => (kind === 'method' && name === 'next' ? [token] : [])),
    );
    const index = BodyIndex.of(body);
    return this.#nexts.in(range).flatMap((token) => {
      const call = index.callAt(token);
      return call?.kind === 'method' ? [call] : [];
    });
  }

  #isClientCall(call: Call, locals: Locals, found: Tokens): boolean {
    const callee = calleeOf(this.code, call);
    if (callee?.kind === 'foreign') return client.test(callee.path) && !/::[A-Z]\w*$/.test(callee.path);
    if (call.kind !== 'method' || follow.has(call.name)) return false;
    const chained = ofClient.has(call.name) && found.anyIn(call.receiver);
    return chained || this.#isClient(receiverType(this.code, call.receiver, locals));
  }

  #isClient(type: ValueType | undefined): boolean {
    if (type === undefined) return false;
    return type.kind === 'foreign' ? client.test(type.path) : this.#traits.has(type.definition);
  }

  #own: readonly { readonly call: Call; readonly targets: readonly Definition[] }[] | undefined;

  /** Calls of the crate's own functions; of a trait's method, those of all who implement it. */
  ownCalls(): readonly { readonly call: Call; readonly targets: readonly Definition[] }[] {
    this.#own ??= this.code.body.calls.flatMap((call) => {
      const targets = this.#ownTargets(call);
      return targets.length === 0 ? [] : [{ call, targets }];
    });
    return this.#own;
  }

  #ownTargets(call: Call): readonly Definition[] {
    const callee = calleeOf(this.code, call);
    if (callee?.kind === 'own') return [callee.definition];
    if (call.kind !== 'method') return [];
    const type = receiverType(this.code, call.receiver, this.#localTypes());
    if (type?.kind !== 'own') return [];
    const { model } = this.code;
    if (type.definition.kind === 'trait')
      return (implementors(model).get(type.definition) ?? []).flatMap(({ members }) =>
        members.filter(({ name }) => name === call.name),
      );
    return [implementedMethod(model, type.definition, call.name) ?? []].flat();
  }

  #localTypes(): Locals {
    this.#locals ??= localsOf(this.code);
    return this.#locals;
  }
}

/** By trait, its impls. */
const implementors = memo((model: CrateModel) =>
  grouped(model.collected.impls, (impl) => {
    const path = impl
      .item('impl')
      ?.trait?.segments.map(({ name }) => name)
      .join('::');
    const target = path === undefined ? undefined : model.resolve(path, impl);
    return target === undefined || isExternal(target) ? undefined : target;
  }),
);

/** Methods of a client's objects that give a Result. */
export const fallible: ReadonlySet<string> = new Set([
  ...subjectMethods,
  ...'flush drain get_stream create_stream get_or_create_stream update_stream delete_stream create_consumer get_consumer get_or_create_consumer create_key_value get_key_value create_object_store get_object_store ack ack_with double_ack'.split(
    ' ',
  ),
]);

/** Methods of Result, Option and iterators, which any value may be followed by. */
const follow: ReadonlySet<string> = new Set(
  'map_err map ok ok_or ok_or_else unwrap expect unwrap_or unwrap_or_else unwrap_or_default context with_context and_then or_else is_ok is_err is_some is_none clone as_ref as_mut into iter next collect to_string len'.split(
    ' ',
  ),
);

/** Methods that only a client's objects have, for chains: `js.get_stream(…).await?.info()`. */
const ofClient: ReadonlySet<string> = new Set([
  ...subjectMethods,
  ...'connect flush drain get_stream create_stream get_or_create_stream create_consumer get_consumer get_or_create_consumer messages fetch ack ack_with double_ack respond unsubscribe create_key_value get_key_value create_object_store get_object_store put get info list watch purge delete'.split(
    ' ',
  ),
]);
