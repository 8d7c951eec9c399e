/**
 * Types of values as far as declarations tell: fields of `self`, parameters, and locals bound with a type or from a
 * constructor. There is no inference; what is not declared is not known. Other than expression-types.ts, which looks for
 * locks, it looks through them, and through Results: whose value it is counts here, not what guards it.
 */
import { grouped } from '../collections/grouped.ts';
import { memo } from '../collections/memo.ts';
import type { Body, Call } from '../rust/body.ts';
import { type CrateModel, type Definition, externalPath, isExternal } from '../rust/crate/crate-model.ts';
import type { Bound, Generics, Path, TokenRange, Type } from '../rust/syntax.ts';
import { Punct } from '../rust/token.ts';
import { BodyIndex } from './body-index.ts';
import { calleeOf, methodOf, ownerType, resolveInside } from './callee.ts';
import type { CodeBody } from './code-bodies.ts';
import { declaredType, fieldOf } from './declared-fields.ts';
import { awaited, seeType, type WrittenType, written } from './seen-type.ts';

export type ValueType =
  | { readonly kind: 'own'; readonly definition: Definition }
  /** `async_nats::Client`. */
  | { readonly kind: 'foreign'; readonly path: string };

/** Pointers and cells that a method call looks through. */
const seenThrough =
  /^(?:std|alloc|core|tokio|parking_lot|once_cell|arc_swap)::(?:\w+::)*(?:Arc|Rc|Box|Option|Mutex|RwLock|RefCell|Cow|OnceCell|OnceLock|ArcSwap)$/;

/** What a declared type is, pointers and cells taken off. */
export function valueType(model: CrateModel, type: Type, from: Definition, depth = 0): ValueType | undefined {
  if (depth > 8) return undefined;
  if (type.kind === 'reference') return valueType(model, type.type, from, depth + 1);
  if (type.kind === 'dyn' || type.kind === 'impl') {
    const bound = type.bounds.find((one) => one.kind === 'trait');
    return bound?.kind === 'trait' ? named(model, bound.path, from) : undefined;
  }
  if (type.kind !== 'path' || type.qualified !== undefined) return undefined;
  const found = named(model, type.path, from);
  if (found?.kind !== 'foreign' || !seenThrough.test(found.path)) return found;
  const args = type.path.segments.at(-1)?.args;
  const inner = args?.kind === 'angle' ? args.args.find((arg) => arg.kind === 'type') : undefined;
  return inner?.kind === 'type' ? valueType(model, inner.type, from, depth + 1) : found;
}

function named(model: CrateModel, path: Path, from: Definition): ValueType | undefined {
  if (path.segments.length === 1 && path.segments[0]?.name === 'Self') {
    const own = ownerType(model, from);
    return own === undefined ? undefined : { kind: 'own', definition: own };
  }
  const target = resolveInside({ model, owner: from }, path.segments.map(({ name }) => name).join('::'));
  if (target === undefined)
    return path.segments.length === 1 ? boundTrait(model, path.segments[0]!.name, from) : undefined;
  if (isExternal(target)) return { kind: 'foreign', path: externalPath(target) };
  const alias = target.item('type-alias')?.type;
  return alias === undefined ? { kind: 'own', definition: target } : aliasedTypes(model)(target);
}

/** What aliases stand for, each followed once however many others lead through it. */
const aliasedTypes = memo((model: CrateModel) =>
  memo((alias: Definition): ValueType | undefined => {
    const type = alias.item('type-alias')?.type;
    return type === undefined ? undefined : valueType(model, type, alias, 1);
  }),
);

/** The crate's trait that a generic parameter is bound to: where it is declared, or in the impls of the type that declares it. */
function boundTrait(model: CrateModel, name: string, from: Definition): ValueType | undefined {
  const around: Definition[] = [];
  for (let at: Definition | undefined = from; at !== undefined; at = at.parent) around.push(at);
  for (const holder of [...around, ...around.flatMap((one) => model.implsOf(one))]) {
    for (const bound of boundsOf(holder, name)) {
      const found = bound.kind === 'trait' ? named(model, bound.path, holder) : undefined;
      if (found?.kind === 'own') return found;
    }
  }
  return undefined;
}

function boundsOf({ node }: Definition, name: string): readonly Bound[] {
  const { generics } = node as { readonly generics?: Generics };
  const declared = generics?.params.flatMap((param) =>
    param.kind === 'type' && param.name === name ? param.bounds : [],
  );
  const asked = generics?.where.flatMap((one) => (one.kind === 'type' && isNamed(one.type, name) ? one.bounds : []));
  return [...(declared ?? []), ...(asked ?? [])];
}

const isNamed = (type: Type, name: string): boolean =>
  type.kind === 'path' && type.path.segments.length === 1 && type.path.segments[0]?.name === name;

function fieldType(model: CrateModel, type: Definition, name: string): ValueType | undefined {
  const field = fieldOf(type, name);
  const declared = field === undefined ? undefined : declaredType(field);
  return declared === undefined ? undefined : valueType(model, declared, type);
}

/** Methods that give the same value again, out of a pointer, a cell, a Result or an Option. */
const sameAgain =
  /^(?:clone|cloned|as_ref|as_mut|as_deref|as_deref_mut|lock|read|write|unwrap|expect|borrow|borrow_mut|deref|deref_mut|ok_or|ok_or_else|map_err|context|with_context)$/;

/** Of names and calls in one chain. */
const longestChain = 50;

/** The type of what stands before the dot of a method call: `self`, `self.a.b`, `x.a`, `self.shared()?.client().await`. */
export function receiverType(code: CodeBody, range: TokenRange, locals: Locals): ValueType | undefined {
  const { source } = code.body;
  const { kind } = source.tokens;
  let at = range.from;
  while (at < range.to && (kind[at] === Punct.And || kind[at] === Punct.Star || source.tokenText(at) === 'mut')) at++;
  const start = callsByStart(code.body)
    .get(at)
    ?.find((call) => call.kind === 'path');
  let type = start?.kind === 'path' ? outputOfCall(code, start, locals) : typeNamed(code, source.tokenText(at), locals);
  at = start === undefined ? at + 1 : start.args.to + 1;
  for (let steps = 0; at < range.to && type !== undefined; at += 1) {
    if (kind[at] === Punct.Dot || kind[at] === Punct.Question || source.tokenText(at) === 'await') continue;
    const call = BodyIndex.of(code.body).callAt(at);
    type = call?.kind === 'method' ? givenBy(code.model, type, call.name) : fieldOfValue(code, type, at);
    at = call?.args.to ?? at;
    steps += 1;
    if (steps > longestChain) return undefined;
  }
  return type;
}

function typeNamed({ model, owner }: CodeBody, name: string, locals: Locals): ValueType | undefined {
  const own = name === 'self' ? ownerType(model, owner) : undefined;
  return own === undefined ? locals.get(name) : { kind: 'own', definition: own };
}

/** Of `Arc::clone(&x)` what is handed in, of a function of the crate what it gives. */
function outputOfCall(code: CodeBody, call: Call, locals: Locals): ValueType | undefined {
  const callee = calleeOf(code, call);
  if (callee?.kind === 'own') return outputType(code.model, callee.definition);
  const [, type = ''] = /^(.*)::clone$/.exec(callee?.path ?? '') ?? [];
  const [given] = call.arguments;
  return given !== undefined && seenThrough.test(type) ? receiverType(code, given, locals) : undefined;
}

function givenBy(model: CrateModel, type: ValueType, name: string): ValueType | undefined {
  const method = type.kind === 'own' ? methodOf(model, type.definition, name) : undefined;
  if (method !== undefined) return outputType(model, method);
  return sameAgain.test(name) ? type : undefined;
}

/** Of `.name` and `.0`; undefined for all that is no field, such as an operator. */
const fieldOfValue = ({ model, body: { source } }: CodeBody, type: ValueType, at: number): ValueType | undefined =>
  type.kind === 'own' && source.tokens.kind[at - 1] === Punct.Dot
    ? fieldType(model, type.definition, source.tokenText(at))
    : undefined;

export type Locals = ReadonlyMap<string, ValueType>;

/** Parameters, and locals with a type or from `Type::function(…)`; later bindings of a name replace earlier ones. */
export function localsOf(code: CodeBody): Map<string, ValueType> {
  const { model, owner, body } = code;
  const locals = new Map<string, ValueType>();
  for (const { name, type } of owner.item('function')?.signature.params ?? []) {
    const known = name === undefined || type === undefined ? undefined : valueType(model, type, owner);
    if (name !== undefined && known !== undefined) locals.set(name, known);
  }
  const starts = callsByStart(body);
  for (const { name, initializer } of body.lets) {
    if (name === undefined || initializer === undefined) continue;
    const given = receiverType(code, initializer, locals);
    if (given !== undefined) locals.set(name, given);
    const made = starts.get(initializer.from)?.find((call) => call.kind === 'path' && call.path.length > 1);
    if (given !== undefined || made?.kind !== 'path') continue;
    const path = made.path.slice(0, -1);
    const target = path[0] === 'Self' ? ownerType(model, owner) : resolveInside(code, path.join('::'));
    if (target === undefined) continue;
    if (isExternal(target)) locals.set(name, { kind: 'foreign', path: externalPath(target) });
    else if (target.kind !== 'module') locals.set(name, { kind: 'own', definition: target });
  }
  return locals;
}

/** What a function of the crate gives back, a Result or Option opened. */
function outputType(model: CrateModel, definition: Definition): ValueType | undefined {
  const output = definition.item('function')?.signature.output;
  if (output === undefined) return undefined;
  return opened(model, awaited(model, written(output, definition)), 0);
}

/** A type with Results, Options, pointers and cells taken off, aliases and their parameters seen through. */
function opened(model: CrateModel, given: WrittenType, depth: number): ValueType | undefined {
  const seen = seeType(model, given);
  if (seen.kind === 'own') return { kind: 'own', definition: seen.definition };
  if (seen.kind === 'shape' || seen.kind === 'generic') return valueType(model, seen.written.type, seen.written.from);
  if (seen.kind !== 'foreign') return undefined;
  const [inner] = /::(?:Result|Option)$/.test(seen.path) || seenThrough.test(seen.path) ? seen.args : [];
  return inner === undefined || depth > 8 ? { kind: 'foreign', path: seen.path } : opened(model, inner, depth + 1);
}

/** Calls by the token that their callee or receiver begins with, in source order. */
const callsByStart = memo(
  ({ calls }: Body): ReadonlyMap<number, readonly Call[]> =>
    grouped(calls, (call) => (call.kind === 'method' ? call.receiver.from : call.callee.from)),
);
