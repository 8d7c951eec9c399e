/** Where a body takes a guard: of a lock of std or parking_lot, or a borrow of a RefCell. */
import { memo } from '../collections/memo.ts';
import type { Call } from '../rust/body.ts';
import { type CrateModel, type Definition, externalPath, isExternal } from '../rust/crate/crate-model.ts';
import { Punct } from '../rust/token.ts';
import { calleeOf, methodOf, resolveInside } from '../rust-bodies/callee.ts';
import type { CodeBody } from '../rust-bodies/code-bodies.ts';
import { type KnownType, known, outputOf, typeOfExpression } from '../rust-bodies/expression-types.ts';

export interface TakenGuard {
  readonly call: Call;
  readonly of: 'lock' | 'cell';
}

const lockMethods =
  /^(?:try_)?(?:lock|read|write|upgradable_read|read_recursive)(?:_for|_until)?$|^(?:lock|read|write)_(?:arc|blocking)$/;
const borrowMethods = /^(?:try_)?borrow(?:_mut)?$/;

const locks =
  /^(?:std::sync::(?:\w+::)*(?:Mutex|RwLock|ReentrantLock)|(?:parking_lot|lock_api|spin)::(?:\w+::)*(?:Mutex|RwLock|ReentrantMutex|FairMutex))$/;
const cells = /^(?:std|core)::cell::RefCell$/;
const lockGuards =
  /^(?:std::sync::(?:\w+::)*|(?:parking_lot|lock_api|spin)::(?:\w+::)*)(?:Mapped)?(?:Arc)?(?:ReentrantMutex|ReentrantLock|FairMutex|Mutex|RwLockRead|RwLockWrite|RwLockUpgradableRead)Guard$/;
const cellGuards = /^(?:std|core)::cell::(?:Ref|RefMut)$/;

/** What a guard may be wrapped in while it is handed out. */
const wrappers = /^(?:std|core)::(?:\w+::)*(?:Result|Option|LockResult|TryLockResult)$/;

export function takenGuards(code: CodeBody): TakenGuard[] {
  return code.body.calls.flatMap((call): TakenGuard[] => {
    const of = guardOf(code, call);
    return of === undefined ? [] : [{ call, of }];
  });
}

function guardOf(code: CodeBody, call: Call): TakenGuard['of'] | undefined {
  const { model } = code;
  if (call.kind === 'path') {
    const callee = calleeOf(code, call);
    if (callee?.kind === 'own') return guardIn(model, outputOf(model, callee.definition));
    const [, type = '', name = ''] = /^(.*)::(\w+)$/.exec(callee?.path ?? '') ?? [];
    return lockMethods.test(name) && locks.test(type) ? 'lock' : undefined;
  }
  if (call.kind !== 'method') return undefined;
  const plain = call.arguments.length === 0;
  const takes = plain && (lockMethods.test(call.name) || borrowMethods.test(call.name));
  const self = calleeOf(code, call);
  if (self?.kind === 'own') return guardIn(model, outputOf(model, self.definition));
  if (!takes && !givesGuards(model).has(call.name)) return undefined;
  const type = typeOfExpression(code, call.receiver);
  if (type?.kind === 'own') {
    const method = methodOf(model, type.definition, call.name);
    return method === undefined ? undefined : guardIn(model, outputOf(model, method));
  }
  if (!takes) return undefined;
  if (type === undefined) return lockMethods.test(call.name) && looksLikeLock(code, call) ? 'lock' : undefined;
  if (locks.test(type.path)) return lockMethods.test(call.name) ? 'lock' : undefined;
  return cells.test(type.path) && borrowMethods.test(call.name) ? 'cell' : undefined;
}

/** The guard that a declared type is or hands out. */
function guardIn(model: CrateModel, type: KnownType | undefined): TakenGuard['of'] | undefined {
  if (type?.kind !== 'foreign') return undefined;
  if (lockGuards.test(type.path)) return 'lock';
  if (cellGuards.test(type.path)) return 'cell';
  return wrappers.test(type.path) && type.first !== undefined ? guardIn(model, known(model, type.first)) : undefined;
}

/** Names of the crate's own methods that hand out guards; only of these are receivers worth looking at. */
const givesGuards = memo((model: CrateModel): ReadonlySet<string> => {
  const methods = model.definitions.filter(({ kind }) => kind === 'method');
  return new Set(
    methods
      .filter((one) => mentionsGuard(one) && guardIn(model, outputOf(model, one)) !== undefined)
      .map(({ name }) => name),
  );
});

function mentionsGuard(definition: Definition): boolean {
  const output = definition.item('function')?.signature.output;
  return output !== undefined && /Guard|Ref|LockResult/.test(definition.source.spanText(output.span));
}

/**
 * For a receiver whose type nobody writes down: `.lock().unwrap()` is std's; without anything behind it, it is
 * parking_lot's, if such a Mutex is named in the file.
 */
function looksLikeLock(code: CodeBody, call: Call): boolean {
  const { body } = code;
  const end = call.args.to + 1;
  const { kind } = body.source.tokens;
  const next = kind[end] === Punct.Dot ? body.source.tokenText(end + 1) : kind[end] === Punct.Question ? '?' : '';
  if (next === 'await') return false;
  const types = new Set(['Mutex', 'RwLock', 'ReentrantMutex', 'FairMutex'].map((name) => pathOf(code, name)));
  const of = (crate: RegExp) => [...types].some((path) => path !== undefined && crate.test(path));
  if (['unwrap', 'expect', 'unwrap_or_else', 'map_err', 'ok', '?'].includes(next))
    return !call.name.startsWith('try_') && (!of(/^tokio::/) || of(/^std::/));
  return of(/^parking_lot::|^lock_api::|^spin::/) && !of(/^tokio::|^std::/);
}

function pathOf(code: CodeBody, name: string): string | undefined {
  const target = resolveInside(code, name);
  return target !== undefined && isExternal(target) ? externalPath(target) : undefined;
}
