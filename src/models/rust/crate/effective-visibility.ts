/**
 * How far each definition can be seen from outside, by rustc's own three measures: directly, through re-exports, and by reaching its values
 * through the interface of something else. The algorithm is the one of rustc_resolve's effective visibilities and rustc_privacy's embargo visitor.
 */

import {
  type Binding,
  type Definition,
  everywhere,
  type Import,
  isExternal,
  namespaces,
  type Scope,
  type Visible,
} from './definitions.ts';
import type { Interfaces } from './interface.ts';
import type { Collected } from './registry.ts';
import type { Resolver } from './resolver.ts';

export const direct = 0;
export const reexported = 1;
export const reachable = 2;
type Level = 0 | 1 | 2;

/** Visibility at the three levels. */
type Effective = [Visible, Visible, Visible];

/** Real crates settle in under ten rounds. */
const maxRounds = 60;

export class EffectiveVisibilities {
  readonly #resolver: Resolver;
  readonly #collected: Collected;
  readonly #interfaces: Interfaces;
  readonly #definitions: (Effective | undefined)[];
  readonly #imports = new Map<Binding, Effective>();
  readonly #importDefinitions = new Map<Definition, Effective>();
  readonly #globs = new Map<Import, Binding>();
  #changed = false;

  constructor(collected: Collected, resolver: Resolver, interfaces: Interfaces) {
    this.#collected = collected;
    this.#resolver = resolver;
    this.#interfaces = interfaces;
    this.#definitions = new Array(collected.definitions.length).fill(undefined);
    if (collected.definitions.length === 0) return;
    this.#definitions[collected.root.definition.id] = [everywhere, everywhere, everywhere];
    this.#names();
    this.#foldImports();
    this.#reach();
  }

  /** Visible everywhere at that level. */
  isPublic(definition: Definition, level: Level): boolean {
    return this.at(definition, level) === everywhere;
  }

  at(definition: Definition, level: Level): Visible {
    const imported = definition.kind === 'import' || definition.kind === 'extern-crate';
    const known = imported ? this.#importDefinitions.get(definition) : this.#definitions[definition.id];
    return known?.[level] ?? definition.module.index;
  }

  // ---- by name ----------------------------------------------------------------------------------------------------

  #names(): void {
    const { scopes, definitions } = this.#collected;
    const holders = definitions.filter((item) => item.members.length > 0 && !item.inBody && hasFields(item));
    for (let round = 0; round < maxRounds; round += 1) {
      this.#changed = false;
      for (const scope of scopes) if (scope.kind !== 'block') this.#bindings(scope);
      for (const holder of holders) {
        const inherited = this.#ofDefinition(holder);
        for (const member of holder.members)
          if (member.kind === 'field') this.#updateDefinition(member, member.visible, inherited, direct);
      }
      if (!this.#changed) break;
    }
  }

  #bindings(scope: Scope): void {
    const parent = this.#ofDefinition(scope.definition);
    for (const bindings of scope.names.values())
      for (const namespace of namespaces) {
        const binding = bindings[namespace];
        if (binding !== undefined) this.#chain(binding, parent);
      }
    for (const binding of scope.underscores) this.#chain(binding, parent);
    // whatever another crate's glob brings, it brings as far as the glob itself is visible
    for (const glob of scope.externalGlobImports) this.#updateImport(this.#globBinding(glob), parent, direct);
  }

  #globBinding(glob: Import): Binding {
    let binding = this.#globs.get(glob);
    if (binding === undefined) {
      const target = { external: true as const, crate: '', path: [] };
      binding = { target, visible: glob.visible, import: glob, via: undefined, glob: true, ambiguous: false };
      this.#globs.set(glob, binding);
    }
    return binding;
  }

  /** The name itself is direct, what it re-exports is not. */
  #chain(first: Binding, parent: Effective): void {
    let binding: Binding | undefined = first;
    let inherited = parent;
    let level: Level = direct;
    for (let step = 0; binding?.import !== undefined && step < 64; step += 1) {
      inherited = this.#updateImport(binding, inherited, level);
      level = reexported;
      if (binding.ambiguous) return;
      binding = binding.via;
    }
    if (binding === undefined || binding.ambiguous || isExternal(binding.target)) return;
    this.#updateDefinition(binding.target, binding.visible, inherited, level);
  }

  #ofDefinition(definition: Definition): Effective {
    let known = this.#definitions[definition.id];
    if (known === undefined) {
      const own = definition.module.index;
      known = [own, own, own];
      this.#definitions[definition.id] = known;
    }
    return known;
  }

  #updateImport(binding: Binding, inherited: Effective, level: Level): Effective {
    let known = this.#imports.get(binding);
    if (known === undefined) {
      const own = binding.import!.scope.module.index;
      known = [own, own, own];
      this.#imports.set(binding, known);
    }
    this.#update(known, binding.visible, inherited, level);
    return known;
  }

  #updateDefinition(definition: Definition, most: Visible | undefined, inherited: Effective, level: Level): void {
    this.#update(this.#ofDefinition(definition), most, inherited, level);
  }

  /** Raises `current` from `level` on; never beyond `most`, the visibility written in the source. */
  #update(current: Effective, most: Visible | undefined, inherited: Effective, level: Level): void {
    let previous = inherited[level];
    let calculated = previous;
    for (let at = level; at <= reachable; at = (at + 1) as Level) {
      const here = inherited[at];
      if (here !== previous || at === level)
        calculated = most !== undefined && this.#resolver.isWider(here, most) ? most : here;
      if (this.#resolver.isWider(calculated, current[at])) {
        current[at] = calculated;
        this.#changed = true;
      }
      previous = here;
    }
  }

  /** An import stands for its widest binding. */
  #foldImports(): void {
    for (const [binding, effective] of this.#imports) {
      const { definition } = binding.import!;
      const known = this.#importDefinitions.get(definition);
      if (known === undefined) this.#importDefinitions.set(definition, [...effective]);
      else
        for (const level of [direct, reexported, reachable] as const)
          if (this.#resolver.isWider(effective[level], known[level])) known[level] = effective[level];
    }
  }

  // ---- through interfaces -----------------------------------------------------------------------------------------

  #reach(): void {
    const shallow = new Map<Definition, readonly Definition[]>();
    for (const impl of this.#collected.impls) shallow.set(impl, this.#interfaces.shallow(impl));
    for (let round = 0; round < maxRounds; round += 1) {
      this.#changed = false;
      for (const definition of this.#collected.definitions) this.#visit(definition, shallow);
      if (!this.#changed) break;
    }
  }

  #visit(definition: Definition, shallow: ReadonlyMap<Definition, readonly Definition[]>): void {
    switch (definition.kind) {
      case 'constant':
      case 'static':
      case 'function':
      case 'type-alias':
      case 'trait-alias':
        this.#reachInterface(definition, this.#definitions[definition.id]);
        return;
      case 'trait':
        this.#visitTrait(definition);
        return;
      case 'impl':
        this.#visitImpl(definition, shallow.get(definition)!);
        return;
      case 'enum':
        this.#visitEnum(definition);
        return;
      case 'struct':
      case 'union':
        this.#visitFields(definition);
        return;
      default:
    }
  }

  #reachInterface(definition: Definition, effective: Effective | undefined): void {
    // what is not public cannot make anything else public, and nothing but public is ever asked for
    if (effective?.[reachable] !== everywhere) return;
    for (const named of this.#interfaces.of(definition)) this.#reachDefinition(named, effective);
  }

  #reachDefinition(definition: Definition, effective: Effective): void {
    if (definition.visible !== definition.module.index)
      this.#updateDefinition(definition, definition.visible, effective, reachable);
  }

  #visitTrait(definition: Definition): void {
    const effective = this.#definitions[definition.id];
    if (effective === undefined) return;
    this.#reachInterface(definition, effective);
    for (const member of definition.members) {
      this.#updateDefinition(member, member.visible, effective, reachable);
      this.#reachInterface(member, effective);
    }
  }

  #visitImpl(definition: Definition, parts: readonly Definition[]): void {
    const effective: Effective = [everywhere, everywhere, everywhere];
    for (const part of parts) {
      const known = this.#ofDefinition(part);
      for (const level of [direct, reexported, reachable] as const)
        if (this.#resolver.isWider(effective[level], known[level])) effective[level] = known[level];
    }
    this.#updateDefinition(definition, undefined, effective, direct);
    this.#reachInterface(definition, effective);
    const inherent = definition.item('impl')!.trait === undefined;
    for (const member of definition.members) {
      if (!inherent || member.visible !== member.module.index)
        this.#updateDefinition(member, inherent ? member.visible : undefined, effective, direct);
      // a trait's method names nothing that the trait, its arguments and associated types do not
      if (inherent || member.kind !== 'method') this.#reachInterface(member, this.#definitions[member.id]);
    }
  }

  #visitEnum(definition: Definition): void {
    const effective = this.#definitions[definition.id];
    if (effective !== undefined) this.#reachInterface(definition, effective);
    for (const variant of definition.members) {
      if (effective !== undefined) this.#updateDefinition(variant, variant.visible, effective, reachable);
      const own = this.#definitions[variant.id];
      if (own === undefined) continue;
      for (const field of variant.members) {
        this.#updateDefinition(field, field.visible, own, reachable);
        this.#reachInterface(field, own);
      }
      this.#reachDefinition(definition, own);
    }
  }

  #visitFields(definition: Definition): void {
    const effective = this.#definitions[definition.id];
    if (effective === undefined) return;
    this.#reachInterface(definition, effective);
    for (const field of definition.members) {
      if (field.visible !== field.module.index) this.#updateDefinition(field, field.visible, effective, reachable);
      const own = this.#definitions[field.id];
      if (own !== undefined) this.#reachInterface(field, own);
    }
  }
}

function hasFields(definition: Definition): boolean {
  return definition.kind === 'struct' || definition.kind === 'union' || definition.kind === 'variant';
}
