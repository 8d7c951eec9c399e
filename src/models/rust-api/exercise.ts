/**
 * What code outside a library calls or builds of it: tests, benchmarks, examples. Names are resolved through the using
 * crate's imports into the library; methods count where their trait or type is named in the same target.
 */
import { factOf } from '../../fact.ts';
import { grouped, groupedByEach } from '../grouped.ts';
import { memo } from '../memo.ts';
import type { Body } from '../rust/body.ts';
import { readBody } from '../rust/body-reader.ts';
import { type CodeRange, codeOf } from '../rust/code.ts';
import { activeAttributes, type CfgOptions } from '../rust/crate/cfg.ts';
import { type CrateModel, type Definition, isExternal, type Target } from '../rust/crate/crate-model.ts';
import type { External, Scope as Names } from '../rust/crate/definitions.ts';
import type { Attribute, Item, SourceFile, TokenRange } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';
import { insideOf } from '../rust-bodies/callee.ts';
import { Callees, identifiers, isProperty, type PlacedCode, testKind } from './test-code.ts';

export interface Exercise {
  /** A library is named at all. */
  readonly names: boolean;
  /** Something besides imports names it, or what is imported from it. */
  readonly uses: boolean;
  /** It runs a binary of its package, or hands files to a tool that builds them against it: what these reach is not seen. */
  readonly drives: boolean;
  /** What is called or built, of any of the libraries, with the library that defines it. */
  readonly reached: ReadonlyMap<Definition, CrateModel>;
  /** Tests that run, by where they stand. */
  readonly running: number;
  readonly ignored: number;
}

/**
 * Which code of a target counts. `tests`: running tests and what they call in the target; `properties`: those that a
 * property-testing crate drives; `main`: the function that a target without a harness is started with; `benchmarks`: what
 * attributes and macros hand to a harness; `all`: everything.
 */
export type Scope = 'tests' | 'properties' | 'main' | 'benchmarks' | 'all';

/** Crates of the module that a target may use, by the names that code calls them. */
export interface Libraries {
  readonly names: readonly string[];
  /** Asked only for what code names. */
  open(name: string): CrateModel | undefined;
}

/**
 * @param libraries those that the target may use, its own among them
 * @param options the configurations in one of which code has to be there; the target's own when none are given
 */
export function exerciseOf(
  target: CrateModel,
  libraries: Libraries,
  scope: Scope,
  options: readonly CfgOptions[] = [target.options],
): Exercise {
  const files = [...target.collected.files.values()];
  const ranges = files.flatMap((file) => codeOf(file).flatMap((range) => codeUnder(file, range, options)));
  const callees = new Callees(ranges);
  const roots = rootsOf(ranges, callees, scope);
  const reader = new Reader(target, libraries);
  for (const { file, range } of scope === 'all' ? ranges : callees.of(roots)) reader.read(file, range);
  const drives = files.some(isDriver);
  const names = drives || files.some((file) => libraries.names.some((name) => mentions(file, name)));
  return {
    names,
    uses: drives || (names && (reader.reached.size > 0 || files.some((file) => isUsedIn(file, libraries.names)))),
    drives,
    reached: reader.reached,
    running: roots.length,
    ignored: ranges.filter(({ kind }) => kind === 'ignored').length,
  };
}

/** The code with its kind as a test; nothing where no configuration has it. What runs under one of them runs. */
function codeUnder(file: SourceFile, range: CodeRange, options: readonly CfgOptions[]): PlacedCode[] {
  const kinds = options.flatMap((one) => {
    const attributes = [range.owner, ...range.enclosing].map((item) => attributesUnder(item, one));
    return attributes.every((found) => found !== undefined) ? [testKind(range, attributes)] : [];
  });
  const kind = (['running', 'ignored', 'none'] as const).find((one) => kinds.includes(one));
  return kind === undefined ? [] : [{ file, range, kind }];
}

const attributesUnder = (item: Item, options: CfgOptions): readonly Attribute[] | undefined =>
  item.isPlain === true ? [] : activeAttributes(item.attributes, options);

function rootsOf(ranges: readonly PlacedCode[], callees: Callees, scope: Scope): readonly PlacedCode[] {
  const running = ranges.filter(({ kind }) => kind === 'running');
  switch (scope) {
    case 'properties':
      return callees.leadingTo(running, ({ file, range }) => isProperty(file, range));
    case 'main':
      return ranges.filter(({ range }) => isMain(range));
    case 'benchmarks':
      return ranges.filter((one) => isMain(one.range) || isHandedOver(one.range));
    case 'tests':
    case 'all':
      return running;
  }
}

const isMain = ({ owner, enclosing }: CodeRange): boolean =>
  owner.kind === 'function' && owner.name === 'main' && enclosing.length === 0;

/** Attributes that say nothing of who calls a function. */
const mute: ReadonlySet<string> = new Set([
  ...['allow', 'cfg', 'cfg_attr', 'cold', 'deny', 'deprecated', 'derive', 'doc', 'expect', 'forbid', 'ignore'],
  ...['inline', 'must_use', 'rustfmt::skip', 'track_caller', 'warn'],
]);

/** An item macro (`criterion_group!(benches, replay)`), or a function with an attribute that is none of the compiler's. */
function isHandedOver({ owner, enclosing }: CodeRange): boolean {
  const around = [owner, ...enclosing];
  if (around.some(({ kind }) => kind === 'macro-call')) return true;
  if (owner.kind !== 'function' || owner.attributes.some(({ path }) => path === 'ignore')) return false;
  return around.some((item) => item.attributes.some(({ path }) => !mute.has(path)));
}

function mentions(file: SourceFile, crate: string): boolean {
  return file.text.includes(crate) && identifiersOf(file).has(crate);
}

/** Tools that build or run what the package offers: cargo hands them its binaries, or they build cases against it. */
const drivers = ['cargo_bin', 'cargo_bin_cmd', 'get_cargo_bin', 'main_binary', 'trybuild', 'trycmd', 'macrotest'];

const isDriver = (file: SourceFile): boolean =>
  file.text.includes('CARGO_BIN_EXE_') ||
  drivers.some((name) => file.text.includes(name) && identifiersOf(file).has(name));

const identifiersOf = memo((file: SourceFile) => identifiers(file, { from: 0, to: file.tokens.count }));

/** Types and traits that a file names. */
interface Named {
  readonly types: readonly (readonly [Definition, CrateModel])[];
  /** By the name of a method: numbers of those that have it and are not reached yet. */
  readonly byMethod: Map<string, readonly number[]>;
}

/** Whether something besides imports names a crate, or what is imported from it; a glob may bring anything. */
function isUsedIn(file: SourceFile, crates: readonly string[]): boolean {
  if (!crates.some((crate) => file.text.includes(crate))) return false;
  const imports = importsIn(file.items);
  const leaves = imports.flatMap((item) => (item.kind === 'use' ? item.names : []));
  const from = leaves.filter(({ path }) => crates.includes(path[0] ?? ''));
  if (from.some(({ glob }) => glob) || imports.some(({ kind, attributes }) => kind !== 'use' && attributes.length > 0))
    return true;
  const names = new Set([...crates, ...from.map(({ name }) => name).filter((name) => name !== '_')]);
  const imported = imports.map(({ tokens }) => tokens).sort((a, b) => a.from - b.from);
  let next = 0;
  for (let token = 0; token < file.tokens.count; token++) {
    while (next < imported.length && imported[next]!.to <= token) next++;
    if (imported[next] !== undefined && imported[next]!.from <= token) continue;
    if (file.tokens.kind[token] === Kind.Identifier && names.has(file.tokenText(token))) return true;
  }
  return false;
}

const importsIn = (items: readonly Item[]): Item[] =>
  items.flatMap((item) => {
    if (item.kind === 'module') return importsIn(item.items);
    return item.kind === 'use' || item.kind === 'extern-crate' ? [item] : [];
  });

class Reader {
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

  read(file: SourceFile, code: CodeRange): void {
    const from = this.#scopeOf(code);
    const body = readBody(file, code.range);
    for (const path of pathsIn(file, code.range)) {
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
      found.map((one) => (one === undefined ? undefined : this.#follow(one.target, names.slice(one.used), from))),
    );
  }

  /** @param rest what the path names inside the target */
  #follow(target: Target, rest: readonly string[], from: Definition): Found | undefined {
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
      this.#globs.get(module) ?? module.externalGlobs.filter(({ crate }) => this.#library(crate) !== undefined);
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
    return best(globs.map((glob) => this.#inLibrary(glob.crate, [...glob.path, ...rest])));
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

interface WrittenPath {
  readonly names: readonly string[];
  /** The kind of the token behind it. */
  readonly next: number;
}

/** Paths as they stand in code, `a::b::c`, generic arguments left out; fields and methods are none. */
function* pathsIn(file: SourceFile, { from, to }: TokenRange): Generator<WrittenPath> {
  const { kind } = file.tokens;
  const isName = (token: number) =>
    token < to &&
    (kind[token] === Kind.Identifier ||
      kind[token] === Kind.RawIdentifier ||
      file.tokenText(token) === 'crate' ||
      file.tokenText(token) === 'super' ||
      file.tokenText(token) === 'self');
  for (let token = from; token < to; token++) {
    if (!isName(token) || (kind[token - 1] === Punct.Dot && kind[token - 2] !== Punct.Dot)) continue;
    const names = [file.tokenText(token)];
    for (
      let next = nextSegment(file, token, to);
      next !== undefined && isName(next);
      next = nextSegment(file, token, to)
    ) {
      names.push(file.tokenText(next));
      token = next;
    }
    yield { names, next: kind[token + 1] ?? Kind.End };
  }
}

/** Place of the next segment of a path, `::<…>` between them left out; undefined where the path ends. */
function nextSegment({ tokens: { kind } }: SourceFile, token: number, to: number): number | undefined {
  const afterColons = (at: number) =>
    kind[at + 1] === Punct.Colon && kind[at + 2] === Punct.Colon ? at + 3 : undefined;
  const next = afterColons(token);
  if (next === undefined || next >= to || kind[next] !== Punct.Less) return next;
  let depth = 0;
  for (let at = next; at < to; at++) {
    if (kind[at] === Punct.Less) depth++;
    // `->` closes nothing.
    if (kind[at] === Punct.Greater && kind[at - 1] !== Punct.Minus) depth--;
    if (depth === 0) return afterColons(at);
  }
  return undefined;
}
