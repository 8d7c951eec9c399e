/** Unsafe blocks and impls, those that the crate's own macros write included, and whether a comment says why they are safe. */
import { memo } from '../../collections/memo.ts';
import { parseOuterAttributes } from '../attributes.ts';
import { Cursor } from '../cursor.ts';
import { skipStatement } from '../statements.ts';
import type { SourceFile, TokenRange } from '../syntax.ts';
import { isName, Keyword, Punct } from '../token.ts';
import { type CfgOptions, cfgHolds } from './cfg.ts';
import type { Definition } from './definitions.ts';
import type { Expander, MacroText } from './expander.ts';
import type { Origin } from './expansion.ts';
import { MacroWriters } from './macro-writers.ts';
import { chosenCode } from './pass-through.ts';
import type { Body, Collected } from './registry.ts';
import {
  firstTokenFrom,
  hasSafetyComment,
  lineOf,
  opensWithSafetyComment,
  statementAround,
} from './safety-comments.ts';

export interface UnsafeCode {
  readonly kind: 'block' | 'impl';
  /** The function, constant or impl around it. */
  readonly definition: Definition;
  /** The word `unsafe`, in the text it was written in. */
  readonly at: Origin;
  /** The outermost macro call, when a macro carried it. */
  readonly call: Origin | undefined;
  readonly documented: boolean;
}

/** Calls in a macro's input are met where they stand. */
const none = (): undefined => undefined;

/** Macros of other crates whose input is no code. */
const quoting: ReadonlySet<string> = new Set(['quote', 'quote_spanned', 'parse_quote', 'stringify', 'macro_rules']);

export function unsafeCode(collected: Collected, expander: Expander, cfg: CfgOptions): readonly UnsafeCode[] {
  const search = new UnsafeSearch(expander, cfg);
  const mayExpand = expander.hasUnsafeMacros();
  for (const body of collected.bodies) if (mayExpand || mayHoldUnsafe(body.source)) search.body(body);
  for (const impl of collected.impls) search.impl(impl, collected);
  return distinct(search.found);
}

/** Whether the word is anywhere in the file; asked for each body in it. */
const mayHoldUnsafe = memo((source: SourceFile): boolean => source.tokens.kind.includes(Keyword.unsafe));

/** In order of place; a macro's output is met twice where it is both code and items. */
function distinct(found: readonly UnsafeCode[]): readonly UnsafeCode[] {
  const seen = new Set<string>();
  const ordered = [...found].sort((a, b) => byPath(a.at.source.path, b.at.source.path) || a.at.offset - b.at.offset);
  return ordered.filter(({ at, call }) => {
    const key = `${at.source.path}:${at.offset} ${call?.source.path}:${call?.offset}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function byPath(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

class UnsafeSearch {
  readonly found: UnsafeCode[] = [];
  readonly #expander: Expander;
  readonly #cfg: CfgOptions;
  readonly #writers: MacroWriters;

  constructor(expander: Expander, cfg: CfgOptions) {
    this.#expander = expander;
    this.#cfg = cfg;
    this.#writers = new MacroWriters([Keyword.unsafe], (name) => expander.find(name));
  }

  body(body: Body): void {
    if (this.#expander.foreign(body.definition) !== 'no') return;
    this.#walk(body, body.source, body.range, undefined);
  }

  #walk(body: Body, source: SourceFile, range: TokenRange, outer: Origin | undefined): void {
    const { kind } = source.tokens;
    const skip = outer === undefined ? body.nested : [];
    let skipped = 0;
    const c = new Cursor(source, range);
    while (!c.done) {
      const hole = skip[skipped];
      if (hole !== undefined && c.at >= hole.from) {
        c.at = Math.max(c.at, hole.to);
        skipped += 1;
        continue;
      }
      const here = kind[c.at]!;
      if (here === Punct.Hash && kind[c.at + 1] === Punct.OpenBracket) this.#attributes(c);
      else if (here === Keyword.unsafe && kind[c.at + 1] === Punct.OpenBrace) {
        this.#block(body, source, c.at, outer);
        c.at += 2;
      } else if (here === Punct.Bang && isName(kind[c.at - 1] ?? 0) && isOpen(kind[c.at + 1]))
        this.#call(body, c, outer);
      else c.at += 1;
    }
  }

  /** Passes attributes; when a `cfg` among them is off, what they stand on too. */
  #attributes(c: Cursor): void {
    const from = c.at;
    const attributes = parseOuterAttributes(c);
    if (c.at === from) c.at += 1;
    const off = attributes.some((one) => one.path === 'cfg' && one.cfg !== undefined && !cfgHolds(one.cfg, this.#cfg));
    if (off) skipStatement(c);
  }

  /** The cursor stands at the `!` of a call. */
  #call(body: Body, c: Cursor, outer: Origin | undefined): void {
    const name = c.source.tokenText(c.at - 1);
    const at = c.at;
    c.at += 1;
    const group = c.takeGroup();
    if (quoting.has(name)) return;
    if (name === 'cfg_if') {
      const chosen = chosenCode(c.source, group, this.#cfg);
      if (chosen !== undefined) this.#walk(body, c.source, chosen, outer);
      return;
    }
    const plain = c.source.tokens.kind[at - 2] !== Punct.Colon;
    const macro = (plain ? body.textual.find(name) : undefined) ?? this.#expander.find(name);
    if (macro !== undefined && (this.#writers.writes(macro) || this.#writers.mayHold(c.source, group, none))) {
      const call: Origin = { source: c.source, offset: c.offset(at - 1) };
      const expanded = this.#expander.expandCode(c.source, group, macro, call);
      if (expanded !== undefined) {
        this.#walk(body, expanded, { from: 0, to: expanded.tokens.count }, call);
        return;
      }
    }
    c.at = group.from;
  }

  #block(body: Body, source: SourceFile, token: number, outer: Origin | undefined): void {
    const { at, call } = this.#expander.locate(source, source.tokens.start[token]!);
    const { definition } = body;
    const macro = this.#expander.macroAround(at);
    const documented =
      opensWithSafetyComment(at.source, firstTokenFrom(at.source.tokens, at.offset) + 1) ||
      (macro === undefined
        ? this.#isExplained(body, at)
        : this.#isExplainedInMacro(at, macro) ||
          (outer !== undefined &&
            token === 0 &&
            this.#isStatementExplained(body, this.#expander.locate(outer.source, outer.offset).at)));
    this.found.push({ kind: 'block', definition, at, call, documented });
  }

  #isExplainedInMacro(at: Origin, macro: MacroText): boolean {
    const { source } = at;
    const after = lineOf(source, macro.begins);
    if (hasSafetyComment(source, lineOf(source, at.offset), after)) return true;
    const from = firstTokenFrom(source.tokens, macro.from);
    const around = statementAround(source, firstTokenFrom(source.tokens, at.offset), from);
    return around !== undefined && hasSafetyComment(source, lineOf(source, around), after);
  }

  #isExplained(body: Body, at: Origin): boolean {
    const line = lineOf(at.source, at.offset);
    return hasSafetyComment(at.source, line, this.#firstLine(body, at)) || this.#isStatementExplained(body, at);
  }

  #isStatementExplained(body: Body, at: Origin): boolean {
    const token = firstTokenFrom(at.source.tokens, at.offset);
    const around = statementAround(at.source, token, this.#firstToken(body, at));
    const first = this.#firstLine(body, at);
    if (around !== undefined && hasSafetyComment(at.source, lineOf(at.source, around), first)) return true;
    const { kind, node } = body.definition;
    if (kind !== 'constant' && kind !== 'static' && kind !== 'associated-constant') return false;
    const item = this.#expander.locate(body.source, node.span.start).at;
    return item.source === at.source && hasSafetyComment(item.source, lineOf(item.source, item.offset), -1);
  }

  /** Line of the item the search must not leave; the call's line for an item that a macro wrote. */
  #firstLine(body: Body, at: Origin): number {
    const { kind, node } = body.definition;
    const { at: start, call } = this.#expander.locate(body.source, node.span.start);
    if (kind === 'constant' || kind === 'static' || kind === 'associated-constant') return -1;
    const limit = call ?? start;
    return limit.source === at.source ? lineOf(limit.source, limit.offset) : -1;
  }

  #firstToken(body: Body, at: Origin): number {
    return body.source === at.source ? body.range.from : 0;
  }

  impl(definition: Definition, collected: Collected): void {
    const item = definition.item('impl')!;
    if (!item.unsafe || item.trait === undefined) return;
    if (this.#expander.foreign(definition) !== 'no') return;
    const { at, call } = this.#expander.locate(definition.source, item.span.start);
    const macro = this.#expander.macroAround(at);
    const after = macro === undefined ? previousEnd(definition, collected) : lineOf(at.source, macro.begins);
    const documented = hasSafetyComment(at.source, lineOf(at.source, at.offset), after);
    this.found.push({ kind: 'impl', definition, at, call, documented });
  }
}

/** Last line of the item before, in the same file; -1 for the first one. */
function previousEnd({ node, parent, source }: Definition, collected: Collected): number {
  const ends = parent === undefined ? undefined : endsOf(collected).get(parent)?.get(source);
  if (ends === undefined) return -1;
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! < node.span.start) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? -1 : lineOf(source, ends[low - 1]!);
}

type Ends = Map<SourceFile, number[]>;

/** Where the items of each module end, by file and in order: there may be very many in one. */
const endsOf = memo((collected: Collected): ReadonlyMap<Definition, Ends> => {
  const known = new Map<Definition, Ends>();
  for (const { kind, node, parent, source } of collected.definitions) {
    if (parent === undefined || kind === 'constructor' || kind === 'field') continue;
    const files: Ends = known.get(parent) ?? new Map();
    known.set(parent, files);
    const ends = files.get(source);
    if (ends === undefined) files.set(source, [node.span.end - 1]);
    else ends.push(node.span.end - 1);
  }
  for (const files of known.values()) for (const ends of files.values()) ends.sort((a, b) => a - b);
  return known;
});

function isOpen(kind: number | undefined): boolean {
  return kind === Punct.OpenParen || kind === Punct.OpenBracket || kind === Punct.OpenBrace;
}
