/** What a call in a body leads to, as far as names tell: the path of another crate's function, or the crate's own. */
import type { Call } from '../rust/body.ts';
import { type CrateModel, type Definition, isExternal } from '../rust/crate/crate-model.ts';
import type { CodeBody } from './code-bodies.ts';

export type Callee =
  /** `std::fs::read`, `reqwest::blocking::get`. */
  | { readonly kind: 'foreign'; readonly path: string }
  | { readonly kind: 'own'; readonly definition: Definition }
  | undefined;

const insides = new WeakMap<CrateModel, ReadonlyMap<Definition, Definition>>();

/** A definition from which names are looked up as inside a body, so that its own `use` declarations are seen. */
export function insideOf(model: CrateModel, owner: Definition): Definition {
  let known = insides.get(model);
  if (known === undefined) {
    known = new Map(model.definitions.flatMap((one) => (one.inBody && one.parent ? [[one.parent, one] as const] : [])));
    insides.set(model, known);
  }
  return known.get(owner) ?? owner;
}

/** The type an associated function or method belongs to. */
export function ownerType(model: CrateModel, owner: Definition): Definition | undefined {
  return owner.parent === undefined ? undefined : model.selfTypeOf(owner.parent);
}

export function calleeOf(model: CrateModel, code: Pick<CodeBody, 'owner' | 'body'>, call: Call): Callee {
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

function associated(model: CrateModel, type: Definition, name: string): Definition | undefined {
  const members = [
    ...model.implsOf(type).flatMap((impl) => impl.members),
    ...(type.kind === 'trait' ? type.members : []),
  ];
  return members.find((member) => member.name === name && member.kind === 'method');
}
