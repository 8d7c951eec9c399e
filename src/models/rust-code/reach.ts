/** What a program's `main` leads to, by name: calls are followed into the module's own crates, methods to those of types that it names. */

import { groupedByEach } from '../collections/grouped.ts';
import { memo } from '../collections/memo.ts';
import type { Body, Call } from '../rust/body.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { calledPath, ownerType } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodies } from '../rust-bodies/code-bodies.ts';
import { NamedTypes, textOf } from './named-types.ts';

export interface Reached {
  /** What may run. */
  readonly bodies: ReadonlySet<CodeBody>;
  /** Types that it may have values of. */
  readonly types: Pick<NamedTypes, 'has'>;
}

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
  const types = new NamedTypes(program, libraries);
  const bodies = new Set<CodeBody>();
  /** Methods that were called by name, by their types, which nothing has named so far. */
  const waiting = new Map<string, CodeBody[]>();
  for (const body of codeBodies(program)) if (starts(body)) bodies.add(body);
  // A walk over a set comes to what is added on the way, too.
  for (const at of bodies) {
    for (const name of types.see(`${typeOf(at) ?? ''} ${textOf(at.owner)}`))
      for (const body of waiting.get(name) ?? []) bodies.add(body);
    for (const { body, byName } of calledBy(at, index)) {
      const type = byName ? typeOf(body) : undefined;
      if (type === undefined || types.has(type)) bodies.add(body);
      else if (waiting.get(type)?.push(body) === undefined) waiting.set(type, [body]);
    }
  }
  return { bodies, types };
}

const starts = ({ owner, model }: CodeBody): boolean =>
  owner.parent === model.collected.root.definition && (owner.name === 'main' || launches(owner));

/** The name of the module's own type that a method belongs to; undefined for those of traits and of other crates' types. */
const typeOf = ({ model, owner }: CodeBody): string | undefined =>
  owner.kind === 'method' ? ownerType(model, owner)?.name : undefined;

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

interface Called {
  readonly body: CodeBody;
  /** Only the method's name is known, not whose it is. */
  readonly byName: boolean;
}

const calledBy = (code: CodeBody, index: Index): Called[] =>
  code.body.calls.flatMap<Called>((call) =>
    call.kind === 'method'
      ? methodsCalled(call.name, index).map((body) => ({ body, byName: true }))
      : functionsCalled(code, call, index).map((body) => ({ body, byName: false })),
  );

const methodsCalled = (name: string, index: Index): CodeBody[] => (COMMON.has(name) ? [] : index.once(`.${name}`));

function functionsCalled(code: CodeBody, call: Call, index: Index): CodeBody[] {
  const path = calledPath(code, call)?.split('::') ?? [];
  const owned = path.slice(-2).join('::');
  const isOwned = path.length > 1 && index.has(owned);
  if (!isOwned && !/^[a-z_]/.test(path.at(-1) ?? '')) return [];
  // A function of that name in the crate that the path begins with.
  const key = isOwned ? owned : `${path.at(-1)}()`;
  const crate = isOwned || path.length === 1 ? undefined : path[0];
  const called = ({ model }: CodeBody) => crate === undefined || model.input.name === crate;
  const whole = path.join('::');
  const exactly = index.all(key).filter(({ model, owner }) => model.pathOf(owner) === whole);
  if (exactly.length > 0 && !isOwned) return exactly;
  const given = defaultsAmong(code, call);
  const targets = given.length === 0 ? [] : index.once(key, `${crate} ${given.join()}`).filter(called);
  const defaults = targets.flatMap((target) => given.flatMap((at) => defaultOf(target, at, index)));
  return [...index.once(key, crate).filter(called), ...defaults];
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
