/** Calls that block the thread they run on: the list of api/async-first and performance/async. */
import type { Call } from '../rust/body.ts';
import type { CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { handedToThreads } from './async-context.ts';
import { calleeOf } from './callee.ts';
import { type CodeBody, codeBodies } from './code-bodies.ts';
import { contains } from './token-text.ts';

export interface BlockingCall {
  readonly code: CodeBody;
  readonly token: number;
  /** What is called, by its path. */
  readonly what: string;
}

/** Whole modules and crates whose functions wait for a disk, a peer or a database. */
const blockingPaths = /^(?:std::fs|reqwest::blocking|ureq|git2|rusqlite|diesel|postgres|native_tls)::/;
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
  /^std::fs::(?:Metadata|Permissions|FileType)\b|^(?:git2|rusqlite|diesel)::(?:\w+::)*(?:Error|ErrorCode|Result|Oid)\b|::(?:default|builder)$|^diesel::(?:insert_into|update|delete|select|sql_query|debug_query|prelude)\b/;

/** @returns the path of what blocks; undefined for a call that does not, as far as names tell */
export function blockingCallee(model: CrateModel, code: CodeBody, call: Call): string | undefined {
  if (call.kind === 'method') return call.name === 'block_on' ? 'block_on' : undefined;
  const callee = calleeOf(model, code, call);
  if (callee?.kind !== 'foreign') return undefined;
  const { path } = callee;
  // A value made of an enum or struct is no call.
  if (/::[A-Z]\w*$/.test(path) || harmless.test(path)) return undefined;
  return blockingPaths.test(path) || blockingFunctions.has(path) ? path : undefined;
}

/** All blocking calls of a crate's code that are not handed to a thread. */
export function blockingCalls(model: CrateModel): BlockingCall[] {
  return codeBodies(model).flatMap((code) => {
    // What a procedural macro writes runs elsewhere.
    const quoted = code.body.macros
      .filter(({ name }) => /^(?:parse_)?quote(?:_spanned)?$/.test(name))
      .map(({ body }) => body);
    const handed = [...handedToThreads(code.body), ...quoted];
    return code.body.calls.flatMap((call) => {
      if (handed.some((range) => contains(range, call.token))) return [];
      const what = blockingCallee(model, code, call);
      return what === undefined ? [] : [{ code, token: call.token, what }];
    });
  });
}

/** Synchronous functions that block, by themselves or through others of the crate, each with the call that does it. */
export function blockingFunctionsOf(model: CrateModel): Map<Definition, BlockingCall> {
  const blocking = new Map<Definition, BlockingCall>();
  for (const call of blockingCalls(model)) {
    if (isSync(call.code) && !blocking.has(call.code.owner)) blocking.set(call.code.owner, call);
  }
  const codes = codeBodies(model).filter(isSync);
  for (let grew = true; grew; ) {
    grew = false;
    for (const code of codes) {
      if (blocking.has(code.owner)) continue;
      const handed = handedToThreads(code.body);
      const cause = code.body.calls
        .filter((call) => !handed.some((range) => contains(range, call.token)))
        .map((call) => calleeOf(model, code, call))
        .map((callee) => (callee?.kind === 'own' ? blocking.get(callee.definition) : undefined))
        .find((one) => one !== undefined);
      if (cause === undefined) continue;
      blocking.set(code.owner, cause);
      grew = true;
    }
  }
  return blocking;
}

const isSync = ({ owner }: CodeBody): boolean => owner.item('function')?.signature.async === false;
