/**
 * Imports settled (Rust Reference: "Use declarations", "Namespaces"): each `use` binds what its path means, round after round until nothing changes,
 * because globs feed each other.
 */
import { Unavailable } from '../../../verdict.ts';
import {
  type Binding,
  type Definition,
  type External,
  everywhere,
  type Import,
  inside,
  isExternal,
  macroNamespace,
  type Namespace,
  namespaces,
  type Scope,
  throughGlobs,
  typeNamespace,
  type Visible,
} from './definitions.ts';
import type { Resolver, Target } from './resolver.ts';

/** Real crates settle in under ten rounds. */
const maxRounds = 60;
/** Names that globs are asked for, again in every round: a few ten thousand in real crates. */
const mostLooked = 3_000_000;

/** Names that globs may bring in: large crates have tens of thousands, a thousand modules that import each other a billion. */
const maxGlobbed = 500_000;

/**
 * Binds the imports of all scopes.
 * @param macros finds a macro_rules of the crate by name, for `pub(crate) use name`
 * @returns imports that lead nowhere: names made by macros that could not be expanded, or mistakes
 */
export function settleImports(
  scopes: readonly Scope[],
  names: Resolver,
  macros: (name: string) => Definition | undefined,
): readonly Import[] {
  const imports = new Imports(scopes, names, macros);
  imports.settle();
  return imports.unresolved;
}

class Imports {
  readonly unresolved: Import[] = [];
  #looked = 0;
  /** Imports that lead out of the crate: nothing that comes later changes them. */
  readonly #outside = new Set<Import>();
  #globbed = 0;
  readonly #scopes: readonly Scope[];
  readonly #names: Resolver;
  readonly #macros: (name: string) => Definition | undefined;

  constructor(scopes: readonly Scope[], names: Resolver, macros: (name: string) => Definition | undefined) {
    this.#scopes = scopes;
    this.#names = names;
    this.#macros = macros;
  }

  settle(): void {
    const imports: Import[] = [];
    for (let at = 0; at < this.#scopes.length; at += 1) {
      const { imports: own } = this.#scopes[at]!;
      for (let index = 0; index < own.length; index += 1) imports.push(own[index]!);
    }
    this.#repeat(imports);
    for (const item of imports) if (item.name !== '_' && !this.#isBound(item)) this.unresolved.push(item);
    if (this.unresolved.length === 0) return;
    // a dependency we were not told of, or what a macro defines: something is there, and it is not ours
    for (const item of this.unresolved) {
      const unknown: External = { external: true, crate: '', path: item.path };
      if (item.glob) this.#bindExternalGlob(item, unknown);
      else this.#bindExternal(item, unknown);
    }
    this.#repeat(imports);
  }

  #repeat(imports: readonly Import[]): void {
    let pending = imports;
    for (let round = 0; round < maxRounds; round += 1) {
      let changed = false;
      for (let at = 0; at < pending.length; at += 1) {
        const item = pending[at]!;
        if (!this.#outside.has(item)) changed = this.#import(item) || changed;
      }
      if (!changed) break;
      if (round === 8) pending = imports.filter((item) => item.glob || !this.#isComplete(item));
    }
  }

  #isBound(item: Import): boolean {
    if (item.glob) return item.path.length === 0 || this.#container(item, item.path.length) !== undefined;
    return item.scope.names.get(item.name)?.some((binding) => binding?.import === item) ?? false;
  }

  #isComplete(item: Import): boolean {
    return item.scope.names.get(item.name)?.every((binding) => binding !== undefined) ?? false;
  }

  #import(item: Import): boolean {
    return item.glob ? this.#importGlob(item) : this.#importName(item);
  }

  #importName(item: Import): boolean {
    const { path } = item;
    const last = path[path.length - 1];
    if (last === undefined) return false;
    if (path.length === 1 && !item.leadingColons) return this.#importFirst(item, last);
    const container = path.length === 1 ? this.#outermost(last) : this.#container(item, path.length - 1);
    if (container === undefined) return false;
    if (isExternal(container)) {
      this.#outside.add(item);
      const ends = path.length === 1 ? container : inside(container, last);
      return this.#bindExternal(item, ends);
    }
    let changed = false;
    const { scope } = container;
    if (scope === undefined) return false;
    const bindings = scope.names.get(last) ?? none;
    for (let namespace: number = typeNamespace; namespace <= macroNamespace; namespace += 1) {
      if (item.typeOnly && namespace !== typeNamespace) break;
      const found = bindings[namespace];
      if (found === undefined || found.import === item || !this.#names.isAccessible(found.visible, item.scope))
        continue;
      changed = this.#bindImport(item, namespace as Namespace, found, false) || changed;
    }
    const handedOn = changed || scope.names.get(last) !== undefined ? undefined : throughGlobs(scope, last);
    return handedOn === undefined ? changed : this.#bindExternal(item, handedOn);
  }

  /** `use ::name;`: another crate, or in the 2015 edition something in the root. */
  #outermost(name: string): Target | undefined {
    const own = this.#names.edition === '2015' && this.#names.root.names.has(name);
    return own ? this.#names.root.definition : this.#names.externalCrate(name);
  }

  /** `use name;`, `use crate as x;`, `use self::…` are paths of one segment here. */
  #importFirst(item: Import, name: string): boolean {
    if (name === 'crate' || name === '$crate' || name === 'self' || name === 'super') {
      const target = this.#names.first(name, item.scope, item.leadingColons, item);
      return target !== undefined && !isExternal(target) && this.#bindModule(item, target);
    }
    let changed = false;
    let found = false;
    for (const namespace of namespaces) {
      const binding = this.#names.lexical(name, namespace, item.scope, item);
      if (binding === undefined) continue;
      found = true;
      changed = this.#bindImport(item, namespace, binding, false) || changed;
    }
    const macro = this.#macros(name);
    if (macro !== undefined && item.scope.get(item.name, macroNamespace) === undefined) {
      const binding = {
        target: macro,
        visible: macro.visible,
        import: undefined,
        via: undefined,
        glob: false,
      };
      return this.#bindImport(item, macroNamespace, binding, false) || changed;
    }
    const outside = found ? undefined : this.#names.externalCrate(name);
    if (outside !== undefined) return this.#bindExternal(item, outside);
    return changed;
  }

  #bindModule(item: Import, target: Definition): boolean {
    const binding = {
      target,
      visible: target.visible,
      import: undefined,
      via: undefined,
      glob: false,
    };
    return this.#bindImport(item, typeNamespace, binding, false);
  }

  #bindImport(item: Import, namespace: Namespace, found: Binding, glob: boolean, name = item.name): boolean {
    const existing = name === '_' ? undefined : item.scope.get(name, namespace);
    const isOwn = existing?.import === item;
    // a name that the scope has otherwise hides what a glob brings
    if (glob && existing !== undefined && !existing.glob && !isOwn) return false;
    const visible = this.#names.isWider(item.visible, found.visible) ? found.visible : item.visible;
    if (isOwn) return refresh(existing, found, visible);
    const fresh: Binding = { target: found.target, visible, import: item, via: found, glob };
    if (name === '_') return this.#bindUnderscore(item, fresh);
    if (existing === undefined) {
      if (glob && ++this.#globbed > maxGlobbed)
        throw new Unavailable('glob imports bring in too many names to be followed');
      item.scope.bind(name, namespace, fresh);
      return true;
    }
    const yields =
      existing.glob || (isExternal(existing.target) && existing.import !== undefined && !isExternal(fresh.target));
    if (!glob && yields) {
      item.scope.bind(name, namespace, fresh);
      return true;
    }
    return glob && this.#mergeGlobs(existing, fresh, item.scope, name, namespace);
  }

  /**
   * The same thing through two globs: the wider one counts. Of different things the one that the compiler meets first is
   * exported (rustc 1.95, with the lint `ambiguous_glob_reexports`), and the other is not.
   */
  #mergeGlobs(existing: Binding, fresh: Binding, scope: Scope, name: string, namespace: Namespace): boolean {
    if (sameTarget(existing.target, fresh.target)) {
      if (!this.#names.isWider(fresh.visible, existing.visible)) return false;
      scope.bind(name, namespace, fresh);
      return true;
    }
    if (isExternal(fresh.target) || isExternal(existing.target)) return false;
    if (!isMetBefore(fresh.target, existing.target)) return false;
    scope.bind(name, namespace, fresh);
    return true;
  }

  #bindUnderscore(item: Import, fresh: Binding): boolean {
    const { underscores } = item.scope;
    if (underscores.some((binding) => binding.import === item && sameTarget(binding.target, fresh.target)))
      return false;
    underscores.push(fresh);
    return true;
  }

  #bindExternal(item: Import, target: External): boolean {
    let changed = false;
    if (item.name === '_') {
      const fresh = { target, visible: item.visible, import: item, via: undefined, glob: false };
      return this.#bindUnderscore(item, fresh);
    }
    const macrosOnly = target.path.length > 0 && procMacroCrate.test(target.crate);
    for (const namespace of namespaces) {
      if (item.typeOnly && namespace !== typeNamespace) continue;
      if (macrosOnly && namespace !== macroNamespace) continue;
      const existing = item.scope.get(item.name, namespace);
      if (existing?.import === item) continue;
      // A trait and the derive macro of its name: of the two the macro is the one from the crate of macros.
      const isOther = macrosOnly && existing !== undefined && isOfNoMacros(existing);
      if (existing !== undefined && !existing.glob && !isOther) continue;
      const fresh: Binding = {
        target,
        visible: item.visible,
        import: item,
        via: undefined,
        glob: false,
      };
      item.scope.bind(item.name, namespace, fresh);
      changed = true;
    }
    return changed;
  }

  #importGlob(item: Import): boolean {
    const container = item.path.length === 0 ? this.#names.root.definition : this.#container(item, item.path.length);
    if (container === undefined) return false;
    if (isExternal(container)) {
      this.#outside.add(item);
      return this.#bindExternalGlob(item, container);
    }
    const { scope } = container;
    if (scope === undefined || scope === item.scope) return false;
    if (!item.scope.globs.includes(item)) item.scope.globs.push(item);
    let changed = this.#copyExternalGlobs(scope, item);
    changed = copyLeftOut(scope, item) || changed;
    this.#looked += scope.names.size + scope.externalGlobs.length + (scope.leftOut?.size ?? 0);
    if (this.#looked > mostLooked) throw new Unavailable('glob imports are too entangled to be followed');
    scope.names.forEach((bindings, name) => {
      for (let namespace: number = typeNamespace; namespace <= macroNamespace; namespace += 1) {
        const found = bindings[namespace];
        if (found === undefined || found.import === item || !this.#names.isAccessible(found.visible, item.scope))
          continue;
        if (leadsBack(found, item)) continue;
        changed = this.#bindImport(item, namespace as Namespace, found, true, name) || changed;
      }
    });
    for (const found of scope.underscores)
      if (found.import !== item && this.#names.isAccessible(found.visible, item.scope))
        changed = this.#bindImport(item, typeNamespace, found, true, '_') || changed;
    return changed;
  }

  #bindExternalGlob(item: Import, target: External): boolean {
    const { scope } = item;
    if (scope.globs.includes(item)) return false;
    scope.globs.push(item);
    scope.externalGlobs.push({ target, by: item, from: undefined });
    return true;
  }

  /** What a module has of another crate by a glob for itself alone, it hands on to nobody. */
  #copyExternalGlobs(from: Scope, item: Import): boolean {
    const { scope } = item;
    let changed = false;
    for (const { target, by } of [...from.externalGlobs]) {
      if (!this.#names.isAccessible(by.visible, scope)) continue;
      const isKnown = scope.externalGlobs.some((one) => one.target === target && one.by.visible === item.visible);
      if (isKnown && scope.externalGlobs.some((one) => one.by === item)) continue;
      scope.externalGlobs.push({ target, by: item, from });
      changed = true;
    }
    return changed;
  }

  /** The module, enum or trait that the first segments of an import's path lead to. */
  #container(item: Import, segments: number): Target | undefined {
    const { path } = item;
    let current = this.#names.first(path[0]!, item.scope, item.leadingColons, item);
    for (let index = 1; index < segments && current !== undefined; index += 1)
      current = this.#names.step(current, path[index]!, item.scope, typeNamespace);
    return current;
  }
}

const none: readonly undefined[] = [];

/** Brings what an import bound before up to date. */
function refresh(existing: Binding, found: Binding, visible: Visible): boolean {
  if (existing.target === found.target && existing.visible === visible && existing.via === found) return false;
  existing.target = found.target;
  existing.visible = visible;
  existing.via = found;
  return true;
}

/** Attributes of the language; any other is a macro, which has to be expanded before the item is there. */
const builtIn =
  /^(?:allow|warn|deny|forbid|expect|cfg|cfg_attr|doc|must_use|inline|cold|non_exhaustive|repr|deprecated|track_caller|no_mangle|export_name|link\w*|macro_\w+|(?:rustfmt|clippy|diagnostic)::\w+)$/;

const isExpanded = ({ attributes }: Definition): boolean => attributes.some(({ path }) => !builtIn.test(path));

/** Items that a `derive` or another attribute is expanded on come after all others, in the order of the source. */
function isMetBefore(fresh: Definition, existing: Definition): boolean {
  if (isExpanded(fresh) !== isExpanded(existing)) return isExpanded(existing);
  return isExpanded(fresh) && fresh.id < existing.id;
}

/** Crates with such names export macros alone; any other name of theirs would hide a type of the crate's own. */
const procMacroCrate = /(^|_)(macros?|derive|proc_macros?)$/;

const isOfNoMacros = ({ target, import: by }: Binding): boolean =>
  by !== undefined && isExternal(target) && !procMacroCrate.test(target.crate);

function sameTarget(a: Target, b: Target): boolean {
  if (a === b) return true;
  if (!isExternal(a) || !isExternal(b)) return false;
  return a.crate === b.crate && a.path.join('::') === b.path.join('::');
}

/** A glob's own product must not come back to it through another module's glob. */
function leadsBack(binding: Binding, item: Import): boolean {
  let current: Binding | undefined = binding;
  for (let step = 0; current !== undefined && step < 64; step += 1) {
    if (current.import === item) return true;
    current = current.via;
  }
  return false;
}

/** What another configuration has where a glob looks, it has where the glob stands. */
function copyLeftOut({ leftOut }: Scope, { scope, visible }: Import): boolean {
  if (leftOut === undefined || visible !== everywhere) return false;
  const before = scope.leftOut?.size ?? 0;
  for (const name of leftOut) scope.leaveOut(name);
  return scope.leftOut!.size > before;
}
