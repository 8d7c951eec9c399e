/** Types of expressions that are a chain of names, fields and calls, as far as declarations tell: `self.state.clone()`, `LOCK`, `shared()`. */
import type { Call, Let } from '../rust/body.ts';
import { type CrateModel, type Definition, externalPath, isExternal } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
import { Punct } from '../rust/token.ts';
import { BodyIndex } from './body-index.ts';
import { calleeOf, methodOf, ownerType, resolveInside } from './callee.ts';
import type { CodeBody } from './code-bodies.ts';
import { declaredType, fieldOf } from './declared-fields.ts';
import { fieldBoundTo } from './pattern-fields.ts';
import { type SeenType, seeType, type WrittenType, written } from './seen-type.ts';

/** What is known of a value: a type of the crate, or the path of another crate's. */
export type KnownType =
  | { readonly kind: 'own'; readonly definition: Definition }
  | { readonly kind: 'foreign'; readonly path: string; readonly first: WrittenType | undefined };

/** A value that a method call looks through (`Deref`), cells that give it out included. */
const pointers =
  /^(?:(?:std|alloc|core)::(?:\w+::)*(?:Arc|Rc|Box|Pin|LazyLock|LazyCell|OnceLock|OnceCell|Option)|once_cell::(?:\w+::)*(?:Lazy|OnceCell)|lazy_static::\w+)$/;

/** Methods that give the same thing again, or a pointer to it. */
const sameAgain = /^(?:clone|as_ref|as_mut|deref|deref_mut|unwrap|expect|to_owned|cloned|borrow_mut_ref)$/;

const deepest = 8;

/** @param range the whole expression */
export function typeOfExpression(code: CodeBody, range: TokenRange, depth = 0): KnownType | undefined {
  if (depth > deepest) return undefined;
  const { model } = code;
  const { source } = code.body;
  const { kind, match } = source.tokens;
  let { from, to } = range;
  while (from < to && (kind[from] === Punct.And || kind[from] === Punct.Star || source.tokenText(from) === 'mut'))
    from++;
  if (kind[from] === Punct.OpenParen && (match[from] ?? -1) === to - 1) {
    return typeOfExpression(code, { from: from + 1, to: to - 1 }, depth + 1);
  }
  const last = BodyIndex.of(code.body).callBefore(to);
  if (last?.kind === 'method' && last.receiver.from === from) {
    if (sameAgain.test(last.name)) return typeOfExpression(code, last.receiver, depth + 1);
    const on = typeOfExpression(code, last.receiver, depth + 1);
    const method = on?.kind === 'own' ? methodOf(model, on.definition, last.name) : undefined;
    return method === undefined ? undefined : outputOf(model, method);
  }
  if (last?.kind === 'path' && last.callee.from === from) return typeOfCall(code, last, depth);
  if (to - from >= 3 && kind[to - 2] === Punct.Dot && isField(kind[to - 1])) {
    const on = typeOfExpression(code, { from, to: to - 2 }, depth + 1);
    return on?.kind === 'own' ? fieldType(model, on.definition, source.tokenText(to - 1)) : undefined;
  }
  return typeOfPath(code, { from, to }, depth);
}

const isField = (kind: number | undefined): boolean => kind !== Punct.CloseParen && kind !== Punct.CloseBracket;

/** `Arc::new(x)` and `Arc::clone(&x)` give what is handed in, `Type::new(…)` a `Type`, the crate's own functions what they say. */
function typeOfCall(code: CodeBody, call: Call, depth: number): KnownType | undefined {
  const callee = calleeOf(code, call);
  if (callee?.kind === 'own') return outputOf(code.model, callee.definition);
  if (callee?.kind !== 'foreign') return undefined;
  const [, type = '', name = ''] = /^(.*)::(\w+)$/.exec(callee.path) ?? [];
  const [argument] = call.arguments;
  if (
    argument !== undefined &&
    (pointers.test(type) || type.endsWith('::Some')) &&
    /^(?:new|clone|from|pin)$/.test(name)
  )
    return typeOfExpression(code, argument, depth + 1);
  return /^(?:new|default|const_new|const_mutex|const_rwlock|from)$/.test(name)
    ? { kind: 'foreign', path: type, first: undefined }
    : undefined;
}

/** `self`, a local, a parameter, a static or constant. */
function typeOfPath(code: CodeBody, range: TokenRange, depth: number): KnownType | undefined {
  const { model, body, owner } = code;
  const text = body.source.rangeText(range).trim();
  if (text === 'self') {
    const own = ownerType(model, owner);
    return own === undefined ? undefined : { kind: 'own', definition: own };
  }
  if (!/^(?:\w+\s*::\s*)*\w+$/.test(text)) return undefined;
  if (!text.includes('::')) {
    const bound = BodyIndex.of(body).letInEffect(text, range.from);
    if (bound !== undefined) return typeOfLet(code, bound, depth);
    const param = owner.item('function')?.signature.params.find(({ name }) => name === text);
    if (param?.type !== undefined) return known(model, written(param.type, owner));
    const field = fieldBoundTo(code, text, range.from);
    if (field !== undefined) return typeOfField(model, field);
    // Bound by a pattern or a closure's parameter, whose types nobody writes down.
    const first = BodyIndex.of(body).firstBound(text);
    if (first !== undefined && first <= range.from) return undefined;
  }
  const target = resolveInside(code, text.replace(/\s/g, ''), 1);
  if (target === undefined || isExternal(target)) return undefined;
  const type = target.item('static')?.type ?? target.item('constant')?.type;
  return type === undefined ? undefined : known(model, written(type, target));
}

function typeOfLet(code: CodeBody, bound: Let, depth: number): KnownType | undefined {
  const { source } = code.body;
  const named =
    bound.type === undefined
      ? undefined
      : /(?:\w+::)*\b(?:Mutex|RwLock|RefCell)\b/.exec(source.rangeText(bound.type).replace(/\s/g, ''));
  if (named != null) {
    const target = resolveInside(code, named[0]);
    return target !== undefined && isExternal(target)
      ? { kind: 'foreign', path: externalPath(target), first: undefined }
      : undefined;
  }
  if (bound.type !== undefined || bound.initializer === undefined) return undefined;
  return typeOfExpression(code, bound.initializer, depth + 1);
}

/** What a function of the crate is declared to give. */
export function outputOf(model: CrateModel, definition: Definition): KnownType | undefined {
  const output = definition.item('function')?.signature.output;
  return output === undefined ? undefined : known(model, written(output, definition));
}

function fieldType(model: CrateModel, type: Definition, name: string): KnownType | undefined {
  const field = fieldOf(type, name);
  return field === undefined ? undefined : typeOfField(model, field);
}

function typeOfField(model: CrateModel, field: Definition): KnownType | undefined {
  const type = declaredType(field);
  return type === undefined ? undefined : known(model, written(type, field));
}

/** A written type with references and pointers taken off. */
export function known(model: CrateModel, given: WrittenType, depth = 0): KnownType | undefined {
  if (depth > deepest) return undefined;
  const { type } = given;
  if (type.kind === 'reference') return known(model, { ...given, type: type.type }, depth + 1);
  if (type.kind === 'path' && type.path.segments.length === 1 && type.path.segments[0]?.name === 'Self') {
    const own = ownerType(model, given.from);
    return own === undefined ? undefined : { kind: 'own', definition: own };
  }
  const seen: SeenType = seeType(model, given);
  if (seen.kind === 'own') return { kind: 'own', definition: seen.definition };
  if (seen.kind === 'shape' && seen.written !== given) return known(model, seen.written, depth + 1);
  if (seen.kind !== 'foreign') return undefined;
  const [first] = seen.args;
  return pointers.test(seen.path) && first !== undefined
    ? known(model, first, depth + 1)
    : { kind: 'foreign', path: seen.path, first };
}
