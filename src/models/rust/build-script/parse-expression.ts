/** Expressions of a build script (Rust Reference: "Expressions"): what is not understood becomes `other` and ends with its statement. */
import { parseOuterAttributes } from '../attributes.ts';
import { blockItems } from '../block-items.ts';
import { Cursor, deepestNesting } from '../cursor.ts';
import { readMatch } from '../match-arms.ts';
import { skipAttributes, skipWhile, takeClosureParams } from '../operands.ts';
import { parseSegments, startsPath } from '../paths.ts';
import type { SourceFile, TokenRange } from '../syntax.ts';
import { isWord, Keyword, Kind, Punct } from '../token.ts';
import { parseOutput, parseType } from '../types.ts';
import { type Expression, type MatchArm, other, type Pattern, type Statement } from './expression.ts';
import {
  assignedOperator,
  endsRange,
  endsValue,
  isBlockEnd,
  isBlockLike,
  literalAt,
  operatorAt,
  skipAngles,
} from './operator-tokens.ts';
import { parsePattern } from './parse-pattern.ts';

/** The statements between the braces of a function. */
export function parseBody(source: SourceFile, range: TokenRange): Expression {
  return new Parser(source, range).block(new Cursor(source, range));
}

/** A single expression: the value of a constant, an argument. */
export function parseValue(source: SourceFile, range: TokenRange): Expression {
  return new Parser(source, range).value(new Cursor(source, range), true);
}

/** Expressions between commas: the input of `vec!` or `println!`. */
export function parseList(source: SourceFile, range: TokenRange): Expression[] {
  return new Parser(source, range).list(new Cursor(source, range));
}

/** `matches!(value, pattern)`. */
export function parseMatches(source: SourceFile, range: TokenRange): { value: Expression; pattern: Pattern } {
  const c = new Cursor(source, range);
  const value = new Parser(source, range).value(c, true);
  c.take(Punct.Comma);
  return { value, pattern: parsePattern(c) };
}

class Parser {
  readonly #source: SourceFile;
  /** Where declared items begin, and where they end. */
  readonly #items: ReadonlyMap<number, number>;

  constructor(source: SourceFile, range: TokenRange) {
    this.#source = source;
    this.#items = new Map(blockItems(source, range).map(({ item }) => [item.tokens.from, item.tokens.to]));
  }

  // ---- statements ---------------------------------------------------------------------------------------------------

  block(c: Cursor): Expression {
    const statements: Statement[] = [];
    while (!c.done) {
      const from = c.at;
      const statement = this.#statement(c);
      if (statement !== undefined) statements.push(statement);
      if (c.at === from) c.skip();
    }
    return { kind: 'block', statements };
  }

  #statement(c: Cursor): Statement | undefined {
    if (c.take(Punct.Semi)) return undefined;
    const attributes = parseOuterAttributes(c);
    const end = this.#items.get(c.at);
    if (end !== undefined) {
      c.at = end;
      return undefined;
    }
    if (c.take(Keyword.let)) return { kind: 'let', attributes, ...this.#let(c) };
    const from = c.at;
    const value = isBlockLike(c) ? this.#blockLike(c) : this.value(c, true);
    const ended = c.take(Punct.Semi) || isBlockEnd(c);
    if (!ended && !c.done) {
      skipWhile(c, () => !c.is(Punct.Semi));
      return { kind: 'expression', attributes, value: other, isResult: c.done };
    }
    const isResult = c.done && this.#source.tokens.kind[c.at - 1] !== Punct.Semi;
    return { kind: 'expression', attributes, value: c.at > from ? value : other, isResult };
  }

  #let(c: Cursor): Pick<Extract<Statement, { kind: 'let' }>, 'pattern' | 'value' | 'otherwise'> {
    const pattern = parsePattern(c);
    if (c.take(Punct.Colon)) parseType(c);
    if (!c.is(Punct.Equal) && !c.is(Punct.Semi)) skipWhile(c, () => !c.is(Punct.Equal) && !c.is(Punct.Semi));
    const value = c.take(Punct.Equal) ? this.value(c, true) : undefined;
    const otherwise = c.take(Keyword.else) && c.is(Punct.OpenBrace) ? this.#braces(c) : undefined;
    if (c.take(Punct.Semi) || c.done) return { pattern, value, otherwise };
    skipWhile(c, () => !c.is(Punct.Semi));
    return { pattern, value: other, otherwise: undefined };
  }

  /** `if`, `match`, a loop or a block that begins a statement ends it too, unless a method is called on it. */
  #blockLike(c: Cursor): Expression {
    const value = this.#primary(c, true);
    return c.is(Punct.Dot) || c.is(Punct.Question) ? this.#postfix(c, value) : value;
  }

  #braces(c: Cursor): Expression {
    return c.is(Punct.OpenBrace) ? this.block(c.inside(c.takeGroup())) : other;
  }

  list(c: Cursor): Expression[] {
    const parts: Expression[] = [];
    while (!c.done) {
      const from = c.at;
      skipAttributes(c);
      const value = this.value(c, true);
      const whole = c.done || c.is(Punct.Comma);
      c.skipToComma();
      parts.push(whole ? value : other);
      c.take(Punct.Comma);
      if (c.at === from) c.skip();
    }
    return parts;
  }

  // ---- operators ------------------------------------------------------------------------------------------------------

  /** @param structs whether `Name { … }` is a struct: not in a condition */
  value(c: Cursor, structs: boolean): Expression {
    c.depth += 1;
    const deep = c.depth > deepestNesting;
    const value = deep ? other : this.#assignment(c, structs);
    c.depth -= 1;
    return value;
  }

  #assignment(c: Cursor, structs: boolean): Expression {
    const target = this.#range(c, structs);
    if (c.is(Punct.Equal) && !c.isPair(Punct.Equal, Punct.Equal) && !c.isPair(Punct.Equal, Punct.Greater)) {
      c.at += 1;
      return { kind: 'assign', operator: '', target, value: this.value(c, structs) };
    }
    const operator = assignedOperator(c);
    if (operator === undefined) return target;
    c.at += operator.length + 1;
    return { kind: 'assign', operator, target, value: this.value(c, structs) };
  }

  #range(c: Cursor, structs: boolean): Expression {
    const start = c.isPair(Punct.Dot, Punct.Dot) ? undefined : this.#binary(c, structs, 1);
    if (start !== undefined && !c.isPair(Punct.Dot, Punct.Dot)) return start;
    c.at += 2;
    c.take(Punct.Equal);
    if (!endsRange(c, structs)) this.#binary(c, structs, 1);
    return other;
  }

  #binary(c: Cursor, structs: boolean, lowest: number): Expression {
    let left = this.#unary(c, structs);
    for (;;) {
      const found = operatorAt(c);
      if (found === undefined || found.level < lowest) return left;
      c.at += found.text.length;
      const right = this.#binary(c, structs, found.level + 1);
      left = { kind: 'binary', operator: found.text, left, right };
    }
  }

  #unary(c: Cursor, structs: boolean): Expression {
    c.depth += 1;
    const value = this.#prefixed(c, structs);
    c.depth -= 1;
    return value;
  }

  #prefixed(c: Cursor, structs: boolean): Expression {
    if (c.depth > deepestNesting) return other;
    if (c.take(Punct.Bang)) return { kind: 'not', of: this.#unary(c, structs) };
    if (c.take(Punct.Minus)) {
      this.#unary(c, structs);
      return other;
    }
    // A reference and what it refers to are the same value here.
    if (c.take(Punct.And)) {
      return c.take(Keyword.mut) ? { kind: 'lend', of: this.#unary(c, structs) } : this.#unary(c, structs);
    }
    if (c.take(Punct.Star)) return this.#unary(c, structs);
    let value = this.#postfix(c, this.#primary(c, structs));
    while (c.take(Keyword.as)) {
      parseType(c, false);
      value = this.#postfix(c, value);
    }
    return value;
  }

  #postfix(c: Cursor, operand: Expression): Expression {
    let value = operand;
    for (;;) {
      if (c.take(Punct.Question)) value = { kind: 'try', of: value };
      else if (c.is(Punct.Dot) && !c.isPair(Punct.Dot, Punct.Dot)) value = this.#member(c, value);
      else if (c.is(Punct.OpenParen)) value = { kind: 'call', callee: value, args: this.list(c.inside(c.takeGroup())) };
      else if (c.is(Punct.OpenBracket)) {
        const inside = c.inside(c.takeGroup());
        // `&text[..]` is the text
        const whole = inside.to - inside.at === 2 && inside.isPair(Punct.Dot, Punct.Dot);
        if (!whole) value = { kind: 'method', receiver: value, name: 'index', args: [] };
      } else return value;
    }
  }

  #member(c: Cursor, of: Expression): Expression {
    c.at += 1;
    if (c.is(Kind.Float)) {
      const [first = '', second = ''] = c.text().split('.');
      c.at += 1;
      return { kind: 'field', of: { kind: 'field', of, name: first }, name: second };
    }
    const name = c.takeName();
    if (c.isPair(Punct.Colon, Punct.Colon)) {
      c.at += 2;
      skipAngles(c);
    }
    if (!c.is(Punct.OpenParen)) return { kind: 'field', of, name };
    return { kind: 'method', receiver: of, name, args: this.list(c.inside(c.takeGroup())) };
  }

  // ---- operands -------------------------------------------------------------------------------------------------------

  #primary(c: Cursor, structs: boolean): Expression {
    if (c.is(Kind.Lifetime) && c.kind(1) === Punct.Colon) c.at += 2;
    switch (c.kind()) {
      case Punct.OpenParen:
        return this.#parenthesized(c);
      case Punct.OpenBracket:
        return { kind: 'array', parts: this.list(c.inside(c.takeGroup())) };
      case Punct.OpenBrace:
        return this.#braces(c);
      case Keyword.unsafe:
        c.at += 1;
        return this.#braces(c);
      case Keyword.if:
        return this.#if(c);
      case Keyword.match:
        return this.#match(c);
      case Keyword.for:
      case Keyword.while:
      case Keyword.loop:
        return this.#loop(c);
      case Keyword.let:
        return this.#letCondition(c);
      case Punct.Or:
      case Keyword.move:
        return this.#closure(c, structs);
      case Keyword.return:
        c.at += 1;
        return { kind: 'return', value: endsValue(c) ? undefined : this.value(c, structs) };
      case Keyword.break:
      case Keyword.continue:
        return this.#leave(c);
      default:
        return literalAt(c) ?? this.#path(c, structs);
    }
  }

  #leave(c: Cursor): Expression {
    const ends = c.is(Keyword.break);
    skipWhile(c, () => !endsValue(c));
    return { kind: 'leave', ends };
  }

  #parenthesized(c: Cursor): Expression {
    const inside = c.inside(c.takeGroup());
    const parts = this.list(inside);
    const isTuple = parts.length !== 1 || this.#source.tokens.kind[inside.to - 1] === Punct.Comma;
    return isTuple ? { kind: 'tuple', parts } : parts[0]!;
  }

  #if(c: Cursor): Expression {
    c.at += 1;
    const condition = this.value(c, false);
    const then = this.#braces(c);
    let otherwise: Expression | undefined;
    if (c.take(Keyword.else)) otherwise = c.is(Keyword.if) ? this.value(c, false) : this.#braces(c);
    return { kind: 'if', condition, then, otherwise };
  }

  #letCondition(c: Cursor): Expression {
    c.at += 1;
    const pattern = parsePattern(c);
    if (!c.take(Punct.Equal)) return other;
    return { kind: 'let', pattern, value: this.#binary(c, false, 3) };
  }

  #match(c: Cursor): Expression {
    c.at += 1;
    const read = readMatch(c);
    if (read === undefined) return other;
    const value = (range: TokenRange): Expression => this.value(c.inside(range), true);
    const arms = read.arms.map(
      ({ pattern, guard, body }): MatchArm => ({
        pattern: parsePattern(c.inside(pattern)),
        guard: guard === undefined ? undefined : value(guard),
        body: value(body),
      }),
    );
    return { kind: 'match', of: this.value(c.inside(read.scrutinee), false), arms };
  }

  #loop(c: Cursor): Expression {
    const keyword = c.kind();
    c.at += 1;
    let pattern: Pattern | undefined;
    if (keyword === Keyword.for) {
      pattern = parsePattern(c);
      c.take(Keyword.in);
    }
    const header = keyword === Keyword.loop ? undefined : this.value(c, false);
    return { kind: 'loop', pattern, header, body: this.#braces(c) };
  }

  #closure(c: Cursor, structs: boolean): Expression {
    c.take(Keyword.move);
    if (!c.is(Punct.Or)) return other;
    const range = takeClosureParams(c);
    const params: Pattern[] = [];
    const inside = c.inside(range ?? { from: c.at, to: c.at });
    while (!inside.done) {
      params.push(parsePattern(inside));
      inside.skipToComma();
      inside.take(Punct.Comma);
    }
    parseOutput(c);
    return { kind: 'closure', params, body: this.value(c, structs) };
  }

  #path(c: Cursor, structs: boolean): Expression {
    if (c.is(Punct.Less)) {
      skipAngles(c);
      if (c.takeColons() && isWord(c.kind())) parseSegments(c, 'expression');
      return other;
    }
    if (!startsPath(c)) return other;
    c.takeColons();
    const segments = parseSegments(c, 'expression').map((segment) => segment.name);
    if (c.is(Punct.Bang) && !c.isPair(Punct.Bang, Punct.Equal)) {
      c.at += 1;
      return { kind: 'macro', path: segments, source: this.#source, body: c.takeGroup() };
    }
    if (structs && c.is(Punct.OpenBrace) && /^[A-Z]/.test(segments.at(-1) ?? ''))
      return this.#struct(c.inside(c.takeGroup()));
    return { kind: 'path', segments };
  }

  #struct(c: Cursor): Expression {
    const fields = new Map<string, Expression>();
    while (!c.done) {
      const from = c.at;
      skipAttributes(c);
      const name = c.takeName();
      const value: Expression = { kind: 'path', segments: [name] };
      fields.set(name, c.take(Punct.Colon) ? this.value(c, true) : value);
      c.skipToComma();
      c.take(Punct.Comma);
      if (c.at === from) c.skip();
    }
    return { kind: 'struct', fields };
  }
}
