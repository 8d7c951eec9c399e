/**
 * What code outside a library calls or builds of it: tests, benchmarks, examples. Names are resolved through the using
 * crate's imports into the library; methods count where their trait or type is named in the same target.
 */
import { factOf } from '../../fact.ts';
import { grouped } from '../grouped.ts';
import { readBody } from '../rust/body-reader.ts';
import { type CodeRange, codeOf } from '../rust/code.ts';
import { type CrateModel, type Definition, isExternal, type Target } from '../rust/crate/crate-model.ts';
import type { Attribute, Item, SourceFile, TokenRange } from '../rust/syntax.ts';
import { Kind, Punct } from '../rust/token.ts';
import { insideOf } from '../rust-bodies/callee.ts';

export interface Exercise {
  /** A library is named at all. */
  readonly names: boolean;
  /** What is called or built, of any of the libraries, with the library that defines it. */
  readonly reached: ReadonlyMap<Definition, CrateModel>;
  /** Tests that run, by where they stand. */
  readonly running: number;
  readonly ignored: number;
}

/**
 * Which code of a target counts. `tests`: running tests and what they call in the target; `properties`: those that a
 * property-testing crate drives; `all`: everything.
 */
export type Scope = 'tests' | 'properties' | 'all';

const testMacros: ReadonlySet<string> = new Set(['proptest', 'quickcheck', 'rusty_fork_test']);

/** Crates of the module that a target may use, by the names that code calls them. */
export interface Libraries {
  readonly names: readonly string[];
  /** Asked only for what code names. */
  open(name: string): CrateModel | undefined;
}

/** @param libraries those that the target may use, its own among them */
export function exerciseOf(target: CrateModel, libraries: Libraries, scope: Scope): Exercise {
  const files = [...target.collected.files.values()];
  const ranges = files.flatMap((file) => codeOf(file).map((range) => ({ file, range })));
  const tests = ranges.map(({ file, range }) => ({ file, range, kind: testKind(range) }));
  const running = tests.filter(({ kind }) => kind === 'running');
  const roots = scope === 'properties' ? running.filter(({ file, range }) => isProperty(file, range)) : running;
  const counted = scope === 'all' ? ranges : withCallees(roots, ranges);
  const reader = new Reader(target, libraries);
  for (const { file, range } of counted) reader.read(file, range);
  return {
    names: files.some((file) => libraries.names.some((name) => mentions(file, name))),
    reached: reader.reached,
    running: roots.length,
    ignored: tests.filter(({ kind }) => kind === 'ignored').length,
  };
}

/** The attribute's last segment: `test`, `tokio::test`, `rstest`, `test_case`, `quickcheck`, `proptest`. */
const isTest = ({ path }: Attribute): boolean =>
  /^(?:.*::)?(?:test|rstest|test_case|quickcheck|proptest|wasm_bindgen_test|bench)$/.test(path);

function testKind({ owner, enclosing, range }: CodeRange): 'running' | 'ignored' | 'none' {
  const isIgnored = (item: Item) => item.attributes.some(({ path }) => path === 'ignore');
  if (owner.kind === 'macro-call')
    return testMacros.has(owner.path.split('::').at(-1) ?? '') && range.to > range.from ? 'running' : 'none';
  const inMacro = enclosing.some((item) => item.kind === 'macro-call' && testMacros.has(item.path));
  if (owner.kind !== 'function' || !(inMacro || owner.attributes.some(isTest))) return 'none';
  return isIgnored(owner) || enclosing.some(isIgnored) ? 'ignored' : 'running';
}

const propertyAttribute = /^(?:.*::)?(?:quickcheck|proptest|property_test|arbtest)$/;

/** Driven by proptest, quickcheck, bolero, arbtest or test-strategy: by its macro, its attribute or its function. */
function isProperty(file: SourceFile, { owner, enclosing, range }: CodeRange): boolean {
  const macros = [owner, ...enclosing].filter((item) => item.kind === 'macro-call');
  if (macros.some((item) => testMacros.has(item.path.split('::').at(-1) ?? ''))) return true;
  if (owner.attributes.some(({ path }) => propertyAttribute.test(path))) return true;
  const body = readBody(file, range);
  return (
    body.macros.some(
      ({ name, path }) => name === 'proptest' || name === 'quickcheck' || (name === 'check' && path[0] === 'bolero'),
    ) || body.calls.some(({ name }) => name === 'arbtest' || name === 'quickcheck')
  );
}

type Placed = { readonly file: SourceFile; readonly range: CodeRange };

/** The running tests, and the functions of the target that they come to by name. */
function withCallees(running: readonly Placed[], all: readonly Placed[]): readonly Placed[] {
  const byName = new Map<string, Placed[]>();
  for (const placed of all) {
    const { owner } = placed.range;
    if (owner.kind === 'function' && testKind(placed.range) === 'none')
      byName.set(owner.name, [...(byName.get(owner.name) ?? []), placed]);
  }
  const found = new Set<Placed>(running);
  for (const { file, range } of found) {
    for (const name of identifiers(file, range.range)) for (const callee of byName.get(name) ?? []) found.add(callee);
  }
  return [...found];
}

function identifiers(file: SourceFile, { from, to }: TokenRange): Set<string> {
  const names = new Set<string>();
  for (let token = from; token < to; token++)
    if (file.tokens.kind[token] === Kind.Identifier) names.add(file.tokenText(token));
  return names;
}

function mentions(file: SourceFile, crate: string): boolean {
  if (!file.text.includes(crate)) return false;
  return identifiers(file, { from: 0, to: file.tokens.count }).has(crate);
}

class Reader {
  readonly reached = new Map<Definition, CrateModel>();
  readonly #target: CrateModel;
  readonly #library: (name: string) => CrateModel | undefined;
  readonly #owners: ReadonlyMap<unknown, Definition>;
  readonly #named = new Map<SourceFile, ReadonlyMap<Definition, CrateModel>>();
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
    const methods = new Set(body.calls.flatMap((call) => (call.kind === 'method' ? [call.name] : [])));
    for (const path of pathsIn(file, code.range)) {
      const found = this.#resolve(path.names, from);
      if (found !== undefined && isUse(found, path.next)) this.reached.set(found.definition, found.library);
    }
    for (const [named, library] of this.#namedIn(file)) {
      const own = this.#methodsOf(named, library);
      if ([...methods].some((name) => own.has(name))) this.reached.set(named, library);
    }
  }

  #scopeOf({ owner, enclosing }: CodeRange): Definition {
    for (const item of [owner, ...[...enclosing].reverse()]) {
      const definition = this.#owners.get(item);
      if (definition !== undefined) return insideOf(this.#target, definition);
    }
    return this.#target.collected.root.definition;
  }

  /** Types and traits of the libraries that a file names, imports included. */
  #namedIn(file: SourceFile): ReadonlyMap<Definition, CrateModel> {
    let named = this.#named.get(file);
    if (named === undefined) {
      const root = this.#modules.get(file) ?? this.#target.collected.root.definition;
      const names = [...identifiers(file, { from: 0, to: file.tokens.count })].filter((name) => /^[A-Z]/.test(name));
      const found = names.map((name) => this.#resolve([name], root));
      const imported = (this.#imports.get(file) ?? []).map((one) => this.#resolve(one.use?.path ?? [], root));
      named = new Map(
        [...found, ...imported].flatMap((one) => (one === undefined ? [] : [[one.definition, one.library]])),
      );
      this.#named.set(file, named);
    }
    return named;
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
    const globs = from.module.externalGlobs;
    return best(globs.map((glob) => this.#inLibrary(glob.crate, [...glob.path, ...target.path, ...rest])));
  }

  #inLibrary(crate: string, path: readonly string[]): Found | undefined {
    const library = this.#library(crate);
    if (library === undefined) return undefined;
    const names = ['crate', ...path];
    const found = ([1, 0] as const).map((namespace): Found | undefined => {
      const one = library.lookup(names, undefined, namespace);
      return one === undefined || isExternal(one.target)
        ? undefined
        : { definition: one.target, library, associated: one.used < names.length };
    });
    return best(found);
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
