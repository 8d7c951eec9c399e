/** The code of a crate, body by body, with calls led to what they name. Test code is not among it: the crate model leaves it out. */
import type { Body, Call, MacroUse, PathCall } from '../rust/body.ts';
import { type CrateModel, type Definition, isExternal } from '../rust/crate/crate-model.ts';
import type { TokenRange } from '../rust/syntax.ts';
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

const wrapped = new WeakMap<CrateModel, readonly CodeBody[]>();

/** All bodies of a crate under its configuration, in source order; each is read when it is asked for, once. */
export function bodiesOf(model: CrateModel): readonly CodeBody[] {
  let bodies = wrapped.get(model);
  if (bodies === undefined) {
    bodies = codeBodies(model).map((inner) => ({
      model,
      definition: inner.owner,
      get body() {
        return inner.body;
      },
    }));
    wrapped.set(model, bodies);
  }
  return bodies;
}

/** Path, line and column of a token in a body. */
export function placeOf({ model, definition, body }: CodeBody, token: number): CodePlace {
  const { path, line, column } = model.placeAt(definition, body.source.tokens.start[token] ?? 0);
  return { path, line, column };
}

/** Text of a range of tokens. */
export function textOf({ body }: CodeBody, range: TokenRange): string {
  return body.source.rangeText(range);
}

/**
 * What a path in a body names, from the crate that defines it on: `tokio::signal::ctrl_c`, `cim_demo::Server::new`. What
 * cannot be resolved keeps the words it is written with.
 */
export function resolvePath(
  { model, definition }: CodeBody,
  path: readonly string[],
  namespace: 0 | 1 | 2 = 1,
): string {
  const written = path.join('::');
  const whole = named(model, definition, written, namespace);
  if (whole !== undefined) return whole;
  if (path.length < 2) return written;
  const owner =
    path[0] === 'Self' && path.length === 2
      ? selfPath(model, definition)
      : named(model, definition, path.slice(0, -1).join('::'), 0);
  return owner === undefined ? written : `${owner}::${path.at(-1)}`;
}

function named(model: CrateModel, from: Definition, path: string, namespace: 0 | 1 | 2): string | undefined {
  const target = model.resolve(path, from, namespace);
  if (target === undefined) return undefined;
  return isExternal(target)
    ? [target.crate, ...target.path].filter((part) => part !== '').join('::')
    : model.pathOf(target);
}

function selfPath(model: CrateModel, definition: Definition): string | undefined {
  for (let at = definition.parent; at !== undefined; at = at.parent)
    if (at.kind === 'impl' || at.kind === 'trait') return model.pathOf(at);
  return undefined;
}

/** What a path call names; undefined for calls of methods and values. */
export function calleeOf(code: CodeBody, call: Call): string | undefined {
  return call.kind === 'path' ? resolvePath(code, (call as PathCall).path) : undefined;
}

/** What a macro call names, such as `tracing::info`. */
export function macroOf(code: CodeBody, macro: MacroUse): string {
  return resolvePath(code, macro.path, 2);
}
