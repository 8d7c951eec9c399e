/** What a program's `main` leads to, by name: calls are followed into the module's own crates, methods by their name alone. */

import type { Call } from '../rust/body.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { calledPath } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodies } from '../rust-bodies/code-bodies.ts';

/** Bodies that may run, each with the body that called it; the first has none. */
export type Reached = ReadonlyMap<CodeBody, CodeBody | undefined>;

const MAX_BODIES = 20_000;

/** Names that every type has: following them would lead everywhere. */
const COMMON = new Set(
  'new default from into clone fmt eq cmp hash drop deref as_ref next get set len is_empty push insert iter to_string try_from try_into build with map and_then unwrap expect'.split(
    ' ',
  ),
);

/**
 * @param program the binary's crate
 * @param libraries the module's own libraries
 */
export function reachedFrom(program: CrateModel, libraries: readonly CrateModel[]): Reached {
  const own = [...codeBodies(program), ...libraries.flatMap(codeBodies)];
  const index = new Map<string, CodeBody[]>();
  for (const body of own) for (const key of keysOf(body)) index.set(key, [...(index.get(key) ?? []), body]);
  const reached = new Map<CodeBody, CodeBody | undefined>();
  const queue = codeBodies(program).filter(
    ({ owner, model }) =>
      owner.parent === model.collected.root.definition && (owner.name === 'main' || launches(owner)),
  );
  for (const main of queue) reached.set(main, undefined);
  for (let at = queue.shift(); at !== undefined && reached.size < MAX_BODIES; at = queue.shift()) {
    for (const next of calledBy(at, index)) {
      if (reached.has(next)) continue;
      reached.set(next, at);
      queue.push(next);
    }
  }
  return reached;
}

/** `#[rocket::launch]` writes a `main` that runs what the function gives. */
const launches = ({ attributes }: Definition): boolean =>
  attributes.some(({ path }) => /^(?:rocket::)?launch$/.test(path));

/** `Type::name` for what belongs to a type, `name()` for functions, `.name` for methods. */
function keysOf({ model, owner }: CodeBody): string[] {
  const path = model.pathOf(owner).split('::');
  if (owner.kind === 'method') return [path.slice(-2).join('::'), `.${owner.name}`];
  return owner.kind === 'function' ? [`${owner.name}()`] : [];
}

function calledBy(code: CodeBody, index: ReadonlyMap<string, CodeBody[]>): CodeBody[] {
  return code.body.calls.flatMap((call) => {
    if (call.kind === 'method') return COMMON.has(call.name) ? [] : (index.get(`.${call.name}`) ?? []);
    const path = calledPath(code, call)?.split('::') ?? [];
    const owned = path.length > 1 ? index.get(path.slice(-2).join('::')) : undefined;
    const found = owned ?? (/^[a-z_]/.test(path.at(-1) ?? '') ? functionsAt(path, index) : []);
    return [...found, ...found.flatMap((target) => defaultsGiven(code, call, target, index))];
  });
}

/** `connect(Default::default())`: the parameter's type tells whose default it is. */
function defaultsGiven(
  code: CodeBody,
  call: Call,
  { owner }: CodeBody,
  index: ReadonlyMap<string, CodeBody[]>,
): CodeBody[] {
  const params = owner.item('function')?.signature.params ?? [];
  return call.arguments.flatMap((argument, at) => {
    const span = params[at]?.type?.span;
    if (span === undefined || !/^(?:\w+::)*Default::default\(\)$/.test(code.body.source.rangeText(argument))) return [];
    const type = /(\w+)\s*(?:<.*)?$/.exec(owner.source.spanText(span))?.[1];
    return type === undefined ? [] : (index.get(`${type}::default`) ?? []);
  });
}

/** A function of that name in the crate that the path begins with. */
function functionsAt(path: readonly string[], index: ReadonlyMap<string, CodeBody[]>): CodeBody[] {
  return (index.get(`${path.at(-1)}()`) ?? []).filter(({ model }) => path.length === 1 || model.input.name === path[0]);
}
