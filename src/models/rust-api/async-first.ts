/** Whether a library with I/O offers it without blocking its caller: api/async-first and performance/async. */
import { memo } from '../collections/memo.ts';
import { type CodePlace, type CrateModel, type Definition, isExternal, type Place } from '../rust/crate/crate-model.ts';
import { calleeOf } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodies } from '../rust-bodies/code-bodies.ts';
import { isOfIoCrate } from '../rust-code/io-crates.ts';
import { hasAsync, runsOnExecutor } from './async-context.ts';
import {
  type BlockingCall,
  blockingCalls,
  blockingFunctionsOf,
  bodiesThatMayBlock,
  ownCallee,
  sharedBlocking,
} from './blocking.ts';
import { publicFunctions } from './fallible.ts';
import { heldGuards } from './held-guards.ts';

/** Addresses of std::net are data: parsing one does no I/O. */
const standardIo = /^std::(?:fs::\w+|net::(?:TcpStream|TcpListener|UdpSocket)|os::unix::net::\w+)(?:::[a-z]|$)/;

/** What shows that a library does I/O, in words; empty when nothing does. */
export function signOfIo(model: CrateModel): string[] {
  for (const code of codeBodies(model)) {
    for (const call of code.body.calls) {
      const callee = calleeOf(code, call);
      if (callee?.kind === 'foreign' && (isOfIoCrate(callee.path) || standardIo.test(callee.path)))
        return [`it calls ${callee.path}`];
    }
  }
  const found = publicFunctions(model).find(({ signature }) => signature.async);
  return found === undefined ? [] : [`${found.item} is async`];
}

/** Synchronous functions that another crate can call, methods of traits that public types implement included. */
export const publicSyncFunctions = memo((model: CrateModel): readonly Definition[] =>
  [...publicFunctions(model).map(({ definition }) => definition), ...traitMethods(model)].filter((definition) => {
    const written = definition.item('function');
    return written?.body !== undefined && !written.signature.async;
  }),
);

/** Those of some functions that another crate can call; a method of a trait counts where a public type implements it. */
function publicAmong(model: CrateModel, functions: readonly Definition[]): Definition[] {
  const ofTraits = new Set(traitMethods(model));
  const isOwn = ({ parent, hidden }: Definition) => !hidden && parent?.item('impl')?.trait === undefined;
  return functions.filter((one) => ofTraits.has(one) || (isOwn(one) && model.isExported(one)));
}

/** A trait that no other crate sees gives nobody its methods. */
function traitMethods(model: CrateModel): Definition[] {
  return model
    .publicTypes()
    .flatMap(({ definition }) => model.implsOf(definition))
    .filter((impl) => {
      const trait = impl.item('impl')?.trait;
      if (trait === undefined) return false;
      const target = model.resolve(trait.segments.map(({ name }) => name).join('::'), impl);
      return target === undefined || isExternal(target) || model.isReachable(target);
    })
    .flatMap(({ members }) => members);
}

export interface BlockingFunction extends Place {
  readonly item: string;
  readonly what: string;
  /** Where the call stands that blocks, in it or further down. */
  readonly at: CodePlace;
}

/** Public synchronous functions that block, `drop` of public types among them. */
export function blockingPublic(model: CrateModel): BlockingFunction[] {
  const blocking = blockingFunctionsOf(model);
  const shared = sharedBlocking(model);
  if (blocking.size === shared.size) return [];
  const asked = model.first === model ? publicSyncFunctions(model) : publicAmong(model, [...blocking.keys()]);
  return asked.flatMap((definition) => {
    const cause = blocking.get(definition);
    if (cause === undefined || shared.has(definition)) return [];
    return [
      {
        ...model.placeOf(definition),
        item: model.pathOf(definition),
        what: cause.what,
        at: cause.code.placeOf(cause.token),
      },
    ];
  });
}

export interface AsyncProblem extends CodePlace {
  readonly message: string;
  /** A borrow that outlives an await blocks nobody, but panics when another task borrows meanwhile. */
  readonly noted: boolean;
}

/** Blocking calls on an executor's thread, by functions of the crate too, and locks of std held over an await. */
export function asyncProblems(model: CrateModel): AsyncProblem[] {
  const blocking = blockingFunctionsOf(model);
  const names = new Set([...blocking.keys()].map(({ name }) => name));
  const through = bodiesThatMayBlock(model).flatMap((code) =>
    blocking.size === 0 || !hasAsync(code) ? [] : callsToBlocking(code, blocking, names),
  );
  const blocked = blockingCalls(model)
    .filter(({ code, token }) => runsOnExecutor(code, token))
    .map(({ code, token, what }) => ({
      ...code.placeOf(token),
      message: `${what} blocks in async code`,
      noted: false,
    }));
  const held = heldGuards(model).map(({ code, of, lock, awaited }) => ({
    ...code.placeOf(lock),
    message: `${of === 'lock' ? 'a lock taken' : 'a RefCell borrowed'} here is held over the await in line ${code.placeOf(awaited).line}`,
    noted: of === 'cell',
  }));
  return [...blocked, ...through, ...held];
}

/** A function that blocks does so on the thread of whoever calls it. */
function callsToBlocking(
  code: CodeBody,
  blocking: ReadonlyMap<Definition, BlockingCall>,
  names: ReadonlySet<string>,
): AsyncProblem[] {
  return code.body.calls.flatMap((call) => {
    if (call.kind === 'method' && !names.has(call.name)) return [];
    const callee = ownCallee(code, call);
    const cause = callee === undefined ? undefined : blocking.get(callee);
    if (cause === undefined || !runsOnExecutor(code, call.token)) return [];
    const { path, line } = cause.code.placeOf(cause.token);
    return [
      {
        ...code.placeOf(call.token),
        message: `${call.name} blocks in async code: ${cause.what} (${path}:${line})`,
        noted: false,
      },
    ];
  });
}

export interface AsyncFile extends Place {
  /** The first function of the file that is async or has async blocks. */
  readonly item: string;
  readonly count: number;
}

/** Where async code stands, file by file. */
export function asyncFiles(model: CrateModel): AsyncFile[] {
  const files = new Map<string, AsyncFile>();
  for (const code of codeBodies(model)) {
    if (!hasAsync(code)) continue;
    const place = model.placeOf(code.owner);
    const known = files.get(place.path);
    files.set(place.path, {
      ...(known ?? { ...place, item: model.pathOf(code.owner) }),
      count: (known?.count ?? 0) + 1,
    });
  }
  return [...files.values()];
}
