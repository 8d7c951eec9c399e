/**
 * How far each definition can be seen by other crates, by rustc's own three measures: directly, through re-exports, and by reaching its values
 * through the interface of something else. The algorithm is the one of rustc_resolve's effective visibilities and rustc_privacy's embargo visitor,
 * for what is visible everywhere alone: what is not makes nothing else so, and nothing asks how far it reaches within the crate.
 */

import { type Binding, type Definition, everywhere, isExternal, type Scope } from './definitions.ts';
import { HiddenTypes } from './hidden-types.ts';
import type { Interfaces } from './interface.ts';
import type { Collected } from './registry.ts';

const direct = 0;
export const reexported = 1;
export const reachable = 2;
/** At no level. */
const never = 3;

/** The level from which on something is public: what is so directly is so through re-exports and interfaces too. */
type Level = number;

/** Real crates settle in under ten rounds. */
const maxRounds = 60;

export class EffectiveVisibilities {
  readonly #collected: Collected;
  readonly #interfaces: Interfaces;
  /** By the id of each definition; of an import, the least of what it binds. */
  readonly #levels: Uint8Array;
  /** Of bindings that imports made: one import may bind a type and a function, which differ. */
  readonly #imported = new Map<Binding, Level>();
  #hiddenTypes: HiddenTypes | undefined;
  #changed = false;

  constructor(collected: Collected, interfaces: Interfaces) {
    this.#collected = collected;
    this.#interfaces = interfaces;
    this.#levels = new Uint8Array(collected.definitions.length).fill(never);
    if (collected.definitions.length === 0) return;
    this.#names();
    this.#reach();
  }

  /** Visible everywhere at that level. */
  isPublic(definition: Definition, level: typeof reexported | typeof reachable): boolean {
    return this.#levels[definition.id]! <= level;
  }

  /** Makes a definition public from a level on. @returns whether it was less so */
  #raise(definition: Definition, level: Level): boolean {
    if (level >= this.#levels[definition.id]!) return false;
    this.#levels[definition.id] = level;
    this.#changed = true;
    return true;
  }

  // ---- by name ----------------------------------------------------------------------------------------------------

  /** From the root on: what becomes public makes public what it holds. */
  #names(): void {
    const { definition: root } = this.#collected.root;
    this.#raise(root, direct);
    const raised: Definition[] = [root];
    for (let holder = raised.pop(); holder !== undefined; holder = raised.pop()) {
      if (holder.scope !== undefined) this.#bindings(holder.scope, this.#levels[holder.id]!, raised);
      if (hasFields(holder) && !holder.inBody) this.#fields(holder);
    }
  }

  #bindings(scope: Scope, holder: Level, raised: Definition[]): void {
    scope.names.forEach((bindings) => {
      for (let at = 0; at < bindings.length; at += 1) this.#chain(bindings[at], holder, raised);
    });
    for (const binding of scope.underscores) this.#chain(binding, holder, raised);
    this.#externalGlobs(scope, holder);
  }

  /** Whatever another crate's glob brings, it brings as far as the glob itself is visible, and those that hand it on. */
  #externalGlobs(scope: Scope, level: Level): void {
    for (const { by, from } of scope.externalGlobs)
      if (by.visible === everywhere && this.#raise(by.definition, level) && from !== undefined)
        this.#externalGlobs(from, Math.max(level, reexported));
  }

  #fields(holder: Definition): void {
    const level = this.#levels[holder.id]!;
    const { members } = holder;
    for (let at = 0; at < members.length; at += 1) {
      const member = members[at]!;
      if (member.kind === 'field' && member.visible === everywhere) this.#raise(member, level);
    }
  }

  /** The name itself is direct, what it re-exports is not. */
  #chain(first: Binding | undefined, holder: Level, raised: Definition[]): void {
    let binding = first;
    let level = holder;
    for (let step = 0; binding?.import !== undefined && step < 64; step += 1) {
      if (binding.visible !== everywhere) return;
      const known = this.#imported.get(binding) ?? never;
      if (level < known) {
        this.#imported.set(binding, level);
        this.#raise(binding.import.definition, level);
      } else level = known;
      level = Math.max(level, reexported);
      binding = binding.via;
    }
    if (binding?.visible !== everywhere || isExternal(binding.target)) return;
    if (this.#raise(binding.target, level)) raised.push(binding.target);
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
        this.#reachInterface(definition, this.#levels[definition.id]!);
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
        this.#visitFields(definition, this.#levels[definition.id]!);
        return;
      default:
    }
  }

  /** What the interface of something names is reachable where that is. @param level of what has the interface, or of what that belongs to */
  #reachInterface(definition: Definition, level: Level): void {
    if (level === never || !this.#hiddenTypes!.mayName(definition)) return;
    const named = this.#interfaces.of(definition);
    for (let at = 0; at < named.length; at += 1) this.#reachDefinition(named[at]!);
  }

  #reachDefinition(definition: Definition): void {
    if (definition.visible === everywhere) this.#raise(definition, reachable);
  }

  #visitTrait(definition: Definition): void {
    const level = this.#levels[definition.id]!;
    if (level === never) return;
    this.#reachInterface(definition, level);
    const { members } = definition;
    for (let at = 0; at < members.length; at += 1) {
      const member = members[at]!;
      this.#reachDefinition(member);
      this.#reachInterface(member, level);
    }
  }

  /** An impl is as visible as the least visible part of its header. */
  #visitImpl(definition: Definition): void {
    let level: Level = direct;
    const parts = this.#interfaces.shallow(definition);
    for (let at = 0; at < parts.length; at += 1) level = Math.max(level, this.#levels[parts[at]!.id]!);
    if (level === never) return;
    this.#raise(definition, level);
    this.#reachInterface(definition, level);
    const inherent = definition.item('impl')!.trait === undefined;
    const { members } = definition;
    for (let at = 0; at < members.length; at += 1) {
      const member = members[at]!;
      if (!inherent || member.visible === everywhere) this.#raise(member, level);
      // a trait's method names nothing that the trait, its arguments and associated types do not
      if (inherent || member.kind !== 'method') this.#reachInterface(member, this.#levels[member.id]!);
    }
  }

  #visitEnum(definition: Definition): void {
    const level = this.#levels[definition.id]!;
    this.#reachInterface(definition, level);
    const { members: variants } = definition;
    for (let at = 0; at < variants.length; at += 1) {
      const variant = variants[at]!;
      if (level !== never) this.#reachDefinition(variant);
      const own = this.#levels[variant.id]!;
      if (own === never) continue;
      this.#visitVariantFields(variant);
      this.#reachDefinition(definition);
    }
  }

  #visitVariantFields({ members: fields }: Definition): void {
    for (let at = 0; at < fields.length; at += 1) {
      const field = fields[at]!;
      this.#reachDefinition(field);
      this.#reachInterface(field, reachable);
    }
  }

  #visitFields(definition: Definition, level: Level): void {
    if (level === never) return;
    this.#reachInterface(definition, level);
    const { members: fields } = definition;
    for (let at = 0; at < fields.length; at += 1) {
      const field = fields[at]!;
      if (field.visible === everywhere) this.#raise(field, level);
      this.#reachInterface(field, this.#levels[field.id]!);
    }
  }
}

function hasFields(definition: Definition): boolean {
  return definition.kind === 'struct' || definition.kind === 'union' || definition.kind === 'variant';
}
