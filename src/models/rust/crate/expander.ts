/**
 * Expands macro calls: those of the crate by their own rules, a few famous ones of other crates by knowledge of what they write, and any other
 * by taking its input for items when it reads as items. What cannot be expanded is listed, never guessed at.
 */
import { grouped } from '../../collections/grouped.ts';
import { firstCommentBefore } from '../attributes.ts';
import { parseSourceFile } from '../parse.ts';
import type { MacroCallItem, SourceFile, TokenRange } from '../syntax.ts';
import { Keyword } from '../token.ts';
import { writtenFile } from './build-script.ts';
import type { Definition } from './definitions.ts';
import { ExpansionText, type Origin, type OriginMap } from './expansion.ts';
import type { ForeignMacros } from './foreign-macros.ts';
import { knownMacro } from './known-macros.ts';
import { type MacroRule, matchRule, parseMacroRules } from './macro-rules.ts';
import type { MacroDefinition } from './macro-scope.ts';
import { maxLength, transcribe } from './transcribe.ts';

interface Expansion {
  readonly map: Pick<OriginMap, 'at'>;
  /** Undefined for the plain form of a call's input. */
  readonly call: Origin | undefined;
  readonly macro: MacroDefinition | undefined;
  /** Written by a macro of another crate, whose warnings rustc mostly keeps to itself; `unknown` when its output is only a guess, `derived` when its impls are not seen. */
  readonly foreign: Foreign;
}

type Foreign = 'no' | 'known' | 'unknown' | 'derived';

/** Where a `macro_rules!` stands: offsets of its first word, and of its rules. */
export interface MacroText {
  readonly source: SourceFile;
  readonly begins: number;
  readonly from: number;
  readonly to: number;
}

export interface UnexpandedCall {
  readonly name: string;
  readonly source: SourceFile;
  readonly offset: number;
  readonly reason: 'unknown macro' | 'no rule matches' | 'too large';
}

/** Macros of other crates that add to their input in ways that change nothing public. */
const keepsItems: ReadonlySet<string> = new Set([
  'pin_project',
  'bitflags',
  'lazy_static',
  'thread_local',
  'task_local',
]);

function foreignness(name: string): Foreign {
  return keepsItems.has(name) ? 'known' : 'unknown';
}

/** Bounds for one crate: far above real crates, low enough to end soon on hostile ones. */
const maxExpansions = 60_000;
const maxText = 48_000_000;
const maxNesting = 128;

export class Expander {
  readonly unexpanded: UnexpandedCall[] = [];
  /** Macros of dependencies at hand. */
  readonly dependencies: ForeignMacros;
  readonly #macros = new Map<string, MacroDefinition[]>();
  readonly #rules = new Map<MacroDefinition, readonly MacroRule[]>();
  readonly #expansions = new Map<SourceFile, Expansion>();
  #texts: ReadonlyMap<SourceFile, readonly MacroText[]> | undefined;
  readonly #nesting = new Map<SourceFile, number>();
  /** What calls of items were expanded to, by where their input begins. */
  readonly #made = new Map<SourceFile, Map<number, SourceFile>>();
  /** Of the same crate on Linux: what a call writes does not hang on the platform. */
  readonly #onLinux: Expander | undefined;
  #count = 0;
  #text = 0;

  constructor(dependencies: ForeignMacros, onLinux?: Expander) {
    this.dependencies = dependencies;
    this.#onLinux = onLinux;
  }

  #expansionOf(source: SourceFile): Expansion | undefined {
    const own = this.#expansions.get(source);
    return own !== undefined || this.#onLinux === undefined ? own : this.#onLinux.#expansionOf(source);
  }

  #nestingOf(source: SourceFile): number {
    const own = this.#nesting.get(source);
    if (own !== undefined) return own;
    return this.#onLinux === undefined ? 0 : this.#onLinux.#nestingOf(source);
  }

  /** What Linux has for a call of the same macro. */
  #shared(source: SourceFile, body: TokenRange, macro: MacroDefinition | undefined): SourceFile | undefined {
    if (this.#onLinux === undefined) return undefined;
    const expanded = this.#onLinux.#made.get(source)?.get(body.from);
    if (expanded === undefined) return undefined;
    const known = this.#expansionOf(expanded)?.macro;
    return known?.source === macro?.source && known?.body.from === macro?.body.from ? expanded : undefined;
  }

  define(macro: MacroDefinition): void {
    const named = this.#macros.get(macro.name);
    if (named === undefined) this.#macros.set(macro.name, [macro]);
    else named.push(macro);
  }

  /** A macro reached by path or import; exported ones first, the latest definition of a name wins. */
  find(name: string): MacroDefinition | undefined {
    const named = this.#macros.get(name);
    return named?.findLast((macro) => macro.exported) ?? named?.at(-1);
  }

  /** Whether the word `unsafe` stands in a macro of the crate: all others write it only where they are given it. */
  hasUnsafeMacros(): boolean {
    return [...this.#macros.values()].some((named) =>
      named.some(({ source, body }) => source.tokens.kind.subarray(body.from, body.to).includes(Keyword.unsafe)),
    );
  }

  /** Whether a macro of another crate wrote a definition, rather than handing on what it was given. */
  foreign({ source, node }: Definition): Foreign {
    if (this.#expansionOf(source) === undefined) return 'no';
    let at: Origin = { source, offset: node.span.start };
    for (let step = 0; step <= maxNesting; step += 1) {
      const expansion = this.#expansionOf(at.source);
      if (expansion === undefined) return 'no';
      if (expansion.foreign !== 'no') return expansion.foreign;
      at = expansion.map.at(at.offset) ?? expansion.call ?? at;
      // what it was given it hands on as the caller wrote it
      if (expansion.macro?.crate !== undefined && isPartOf(expansion.macro, at)) return 'known';
    }
    return 'no';
  }

  /** Whether a macro wrote a source. */
  isExpanded(source: SourceFile): boolean {
    return this.#expansionOf(source) !== undefined;
  }

  /** Where a character was written; the call too when a macro carried it, and for what a macro of another package wrote the call alone. */
  locate(source: SourceFile, offset: number): { readonly at: Origin; readonly call: Origin | undefined } {
    let at: Origin = { source, offset };
    let call: Origin | undefined;
    if (this.#expansionOf(source) === undefined) return { at, call };
    let isOwn = false;
    let isForeign = false;
    for (let step = 0; step <= maxNesting; step += 1) {
      const expansion = this.#expansionOf(at.source);
      if (expansion === undefined) break;
      if (!isOwn) call = expansion.call ?? call;
      at = expansion.map.at(at.offset) ?? expansion.call ?? at;
      // who wrote the macro itself has no part in the call
      isOwn ||= isPartOf(expansion.macro, at);
      isForeign ||= isOwn && expansion.macro?.crate !== undefined;
    }
    const outermost = call === undefined ? undefined : this.#outermost(call);
    return { at: isForeign ? (outermost ?? at) : at, call: outermost };
  }

  /** A call that stood in another macro's input was written where it stands; one in another macro's text is that macro's call. */
  #outermost(call: Origin): Origin {
    if (this.#expansionOf(call.source) === undefined) return call;
    const { at, call: outer } = this.locate(call.source, call.offset);
    return outer === undefined || this.macroAround(at) === undefined ? at : outer;
  }

  /** The dependency whose macro itself wrote what stands at an offset: macros that it calls there are its own. */
  writer(source: SourceFile, offset: number): string | undefined {
    const expansion = this.#expansionOf(source);
    const at = expansion?.map.at(offset);
    return at !== undefined && isPartOf(expansion?.macro, at) ? expansion?.macro?.crate : undefined;
  }

  /** The items a call stands for, as a source of their own; undefined when that is not known. */
  expandItems(item: MacroCallItem, macro: MacroDefinition | undefined, source: SourceFile): SourceFile | undefined {
    const call: Origin = { source, offset: item.span.start };
    return this.expand(item.path, source, item.body, macro, call);
  }

  /** `include!` of a file that the build script writes from one text in its source; any other is not known. */
  include(item: MacroCallItem, buildScript: SourceFile | undefined): SourceFile | undefined {
    const call: Origin = { source: item.source, offset: item.span.start };
    const text = buildScript === undefined ? undefined : writtenFile(buildScript, item);
    return text === undefined ? this.#refuse('include', call, 'unknown macro') : this.#written(text, call, 'unknown');
  }

  /** What a derive is known to write. @param derive where it is named */
  derived(text: string, derive: Origin): SourceFile {
    return this.#written(text, derive, 'derived');
  }

  /** Text that stands nowhere in the crate: all of it is at the call. */
  #written(text: string, call: Origin, foreign: Foreign): SourceFile {
    const source = parseSourceFile(call.source.path, text);
    this.#expansions.set(source, { map: { at: () => call }, call, macro: undefined, foreign });
    return source;
  }

  expand(
    path: string,
    source: SourceFile,
    body: TokenRange,
    macro: MacroDefinition | undefined,
    call: Origin,
  ): SourceFile | undefined {
    const nesting = this.#nestingOf(source) + 1;
    if (nesting > maxNesting || this.#count >= maxExpansions || this.#text > maxText)
      return this.#refuse(path, call, 'too large');
    const shared = this.#shared(source, body, macro);
    if (shared !== undefined) return shared;
    const input = this.#plainInput(source, body);
    const out = new ExpansionText();
    const written = macro === undefined ? knownMacro(path, input, out) : this.#byRules(macro, input, out);
    if (written !== 'written') return this.#refuse(path, call, written);
    this.#count += 1;
    this.#text += out.length;
    const { source: expanded, map } = out.parse(source.path);
    if (macro === undefined && expanded.errors.length > 0) return this.#refuse(path, call, 'unknown macro');
    const foreign = macro === undefined ? foreignness(path.slice(path.lastIndexOf(':') + 1)) : 'no';
    this.#expansions.set(expanded, { map, call, macro, foreign });
    this.#nesting.set(expanded, nesting);
    const made = this.#made.get(source) ?? new Map<number, SourceFile>();
    this.#made.set(source, made.set(body.from, expanded));
    return expanded;
  }

  /** What a call inside a body writes, as tokens without items. */
  expandCode(source: SourceFile, body: TokenRange, macro: MacroDefinition, call: Origin): SourceFile | undefined {
    const nesting = this.#nestingOf(source) + 1;
    if (nesting > maxNesting || this.#count >= maxExpansions || this.#text > maxText) return undefined;
    const out = new ExpansionText();
    if (this.#byRules(macro, this.#plainInput(source, body), out) !== 'written') return undefined;
    this.#count += 1;
    this.#text += out.length;
    const { source: expanded, map } = out.tokens(source.path);
    this.#expansions.set(expanded, { map, call, macro, foreign: 'no' });
    this.#nesting.set(expanded, nesting);
    return expanded;
  }

  /** The macro whose definition a place in a file is part of, the innermost one: macros write macros. */
  macroAround({ source, offset }: Origin): MacroText | undefined {
    this.#texts ??= this.#macroTexts();
    let found: MacroText | undefined;
    for (const text of this.#texts.get(source) ?? [])
      if (text.from <= offset && offset < text.to && (found === undefined || found.from < text.from)) found = text;
    return found;
  }

  #origin(source: SourceFile, offset: number): Origin {
    let at: Origin = { source, offset };
    for (let step = 0; step <= maxNesting; step += 1) {
      const expansion = this.#expansionOf(at.source);
      if (expansion === undefined) break;
      at = expansion.map.at(at.offset) ?? expansion.call ?? at;
    }
    return at;
  }

  /** Of all macros, by the file that a person wrote them in, be it in the input of another macro. */
  #macroTexts(): ReadonlyMap<SourceFile, readonly MacroText[]> {
    const all = [...[...this.#macros.values()].flat(), ...this.dependencies.found];
    const texts = all.flatMap(({ source, body, definition }) => {
      const { start } = source.tokens;
      const from = this.#origin(source, start[body.from]!);
      const to = this.#origin(source, start[body.to] ?? 0);
      if (from.source !== to.source) return [];
      const begins = definition === undefined ? 0 : this.#origin(source, definition.node.span.start).offset;
      return [{ source: from.source, begins, from: from.offset, to: to.offset }];
    });
    return grouped(texts, (text) => text.source);
  }

  #refuse(name: string, call: Origin, reason: UnexpandedCall['reason']): undefined {
    this.unexpanded.push({ name, source: call.source, offset: call.offset, reason });
    return undefined;
  }

  #byRules(macro: MacroDefinition, input: MacroInput, out: ExpansionText): 'written' | 'no rule matches' | 'too large' {
    let rules = this.#rules.get(macro);
    if (rules === undefined) {
      rules = parseMacroRules(macro.source, macro.body);
      this.#rules.set(macro, rules);
    }
    const match = matchRule(rules, input.source, input.range);
    if (match === undefined) return 'no rule matches';
    if (match === 'too large') return match;
    const written = transcribe(
      { out, definition: macro.source, call: input.source, crate: macro.crate },
      match.rule.body,
      match.bindings,
    );
    if (out.length > maxLength) return 'too large';
    return written ? 'written' : 'no rule matches';
  }

  /** Doc comments become `#[doc = "…"]`, which is what a macro sees of them. */
  #plainInput(source: SourceFile, range: TokenRange): MacroInput {
    const { comments, tokens } = source;
    const docs: number[] = [];
    for (let index = firstCommentBefore(source, range.from); index < comments.count; index += 1) {
      if (comments.before[index]! > range.to) break;
      if (comments.kind[index]! >= 2) docs.push(index);
    }
    if (docs.length === 0 || range.to >= tokens.count) return { source, range };
    const out = new ExpansionText();
    let from = range.from > 0 ? tokens.end[range.from - 1]! : 0;
    for (const index of docs) {
      const start = comments.start[index]!;
      const text = source.text.slice(start, comments.end[index]!);
      out.copy(source, from, start);
      out.write(docAttribute(text, comments.kind[index]!), { source, offset: start });
      from = comments.end[index]!;
    }
    out.copy(source, from, tokens.start[range.to]!);
    const { source: plain, map } = out.parse(source.path);
    this.#expansions.set(plain, { map, call: undefined, macro: undefined, foreign: 'no' });
    return { source: plain, range: { from: 0, to: plain.tokens.count } };
  }
}

function isPartOf(macro: MacroDefinition | undefined, at: Origin): boolean {
  if (macro === undefined || macro.source !== at.source) return false;
  const { start } = macro.source.tokens;
  return start[macro.body.from]! <= at.offset && at.offset < (start[macro.body.to] ?? 0);
}

export interface MacroInput {
  readonly source: SourceFile;
  readonly range: TokenRange;
}

function docAttribute(comment: string, kind: number): string {
  const inner = kind === 3 || kind === 5;
  const block = kind >= 4;
  const text = block ? comment.slice(3, -2) : comment.slice(3);
  return `#${inner ? '!' : ''}[doc = ${JSON.stringify(text)}]`;
}
