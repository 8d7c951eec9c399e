import { describe, expect, test } from 'vitest';
import { errors, outline, parse } from './parse.ts';

describe('text that is not Rust is reported with its place, and what stands beside it is not lost', () => {
  test.each([
    [
      'a brace left open',
      'fn a() {\n    if x {\n        y();\n}\n\nfn b() {}\n',
      ['2:10 unclosed `{`'],
      'function a, function b',
    ],
    [
      'a brace left open in a module',
      'mod m {\n    fn a() {\n    fn b() {}\n}\nfn c() {}',
      ['2:12 unclosed `{`'],
      undefined,
    ],
    [
      'a brace too many',
      'fn a() {\n}\n}\nfn b() {}',
      ['3:1 unexpected closing `}`', '3:1 expected an item, found `}`'],
      'function a, function b',
    ],
    ['a parenthesis left open', 'fn a() { f(1; }\nfn b() {}', ['1:11 unclosed `(`'], 'function a, function b'],
    ['a bracket of another kind', 'fn a() { f(1]; }\nfn b() {}', undefined, 'function a, function b'],
    ['an attribute left open', '#[derive(A)\nstruct B;\nfn c() {}', undefined, undefined],
    ['a semicolon missing', 'const A: u8 = 1\npub fn b() {}', ['2:1 expected `;`'], 'constant A, function b'],
    [
      'words at item level',
      'fn a() {}\nhello world\nfn b() {}',
      ['2:1 expected an item, found `hello`'],
      'function a, function b',
    ],
    ['a function without a name', 'fn () {}\nfn b() {}', ['1:4 expected a name, found `(`'], 'function b'],
    ['an attribute at the end', 'fn a() {}\n#[b]', undefined, 'function a'],
    [
      'a string left open',
      'fn a() {}\nconst B: &str = "x;\nfn c() {}\n',
      undefined,
      'function a, constant B, function c',
    ],
    [
      'a comment left open',
      'fn a() {}\n/* x\nfn b() {}\n',
      ['2:1 block comment is not terminated'],
      'function a, function b',
    ],
    ['a character nobody knows', 'fn a() {}\n\\\nfn b() {}', undefined, 'function a, function b'],
    [
      'a macro call without its semicolon',
      'a!(b)\nfn c() {}',
      ['2:1 expected `;` after the macro call'],
      'macro-call, function c',
    ],
    [
      'an inner attribute too late',
      'fn a() {}\n#![b]\nfn c() {}',
      ['2:1 an inner attribute must come before everything else'],
      'function a, function c',
    ],
  ])('%s', (_what, text, expected, items) => {
    const found = errors(text);
    if (expected !== undefined) expect(found).toEqual(expected);
    expect(found.length).toBeGreaterThan(0);
    if (items !== undefined) expect(outline(parse(text).items)).toBe(items);
  });

  test('a character literal', () => {
    expect(errors("const A: char = 'ab';")).toEqual(['1:17 character literal holds more than one character']);
    expect(errors("const A: char = '';")).toEqual(['1:17 character literal is empty']);
  });

  test('errors come in the order of their places', () => {
    const offsets = parse('fn a( {}\n}\nhello\n"x').errors.map((error) => error.offset);
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  });
});

describe('bounds', () => {
  test('modules nested 20,000 deep are cut and reported', () => {
    const source = parse(`${'mod a{'.repeat(20_000)}${'}'.repeat(20_000)}`);
    expect(source.errors.map((error) => error.message)).toEqual(['items nested deeper than 200']);
  });

  test.each([
    ['attributes left open', '#['],
    ['brackets left open', '(['],
    ['closing brackets', ')]}'],
    ['quotes', '\\"\n'],
    ['block comments', '/*\n'],
    ['raw strings', 'r#"\n'],
    ['character quotes', "'\\"],
    ['angles', 'impl<'],
    ['keywords', 'fn struct '],
    ['uses', 'use a::{'],
    ['attributes', '#[a(b(c='],
    ['types', 'type A = &(['],
    ['macro calls', 'a!{'],
  ])('a file full of %s ends', (_what, piece) => {
    const source = parse(piece.repeat(20_000));
    expect(source.errors.length).toBeGreaterThan(0);
    expect(source.errors.length).toBeLessThan(50_000);
  });
});
