/** Items inside functions and constants: those that stand there, and those that macros write there. */
import type { Item, MacroCallItem, TokenRange } from '../syntax.ts';
import { Keyword } from '../token.ts';
import { bodyOf, nestedItems, statementCalls } from './body-items.ts';
import { attributesInForce } from './cfg.ts';
import { type Collecting, maxDepth } from './collecting.ts';
import type { Definition } from './definitions.ts';
import { type MacroDefinition, TextualScope } from './macro-scope.ts';
import { MacroWriters } from './macro-writers.ts';
import type { Place } from './registry.ts';

/** One list of each for the many bodies without any. */
const noCalls: readonly MacroCallItem[] = [];
const noRanges: readonly TokenRange[] = [];

export class BodyCollector {
  readonly #collecting: Collecting;
  readonly #read: (items: readonly Item[], place: Place) => void;
  /** Of items in bodies only those count outside that are public or implement something. */
  readonly #itemWriters: MacroWriters;

  /** @param read defines items where they are found */
  constructor(collecting: Collecting, read: (items: readonly Item[], place: Place) => void) {
    this.#collecting = collecting;
    this.#read = read;
    const { expander } = collecting;
    this.#itemWriters = new MacroWriters([Keyword.pub, Keyword.impl], (name) => expander.find(name));
  }

  /** Items inside a function or a constant are private to it, but impls among them reach out. */
  add(item: Item, definition: Definition, place: Place): void {
    const range = bodyOf(item);
    if (range === undefined || place.depth > maxDepth) return;
    const { source } = place;
    const items = nestedItems(source, range);
    const calls = this.#itemCalls(definition, items, range, place);
    const plain = items.length + calls.length === 0;
    const textual = plain ? place.textual : new TextualScope(place.textual);
    const nested = items.length === 0 ? noRanges : items.map((one) => one.tokens);
    this.#collecting.registry.bodies.push({ definition, source, range, nested, textual });
    if (plain) return;
    const scope = this.#collecting.registry.open('block', definition, place.scope);
    const inner = { ...place, scope, parent: definition, textual, inBody: true, depth: place.depth + 1 };
    this.#read(items, inner);
    for (const call of calls) this.#code(call, inner);
  }

  /** Statements that call macros of the crate and may stand for items: what others write is an expression more often than not. */
  #itemCalls(body: Definition, items: readonly Item[], range: TokenRange, place: Place): readonly MacroCallItem[] {
    const { source } = place;
    const isLocal = items.some(({ kind }) => kind === 'macro-rules');
    const named = (name: string) => this.#macroNamed(name, place);
    return body.name === '_' || isLocal || this.#itemWriters.mayHold(source, range, named)
      ? statementCalls(source, range)
      : noCalls;
  }

  #macroOf(call: MacroCallItem, place: Place): MacroDefinition | undefined {
    return this.#macroNamed(call.path.slice(call.path.lastIndexOf(':') + 1), place);
  }

  #macroNamed(name: string, place: Place): MacroDefinition | undefined {
    return place.textual.find(name) ?? this.#collecting.expander.find(name);
  }

  /** The items among the statements that a call stands for. */
  #code(call: MacroCallItem, place: Place): void {
    const macro = this.#macroOf(call, place);
    if (macro === undefined || place.depth > maxDepth) return;
    if (attributesInForce(call, this.#collecting.cfg) === undefined) return;
    const named = (name: string) => this.#macroNamed(name, place);
    if (!this.#itemWriters.writes(macro) && !this.#itemWriters.mayHold(place.source, call.body, named)) return;
    const origin = { source: place.source, offset: call.span.start };
    const source = this.#collecting.expander.expandCode(place.source, call.body, macro, origin);
    if (source === undefined) return;
    const inner: Place = { ...place, source, depth: place.depth + 1 };
    const range = { from: 0, to: source.tokens.count };
    this.#read(nestedItems(source, range), inner);
    for (const next of statementCalls(source, range)) this.#code(next, inner);
  }
}
