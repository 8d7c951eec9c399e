import { type Expression, parseExpression, parseTemplate, partsOf, printExpression } from './expression.ts';
import {
  compare,
  fromJson,
  isList,
  isMap,
  isUnknown,
  itemsOf,
  looselyEqual,
  memberOf,
  textOfValue,
  truthOf,
  unknown,
  type Value,
} from './value.ts';

/** What an expression sees. */
export interface Scope {
  /** A context by its name in lower case (`github`, `matrix`, …); unknown for one that is not modelled. */
  context(name: string): Value;
  /** `success()`, `failure()`, `cancelled()` and `always()` at this place. */
  status(name: string): Value;
}

/** A condition that only the run can decide, and how it must turn out. */
export interface Guard {
  /** Where the condition is asked: the same words in another job are another condition. */
  readonly scope: string;
  readonly text: string;
  readonly holds: boolean;
}

/** Whether something runs: surely, never, or if all guards turn out as said. */
export type Decision = 'yes' | 'no' | readonly Guard[];

const STATUS = new Set(['success', 'failure', 'cancelled', 'always']);
const MAX_DEPTH = 120;

/** Values of parts already known: each part is evaluated once, though conditions are asked again and again. */
type Known = Map<Expression, Value>;

export function evaluate(expression: Expression, scope: Scope, known: Known = new Map(), depth = 0): Value {
  const before = known.get(expression);
  if (before !== undefined) return before;
  const value =
    depth > MAX_DEPTH ? unknown('an expression that is too deep') : evaluateAnew(expression, scope, known, depth);
  known.set(expression, value);
  return value;
}

function evaluateAnew(expression: Expression, scope: Scope, known: Known, depth: number): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'context':
      return scope.context(expression.name);
    case 'member':
      return memberOf(
        evaluate(expression.of, scope, known, depth + 1),
        evaluate(expression.key, scope, known, depth + 1),
      );
    case 'filter':
      return itemsOf(evaluate(expression.of, scope, known, depth + 1));
    case 'not': {
      const truth = truthOf(evaluate(expression.of, scope, known, depth + 1));
      return truth === undefined ? unknown('what the run brings') : !truth;
    }
    case 'call':
      if (STATUS.has(expression.name)) return scope.status(expression.name);
      return call(
        expression.name,
        expression.args.map((arg) => evaluate(arg, scope, known, depth + 1)),
      );
    case 'binary':
      return binary(expression, scope, known, depth);
  }
}

function binary(expression: Extract<Expression, { kind: 'binary' }>, scope: Scope, known: Known, depth: number): Value {
  const left = evaluate(expression.left, scope, known, depth + 1);
  const right = evaluate(expression.right, scope, known, depth + 1);
  if (expression.operator === '&&' || expression.operator === '||') {
    const decisive = expression.operator === '||';
    const truth = truthOf(left);
    if (truth !== undefined && !isUnknown(left)) return truth === decisive ? left : right;
    const because = becauseOf(left, right);
    return truth === decisive || truthOf(right) === decisive ? unknown(because, decisive) : unknown(because);
  }
  if (isUnknown(left) || isUnknown(right)) return unknown(becauseOf(left, right));
  if (expression.operator === '==') return looselyEqual(left, right) ?? false;
  if (expression.operator === '!=') return !looselyEqual(left, right);
  const order = compare(left, right);
  if (Number.isNaN(order)) return false;
  if (expression.operator === '<') return order < 0;
  if (expression.operator === '<=') return order <= 0;
  return expression.operator === '>' ? order > 0 : order >= 0;
}

/** The first thing that is not known: to print whole expressions at each level would take for ever on a hostile one. */
function becauseOf(...values: readonly Value[]): string {
  return values.find(isUnknown)?.because ?? 'what the run brings';
}

function call(name: string, args: readonly Value[]): Value {
  const text = args.find(isUnknown)?.because ?? `${name}()`;
  const [first = null, second = null] = args;
  if (name === 'contains') return contains(first, second) ?? unknown(text);
  if (args.some(isUnknown)) return unknown(text);
  const words = args.map((arg) => textOfValue(arg) ?? '');
  const [a = '', b = ''] = words.map((word) => word.toLowerCase());
  switch (name) {
    case 'startswith':
      return a.startsWith(b);
    case 'endswith':
      return a.endsWith(b);
    case 'format':
      return (words[0] ?? '').replace(/\{\{|\}\}|\{(\d+)\}/g, (all, n) =>
        n === undefined ? all.slice(1) : (words[Number(n) + 1] ?? ''),
      );
    case 'join':
      return isList(first)
        ? first.items.map((item) => textOfValue(item) ?? '').join(args.length > 1 ? words[1] : ',')
        : (words[0] ?? '');
    case 'fromjson':
      return fromJson(words[0] ?? '') ?? unknown(text);
    case 'tojson':
      return isList(first) || isMap(first) ? unknown(text) : JSON.stringify(first);
    default:
      return unknown(text);
  }
}

function contains(search: Value, item: Value): boolean | undefined {
  if (isList(search)) {
    const equal = search.items.map((candidate) => looselyEqual(candidate, item));
    if (equal.includes(true)) return true;
    return equal.includes(undefined) ? undefined : false;
  }
  if (isUnknown(search) || isUnknown(item)) return undefined;
  return (textOfValue(search) ?? '').toLowerCase().includes((textOfValue(item) ?? '').toLowerCase());
}

/** Decides an expression; what it cannot is broken up into guards, so that `a` and `!a` can be seen to complement each other. */
function decide(expression: Expression, scope: Scope, place: string, known: Known = new Map()): Decision {
  const truth = truthOf(evaluate(expression, scope, known));
  if (truth !== undefined) return truth ? 'yes' : 'no';
  if (expression.kind === 'not') return negate(expression.of, scope, place, known);
  if (expression.kind === 'binary') {
    const { operator, left, right } = expression;
    if (operator === '&&') return both(decide(left, scope, place, known), decide(right, scope, place, known));
    if (operator === '||' && truthOf(evaluate(left, scope, known)) === false) return decide(right, scope, place, known);
    if (operator === '||' && truthOf(evaluate(right, scope, known)) === false) return decide(left, scope, place, known);
    if (operator === '!=') {
      return [{ scope: place, text: printExpression({ ...expression, operator: '==' }), holds: false }];
    }
  }
  return [{ scope: place, text: printExpression(expression), holds: true }];
}

function negate(of: Expression, scope: Scope, place: string, known: Known): Decision {
  const inner = decide(of, scope, place, known);
  const only = typeof inner === 'string' || inner.length !== 1 ? undefined : inner[0];
  if (only !== undefined) return [{ ...only, holds: !only.holds }];
  return [{ scope: place, text: printExpression(of), holds: false }];
}

/** Both must turn out: the guards of the one and of the other. */
export function both(left: Decision, right: Decision): Decision {
  if (left === 'no' || right === 'no') return 'no';
  if (left === 'yes') return right;
  return right === 'yes' ? left : [...left, ...right];
}

/**
 * Decides an `if:`. Without a status function `success() &&` is implied; `success` says how that turns out. Text around a `${{ }}` makes it a string, which always holds:
 * `if: ${{ matrix.os }} != windows` does so on every system. Undefined when it does not parse.
 */
export function decideIf(source: string, scope: Scope, place: string, success: Decision = 'yes'): Decision | undefined {
  const text = source.trim();
  if (text === '') return success;
  const parts = text.includes('${{') ? parseTemplate(text) : undefined;
  const only = parts?.length === 1 ? parts[0] : undefined;
  let expression: Expression | undefined;
  if (parts === undefined) expression = parseExpression(text);
  else if (only !== undefined && 'source' in only) expression = only.expression;
  else expression = { kind: 'literal', value: true };
  if (expression === undefined) return undefined;
  const asksStatus = [...partsOf(expression), ...(parts ?? []).flatMap(partsOfTemplate)].some(
    (part) => part.kind === 'call' && STATUS.has(part.name),
  );
  const decided = decide(expression, scope, place);
  return asksStatus ? decided : both(success, decided);
}

function partsOfTemplate(part: ReturnType<typeof parseTemplate>[number]): Expression[] {
  return 'source' in part && part.expression !== undefined ? [...partsOf(part.expression)] : [];
}

/** The value of a text with `${{ }}` in it: a lone expression keeps its type, all else becomes a string. */
export function interpolate(text: string, scope: Scope): Value {
  if (!text.includes('${{')) return text;
  const parts = parseTemplate(text);
  const values = parts.map((part) => {
    if ('text' in part) return part.text;
    return part.expression === undefined ? unknown(part.source) : evaluate(part.expression, scope);
  });
  if (values.length === 1) return values[0] ?? null;
  const missing = values.find(isUnknown);
  return missing ?? values.map((value) => textOfValue(value) ?? '').join('');
}

/** As `interpolate`, for scripts: what is unknown stands as a word that no command bears, so that the rest can still be read. */
export function fillIn(text: string, scope: Scope): string {
  if (!text.includes('${{')) return text;
  const filled = parseTemplate(text).map((part) => {
    if ('text' in part) return part.text;
    const value = part.expression === undefined ? unknown(part.source) : evaluate(part.expression, scope);
    return textOfValue(value) ?? `\u27ea${part.source.replace(/[\s'"`$;|&<>()]+/g, '_')}\u27eb`;
  });
  return filled.join('');
}

/** Whether some of the conditions must hold whatever the run brings: the alternatives together leave no case out. */
export function coversAll(alternatives: readonly (readonly Guard[])[]): boolean {
  if (alternatives.some((guards) => guards.length === 0)) return true;
  const distinct = new Map(alternatives.map((guards) => [JSON.stringify(guards), guards] as const));
  // Bounded, since each condition doubles the cases; what is beyond the bounds stays undecided.
  return leavesNoCase([...distinct.values()].slice(0, 64), 0);
}

function leavesNoCase(alternatives: readonly (readonly Guard[])[], depth: number): boolean {
  if (alternatives.some((guards) => guards.length === 0)) return true;
  const pivot = alternatives[0]?.[0];
  if (pivot === undefined || depth > 7) return false;
  const same = (guard: Guard) => guard.scope === pivot.scope && guard.text === pivot.text;
  return [true, false].every((holds) =>
    leavesNoCase(
      alternatives
        .filter((guards) => guards.every((guard) => !same(guard) || guard.holds === holds))
        .map((guards) => guards.filter((guard) => !same(guard))),
      depth + 1,
    ),
  );
}
