/** Calls that block the thread they run on: the list of api/async-first and performance/async. */
import { grouped } from '../collections/grouped.ts';
import { memo } from '../collections/memo.ts';
import type { Body, Call } from '../rust/body.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { calleeOf, methodOf } from '../rust-bodies/callee.ts';
import { allBodies, type CodeBody, codeBodies } from '../rust-bodies/code-bodies.ts';
import { Cover } from '../rust-bodies/places.ts';
import { quotedIn } from '../rust-bodies/quoted.ts';
import { identifiers } from '../rust-bodies/token-text.ts';
import { type Locals, localsOf, receiverType } from '../rust-bodies/value-types.ts';
import { handedToThreads, runsOnExecutor } from './async-context.ts';

export interface BlockingCall {
  readonly code: CodeBody;
  readonly token: number;
  /** What is called, by its path. */
  readonly what: string;
}

/** Whole modules and crates whose functions wait for a disk, a peer or a database. */
const blockingPaths =
  /^(?:std::fs|reqwest::blocking|ureq|git2|rusqlite|postgres)::|^diesel::(?:\w+::)*(?:establish|execute|load\w*|get_results?|first|batch_execute|transaction)$/;
const blockingFunctions: ReadonlySet<string> = new Set([
  'std::thread::sleep',
  'std::thread::park',
  'std::net::TcpStream::connect',
  'std::net::TcpStream::connect_timeout',
  'std::net::TcpListener::bind',
  'std::net::UdpSocket::bind',
  'futures::executor::block_on',
  'futures_executor::block_on',
  'futures_lite::future::block_on',
  'pollster::block_on',
  'async_std::task::block_on',
  'smol::block_on',
]);

/** Types and constructors under those paths that only hold data. */
const harmless =
  /^std::fs::(?:Metadata|Permissions|FileType)\b|^(?:git2|rusqlite)::(?:\w+::)*(?:Error|ErrorCode|Result|Oid)\b|::(?:default|builder)$|^git2::(?:Signature|Cred|Time|RemoteCallbacks|\w+Options)::|^rusqlite::(?:params\w*|types|OpenFlags)\b/;

/** @returns the path of what blocks; undefined for a call that does not, as far as names tell */
function blockingCallee(code: CodeBody, call: Call): string | undefined {
  if (call.kind === 'method') return call.name === 'block_on' ? 'block_on' : undefined;
  const callee = calleeOf(code, call);
  if (callee?.kind !== 'foreign') return undefined;
  const { path } = callee;
  // A value made of an enum or struct is no call.
  if (/::[A-Z]\w*$/.test(path) || harmless.test(path)) return undefined;
  return blockingPaths.test(path) || blockingFunctions.has(path) ? path : undefined;
}

/** All blocking calls of a crate's code that are not handed to a thread. */
export const blockingCalls = memo((model: CrateModel): readonly BlockingCall[] =>
  codeBodies(model).flatMap((code) => {
    const handed = new Cover([...handedToThreads(code.body), ...quotedIn(code.body)]);
    return code.body.calls.flatMap((call) => {
      if (handed.holds(call.token)) return [];
      const what = blockingCallee(code, call);
      return what === undefined ? [] : [{ code, token: call.token, what }];
    });
  }),
);

/** Synchronous functions that block, by themselves or through others of the crate, each with the call that does it. */
export const blockingFunctionsOf = memo((model: CrateModel): ReadonlyMap<Definition, BlockingCall> => {
  const blocking = new Map<Definition, BlockingCall>();
  for (const call of blockingCalls(model)) {
    // A future that a synchronous function only makes blocks whoever awaits it: performance/async judges it.
    const now = isSync(call.code) && !runsOnExecutor(call.code, call.token);
    if (now && !blocking.has(call.code.owner)) blocking.set(call.code.owner, call);
  }
  const bodies = bodiesThatMayBlock(model);
  for (const [definition, call] of sharedBlocking(model)) if (!blocking.has(definition)) blocking.set(definition, call);
  if (blocking.size > 0) addCallers(model, bodies, blocking);
  return blocking;
});

/** Those that block on Linux, too, by code that is the same on this platform. */
export const sharedBlocking = memo((model: CrateModel): ReadonlyMap<Definition, BlockingCall> => {
  const { first } = model;
  if (first === model) return new Map();
  return new Map(
    [...blockingFunctionsOf(first)].flatMap(([definition, call]) => {
      const here = model.counterpart(definition);
      const cause = model.counterpart(call.code.owner);
      return here === undefined || cause === undefined ? [] : [[here, call] as const];
    }),
  );
});

/** What may block for code that only this platform has: its own code, and where some of that blocks all that may call it. */
export function bodiesThatMayBlock(model: CrateModel): readonly CodeBody[] {
  const blocks = ({ code, token }: BlockingCall) => isSync(code) && !runsOnExecutor(code, token);
  return blockingCalls(model).some(blocks) ? allBodies(model) : codeBodies(model);
}

interface CallSite {
  readonly code: CodeBody;
  readonly call: Call;
}

/** Adds the synchronous functions that call those there are on their own thread, and their callers in turn. */
function addCallers(model: CrateModel, bodies: readonly CodeBody[], blocking: Map<Definition, BlockingCall>): void {
  const sites = bodies.filter(isSync).flatMap((code) => code.body.calls.map((call): CallSite => ({ code, call })));
  const called = new Map<string, ReadonlyMap<Definition, readonly CallSite[]>>();
  const named = grouped(sites, ({ call }) => (call.kind === 'value' ? undefined : call.name));
  const byName = (name: string) => {
    const known = called.get(name) ?? grouped(named.get(name) ?? [], ({ code, call }) => ownCallee(code, call));
    called.set(name, known);
    return known;
  };
  const renamed = renamedIn(model);
  const found = [...blocking.keys()];
  // Grows while it is walked.
  for (const definition of found) {
    const names = [definition.name, ...(renamed.get(definition.name) ?? [])];
    const calling = names.flatMap((name) => byName(name).get(definition) ?? []);
    for (const { code, call } of calling) {
      if (blocking.has(code.owner) || runsElsewhere(code, call)) continue;
      blocking.set(code.owner, blocking.get(definition)!);
      found.push(code.owner);
    }
  }
}

/** Names of one function, and of what else is called so. */
const mostNames = 16;

/** The names that imports give to what is called otherwise, and others to these. */
const renamedIn = memo((model: CrateModel): ReadonlyMap<string, readonly string[]> => {
  const imports = model.collected.scopes.flatMap((scope) => scope.imports);
  const direct = grouped(imports, ({ name, path }) => (name === path.at(-1) ? undefined : path.at(-1)));
  const through = (name: string): string[] => {
    const names = new Set([name]);
    for (const one of names) {
      if (names.size > mostNames) break;
      for (const { name: next } of direct.get(one) ?? []) names.add(next);
    }
    return [...names].slice(1);
  };
  return new Map([...direct.keys()].map((name) => [name, through(name)]));
});

const runsElsewhere = (code: CodeBody, { token }: Call): boolean =>
  runsOnExecutor(code, token) || threadsOf(code.body).holds(token);

const threadsOf = memo((body: Body) => new Cover(handedToThreads(body)));

/** Types of locals that are bound once: of a name that is bound again, in a closure or a pattern too, nobody knows which is meant. */
const localTypes = memo((code: CodeBody): Locals => {
  const { source, lets, closures, conditions, matches, loops } = code.body;
  const params = code.owner.item('function')?.signature.params ?? [];
  const patterns = [
    ...lets.map(({ pattern }) => pattern),
    ...closures.map((closure) => closure.params),
    ...conditions.map(({ pattern }) => pattern),
    ...matches.flatMap(({ arms }) => arms.map(({ pattern }) => pattern)),
    ...loops.flatMap(({ pattern }) => pattern ?? []),
  ];
  const bound = [
    ...params.map(({ name }) => name ?? ''),
    ...patterns.flatMap((range) => [...identifiers(source, range)]),
  ];
  const seen = new Set<string>();
  const again = new Set(bound.filter((name) => seen.has(name) || !seen.add(name)));
  return new Map([...localsOf(code)].filter(([name]) => !again.has(name)));
});

/** The crate's function that a call leads to, by a local's or a field's type too: `store.save()`, `self.store.save()`. */
export function ownCallee(code: CodeBody, call: Call): Definition | undefined {
  const callee = calleeOf(code, call);
  if (callee !== undefined) return callee.kind === 'own' ? callee.definition : undefined;
  if (call.kind !== 'method') return undefined;
  const type = receiverType(code, call.receiver, localTypes(code));
  return type?.kind === 'own' ? methodOf(code.model, type.definition, call.name) : undefined;
}

const isSync = ({ owner }: CodeBody): boolean => owner.item('function')?.signature.async === false;
