/** Whether a pattern fits a value, and what it then binds. */
import type { Expression, Pattern } from './expression.ts';
import { compiler, isChannel, isSame, unknown, type Value } from './value.ts';

/** @returns undefined where it is not known */
export function fits(pattern: Pattern, value: Value, evaluate: (part: Expression) => Value): boolean | undefined {
  switch (pattern.kind) {
    case 'any':
      return true;
    case 'name':
      return pattern.inner === undefined ? true : fits(pattern.inner, value, evaluate);
    case 'value':
      return isSame(evaluate(pattern.value), value);
    case 'either':
      return either(pattern.parts.map((part) => fits(part, value, evaluate)));
    case 'tuple':
      return value.kind === 'list' ? all(pattern.parts, value.items, evaluate) : undefined;
    case 'path':
      return fitsPath(pattern, value, evaluate);
    case 'other':
      return undefined;
  }
}

function fitsPath(
  { segments, parts }: Extract<Pattern, { kind: 'path' }>,
  value: Value,
  evaluate: (part: Expression) => Value,
): boolean | undefined {
  const name = segments.at(-1)!;
  if (name === 'Some' || name === 'Ok') {
    if (value.kind === 'none') return false;
    if (value.kind !== 'some' && value.kind !== 'compiler') return undefined;
    return all(parts ?? [], [value.kind === 'some' ? value.value : value], evaluate);
  }
  if (name === 'None' || name === 'Err') {
    if (value.kind === 'none') return true;
    return value.kind === 'some' || value.kind === 'compiler' ? false : undefined;
  }
  if (value.kind === 'compiler') return parts === undefined ? isChannel(name) : undefined;
  if (value.kind === 'named' && parts === undefined) return value.name === name;
  return parts === undefined ? isSame(evaluate({ kind: 'path', segments }), value) : undefined;
}

function all(
  patterns: readonly Pattern[],
  values: readonly Value[],
  evaluate: (part: Expression) => Value,
): boolean | undefined {
  const answers = patterns.map((part, index) => fits(part, values[index] ?? unknown, evaluate));
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function either(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** The names a pattern binds, with what they stand for if it fits. */
export function bindings(pattern: Pattern, value: Value): [string, Value][] {
  switch (pattern.kind) {
    case 'name': {
      const inner = pattern.inner === undefined ? [] : bindings(pattern.inner, value);
      return [[pattern.name, value], ...inner];
    }
    case 'tuple':
    case 'path':
      return (pattern.parts ?? []).flatMap((part, index) => bindings(part, partOf(value, index)));
    case 'either':
      return pattern.parts.flatMap((part) => bindings(part, value));
    case 'other':
      return pattern.names.map((name) => [name, value.kind === 'compiler' ? compiler : unknown]);
    default:
      return [];
  }
}

function partOf(value: Value, index: number): Value {
  if (value.kind === 'some' && index === 0) return value.value;
  if (value.kind === 'list') return value.items[index] ?? unknown;
  return value.kind === 'compiler' ? compiler : unknown;
}
