/** What methods of std do to the values that build scripts ask about: options, strings, lists. */
import { compareCompiler, compiler, isSame, list, none, some, text, truth, type Value } from './value.ts';

/** Runs a closure of the script. */
export type Apply = (closure: Value, args: readonly Value[]) => Value;

/** The script panics: a build that fails sets nothing. */
export class Panic extends Error {}

/** Give back what they are called on, as far as anything here can tell. */
const transparent: ReadonlySet<string> = new Set([
  'as_bytes',
  'as_deref',
  'as_mut',
  'as_os_str',
  'as_path',
  'as_ref',
  'as_slice',
  'as_str',
  'borrow',
  'clone',
  'cloned',
  'collect',
  'copied',
  'deref',
  'into',
  'into_boxed_str',
  'into_iter',
  'iter',
  'to_os_string',
  'to_owned',
  'to_path_buf',
  'to_string',
  'to_string_lossy',
  'to_vec',
]);

/** @returns undefined when the method, or what it gives, is not known */
export function callMethod(name: string, receiver: Value, args: readonly Value[], apply: Apply): Value | undefined {
  if (transparent.has(name)) return receiver;
  const [first = none] = args;
  if (name === 'eq') return truthOf(isSame(receiver, first));
  if (name === 'ne') return truthOf(negated(isSame(receiver, first)));
  switch (receiver.kind) {
    case 'some':
      return onSome(name, receiver.value, args, apply);
    case 'none':
      return onNone(name, args, apply);
    case 'compiler':
      return onCompiler(name, args, apply);
    case 'text':
      return onText(name, receiver.value, first);
    case 'status':
      return name === 'success' ? truth(receiver.success) : undefined;
    case 'list':
      return onList(name, receiver.items, first, apply);
    default:
      return undefined;
  }
}

export function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function truthOf(value: boolean | undefined): Value | undefined {
  return value === undefined ? undefined : truth(value);
}

function onSome(name: string, value: Value, args: readonly Value[], apply: Apply): Value | undefined {
  switch (name) {
    case 'is_some':
    case 'is_ok':
      return truth(true);
    case 'is_none':
    case 'is_err':
      return truth(false);
    case 'unwrap':
    case 'expect':
    case 'unwrap_or':
    case 'unwrap_or_else':
    case 'unwrap_or_default':
      return value;
    case 'ok':
    case 'ok_or':
    case 'ok_or_else':
    case 'or':
    case 'or_else':
    case 'map_err':
      return some(value);
    case 'map':
      return some(apply(args[0]!, [value]));
    case 'and_then':
    case 'is_some_and':
    case 'is_ok_and':
    case 'is_none_or':
      return apply(args[0]!, [value]);
    case 'map_or':
    case 'map_or_else':
      return apply(args[1]!, [value]);
    default:
      return undefined;
  }
}

function onNone(name: string, args: readonly Value[], apply: Apply): Value | undefined {
  switch (name) {
    case 'is_some':
    case 'is_ok':
    case 'is_some_and':
    case 'is_ok_and':
      return truth(false);
    case 'is_none':
    case 'is_err':
    case 'is_none_or':
      return truth(true);
    case 'unwrap':
    case 'expect':
      throw new Panic();
    case 'unwrap_or':
    case 'or':
    case 'map_or':
      return args[0];
    case 'unwrap_or_else':
    case 'or_else':
    case 'map_or_else':
      return apply(args[0]!, []);
    case 'unwrap_or_default':
      return text(''); // what is absent here is an environment variable
    case 'ok':
    case 'ok_or':
    case 'ok_or_else':
    case 'map':
    case 'map_err':
    case 'and_then':
    case 'filter':
      return none;
    default:
      return undefined;
  }
}

/** Its version can be read, and it is a stable release. */
function onCompiler(name: string, args: readonly Value[], apply: Apply): Value | undefined {
  const [first = none] = args;
  switch (name) {
    case 'is_some':
    case 'is_ok':
      return truth(true);
    case 'is_none':
    case 'is_err':
      return truth(false);
    case 'map':
    case 'and_then':
    case 'is_some_and':
    case 'is_ok_and':
    case 'is_none_or':
      return first.kind === 'closure' ? apply(first, [compiler]) : compiler;
    case 'map_or':
    case 'map_or_else':
      return apply(args[1]!, [compiler]);
    case 'contains':
    case 'ends_with':
      return first.kind === 'text' && /nightly|beta|dev/.test(first.value) ? truth(false) : undefined;
    case 'at_least':
      return truthOf(compared(first, (order) => order >= 0));
    case 'at_most':
      return truthOf(compared(first, (order) => order <= 0));
    default:
      return undefined;
  }
}

function compared(version: Value, holds: (order: number) => boolean): boolean | undefined {
  const order = compareCompiler(version);
  return order === undefined ? undefined : holds(order);
}

function onText(name: string, value: string, argument: Value): Value | undefined {
  switch (name) {
    case 'is_empty':
      return truth(value === '');
    case 'trim':
      return text(value.trim());
    case 'to_lowercase':
    case 'to_ascii_lowercase':
      return text(value.toLowerCase());
    case 'to_uppercase':
    case 'to_ascii_uppercase':
      return text(value.toUpperCase());
    case 'to_str':
    case 'into_string':
      return some(text(value));
    default:
      return argument.kind === 'text' ? onTexts(name, value, argument.value) : undefined;
  }
}

function onTexts(name: string, value: string, argument: string): Value | undefined {
  switch (name) {
    case 'contains':
      return truth(value.includes(argument));
    case 'starts_with':
      return truth(value.startsWith(argument));
    case 'ends_with':
      return truth(value.endsWith(argument));
    case 'eq_ignore_ascii_case':
      return truth(value.toLowerCase() === argument.toLowerCase());
    case 'join':
      return text(`${value}/${argument}`); // of paths
    case 'with_extension':
      return text(`${value.replace(/\.[^./]*$/, '')}.${argument}`);
    case 'strip_prefix':
      return value.startsWith(argument) ? some(text(value.slice(argument.length))) : none;
    case 'strip_suffix':
      return value.endsWith(argument) ? some(text(value.slice(0, value.length - argument.length))) : none;
    case 'split':
      return list(value.split(argument).map(text));
    default:
      return undefined;
  }
}

function onList(name: string, items: readonly Value[], argument: Value, apply: Apply): Value | undefined {
  switch (name) {
    case 'is_empty':
      return truth(items.length === 0);
    case 'contains':
      return truthOf(anyHolds(items, (item) => isSame(item, argument)));
    case 'any':
      return truthOf(anyHolds(items, (item) => asTruth(apply(argument, [item]))));
    case 'all':
      return truthOf(negated(anyHolds(items, (item) => negated(asTruth(apply(argument, [item]))))));
    case 'map':
      return list(items.map((item) => apply(argument, [item])));
    default:
      return undefined;
  }
}

/** Whether one of the items holds; undefined where that hangs on one that is not known. */
function anyHolds(items: readonly Value[], holds: (item: Value) => boolean | undefined): boolean | undefined {
  const answers = items.map(holds);
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

export function asTruth(value: Value): boolean | undefined {
  return value.kind === 'truth' ? value.value : undefined;
}
