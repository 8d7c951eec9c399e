/**
 * Public types and traits that no other crate reaches by name, and the words by which code could speak of them. An interface without any of these words
 * makes nothing reachable, so that most signatures of a crate are never parsed.
 */
import type { FunctionItem, ImplItem, TraitItem } from '../syntax.ts';
import { type Definition, everywhere, isExternal, isType, typeNamespace } from './definitions.ts';
import { NameSearch } from './name-search.ts';
import type { Collected } from './registry.ts';

/** Aliases of aliases, each defined above the one it stands for, beyond what code has. */
const maxRounds = 8;

/** Answers of `mayName`, by definition. */
const no = 1;
const yes = 2;

export class HiddenTypes {
  readonly #search = new NameSearch();
  readonly #answers: Uint8Array;

  /** @param isReachable whether other crates reach a type by name */
  constructor(collected: Collected, isReachable: (type: Definition) => boolean) {
    this.#answers = new Uint8Array(collected.definitions.length);
    const hidden = new Set<Definition>();
    const { definitions } = collected;
    for (let at = 0; at < definitions.length; at += 1) {
      const definition = definitions[at]!;
      if (definition.visible === everywhere && isType(definition) && !isReachable(definition)) hidden.add(definition);
    }
    if (hidden.size > 0) this.#addNames(collected, hidden);
  }

  /** The names of the types wherever they are bound, and those of the aliases that stand for them. */
  #addNames({ scopes, definitions }: Collected, hidden: ReadonlySet<Definition>): void {
    let aliases = definitions.filter(({ kind }) => kind === 'type-alias');
    const namesOf = new Map<Definition, string[]>();
    for (const definition of [...hidden, ...aliases]) namesOf.set(definition, [definition.name]);
    for (const { names } of scopes)
      names.forEach((bindings, name) => {
        const target = bindings[typeNamespace]?.target;
        if (target !== undefined && !isExternal(target) && target.name !== name) namesOf.get(target)?.push(name);
      });
    const add = (definition: Definition): void => {
      for (const name of namesOf.get(definition)!) this.#search.add(name);
    };
    for (const definition of hidden) add(definition);
    for (let round = 0; round < maxRounds && aliases.length > 0; round += 1) {
      const others: Definition[] = [];
      const found: Definition[] = [];
      for (const alias of aliases) (this.#speaksOf(alias) ? found : others).push(alias);
      if (found.length === 0) return;
      for (const alias of found) add(alias);
      aliases = others;
    }
    for (const alias of aliases) add(alias);
  }

  /** Whether what a definition is and names in its signature may be one of the types. */
  mayName(definition: Definition): boolean {
    return this.#search.names.size > 0 && this.#answer(definition) === yes;
  }

  #answer(definition: Definition): number {
    const { id } = definition;
    if (this.#answers[id] === 0) this.#answers[id] = this.#speaksOf(definition) ? yes : no;
    return this.#answers[id]!;
  }

  #speaksOf(definition: Definition): boolean {
    const { from, to } = definition.node.tokens;
    return this.#search.isAmong(definition.source, from, Math.min(to, endOfHeader(definition)));
  }
}

/** The token at which at the latest the signature is over. */
function endOfHeader({ kind, node }: Definition): number {
  let end: number | undefined;
  if (kind === 'function' || kind === 'method') end = (node as FunctionItem).body?.from;
  else if (kind === 'impl' || kind === 'trait') end = (node as ImplItem | TraitItem).items[0]?.tokens.from;
  return end ?? node.tokens.to;
}
