/** What code of one crate reaches in others of its module: names through imports and globs, methods by the types that a file names. */
import { factOf } from '../../fact.ts';
import { grouped, groupedByEach } from '../collections/grouped.ts';
import type { Body } from '../rust/body.ts';
import { readBody } from '../rust/body-reader.ts';
import type { CodeRange } from '../rust/code.ts';
import { type CrateModel, type Definition, isExternal, type Target } from '../rust/crate/crate-model.ts';
import type { External, Scope as Names } from '../rust/crate/definitions.ts';
import type { SourceFile } from '../rust/syntax.ts';
import { Punct } from '../rust/token.ts';
import { insideOf } from '../rust-bodies/callee.ts';
import { identifiersOf } from '../rust-bodies/token-text.ts';
import { writtenPaths } from '../rust-bodies/written-paths.ts';

/** Crates of the module that a target may use, by the names that code calls them. */
export interface Libraries {
  readonly names: readonly string[];
  /** Asked only for what code names. */
  open(name: string): CrateModel | undefined;
}

/** Types and traits that a file names. */
interface Named {
  readonly types: readonly (readonly [Definition, CrateModel])[];
  /** By the name of a method: numbers of those that have it and are not reached yet. */
  readonly byMethod: Map<string, readonly number[]>;
}

/** What code of a target comes to, gathered piece by piece. */
export class LibraryReach {
  readonly reached = new Map<Definition, CrateModel>();
  readonly #target: CrateModel;
  readonly #library: (name: string) => CrateModel | undefined;
  readonly #owners: ReadonlyMap<unknown, Definition>;
  readonly #named = new Map<SourceFile, Named>();
  readonly #modules = new Map<SourceFile, Definition>();
  readonly #imports: ReadonlyMap<SourceFile, readonly Definition[]>;

  constructor(target: CrateModel, libraries: Libraries) {
    this.#target = target;
    const names = new Set(libraries.names);
    this.#library = factOf((name) => (names.has(name) ? libraries.open(name) : undefined));
    this.#owners = new Map(target.definitions.map((definition) => [definition.node, definition]));
    for (const module of target.modules())
      if (!this.#modules.has(module.source)) this.#modules.set(module.source, module);
    this.#imports = grouped(target.definitions, ({ kind, use, source }) =>
      kind === 'import' && use !== undefined ? source : undefined,
    );
  }

  /** Adds what a piece of code calls or builds. */
  follow(file: SourceFile, code: CodeRange): void {
    const from = this.#scopeOf(code);
    const body = readBody(file, code.range);
    for (const path of writtenPaths(file, code.range)) {
      const found = this.#resolve(path.names, from);
      if (found !== undefined && isUse(found, path.next)) this.reached.set(found.definition, found.library);
    }
    this.#reachByMethods(this.#namedIn(file), body);
  }

  #reachByMethods({ types, byMethod }: Named, { calls }: Body): void {
    const found = new Set<number>();
    for (const { kind, name } of calls) {
      if (kind !== 'method') continue;
      for (const index of byMethod.get(name) ?? []) found.add(index);
      byMethod.delete(name);
    }
    for (const index of [...found].sort((a, b) => a - b)) this.reached.set(...types[index]!);
  }

  #scopeOf({ owner, enclosing }: CodeRange): Definition {
    for (const item of [owner, ...[...enclosing].reverse()]) {
      const definition = this.#owners.get(item);
      if (definition !== undefined) return insideOf(this.#target, definition);
    }
    return this.#target.collected.root.definition;
  }

  /** Types and traits of the libraries that a file names, imports included. */
  #namedIn(file: SourceFile): Named {
    let named = this.#named.get(file);
    if (named === undefined) {
      named = this.#readNamed(file);
      this.#named.set(file, named);
    }
    return named;
  }

  #readNamed(file: SourceFile): Named {
    const root = this.#modules.get(file) ?? this.#target.collected.root.definition;
    const names = [...identifiersOf(file)].filter((name) => /^[A-Z]/.test(name));
    const found = names.map((name) => this.#resolve([name], root));
    const imported = (this.#imports.get(file) ?? []).map((one) => this.#resolve(one.use?.path ?? [], root));
    const types = new Map(
      [...found, ...imported].flatMap((one) => (one === undefined ? [] : [[one.definition, one.library]])),
    );
    const listed = [...types];
    return { types: listed, byMethod: groupedByEach(listed.keys(), (index) => this.#methodsOf(...listed[index]!)) };
  }

  readonly #methods = new Map<Definition, ReadonlySet<string>>();

  #methodsOf(type: Definition, library: CrateModel): ReadonlySet<string> {
    let names = this.#methods.get(type);
    if (names === undefined) {
      // A type has impls in its own library only.
      const inherent = library.implsOf(type).filter((impl) => impl.item('impl')?.trait === undefined);
      const members = type.kind === 'trait' ? type.members : inherent.flatMap((impl) => impl.members);
      names = new Set(members.filter(({ kind }) => kind === 'method').map(({ name }) => name));
      this.#methods.set(type, names);
    }
    return names;
  }

  /** The library's definition that a path of the target leads to, or the one that its associated name belongs to. */
  #resolve(names: readonly string[], from: Definition): Found | undefined {
    const found = ([1, 0] as const).map((namespace) => this.#target.lookup(names, from, namespace));
    return best(
      found.map((one) => (one === undefined ? undefined : this.#leadsTo(one.target, names.slice(one.used), from))),
    );
  }

  /** @param rest what the path names inside the target */
  #leadsTo(target: Target, rest: readonly string[], from: Definition): Found | undefined {
    if (!isExternal(target)) {
      const library = this.#library(this.#target.input.name);
      return library === this.#target ? { definition: target, library, associated: rest.length > 0 } : undefined;
    }
    if (target.crate !== '') return this.#inLibrary(target.crate, [...target.path, ...rest]);
    return best(
      this.#globsOf(from.module).map((glob) => this.#inLibrary(glob.crate, [...glob.path, ...target.path, ...rest])),
    );
  }

  readonly #globs = new Map<Names, readonly External[]>();

  /** Globs of the libraries in a module: what those of other crates bring is not known. */
  #globsOf(module: Names): readonly External[] {
    const known =
      this.#globs.get(module) ??
      module.externalGlobs.map(({ target }) => target).filter(({ crate }) => this.#library(crate) !== undefined);
    this.#globs.set(module, known);
    return known;
  }

  readonly #found = new Map<string, Found | undefined>();

  /** What a library calls so: its own, or what it hands on of another library of the module. */
  #inLibrary(crate: string, path: readonly string[]): Found | undefined {
    const library = this.#library(crate);
    if (library === undefined) return undefined;
    const key = [crate, ...path].join('::');
    if (this.#found.has(key)) return this.#found.get(key);
    // Libraries that hand on each other's names would else be followed without end.
    this.#found.set(key, undefined);
    const names = ['crate', ...path];
    const found = best(
      ([1, 0] as const).map((namespace): Found | undefined => {
        const one = library.lookup(names, undefined, namespace);
        if (one === undefined) return undefined;
        const { target, used } = one;
        if (!isExternal(target)) return { definition: target, library, associated: used < names.length };
        if (target.crate !== '') return this.#inLibrary(target.crate, [...target.path, ...names.slice(used)]);
        const known = used - target.path.length;
        return this.#throughGlobs(library, names.slice(0, known), names.slice(known));
      }),
    );
    this.#found.set(key, found);
    return found;
  }

  /** What one of the crates has whose names a module of the library hands on. */
  #throughGlobs(library: CrateModel, module: readonly string[], rest: readonly string[]): Found | undefined {
    const owner = library.lookup(module)?.target;
    if (owner === undefined || isExternal(owner)) return undefined;
    const globs = owner.scope?.externalGlobs ?? [];
    return best(globs.map(({ target }) => this.#inLibrary(target.crate, [...target.path, ...rest])));
  }
}

/** What leads furthest: the thing itself before its owner; a module that only begins the path is nothing. */
function best(found: readonly (Found | undefined)[]): Found | undefined {
  const real = found
    .filter((one) => one !== undefined)
    .filter((one) => !(one.associated && one.definition.kind === 'module'));
  return real.find((one) => !one.associated) ?? real[0];
}

interface Found {
  readonly definition: Definition;
  /** The one that defines it. */
  readonly library: CrateModel;
  /** The path goes on to a function or constant of the definition. */
  readonly associated: boolean;
}

/** A call, a struct literal, or a value; a type in a signature is none. */
function isUse({ definition, associated }: Found, next: number): boolean {
  if (definition.kind === 'module') return false;
  // The name of a tuple struct is a function too: `.map(A)`, but not in `Option<A>`.
  if (definition.kind === 'constructor' && definition.parent?.kind === 'struct' && !associated)
    return next === Punct.OpenParen || next === Punct.CloseParen;
  return associated || isValue(definition) || next === Punct.OpenParen || next === Punct.OpenBrace;
}

const isValue = ({ kind }: Definition): boolean =>
  ['variant', 'constant', 'static', 'function', 'constructor'].includes(kind);
