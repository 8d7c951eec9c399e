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
  type Scope,
  type Visible,
} from './definitions.ts';
import { HiddenTypes } from './hidden-types.ts';
import type { Interfaces } from './interface.ts';
import type { Collected } from './registry.ts';
import type { Resolver } from './resolver.ts';

const direct = 0;
export const reexported = 1;
export const reachable = 2;
type Level = 0 | 1 | 2;

/** Where the three levels of one definition or import begin in the table. */
type Slot = number;
/** In the table: nothing is known of it yet. */
const unknown = -2;

/** Real crates settle in under ten rounds. */
const maxRounds = 60;

export class EffectiveVisibilities {
  readonly #resolver: Resolver;
  readonly #collected: Collected;
  readonly #interfaces: Interfaces;
  /** Visibility at the three levels: of each definition by its id, of one impl at a time, then of imports. */
  readonly #table: Visible[];
  readonly #scratch: Slot;
  readonly #imports = new Map<Binding, Slot>();
  readonly #importDefinitions = new Map<Definition, Slot>();
  readonly #globs = new Map<Import, Binding>();
  #hiddenTypes: HiddenTypes | undefined;
  #changed = false;

  constructor(collected: Collected, resolver: Resolver, interfaces: Interfaces) {
    this.#collected = collected;
    this.#resolver = resolver;
    this.#interfaces = interfaces;
    this.#scratch = 3 * collected.definitions.length;
    this.#table = new Array(this.#scratch + 3).fill(unknown);
    if (collected.definitions.length === 0) return;
    this.#set(3 * collected.root.definition.id, everywhere);
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
    const slot = imported ? this.#importDefinitions.get(definition) : 3 * definition.id;
    const known = slot === undefined ? unknown : this.#table[slot + level]!;
    return known === unknown ? definition.module.index : known;
  }

  #set(slot: Slot, visible: Visible): void {
    this.#table[slot] = visible;
    this.#table[slot + 1] = visible;
    this.#table[slot + 2] = visible;
  }

  #isKnown(slot: Slot): boolean {
    return this.#table[slot] !== unknown;
  }

  // ---- by name ----------------------------------------------------------------------------------------------------

  #names(): void {
    const { definitions } = this.#collected;
    const scopes = this.#collected.scopes.filter((scope) => scope.kind !== 'block');
    const bindings = scopes.map(bindingsIn);
    const holders = definitions.filter((item) => item.members.length > 0 && !item.inBody && hasFields(item));
    for (let round = 0; round < maxRounds; round += 1) {
      this.#changed = false;
      for (let at = 0; at < scopes.length; at += 1) this.#bindings(scopes[at]!, bindings[at]!);
      for (let at = 0; at < holders.length; at += 1) this.#fields(holders[at]!);
      if (!this.#changed) break;
    }
  }

  #bindings(scope: Scope, bindings: readonly Binding[]): void {
    const parent = this.#ofDefinition(scope.definition);
    for (let at = 0; at < bindings.length; at += 1) this.#chain(bindings[at]!, parent);
    // whatever another crate's glob brings, it brings as far as the glob itself is visible
    const { externalGlobImports: globs } = scope;
    for (let at = 0; at < globs.length; at += 1) this.#updateImport(this.#globBinding(globs[at]!), parent, direct);
  }

  #fields(holder: Definition): void {
    const inherited = this.#ofDefinition(holder);
    const { members } = holder;
    for (let at = 0; at < members.length; at += 1) {
      const member = members[at]!;
      if (member.kind === 'field') this.#updateDefinition(member, member.visible, inherited, direct);
    }
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
  #chain(first: Binding, parent: Slot): void {
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

  #ofDefinition(definition: Definition): Slot {
    const slot = 3 * definition.id;
    if (!this.#isKnown(slot)) this.#set(slot, definition.module.index);
    return slot;
  }

  #updateImport(binding: Binding, inherited: Slot, level: Level): Slot {
    let slot = this.#imports.get(binding);
    if (slot === undefined) {
      const own = binding.import!.scope.module.index;
      slot = this.#table.push(own, own, own) - 3;
      this.#imports.set(binding, slot);
    }
    this.#update(slot, binding.visible, inherited, level);
    return slot;
  }

  #updateDefinition(definition: Definition, most: Visible | undefined, inherited: Slot, level: Level): void {
    this.#update(this.#ofDefinition(definition), most, inherited, level);
  }

  /** Raises `current` from `level` on; never beyond `most`, the visibility written in the source. */
  #update(current: Slot, most: Visible | undefined, inherited: Slot, level: Level): void {
    const table = this.#table;
    // what reaches everywhere, or as far as it may, at one level does so at all that follow
    const known = table[current + level]!;
    if (known === everywhere || known === most) return;
    let previous = table[inherited + level]!;
    let calculated = previous;
    for (let at = level; at <= reachable; at = (at + 1) as Level) {
      const here = table[inherited + at]!;
      if (here !== previous || at === level)
        calculated = most !== undefined && this.#resolver.isWider(here, most) ? most : here;
      if (this.#resolver.isWider(calculated, table[current + at]!)) {
        table[current + at] = calculated;
        this.#changed = true;
      }
      previous = here;
    }
  }

  /** An import stands for its widest binding. */
  #foldImports(): void {
    const table = this.#table;
    this.#imports.forEach((slot, binding) => {
      const { definition } = binding.import!;
      const known = this.#importDefinitions.get(definition);
      if (known !== undefined) this.#widen(known, slot);
      else this.#importDefinitions.set(definition, table.push(table[slot]!, table[slot + 1]!, table[slot + 2]!) - 3);
    });
    this.#imports.clear();
  }

  /** Raises each level of the one to that of the other. */
  #widen(slot: Slot, by: Slot): void {
    const table = this.#table;
    for (let level = direct; level <= reachable; level += 1)
      if (this.#resolver.isWider(table[by + level]!, table[slot + level]!)) table[slot + level] = table[by + level]!;
  }

  // ---- through interfaces -----------------------------------------------------------------------------------------

  #reach(): void {
    this.#hiddenTypes = new HiddenTypes(this.#collected, (type) => this.isPublic(type, reachable));
    const { definitions } = this.#collected;
    for (let round = 0; round < maxRounds; round += 1) {
      this.#changed = false;
      for (let at = 0; at < definitions.length; at += 1) this.#visit(definitions[at]!);
      if (!this.#changed) break;
    }
  }

  #visit(definition: Definition): void {
    switch (definition.kind) {
      case 'constant':
      case 'static':
      case 'function':
      case 'type-alias':
      case 'trait-alias':
        this.#reachInterface(definition, 3 * definition.id);
        return;
      case 'trait':
        this.#visitTrait(definition);
        return;
      case 'impl':
        this.#visitImpl(definition);
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

  #reachInterface(definition: Definition, effective: Slot): void {
    // what is not public cannot make anything else public, and nothing but public is ever asked for
    if (this.#table[effective + reachable] !== everywhere || !this.#hiddenTypes!.mayName(definition)) return;
    const named = this.#interfaces.of(definition);
    for (let at = 0; at < named.length; at += 1) this.#reachDefinition(named[at]!, effective);
  }

  #reachDefinition(definition: Definition, effective: Slot): void {
    if (definition.visible !== definition.module.index)
      this.#updateDefinition(definition, definition.visible, effective, reachable);
  }

  #visitTrait(definition: Definition): void {
    const effective = 3 * definition.id;
    if (!this.#isKnown(effective)) return;
    this.#reachInterface(definition, effective);
    const { members } = definition;
    for (let at = 0; at < members.length; at += 1) {
      const member = members[at]!;
      this.#updateDefinition(member, member.visible, effective, reachable);
      this.#reachInterface(member, effective);
    }
  }

  /** An impl is as visible as the least visible part of its header. */
  #visitImpl(definition: Definition): void {
    const effective = this.#scratch;
    this.#set(effective, everywhere);
    const parts = this.#interfaces.shallow(definition);
    for (let at = 0; at < parts.length; at += 1) this.#narrow(effective, this.#ofDefinition(parts[at]!));
    this.#updateDefinition(definition, undefined, effective, direct);
    this.#reachInterface(definition, effective);
    const inherent = definition.item('impl')!.trait === undefined;
    const { members } = definition;
    for (let at = 0; at < members.length; at += 1) {
      const member = members[at]!;
      if (!inherent || member.visible !== member.module.index)
        this.#updateDefinition(member, inherent ? member.visible : undefined, effective, direct);
      // a trait's method names nothing that the trait, its arguments and associated types do not
      if (inherent || member.kind !== 'method') this.#reachInterface(member, 3 * member.id);
    }
  }

  /** Lowers each level of the one to that of the other. */
  #narrow(slot: Slot, by: Slot): void {
    const table = this.#table;
    for (let level = direct; level <= reachable; level += 1)
      if (this.#resolver.isWider(table[slot + level]!, table[by + level]!)) table[slot + level] = table[by + level]!;
  }

  #visitEnum(definition: Definition): void {
    const effective = 3 * definition.id;
    this.#reachInterface(definition, effective);
    const { members: variants } = definition;
    for (let at = 0; at < variants.length; at += 1) {
      const variant = variants[at]!;
      if (this.#isKnown(effective)) this.#updateDefinition(variant, variant.visible, effective, reachable);
      const own = 3 * variant.id;
      if (!this.#isKnown(own)) continue;
      const { members: fields } = variant;
      for (let index = 0; index < fields.length; index += 1) {
        const field = fields[index]!;
        this.#updateDefinition(field, field.visible, own, reachable);
        this.#reachInterface(field, own);
      }
      this.#reachDefinition(definition, own);
    }
  }

  #visitFields(definition: Definition): void {
    const effective = 3 * definition.id;
    if (!this.#isKnown(effective)) return;
    this.#reachInterface(definition, effective);
    const { members: fields } = definition;
    for (let at = 0; at < fields.length; at += 1) {
      const field = fields[at]!;
      if (field.visible !== field.module.index) this.#updateDefinition(field, field.visible, effective, reachable);
      this.#reachInterface(field, 3 * field.id);
    }
  }
}

/** What the names of a scope are bound to. */
function bindingsIn(scope: Scope): readonly Binding[] {
  const found: Binding[] = [];
  const add = (binding: Binding | undefined): void => {
    if (binding !== undefined) found.push(binding);
  };
  scope.names.forEach((bindings) => {
    for (let at = 0; at < bindings.length; at += 1) add(bindings[at]);
  });
  scope.underscores.forEach(add);
  return found;
}

function hasFields(definition: Definition): boolean {
  return definition.kind === 'struct' || definition.kind === 'union' || definition.kind === 'variant';
}
