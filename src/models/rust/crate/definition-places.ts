/** Definitions by where they were written, so that the same one is known again in another model of the same crate. */
import type { SourceFile } from '../syntax.ts';
import type { Definition } from './definitions.ts';
import type { Expander } from './expander.ts';
import type { Origin } from './expansion.ts';

export class DefinitionPlaces {
  /** Of what stands in a file: by the file and the offset in it. */
  readonly #written = new Map<SourceFile, Map<number, Definition>>();
  /** Of what a macro wrote: by where its text came from, and the call. */
  readonly #expanded = new Map<string, Definition>();

  /** Adds the definitions of a model. @returns those that no model before had */
  add(definitions: readonly Definition[], expander: Expander): ReadonlySet<Definition> {
    const fresh = new Set<Definition>();
    for (const definition of definitions) {
      if (!isKept(definition) || this.at(definition, expander) !== undefined) continue;
      fresh.add(definition);
      this.#keep(definition, expander);
    }
    return fresh;
  }

  #keep(definition: Definition, expander: Expander): void {
    const { source, node } = definition;
    if (expander.isExpanded(source)) {
      this.#expanded.set(keyOf(definition, expander), definition);
      return;
    }
    const inFile = this.#written.get(source) ?? new Map<number, Definition>();
    this.#written.set(source, inFile);
    inFile.set(node.tokens.from, definition);
  }

  /** @param expander of the model that the definition is of */
  at({ source, node, name }: Definition, expander: Expander): Definition | undefined {
    return expander.isExpanded(source)
      ? this.#expanded.get(keyOf({ source, node, name }, expander))
      : this.#written.get(source)?.get(node.tokens.from);
  }
}

/** Functions, values, types, impls and modules: what is asked for by itself. */
function isKept({ kind }: Definition): boolean {
  return kind !== 'field' && kind !== 'variant' && kind !== 'constructor' && kind !== 'import' && kind !== 'macro';
}

function keyOf({ source, node, name }: Pick<Definition, 'source' | 'node' | 'name'>, expander: Expander): string {
  const { at, call } = expander.locate(source, node.span.start);
  return `${placeOf(at)} ${call === undefined ? '' : placeOf(call)} ${name}`;
}

const placeOf = ({ source, offset }: Origin): string => `${source.path}:${offset}`;
