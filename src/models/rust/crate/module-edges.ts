/** Which module of a crate uses which: by imports, by paths written in code, and by names that a glob brought in. */
import { Cursor } from '../cursor.ts';
import { parsePath, startsPath } from '../paths.ts';
import { isWord, Keyword, Kind, Punct } from '../token.ts';
import { type Binding, type Definition, isExternal, namespaces, type Scope } from './definitions.ts';
import type { Collected } from './registry.ts';
import type { Resolver, Target } from './resolver.ts';

export interface ModuleEdge {
  readonly from: Definition;
  /** The module that defines the name, not one that re-exports it. */
  readonly to: Definition;
  /** The definition in whose text the name stands, and where: for `placeAt`. */
  readonly user: Definition;
  readonly offset: number;
  readonly name: string;
}

/** The first use of each module by each other one, in source order; a module's use of itself is left out. */
export function moduleEdges(collected: Collected, resolver: Resolver): readonly ModuleEdge[] {
  const edges = new Map<string, ModuleEdge>();
  const add = (user: Definition, target: Target, offset: number, name: string): void => {
    if (isExternal(target)) return;
    const from = user.module.definition;
    const to = target.kind === 'module' ? target : target.module.definition;
    const key = `${from.id} ${to.id}`;
    if (from !== to && !edges.has(key)) edges.set(key, { from, to, user, offset, name });
  };
  for (const definition of collected.definitions) {
    if (definition.inBody) continue;
    if (definition.kind === 'import') addImport(definition, add);
    else if (isWhole(definition)) addNames(definition, resolver, add);
  }
  return [...edges.values()];
}

type Add = (user: Definition, target: Target, offset: number, name: string) => void;

/** Stands directly in a module, so that its text covers everything inside it. */
function isWhole(definition: Definition): boolean {
  const { kind, parent } = definition;
  return parent?.kind === 'module' && kind !== 'module' && kind !== 'macro' && kind !== 'constructor';
}

function addImport(definition: Definition, add: Add): void {
  const use = definition.use!;
  if (use.glob) return;
  const scope = definition.module;
  for (const binding of bindingsOf(scope, use.name, definition))
    add(definition, binding.target, use.targetOffset, use.path.join('::'));
}

function bindingsOf(scope: Scope, name: string, definition: Definition): readonly Binding[] {
  const named = name === '_' ? scope.underscores : namespaces.map((namespace) => scope.get(name, namespace));
  return named.filter((binding) => binding?.import?.definition === definition) as Binding[];
}

/** By kind of token: 0 for what no path begins with. */
const mayStartPath = new Uint8Array(256);
for (let kind = 0; kind < 256; kind++)
  mayStartPath[kind] = isWord(kind) || kind === Punct.Colon || kind === Punct.Dollar ? 1 : 0;

function addNames(definition: Definition, resolver: Resolver, add: Add): void {
  const { source, node, module } = definition;
  const c = new Cursor(source, node.tokens);
  const { kind } = source.tokens;
  let behindDot = false;
  while (!c.done) {
    const from = c.at;
    if (behindDot || mayStartPath[kind[from]!] === 0 || !startsPath(c)) {
      behindDot = c.is(Punct.Dot) && !c.isPair(Punct.Dot, Punct.Dot);
      c.at += 1;
      continue;
    }
    const first = c.kind();
    if (first === Kind.Identifier && c.kind(1) !== Punct.Colon) {
      addGlobbed(definition, c.name(), c.offset(), add);
      c.at += 1;
      continue;
    }
    const path = parsePath(c, 'simple');
    if (c.at === from) c.at += 1;
    const names = path.segments.map((segment) => segment.name);
    const offset = path.segments[0]?.offset ?? c.offset(from);
    if (names.length > 1 || path.leadingColons) {
      const resolved = resolver.resolveSegments(names, path.leadingColons, module);
      if (resolved !== undefined && !isPlainName(first, module, names[0]!))
        add(definition, resolved.target, offset, names.join('::'));
    } else if (first === Kind.Identifier) addGlobbed(definition, names[0]!, offset, add);
  }
}

/** A path that begins with an imported name is counted where it is imported, unless a glob brought the name. */
function isPlainName(first: number, module: Scope, name: string): boolean {
  if (first === Keyword.crate || first === Keyword.self || first === Keyword.super) return false;
  const binding = namespaces.map((namespace) => module.get(name, namespace)).find((one) => one !== undefined);
  return binding !== undefined && binding.import !== undefined && !binding.glob;
}

function addGlobbed(definition: Definition, name: string, offset: number, add: Add): void {
  const bindings = definition.module.names.get(name);
  if (bindings === undefined) return;
  for (const binding of bindings) if (binding?.glob) add(definition, binding.target, offset, name);
}
