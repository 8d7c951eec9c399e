/** The short way for macros that hand on the items they are given (`cfg_rt! { … }`): most of a crate such as tokio stands in such calls. */
import { parseOuterAttributes } from '../attributes.ts';
import { Cursor } from '../cursor.ts';
import { macroItems, passThrough } from '../macros.ts';
import type { Attribute, Item, MacroCallItem, SourceFile, TokenRange } from '../syntax.ts';
import { Keyword, Punct } from '../token.ts';
import { activeAttributes, type CfgOptions, cfgHolds } from './cfg.ts';
import { isHidden } from './definitions.ts';
import type { MacroDefinition } from './macro-scope.ts';

/**
 * The items of a call as they stand in it, none when the macro's `cfg` drops them.
 * @returns undefined when the macro does more than adding a condition, so that it has to be expanded
 */
export function handedOn(call: MacroCallItem, macro: MacroDefinition, cfg: CfgOptions): readonly Item[] | undefined {
  const definition = macro.definition?.item('macro-rules');
  const through = definition === undefined ? undefined : passThrough(definition, call);
  if (through === undefined || through.macro !== undefined) return undefined;
  if (!through.when.every((predicate) => cfgHolds(predicate, cfg))) return [];
  const active = activeAttributes(through.attributes, cfg);
  if (active === undefined) return [];
  if (!active.every(changesNothing)) return undefined;
  const { clean, branches } = macroItems(call);
  const [only] = branches;
  return clean && branches.length === 1 && only!.when.length === 0 ? only!.items : undefined;
}

/** `#[doc(cfg(…))]`, `#[allow(…)]` and the like leave what is asked of an item as it is. */
function changesNothing(attribute: Attribute): boolean {
  if (attribute.path === 'doc') return attribute.doc === undefined && !isHidden([attribute]);
  return attribute.path === 'allow' || attribute.path === 'warn' || attribute.path === 'expect';
}

/** Macros that choose one of several branches by `cfg`. */
const choosing = /(^|:)(cfg_if|cfg_select)$/;

/** The items of the branch that holds, none when none does; undefined for any other macro, or when the call cannot be read. */
export function chosenItems(call: MacroCallItem, cfg: CfgOptions): readonly Item[] | undefined {
  if (!choosing.test(call.path)) return undefined;
  const { clean, branches } = macroItems(call);
  if (!clean) return undefined;
  return branches.find(({ when }) => when.every((predicate) => cfgHolds(predicate, cfg)))?.items ?? [];
}

/** The branch of a `cfg_if!` in code that holds, without its braces. */
export function chosenCode(source: SourceFile, range: TokenRange, cfg: CfgOptions): TokenRange | undefined {
  const c = new Cursor(source, range);
  while (!c.done) {
    let holds = true;
    if (c.take(Keyword.if)) {
      const predicate = parseOuterAttributes(c)[0]?.cfg;
      holds = predicate !== undefined && cfgHolds(predicate, cfg);
    }
    if (!c.is(Punct.OpenBrace)) return undefined;
    const body = c.takeGroup();
    if (holds) return body;
    if (!c.take(Keyword.else)) return undefined;
  }
  return undefined;
}
