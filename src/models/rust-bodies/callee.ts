/**
 * What the names in a body lead to. Two questions are asked, and they differ in what an unknown name is worth. Who goes
 * on from a definition (what it gives back, whether it blocks) needs to be certain: `calleeOf` gives what is found, with
 * associated names followed into impls, or nothing. Who looks for well-known functions compares words: `calledPath` keeps
 * a name that leads nowhere as it is written, since `tokio::spawn` says enough where nobody declares tokio, and takes the
 * `use` declarations of all blocks of a body together, where `calleeOf` looks into one scope.
 */
import { memo } from '../collections/memo.ts';
import { blockItems } from '../rust/block-items.ts';
import type { Body, Call, MacroUse } from '../rust/body.ts';
import { type CrateModel, type Definition, externalPath, isExternal, type Target } from '../rust/crate/crate-model.ts';
import type { Namespace } from '../rust/crate/definitions.ts';
import type { CodeBody } from './code-bodies.ts';

const insides = memo(
  (model: CrateModel): ReadonlyMap<Definition, Definition> =>
    new Map(model.definitions.flatMap((one) => (one.inBody && one.parent ? [[one.parent, one] as const] : []))),
);

/** A definition from which names are looked up as inside a body, so that its own `use` declarations are seen. */
export const insideOf = (model: CrateModel, owner: Definition): Definition => insides(model).get(owner) ?? owner;

/** As `model.resolve`, with names looked up as inside the owner's body. */
export function resolveInside(
  { model, owner }: Pick<CodeBody, 'model' | 'owner'>,
  path: string,
  namespace: Namespace = 0,
): Target | undefined {
  return model.resolve(path, insideOf(model, owner), namespace);
}

/** The type an associated function or method belongs to. */
export function ownerType(model: CrateModel, owner: Definition): Definition | undefined {
  return owner.parent === undefined ? undefined : model.selfTypeOf(owner.parent);
}

type ByName = ReadonlyMap<string, Definition>;

/** Methods and associated functions by name, the first of each. */
const methodsIn = (members: readonly Definition[]): ByName =>
  new Map(
    members
      .filter(({ kind }) => kind === 'method')
      .reverse()
      .map((one) => [one.name, one]),
  );

const implementedMethods = memo((model: CrateModel) =>
  memo((type: Definition) => methodsIn(model.implsOf(type).flatMap(({ members }) => members))),
);

const declaredMethods = memo((type: Definition) => methodsIn(type.members));

/** A type's method or associated function, of impls only. */
export const implementedMethod = (model: CrateModel, type: Definition, name: string): Definition | undefined =>
  implementedMethods(model)(type).get(name);

/** A method or associated function of a type or trait, of impls first. */
export function methodOf(model: CrateModel, type: Definition, name: string): Definition | undefined {
  const implemented = implementedMethod(model, type, name);
  return implemented ?? (type.kind === 'trait' ? declaredMethods(type).get(name) : undefined);
}

export type Callee =
  /** `std::fs::read`, `reqwest::blocking::get`. */
  | { readonly kind: 'foreign'; readonly path: string }
  | { readonly kind: 'own'; readonly definition: Definition }
  | undefined;

/** Kept by body and not by call alone: a file that two modules share has its calls in two bodies. */
const calleesOf = memo((_: CodeBody) => new Map<Call, { readonly callee: Callee }>());

/** The function that a call leads to, as far as names tell: another crate's by its path, or the crate's own. */
export function calleeOf(code: CodeBody, call: Call): Callee {
  const known = calleesOf(code);
  let found = known.get(call);
  if (found === undefined) {
    found = { callee: findCallee(code, call) };
    known.set(call, found);
  }
  return found.callee;
}

function findCallee({ model, owner, body }: CodeBody, call: Call): Callee {
  if (call.kind === 'path') return pathCallee(model, owner, call.path);
  if (call.kind !== 'method') return undefined;
  const { source } = body;
  const isSelf = call.receiver.to - call.receiver.from === 1 && source.tokenText(call.receiver.from) === 'self';
  return isSelf ? ownMethod(model, owner, call.name) : undefined;
}

function ownMethod(model: CrateModel, owner: Definition, name: string): Callee {
  const type = ownerType(model, owner);
  const definition = type === undefined ? undefined : methodOf(model, type, name);
  return definition === undefined ? undefined : { kind: 'own', definition };
}

function pathCallee(model: CrateModel, owner: Definition, path: readonly string[]): Callee {
  const [first, ...rest] = path;
  if (first === undefined || first.startsWith('<')) return undefined;
  if (first === 'Self') return ownMethod(model, owner, rest.at(-1) ?? '');
  const from = insideOf(model, owner);
  for (const namespace of [1, 0] as const) {
    const found = model.lookup(path, from, namespace);
    if (found === undefined) continue;
    const { target, used } = found;
    if (isExternal(target)) return { kind: 'foreign', path: [externalPath(target), ...path.slice(used)].join('::') };
    if (used === path.length) return { kind: 'own', definition: target };
    const definition = methodOf(model, target, path.at(-1) ?? '');
    if (definition !== undefined) return { kind: 'own', definition };
  }
  return undefined;
}

const calledPaths = memo((_: CodeBody) => new Map<Call, string>());

/** The path that a call's words stand for, as `fullPath` has it; undefined for calls of methods and values. */
export function calledPath(code: CodeBody, call: Call): string | undefined {
  if (call.kind !== 'path') return undefined;
  const known = calledPaths(code);
  let path = known.get(call);
  if (path === undefined) {
    path = fullPath(code, call.path);
    known.set(call, path);
  }
  return path;
}

/** The paths that a call's words may stand for where globs of several other crates could bring them in. */
export function possiblePaths(code: CodeBody, call: Call): readonly string[] {
  const path = calledPath(code, call);
  if (path === undefined) return [];
  if (call.kind !== 'path' || path !== call.path.join('::')) return [path];
  const around = code.owner.module.externalGlobs.map(({ target }) => externalPath(target));
  return [path, ...[...localGlobs(code.body), ...around].map((glob) => `${glob}::${path}`)];
}

/** What a macro call names, such as `tracing::info`. */
export const macroPath = (code: CodeBody, macro: MacroUse): string => fullPath(code, macro.path, 2);

/**
 * What a path in a body names, from the crate that defines it on: `tokio::signal::ctrl_c`, `cim_demo::Server::new`. What
 * cannot be resolved keeps the words it is written with.
 */
export function fullPath(code: CodeBody, path: readonly string[], namespace: Namespace = 1): string {
  const full = [...(localUses(code.body).get(path[0] ?? '') ?? [path[0] ?? '']), ...path.slice(1)];
  const { model, owner } = code;
  const written = full.join('::');
  const whole = named(model, owner, full, namespace);
  if (whole !== undefined) return whole;
  if (full.length < 2) return written;
  const isSelf = full[0] === 'Self' && full.length === 2;
  const holder = isSelf ? selfPath(model, owner) : named(model, owner, full.slice(0, -1), 0);
  return holder === undefined ? written : `${holder}::${full.at(-1)}`;
}

const TYPES: ReadonlySet<string> = new Set(['struct', 'enum', 'union', 'trait', 'type-alias']);

function named(model: CrateModel, from: Definition, path: readonly string[], namespace: Namespace): string | undefined {
  const target = model.resolve(path.join('::'), from, namespace);
  if (target === undefined) return undefined;
  // A glob of another crate may bring the name in: not even its crate is known.
  if (isExternal(target)) return target.crate === '' ? target.path.join('::') : externalPath(target);
  const last = path.at(-1);
  // `Type::new` leads to the type: associated names are not followed.
  const associated = path.length > 1 && TYPES.has(target.kind) && target.name !== last;
  return associated ? `${model.pathOf(target)}::${last}` : model.pathOf(target);
}

/** Names that `use` declarations inside the body bring in, with the paths they stand for. */
const localUses = memo((body: Body): ReadonlyMap<string, readonly string[]> => {
  const names = new Map<string, readonly string[]>();
  for (const range of body.items) {
    const item = blockItems(body.source, range)[0]?.item;
    if (item?.kind !== 'use') continue;
    for (const { name, path } of item.names) if (name !== '' && name !== '_') names.set(name, path);
  }
  return names;
});

/** What `use …::*` inside the body brings in. */
const localGlobs = memo((body: Body): readonly string[] =>
  body.items.flatMap((range) => {
    const item = blockItems(body.source, range)[0]?.item;
    return item?.kind === 'use' ? item.names.flatMap(({ glob, path }) => (glob ? [path.join('::')] : [])) : [];
  }),
);

/** The type or trait around, whose path an impl for another crate's type has too. */
function selfPath(model: CrateModel, owner: Definition): string | undefined {
  for (let at = owner.parent; at !== undefined; at = at.parent)
    if (at.kind === 'impl' || at.kind === 'trait') return model.pathOf(at);
  return undefined;
}
