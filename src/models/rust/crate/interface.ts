/** Which definitions of the crate the interface of an item names: its bounds, its types, seen through type aliases. */
import { memo } from '../../collections/memo.ts';
import type {
  Bound,
  EnumItem,
  Field,
  FunctionItem,
  GenericArgs,
  Generics,
  ImplItem,
  Path,
  Signature,
  StructItem,
  TraitItem,
  Type,
  TypeAliasItem,
} from '../syntax.ts';
import { type Definition, isExternal, isType, type Scope } from './definitions.ts';
import type { Resolver } from './resolver.ts';

/** Aliases of aliases, and types in types, beyond what code has. */
const maxDepth = 40;

export class Interfaces {
  readonly #resolver: Resolver;
  readonly #known = new Map<Definition, readonly Definition[]>();
  readonly #headers = new Map<Definition, ImplHeader>();
  readonly #aliases: Aliases = { whole: new Map(), shallow: new Map() };
  readonly #blockScopes: ReadonlyMap<Definition, Scope>;

  constructor(resolver: Resolver, blockScopes: ReadonlyMap<Definition, Scope>) {
    this.#resolver = resolver;
    this.#blockScopes = blockScopes;
  }

  #reading(definition: Definition): Reading {
    return new Reading(this.#resolver, this.scopeOf(definition), genericNames(definition), this.#aliases);
  }

  /** The scope in which the names of a definition's own signature are looked up. */
  scopeOf(definition: Definition): Scope {
    for (let outer = definition.parent; outer !== undefined; outer = outer.parent) {
      const block = this.#blockScopes.get(outer);
      if (block !== undefined) return block;
      if (outer.kind === 'module') break;
    }
    return definition.module;
  }

  /** Everything of this crate named in the generics, bounds and type of a definition; what `Self` stands for, its impl names. */
  of(definition: Definition): readonly Definition[] {
    let known = this.#known.get(definition);
    if (known === undefined) {
      const reading = this.#reading(definition);
      readInterface(definition, reading);
      known = [...reading.found];
      this.#known.set(definition, known);
    }
    return known;
  }

  /**
   * The outermost definitions of a type: `Vec<T>` is Vec alone, `dyn A + B` both traits, a reference none.
   * With the trait, what an impl belongs to.
   */
  shallow(definition: Definition): readonly Definition[] {
    return this.#header(definition).all;
  }

  /** The type an impl is for, when it is one of the crate's; aliases are seen through, references are not. */
  selfType(definition: Definition): Definition | undefined {
    return this.#header(definition).selfType;
  }

  #header(impl: Definition): ImplHeader {
    let known = this.#headers.get(impl);
    if (known === undefined) {
      known = this.#readHeader(impl);
      this.#headers.set(impl, known);
    }
    return known;
  }

  #readHeader(definition: Definition): ImplHeader {
    const item = definition.item('impl');
    if (item === undefined) return { all: [], selfType: undefined };
    const reading = this.#reading(definition);
    reading.shallow(item.selfType, 0);
    const types = [...reading.found];
    const selfType = types.find((type) => type.kind !== 'trait') ?? types[0];
    if (item.trait !== undefined) reading.definition(item.trait, 0);
    return { all: reading.found.size === types.length ? types : [...reading.found], selfType };
  }
}

/** What the header of an impl leads to in this crate. */
interface ImplHeader {
  readonly all: readonly Definition[];
  readonly selfType: Definition | undefined;
}

const noNames: ReadonlySet<string> = new Set();

/** Generic parameters in scope of a definition's signature; they hide items of the same name. */
function genericNames(definition: Definition): ReadonlySet<string> {
  return definition.kind === 'module' ? noNames : namesAround(definition);
}

const namesAround = memo((definition: Definition): ReadonlySet<string> => {
  const around = definition.parent === undefined ? noNames : genericNames(definition.parent);
  const { generics } = definition.node as { generics?: Generics };
  const own = generics?.params.filter(({ kind }) => kind !== 'lifetime') ?? [];
  if (own.length === 0) return around;
  const names = new Set(around);
  for (const { name } of own) names.add(name);
  return names;
});

function readInterface(definition: Definition, reading: Reading): void {
  const { node } = definition;
  switch (definition.kind) {
    case 'function':
    case 'method':
      reading.generics((node as FunctionItem).generics);
      reading.signature((node as FunctionItem).signature);
      return;
    case 'struct':
    case 'union':
    case 'enum':
      reading.generics((node as StructItem | EnumItem).generics);
      return;
    case 'trait':
      reading.generics((node as TraitItem).generics);
      reading.bounds((node as TraitItem).supertraits, 0);
      return;
    case 'impl': {
      const item = node as ImplItem;
      reading.generics(item.generics);
      reading.type(item.selfType, 0);
      if (item.trait !== undefined) reading.path(item.trait, 0);
      return;
    }
    case 'associated-type':
    case 'type-alias':
      reading.generics((node as TypeAliasItem).generics);
      reading.bounds((node as TypeAliasItem).bounds, 0);
      if ((node as TypeAliasItem).type !== undefined) reading.type((node as TypeAliasItem).type!, 0);
      return;
    case 'field':
    case 'constant':
    case 'static':
    case 'associated-constant': {
      const { type } = node as { type?: Field['type'] };
      if (type !== undefined) reading.type(type, 0);
      return;
    }
    default:
  }
}

/** What each alias stands for, read once: aliases of pairs of aliases would otherwise double with every step. */
interface Aliases {
  readonly whole: Map<Definition, ReadonlySet<Definition>>;
  readonly shallow: Map<Definition, ReadonlySet<Definition>>;
}

class Reading {
  readonly found = new Set<Definition>();
  readonly #aliases: Aliases;
  readonly #resolver: Resolver;
  readonly #scope: Scope;
  readonly #generic: ReadonlySet<string>;

  constructor(resolver: Resolver, scope: Scope, generic: ReadonlySet<string>, aliases: Aliases) {
    this.#aliases = aliases;
    this.#resolver = resolver;
    this.#scope = scope;
    this.#generic = generic;
  }

  generics(generics: Generics): void {
    for (const param of generics.params) {
      if (param.kind === 'type') {
        this.bounds(param.bounds, 0);
        if (param.default !== undefined) this.type(param.default, 0);
      } else if (param.kind === 'const') this.type(param.type, 0);
    }
    for (const predicate of generics.where) {
      if (predicate.kind !== 'type') continue;
      this.type(predicate.type, 0);
      this.bounds(predicate.bounds, 0);
    }
  }

  signature(signature: Signature): void {
    if (signature.self?.type !== undefined) this.type(signature.self.type, 0);
    for (const param of signature.params) if (param.type !== undefined) this.type(param.type, 0);
    if (signature.output !== undefined) this.type(signature.output, 0);
  }

  bounds(bounds: readonly Bound[], depth: number): void {
    for (const bound of bounds) if (bound.kind === 'trait') this.path(bound.path, depth);
  }

  type(type: Type, depth: number): void {
    if (depth > maxDepth) return;
    switch (type.kind) {
      case 'path':
        if (type.qualified === undefined) {
          this.path(type.path, depth);
          return;
        }
        this.type(type.qualified.type, depth + 1);
        if (type.qualified.trait !== undefined) this.path(type.qualified.trait, depth + 1);
        for (const segment of type.path.segments) this.args(segment.args, depth + 1);
        return;
      case 'reference':
      case 'pointer':
      case 'slice':
      case 'array':
        this.type(type.type, depth + 1);
        return;
      case 'tuple':
        for (const part of type.types) this.type(part, depth + 1);
        return;
      case 'function':
        for (const part of type.inputs) this.type(part, depth + 1);
        if (type.output !== undefined) this.type(type.output, depth + 1);
        return;
      case 'impl':
      case 'dyn':
        this.bounds(type.bounds, depth + 1);
        return;
      default:
    }
  }

  args(args: GenericArgs | undefined, depth: number): void {
    if (args === undefined || depth > maxDepth) return;
    if (args.kind === 'parenthesized') {
      for (const input of args.inputs) this.type(input, depth);
      if (args.output !== undefined) this.type(args.output, depth);
    } else if (args.kind === 'angle') {
      for (const arg of args.args) {
        if (arg.kind === 'type') this.type(arg.type, depth);
        else if (arg.kind === 'equality') this.type(arg.type, depth);
        else if (arg.kind === 'constraint') this.bounds(arg.bounds, depth);
      }
    }
  }

  path(path: Path, depth: number): void {
    for (const segment of path.segments) this.args(segment.args, depth + 1);
    this.definition(path, depth);
  }

  /** The path's own target, its arguments aside. */
  definition(path: Path, depth: number): void {
    const target = this.#target(path);
    if (target === undefined) return;
    if (target.kind === 'type-alias') this.#through(target, depth, false);
    else if (isType(target)) this.found.add(target);
  }

  #target(path: Path): Definition | undefined {
    const first = path.segments[0];
    if (first === undefined || first.name === 'Self') return undefined;
    if (!path.leadingColons && this.#generic.has(first.name)) return undefined;
    const resolved = this.#resolver.resolvePath(path, this.#scope);
    return resolved === undefined || isExternal(resolved.target) ? undefined : resolved.target;
  }

  #through(alias: Definition, depth: number, shallow: boolean): void {
    const { type } = alias.node as TypeAliasItem;
    if (type === undefined || depth > maxDepth) return;
    const known = shallow ? this.#aliases.shallow : this.#aliases.whole;
    let inside = known.get(alias);
    if (inside === undefined) {
      // an alias of itself finds nothing more
      known.set(alias, new Set());
      const inner = new Reading(this.#resolver, alias.module, genericNames(alias), this.#aliases);
      if (shallow) inner.shallow(type, depth + 1);
      else inner.type(type, depth + 1);
      inside = inner.found;
      known.set(alias, inside);
    }
    for (const found of inside) this.found.add(found);
  }

  shallow(type: Type, depth: number): void {
    if (depth > maxDepth) return;
    if (type.kind === 'dyn' || type.kind === 'impl') {
      for (const bound of type.bounds) if (bound.kind === 'trait') this.definition(bound.path, depth);
    } else if (type.kind === 'path' && type.qualified === undefined) {
      const target = this.#target(type.path);
      if (target?.kind === 'type-alias') this.#through(target, depth, true);
      else if (target !== undefined && isType(target)) this.found.add(target);
    }
  }
}
