/** An expression of GitHub Actions, as parsed; https://docs.github.com/actions/reference/evaluate-expressions-in-workflows-and-actions */
export type Expression =
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string }
  | { readonly kind: 'context'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression }
  | { readonly kind: 'filter'; readonly of: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=';

type Token =
  | { readonly kind: 'name' | 'operator'; readonly text: string }
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string };

const MAX_DEPTH = 100;
/** GitHub's own limit for an expression. */
const MAX_CHARS = 21_000;
/** No person writes as many; what is decided grows with their square. */
const MAX_TOKENS = 1_500;
const OPERATORS = ['||', '&&', '==', '!=', '<=', '>=', '<', '>', '!', '(', ')', '[', ']', '.', ',', '*'];
const PRECEDENCE: readonly (readonly BinaryOperator[])[] = [['||'], ['&&'], ['==', '!='], ['<', '<=', '>', '>=']];

/** Parses an expression without its `${{ }}`; undefined when it is none. Never throws. */
export function parseExpression(source: string): Expression | undefined {
  const tokens = source.length > MAX_CHARS ? undefined : tokenize(source);
  if (tokens === undefined || tokens.length === 0 || tokens.length > MAX_TOKENS) return undefined;
  const parser = new Parser(tokens);
  const expression = parser.binary(0, 0);
  return parser.atEnd() ? expression : undefined;
}

function tokenize(source: string): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const char = source[at] as string;
    if (/\s/.test(char)) at += 1;
    else if (char === "'") {
      const text = readString(source, at);
      if (text === undefined) return undefined;
      tokens.push({ kind: 'literal', value: text.value });
      at = text.end;
    } else {
      const word = /^(?:[+-]?(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|[A-Za-z_][\w-]*)/.exec(
        source.slice(at, at + 256),
      )?.[0];
      const operator = word === undefined ? OPERATORS.find((candidate) => source.startsWith(candidate, at)) : undefined;
      if (word === undefined && operator === undefined) return undefined;
      tokens.push(word === undefined ? { kind: 'operator', text: operator as string } : wordToken(word));
      at += (word ?? operator ?? ' ').length;
    }
  }
  return tokens;
}

/** A string in single quotes, in which two of them stand for one. */
function readString(source: string, start: number): { value: string; end: number } | undefined {
  let value = '';
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] !== "'") value += source[at];
    else if (source[at + 1] === "'") {
      value += "'";
      at += 1;
    } else return { value, end: at + 1 };
  }
  return undefined;
}

function wordToken(word: string): Token {
  if (/^[+\-\d]/.test(word)) return { kind: 'literal', value: Number(word) };
  if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
  if (word === 'null') return { kind: 'literal', value: null };
  return { kind: 'name', text: word };
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  atEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  binary(level: number, depth: number): Expression | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const operators = PRECEDENCE[level];
    if (operators === undefined) return this.#unary(depth + 1);
    let left = this.binary(level + 1, depth);
    for (;;) {
      const operator = operators.find((candidate) => this.#isOperator(candidate));
      if (left === undefined || operator === undefined) return left;
      this.#at += 1;
      const right = this.binary(level + 1, depth);
      left = right && { kind: 'binary', operator, left, right };
    }
  }

  #isOperator(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'operator' && token.text === text;
  }

  #take(text: string): boolean {
    if (!this.#isOperator(text)) return false;
    this.#at += 1;
    return true;
  }

  #unary(depth: number): Expression | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (this.#take('!')) {
      const of = this.#unary(depth + 1);
      return of && { kind: 'not', of };
    }
    let of = this.#primary(depth);
    while (of !== undefined) {
      if (this.#take('.')) of = this.#property(of);
      else if (this.#take('[')) of = this.#index(of, depth);
      else return of;
    }
    return undefined;
  }

  #property(of: Expression): Expression | undefined {
    if (this.#take('*')) return { kind: 'filter', of };
    const token = this.#tokens[this.#at];
    this.#at += 1;
    // `true` and `null` may be names of properties too.
    if (token?.kind === 'literal' && (typeof token.value === 'boolean' || token.value === null)) {
      return { kind: 'member', of, key: { kind: 'literal', value: String(token.value) } };
    }
    return token?.kind === 'name' ? { kind: 'member', of, key: { kind: 'literal', value: token.text } } : undefined;
  }

  #index(of: Expression, depth: number): Expression | undefined {
    if (this.#take('*')) return this.#take(']') ? { kind: 'filter', of } : undefined;
    const key = this.binary(0, depth + 1);
    return key !== undefined && this.#take(']') ? { kind: 'member', of, key } : undefined;
  }

  #primary(depth: number): Expression | undefined {
    if (this.#take('(')) {
      const inner = this.binary(0, depth + 1);
      return this.#take(')') ? inner : undefined;
    }
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === 'operator') return undefined;
    this.#at += 1;
    if (token.kind === 'literal') return token;
    return this.#take('(') ? this.#call(token.text, depth) : { kind: 'context', name: token.text.toLowerCase() };
  }

  #call(name: string, depth: number): Expression | undefined {
    const args: Expression[] = [];
    if (this.#take(')')) return { kind: 'call', name: name.toLowerCase(), args };
    do {
      const arg = this.binary(0, depth + 1);
      if (arg === undefined) return undefined;
      args.push(arg);
    } while (this.#take(','));
    return this.#take(')') ? { kind: 'call', name: name.toLowerCase(), args } : undefined;
  }
}

/** One way to write each expression, so that two conditions can be compared. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string'
        ? `'${expression.value.replaceAll("'", "''")}'`
        : printNumber(expression.value);
    case 'context':
      return expression.name;
    case 'member':
      return expression.key.kind === 'literal' && isName(expression.key.value)
        ? `${printExpression(expression.of)}.${expression.key.value}`
        : `${printExpression(expression.of)}[${printExpression(expression.key)}]`;
    case 'filter':
      return `${printExpression(expression.of)}.*`;
    case 'call':
      return `${expression.name}(${expression.args.map(printExpression).join(', ')})`;
    case 'not':
      return `!${printOperand(expression.of)}`;
    case 'binary':
      return `${printOperand(expression.left)} ${expression.operator} ${printOperand(expression.right)}`;
  }
}

const isName = (value: unknown): boolean => typeof value === 'string' && /^[A-Za-z_][\w-]*$/.test(value);

function printNumber(value: unknown): string {
  return value === Number.POSITIVE_INFINITY ? '1e999' : value === Number.NEGATIVE_INFINITY ? '-1e999' : String(value);
}

function printOperand(expression: Expression): string {
  return expression.kind === 'binary' ? `(${printExpression(expression)})` : printExpression(expression);
}

/** All parts of an expression, itself first; without recursion, whose nested generators would cost the square. */
export function partsOf(expression: Expression): Expression[] {
  const found: Expression[] = [expression];
  for (let at = 0; at < found.length; at += 1) {
    const part = found[at] as Expression;
    if (part.kind === 'member') found.push(part.of, part.key);
    else if (part.kind === 'filter' || part.kind === 'not') found.push(part.of);
    else if (part.kind === 'call') found.push(...part.args);
    else if (part.kind === 'binary') found.push(part.left, part.right);
  }
  return found;
}

export type TemplatePart =
  | { readonly text: string }
  | { readonly source: string; readonly expression: Expression | undefined };

/** Splits a text at its `${{ … }}`; an unclosed one is plain text. Strings inside an expression may hold `}}`. */
export function parseTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf('${{', at);
    const close = open < 0 ? -1 : closingOf(text, open + 3);
    if (close < 0) break;
    if (open > at) parts.push({ text: text.slice(at, open) });
    const source = text.slice(open + 3, close).trim();
    parts.push({ source, expression: parseExpression(source) });
    at = close + 2;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

function closingOf(text: string, start: number): number {
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === "'") quoted = !quoted;
    else if (!quoted && text.startsWith('}}', at)) return at;
  }
  return -1;
}
