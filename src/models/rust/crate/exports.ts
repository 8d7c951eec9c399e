/** What other crates can name, by the paths they would write. */

import { type Definition, everywhere, isExternal, namespaces, type Scope, typeNamespace } from './definitions.ts';
import type { Interfaces } from './interface.ts';
import { derivedTraits, plainDerives } from './lints.ts';
import type { Collected } from './registry.ts';

/** The shortest public path of everything reachable by name from the root; of equals the first in breadth-first order. */
function exportedPaths(collected: Collected, crate: string): ReadonlyMap<Definition, string> {
  const paths = new Map<Definition, string>();
  const queue: [Scope, string][] = [[collected.root, crate]];
  const seen = new Set<Scope>([collected.root]);
  if (collected.definitions.length === 0) return paths;
  paths.set(collected.root.definition, crate);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [scope, path] = next;
    for (const [name, bindings] of scope.names)
      for (const namespace of namespaces) {
        const binding = bindings[namespace];
        if (binding === undefined || binding.visible !== everywhere || isExternal(binding.target)) continue;
        const { target } = binding;
        if (!paths.has(target)) paths.set(target, `${path}::${name}`);
        const inner = target.scope;
        if (inner === undefined || seen.has(inner)) continue;
        seen.add(inner);
        queue.push([inner, `${path}::${name}`]);
      }
  }
  return paths;
}

/** What definitions are called: where they are defined, and how other crates write them. */
export class DefinitionPaths {
  readonly #collected: Collected;
  readonly #crate: string;
  readonly #interfaces: Interfaces;
  readonly #known = new Map<Definition, string>();
  #exported: ReadonlyMap<Definition, string> | undefined;

  constructor(collected: Collected, crate: string, interfaces: Interfaces) {
    this.#collected = collected;
    this.#crate = crate;
    this.#interfaces = interfaces;
  }

  /** From the crate's name on; what an impl holds is named by the impl's type, as it is written where it is not the crate's own. */
  pathOf(definition: Definition): string {
    const { parent, kind, name } = definition;
    if (parent === undefined) return this.#crate;
    if (kind === 'constructor') return this.pathOf(parent);
    if (kind !== 'impl') return `${this.#around(parent)}::${name}`;
    const type = this.#interfaces.selfType(definition);
    if (type !== undefined && type !== definition) return this.pathOf(type);
    const written = definition.item('impl')?.selfType;
    return `${this.#around(parent)}::${(written?.kind === 'path' ? written.path.segments.at(-1)?.name : undefined) ?? '_'}`;
  }

  /** The path of what others stand in, made once. */
  #around(parent: Definition): string {
    let known = this.#known.get(parent);
    if (known === undefined) {
      known = this.pathOf(parent);
      this.#known.set(parent, known);
    }
    return known;
  }

  /** The shortest public path; undefined when there is none. */
  exportedPath(definition: Definition): string | undefined {
    this.#exported ??= exportedPaths(this.#collected, this.#crate);
    const own = this.#exported.get(definition);
    const { parent } = definition;
    if (own !== undefined || parent === undefined || parent.kind === 'module') return own;
    const holder = parent.kind === 'impl' ? this.#interfaces.selfType(parent) : parent;
    const outer = holder === undefined ? undefined : this.exportedPath(holder);
    return outer === undefined ? undefined : `${outer}::${definition.name}`;
  }
}

export type Existence = 'yes' | 'no' | 'unknown';

/**
 * Whether another crate could write the path.
 * @param segments behind the crate's name
 * @returns `unknown` where the answer lies in another crate, or in a macro's output that is not known
 */
export function exportExists(
  root: Scope,
  segments: readonly string[],
  implsOf: (type: Definition) => readonly Definition[],
  complete: boolean,
): Existence {
  const missing: Existence = complete ? 'no' : 'unknown';
  let scope: Scope | undefined = root;
  for (let index = 0; index < segments.length; index += 1) {
    const name = segments[index]!;
    const last = index === segments.length - 1;
    const found = bindingOf(scope, name, last);
    if (found === undefined) return mayBeThere(scope, name) ? 'unknown' : missing;
    if (isExternal(found)) return 'unknown';
    if (last) return 'yes';
    const rest = segments.slice(index + 1);
    if (found.kind === 'struct' || found.kind === 'union' || found.kind === 'enum') {
      if (found.scope?.get(rest[0]!, typeNamespace) !== undefined) return 'yes';
      return hasAssociated(found, rest[0]!, implsOf) ? 'yes' : 'unknown';
    }
    if (found.scope === undefined) return 'unknown';
    scope = found.scope;
  }
  return 'yes';
}

/** A name of another crate's glob, of a derive, or of another configuration. */
const mayBeThere = (scope: Scope, name: string): boolean =>
  handsOn(scope) || mayBeDerived(scope, name) || scope.leftOut?.has(name) === true || scope.leftOut?.has('*') === true;

/** Names of another crate that are not known here. */
const handsOn = ({ externalGlobs }: Scope): boolean => externalGlobs.some(({ by }) => by.visible === everywhere);

/** `ThingBuilder` may come from a derive on `Thing` (derive_builder, strum). */
function mayBeDerived(scope: Scope, name: string): boolean {
  for (let length = 0; length < name.length; length += 1) {
    const type = scope.get(name.slice(0, length), typeNamespace)?.target;
    if (type === undefined || isExternal(type)) continue;
    if (derivedTraits(type).some((derived) => !plainDerives.test(derived))) return true;
  }
  return false;
}

function bindingOf(
  scope: Scope,
  name: string,
  last: boolean,
): Definition | { external: true; crate: string; path: readonly string[] } | undefined {
  for (const namespace of last ? namespaces : [typeNamespace]) {
    const binding = scope.get(name, namespace as 0 | 1 | 2);
    if (binding !== undefined && binding.visible === everywhere) return binding.target;
  }
  return undefined;
}

function hasAssociated(type: Definition, name: string, implsOf: (type: Definition) => readonly Definition[]): boolean {
  return implsOf(type).some((impl) => impl.members.some((member) => member.name === name));
}
