/** Functions, methods and constants of a build script, by name. */
import { blockItems } from '../block-items.ts';
import { activeAttributes, type CfgOptions } from '../crate/cfg.ts';
import type { SourceFiles } from '../crate/input.ts';
import { fileHomes, inlineHome, type ModuleHome, rootHome } from '../crate/module-files.ts';
import { stringValue } from '../literals.ts';
import type { ConstantItem, FunctionItem, ImplItem, Item, MacroCallItem, SourceFile, StaticItem } from '../syntax.ts';

interface Named {
  readonly item: FunctionItem;
  /** The type of the impl it stands in. */
  readonly type: string | undefined;
}

export class ScriptItems {
  readonly #functions = new Map<string, Named[]>();
  /** Undefined for a name that several have. */
  readonly #constants = new Map<string, ConstantItem | StaticItem | undefined>();
  /** The type of each variant; undefined for a name that several have. */
  readonly #variants = new Map<string, string | undefined>();
  /** `fmt` of `impl Display`, by type. */
  readonly #displays = new Map<string, FunctionItem>();
  readonly #files: SourceFiles;
  readonly #cfg: CfgOptions;
  readonly #read = new Set<string>();

  /** @param files gives the script's modules and what it includes */
  constructor(script: SourceFile, cfg: CfgOptions, files: SourceFiles) {
    this.#cfg = cfg;
    this.#files = files;
    this.#read.add(script.path);
    this.#addAll(script.items, { home: rootHome(script.path), type: undefined, depth: 0 });
  }

  /** The function a path calls; undefined when the script has none of the name, or several. */
  function(path: readonly string[]): FunctionItem | undefined {
    const name = path.at(-1);
    const named = name === undefined ? [] : (this.#functions.get(name) ?? []);
    const type = path.at(-2);
    const isOfType = type !== undefined && /^[A-Z]/.test(type);
    const found = named.filter((one) => (isOfType ? type === 'Self' || one.type === type : one.type === undefined));
    return found.length === 1 ? found[0]!.item : undefined;
  }

  method(name: string): FunctionItem | undefined {
    const found = (this.#functions.get(name) ?? []).filter(({ item }) => item.signature.self !== undefined);
    return found.length === 1 ? found[0]!.item : undefined;
  }

  constant(name: string): ConstantItem | StaticItem | undefined {
    return this.#constants.get(name);
  }

  /** What writes a variant as text. */
  display(variant: string): FunctionItem | undefined {
    const type = this.#variants.get(variant);
    return type === undefined ? undefined : this.#displays.get(type);
  }

  #addAll(items: readonly Item[], place: Place): void {
    if (place.depth > 20) return;
    for (const item of items) if (activeAttributes(item.attributes, this.#cfg) !== undefined) this.#add(item, place);
  }

  #add(item: Item, place: Place): void {
    const inner = { ...place, type: undefined, depth: place.depth + 1 };
    switch (item.kind) {
      case 'module':
        if (item.inline) this.#addAll(item.items, { ...inner, home: inlineHome(place.home, item.name, undefined) });
        else for (const home of fileHomes(place.home, item.name, undefined)) this.#addFile(home, inner);
        return;
      case 'impl':
        this.#addImpl(item, { ...inner, type: typeName(item) });
        return;
      case 'enum':
        for (const { name } of item.variants)
          this.#variants.set(name, this.#variants.has(name) ? undefined : item.name);
        return;
      case 'constant':
      case 'static':
        this.#constants.set(item.name, this.#constants.has(item.name) ? undefined : item);
        return;
      case 'function':
        this.#addFunction(item, place);
        return;
      case 'macro-call':
        if (item.path === 'include') this.#addIncluded(item, inner);
    }
  }

  #addImpl(item: ImplItem, place: Place): void {
    this.#addAll(item.items, place);
    if (place.type === undefined || item.trait?.segments.at(-1)?.name !== 'Display') return;
    for (const inner of item.items) if (inner.kind === 'function') this.#displays.set(place.type, inner);
  }

  #addFile(home: ModuleHome, place: Place): void {
    const source = this.#read.has(home.file) ? undefined : this.#files.file(home.file);
    if (source === undefined) return;
    this.#read.add(home.file);
    this.#addAll(source.items, { ...place, home });
  }

  #addIncluded({ source, body }: MacroCallItem, place: Place): void {
    const name = stringValue(source, body.from);
    if (name === undefined || body.to !== body.from + 1) return;
    const folder = source.path.slice(0, source.path.lastIndexOf('/') + 1);
    this.#addFile({ ...place.home, file: `${folder}${name}` }, place);
  }

  #addFunction(item: FunctionItem, place: Place): void {
    const named = this.#functions.get(item.name);
    const one = { item, type: place.type };
    if (named === undefined) this.#functions.set(item.name, [one]);
    else named.push(one);
    if (item.body === undefined) return;
    const inner = blockItems(item.source, item.body).map((block) => block.item);
    this.#addAll(inner, { ...place, type: undefined, depth: place.depth + 1 });
  }
}

interface Place {
  readonly home: ModuleHome;
  /** The type of the impl around it. */
  readonly type: string | undefined;
  readonly depth: number;
}

function typeName(item: ImplItem): string | undefined {
  const { selfType: self } = item;
  return self.kind === 'path' ? self.path.segments.at(-1)?.name : undefined;
}
