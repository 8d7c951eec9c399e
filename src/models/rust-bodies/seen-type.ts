/**
 * Types as their users meet them: aliases seen through with their generic arguments, names resolved in the module where
 * they are written (Rust Reference: "Type aliases", "Paths").
 */
import { memo } from '../collections/memo.ts';
import { type CrateModel, type Definition, externalPath, isExternal } from '../rust/crate/crate-model.ts';
import type { GenericArgs, Type } from '../rust/syntax.ts';

/** A type with the place it is written at and what the generic parameters in scope stand for. */
export interface WrittenType {
  readonly type: Type;
  /** Anything inside the module where its names are in scope. */
  readonly from: Definition;
  readonly bindings: ReadonlyMap<string, WrittenType>;
}

/** What a type is once aliases are seen through. */
export type SeenType =
  | {
      readonly kind: 'own';
      readonly definition: Definition;
      readonly args: readonly WrittenType[];
      readonly written: WrittenType;
    }
  /** `path` begins with the crate's name: `std::result::Result`, `anyhow::Error`; of a primitive `primitive::str`. */
  | {
      readonly kind: 'foreign';
      readonly path: string;
      readonly args: readonly WrittenType[];
      readonly written: WrittenType;
    }
  /** A generic parameter, `Self`, or an associated type: the caller or the implementor chooses. */
  | { readonly kind: 'generic'; readonly written: WrittenType }
  /** Anything that is no path: references, tuples, `dyn` … */
  | { readonly kind: 'shape'; readonly written: WrittenType }
  | { readonly kind: 'unknown'; readonly written: WrittenType };

/** Aliases of aliases, beyond what code has. */
const maxDepth = 20;

/** @param from where the type is written */
export const written = (type: Type, from: Definition, bindings: WrittenType['bindings'] = new Map()): WrittenType => ({
  type,
  from,
  bindings,
});

export function seeType(model: CrateModel, given: WrittenType, depth = 0): SeenType {
  const { type, from, bindings } = given;
  if (type.kind !== 'path') return { kind: 'shape', written: given };
  if (type.qualified !== undefined) return { kind: 'generic', written: given };
  const { segments, leadingColons } = type.path;
  const [first] = segments;
  const last = segments.at(-1);
  if (first === undefined || last === undefined) return { kind: 'unknown', written: given };
  const bound = segments.length === 1 ? bindings.get(first.name) : undefined;
  if (bound !== undefined)
    return depth < maxDepth ? seeType(model, bound, depth + 1) : { kind: 'unknown', written: given };
  if (first.name === 'Self' || (!leadingColons && genericsAround(from).has(first.name)))
    return { kind: 'generic', written: given };
  const args = typeArgs(last.args).map((arg) => written(arg, from, bindings));
  const name = `${leadingColons ? '::' : ''}${segments.map((segment) => segment.name).join('::')}`;
  const target = model.resolve(name, from);
  if (target === undefined) return { kind: 'unknown', written: given };
  if (isExternal(target)) return { kind: 'foreign', path: externalPath(target), args, written: given };
  const alias = target.item('type-alias');
  if (alias?.type === undefined || depth >= maxDepth) return { kind: 'own', definition: target, args, written: given };
  return seeType(model, written(alias.type, target, bindArguments(target, args)), depth + 1);
}

function typeArgs(args: GenericArgs | undefined): Type[] {
  return args?.kind === 'angle' ? args.args.flatMap((arg) => (arg.kind === 'type' ? [arg.type] : [])) : [];
}

/** An alias's parameters with what was written for them, else their defaults. */
function bindArguments(alias: Definition, args: readonly WrittenType[]): Map<string, WrittenType> {
  const bindings = new Map<string, WrittenType>();
  const params = (alias.item('type-alias')?.generics.params ?? []).filter((param) => param.kind === 'type');
  for (const [index, param] of params.entries()) {
    const given = args[index] ?? (param.default === undefined ? undefined : written(param.default, alias, bindings));
    if (given !== undefined) bindings.set(param.name, given);
  }
  return bindings;
}

/** Names of the type parameters of a definition and of everything around it up to the module. */
const genericsAround = memo((from: Definition): ReadonlySet<string> => {
  const names = new Set<string>();
  for (let outer: Definition | undefined = from; outer !== undefined && outer.kind !== 'module'; outer = outer.parent) {
    const node = outer.node as { generics?: { params: readonly { kind: string; name: string }[] } };
    if (outer.kind === 'type-alias') continue;
    for (const param of node.generics?.params ?? []) if (param.kind === 'type') names.add(param.name);
  }
  return names;
});

const wrappers: ReadonlySet<string> = new Set([
  'std::boxed::Box',
  'std::pin::Pin',
  'core::pin::Pin',
  'alloc::boxed::Box',
  'futures::future::BoxFuture',
  'futures::future::LocalBoxFuture',
  'futures_util::future::BoxFuture',
  'futures_util::future::LocalBoxFuture',
  'futures_core::future::BoxFuture',
]);

/** What a call finally gives: the output of a boxed or opaque future, else the type itself. */
export function awaited(model: CrateModel, given: WrittenType, depth = 0): WrittenType {
  if (depth > maxDepth) return given;
  const { type, from, bindings } = given;
  if (type.kind === 'dyn' || type.kind === 'impl') {
    const output = type.bounds.map((bound) =>
      bound.kind === 'trait' ? outputOf(bound.path.segments.at(-1)) : undefined,
    );
    const found = output.find((one) => one !== undefined);
    return found === undefined ? given : written(found, from, bindings);
  }
  const seen = seeType(model, given);
  if (seen.kind === 'shape' && seen.written !== given) return awaited(model, seen.written, depth + 1);
  const [inner] = seen.kind === 'foreign' && wrappers.has(seen.path) ? seen.args : [];
  if (inner === undefined) return given;
  const opened = awaited(model, inner, depth + 1);
  // A box of anything but a future is the box itself.
  if (opened !== inner) return opened;
  return seen.kind === 'foreign' && seen.path.endsWith('BoxFuture') ? inner : given;
}

/** The `Output = T` of a bound on Future. */
function outputOf(segment: { name: string; args: GenericArgs | undefined } | undefined): Type | undefined {
  if (segment?.name !== 'Future' || segment.args?.kind !== 'angle') return undefined;
  for (const arg of segment.args.args) if (arg.kind === 'equality' && arg.name === 'Output') return arg.type;
  return undefined;
}
