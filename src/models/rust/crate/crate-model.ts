/**
 * A crate as rustc would see it, from its source alone: the facade rules and other models use.
 *
 *     const crate = buildCrate({ name: 'demo', kind: 'lib', root: 'src/lib.rs', edition: '2021', features: [], dependencies: [] }, files);
 *     crate.missingDocs();          // what `missing_docs` would warn about
 *     crate.resolve('crate::a::B'); // where a path leads
 */
import { grouped } from '../../collections/grouped.ts';
import type { CfgOptions } from './cfg.ts';
import { CrateParts } from './crate-parts.ts';
import { type Definition, type DefinitionKind, externalPath, isExternal } from './definitions.ts';
import { type EffectiveVisibilities, reachable, reexported } from './effective-visibility.ts';
import type { Expander, UnexpandedCall } from './expander.ts';
import type { Origin } from './expansion.ts';
import { type DefinitionPaths, type Existence, exportExists } from './exports.ts';
import type { CodePlace, Finding, Place, PublicItem, TypeTraits } from './findings.ts';
import type { CrateInput, SourceFiles } from './input.ts';
import type { Interfaces } from './interface.ts';
import {
  derivedTraits,
  derives,
  documentable,
  isDocumented,
  isListed,
  isUnsafe,
  missingSafetyDocs,
  reachableTypes,
  traitName,
  unnameableTypes,
  unreachablePub,
} from './lints.ts';
import { type ModuleEdge, moduleEdges } from './module-edges.ts';
import type { Collected } from './registry.ts';
import type { Resolver, Target } from './resolver.ts';
import { type UnsafeCode, unsafeCode } from './unsafe-code.ts';

export type { CodePlace, Finding, Place, PublicItem, TypeTraits } from './findings.ts';
export type { CrateInput, Definition, DefinitionKind, Existence, ModuleEdge, SourceFiles, Target, UnexpandedCall };
export { externalPath, isExternal };

export class CrateModel {
  /** What is read of the crate, for models that look at the same code. */
  readonly parts: CrateParts;
  readonly input: CrateInput;
  readonly collected: Collected;
  readonly #expander: Expander;
  readonly #resolver: Resolver;
  readonly #interfaces: Interfaces;
  readonly #paths: DefinitionPaths;
  #implsByType: ReadonlyMap<Definition, readonly Definition[]> | undefined;
  #edges: readonly ModuleEdge[] | undefined;
  #asked: readonly Definition[] | undefined;
  #public: readonly PublicItem[] | undefined;
  #unsafe: readonly UnsafeCode[] | undefined;

  constructor(parts: CrateParts) {
    this.parts = parts;
    this.input = parts.input;
    this.collected = parts.collected;
    this.#expander = parts.expander;
    this.#resolver = parts.resolver;
    this.#interfaces = parts.interfaces;
    this.#paths = parts.paths;
  }

  /** The configuration that the crate was read under, what its build script sets included. */
  get options(): CfgOptions {
    return this.parts.cfg;
  }

  get #visibilities(): EffectiveVisibilities {
    return this.parts.visibilities;
  }

  /** Everything the crate defines, in source order, the root module first. */
  get definitions(): readonly Definition[] {
    return this.collected.definitions;
  }

  /** The model beside which this one is made, of which it gives only what that one leaves out; else the model itself. */
  get first(): CrateModel {
    return this;
  }

  /** The first model leaves it out, and so does every one that was looked at before this one; true for all in the first. */
  isNew(_definition: Definition): boolean {
    return true;
  }

  /** What this model has of a definition of the first one: the same text at the same place. */
  counterpart(inFirst: Definition): Definition | undefined {
    return inFirst;
  }

  /** Item macros whose output is not known: what they define is missing from everything here. */
  get unexpanded(): readonly UnexpandedCall[] {
    return this.#expander.unexpanded;
  }

  /** Options that the build script may set and that count as unset; `?` for one whose name is not known. */
  get undecidedOptions(): readonly string[] {
    return this.parts.script.undecided;
  }

  /** Where rustc would point for a definition: its visibility or first keyword, in the macro's own text if a macro wrote it. */
  placeOf(definition: Definition): Place {
    return this.placeAt(definition, definition.node.span.start);
  }

  /** @param offset in the definition's source, which may be text that a macro wrote */
  placeAt(definition: Definition, offset: number): Place {
    const { at, call } = this.#expander.locate(definition.source, offset);
    const { line, column } = at.source.position(at.offset);
    return { path: at.source.path, line, column, call: call === undefined ? undefined : pointAt(call) };
  }

  /** Path of a definition from the crate's name on; impls are named by their type. */
  pathOf(definition: Definition): string {
    return this.#paths.pathOf(definition);
  }

  #findings(definitions: readonly Definition[]): readonly Finding[] {
    return definitions.map((definition) => {
      const use = definition.item('use');
      const offset = use !== undefined && isListed(use) ? definition.use!.targetOffset : definition.node.span.start;
      const { path, line, column, call } = this.placeAt(definition, offset);
      return { definition, item: this.pathOf(definition), path, line, column, call };
    });
  }

  /** Everything `missing_docs` asks documentation for, documented or not: the crate, modules, items, variants, named fields, methods, macros. */
  documentable(): readonly Definition[] {
    this.#asked ??= this.#documentable();
    return this.#asked;
  }

  /**
   * What other crates can name: items, variants, fields, methods of public types; not imports, impls or constructors. In a model beside
   * another those that are new.
   */
  publicItems(): readonly PublicItem[] {
    this.#public ??= this.#readPublicItems();
    return this.#public;
  }

  #readPublicItems(): readonly PublicItem[] {
    const items = this.definitions.filter(
      (definition) => isNameable(definition) && this.isNew(definition) && this.isExported(definition),
    );
    return this.#findings(items).map((finding) => ({
      ...finding,
      exported: this.exportedPath(finding.definition) ?? finding.item,
      documented: isDocumented(finding.definition),
      deprecated: finding.definition.attributes.some((attribute) => attribute.path === 'deprecated'),
      hidden: finding.definition.hidden,
    }));
  }

  /** The shortest path by which another crate can name it; undefined when none can. */
  exportedPath(definition: Definition): string | undefined {
    return this.#paths.exportedPath(definition);
  }

  /**
   * Whether `crate_name::a::B` can be written by another crate.
   * @returns `unknown` where the path leads into another crate, or may lead to what a macro made or an absent file holds; `no` is certain
   */
  exportExists(path: string): Existence {
    const [first, ...rest] = path.split('::');
    if (first !== this.input.name && first !== 'crate') return 'unknown';
    const { root, missing } = this.collected;
    const unknown = this.unexpanded.length + this.undecidedOptions.length + missing.length;
    const isWhole = this.definitions.length > 0 && unknown === 0;
    return exportExists(root, rest, (type) => this.implsOf(type), isWhole);
  }

  /**
   * Where a path leads, as written in a type or a `use`: `crate::a::B`, `Vec`, `serde::Serialize`.
   * @param from the module (or anything in it) whose names are in scope; the crate root by default
   * @param namespace 0 types and modules, 1 functions and values, 2 macros
   * @returns the definition, or the external path; undefined when the name is not known. Trailing associated names are not followed.
   */
  resolve(
    path: string,
    from: Definition = this.collected.root.definition,
    namespace: 0 | 1 | 2 = 0,
  ): Target | undefined {
    const leading = path.startsWith('::');
    const segments = (leading ? path.slice(2) : path).split('::');
    const scope = from.kind === 'module' ? from.scope! : this.#interfaces.scopeOf(from);
    const found =
      this.#resolver.resolveSegments(segments, leading, scope, namespace) ??
      (namespace === 0 ? this.#resolver.resolveSegments(segments, leading, scope, 1) : undefined);
    if (found === undefined) return undefined;
    const { target, used } = found;
    const isShort = used < segments.length && !isExternal(target) && target.kind === 'module';
    return isShort ? undefined : target;
  }

  /**
   * As `resolve`, and how many segments lead to the target: the rest are its associated names. Nothing is tried in
   * another namespace.
   */
  lookup(
    path: readonly string[],
    from: Definition = this.collected.root.definition,
    namespace: 0 | 1 | 2 = 0,
  ): { readonly target: Target; readonly used: number } | undefined {
    const scope = from.kind === 'module' ? from.scope! : this.#interfaces.scopeOf(from);
    return this.#resolver.resolveSegments(path, false, scope, namespace);
  }

  /** The crate's modules, root first; each a definition whose `parent` is the module around it. */
  modules(): readonly Definition[] {
    return this.definitions.filter((definition) => definition.kind === 'module' && !definition.inBody);
  }

  /** Uses of one module by another. */
  moduleEdges(): readonly ModuleEdge[] {
    this.#edges ??= moduleEdges(this.collected, this.#resolver);
    return this.#edges;
  }

  missingDocs(): readonly Finding[] {
    return this.#findings(this.documentable().filter((definition) => !isDocumented(definition)));
  }

  /** Everything `missing_docs` looks at but for what an unknown macro of another crate wrote. */
  #documentable(): readonly Definition[] {
    const all = documentable(this.collected, this.#visibilities, this.#interfaces);
    return all.filter((definition) => this.#expander.foreign(definition) !== 'unknown');
  }

  unreachablePub(): readonly Finding[] {
    return this.#findings(unreachablePub(this.collected, this.#visibilities).filter((item) => this.#isOwn(item)));
  }

  unnameableTypes(): readonly Finding[] {
    return this.#findings(unnameableTypes(this.collected, this.#visibilities).filter((item) => this.#isOwn(item)));
  }

  /** Not written by another crate's macro: of such items rustc reports missing documentation, and nothing else. */
  #isOwn(definition: Definition): boolean {
    return this.#expander.foreign(definition) === 'no';
  }

  /** Public types with the traits they implement; not those that a derive wrote, whose impls are not seen. */
  publicTypes(): readonly TypeTraits[] {
    return this.#withTraits(this.#publicTypes());
  }

  missingDebug(): readonly TypeTraits[] {
    const types = this.#publicTypes().filter((type) => !this.#hasDebug(type));
    return this.#withTraits(types.filter((type) => this.#isOwn(type)));
  }

  #publicTypes(): readonly Definition[] {
    const all = reachableTypes(this.collected, this.#visibilities);
    return all.filter((definition) => this.#expander.foreign(definition) !== 'derived');
  }

  #hasDebug(type: Definition): boolean {
    return derives(type, 'Debug') || this.traitsOf(type).has('Debug');
  }

  #withTraits(types: readonly Definition[]): readonly TypeTraits[] {
    return this.#findings(types).map((finding) => ({ ...finding, traits: this.traitsOf(finding.definition) }));
  }

  /**
   * Every unsafe block and unsafe trait impl in compiled code, those written by the crate's own macros included. In a model beside another
   * those that the first may leave out.
   */
  unsafeCode(): readonly UnsafeCode[] {
    this.#unsafe ??= unsafeCode(this.judged(), this.#expander, this.options);
    return this.#unsafe;
  }

  /** What unsafe code is looked for in. */
  protected judged(): Collected {
    return this.collected;
  }

  /** Unsafe code without its `// SAFETY:`, as clippy's `undocumented_unsafe_blocks` sees it. */
  undocumentedUnsafe(): readonly Finding[] {
    return this.unsafeCode()
      .filter((one) => !one.documented)
      .map(({ definition, at, call }) => ({
        definition,
        item: this.pathOf(definition),
        ...pointAt(at),
        call: call === undefined ? undefined : pointAt(call),
      }));
  }

  /** Exported unsafe functions and traits without a `# Safety` section, as clippy's `missing_safety_doc` sees them. */
  missingSafetyDocs(): readonly Finding[] {
    const asked = this.definitions.filter((item) => isUnsafe(item) && this.isNew(item));
    if (asked.length === 0) return [];
    const found = missingSafetyDocs(asked, this.#visibilities, this.parts.included);
    return this.#findings(found.filter((item) => this.#isOwn(item)));
  }

  /** Last names of the traits a type implements. */
  traitsOf(type: Definition): ReadonlySet<string> {
    const names = new Set(derivedTraits(type));
    for (const impl of this.implsOf(type)) {
      const name = traitName(impl, this.#resolver, this.#interfaces);
      if (name !== '' && !impl.item('impl')!.negative) names.add(name);
    }
    return names;
  }

  /** The type of this crate that an impl is for; undefined for anything else. */
  selfTypeOf(impl: Definition): Definition | undefined {
    return impl.kind === 'impl' ? this.#interfaces.selfType(impl) : undefined;
  }

  /** Inherent and trait impls of a type of this crate, in all files. */
  implsOf(type: Definition): readonly Definition[] {
    this.#implsByType ??= grouped(this.collected.impls, (impl) => this.#interfaces.selfType(impl));
    return this.#implsByType.get(type) ?? [];
  }

  /** Other crates can name it. */
  isExported(definition: Definition): boolean {
    return definition.parent === undefined || this.#visibilities.isPublic(definition, reexported);
  }

  /** Other crates can name it or hold a value of it. */
  isReachable(definition: Definition): boolean {
    return definition.parent === undefined || this.#visibilities.isPublic(definition, reachable);
  }
}

function pointAt({ source, offset }: Origin): CodePlace {
  return { path: source.path, ...source.position(offset) };
}

const unnamed: ReadonlySet<DefinitionKind> = new Set(['impl', 'import', 'extern-crate', 'constructor']);

function isNameable(definition: Definition): boolean {
  if (unnamed.has(definition.kind)) return false;
  const { parent } = definition;
  return !(parent?.kind === 'impl' && parent.item('impl')!.trait !== undefined);
}

export function buildCrate(input: CrateInput, files: SourceFiles): CrateModel {
  return new CrateModel(new CrateParts(input, files));
}
