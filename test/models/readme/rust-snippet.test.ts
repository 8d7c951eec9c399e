import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSnippet } from '../../../src/models/readme/rust-snippet.ts';

const paths = (code: string) => readSnippet(code).paths.map(({ segments }) => segments.join('::'));

describe('readSnippet', () => {
  it('reads imports, renames, groups and hidden lines, with their lines', () => {
    const { paths: found, error } = readSnippet('# use a::{b::C, d as e};\nuse ::f::G;\nlet x = C::new(e::h);\n');
    expect(found).toEqual([
      { segments: ['a', 'b', 'C'], line: 1, imported: true },
      { segments: ['a', 'd'], line: 1, imported: true },
      { segments: ['f', 'G'], line: 2, imported: true },
      { segments: ['a', 'b', 'C', 'new'], line: 3, imported: false },
      { segments: ['a', 'd', 'h'], line: 3, imported: false },
    ]);
    expect(error).toBeUndefined();
  });

  it('looks through generic arguments and into functions, macros and nested imports', () => {
    expect(paths('fn main() { use a::B; B::<Vec<u8>>::c(); println!("{}", B::d()); }')).toEqual([
      'a::B',
      'a::B::c',
      'a::B::d',
    ]);
  });

  it('takes no names from comments, strings, methods and local types', () => {
    expect(paths('// a::B\nlet s = "a::B";\nx.b::<u8>();\nstruct B;\nB::c();')).toEqual([]);
  });

  it('tells what nothing but a glob can bring', () => {
    const { globs, loose } = readSnippet('use a::*;\nuse d::E;\nstruct F;\nB::c(E::new(), F::new());');
    expect({ globs, loose }).toEqual({ globs: [['a']], loose: [{ segments: ['B', 'c'], line: 4 }] });
  });

  it('knows parameters of functions, types and implementations', () => {
    const { declared } = readSnippet(
      "impl<'a, T: Into<Vec<u8>>, const N: usize> S<T> { fn f<U>() { if a < B { U::new(); } } }",
    );
    expect([...declared]).toEqual(expect.arrayContaining(['T', 'N', 'U']));
    expect(declared).not.toContain('B');
  });

  it.each([
    ['fn main() { println!("{}", B::c()); }', true],
    ['B::c();', false],
    ['make_types! { B }\nfn main() { if !(a) {} }', false],
    ['fn main() { if a != (b) { todo!() } }', true],
  ])('%s: a program %s', (code, program) => {
    expect(readSnippet(code).isProgram).toBe(program);
  });

  it('says why a piece does not parse', () => {
    expect(readSnippet('let a = vec![;').error?.line).toBe(1);
    expect(readSnippet('let a = 1;\nA { ... }').error).toEqual({ message: '`...` stands for code', line: 2 });
  });

  it('reads any text', () => {
    const piece = fc.constantFrom(
      'use ',
      'a',
      '::',
      '{',
      '}',
      ';',
      '*',
      ',',
      '<',
      '>',
      'as ',
      '# ',
      '\n',
      '(',
      ')',
      '"',
      "'",
      '/*',
      '//',
      'r#"',
      '.',
      '->',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        const lines = text.split('\n').length;
        for (const { line } of readSnippet(text).paths) expect(line).toBeLessThanOrEqual(lines + 1);
      }),
      { numRuns: 400 },
    );
  });
});
