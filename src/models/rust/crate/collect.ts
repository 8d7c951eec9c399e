/**
 * Walks the module tree of a crate and lists what it defines, macro calls expanded on the way: what rustc calls building the reduced graph
 * (Rust Reference: "Crates and source files", "Modules", "Macro scoping: textual scope").
 */
import type {
  AssociatedItem,
  Attribute,
  Attributed,
  ConstantItem,
  EnumItem,
  ExternBlockItem,
  Field,
  ImplItem,
  Item,
  MacroCallItem,
  MacroItem,
  MacroRulesItem,
  ModuleItem,
  SourceFile,
  StructItem,
  TokenRange,
  TraitItem,
  UnionItem,
  UseItem,
  Variant,
  Visibility,
} from '../syntax.ts';
import { nestedItems } from './body-items.ts';
import { activeAttributes, type CfgOptions } from './cfg.ts';
import {
  Definition,
  type DefinitionInit,
  type DefinitionKind,
  everywhere,
  type Import,
  macroNamespace,
  ownBinding,
  Scope,
  typeNamespace,
  type Visible,
  valueNamespace,
} from './definitions.ts';
import { type Expander, type MacroDefinition, TextualScope } from './expander.ts';
import type { CrateInput, SourceFiles } from './input.ts';
import { fileHomes, inlineHome, type ModuleHome, rootHome } from './module-files.ts';

/** `mod x;` without its file. */
export interface MissingModule {
  readonly source: SourceFile;
  readonly offset: number;
  readonly name: string;
  readonly tried: readonly string[];
}

/** Code: a function's body or a constant's value. */
export interface Body {
  readonly definition: Definition;
  readonly source: SourceFile;
  readonly range: TokenRange;
  /** Items inside, which have bodies of their own. */
  readonly nested: readonly TokenRange[];
  readonly textual: TextualScope;
}

export interface Collected {
  readonly root: Scope;
  readonly scopes: readonly Scope[];
  readonly definitions: readonly Definition[];
  readonly impls: readonly Definition[];
  readonly bodies: readonly Body[];
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly missing: readonly MissingModule[];
}

/** Where the walk is: what surrounds the next item. */
interface Place {
  readonly source: SourceFile;
  readonly scope: Scope;
  readonly parent: Definition;
  readonly home: ModuleHome;
  readonly textual: TextualScope;
  readonly inBody: boolean;
  readonly depth: number;
}

const maxDepth = 200;

export class Collector implements Collected {
  readonly scopes: Scope[] = [];
  readonly definitions: Definition[] = [];
  readonly impls: Definition[] = [];
  readonly bodies: Body[] = [];
  readonly files = new Map<string, SourceFile>();
  readonly missing: MissingModule[] = [];
  readonly root: Scope;
  readonly #files: SourceFiles;
  readonly #cfg: CfgOptions;
  readonly #expander: Expander;
  /** Calls of macros not yet known: tried again when all of the crate is read. */
  #deferred: { readonly item: MacroCallItem; readonly place: Place; readonly associated: boolean }[] = [];

  constructor(input: CrateInput, files: SourceFiles, cfg: CfgOptions, expander: Expander) {
    this.#files = files;
    this.#cfg = cfg;
    this.#expander = expander;
    this.root = this.#newScope('module', 'crate', undefined);
    const source = files.file(input.root);
    if (source !== undefined) this.#collectRoot(source, input.root);
  }

  #collectRoot(source: SourceFile, path: string): void {
    this.files.set(path, source);
    const node: Attributed = {
      attributes: source.innerAttributes,
      span: { start: 0, end: source.text.length },
      tokens: { from: 0, to: source.tokens.count },
    };
    const attributes = activeAttributes(source.innerAttributes, this.#cfg);
    if (attributes === undefined) return;
    const definition = this.#define('module', {
      name: 'crate',
      parent: undefined,
      module: this.root,
      visible: everywhere,
      source,
      node,
      attributes,
      use: undefined,
      inBody: false,
    });
    definition.scope = this.root;
    this.root.definition = definition;
    const textual = new TextualScope(undefined);
    const place: Place = {
      source,
      scope: this.root,
      parent: definition,
      home: rootHome(path),
      textual,
      inBody: false,
      depth: 0,
    };
    this.#items(source.items, place);
    this.#retryDeferred();
  }

  #newScope(kind: Scope['kind'], name: string, parent: Scope | undefined): Scope {
    const scope = new Scope(this.scopes.length, kind, name, parent);
    this.scopes.push(scope);
    return scope;
  }

  #define(kind: DefinitionKind, init: DefinitionInit): Definition {
    const definition = new Definition(this.definitions.length, kind, init);
    this.definitions.push(definition);
    return definition;
  }

  #items(items: readonly Item[], place: Place): void {
    if (place.depth > maxDepth) return;
    for (const item of items) {
      const attributes = activeAttributes(item.attributes, this.#cfg);
      if (attributes !== undefined) this.#item(item, attributes, place);
    }
  }

  #item(item: Item, attributes: readonly Attribute[], place: Place): void {
    switch (item.kind) {
      case 'module':
        this.#module(item, attributes, place);
        return;
      case 'use':
        this.#use(item, attributes, place);
        return;
      case 'macro-call':
        this.#call(item, place, false);
        return;
      case 'macro-rules':
      case 'macro':
        this.#macro(item, attributes, place);
        return;
      case 'impl':
        this.#impl(item, attributes, place);
        return;
      case 'extern-block':
        this.#externBlock(item, attributes, place);
        return;
      default:
        this.#named(item, attributes, place);
        return;
    }
  }

  #named(
    item: Exclude<Item, ModuleItem | UseItem | MacroCallItem | MacroRulesItem | MacroItem | ImplItem | ExternBlockItem>,
    attributes: readonly Attribute[],
    place: Place,
  ): void {
    const kind = item.kind === 'extern-crate' ? 'extern-crate' : item.kind;
    const definition = this.#define(kind, this.#init(item, attributes, place));
    switch (item.kind) {
      case 'struct':
      case 'union':
        this.#bindOwn(place, definition, typeNamespace);
        this.#fields(item, definition, place);
        return;
      case 'enum':
        this.#bindOwn(place, definition, typeNamespace);
        this.#variants(item, definition, place);
        return;
      case 'trait':
        this.#bindOwn(place, definition, typeNamespace);
        this.#trait(item, definition, place);
        return;
      case 'trait-alias':
      case 'type-alias':
        this.#bindOwn(place, definition, typeNamespace);
        return;
      case 'extern-crate':
        this.#externCrate(definition, item.crate, place);
        return;
      default:
        this.#bindOwn(place, definition, valueNamespace);
        this.#body(item, definition, place);
    }
  }

  #init(
    item: { name: string; visibility: Visibility } & Attributed,
    attributes: readonly Attribute[],
    place: Place,
  ): DefinitionInit {
    return {
      name: item.name,
      parent: place.parent,
      module: place.scope.module,
      visible: this.#visible(item.visibility, place.scope.module),
      source: place.source,
      node: item,
      attributes,
      use: undefined,
      inBody: place.inBody,
    };
  }

  #bindOwn(place: Place, definition: Definition, namespace: 0 | 1 | 2): void {
    if (definition.name === '_' || definition.name === '') return;
    place.scope.bind(definition.name, namespace, ownBinding(definition));
  }

  /** Rust Reference: "Visibility and Privacy". */
  #visible(visibility: Visibility, module: Scope): Visible {
    switch (visibility.kind) {
      case 'public':
        return everywhere;
      case 'crate':
        return 0;
      case 'super':
        return (module.parent?.module ?? module).index;
      case 'in':
        return this.#ancestor(visibility.path, module).index;
      default:
        return module.index;
    }
  }

  #ancestor(path: readonly string[], module: Scope): Scope {
    const first = path[0];
    if (first === 'self' || first === 'super') {
      let scope = module;
      for (const segment of path) if (segment === 'super') scope = scope.parent?.module ?? scope;
      return scope;
    }
    const wanted = first === 'crate' ? path.slice(1) : path;
    const chain: Scope[] = [];
    for (let scope: Scope | undefined = module; scope !== undefined; scope = scope.parent)
      if (scope.kind === 'module') chain.unshift(scope);
    return chain[wanted.length] ?? module;
  }

  // ---- modules ----------------------------------------------------------------------------------------------------

  #module(item: ModuleItem, attributes: readonly Attribute[], place: Place): void {
    const pathAttribute = attributes.find((attribute) => attribute.path === 'path')?.value?.string;
    const found = item.inline
      ? { source: place.source, home: inlineHome(place.home, item.name, pathAttribute) }
      : this.#moduleFile(item, pathAttribute, place);
    const inner = found !== undefined && !item.inline ? found.source.innerAttributes : [];
    const active = inner.length === 0 ? [] : activeAttributes(inner, this.#cfg);
    if (active === undefined) return;
    const all = active.length === 0 ? attributes : [...attributes, ...active];
    const definition = this.#define('module', this.#init(item, all, place));
    const scope = this.#newScope('module', item.name, place.scope);
    scope.definition = definition;
    definition.scope = scope;
    this.#bindOwn(place, definition, typeNamespace);
    if (found === undefined) return;
    const textual = new TextualScope(place.textual);
    const items = item.inline ? item.items : found.source.items;
    this.#items(items, {
      source: found.source,
      scope,
      parent: definition,
      home: found.home,
      textual,
      inBody: place.inBody,
      depth: place.depth + 1,
    });
    if (all.some((attribute) => attribute.path === 'macro_use')) place.textual.adopt(textual);
  }

  #moduleFile(
    item: ModuleItem,
    path: string | undefined,
    place: Place,
  ): { source: SourceFile; home: ModuleHome } | undefined {
    const homes = fileHomes(place.home, item.name, path);
    for (const home of homes) {
      const source = this.#files.file(home.file);
      if (source === undefined) continue;
      this.files.set(home.file, source);
      return { source, home };
    }
    const tried = homes.map((home) => home.file);
    this.missing.push({ source: place.source, offset: item.nameOffset, name: item.name, tried });
    return undefined;
  }

  // ---- names from elsewhere -----------------------------------------------------------------------------------------

  #use(item: UseItem, attributes: readonly Attribute[], place: Place): void {
    const visible = this.#visible(item.visibility, place.scope.module);
    for (const name of item.names) {
      const init = this.#init(item, attributes, place);
      const definition = this.#define('import', { ...init, name: name.name, use: name });
      place.scope.imports.push({
        definition,
        scope: place.scope,
        path: name.path,
        leadingColons: name.leadingColons,
        name: name.name,
        glob: name.glob,
        typeOnly: name.self,
        visible,
      });
    }
  }

  #externCrate(definition: Definition, crate: string, place: Place): void {
    const target = crate === 'self' ? this.root.definition : { external: true as const, crate, path: [] };
    const { visible, name } = definition;
    const { scope } = place;
    const made: Import = {
      definition,
      scope,
      path: [crate],
      leadingColons: true,
      name,
      glob: false,
      typeOnly: true,
      visible,
    };
    const binding = { target, visible, import: made, via: undefined, glob: false, ambiguous: false };
    if (name !== '_') scope.bind(name, typeNamespace, binding);
  }

  // ---- types ------------------------------------------------------------------------------------------------------

  #fields(item: StructItem | UnionItem, definition: Definition, place: Place): void {
    let constructorVisible = definition.visible;
    for (const field of item.fields) {
      const attributes = activeAttributes(field.attributes, this.#cfg);
      if (attributes === undefined) continue;
      const visible = this.#visible(field.visibility, place.scope.module);
      if (constructorVisible === everywhere) constructorVisible = visible;
      else if (visible !== everywhere && this.scopes[visible]!.depth > this.scopes[constructorVisible]!.depth)
        constructorVisible = visible;
      this.#member('field', field, attributes, visible, definition, place);
    }
    if (item.kind === 'struct' && item.form !== 'named') {
      const nonExhaustive = definition.attributes.some((attribute) => attribute.path === 'non_exhaustive');
      const visible = nonExhaustive && constructorVisible === everywhere ? 0 : constructorVisible;
      const made = this.#newConstructor(definition, visible, place);
      place.scope.bind(definition.name, valueNamespace, ownBinding(made));
    }
  }

  #newConstructor(of: Definition, visible: Visible, place: Place): Definition {
    const { name, source, node, inBody } = of;
    return this.#define('constructor', {
      name,
      parent: of,
      module: place.scope.module,
      visible,
      source,
      node,
      attributes: [],
      use: undefined,
      inBody,
    });
  }

  #member(
    kind: DefinitionKind,
    node: { name: string } & Attributed,
    attributes: readonly Attribute[],
    visible: Visible,
    parent: Definition,
    place: Place,
  ): Definition {
    const { source, scope, inBody } = place;
    const init = {
      name: node.name,
      parent,
      module: scope.module,
      visible,
      source,
      node,
      attributes,
      use: undefined,
      inBody,
    };
    const member = this.#define(kind, init);
    parent.members.push(member);
    return member;
  }

  #variants(item: EnumItem, definition: Definition, place: Place): void {
    const scope = this.#newScope('enum', item.name, place.scope);
    scope.definition = definition;
    definition.scope = scope;
    for (const variant of item.variants) {
      const attributes = activeAttributes(variant.attributes, this.#cfg);
      if (attributes === undefined) continue;
      const { visible } = definition;
      const member = this.#member('variant', variant, attributes, visible, definition, place);
      scope.bind(variant.name, typeNamespace, ownBinding(member));
      for (const field of variant.fields) this.#variantField(field, visible, member, place);
      const nonExhaustive = attributes.some((attribute) => attribute.path === 'non_exhaustive');
      const constructorVisible = nonExhaustive && visible === everywhere ? 0 : visible;
      scope.bind(variant.name, valueNamespace, ownBinding(this.#newConstructor(member, constructorVisible, place)));
    }
  }

  #variantField(field: Field, visible: Visible, variant: Definition, place: Place): void {
    const attributes = activeAttributes(field.attributes, this.#cfg);
    if (attributes !== undefined) this.#member('field', field, attributes, visible, variant, place);
  }

  // ---- traits and impls -----------------------------------------------------------------------------------------------

  #trait(item: TraitItem, definition: Definition, place: Place): void {
    const scope = this.#newScope('trait', item.name, place.scope);
    scope.definition = definition;
    definition.scope = scope;
    this.#associated(item.items, { ...place, parent: definition });
  }

  #impl(item: ImplItem, attributes: readonly Attribute[], place: Place): void {
    const init = this.#init(item, attributes, place);
    const definition = this.#define('impl', init);
    this.impls.push(definition);
    this.#associated(item.items, { ...place, parent: definition });
  }

  #associated(items: readonly Item[], place: Place): void {
    if (place.depth > maxDepth) return;
    for (const item of items as readonly AssociatedItem[]) {
      const attributes = activeAttributes(item.attributes, this.#cfg);
      if (attributes === undefined) continue;
      if (item.kind === 'macro-call') this.#call(item, place, true);
      else this.#associatedItem(item, attributes, place);
    }
  }

  #associatedItem(item: AssociatedItem, attributes: readonly Attribute[], place: Place): void {
    const kind = associatedKind(item);
    if (kind === undefined) return;
    const { parent } = place;
    const inherent = parent.kind === 'impl' && parent.item('impl')!.trait === undefined;
    const visible = inherent
      ? this.#visible((item as ConstantItem).visibility, place.scope.module)
      : parent.kind === 'trait'
        ? parent.visible
        : everywhere;
    const member = this.#member(kind, item, attributes, visible, parent, place);
    if (parent.kind === 'trait')
      parent.scope!.bind(item.name, kind === 'associated-type' ? typeNamespace : valueNamespace, ownBinding(member));
    this.#body(item, member, place);
  }

  #externBlock(item: ExternBlockItem, _attributes: readonly Attribute[], place: Place): void {
    for (const inner of item.items) {
      const attributes = activeAttributes(inner.attributes, this.#cfg);
      if (attributes === undefined) continue;
      if (inner.kind === 'macro-call') {
        this.#call(inner, place, false);
        continue;
      }
      const kind = inner.kind === 'type-alias' ? 'foreign-type' : inner.kind;
      if (kind !== 'foreign-type' && kind !== 'function' && kind !== 'static') continue;
      const definition = this.#define(kind, this.#init(inner, attributes, place));
      this.#bindOwn(place, definition, kind === 'foreign-type' ? typeNamespace : valueNamespace);
    }
  }

  // ---- macros -----------------------------------------------------------------------------------------------------

  #macro(item: MacroRulesItem | MacroItem, attributes: readonly Attribute[], place: Place): void {
    const exported = attributes.some((attribute) => attribute.path === 'macro_export');
    const init = this.#init(item, attributes, place);
    const rules = item.kind === 'macro-rules';
    const visible = rules ? (exported ? everywhere : 0) : init.visible;
    const definition = this.#define('macro', { ...init, visible });
    if (rules && exported) this.root.bind(item.name, macroNamespace, ownBinding(definition));
    if (!rules) {
      place.scope.bind(item.name, macroNamespace, ownBinding(definition));
      return;
    }
    const macro: MacroDefinition = { definition, name: item.name, source: place.source, body: item.body, exported };
    place.textual.define(macro);
    this.#expander.define(macro);
  }

  #call(item: MacroCallItem, place: Place, associated: boolean): void {
    const macro = item.path.includes('::') ? undefined : place.textual.find(item.path);
    if (macro === undefined) this.#deferred.push({ item, place, associated });
    else this.#expand(item, macro, place, associated);
  }

  #expand(item: MacroCallItem, macro: MacroDefinition | undefined, place: Place, associated: boolean): void {
    if (place.depth > maxDepth) return;
    const source = this.#expander.expandItems(item, macro, place.source, this.#cfg);
    if (source === undefined) return;
    const inner: Place = { ...place, source, depth: place.depth + 1 };
    if (associated) this.#associated(source.items, inner);
    else this.#items(source.items, inner);
  }

  /** Macros named by path, imported, or defined further down; what they expand to may define and call more. */
  #retryDeferred(): void {
    for (let round = 0; this.#deferred.length > 0 && round < maxDepth; round += 1) {
      const calls = this.#deferred;
      this.#deferred = [];
      for (const { item, place, associated } of calls) {
        const name = item.path.slice(item.path.lastIndexOf(':') + 1);
        this.#expand(item, this.#expander.find(name), place, associated);
      }
    }
  }

  // ---- bodies -----------------------------------------------------------------------------------------------------

  /** Items inside a function or a constant: they are private to it, but impls and their methods reach out. */
  #body(item: Item, definition: Definition, place: Place): void {
    const range =
      item.kind === 'function'
        ? item.body
        : item.kind === 'constant' || item.kind === 'static'
          ? item.value
          : undefined;
    if (range === undefined || place.depth > maxDepth) return;
    const items = nestedItems(place.source, range);
    const { source, textual: around } = place;
    const nested = items.map((one) => one.tokens);
    if (items.length === 0) {
      this.bodies.push({ definition, source, range, nested, textual: around });
      return;
    }
    const scope = this.#newScope('block', item.name, place.scope);
    scope.definition = definition;
    const textual = new TextualScope(place.textual);
    this.bodies.push({ definition, source, range, nested, textual });
    this.#items(items, { ...place, scope, parent: definition, textual, inBody: true, depth: place.depth + 1 });
  }
}

function associatedKind(item: AssociatedItem): DefinitionKind | undefined {
  switch (item.kind) {
    case 'function':
      return 'method';
    case 'constant':
      return 'associated-constant';
    case 'type-alias':
      return 'associated-type';
    default:
      return undefined;
  }
}

export type { Variant };
