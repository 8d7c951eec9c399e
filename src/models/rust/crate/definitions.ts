/**
 * What a crate defines: one `Definition` for everything rustc gives a DefId that a rule can speak of, scopes that hold names, and the
 * bindings between them (Rust Reference: "Namespaces", "Scopes", "Visibility and Privacy").
 */
import type { Attribute, Attributed, Item, Meta, SourceFile, UseName } from '../syntax.ts';
import { asWritten } from './cfg.ts';

export type DefinitionKind =
  | 'module'
  | 'struct'
  | 'union'
  | 'enum'
  | 'variant'
  | 'constructor'
  | 'field'
  | 'trait'
  | 'trait-alias'
  | 'type-alias'
  | 'function'
  | 'constant'
  | 'static'
  | 'macro'
  | 'foreign-type'
  | 'impl'
  | 'method'
  | 'associated-type'
  | 'associated-constant'
  | 'import'
  | 'extern-crate';

/** `everywhere`, or the index of the module a thing is visible in. */
export type Visible = number;
export const everywhere: Visible = -1;

export const typeNamespace = 0;
export const valueNamespace = 1;
export const macroNamespace = 2;
export type Namespace = 0 | 1 | 2;
export const namespaces: readonly Namespace[] = [typeNamespace, valueNamespace, macroNamespace];

const noMembers: readonly Definition[] = [];

export class Definition {
  declare readonly id: number;
  declare readonly kind: DefinitionKind;
  /** Empty for impls; `0`, `1` for tuple fields. */
  declare readonly name: string;
  /** Module, enum, struct, variant, trait or impl around it; undefined for the crate root. */
  declare readonly parent: Definition | undefined;
  /** The module it stands in; for a module, its parent's (the root's own for the root). */
  declare readonly module: Scope;
  declare readonly visible: Visible;
  declare readonly source: SourceFile;
  /** The syntax: span, tokens and whatever the kind brings. */
  declare readonly node: Attributed;
  declare private readonly inForce: readonly Attribute[];
  /** Names inside: of modules, enums and traits. */
  declare scope: Scope | undefined;
  /** Fields, variants, associated items, in order. */
  declare members: readonly Definition[];
  /** Of an import: which name of the `use`. */
  declare readonly use: UseName | undefined;
  /** Stands in a function body or in an anonymous constant. */
  declare readonly inBody: boolean;
  /** Under a `#[doc(hidden)]`, its own or one around it. */
  declare readonly hidden: boolean;

  constructor(id: number, kind: DefinitionKind, init: DefinitionInit) {
    this.id = id;
    this.kind = kind;
    this.name = init.name;
    this.parent = init.parent;
    this.module = init.module;
    this.visible = init.visible;
    this.source = init.source;
    this.node = init.node;
    this.inForce = init.attributes;
    this.scope = undefined;
    this.members = noMembers;
    this.use = init.use;
    this.inBody = init.inBody;
    this.hidden = (init.parent?.hidden ?? false) || isHidden(init.attributes);
  }

  /** Those in force, `cfg_attr` unfolded. */
  get attributes(): readonly Attribute[] {
    return this.isPlain ? this.node.attributes : this.inForce;
  }

  /** Nothing but doc comments, if anything, stands on it. */
  get isPlain(): boolean {
    return this.inForce === asWritten;
  }

  addMember(member: Definition): void {
    if (this.members === noMembers) this.members = [member];
    else (this.members as Definition[]).push(member);
  }

  /** The node as an item of the given kind; undefined when it is another. */
  item<K extends Item['kind']>(kind: K): Extract<Item, { kind: K }> | undefined {
    const node = this.node as Partial<Item>;
    return node.kind === kind ? (node as Extract<Item, { kind: K }>) : undefined;
  }
}

export type DefinitionInit = Pick<
  Definition,
  'name' | 'parent' | 'module' | 'visible' | 'source' | 'node' | 'attributes' | 'use' | 'inBody'
>;

export function isHidden(attributes: readonly Attribute[]): boolean {
  for (let at = 0; at < attributes.length; at += 1) {
    const attribute = attributes[at]!;
    if (attribute.path === 'doc' && attribute.list.length > 0 && attribute.list.some(isNamedHidden)) return true;
  }
  return false;
}

function isNamedHidden({ path }: Meta): boolean {
  return path === 'hidden';
}

/** Something outside the crate: `serde::Serialize`, `std::fmt::Debug`, a primitive type. */
export interface External {
  readonly external: true;
  /** Crate name; empty when not even that is known, `primitive` for `u8` and its like. */
  readonly crate: string;
  readonly path: readonly string[];
}

/** From the crate's name on: `std::fmt::Debug`. */
export function externalPath({ crate, path }: External): string {
  return [crate, ...path].join('::');
}

/** What another crate calls by a name, inside something of it. */
export function inside({ crate, path }: External, name: string): External {
  return { external: true, crate, path: path.concat(name) };
}

/**
 * What a name can only be that a module does not have and that is named through it: of the one crate whose names the
 * module hands on, or of a crate that nobody knows where there are several.
 */
export function throughGlobs({ externalGlobs, imports }: Scope, name: string): External | undefined {
  const [glob] = externalGlobs;
  if (glob === undefined) return undefined;
  return imports.filter((one) => one.glob).length === 1
    ? inside(glob.target, name)
    : { external: true, crate: '', path: [name] };
}

export interface Binding {
  target: Definition | External;
  visible: Visible;
  /** The import that made it; undefined for the definition itself. */
  readonly import: Import | undefined;
  /** The binding the import found; undefined where the target is external. */
  via: Binding | undefined;
  readonly glob: boolean;
}

export interface Import {
  readonly definition: Definition;
  readonly scope: Scope;
  readonly path: readonly string[];
  readonly leadingColons: boolean;
  readonly name: string;
  readonly glob: boolean;
  /** `{self}`: type namespace only. */
  readonly typeOnly: boolean;
  readonly visible: Visible;
}

/** What another crate's glob brings into a scope. */
export interface ExternalGlob {
  readonly target: External;
  /** What wrote it here. */
  readonly by: Import;
  /** The scope of this crate that it was taken from, where it was. */
  readonly from: Scope | undefined;
}

/** Names of a module, an enum, a trait or a block. */
export class Scope {
  readonly index: number;
  readonly kind: 'module' | 'enum' | 'trait' | 'block';
  readonly parent: Scope | undefined;
  readonly name: string;
  /** Nesting among modules, 0 for the root. */
  readonly depth: number;
  readonly names = new Map<string, (Binding | undefined)[]>();
  /** Names bound by `use … as _`. */
  readonly underscores: Binding[] = [];
  readonly imports: Import[] = [];
  readonly globs: Import[] = [];
  /** Globs of other crates: a name not found may come from there. */
  readonly externalGlobs: ExternalGlob[] = [];
  /** Names of what a `cfg` leaves out, of tests apart; `*` where it cannot be said which. */
  leftOut: Set<string> | undefined;
  definition!: Definition;

  constructor(index: number, kind: Scope['kind'], name: string, parent: Scope | undefined) {
    this.index = index;
    this.kind = kind;
    this.name = name;
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
  }

  /** The module itself, or the one an enum, trait or block stands in. */
  get module(): Scope {
    let scope: Scope = this;
    while (scope.kind !== 'module') scope = scope.parent!;
    return scope;
  }

  get(name: string, namespace: Namespace): Binding | undefined {
    return this.names.get(name)?.[namespace];
  }

  leaveOut(name: string): void {
    this.leftOut ??= new Set();
    this.leftOut.add(name);
  }

  bind(name: string, namespace: Namespace, binding: Binding): void {
    const slots = this.names.get(name);
    if (slots === undefined) {
      const fresh: (Binding | undefined)[] = [undefined, undefined, undefined];
      fresh[namespace] = binding;
      this.names.set(name, fresh);
    } else slots[namespace] = binding;
  }
}

export function isExternal(target: Definition | External): target is External {
  return 'external' in target;
}

/** What a type or a bound can name, aliases aside. */
export function isType(definition: Definition): boolean {
  const { kind } = definition;
  return (
    kind === 'struct' ||
    kind === 'enum' ||
    kind === 'union' ||
    kind === 'trait' ||
    kind === 'trait-alias' ||
    kind === 'foreign-type'
  );
}

/** A plain binding of a definition to its own name. */
export function ownBinding(target: Definition, visible: Visible = target.visible): Binding {
  return { target, visible, import: undefined, via: undefined, glob: false };
}
