import { describe, expect, test } from 'vitest';
import type { Attribute } from '../../../src/models/rust/syntax.ts';
import { item, parse } from './parse.ts';

function attributes(text: string): readonly Attribute[] {
  return parse(`${text} mod a;`).items[0]!.attributes;
}

function cfg(predicate: string) {
  return attributes(`#[cfg(${predicate})]`)[0]!.cfg;
}

describe('attributes', () => {
  test('path, arguments, value', () => {
    const [derive, path, word] = attributes('#[derive(Debug, serde::Serialize,)] #[path = "b.rs"] #[tokio::test]');
    expect(derive).toMatchObject({ path: 'derive', inner: false, unsafe: false });
    expect(derive!.list.map((meta) => meta.path)).toEqual(['Debug', 'serde::Serialize']);
    expect(path!.value?.string).toBe('b.rs');
    expect(word!.path).toBe('tokio::test');
  });

  test('nested lists with values and literals', () => {
    const [serde] = attributes('#[serde(rename = "x", with("y", z), 1..2)]');
    const [rename, nested, range] = serde!.list;
    expect(rename).toMatchObject({ path: 'rename', value: { string: 'x' } });
    expect(nested!.list.map((meta) => [meta.path, meta.literal])).toEqual([
      ['', 'y'],
      ['z', undefined],
    ]);
    expect(range!.path).toBe('');
  });

  test('unsafe attributes are those inside', () => {
    expect(attributes('#[unsafe(no_mangle)]')[0]).toMatchObject({ path: 'no_mangle', unsafe: true });
    expect(attributes('#[unsafe(link_section = ".x")]')[0]).toMatchObject({ path: 'link_section', unsafe: true });
  });

  test('spans reach from # to ]', () => {
    const [first] = attributes('#[a(b)]');
    expect(first!.span).toEqual({ start: 0, end: 7 });
  });

  test('those of the file and of a body', () => {
    const source = parse('//! crate\n#![no_std]\n/// item\nmod a { #![allow(x)]\n //! inner\n }');
    expect(source.innerAttributes.map((a) => a.path)).toEqual(['doc', 'no_std']);
    expect(source.items[0]!.attributes.map((a) => [a.path, a.inner, a.doc?.text])).toEqual([
      ['doc', false, ' item'],
      ['allow', true, undefined],
      ['doc', true, ' inner'],
    ]);
  });

  test('an inner doc comment of an empty file or body', () => {
    expect(parse('//! only').innerAttributes[0]?.doc?.text).toBe(' only');
    expect(item('module', 'mod a { //! only\n }').attributes).toHaveLength(1);
  });
});

describe('documentation', () => {
  test('comments and attributes in order', () => {
    const docs = attributes('/// a\n#[doc = "b\\n"] /** c */ #[derive(X)] /// d\n').flatMap((a) => a.doc ?? []);
    expect(docs.map((doc) => [doc.form, doc.text])).toEqual([
      ['line', ' a'],
      ['attribute', 'b\n'],
      ['block', ' c '],
      ['line', ' d'],
    ]);
  });

  test('ordinary comments are none', () => {
    expect(attributes('// a\n//// b\n/* c */ /*** d */')).toEqual([]);
  });

  test('the stars of a drawn block are not text; carriage returns neither', () => {
    expect(attributes('/**\r\n * a\r\n *  b\r\n */')[0]?.doc?.text).toBe(' a\n  b');
    expect(attributes('/// a\r\n')[0]?.doc?.text).toBe(' a');
  });

  test('an included file is named', () => {
    const { innerAttributes } = parse('#![doc = include_str!("../README.md")]\n#![doc = concat!("a", "b")]');
    expect(innerAttributes[0]?.doc).toMatchObject({ text: undefined, include: '../README.md' });
    expect(innerAttributes[1]?.doc).toMatchObject({ text: 'ab', include: undefined });
    expect(innerAttributes[1]?.value?.macro?.path).toBe('concat');
  });

  test('hidden is a list and no text', () => {
    const [hidden] = attributes('#[doc(hidden)]');
    expect(hidden!.doc).toBeUndefined();
    expect(hidden!.list[0]!.path).toBe('hidden');
  });
});

describe('configuration predicates', () => {
  test.each([
    ['unix', { op: 'option', name: 'unix', value: undefined }],
    ['feature = "a-b"', { op: 'option', name: 'feature', value: 'a-b' }],
    ['not(test)', { op: 'not', of: { op: 'option', name: 'test', value: undefined } }],
    ['true', { op: 'literal', value: true }],
    ['any()', { op: 'any', of: [] }],
    ['version("1.0")', { op: 'unknown', text: 'version' }],
  ])('%s', (text, expected) => {
    expect(cfg(text)).toEqual(expected);
  });

  test('nested', () => {
    expect(cfg('all(any(a, b), not(c))')).toMatchObject({
      op: 'all',
      of: [
        { op: 'any', of: [{ name: 'a' }, { name: 'b' }] },
        { op: 'not', of: { name: 'c' } },
      ],
    });
  });

  test('a selector of rustversion is decided for the release that all else is measured with', () => {
    const of = (text: string) => attributes(`#[${text}]`)[0]!.cfg;
    const literal = (value: boolean) => ({ op: 'literal', value });
    expect(of('rustversion::since(1.36.0)')).toEqual(literal(true));
    expect(of('rustversion::before(1.36)')).toEqual(literal(false));
    expect(of('rustversion::stable')).toEqual(literal(true));
    expect(of('rustversion::stable(1.2)')).toEqual(literal(false));
    expect(of('rustversion::nightly(2020-01-01)')).toEqual(literal(false));
    expect(of('rustversion::since(2020-01-01)')).toEqual(literal(false));
    expect(of('rustversion::any(nightly, not(beta))')).toEqual({
      op: 'any',
      of: [literal(false), { op: 'not', of: literal(false) }],
    });
    const [added] = attributes('#[rustversion::attr(not(nightly), ignore = "of a nightly")]');
    expect(added!.cfg).toEqual({ op: 'not', of: literal(false) });
    expect(added!.conditional.map(({ path }) => path)).toEqual(['ignore']);
  });

  test('documentation may be put together', () => {
    const text = (value: string) => attributes(`#[doc = ${value}]`)[0]!.doc?.text;
    expect(text('concat!("a ", stringify!($x::Y), 1, true, concat!("!",),)')).toBe('a $x::Y1true!');
    expect(text('concat!("a", env!("HOME"))')).toBeUndefined();
    expect(text('concat!("a" "b")')).toBeUndefined();
    expect(text(`${'concat!('.repeat(100)}"a"${')'.repeat(100)}`)).toBeUndefined();
  });

  test('cfg_attr holds its predicate and what it adds, itself possibly conditional', () => {
    const [outer] = attributes('#[cfg_attr(feature = "x", derive(A), doc = "y", cfg_attr(z, unsafe(no_mangle)))]');
    expect(outer!.cfg).toMatchObject({ name: 'feature', value: 'x' });
    const [derive, doc, nested] = outer!.conditional;
    expect(derive!.list[0]!.path).toBe('A');
    expect(doc!.doc?.text).toBe('y');
    expect(nested!.conditional[0]).toMatchObject({ path: 'no_mangle', unsafe: true });
  });
});
