/** What other crates can name, by the paths they would write. */

import { type Definition, everywhere, isExternal, namespaces, type Scope, typeNamespace } from './definitions.ts';
import type { Collected } from './registry.ts';

/** The shortest public path of everything reachable by name from the root; of equals the first in breadth-first order. */
export function exportedPaths(collected: Collected, crate: string): ReadonlyMap<Definition, string> {
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
    if (found === undefined) return scope.externalGlobs.length > 0 ? 'unknown' : missing;
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
