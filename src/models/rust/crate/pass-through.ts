/** The short way for macros that hand on the items they are given (`cfg_rt! { … }`): most of a crate such as tokio stands in such calls. */
import { macroItems, passThrough } from '../macros.ts';
import type { Attribute, Item, MacroCallItem } from '../syntax.ts';
import { activeAttributes, type CfgOptions, cfgHolds } from './cfg.ts';
import { isHidden } from './definitions.ts';
import type { MacroDefinition } from './expander.ts';

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
