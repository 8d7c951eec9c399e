import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNix } from '../../../src/models/nix/parser.ts';
import { childrenOf, type Expression } from '../../../src/models/nix/syntax.ts';
import { NixSyntaxError } from '../../../src/models/nix/token.ts';

/** An expression in brackets, so that precedence can be read. */
function show(expression: Expression): string {
  switch (expression.kind) {
    case 'binary':
      return `(${show(expression.left)} ${expression.operator} ${show(expression.right)})`;
    case 'unary':
      return `(${expression.operator}${show(expression.operand)})`;
    case 'apply':
      return `(${show(expression.target)} ${show(expression.argument)})`;
    case 'select':
      return `${show(expression.target)}.${expression.path.join('.')}`;
    case 'has':
      return `(${show(expression.target)} ? ${expression.path.join('.')})`;
    case 'name':
      return expression.name;
    case 'string':
      return JSON.stringify(expression.text);
    case 'literal':
    case 'path':
      return expression.text;
    default:
      return `<${expression.kind}${childrenOf(expression).map((child) => ` ${show(child)}`)}>`;
  }
}

describe('the Nix language', () => {
  test.each([
    ['a.b c d', '((a.b c) d)'],
    ['a + b * c', '(a + (b * c))'],
    ['a // b // c', '(a // (b // c))'],
    ['!a && b || c -> d', '((((!a) && b) || c) -> d)'],
    ['x ? y.z && b', '((x ? y.z) && b)'],
    ['f ./. { a = 1; }', '((f ./.) <set 1>)'],
    ['./a/b.nix', './a/b.nix'],
    ['../x', '../x'],
    ['<nixpkgs/lib>', '<nixpkgs/lib>'],
    ['"a${b}c"', '"a${…}c"'],
    ["''\n a ''${x} ${y} '''\n''", JSON.stringify("\n a ${x} ${…} ''\n")],
    ['a.b or c', 'a.b'],
    ['{ a, b ? 1, ... }@c: b', '<lambda 1, b>'],
    ['let a = 1; in a', '<let <set 1>, a>'],
    ['with a; b', '<with a, b>'],
    ['# c\n/* d */ 1', '1'],
    ['[ a.b (c d) ]', '<list a.b, (c d)>'],
    ['{ "a b".c = 1; ${d} = 2; inherit (e) f g; }', '<set e, 1, 2>'],
    ['github:NixOS/nixpkgs', 'github:NixOS/nixpkgs'],
  ])('%s', (text, expected) => expect(show(parseNix(text))).toBe(expected));

  test.each(['', '{ a = 1 }', '"a', "''a", '/* a', '{ "a = 1; }', 'let a = 1;', 'a b )', '"${a"'])(
    '%j is no expression',
    (text) => expect(() => parseNix(text)).toThrow(NixSyntaxError),
  );

  test('the place of an error is inside the text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '{',
            '}',
            '"',
            "''",
            '${',
            'a',
            '=',
            ';',
            '(',
            ')',
            '[',
            ']',
            ':',
            '.',
            '//',
            './x',
            ' let ',
            ' in ',
            '\n',
            '!',
            '-',
            '?',
            '@',
            ',',
          ),
        ),
        (parts) => {
          const text = parts.join('');
          try {
            parseNix(text);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(NixSyntaxError);
            expect((thrown as NixSyntaxError).offset).toBeLessThanOrEqual(text.length);
          }
        },
      ),
    );
  });

  test('depth is bounded', () => {
    for (const text of ['[', '{a=', '"${', 'a: ', '!', '(', 'a//', "''${", 'if a then ', 'let a = '])
      expect(() => parseNix(text.repeat(20_000))).toThrow(NixSyntaxError);
  });
});
