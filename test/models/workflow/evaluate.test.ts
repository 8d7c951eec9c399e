import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coversAll,
  decideIf,
  evaluate,
  fillIn,
  type Guard,
  interpolate,
  type Scope,
} from '../../../src/models/workflow/evaluate.ts';
import { parseExpression, parseTemplate, printExpression } from '../../../src/models/workflow/expression.ts';
import { isUnknown, mapOf, truthOf, unknown, type Value } from '../../../src/models/workflow/value.ts';

const contexts: Record<string, Value> = {
  matrix: mapOf([
    ['os', 'ubuntu-latest'],
    ['n', 3],
    ['list', { kind: 'list', items: ['a', 'B'] }],
    ['empty', ''],
  ]),
  needs: mapOf([
    ['a', mapOf([['result', 'success']])],
    [
      'b',
      mapOf([
        ['result', 'skipped'],
        ['outputs', mapOf([], unknown('needs.b.outputs'))],
      ]),
    ],
  ]),
  steps: unknown('steps'),
};
const scope: Scope = {
  context: (name) => contexts[name] ?? unknown(name),
  status: (name) => name === 'success' || name === 'always',
};
const value = (source: string) => {
  const expression = parseExpression(source);
  if (expression === undefined) throw new Error(`no expression: ${source}`);
  return evaluate(expression, scope);
};

describe('what is known', () => {
  it.each([
    ["matrix.os == 'ubuntu-latest'", true],
    ["matrix.OS == 'UBUNTU-latest'", true],
    ["matrix['os'] != 'x'", true],
    ['matrix.n > 2 && matrix.n <= 3', true],
    ["matrix.n == '3'", true],
    ["matrix.missing == ''", true],
    ['matrix.missing', null],
    ["matrix.empty || 'x'", 'x'],
    ["matrix.os && 'yes' || 'no'", 'yes'],
    ['!matrix.missing', true],
    ['matrix.list[1]', 'B'],
    ["contains(matrix.list, 'b')", true],
    ["contains('Hello', 'ELL')", true],
    ["startsWith(matrix.os, 'Ubuntu')", true],
    ["endsWith(matrix.os, 'x')", false],
    ["format('{0}-{1}{{}}', matrix.os, 1)", 'ubuntu-latest-1{}'],
    ["join(matrix.list, '+')", 'a+B'],
    ['fromJSON(\'{"a": [1, 2]}\').a[1]', 2],
    ["contains(needs.*.result, 'skipped')", true],
    ["contains(needs.*.result, 'failure')", false],
    ["'it''s'", "it's"],
    ['0x1f', 31],
    ['-1.5e1', -15],
    ['(1 == 1) == true', true],
    ["null == ''", true],
    ["'a' < 'B'", true],
    ["'x' == 0", false],
    ['success() && !failure() && always() && !cancelled()', true],
  ])('%s', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });
});

describe('what only the run knows', () => {
  it.each([
    ['steps.x.outputs.y', undefined],
    ["steps.x.outputs.y == 'true'", undefined],
    ["steps.x.outputs.y && 'a' == 'b'", false],
    ["steps.x || 'a' == 'a'", true],
    ['!steps.x', undefined],
    ["contains(steps.x, 'y')", undefined],
    ["hashFiles('**')", undefined],
    ["contains(fromJSON('[1]'), steps.x)", undefined],
    ['needs.b.outputs.z', undefined],
    ['vars.X == vars.X', undefined],
  ])('%s', (source, truth) => {
    const found = value(source);
    expect(truthOf(found)).toBe(truth);
    if (truth === undefined) expect(isUnknown(found)).toBe(true);
  });
});

describe('if', () => {
  const guards = (source: string) => {
    const decided = decideIf(source, scope, 'x');
    return typeof decided === 'object' ? decided.map(({ text, holds }) => `${holds ? '' : 'not '}${text}`) : decided;
  };
  it.each([
    ['', 'yes'],
    ['false', 'no'],
    ['${{ false }}', 'no'],
    ["matrix.os == 'windows'", 'no'],
    ["${{ matrix.os == 'windows' }}", 'no'],
    // Text around makes it a string, and a string that is not empty holds.
    ['${{ matrix.os }} == windows', 'yes'],
    ['failure()', 'no'],
    ['!cancelled()', 'yes'],
    ['steps.a.x', ['steps.a.x']],
    ['!steps.a.x', ['not steps.a.x']],
    ["steps.a != 'x'", ["not steps.a == 'x'"]],
    ['steps.a && matrix.n == 3 && steps.b', ['steps.a', 'steps.b']],
    ['steps.a || matrix.n == 4', ['steps.a']],
    ['steps.a || steps.b', ['steps.a || steps.b']],
  ])('%j', (source, expected) => {
    expect(guards(source)).toEqual(expected);
  });
  it.each(['matrix.os ==', '(a', 'a b', "'open", 'a.', 'f(,)', 'a && && b'])('is no expression: %s', (source) => {
    expect(guards(source)).toBeUndefined();
  });
  it('waits for what is needed unless it asks for the status itself', () => {
    expect(decideIf('true', scope, 'x', 'no')).toBe('no');
    expect(decideIf('always()', scope, 'x', 'no')).toBe('yes');
  });
});

describe('templates', () => {
  it('keeps the type of a lone expression and joins the others', () => {
    expect(interpolate('${{ matrix.n }}', scope)).toBe(3);
    expect(interpolate('v${{ matrix.n }}-${{ matrix.os }}', scope)).toBe('v3-ubuntu-latest');
    expect(isUnknown(interpolate('a${{ steps.x }}', scope))).toBe(true);
  });
  it('leaves what is unknown as one word', () => {
    expect(fillIn('cargo ${{ steps.x.outputs.y }} ${{ matrix.n }}', scope)).toBe(
      'cargo \u27easteps.x.outputs.y\u27eb 3',
    );
  });
  it('finds the end behind strings', () => {
    expect(parseTemplate("a ${{ '}}' }} b")).toHaveLength(3);
    expect(parseTemplate('a ${{ open')).toEqual([{ text: 'a ${{ open' }]);
  });
});

describe('conditions that leave no case out', () => {
  const guard = (text: string, holds: boolean, place = 'x'): Guard => ({ scope: place, text, holds });
  it.each([
    [[[]], true],
    [[[guard('a', true)]], false],
    [[[guard('a', true)], [guard('a', false)]], true],
    [[[guard('a', true)], [guard('a', false, 'other')]], false],
    [[[guard('a', true), guard('b', true)], [guard('a', false)], [guard('b', false)]], true],
    [[[guard('a', true), guard('b', true)], [guard('a', false)]], false],
    [[], false],
  ])('%j', (alternatives, expected) => {
    expect(coversAll(alternatives)).toBe(expected);
  });
});

const expressions = fc.letrec<{ e: string }>((tie) => ({
  e: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom('true', 'null', '1', "'a'", 'matrix.os', 'steps.x.y', 'needs.*.result', 'vars.z'),
    fc
      .tuple(tie('e'), fc.constantFrom('&&', '||', '==', '!=', '<', '>='), tie('e'))
      .map(([a, o, b]) => `(${a} ${o} ${b})`),
    tie('e').map((e) => `!${e}`),
    fc
      .tuple(fc.constantFrom('contains', 'format', 'startsWith', 'join', 'fromJSON'), tie('e'), tie('e'))
      .map(([f, a, b]) => `${f}(${a}, ${b})`),
  ),
}));

describe('properties', () => {
  it('printing and parsing again changes nothing', () => {
    fc.assert(
      fc.property(expressions.e, (source) => {
        const first = parseExpression(source);
        expect(first).toBeDefined();
        if (first !== undefined) expect(parseExpression(printExpression(first))).toEqual(first);
      }),
    );
  });
  it('a decision agrees with the value', () => {
    fc.assert(
      fc.property(expressions.e, (source) => {
        const decided = decideIf(source, scope, 'x');
        const truth = truthOf(value(source));
        expect(decided === 'yes' ? true : decided === 'no' ? false : undefined).toBe(truth);
      }),
    );
  });
  it('never throws or hangs', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '.',
      ',',
      '!',
      '&&',
      '||',
      '==',
      "'",
      'a',
      '1',
      '*',
      ' ',
      '${{',
      '}}',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }), (pieces) => {
        decideIf(pieces.join(''), scope, 'x');
        interpolate(pieces.join(''), scope);
      }),
    );
  });
  it.each(['!', '(', '-', 'a[', 'f(', 'a||', 'a.b.'])('bears %j many times over', (piece) => {
    expect(() => decideIf(`${piece.repeat(6_000)}a`, scope, 'x')).not.toThrow();
  });
});

describe('one way to write an expression', () => {
  it.each([
    ["inputs['a']", 'inputs.a'],
    // What is no name stays in brackets: two conditions that differ must not look the same.
    ["inputs['a.b']", "inputs['a.b']"],
    ["inputs['a == b']", "inputs['a == b']"],
    ['x == 1e999', 'x == 1e999'],
    ['x == -1e999', 'x == -1e999'],
  ])('%s', (source, printed) => {
    const expression = parseExpression(source);
    expect(expression && printExpression(expression)).toBe(printed);
    const again = parseExpression(printed);
    expect(again && printExpression(again)).toBe(printed);
  });
});
