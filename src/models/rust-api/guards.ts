/** Where a body takes a guard: of a lock of std or parking_lot, or a borrow of a RefCell. */
import { memo } from '../memo.ts';
import type { Call } from '../rust/body.ts';
import { type CrateModel, type Definition, isExternal } from '../rust/crate/crate-model.ts';
import { Punct } from '../rust/token.ts';
import { calleeOf, insideOf } from './callee.ts';
import type { CodeBody } from './code-bodies.ts';
import { type KnownType, known, methodOf, outputOf, typeOfExpression } from './expression-types.ts';

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

export function takenGuards(model: CrateModel, code: CodeBody): TakenGuard[] {
  return code.body.calls.flatMap((call): TakenGuard[] => {
    const of = guardOf(model, code, call);
    return of === undefined ? [] : [{ call, of }];
  });
}

function guardOf(model: CrateModel, code: CodeBody, call: Call): TakenGuard['of'] | undefined {
  if (call.kind === 'path') {
    const callee = calleeOf(model, code, call);
    if (callee?.kind === 'own') return guardIn(model, outputOf(model, callee.definition));
    const [, type = '', name = ''] = /^(.*)::(\w+)$/.exec(callee?.path ?? '') ?? [];
    return lockMethods.test(name) && locks.test(type) ? 'lock' : undefined;
  }
  if (call.kind !== 'method') return undefined;
  const plain = call.arguments.length === 0;
  const takes = plain && (lockMethods.test(call.name) || borrowMethods.test(call.name));
  const self = calleeOf(model, code, call);
  if (self?.kind === 'own') return guardIn(model, outputOf(model, self.definition));
  if (!takes && !givesGuards(model).has(call.name)) return undefined;
  const type = typeOfExpression(model, code, call.receiver);
  if (type?.kind === 'own') {
    const method = methodOf(model, type.definition, call.name);
    return method === undefined ? undefined : guardIn(model, outputOf(model, method));
  }
  if (!takes) return undefined;
  if (type === undefined) return lockMethods.test(call.name) && looksLikeLock(model, code, call) ? 'lock' : undefined;
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
  return (
    output !== undefined &&
    /Guard|Ref|LockResult/.test(definition.source.text.slice(output.span.start, output.span.end))
  );
}

/**
 * For a receiver whose type nobody writes down: `.lock().unwrap()` is std's; without anything behind it, it is
 * parking_lot's, if such a Mutex is named in the file.
 */
function looksLikeLock(model: CrateModel, { body, owner }: CodeBody, call: Call): boolean {
  const end = call.args.to + 1;
  const { kind } = body.source.tokens;
  const next = kind[end] === Punct.Dot ? body.source.tokenText(end + 1) : kind[end] === Punct.Question ? '?' : '';
  if (next === 'await') return false;
  const types = new Set(['Mutex', 'RwLock', 'ReentrantMutex', 'FairMutex'].map((name) => pathOf(model, owner, name)));
  const of = (crate: RegExp) => [...types].some((path) => path !== undefined && crate.test(path));
  if (['unwrap', 'expect', 'unwrap_or_else', 'map_err', 'ok', '?'].includes(next))
    return !call.name.startsWith('try_') && (!of(/^tokio::/) || of(/^std::/));
  return of(/^parking_lot::|^lock_api::|^spin::/) && !of(/^tokio::|^std::/);
}

function pathOf(model: CrateModel, owner: Definition, name: string): string | undefined {
  const target = model.resolve(name, insideOf(model, owner));
  return target !== undefined && isExternal(target) ? [target.crate, ...target.path].join('::') : undefined;
}
