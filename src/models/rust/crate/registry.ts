/** The growing list of what a crate defines, and where the walk that fills it stands. */
import type { Attribute, Attributed, SourceFile, TokenRange, Visibility } from '../syntax.ts';
import {
  Definition,
  type DefinitionInit,
  type DefinitionKind,
  everywhere,
  ownBinding,
  Scope,
  type Visible,
} from './definitions.ts';
import type { TextualScope } from './macro-scope.ts';
import type { ModuleHome } from './module-files.ts';

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

/** Everything a crate defines, before any name is resolved. */
export interface Collected {
  readonly root: Scope;
  readonly scopes: readonly Scope[];
  readonly definitions: readonly Definition[];
  readonly impls: readonly Definition[];
  readonly bodies: readonly Body[];
  /** Files read, by path. */
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly missing: readonly MissingModule[];
}

/** What surrounds the next item. */
export interface Place {
  readonly source: SourceFile;
  readonly scope: Scope;
  readonly parent: Definition;
  readonly home: ModuleHome;
  readonly textual: TextualScope;
  readonly inBody: boolean;
  readonly depth: number;
}

export class Registry implements Collected {
  readonly scopes: Scope[] = [];
  readonly definitions: Definition[] = [];
  readonly impls: Definition[] = [];
  readonly bodies: Body[] = [];
  readonly files = new Map<string, SourceFile>();
  readonly missing: MissingModule[] = [];
  readonly root: Scope;

  constructor() {
    this.root = this.newScope('module', 'crate', undefined);
  }

  newScope(kind: Scope['kind'], name: string, parent: Scope | undefined): Scope {
    const scope = new Scope(this.scopes.length, kind, name, parent);
    this.scopes.push(scope);
    return scope;
  }

  define(kind: DefinitionKind, init: DefinitionInit): Definition {
    const definition = new Definition(this.definitions.length, kind, init);
    this.definitions.push(definition);
    return definition;
  }

  /** Gives a module, enum, trait or block definition the scope of what is inside it. */
  open(kind: Scope['kind'], definition: Definition, parent: Scope): Scope {
    const scope = this.newScope(kind, definition.name, parent);
    scope.definition = definition;
    if (kind !== 'block') definition.scope = scope;
    return scope;
  }

  /** The crate root; its file's inner attributes are those of the crate. */
  defineRoot(source: SourceFile, attributes: readonly Attribute[]): Definition {
    const span = { start: firstOf(source), end: source.text.length };
    const node: Attributed = { attributes, span, tokens: { from: 0, to: source.tokens.count } };
    const init = { name: 'crate', parent: undefined, module: this.root, visible: everywhere, source, node, attributes };
    const definition = this.define('module', { ...init, use: undefined, inBody: false });
    definition.scope = this.root;
    this.root.definition = definition;
    return definition;
  }

  init(
    item: { readonly name: string; readonly visibility: Visibility } & Attributed,
    attributes: readonly Attribute[],
    place: Place,
  ): DefinitionInit {
    const { source, parent, inBody, scope } = place;
    const { module } = scope;
    const visible = this.visible(item.visibility, module);
    return { name: item.name, parent, module, visible, source, node: item, attributes, use: undefined, inBody };
  }

  /** Binds a definition to its own name. */
  bindOwn(place: Place, definition: Definition, namespace: 0 | 1 | 2): void {
    if (definition.name === '_' || definition.name === '') return;
    place.scope.bind(definition.name, namespace, ownBinding(definition));
  }

  /** Rust Reference: "Visibility and Privacy". */
  visible(visibility: Visibility, module: Scope): Visible {
    switch (visibility.kind) {
      case 'public':
        return everywhere;
      case 'crate':
        return 0;
      case 'super':
        return (module.parent?.module ?? module).index;
      case 'in':
        return ancestor(visibility.path, module).index;
      default:
        return module.index;
    }
  }
}

/** The module of `pub(in path)`, which is always one around the item. */
function ancestor(path: readonly string[], module: Scope): Scope {
  const first = path[0];
  if (first === 'self' || first === 'super') {
    let scope = module;
    for (const segment of path) if (segment === 'super') scope = scope.parent?.module ?? scope;
    return scope;
  }
  const chain: Scope[] = [];
  for (let scope: Scope | undefined = module; scope !== undefined; scope = scope.parent)
    if (scope.kind === 'module') chain.unshift(scope);
  const depth = first === 'crate' ? path.length - 1 : path.length;
  return chain[depth] ?? module;
}

/** Where rustc says that a crate's root begins: its first token, be it documentation. */
function firstOf({ text, tokens, comments }: SourceFile): number {
  const token = tokens.count === 0 ? text.length : tokens.start[0]!;
  for (let at = 0; at < comments.count && comments.start[at]! < token; at += 1)
    if (comments.kind[at]! > 1) return comments.start[at]!;
  return token;
}
