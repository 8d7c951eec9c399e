/** What a call in a body leads to, as far as names tell: the path of another crate's function, or the crate's own. */
import { memo } from '../memo.ts';
import type { Call } from '../rust/body.ts';
import { type CrateModel, type Definition, isExternal } from '../rust/crate/crate-model.ts';
import type { CodeBody } from './code-bodies.ts';

export type Callee =
  /** `std::fs::read`, `reqwest::blocking::get`. */
  | { readonly kind: 'foreign'; readonly path: string }
  | { readonly kind: 'own'; readonly definition: Definition }
  | undefined;

const insides = memo(
  (model: CrateModel): ReadonlyMap<Definition, Definition> =>
    new Map(model.definitions.flatMap((one) => (one.inBody && one.parent ? [[one.parent, one] as const] : []))),
);

/** A definition from which names are looked up as inside a body, so that its own `use` declarations are seen. */
export const insideOf = (model: CrateModel, owner: Definition): Definition => insides(model).get(owner) ?? owner;

/** The type an associated function or method belongs to. */
export function ownerType(model: CrateModel, owner: Definition): Definition | undefined {
  return owner.parent === undefined ? undefined : model.selfTypeOf(owner.parent);
}

/** By owner and not by call alone: a file that two modules share has one body with two owners. */
const calleesOf = memo((_: Definition) => new Map<Call, { readonly callee: Callee }>());

export function calleeOf(model: CrateModel, code: Pick<CodeBody, 'owner' | 'body'>, call: Call): Callee {
  const known = calleesOf(code.owner);
  let found = known.get(call);
  if (found === undefined) {
    found = { callee: findCallee(model, code, call) };
    known.set(call, found);
  }
  return found.callee;
}

function findCallee(model: CrateModel, code: Pick<CodeBody, 'owner' | 'body'>, call: Call): Callee {
  if (call.kind === 'path') return pathCallee(model, code.owner, call.path);
  if (call.kind !== 'method') return undefined;
  const { source } = code.body;
  const isSelf = call.receiver.to - call.receiver.from === 1 && source.tokenText(call.receiver.from) === 'self';
  const type = isSelf ? ownerType(model, code.owner) : undefined;
  const definition = type === undefined ? undefined : associated(model, type, call.name);
  return definition === undefined ? undefined : { kind: 'own', definition };
}

function pathCallee(model: CrateModel, owner: Definition, path: readonly string[]): Callee {
  const [first, ...rest] = path;
  if (first === undefined || first.startsWith('<')) return undefined;
  if (first === 'Self') {
    const type = ownerType(model, owner);
    const definition = type === undefined ? undefined : associated(model, type, rest.at(-1) ?? '');
    return definition === undefined ? undefined : { kind: 'own', definition };
  }
  const from = insideOf(model, owner);
  for (const namespace of [1, 0] as const) {
    const found = model.lookup(path, from, namespace);
    if (found === undefined) continue;
    const { target, used } = found;
    if (isExternal(target))
      return { kind: 'foreign', path: [target.crate, ...target.path, ...path.slice(used)].join('::') };
    if (used === path.length) return { kind: 'own', definition: target };
    const definition = associated(model, target, path.at(-1) ?? '');
    if (definition !== undefined) return { kind: 'own', definition };
  }
  return undefined;
}

/** Methods by name, of impls first. */
const methodsOf = memo((_: Definition) => new Map<string, Definition | undefined>());

function associated(model: CrateModel, type: Definition, name: string): Definition | undefined {
  const known = methodsOf(type);
  if (known.has(name)) return known.get(name);
  const wanted = (member: Definition) => member.name === name && member.kind === 'method';
  let found: Definition | undefined;
  for (const impl of model.implsOf(type)) found ??= impl.members.find(wanted);
  if (type.kind === 'trait') found ??= type.members.find(wanted);
  known.set(name, found);
  return found;
}
