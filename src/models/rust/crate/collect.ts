/**
 * Walks the module tree of a crate and lists what it defines, macro calls expanded on the way: what rustc calls building the reduced graph
 * (Rust Reference: "Crates and source files", "Modules", "Macro scoping: textual scope").
 */

import { Unavailable } from '../../../verdict.ts';
import { needsTest } from '../cfg.ts';
import { parseSourceFile } from '../parse.ts';
import type {
  AssociatedItem,
  Attribute,
  ConstantItem,
  ExternBlockItem,
  ImplItem,
  Item,
  MacroCallItem,
  MacroItem,
  MacroRulesItem,
  ModuleItem,
  SourceFile,
  TraitItem,
  UseItem,
} from '../syntax.ts';
import { BodyCollector } from './body-collector.ts';
import { CalledItems } from './called-items.ts';
import { activeAttributes, asWritten, attributesInForce, type CfgOptions } from './cfg.ts';
import { type Collecting, maxDepth } from './collecting.ts';
import {
  type Definition,
  everywhere,
  macroNamespace,
  ownBinding,
  type Scope,
  typeNamespace,
  valueNamespace,
} from './definitions.ts';
import type { Expander } from './expander.ts';
import { addImports, bindExternCrate } from './import-items.ts';
import type { CrateInput, SourceFiles } from './input.ts';
import { KnownDerives } from './known-derives.ts';
import { importedPath, type MacroDefinition, MacroPaths, TextualScope } from './macro-scope.ts';
import { addFields, addMember, addVariants, associatedKind } from './members.ts';
import { fileHomes, inlineHome, type ModuleHome, rootHome } from './module-files.ts';
import { type Collected, type Place, Registry } from './registry.ts';

/** More than any real crate has by far: files that are modules of each other could else be read without end. */
const maxDefinitions = 150_000;

/** Reads a crate from its root file on; an absent root gives an empty crate. */
export function collect(input: CrateInput, files: SourceFiles, cfg: CfgOptions, expander: Expander): Collected {
  const registry = new Registry();
  const source = files.file(input.root);
  const attributes = source === undefined ? undefined : activeAttributes(source.innerAttributes, cfg);
  if (source === undefined || attributes === undefined) {
    // names can be looked up in an empty crate, but nothing is in it, not even the crate itself
    registry.defineRoot(parseSourceFile(input.root, ''), []);
    registry.definitions.length = 0;
    return registry;
  }
  registry.files.set(input.root, source);
  const parent = registry.defineRoot(source, attributes);
  const home = rootHome(input.root);
  const textual = new TextualScope(undefined);
  const place: Place = { source, scope: registry.root, parent, home, textual, inBody: false, depth: 0 };
  const script = input.buildScript === undefined ? undefined : files.file(input.buildScript);
  const derives = new KnownDerives(input.dependencies);
  const collecting = { registry, root: input.root, files, cfg, expander, buildScript: script };
  new Collector(collecting, derives).crate(source.items, place);
  return registry;
}

/** Diesel's attribute that makes public functions of what an extern block declares. */
const declaring = /(^|::)declare_sql_function$/;

class Collector {
  readonly #registry: Registry;
  readonly #files: SourceFiles;
  readonly #cfg: CfgOptions;
  readonly #expander: Expander;
  readonly #derives: KnownDerives;
  /** Files whose modules are being read. */
  readonly #open = new Set<string>();
  readonly #calls: CalledItems;
  readonly #bodies: BodyCollector;
  /** Calls of macros not yet known: tried again when all of the crate is read. */
  #deferred: { readonly item: MacroCallItem; readonly place: Place; readonly associated: boolean }[] = [];

  constructor(collecting: Collecting, derives: KnownDerives) {
    this.#registry = collecting.registry;
    this.#files = collecting.files;
    this.#cfg = collecting.cfg;
    this.#expander = collecting.expander;
    this.#derives = derives;
    this.#calls = new CalledItems(collecting, this.#open);
    this.#bodies = new BodyCollector(collecting, (items, place) => this.#items(items, place));
  }

  crate(items: readonly Item[], place: Place): void {
    this.#open.add(place.source.path);
    this.#items(items, place);
    // macros named by path, imported, or defined further down; what they expand to may define and call more
    for (let round = 0; this.#deferred.length > 0 && round < maxDepth; round += 1) {
      const calls = this.#deferred;
      this.#deferred = [];
      const macros = new MacroPaths(this.#registry.scopes, this.#expander);
      for (const { item, place, associated } of calls) {
        this.#expand(item, macros.of(item, place.scope), place, associated);
      }
    }
  }

  #items(items: readonly Item[], place: Place): void {
    if (place.depth > maxDepth) return;
    if (this.#registry.definitions.length + items.length > maxDefinitions)
      throw new Unavailable(`the crate has more than ${maxDefinitions} definitions`);
    for (const item of items) {
      const attributes = attributesInForce(item, this.#cfg);
      if (attributes !== undefined) this.#item(item, attributes, place);
      else if (!isOfTests(item)) leaveOut(item, place.scope);
    }
  }

  #item(item: Item, attributes: readonly Attribute[], place: Place): void {
    switch (item.kind) {
      case 'module':
        this.#module(item, attributes, place);
        return;
      case 'use':
        addImports(this.#registry, item, attributes, place);
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
    }
  }

  #named(
    item: Exclude<Item, ModuleItem | UseItem | MacroCallItem | MacroRulesItem | MacroItem | ImplItem | ExternBlockItem>,
    attributes: readonly Attribute[],
    place: Place,
  ): void {
    const registry = this.#registry;
    const definition = registry.define(item.kind, registry.init(item, attributes, place));
    if (item.kind === 'extern-crate') {
      bindExternCrate(this.#registry, definition, item.crate, place);
      return;
    }
    const isValue = item.kind === 'function' || item.kind === 'constant' || item.kind === 'static';
    registry.bindOwn(place, definition, isValue ? valueNamespace : typeNamespace);
    if (item.kind === 'function') bindDerive(registry, definition);
    if (item.kind === 'struct' || item.kind === 'union') addFields(registry, this.#cfg, item, definition, place);
    else if (item.kind === 'enum') addVariants(registry, this.#cfg, item, definition, place);
    else if (item.kind === 'trait') this.#trait(item, definition, place);
    else if (isValue) this.#bodies.add(item, definition, place);
    for (const { offset, text } of this.#derives.itemsOf(item, attributes, (name) => importedPath(name, place.scope))) {
      const source = this.#expander.derived(text, { source: place.source, offset });
      this.#items(source.items, { ...place, source, depth: place.depth + 1 });
    }
  }

  // ---- modules ----------------------------------------------------------------------------------------------------

  #module(item: ModuleItem, attributes: readonly Attribute[], place: Place): void {
    const path = attributes.find((attribute) => attribute.path === 'path')?.value?.string;
    const found = item.inline
      ? { source: place.source, home: inlineHome(place.home, item.name, path) }
      : this.#moduleFile(item, path, place);
    const inner = found === undefined || item.inline ? [] : found.source.innerAttributes;
    const active = activeAttributes(inner, this.#cfg);
    if (active === undefined) return;
    const outer = attributes === asWritten ? item.attributes : attributes;
    const all = active.length === 0 ? attributes : [...outer, ...active];
    const registry = this.#registry;
    const parent = registry.define('module', registry.init(item, all, place));
    const scope = registry.open('module', parent, place.scope);
    registry.bindOwn(place, parent, typeNamespace);
    if (found === undefined) return;
    const textual = new TextualScope(place.textual);
    const items = item.inline ? item.items : found.source.items;
    const { file } = found.home;
    if (!item.inline) this.#open.add(file);
    this.#items(items, { ...found, scope, parent, textual, inBody: place.inBody, depth: place.depth + 1 });
    if (!item.inline) this.#open.delete(file);
    if (all.some((attribute) => attribute.path === 'macro_use')) place.textual.adopt(textual);
  }

  #moduleFile(
    item: ModuleItem,
    path: string | undefined,
    place: Place,
  ): { source: SourceFile; home: ModuleHome } | undefined {
    const homes = fileHomes(place.home, item.name, path);
    for (const home of homes) {
      if (this.#open.has(home.file)) continue; // rustc: circular modules
      const source = this.#files.file(home.file);
      if (source === undefined) continue;
      this.#registry.files.set(home.file, source);
      return { source, home };
    }
    const tried = homes.map((home) => home.file);
    this.#registry.missing.push({ source: place.source, offset: item.nameOffset, name: item.name, tried });
    return undefined;
  }

  // ---- traits, impls, extern blocks -----------------------------------------------------------------------------------

  #trait(item: TraitItem, definition: Definition, place: Place): void {
    this.#registry.open('trait', definition, place.scope);
    this.#associated(item.items, { ...place, parent: definition });
  }

  #impl(item: ImplItem, attributes: readonly Attribute[], place: Place): void {
    const definition = this.#registry.define('impl', this.#registry.init(item, attributes, place));
    this.#registry.impls.push(definition);
    this.#associated(item.items, { ...place, parent: definition });
  }

  #associated(items: readonly Item[], place: Place): void {
    if (place.depth > maxDepth) return;
    for (const item of items as readonly AssociatedItem[]) {
      const attributes = attributesInForce(item, this.#cfg);
      if (attributes === undefined) continue;
      if (item.kind === 'macro-call') this.#call(item, place, true);
      else this.#associatedItem(item, attributes, place);
    }
  }

  #associatedItem(item: AssociatedItem, attributes: readonly Attribute[], place: Place): void {
    const kind = associatedKind(item);
    if (kind === undefined) return;
    const { parent, scope } = place;
    const ofTrait = parent.kind === 'trait' ? parent.visible : everywhere;
    const inherent = parent.kind === 'impl' && parent.item('impl')!.trait === undefined;
    const own = (item as ConstantItem).visibility;
    const visible = inherent ? this.#registry.visible(own, scope.module) : ofTrait;
    const member = addMember(this.#registry, { kind, node: item, attributes, visible }, parent, place);
    if (parent.kind === 'trait') {
      const namespace = kind === 'associated-type' ? typeNamespace : valueNamespace;
      parent.scope!.bind(item.name, namespace, ownBinding(member));
    }
    this.#bodies.add(item, member, place);
  }

  #externBlock(item: ExternBlockItem, outer: readonly Attribute[], place: Place): void {
    const declares = outer.some((attribute) => declaring.test(attribute.path));
    for (const inner of item.items) {
      const attributes = attributesInForce(inner, this.#cfg);
      if (attributes === undefined) continue;
      if (inner.kind === 'macro-call') {
        this.#call(inner, place, false);
        continue;
      }
      const kind = inner.kind === 'type-alias' ? 'foreign-type' : inner.kind;
      if (kind !== 'foreign-type' && kind !== 'function' && kind !== 'static') continue;
      const init = this.#registry.init(inner, attributes, place);
      const definition = this.#registry.define(kind, declares ? { ...init, visible: everywhere } : init);
      this.#registry.bindOwn(place, definition, kind === 'foreign-type' ? typeNamespace : valueNamespace);
    }
  }

  // ---- macros -----------------------------------------------------------------------------------------------------

  #macro(item: MacroRulesItem | MacroItem, attributes: readonly Attribute[], place: Place): void {
    const registry = this.#registry;
    const init = registry.init(item, attributes, place);
    if (item.kind === 'macro') {
      registry.bindOwn(place, registry.define('macro', init), macroNamespace);
      return;
    }
    const exported = attributes.some((attribute) => attribute.path === 'macro_export');
    const definition = registry.define('macro', { ...init, visible: exported ? everywhere : 0 });
    if (exported) registry.root.bind(item.name, macroNamespace, ownBinding(definition));
    const macro: MacroDefinition = { definition, name: item.name, source: place.source, body: item.body, exported };
    place.textual.define(macro);
    this.#expander.define(macro);
  }

  #call(item: MacroCallItem, place: Place, associated: boolean): void {
    const macro = item.path.includes('::') ? undefined : place.textual.find(item.path);
    const read = (items: readonly Item[], inner: Place) => this.#read(items, inner, associated);
    if (macro === undefined && this.#calls.include(item, place, read)) return;
    if (macro === undefined) this.#deferred.push({ item, place, associated });
    else this.#expand(item, macro, place, associated);
  }

  #expand(item: MacroCallItem, macro: MacroDefinition | undefined, place: Place, associated: boolean): void {
    const written = this.#calls.writtenBy(item, macro, place);
    if (written !== undefined) this.#read(written.items, written.place, associated);
  }

  #read(items: readonly Item[], place: Place, associated: boolean): void {
    if (associated) this.#associated(items, place);
    else this.#items(items, place);
  }
}

const isOfTests = ({ attributes }: Item): boolean => attributes.some(({ cfg }) => cfg !== undefined && needsTest(cfg));

/** What is not there under this configuration is under another. */
function leaveOut(item: Item, scope: Scope): void {
  if (item.kind === 'use') for (const { name, glob } of item.names) scope.leaveOut(glob ? '*' : name);
  else if (item.kind === 'macro-call' && item.path === 'compile_error') return;
  else if (item.kind !== 'impl') scope.leaveOut(item.name === '' ? '*' : item.name);
}

/** `#[proc_macro_derive(Name)] pub fn f`: other crates write the name. */
function bindDerive({ root }: Registry, definition: Definition): void {
  if (definition.isPlain) return;
  const name = definition.attributes.find(({ path }) => path === 'proc_macro_derive')?.list[0]?.path;
  if (name !== undefined) root.bind(name, macroNamespace, ownBinding(definition));
}
