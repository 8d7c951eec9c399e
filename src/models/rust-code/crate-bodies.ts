/** The code of a crate, body by body, with calls led to what they name. Test code is not among it: the crate model leaves it out. */

import { memo } from '../memo.ts';
import { blockItems } from '../rust/block-items.ts';
import type { Body, Call, MacroUse, PathCall } from '../rust/body.ts';
import { type CrateModel, type Definition, isExternal } from '../rust/crate/crate-model.ts';
import { codeBodies } from '../rust-api/code-bodies.ts';

/** Where code stands in a file of the module. */
export interface CodePlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** A function, method, constant or static with its code. */
export interface CodeBody {
  readonly model: CrateModel;
  readonly definition: Definition;
  readonly body: Body;
}

/** All bodies of a crate under its configuration, in source order; each is read when it is asked for, once. */
export const bodiesOf = memo((model: CrateModel): readonly CodeBody[] =>
  codeBodies(model).map((inner) => ({
    model,
    definition: inner.owner,
    get body() {
      return inner.body;
    },
  })),
);

/** Path, line and column of a token in a body. */
export function placeOf({ model, definition, body }: CodeBody, token: number): CodePlace {
  const { path, line, column } = model.placeAt(definition, body.source.tokens.start[token] ?? 0);
  return { path, line, column };
}

/**
 * What a path in a body names, from the crate that defines it on: `tokio::signal::ctrl_c`, `cim_demo::Server::new`. What
 * cannot be resolved keeps the words it is written with.
 */
export function resolvePath(code: CodeBody, path: readonly string[], namespace: 0 | 1 | 2 = 1): string {
  const full = [...(localUses(code.body).get(path[0] ?? '') ?? [path[0] ?? '']), ...path.slice(1)];
  const { model, definition } = code;
  const written = full.join('::');
  const whole = named(model, definition, full, namespace);
  if (whole !== undefined) return whole;
  if (full.length < 2) return written;
  const isSelf = full[0] === 'Self' && full.length === 2;
  const owner = isSelf ? selfPath(model, definition) : named(model, definition, full.slice(0, -1), 0);
  return owner === undefined ? written : `${owner}::${full.at(-1)}`;
}

const TYPES: ReadonlySet<string> = new Set(['struct', 'enum', 'union', 'trait', 'type-alias']);

function named(model: CrateModel, from: Definition, path: readonly string[], namespace: 0 | 1 | 2): string | undefined {
  const target = model.resolve(path.join('::'), from, namespace);
  if (target === undefined) return undefined;
  if (isExternal(target)) return [target.crate, ...target.path].filter((part) => part !== '').join('::');
  const last = path.at(-1);
  // `Type::new` leads to the type: associated names are not followed.
  const associated = path.length > 1 && TYPES.has(target.kind) && target.name !== last;
  return associated ? `${model.pathOf(target)}::${last}` : model.pathOf(target);
}

/** Names that `use` declarations inside the body bring in, with the paths they stand for. */
const localUses = memo((body: Body): ReadonlyMap<string, readonly string[]> => {
  const names = new Map<string, readonly string[]>();
  for (const range of body.items) {
    const item = blockItems(body.source, range)[0]?.item;
    if (item?.kind !== 'use') continue;
    for (const { name, path } of item.names) if (name !== '' && name !== '_') names.set(name, path);
  }
  return names;
});

function selfPath(model: CrateModel, definition: Definition): string | undefined {
  for (let at = definition.parent; at !== undefined; at = at.parent)
    if (at.kind === 'impl' || at.kind === 'trait') return model.pathOf(at);
  return undefined;
}

const callees = memo((_: CodeBody) => new Map<Call, string>());

/** What a path call names; undefined for calls of methods and values. */
export function calleeOf(code: CodeBody, call: Call): string | undefined {
  if (call.kind !== 'path') return undefined;
  const known = callees(code);
  let callee = known.get(call);
  if (callee === undefined) {
    callee = resolvePath(code, (call as PathCall).path);
    known.set(call, callee);
  }
  return callee;
}

/** What a macro call names, such as `tracing::info`. */
export function macroOf(code: CodeBody, macro: MacroUse): string {
  return resolvePath(code, macro.path, 2);
}
