/** Which macro a name means (Rust Reference: "Macro scoping"): in textual order, or by its path. */
import type { MacroCallItem, SourceFile, TokenRange } from '../syntax.ts';
import type { Definition, Scope } from './definitions.ts';
import type { Expander } from './expander.ts';

export interface MacroDefinition {
  readonly definition: Definition | undefined;
  readonly name: string;
  readonly source: SourceFile;
  readonly body: TokenRange;
  readonly exported: boolean;
  /** The dependency that exports it; absent for the crate's own. */
  readonly crate?: string;
}

/** Which `macro_rules!` are in scope, in textual order (Rust Reference: "Macro scoping"). */
export class TextualScope {
  #names: Map<string, MacroDefinition> | undefined;
  readonly #parent: TextualScope | undefined;

  constructor(parent: TextualScope | undefined) {
    this.#parent = parent;
  }

  define(macro: MacroDefinition): void {
    this.#names ??= new Map();
    this.#names.set(macro.name, macro);
  }

  find(name: string): MacroDefinition | undefined {
    for (let scope: TextualScope | undefined = this; scope !== undefined; scope = scope.#parent) {
      const found = scope.#names?.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** `#[macro_use] mod m`: what `m` defined stays in scope. */
  adopt(inner: TextualScope): void {
    for (const macro of inner.#names?.values() ?? []) this.define(macro);
  }
}

/** Macros named by path or imported, as far as the crate is read; imports read later may not be seen. */
export class MacroPaths {
  readonly #scopes: readonly Scope[];
  readonly #expander: Expander;
  #renames: ReadonlyMap<string, string> | undefined;

  constructor(scopes: readonly Scope[], expander: Expander) {
    this.#scopes = scopes;
    this.#expander = expander;
  }

  /** The macro that a call in a scope means; what a dependency's macro wrote calls those of that dependency. */
  of({ path, source, span }: MacroCallItem, scope: Scope): MacroDefinition | undefined {
    const segments = path.split('::');
    const writer = this.#expander.writer(source, span.start);
    const inner = writer === undefined ? undefined : this.#expander.dependencies.find(writer, segments.at(-1)!);
    return inner ?? this.#at(importedPath(path, scope)) ?? this.#at(segments);
  }

  /** Of a dependency at hand, else of the crate, wherever it is defined. */
  #at(path: readonly string[] | undefined): MacroDefinition | undefined {
    const name = path?.at(-1);
    if (path === undefined || name === undefined) return undefined;
    const [first = ''] = path[0] === '' ? path.slice(1) : path;
    const { dependencies } = this.#expander;
    if (path.length > 1 && dependencies.has(first)) return dependencies.find(first, name);
    return this.#expander.find(name) ?? this.#expander.find(this.#renamed().get(name) ?? '');
  }

  /** What the crate's imports call by another name: `pub use __each as each`. */
  #renamed(): ReadonlyMap<string, string> {
    if (this.#renames === undefined) {
      const imports = this.#scopes.flatMap((scope) => scope.imports).filter((item) => !item.glob);
      this.#renames = new Map(imports.map(({ name, path }) => [name, path.at(-1) ?? name]));
    }
    return this.#renames;
  }
}

/** Where an import of the module, or of a block in it, finds what is called by one name. */
export function importedPath(name: string, from: Scope): readonly string[] | undefined {
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
    const found = scope.imports.find((item) => !item.glob && item.name === name);
    if (found !== undefined) return found.path;
    if (scope.kind === 'module') return undefined;
  }
  return undefined;
}
