/** What operators and fields give, as far as their operands are known. */
import { asTruth, negated } from './methods.ts';
import { compareCompiler, compiler, isSame, text, truth, unknown, type Value } from './value.ts';

/** Unknown for undefined. */
export function fromTruth(value: boolean | undefined): Value {
  return value === undefined ? unknown : truth(value);
}

/** Arguments by which a command tells the compiler's version. */
export function asksVersion(args: readonly Value[]): boolean {
  return args.some(
    (arg) =>
      (arg.kind === 'text' && /^(--version|-vV|-Vv|-V|--verbose-version)$/.test(arg.value)) ||
      (arg.kind === 'list' && asksVersion(arg.items)),
  );
}

/** A part of the version is compared as the version itself is; releases are stable. */
export function field(of: Value, name: string): Value {
  if (of.kind === 'struct') return of.fields.get(name) ?? unknown;
  if (of.kind === 'list') return of.items[Number(name)] ?? unknown;
  if (of.kind === 'status' && name === 'status') return of;
  if (of.kind !== 'compiler') return unknown;
  if (name === 'major') return { kind: 'number', value: 1 };
  return /nightly|beta|^dev$/.test(name) ? truth(false) : compiler;
}

export function negation(value: Value): Value {
  return value.kind === 'compiler' ? value : fromTruth(negated(asTruth(value)));
}

/** What a comparison with the compiler's version gives where it is not known stays a question about the compiler. */
export function compared(operator: string, left: Value, right: Value): Value {
  const result = compare(operator, left, right);
  return result.kind === 'unknown' && (left.kind === 'compiler' || right.kind === 'compiler') ? compiler : result;
}

function compare(operator: string, left: Value, right: Value): Value {
  if (operator === '==' || operator === '!=') {
    const same = isSame(left, right);
    return fromTruth(operator === '==' ? same : negated(same));
  }
  if (operator === '+' && left.kind === 'number' && right.kind === 'number')
    return { kind: 'number', value: left.value + right.value };
  if (operator === '+' && left.kind === 'text' && right.kind === 'text') return text(left.value + right.value);
  const order = orderOf(left, right);
  if (order === undefined) return unknown;
  switch (operator) {
    case '<':
      return truth(order < 0);
    case '<=':
      return truth(order <= 0);
    case '>':
      return truth(order > 0);
    case '>=':
      return truth(order >= 0);
    default:
      return unknown;
  }
}

function orderOf(left: Value, right: Value): number | undefined {
  if (left.kind === 'number' && right.kind === 'number') return left.value - right.value;
  if (left.kind === 'some' && right.kind === 'some') return orderOf(left.value, right.value);
  if (left.kind === 'compiler') return compareCompiler(right);
  if (right.kind !== 'compiler') return undefined;
  const order = compareCompiler(left);
  return order === undefined ? undefined : -order;
}
