/** Names to definitions (Rust Reference: "Paths", "Preludes", "Scopes"), once the imports of a crate are settled. */
import type { Path } from '../syntax.ts';
import {
  type Binding,
  type Definition,
  type External,
  everywhere,
  type Import,
  inside,
  isExternal,
  type Namespace,
  type Scope,
  throughGlobs,
  typeNamespace,
  type Visible,
} from './definitions.ts';
import type { CrateInput } from './input.ts';
import { preludePath, primitiveTypes, standardCrates } from './prelude.ts';
import type { Collected } from './registry.ts';

export type Target = Definition | External;

/** `use anyhow::anyhow` brings a macro, as its likes do: `anyhow::Result` is still the crate's. */
function isNamesake(target: Target, name: string): boolean {
  return isExternal(target) && target.crate === name && target.path.length === 1 && target.path[0] === name;
}

export class Resolver {
  readonly root: Scope;
  readonly edition: CrateInput['edition'];
  readonly #scopes: readonly Scope[];
  readonly #dependencies: ReadonlySet<string>;
  readonly #renamed: ReadonlyMap<string, string>;

  constructor(collected: Collected, input: CrateInput) {
    this.#scopes = collected.scopes;
    this.root = collected.root;
    this.edition = input.edition;
    const dependencies = new Set(standardCrates);
    for (const name of input.dependencies) dependencies.add(name);
    this.#dependencies = dependencies;
    this.#renamed = new Map(Object.entries(input.renamed ?? {}));
  }

  /** Whether a thing visible in `visible` can be named from inside `scope`. */
  isAccessible(visible: Visible, scope: Scope): boolean {
    if (visible === everywhere || visible === 0) return true;
    for (let outer: Scope | undefined = scope; outer !== undefined; outer = outer.parent)
      if (outer.index === visible) return true;
    return false;
  }

  /** Whether `a` reaches strictly further than `b`; siblings reach neither. */
  isWider(a: Visible, b: Visible): boolean {
    if (a === b) return false;
    if (a === everywhere) return true;
    if (b === everywhere) return false;
    for (let outer = this.#scopes[b]!.parent; outer !== undefined; outer = outer.parent)
      if (outer.index === a) return true;
    return false;
  }
  // ---- paths ------------------------------------------------------------------------------------------------------

  /** One more segment. */
  step(from: Target, name: string, scope: Scope, namespace: Namespace): Target | undefined {
    if (isExternal(from)) return inside(from, name);
    if (name === 'self') return from;
    if (name === 'super') return from.scope?.parent?.module.definition;
    const inner = from.scope;
    if (inner === undefined) return undefined;
    const found = inner.get(name, namespace);
    if (found !== undefined && this.isAccessible(found.visible, scope)) return found.target;
    if (found !== undefined) return found.target;
    return throughGlobs(inner, name);
  }

  /** The first segment of a path that goes on. */
  first(name: string, scope: Scope, leadingColons: boolean, except: Import | undefined): Target | undefined {
    const module = scope.module;
    if (name === 'crate' || name === '$crate') return this.root.definition;
    if (name === 'self') return module.definition;
    if (name === 'super') return module.parent?.module.definition;
    if (leadingColons && this.edition !== '2015') return this.externalCrate(name);
    if (this.edition === '2015' && (except !== undefined || leadingColons)) {
      const found = this.root.get(name, typeNamespace);
      return found !== undefined && found.import !== except ? found.target : this.externalCrate(name);
    }
    const found = this.lexical(name, typeNamespace, scope, except)?.target;
    return found === undefined || isNamesake(found, name) ? (this.externalCrate(name) ?? found) : found;
  }

  externalCrate(name: string): External | undefined {
    const renamed = this.root.get(name, typeNamespace)?.target;
    if (renamed !== undefined && isExternal(renamed) && renamed.path.length === 0) return renamed;
    return this.#dependencies.has(name)
      ? { external: true, crate: this.#renamed.get(name) ?? name, path: [] }
      : undefined;
  }

  /** A name as seen from a scope: its blocks, then its module; parents are not searched. */
  lexical(name: string, namespace: Namespace, scope: Scope, except: Import | undefined): Binding | undefined {
    for (let current: Scope | undefined = scope; current !== undefined; current = current.parent) {
      if (current.kind === 'module' || current.kind === 'block') {
        const found = current.get(name, namespace);
        if (found !== undefined && (found.import === undefined || found.import !== except)) return found;
      }
      if (current.kind === 'module') return undefined;
    }
    return undefined;
  }

  /**
   * What a path in a type or trait position means.
   * @returns the definition and how many segments it used (the rest are associated items); undefined when nothing is known
   */
  resolveSegments(
    segments: readonly string[],
    leadingColons: boolean,
    scope: Scope,
    namespace: Namespace = typeNamespace,
  ): { readonly target: Target; readonly used: number } | undefined {
    const first = segments[0];
    if (first === undefined) return undefined;
    const single = segments.length === 1;
    let target: Target | undefined;
    if (single && !leadingColons && first !== 'crate' && first !== 'self' && first !== 'super' && first !== '$crate')
      target = this.lexical(first, namespace, scope, undefined)?.target;
    else target = this.first(first, scope, leadingColons, undefined);
    target ??= leadingColons ? undefined : this.#fallback(first, scope);
    if (target === undefined) return undefined;
    let used = 1;
    for (; used < segments.length; used += 1) {
      const last = used === segments.length - 1;
      const next = this.step(target, segments[used]!, scope, last ? namespace : typeNamespace);
      if (next === undefined) break;
      target = next;
    }
    return { target, used };
  }

  resolvePath(
    path: Path,
    scope: Scope,
    namespace: Namespace = typeNamespace,
  ): { target: Target; used: number } | undefined {
    const { segments, leadingColons } = path;
    const names = segments.length === 1 ? [segments[0]!.name] : segments.map((segment) => segment.name);
    return this.resolveSegments(names, leadingColons, scope, namespace);
  }

  #fallback(name: string, scope: Scope): External | undefined {
    if (primitiveTypes.has(name)) return { external: true, crate: 'primitive', path: [name] };
    const standard = preludePath(name);
    if (standard !== undefined) return { external: true, crate: standard[0]!, path: standard.slice(1) };
    if (scope.module.externalGlobs.length > 0) return { external: true, crate: '', path: [name] };
    return undefined;
  }
}
