import { describe, expect, test } from 'vitest';
import { commentKinds, Keyword, Kind, Punct } from '../../../src/models/rust/token.ts';
import { parse } from './parse.ts';

const names = new Map<number, string>(Object.entries(Kind).map(([name, kind]) => [kind, name]));
const keywords = new Set<number>(Object.values(Keyword));

/** Tokens as `Kind:text`, punctuation and keywords as themselves. */
function tokens(text: string): string[] {
  const source = parse(text);
  return Array.from({ length: source.tokens.count }, (_, at) => {
    const kind = source.tokens.kind[at]!;
    const word = source.tokenText(at);
    return names.has(kind) ? `${names.get(kind)}:${word}` : keywords.has(kind) ? word : String.fromCharCode(kind);
  });
}

function comments(text: string): string[] {
  const { comments, text: all } = parse(text);
  return Array.from({ length: comments.count }, (_, at) => {
    return `${commentKinds[comments.kind[at]!]} ${all.slice(comments.start[at], comments.end[at])}`;
  });
}

describe('tokens', () => {
  test('words, keywords and raw identifiers', () => {
    expect(tokens('fn r#fn selfie Self union _ été')).toEqual([
      'fn',
      'RawIdentifier:r#fn',
      'Identifier:selfie',
      'Self',
      'Identifier:union',
      'Identifier:_',
      'Identifier:été',
    ]);
  });

  test('a word before a literal is a prefix only where Rust has one, and ends at the first character of no word', () => {
    expect(tokens('x"a" ab"a" cb\'a\' bb rust c rb#x é"a" bé été1→b')).toEqual([
      'Identifier:x',
      'String:"a"',
      'Identifier:ab',
      'String:"a"',
      'Identifier:cb',
      "Char:'a'",
      'Identifier:bb',
      'Identifier:rust',
      'Identifier:c',
      'Identifier:rb',
      '#',
      'Identifier:x',
      'Identifier:é',
      'String:"a"',
      'Identifier:bé',
      'Identifier:été1',
      'Unknown:→',
      'Identifier:b',
    ]);
  });

  test('a short file after a long one sees nothing of it', () => {
    tokens(`${'long '.repeat(20_000)}`);
    expect(tokens('ab')).toEqual(['Identifier:ab']);
    expect(tokens('/')).toEqual(['/']);
  });

  test('punctuation is one character each', () => {
    expect(tokens('>>= :: -> ..=')).toEqual(['>', '>', '=', ':', ':', '-', '>', '.', '.', '=']);
  });

  test('lifetimes against characters', () => {
    expect(tokens(`'a 'static '_ 'a' '\\'' '\\u{41}' ''' 'é' '/' b'\\\\' 'r#async`)).toEqual([
      `Lifetime:'a`,
      `Lifetime:'static`,
      `Lifetime:'_`,
      `Char:'a'`,
      `Char:'\\''`,
      `Char:'\\u{41}'`,
      `Char:'''`,
      `Char:'é'`,
      `Char:'/'`,
      `Byte:b'\\\\'`,
      `Lifetime:'r#async`,
    ]);
  });

  test('a character outside the basic plane is one character', () => {
    expect(tokens(`'𝒳' '🦀'`)).toEqual([`Char:'𝒳'`, `Char:'🦀'`]);
  });

  test('strings of every kind', () => {
    expect(tokens(`"a\\"b" r"\\" r#"a"b"# b"x" br##"y"#"## c"z" cr#"w"# "s"suffix`)).toEqual([
      'String:"a\\"b"',
      'RawString:r"\\"',
      'RawString:r#"a"b"#',
      'ByteString:b"x"',
      'RawByteString:br##"y"#"##',
      'CString:c"z"',
      'RawCString:cr#"w"#',
      'String:"s"suffix',
    ]);
  });

  test('a string over several lines with a brace in it', () => {
    expect(tokens('"a {\n  b" x')).toEqual(['String:"a {\n  b"', 'Identifier:x']);
  });

  test('numbers: a dot belongs to them only where no range, field or method follows', () => {
    expect(tokens('1 1.5e-3f64 0xff_u8 0b1 1..2 1.max(2) 1. 2e5 x.0.1')).toEqual([
      'Integer:1',
      'Float:1.5e-3f64',
      'Integer:0xff_u8',
      'Integer:0b1',
      'Integer:1',
      '.',
      '.',
      'Integer:2',
      'Integer:1',
      '.',
      'Identifier:max',
      '(',
      'Integer:2',
      ')',
      'Float:1.',
      'Float:2e5',
      'Identifier:x',
      '.',
      'Float:0.1',
    ]);
  });

  test('white space of Unicode, carriage returns and the byte order mark', () => {
    expect(tokens('\ufeffmod\u2028a\r\n;')).toEqual(['mod', 'Identifier:a', ';']);
  });
});

describe('comments', () => {
  test('are told apart by their third and fourth character', () => {
    expect(comments('// a\n/// b\n//! c\n//// d\n/* e */ /** f */ /*! g */ /*** h */ /**/\n')).toEqual([
      'line // a',
      'outer-line-doc /// b',
      'inner-line-doc //! c',
      'line //// d',
      'block /* e */',
      'outer-block-doc /** f */',
      'inner-block-doc /*! g */',
      'block /*** h */',
      'block /**/',
    ]);
  });

  test('nest', () => {
    expect(comments('/* a /* b */ fn no() {} */')).toEqual(['block /* a /* b */ fn no() {} */']);
    expect(parse('/* a /* b */ fn no() {} */ fn yes() {}').items).toHaveLength(1);
  });

  test('know the token they stand before', () => {
    const { comments, tokens } = parse('mod /* x */ a; // y');
    expect([...comments.before]).toEqual([1, 3]);
    expect(tokens.count).toBe(3);
  });
});

describe('what stands before the code', () => {
  test('a shebang line is skipped, an attribute is not', () => {
    expect(tokens('#!/usr/bin/env run\nmod a;')).toEqual(['mod', 'Identifier:a', ';']);
    expect(parse('#! // why\n [allow(x)]\nmod a;').innerAttributes[0]?.path).toBe('allow');
  });

  test('frontmatter is skipped', () => {
    expect(tokens('#!/usr/bin/env cargo\n---\n[dependencies]\n---\nmod a;')).toEqual(['mod', 'Identifier:a', ';']);
  });
});

describe('brackets', () => {
  test('know their partners', () => {
    const { tokens } = parse('mod a { ( [ ] ) }');
    expect([...tokens.match]).toEqual([-1, -1, 7, 6, 5, 4, 3, 2]);
    expect(tokens.kind[2]).toBe(Punct.OpenBrace);
  });
});

describe('positions', () => {
  test('lines end at line feeds, columns are characters', () => {
    const source = parse('// 🦀é\r\nmod a;\n/* 🦀 */ mod b;');
    expect(source.items.map((item) => source.position(item.nameOffset))).toEqual([
      { line: 2, column: 5 },
      { line: 3, column: 13 },
    ]);
  });

  test('a byte order mark is no column', () => {
    const source = parse('\ufeffmod a;');
    expect(source.position(source.items[0]!.nameOffset)).toEqual({ line: 1, column: 5 });
  });
});
