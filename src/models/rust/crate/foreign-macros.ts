/** Macros by example that other crates export, where their source is at hand: those of the same workspace. */
import type { Item, MacroRulesItem, SourceFile } from '../syntax.ts';
import { activeAttributes, cfgOptions } from './cfg.ts';
import type { CrateInput, SourceFiles } from './input.ts';
import type { MacroDefinition } from './macro-scope.ts';
import { reachedFiles } from './reached-files.ts';

interface Exported {
  readonly item: MacroRulesItem;
  readonly source: SourceFile;
}

const deepest = 64;

export class ForeignMacros {
  readonly #roots: NonNullable<CrateInput['dependencyRoots']>;
  readonly #files: SourceFiles;
  readonly #exported = new Map<string, ReadonlyMap<string, readonly Exported[]>>();
  readonly #definitions = new Map<string, MacroDefinition>();

  constructor({ dependencyRoots = {} }: CrateInput, files: SourceFiles) {
    this.#roots = dependencyRoots;
    this.#files = files;
  }

  /** Whether the source of the crate of that name is at hand. */
  has(crate: string): boolean {
    return Object.hasOwn(this.#roots, crate);
  }

  /** All found so far. */
  get found(): Iterable<MacroDefinition> {
    return this.#definitions.values();
  }

  /** A macro that a crate exports; undefined when it has none of the name, or several that only its configuration tells apart. */
  find(crate: string, name: string): MacroDefinition | undefined {
    if (!this.has(crate)) return undefined;
    const key = `${crate}::${name}`;
    const known = this.#definitions.get(key);
    if (known !== undefined) return known;
    const candidates = this.#macrosOf(crate).get(name) ?? [];
    const plain = cfgOptions([]);
    const active = candidates.filter(({ item }) => activeAttributes(item.attributes, plain) !== undefined);
    const [only, ...others] = candidates.length === 1 ? candidates : active;
    if (only === undefined || others.length > 0) return undefined;
    const { source, item } = only;
    const definition = { definition: undefined, name, source, body: item.body, exported: true, crate };
    this.#definitions.set(key, definition);
    return definition;
  }

  #macrosOf(crate: string): ReadonlyMap<string, readonly Exported[]> {
    const known = this.#exported.get(crate);
    if (known !== undefined) return known;
    const root = this.#roots[crate]!;
    const read = (files: SourceFiles) => exportedMacros(root, files);
    const macros = this.#files.shared?.(`macros exported from ${root}`, read) ?? read(this.#files);
    this.#exported.set(crate, macros);
    return macros;
  }
}

function exportedMacros(root: string, files: SourceFiles): ReadonlyMap<string, readonly Exported[]> {
  const macros = new Map<string, Exported[]>();
  for (const path of reachedFiles(root, files)) {
    const source = files.file(path);
    if (source !== undefined) collectExported(source.items, macros, 0);
  }
  return macros;
}

function collectExported(items: readonly Item[], into: Map<string, Exported[]>, depth: number): void {
  if (depth > deepest) return;
  for (const item of items) {
    if (item.kind === 'module') collectExported(item.items, into, depth + 1);
    if (item.kind !== 'macro-rules' || !item.attributes.some((attribute) => attribute.path === 'macro_export'))
      continue;
    const named = into.get(item.name);
    if (named === undefined) into.set(item.name, [{ item, source: item.source }]);
    else named.push({ item, source: item.source });
  }
}
