/** Which macros of the crate may write certain words, so that the others need not be expanded to look for them. */
import type { SourceFile, TokenRange } from '../syntax.ts';
import { isName, Punct } from '../token.ts';
import type { MacroDefinition } from './macro-scope.ts';

/** The macro of the crate that a name means somewhere. */
type Named = (name: string) => MacroDefinition | undefined;

/** Macros that call each other are followed so far. */
const deepest = 32;

export class MacroWriters {
  readonly #words: readonly number[];
  readonly #find: Named;
  readonly #known = new Map<MacroDefinition, boolean>();

  /** @param words kinds of tokens */
  constructor(words: readonly number[], find: Named) {
    this.#words = words;
    this.#find = find;
  }

  /** Whether one of the words stands in a macro's rules, or in those of the macros that they call. */
  writes(macro: MacroDefinition): boolean {
    return this.#writes(macro, 0);
  }

  /** Whether code holds one of the words, or a call of a macro that writes one, at any depth. */
  mayHold(source: SourceFile, code: TokenRange, named: Named): boolean {
    return this.#holds(source, code, (name) => {
      const macro = named(name);
      return macro !== undefined && this.#writes(macro, 0);
    });
  }

  #writes(macro: MacroDefinition, depth: number): boolean {
    const known = this.#known.get(macro);
    if (known !== undefined) return known;
    this.#known.set(macro, false);
    const may = this.#holds(macro.source, macro.body, (name) => {
      const inner = depth < deepest ? this.#find(name) : undefined;
      return inner !== undefined && this.#writes(inner, depth + 1);
    });
    this.#known.set(macro, may);
    return may;
  }

  #holds(source: SourceFile, { from, to }: TokenRange, isWriter: (name: string) => boolean): boolean {
    const { kind, match } = source.tokens;
    for (let at = from; at < to; at += 1) {
      const here = kind[at]!;
      if (here !== Punct.Bang) {
        if (this.#words.includes(here)) return true;
      } else if (at > from && match[at + 1]! > at && isName(kind[at - 1]!) && isWriter(source.tokenText(at - 1)))
        return true;
    }
    return false;
  }
}
