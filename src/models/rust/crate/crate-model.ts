/**
 * A crate as rustc would see it, from its source alone: the facade rules and other models use.
 *
 *     const crate = buildCrate({ name: 'demo', kind: 'lib', root: 'src/lib.rs', edition: '2021', features: [], dependencies: [] }, files);
 *     crate.missingDocs();          // what `missing_docs` would warn about
 *     crate.resolve('crate::a::B'); // where a path leads
 */
import { grouped } from '../../collections/grouped.ts';
import { type ScriptOptions, scriptOptions } from '../build-script/script-options.ts';
import { type CfgOptions, cfgOptions } from './cfg.ts';
import { collect } from './collect.ts';
import { DefinitionPlaces } from './definition-places.ts';
import { type Definition, type DefinitionKind, externalPath, isExternal, type Scope } from './definitions.ts';
import { EffectiveVisibilities, reachable, reexported } from './effective-visibility.ts';
import { mayTell } from './elsewhere.ts';
import { Expander, type UnexpandedCall } from './expander.ts';
import type { Origin } from './expansion.ts';
import { DefinitionPaths, type Existence, exportExists } from './exports.ts';
import type { CodePlace, Finding, Place, PublicItem, TypeTraits } from './findings.ts';
import { ForeignMacros } from './foreign-macros.ts';
import { settleImports } from './imports.ts';
import type { CrateInput, SourceFiles } from './input.ts';
import { Interfaces } from './interface.ts';
import {
  derivedTraits,
  derives,
  documentable,
  type IncludedText,
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
import { folderOf, joinPath } from './module-files.ts';
import type { Body, Collected } from './registry.ts';
import { Resolver, type Target } from './resolver.ts';
import { type UnsafeCode, unsafeCode } from './unsafe-code.ts';

export type { CodePlace, Finding, Place, PublicItem, TypeTraits } from './findings.ts';
export type { CrateInput, Definition, DefinitionKind, Existence, ModuleEdge, SourceFiles, Target, UnexpandedCall };
export { externalPath, isExternal };

/** What a model of another platform than Linux is made beside. */
export interface Beside {
  /** Under the same features. */
  readonly onLinux: CrateModel;
  /** Of Linux, and of the platforms that were looked at before. */
  readonly places: DefinitionPlaces;
}

export class CrateModel {
  readonly input: CrateInput;
  readonly collected: Collected;
  readonly #script: ScriptOptions;
  readonly #included: IncludedText;
  readonly #expander: Expander;
  readonly #cfg: CfgOptions;
  readonly #resolver: Resolver;
  readonly #interfaces: Interfaces;
  readonly #beside: Beside | undefined;
  readonly #fresh: ReadonlySet<Definition> | undefined;
  #counterparts: ReadonlyMap<Definition, Definition> | undefined;
  #visible: EffectiveVisibilities | undefined;
  readonly #paths: DefinitionPaths;
  #implsByType: ReadonlyMap<Definition, readonly Definition[]> | undefined;
  #edges: readonly ModuleEdge[] | undefined;
  #asked: readonly Definition[] | undefined;
  #unsafe: readonly UnsafeCode[] | undefined;

  /** The configuration that the crate was read under, what its build script sets included. */
  get options(): CfgOptions {
    return this.#cfg;
  }

  /** @param beside given for a model of another platform than Linux */
  constructor(input: CrateInput, files: SourceFiles, beside?: Beside) {
    this.#beside = beside;
    this.#included = (from, path) => files.text?.(joinPath(folderOf(from.path), path));
    this.#script = ofScript(input, files);
    const cfg = cfgOptions(input.features, [...optionsOf(input), ...this.#script.set], input.platform);
    this.#cfg = cfg;
    this.input = input;
    const shared = beside === undefined ? undefined : beside.onLinux.#expander;
    this.#expander = new Expander(new ForeignMacros(input, files), shared);
    this.collected = collect(input, files, cfg, this.#expander);
    this.#resolver = new Resolver(this.collected, input);
    settleImports(this.collected.scopes, this.#resolver, (name) => this.#expander.find(name)?.definition);
    const blocks = new Map<Definition, Scope>();
    for (const scope of this.collected.scopes) if (scope.kind === 'block') blocks.set(scope.definition, scope);
    this.#interfaces = new Interfaces(this.#resolver, blocks);
    this.#paths = new DefinitionPaths(this.collected, input.name, this.#interfaces);
    this.#fresh = beside?.places.add(this.collected.definitions, this.#expander);
  }

  get #visibilities(): EffectiveVisibilities {
    this.#visible ??= new EffectiveVisibilities(this.collected, this.#interfaces);
    return this.#visible;
  }

  /** Everything the crate defines, in source order, the root module first. */
  get definitions(): readonly Definition[] {
    return this.collected.definitions;
  }

  /** The same crate on Linux, where this model is of another platform; else the model itself. */
  get onLinux(): CrateModel {
    return this.#beside?.onLinux ?? this;
  }

  /** Linux leaves it out, and so does every platform that was looked at before this one; true for all on Linux itself. */
  isNew(definition: Definition): boolean {
    return this.#fresh?.has(definition) ?? true;
  }

  /** What this platform has of a definition that Linux has: the same text at the same place. */
  counterpart(onLinux: Definition): Definition | undefined {
    this.#counterparts ??= new Map(
      this.definitions.flatMap((own) => {
        const first = this.#beside?.places.at(own, this.#expander);
        return first === undefined ? [] : [[first, own] as const];
      }),
    );
    return this.#counterparts.get(onLinux);
  }

  /** Where its definitions stand, for models of other platforms. */
  places(): DefinitionPlaces {
    const places = new DefinitionPlaces();
    places.add(this.definitions, this.#expander);
    return places;
  }

  /** Item macros whose output is not known: what they define is missing from everything here. */
  get unexpanded(): readonly UnexpandedCall[] {
    return this.#expander.unexpanded;
  }

  /** Options that the build script may set and that count as unset; `?` for one whose name is not known. */
  get undecidedOptions(): readonly string[] {
    return this.#script.undecided;
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
   * What other crates can name: items, variants, fields, methods of public types; not imports, impls or constructors. On another platform
   * than Linux those that Linux leaves out.
   */
  publicItems(): readonly PublicItem[] {
    this.#public ??= this.#readPublicItems();
    return this.#public;
  }

  #public: readonly PublicItem[] | undefined;

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
   * Every unsafe block and unsafe trait impl in compiled code, those written by the crate's own macros included. On another platform than
   * Linux those that Linux may leave out.
   */
  unsafeCode(): readonly UnsafeCode[] {
    this.#unsafe ??= unsafeCode(this.#judged(), this.#expander, this.#cfg);
    return this.#unsafe;
  }

  #judged(): Collected {
    if (this.#beside === undefined) return this.collected;
    const { root, scopes, definitions, impls, bodies, files, missing } = this.collected;
    const differs = ({ definition, source }: Body) => this.isNew(definition) || mayTell(source);
    return {
      ...{ root, scopes, definitions, files, missing },
      impls: impls.filter((impl) => this.isNew(impl)),
      bodies: bodies.filter(differs),
    };
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
    const found = missingSafetyDocs(asked, this.#visibilities, this.#included);
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

/** Test and bench targets are built with `--test`; a library's own tests are there when its `cfg` says `test`. */
function optionsOf({ kind, cfg = [] }: CrateInput): readonly string[] {
  return kind === 'test' || kind === 'bench' ? [...cfg, 'test'] : cfg;
}

function ofScript(input: CrateInput, files: SourceFiles): ScriptOptions {
  const script = input.buildScript === undefined ? undefined : files.file(input.buildScript);
  if (script === undefined) return { set: [], undecided: [] };
  return scriptOptions(script, cfgOptions(input.features, optionsOf(input), input.platform), files);
}

export function buildCrate(input: CrateInput, files: SourceFiles, beside?: Beside): CrateModel {
  return new CrateModel(input, files, beside);
}
