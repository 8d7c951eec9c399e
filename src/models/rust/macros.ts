/**
 * Looks through macro calls that stand where items stand (Rust Reference: "Macros", "Macros by example"), without expanding anything.
 * Sound for macros that hand on the items they are given (`cfg_rt!`, `cfg_if!`, `pin_project!`); others may merely look so, which the caller must weigh.
 */
import { memo } from '../collections/memo.ts';
import { parseInnerAttributes, parseOuterAttributes, startsInnerAttribute } from './attributes.ts';
import { cfgOfTokens } from './cfg.ts';
import { Cursor, nameOf } from './cursor.ts';
import { scanMacroItems } from './items.ts';
import { parsePathText } from './paths.ts';
import type { Attribute, CfgPredicate, Item, MacroCallItem, MacroRulesItem, SourceFile, TokenRange } from './syntax.ts';
import { Keyword, Punct } from './token.ts';

interface MacroBranch {
  /** All must hold for the items to exist; the conditions of earlier branches are in it, negated. */
  readonly when: readonly CfgPredicate[];
  readonly items: readonly Item[];
}

export interface MacroItems {
  /** Whether everything inside could be read as items. */
  readonly clean: boolean;
  /** One, without conditions, but for `cfg_if!` and `cfg_select!`. */
  readonly branches: readonly MacroBranch[];
}

/** Reads the inside of a macro call as items, once for all models of its crate. */
export const macroItems = memo((call: MacroCallItem): MacroItems => {
  const name = call.path.split('::').at(-1);
  const reader = new BranchReader(call.source);
  if (name === 'cfg_if') reader.readCfgIf(call.body);
  else if (name === 'cfg_select') reader.readCfgSelect(call.body);
  else reader.add(call.body, []);
  return { clean: reader.clean, branches: reader.branches };
});

class BranchReader {
  clean = true;
  readonly branches: MacroBranch[] = [];
  private readonly source: SourceFile;
  private readonly earlier: CfgPredicate[] = [];

  constructor(source: SourceFile) {
    this.source = source;
  }

  add(range: TokenRange, when: readonly CfgPredicate[]): void {
    const items = scanMacroItems(this.source, range, () => {
      this.clean = false;
    });
    this.branches.push({ when: [...this.earlier, ...when], items });
  }

  /** `if #[cfg(a)] { … } else if #[cfg(b)] { … } else { … }` */
  readCfgIf(range: TokenRange): void {
    const c = new Cursor(this.source, range);
    while (!c.done && this.clean) {
      if (c.take(Keyword.if)) {
        const cfg = parseOuterAttributes(c)[0]?.cfg;
        if (cfg === undefined) break;
        this.addBranch(c, cfg);
      } else this.addBranch(c, undefined);
      if (!c.done && !c.take(Keyword.else)) break;
    }
    this.clean &&= c.done;
  }

  /** `unix => { … } feature = "a" => { … } _ => { … }` */
  readCfgSelect(range: TokenRange): void {
    const c = new Cursor(this.source, range);
    while (!c.done && this.clean) {
      const from = c.at;
      while (!c.done && !c.isPair(Punct.Equal, Punct.Greater)) c.skip();
      const condition = c.rangeFrom(from);
      const otherwise = this.source.rangeText(condition) === '_';
      c.at += 2;
      this.addBranch(c, otherwise ? undefined : cfgOfTokens(c.inside(condition)));
      c.take(Punct.Comma);
    }
  }

  private addBranch(c: Cursor, cfg: CfgPredicate | undefined): void {
    if (!c.is(Punct.OpenBrace)) {
      this.clean = false;
      return;
    }
    this.add(c.takeGroup(), cfg === undefined ? [] : [cfg]);
    if (cfg !== undefined) this.earlier.push({ op: 'not', of: cfg });
  }
}

/** How a macro hands on the items it is given. */
export interface PassThrough {
  /** Added to every item, those that bear a condition among them. */
  readonly attributes: readonly Attribute[];
  /** `#[cfg($meta)]` with the call's own `#![meta]`. */
  readonly when: readonly CfgPredicate[];
  /** The macro they are handed on to, when it is not the last. */
  readonly macro: string | undefined;
}

/**
 * What a macro of the shape `($($item:item)*) => { $( #[cfg(x)] $item )* }` does to the items of a call.
 * @returns undefined when the macro has no such rule for the call
 */
export function passThrough(definition: MacroRulesItem, call: MacroCallItem): PassThrough | undefined {
  const c = new Cursor(definition.source, definition.body);
  while (!c.done) {
    const matcher = c.inside(c.takeGroup());
    if (!c.takePair(Punct.Equal, Punct.Greater)) return undefined;
    const transcriber = c.inside(c.takeGroup());
    c.take(Punct.Semi);
    const taken = readMatcher(matcher);
    const given = parseInnerAttributes(new Cursor(call.source, call.body)).filter((a) => a.path !== 'doc');
    if (taken === undefined || (taken.meta === undefined) !== (given.length === 0)) continue;
    const found = readTranscriber(transcriber, taken, given);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Matcher {
  /** Name of the repeated item fragment. */
  readonly item: string;
  /** Name of the fragment in a leading `#![$meta:meta]`. */
  readonly meta: string | undefined;
}

function readMatcher(c: Cursor): Matcher | undefined {
  let meta: string | undefined;
  if (startsInnerAttribute(c)) {
    c.at += 2;
    meta = fragment(c.inside(c.takeGroup()), 'meta');
    if (meta === undefined) return undefined;
  }
  const item = c.take(Punct.Dollar) && c.is(Punct.OpenParen) ? fragment(c.inside(c.takeGroup()), 'item') : undefined;
  return item !== undefined && takeRepetition(c) && c.done ? { item, meta } : undefined;
}

/** The name in `$name:specifier`, when that is all there is. */
function fragment(c: Cursor, specifier: string): string | undefined {
  if (!c.take(Punct.Dollar) || !c.isWord()) return undefined;
  const name = c.takeName();
  return c.take(Punct.Colon) && c.takeContextual(specifier) && c.done ? name : undefined;
}

function takeRepetition(c: Cursor): boolean {
  return c.take(Punct.Star) || c.take(Punct.Plus);
}

/** `$( #[…] $item )*` or `#[…] other! { $($item)* }`. */
function readTranscriber(c: Cursor, taken: Matcher, given: readonly Attribute[]): PassThrough | undefined {
  const outer = parseOuterAttributes(c);
  const macro = c.isWord() ? parsePathText(c) : undefined;
  let repeated: Cursor = c;
  if (macro !== undefined) {
    if (!c.take(Punct.Bang)) return undefined;
    repeated = c.inside(c.takeGroup());
  }
  if (!repeated.take(Punct.Dollar) || !repeated.is(Punct.OpenParen)) return undefined;
  const inside = c.inside(repeated.takeGroup());
  if (!takeRepetition(repeated) || !repeated.done || (macro !== undefined && !c.done && !c.take(Punct.Semi))) {
    return undefined;
  }
  const attributes = [...outer, ...parseOuterAttributes(inside)];
  const isItem = inside.take(Punct.Dollar) && inside.isWord() && nameOf(inside.source, inside.at) === taken.item;
  if (!isItem || inside.at + 1 !== inside.to) return undefined;
  const substituted = attributes.filter((a) => isCfgOf(a, taken.meta));
  const when = substituted.length > 0 ? given.map((a) => cfgOfTokens(new Cursor(a.source, a.tokens))) : [];
  return { attributes: attributes.filter((a) => !substituted.includes(a)), when, macro };
}

/** `#[cfg($meta)]` */
function isCfgOf(attribute: Attribute, meta: string | undefined): boolean {
  if (meta === undefined || attribute.path !== 'cfg' || attribute.args === undefined) return false;
  return attribute.source.rangeText(attribute.args) === `$${meta}`;
}
