/**
 * Runs a build script as far as its source alone tells what it does. What is not known stays unknown: both ways of a condition are then
 * gone, and what they print is undecided.
 */
import { activeAttributes, type CfgOptions } from '../crate/cfg.ts';
import type { FunctionItem } from '../syntax.ts';
import { Course, Leave, Return } from './course.ts';
import type { Expression, MatchArm, Pattern, Statement } from './expression.ts';
import type { ScriptItems } from './functions.ts';
import { callPath } from './library.ts';
import { callMacro } from './macros.ts';
import { asTruth, callMethod, Panic } from './methods.ts';
import { asksVersion, compared, field, fromTruth, negation } from './operators.ts';
import { parseBody, parseValue } from './parse-expression.ts';
import { bindings, fits } from './patterns.ts';
import type { Probes } from './probes.ts';
import {
  type Closure,
  compiler,
  list,
  none,
  some,
  struct,
  tellsVersion,
  text,
  truth,
  unit,
  unknown,
  type Value,
} from './value.ts';

/** Far above what scripts need. */
const maxDepth = 300;

export class Evaluation extends Course {
  readonly #items: ScriptItems;
  readonly #cfg: CfgOptions;
  readonly #probes: Probes;
  readonly #bodies = new Map<FunctionItem, Expression>();
  #depth = 0;

  constructor(items: ScriptItems, cfg: CfgOptions, probes: Probes) {
    super();
    this.#items = items;
    this.#cfg = cfg;
    this.#probes = probes;
  }

  get cfg(): CfgOptions {
    return this.#cfg;
  }

  /** @throws TooLong */
  run(main: FunctionItem): void {
    try {
      this.call(main, undefined, []);
    } catch (error) {
      if (!(error instanceof Panic)) throw error;
    }
  }

  write(path: string, written: string): void {
    this.#probes.write(path, written);
  }

  exists(path: string): boolean | undefined {
    return this.#probes.exists(path);
  }

  // ---- calls --------------------------------------------------------------------------------------------------------

  /** Calls a function of the script. */
  call(item: FunctionItem, self: Value | undefined, args: readonly Value[]): Value {
    if (item.body === undefined || this.depth > 40) return unknown;
    const { params } = item.signature;
    const variables = new Map<string, Value>();
    if (self !== undefined) variables.set('self', self);
    params.forEach((param, index) => {
      if (param.name !== undefined) variables.set(param.name, args[index] ?? unknown);
    });
    const body = this.#bodies.get(item) ?? parseBody(item.source, item.body);
    this.#bodies.set(item, body);
    return this.inFrame(variables, () => this.value(body));
  }

  apply(closure: Closure, args: readonly Value[]): Value {
    const variables = new Map(closure.frame.variables);
    closure.params.forEach((param, index) => {
      for (const [name, value] of bindings(param, args[index] ?? unknown)) variables.set(name, value);
    });
    return this.inFrame(variables, () => this.value(closure.body));
  }

  /** A value as `{}` shows it. */
  shown(value: Value): Value {
    const item = value.kind === 'named' ? this.#items.display(value.name) : undefined;
    if (item === undefined) return value;
    const parts: Value[] = [];
    this.call(item, value, [{ kind: 'formatter', parts }]);
    const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.value] : []));
    return texts.length === parts.length ? text(texts.join('')) : unknown;
  }

  /** `f.write_str("…")`, `write!(f, "…")`. */
  print(target: Value, written: Value): Value {
    if (target.kind === 'formatter') target.parts.push(this.isSure ? written : unknown);
    return target.kind === 'formatter' ? some(unit) : unknown;
  }

  // ---- statements -----------------------------------------------------------------------------------------------------

  #block(statements: readonly Statement[]): Value {
    return this.scoped(() => {
      let result = unit;
      for (const statement of statements) {
        if (activeAttributes(statement.attributes, this.#cfg) === undefined) continue;
        result = this.#statement(statement);
      }
      return result;
    });
  }

  #statement(statement: Statement): Value {
    if (statement.kind === 'expression') {
      const value = this.value(statement.value);
      return statement.isResult ? value : unit;
    }
    const { pattern, otherwise } = statement;
    const value = statement.value === undefined ? unknown : this.value(statement.value);
    const fit = fits(pattern, value, (part) => this.value(part));
    if (otherwise !== undefined && fit !== true) {
      if (fit === false) this.value(otherwise);
      else this.guess(() => this.value(otherwise));
    }
    this.bind(pattern, value);
    return unit;
  }

  // ---- expressions ----------------------------------------------------------------------------------------------------

  value(expression: Expression): Value {
    this.step(this.#depth > maxDepth ? Number.POSITIVE_INFINITY : 1);
    this.#depth += 1;
    try {
      return this.#value(expression);
    } finally {
      this.#depth -= 1;
    }
  }

  #value(expression: Expression): Value {
    switch (expression.kind) {
      case 'text':
        return text(expression.value);
      case 'number':
      case 'truth':
        return expression;
      case 'path':
        return this.#path(expression.segments);
      case 'call':
        return this.#call(expression.callee, expression.args);
      case 'method':
        return this.#method(expression);
      case 'field':
        return field(this.value(expression.of), expression.name);
      case 'lend':
        return this.value(expression.of);
      case 'not':
        return negation(this.value(expression.of));
      case 'binary':
        return this.#binary(expression.operator, expression.left, expression.right);
      case 'assign':
        return this.#assign(expression);
      case 'try':
        return this.#try(this.value(expression.of));
      case 'macro':
        this.step(expression.body.to - expression.body.from);
        return callMacro(expression, this);
      case 'tuple':
      case 'array':
        return list(expression.parts.map((part) => this.value(part)));
      case 'struct':
        return struct(new Map([...expression.fields].map(([name, of]) => [name, this.value(of)])));
      case 'block':
        return this.#block(expression.statements);
      case 'if':
        return this.#if(expression);
      case 'let':
        return this.#let(expression);
      case 'match':
        return this.#match(this.value(expression.of), expression.arms);
      case 'loop':
        return this.#loop(expression);
      case 'closure':
        return { kind: 'closure', closure: { ...expression, frame: this.frame } };
      case 'return':
        throw new Return(expression.value === undefined ? unit : this.value(expression.value));
      case 'leave':
        throw new Leave(expression.ends);
      case 'other':
        return unknown;
    }
  }

  #path(segments: readonly string[]): Value {
    const name = segments.at(-1) ?? '';
    const bound = segments.length === 1 ? this.frame.variables.get(name) : undefined;
    if (bound !== undefined) return bound;
    if (name === 'None') return none;
    const constant = this.#items.constant(name);
    if (constant?.value === undefined) return { kind: 'named', name };
    this.step(constant.value.to - constant.value.from);
    return this.value(parseValue(constant.source, constant.value));
  }

  #call(callee: Expression, args: readonly Expression[]): Value {
    const values = args.map((arg) => this.value(arg));
    const result = this.#callee(callee, values);
    this.#lent(args);
    return result;
  }

  /** What a function was lent it may have changed. */
  #lent(args: readonly Expression[]): void {
    const { variables } = this.frame;
    for (const arg of args) {
      if (arg.kind !== 'lend' || arg.of.kind !== 'path' || arg.of.segments.length !== 1) continue;
      const [name] = arg.of.segments;
      if (variables.get(name!)?.kind !== 'compiler') variables.set(name!, unknown);
    }
  }

  #callee(callee: Expression, values: readonly Value[]): Value {
    if (callee.kind !== 'path') return this.#unseen(values);
    const { segments } = callee;
    const bound = segments.length === 1 ? this.frame.variables.get(segments[0]!) : undefined;
    if (bound?.kind === 'closure') return this.apply(bound.closure, values);
    const item = this.#items.function(segments);
    if (item === undefined) return callPath(segments, values, this) ?? this.#unseen(values);
    const self = item.signature.self === undefined ? undefined : values[0];
    return this.call(item, self, self === undefined ? values : values.slice(1));
  }

  #method({ receiver, name, args }: Extract<Expression, { kind: 'method' }>): Value {
    const of = this.value(receiver);
    const values = args.map((arg) => this.value(arg));
    if (of.kind === 'text' && (name === 'exists' || name === 'is_file')) return fromTruth(this.exists(of.value));
    if (of.kind === 'formatter' && name === 'write_str') return this.print(of, values[0] ?? unknown);
    if (of.kind === 'command') return this.#command(of, name, values);
    if (of.kind === 'autocfg') return callPath(['autocfg', name], values, this) ?? unknown;
    if (name === 'next' && of.kind === 'list') return this.#next(receiver, of.items);
    const known = callMethod(name, of, values, (closure, given) =>
      closure.kind === 'closure' ? this.apply(closure.closure, given) : unknown,
    );
    if (known !== undefined) return known;
    const item = this.#items.method(name);
    if (item !== undefined) return this.call(item, of, values);
    const result = asksVersion(values) ? compiler : this.#unseen([of, ...values]);
    this.#lent(args);
    if (receiver.kind === 'path') this.#changed(receiver, name, of, values, result);
    return result;
  }

  #command(command: Extract<Value, { kind: 'command' }>, name: string, args: readonly Value[]): Value {
    if (asksVersion(args)) return compiler;
    if (name === 'arg') command.args.push(...args);
    if (name === 'args') command.args.push(...args.flatMap((arg) => (arg.kind === 'list' ? arg.items : [arg])));
    if (name !== 'status' && name !== 'output') return command;
    const success = this.#probes.compiles(command.args);
    return success === undefined ? unknown : some({ kind: 'status', success });
  }

  /** The next part of what was split. */
  #next(receiver: Expression, [first, ...rest]: readonly Value[]): Value {
    if (receiver.kind === 'path' && receiver.segments.length === 1)
      this.frame.variables.set(receiver.segments[0]!, list(rest));
    return first === undefined ? none : some(first);
  }

  /** A method that is not known may change the variable it is called on. */
  #changed(receiver: Expression, name: string, of: Value, args: readonly Value[], result: Value): void {
    if (receiver.kind !== 'path' || receiver.segments.length !== 1) return;
    const { variables } = this.frame;
    const variable = receiver.segments[0]!;
    if (!variables.has(variable)) return;
    if (name === 'push' && of.kind === 'list') variables.set(variable, list([...of.items, args[0]!]));
    else if (result.kind === 'compiler') variables.set(variable, compiler);
    else if (of.kind === 'list' || of.kind === 'text') variables.set(variable, unknown);
  }

  /** A call into what is not known: closures may be called, and what is made of the compiler's version stays that. */
  #unseen(args: readonly Value[]): Value {
    for (const arg of args) if (arg.kind === 'closure') this.guess(() => this.apply(arg.closure, []));
    return args.some(tellsVersion) ? compiler : unknown;
  }

  #binary(operator: string, leftSide: Expression, rightSide: Expression): Value {
    const left = this.value(leftSide);
    if (operator === '&&' || operator === '||') {
      const ends = operator === '||';
      if (asTruth(left) === ends) return truth(ends);
      const right =
        asTruth(left) === undefined ? this.guess(() => this.value(rightSide))?.value : this.value(rightSide);
      if (right === undefined || asTruth(left) === !ends) return right ?? unknown;
      if (asTruth(right) === ends) return right;
      return left.kind === 'compiler' && (right.kind === 'compiler' || right.kind === 'truth') ? left : unknown;
    }
    return compared(operator, left, this.value(rightSide));
  }

  #assign({ operator, target, value }: Extract<Expression, { kind: 'assign' }>): Value {
    const assigned = this.value(value);
    let owner = target;
    while (owner.kind === 'field') owner = owner.of;
    if (owner.kind !== 'path' || owner.segments.length !== 1) return unit;
    this.frame.variables.set(owner.segments[0]!, owner === target && operator === '' ? assigned : unknown);
    return unit;
  }

  /** An error that leaves the script ends the build; an option that is none only ends a function. */
  #try(value: Value): Value {
    if (value.kind === 'some') return value.value;
    if (value.kind === 'none') throw new Return(none);
    if (value.kind === 'unknown' && this.depth > 1) this.frame.returned.push(none);
    return value;
  }

  #if({ condition, then, otherwise }: Extract<Expression, { kind: 'if' }>): Value {
    return this.scoped(() => {
      const asked = this.value(condition);
      const holds = asTruth(asked);
      const not = (): Value => (otherwise === undefined ? unit : this.value(otherwise));
      if (holds === undefined) return this.oneOf([() => this.value(then), not], asked.kind === 'compiler');
      return holds ? this.value(then) : not();
    });
  }

  #let({ pattern, value }: Extract<Expression, { kind: 'let' }>): Value {
    const given = this.value(value);
    this.bind(pattern, given);
    return fromTruth(fits(pattern, given, (part) => this.value(part)));
  }

  #match(value: Value, arms: readonly MatchArm[]): Value {
    const ways: (() => Value)[] = [];
    for (const arm of arms) {
      const fit = fits(arm.pattern, value, (part) => this.value(part));
      if (fit === false) continue;
      const holds = arm.guard === undefined ? true : this.#guard(arm.pattern, value, arm.guard);
      if (holds === false) continue;
      ways.push(() => {
        this.bind(arm.pattern, value);
        return this.value(arm.body);
      });
      if (fit === true && holds === true) break;
    }
    const [only] = ways;
    if (only === undefined) return unknown;
    return ways.length === 1 ? this.scoped(only) : this.oneOf(ways);
  }

  #guard(pattern: Pattern, value: Value, guard: Expression): boolean | undefined {
    return this.scoped(() => {
      this.bind(pattern, value);
      return asTruth(this.value(guard));
    });
  }

  #loop({ pattern, header, body }: Extract<Expression, { kind: 'loop' }>): Value {
    const over = header === undefined ? unknown : this.value(header);
    if (pattern === undefined && asTruth(over) === false) return unit;
    if (pattern === undefined || over.kind !== 'list') {
      const round = (): Value => {
        if (pattern !== undefined) this.bind(pattern, unknown);
        return this.value(body);
      };
      return this.oneOf([() => unit, round]);
    }
    for (const item of over.items) if (!this.#round(pattern, item, body)) break;
    return unit;
  }

  /** One round of a loop. @returns whether another follows */
  #round(pattern: Pattern, item: Value, body: Expression): boolean {
    try {
      this.scoped(() => {
        this.bind(pattern, item);
        this.value(body);
      });
      return true;
    } catch (error) {
      if (error instanceof Leave) return !error.ends;
      throw error;
    }
  }
}
