/** What a program's `main` leads to, by name: calls are followed into the module's own crates, methods by their name alone. */

import { groupedByEach } from '../collections/grouped.ts';
import { memo } from '../collections/memo.ts';
import type { Body, Call } from '../rust/body.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { calledPath } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodies } from '../rust-bodies/code-bodies.ts';

/** Bodies that may run, each with the body that called it; the first has none. */
export type Reached = ReadonlyMap<CodeBody, CodeBody | undefined>;

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
  const index = new Index(program, libraries);
  const reached = new Map<CodeBody, CodeBody | undefined>();
  const queue = codeBodies(program).filter(
    ({ owner, model }) =>
      owner.parent === model.collected.root.definition && (owner.name === 'main' || launches(owner)),
  );
  for (const main of queue) reached.set(main, undefined);
  for (const at of queue) {
    for (const next of calledBy(at, index)) {
      if (reached.has(next)) continue;
      reached.set(next, at);
      queue.push(next);
    }
  }
  return reached;
}

const bodiesByKey = memo(
  (models: readonly CrateModel[]): ReadonlyMap<string, readonly CodeBody[]> =>
    groupedByEach(models.flatMap(codeBodies), keysOf),
);

/** Bodies by the names that they are called by. What a program has come to by a name once is not given to it again. */
class Index {
  readonly #parts: readonly ReadonlyMap<string, readonly CodeBody[]>[];
  readonly #given = new Set<string>();

  constructor(program: CrateModel, libraries: readonly CrateModel[]) {
    this.#parts = [bodiesByKey([program]), bodiesByKey(libraries)];
  }

  has(key: string): boolean {
    return this.#parts.some((part) => part.has(key));
  }

  all(key: string): CodeBody[] {
    return this.#parts.flatMap((part) => part.get(key) ?? []);
  }

  /** @param of what is asked for, where the key does not say it all */
  once(key: string, of = ''): CodeBody[] {
    const asked = `${key} ${of}`;
    if (this.#given.has(asked)) return [];
    this.#given.add(asked);
    return this.all(key);
  }
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

function calledBy(code: CodeBody, index: Index): CodeBody[] {
  return code.body.calls.flatMap((call) => {
    if (call.kind === 'method') return COMMON.has(call.name) ? [] : index.once(`.${call.name}`);
    const path = calledPath(code, call)?.split('::') ?? [];
    const owned = path.slice(-2).join('::');
    const isOwned = path.length > 1 && index.has(owned);
    if (!isOwned && !/^[a-z_]/.test(path.at(-1) ?? '')) return [];
    // A function of that name in the crate that the path begins with.
    const key = isOwned ? owned : `${path.at(-1)}()`;
    const crate = isOwned || path.length === 1 ? undefined : path[0];
    const called = ({ model }: CodeBody) => crate === undefined || model.input.name === crate;
    const given = defaultsAmong(code, call);
    const targets = given.length === 0 ? [] : index.once(key, `${crate} ${given.join()}`).filter(called);
    const defaults = targets.flatMap((target) => given.flatMap((at) => defaultOf(target, at, index)));
    return [...index.once(key, crate).filter(called), ...defaults];
  });
}

const mentionsDefault = memo(({ source, range }: Body) => source.rangeText(range).includes('Default::default()'));

/** Which arguments are `Default::default()`. */
function defaultsAmong(code: CodeBody, call: Call): number[] {
  if (!mentionsDefault(code.body)) return [];
  return call.arguments.flatMap((argument, at) =>
    /^(?:\w+::)*Default::default\(\)$/.test(code.body.source.rangeText(argument)) ? [at] : [],
  );
}

/** `connect(Default::default())`: the parameter's type tells whose default it is. */
function defaultOf({ owner }: CodeBody, at: number, index: Index): CodeBody[] {
  const span = owner.item('function')?.signature.params[at]?.type?.span;
  const type = span === undefined ? undefined : /(\w+)\s*(?:<.*)?$/.exec(owner.source.spanText(span))?.[1];
  return type === undefined ? [] : index.all(`${type}::default`);
}
