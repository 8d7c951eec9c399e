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
import { Kind, Punct } from '../rust/token.ts';
import { calleeOf, implementedMethod, ownerType, resolveInside } from './callee.ts';
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

/** The type of what stands before the dot of a method call: `self`, `self.a.b`, `x`, `x.a`. */
export function receiverType(
  { model, owner, body }: CodeBody,
  range: TokenRange,
  locals: Locals,
): ValueType | undefined {
  const names = fieldChain(body, range);
  const [first, ...fields] = names ?? [];
  if (first === undefined) return undefined;
  const own = first === 'self' ? ownerType(model, owner) : undefined;
  let type: ValueType | undefined = own === undefined ? locals.get(first) : { kind: 'own', definition: own };
  for (const field of fields) type = type?.kind === 'own' ? fieldType(model, type.definition, field) : undefined;
  return type;
}

/** `['self', 'client']` of `self.client`, `&mut self.client`, `self.client.clone()`, `self.lock.read().await`; undefined for more. */
function fieldChain({ source }: Body, range: TokenRange): string[] | undefined {
  const { kind } = source.tokens;
  const names: string[] = [];
  let at = range.from;
  while (at < range.to && (kind[at] === Punct.And || kind[at] === Punct.Star || source.tokenText(at) === 'mut')) at++;
  for (; at < range.to; at++) {
    const text = source.tokenText(at);
    if (kind[at] === Punct.Dot || kind[at] === Punct.Question) continue;
    if (kind[at + 1] === Punct.OpenParen) {
      if (!/^(?:clone|as_ref|as_mut|lock|read|write|unwrap|borrow|deref)$/.test(text)) return undefined;
      at = source.tokens.match[at + 1] ?? range.to;
    } else if (kind[at] === Kind.Identifier || text === 'self') names.push(text);
    else if (text !== 'await') return undefined;
  }
  return names;
}

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
    const calls = initializer === undefined ? undefined : starts.get(initializer.from);
    if (name === undefined || initializer === undefined || calls === undefined) continue;
    const given = givenBy(code, calls, locals);
    if (given !== undefined) locals.set(name, given);
    const made = calls.find((call) => call.kind === 'path' && call.path.length > 1);
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
  if (seen.kind === 'shape') return valueType(model, seen.written.type, seen.written.from);
  if (seen.kind !== 'foreign') return undefined;
  const [inner] = /::(?:Result|Option)$/.test(seen.path) || seenThrough.test(seen.path) ? seen.args : [];
  return inner === undefined || depth > 8 ? { kind: 'foreign', path: seen.path } : opened(model, inner, depth + 1);
}

/** Calls by the token that their callee or receiver begins with, in source order. */
const callsByStart = ({ calls }: Body): ReadonlyMap<number, readonly Call[]> =>
  grouped(calls, (call) => (call.kind === 'method' ? call.receiver.from : call.callee.from));

/** The type of an initializer that is one call of the crate's own, awaited and unwrapped or not. */
function givenBy(code: CodeBody, starts: readonly Call[], locals: Locals): ValueType | undefined {
  const [call] = starts;
  if (
    call === undefined ||
    starts.slice(1).some(({ name }) => !/^(?:map_err|unwrap|expect|clone|ok_or|ok_or_else|context)$/.test(name))
  )
    return undefined;
  const { model } = code;
  const callee = calleeOf(code, call);
  if (callee?.kind === 'own') return outputType(model, callee.definition);
  const type = call.kind === 'method' ? receiverType(code, call.receiver, locals) : undefined;
  if (type?.kind !== 'own') return undefined;
  const method = implementedMethod(model, type.definition, call.name);
  return method === undefined ? undefined : outputType(model, method);
}
