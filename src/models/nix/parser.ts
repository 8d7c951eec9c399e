/** A parser of the Nix language by recursive descent; operators and their precedences are those of the Nix manual. */
import type { AttributePath, AttributeSet, Binding, Expression } from './syntax.ts';
import { NixLexer, NixSyntaxError, type Token } from './token.ts';

/** Counted twice for each level of brackets: once as an expression, once as its operators. */
const MAX_DEPTH = 600;
const KEYWORDS = new Set(['let', 'in', 'with', 'assert', 'if', 'then', 'else', 'inherit', 'rec']);

/** Binding power and side: higher binds tighter. Application and selection bind tighter than all of them. */
const OPERATORS: Readonly<Record<string, readonly [left: number, right: number]>> = {
  '|>': [1, 2],
  '<|': [2, 1],
  '->': [4, 3],
  '||': [5, 6],
  '&&': [7, 8],
  '==': [9, 10],
  '!=': [9, 10],
  '<': [11, 12],
  '>': [11, 12],
  '<=': [11, 12],
  '>=': [11, 12],
  '//': [14, 13],
  '+': [17, 18],
  '-': [17, 18],
  '*': [19, 20],
  '/': [19, 20],
  '++': [22, 21],
};
const NOT = 15;
const HAS = 23;
const NEGATION = 25;

/**
 * Parses one Nix file.
 * @throws NixSyntaxError with the offset of what cannot be read
 */
export function parseNix(text: string): Expression {
  return parseRange(text, 0, text.length, 0);
}

function parseRange(text: string, from: number, to: number, depth: number): Expression {
  const parser = new Parser(text, from, to, depth);
  const expression = parser.expression();
  parser.expectEnd();
  return expression;
}

class Parser {
  readonly #text: string;
  readonly #lexer: NixLexer;
  readonly #ahead: Token[] = [];
  #depth: number;

  constructor(text: string, from: number, to: number, depth: number) {
    this.#text = text;
    this.#lexer = new NixLexer(text, from, to);
    this.#depth = depth;
  }

  #peek(distance = 0): Token {
    while (this.#ahead.length <= distance) this.#ahead.push(this.#lexer.next());
    return this.#ahead[distance]!;
  }

  #take(): Token {
    const token = this.#peek();
    this.#ahead.shift();
    return token;
  }

  #is(text: string, distance = 0): boolean {
    const token = this.#peek(distance);
    return token.text === text && (token.kind === 'symbol' || (token.kind === 'name' && KEYWORDS.has(text)));
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#take();
    return true;
  }

  #expect(text: string): Token {
    if (!this.#is(text)) this.#fail(`expected ${text}`);
    return this.#take();
  }

  #fail(message: string): never {
    const { start, text, kind } = this.#peek();
    throw new NixSyntaxError(`${message}, found ${kind === 'end' ? 'the end' : text.slice(0, 20)}`, start);
  }

  expectEnd(): void {
    if (this.#peek().kind !== 'end') this.#fail('expected the end');
  }

  expression(): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new NixSyntaxError('nested too deeply', this.#peek().start);
    const found = this.#expressionFunction();
    this.#depth -= 1;
    return found;
  }

  #expressionFunction(): Expression {
    const { start, kind, text } = this.#peek();
    if (this.#is('let') && !this.#is('{', 1)) {
      this.#take();
      const set = this.#bindings(start, 'in');
      return { kind: 'let', start, set, body: this.expression() };
    }
    if (this.#is('with') || this.#is('assert')) {
      this.#take();
      const head = this.expression();
      this.#expect(';');
      return { kind: text === 'with' ? 'with' : 'assert', start, head, body: this.expression() };
    }
    if (this.#accept('if')) {
      const condition = this.expression();
      this.#expect('then');
      const then = this.expression();
      this.#expect('else');
      return { kind: 'if', start, condition, then, otherwise: this.expression() };
    }
    if (kind === 'name' && !KEYWORDS.has(text) && (this.#is(':', 1) || this.#is('@', 1))) return this.#lambdaByName();
    if (this.#is('{') && this.#isPattern()) return this.#lambdaByPattern([]);
    return this.#operators(0);
  }

  #lambdaByName(): Expression {
    const { text: name, start } = this.#take();
    if (this.#accept('@')) return this.#lambdaByPattern([name], start);
    this.#expect(':');
    return { kind: 'lambda', start, parameters: [name], defaults: [], body: this.expression() };
  }

  /** `{ a, b ? 1, ... }:` against `{ a = 1; }`: told by what follows the brace. */
  #isPattern(): boolean {
    if (this.#is('}', 1)) return this.#is(':', 2) || this.#is('@', 2);
    if (this.#is('...', 1)) return true;
    return (
      this.#peek(1).kind === 'name' &&
      (this.#is(',', 2) || this.#is('?', 2) || (this.#is('}', 2) && (this.#is(':', 3) || this.#is('@', 3))))
    );
  }

  #lambdaByPattern(parameters: string[], from?: number): Expression {
    const { start } = this.#expect('{');
    const defaults: Expression[] = [];
    while (!this.#is('}')) {
      if (!this.#accept('...')) {
        if (this.#peek().kind !== 'name') this.#fail('expected a parameter');
        parameters.push(this.#take().text);
        if (this.#accept('?')) defaults.push(this.expression());
      }
      if (!this.#accept(',')) break;
    }
    this.#expect('}');
    if (this.#accept('@')) parameters.push(this.#take().text);
    this.#expect(':');
    return { kind: 'lambda', start: from ?? start, parameters, defaults, body: this.expression() };
  }

  #operators(least: number): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new NixSyntaxError('nested too deeply', this.#peek().start);
    const found = this.#operatorsWithin(least);
    this.#depth -= 1;
    return found;
  }

  #operatorsWithin(least: number): Expression {
    let left = this.#prefix();
    for (;;) {
      const { text, kind } = this.#peek();
      if (kind !== 'symbol') return left;
      if (text === '?' && HAS >= least) {
        this.#take();
        left = { kind: 'has', start: left.start, target: left, path: this.#attributePath() };
        continue;
      }
      const power = OPERATORS[text];
      if (power === undefined || power[0] < least) return left;
      this.#take();
      left = { kind: 'binary', start: left.start, operator: text, left, right: this.#operators(power[1]) };
    }
  }

  #prefix(): Expression {
    const { start, text } = this.#peek();
    if (this.#is('!') || this.#is('-')) {
      this.#take();
      this.#depth += 1;
      if (this.#depth > MAX_DEPTH) throw new NixSyntaxError('nested too deeply', start);
      const operand = this.#operators(text === '!' ? NOT : NEGATION);
      this.#depth -= 1;
      return { kind: 'unary', start, operator: text, operand };
    }
    let target = this.#selection();
    // A lambda as the last argument needs parentheses, but `a == b: c` does not exist: application stops at what begins no simple expression.
    while (this.#beginsSimple()) target = { kind: 'apply', start: target.start, target, argument: this.#selection() };
    return target;
  }

  #beginsSimple(): boolean {
    const { kind, text } = this.#peek();
    if (kind === 'symbol') return text === '(' || text === '[' || text === '{';
    if (kind === 'name') return !KEYWORDS.has(text) || text === 'rec' || (text === 'let' && this.#is('{', 1));
    return kind !== 'end';
  }

  #selection(): Expression {
    const target = this.#simple();
    if (!this.#accept('.')) return target;
    const path = this.#attributePath();
    // `or` is no keyword: elsewhere it is a name.
    const hasDefault = this.#peek().kind === 'name' && this.#peek().text === 'or';
    if (hasDefault) this.#take();
    const otherwise = hasDefault ? this.#selection() : undefined;
    return { kind: 'select', start: target.start, target, path, otherwise };
  }

  #simple(): Expression {
    const token = this.#take();
    const { start, kind, text } = token;
    if (kind === 'string' || kind === 'path') return { kind, start, text, parts: this.#interpolated(token) };
    if (kind === 'number' || kind === 'uri' || kind === 'search-path') return { kind: 'literal', start, text };
    if (kind === 'name' && text === 'rec') return this.#set(this.#expect('{').start);
    if (kind === 'name' && text === 'let') return this.#set(this.#expect('{').start);
    if (kind === 'name' && !KEYWORDS.has(text)) return { kind: 'name', start, name: text };
    if (kind === 'symbol' && text === '{') return this.#set(start);
    if (kind === 'symbol' && text === '(') {
      const inner = this.expression();
      this.#expect(')');
      return inner;
    }
    if (kind === 'symbol' && text === '[') {
      const items: Expression[] = [];
      this.#depth += 1;
      if (this.#depth > MAX_DEPTH) throw new NixSyntaxError('nested too deeply', start);
      while (!this.#accept(']')) items.push(this.#selection());
      this.#depth -= 1;
      return { kind: 'list', start, items };
    }
    this.#ahead.unshift(token);
    return this.#fail('expected an expression');
  }

  #set(start: number): AttributeSet {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new NixSyntaxError('nested too deeply', start);
    const set = this.#bindings(start, '}');
    this.#depth -= 1;
    return set;
  }

  #bindings(start: number, close: string): AttributeSet {
    const bindings: Binding[] = [];
    const inherited: { from: Expression | undefined; names: string[] }[] = [];
    while (!this.#accept(close)) {
      if (this.#accept('inherit')) {
        const from = this.#accept('(') ? this.expression() : undefined;
        if (from !== undefined) this.#expect(')');
        const names: string[] = [];
        while (!this.#is(';')) names.push(this.#attribute() ?? '');
        inherited.push({ from, names });
      } else {
        const at = this.#peek().start;
        const path = this.#attributePath();
        this.#expect('=');
        bindings.push({ start: at, path, value: this.expression() });
      }
      this.#expect(';');
    }
    return { kind: 'set', start, bindings, inherited };
  }

  #attributePath(): AttributePath {
    const path = [this.#attribute()];
    while (this.#accept('.')) path.push(this.#attribute());
    return path;
  }

  #attribute(): string | undefined {
    const token = this.#take();
    if (token.kind === 'name') return token.text;
    if (token.kind === 'string') return token.text.includes('${…}') ? undefined : token.text;
    if (token.kind === 'symbol' && token.text === '${') {
      const inner = this.expression();
      this.#expect('}');
      return inner.kind === 'string' && inner.parts.length === 0 ? inner.text : undefined;
    }
    this.#ahead.unshift(token);
    return this.#fail('expected an attribute');
  }

  #interpolated({ parts = [] }: Token): Expression[] {
    return parts.flatMap((part) => ('from' in part ? [parseRange(this.#text, part.from, part.to, this.#depth)] : []));
  }
}
