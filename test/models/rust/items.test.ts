import { describe, expect, test } from 'vitest';
import { blockItems } from '../../../src/models/rust/block-items.ts';
import { item, outline, parse, textAt, typeText } from './parse.ts';

describe('items', () => {
  test('lists what is wrong inside modules that nothing has looked into', () => {
    const { errors } = parse('mod a { mod b { struct; } fn ok() {} }');
    expect(errors.map(({ message }) => message)).toEqual(['expected a name, found `;`']);
  });

  test.each([
    ['mod a; mod b { mod c; }', 'module a, module b [module c]'],
    [
      'fn a() {} const fn b() {} async unsafe extern "C" fn c() {} extern fn d() {}',
      'function a, function b, function c, function d',
    ],
    [
      'struct A; struct B(u8); struct C { d: u8 } struct D<T>(T) where T: Copy;',
      'struct A, struct B, struct C, struct D',
    ],
    ['enum A { B, C(u8), D { e: u8 } } union U { a: u8 }', 'enum A, union U'],
    [
      'const A: u8 = { 1 }; const _: () = (); static B: u8 = 2; static mut C: [u8; 2] = [1, 2];',
      'constant A, constant _, static B, static C',
    ],
    ['type A = B; type C<T> where T: D = E<T>;', 'type-alias A, type-alias C'],
    ['use a::b; extern crate alloc; extern crate core as c;', 'use, extern-crate alloc, extern-crate c'],
    [
      'trait A { fn b(); type C; const D: u8; fn e() {} m!{} }',
      'trait A [function b, type-alias C, constant D, function e, macro-call]',
    ],
    ['impl A { pub const B: u8 = 1; fn c() {} type D = u8; }', 'impl [constant B, function c, type-alias D]'],
    [
      'unsafe impl<T> Send for A<T> {} impl !Sync for A {} unsafe trait B {} auto trait C {}',
      'impl, impl, trait B, trait C',
    ],
    [
      'extern "C" { fn a(); static B: u8; type C; } unsafe extern "C" { safe fn d(); }',
      'extern-block [function a, static B, type-alias C], extern-block [function d]',
    ],
    ['macro_rules! a { () => {} } macro b($x:expr) { $x } macro c { () => {} }', 'macro-rules a, macro b, macro c'],
    ['a! {} b::c!(d); ::e![]; $crate::f! {}', 'macro-call, macro-call, macro-call, macro-call'],
    ['impl A { default fn a() {} default const B: u8 = 1; }', 'impl [function a, constant B]'],
    [
      'gen fn a() {} async gen fn b() {} fn gen() {} fn union() {} fn auto() {} fn r#match() {}',
      'function a, function b, function gen, function union, function auto, function match',
    ],
    ['trait A { type const B: u8; }', 'trait A [constant B]'],
    ['trait A = B + C; const trait D {} impl const E for F {}', 'trait-alias A, trait D, impl'],
  ])('%s', (text, expected) => {
    const source = parse(text);
    expect(outline(source.items)).toBe(expected);
    expect(source.errors).toEqual([]);
  });

  test('a body is found behind angle brackets, arrows and constants in braces', () => {
    const text = `
      fn a<F: Fn() -> [u8; 1], const N: usize = { 3 }>() -> Foo<{ N + 1 }> where [(); { N }]: Sized, F: Fn() -> Vec<Vec<u8>> { body }
      impl<T> Trait<{ 1 > 0 }> for [T; { 2 }] where T: X<{ 3 }> { fn b() {} }
      struct S<const N: usize = { 4 }> { c: u8 }`;
    const source = parse(text);
    expect(outline(source.items)).toBe('function a, impl [function b], struct S');
    const [a] = source.items;
    expect(a?.kind === 'function' && source.rangeText(a.body!)).toBe('body');
  });

  test('spans begin behind the attributes and end with the item; names have their place', () => {
    const source = parse('/// doc\n#[a] pub fn b() { c } mod d;');
    const [b, d] = source.items;
    expect(textAt(source, b!.span)).toBe('pub fn b() { c }');
    expect(source.text[b!.nameOffset]).toBe('b');
    expect(textAt(source, d!.span)).toBe('mod d;');
  });

  test('an inline module differs from one in its own file', () => {
    expect(item('module', 'mod a {}').inline).toBe(true);
    expect(item('module', 'mod a;').inline).toBe(false);
  });

  test('extern crate keeps both names', () => {
    expect(item('extern-crate', 'extern crate a as b;')).toMatchObject({ name: 'b', crate: 'a' });
    expect(item('extern-crate', 'extern crate self as me;')).toMatchObject({ name: 'me', crate: 'self' });
  });

  test('macro calls keep path, brackets and body', () => {
    const call = item('macro-call', 'a::b![c, d];');
    expect(call).toMatchObject({ path: 'a::b', delimiter: '[' });
    expect(call.source.rangeText(call.body)).toBe('c, d');
  });

  test('qualifiers', () => {
    expect(item('static', 'static mut A: u8 = 1;').mutable).toBe(true);
    expect(item('trait', 'pub unsafe auto trait A {}')).toMatchObject({ unsafe: true, auto: true });
    expect(item('trait', 'trait A {}')).toMatchObject({ unsafe: false, auto: false });
    expect(item('extern-block', 'unsafe extern "system" {}')).toMatchObject({ unsafe: true, abi: 'system' });
    expect(item('extern-block', 'extern {}').abi).toBeUndefined();
  });
});

describe('visibility', () => {
  test.each([
    ['fn a() {}', { kind: 'inherited' }],
    ['pub fn a() {}', { kind: 'public' }],
    ['pub(crate) fn a() {}', { kind: 'crate' }],
    ['pub(super) fn a() {}', { kind: 'super' }],
    ['pub(self) fn a() {}', { kind: 'self' }],
    ['pub(in crate::b::c) fn a() {}', { kind: 'in', path: ['crate', 'b', 'c'] }],
  ])('%s', (text, expected) => {
    expect(parse(text).items[0]?.visibility).toMatchObject(expected);
  });

  test('of fields; a parenthesis that is a type is no restriction', () => {
    const { fields } = item('struct', 'struct A(pub (u8, u8), pub(crate) B, pub(in a) C, (D), pub (crate::E));');
    expect(fields.map((field) => field.visibility.kind)).toEqual(['public', 'crate', 'in', 'inherited', 'public']);
    expect(fields.map((field) => field.type.kind)).toEqual(['tuple', 'path', 'path', 'path', 'path']);
  });
});

describe('fields and variants', () => {
  test('named fields with attributes, docs and raw names', () => {
    const struct = item('struct', 'struct A<T> where T: B { /// x\n #[serde(skip)] pub r#type: Vec<T>, last: u8 }');
    expect(struct.form).toBe('named');
    expect(struct.fields.map((f) => [f.name, typeText(struct.source, f.type)])).toEqual([
      ['type', 'Vec<T>'],
      ['last', 'u8'],
    ]);
    expect(struct.fields[0]?.attributes.map((a) => a.path)).toEqual(['doc', 'serde']);
    expect(struct.fields[0]?.attributes[0]?.doc?.text).toBe(' x');
    expect(struct.generics.where).toHaveLength(1);
  });

  test('commas inside types do not end a field', () => {
    const { fields } = item('struct', 'struct A { a: HashMap<B, C>, b: fn(u8, u8) -> D, c: (E, F) }');
    expect(fields.map((field) => field.name)).toEqual(['a', 'b', 'c']);
  });

  test('variants of each form, with discriminants and docs', () => {
    const { variants, source } = item('enum', 'enum A { /// one\n B, #[cfg(x)] C(u8, u8) , D { e: u8 }, F = 1 + 2 }');
    expect(variants.map((v) => [v.name, v.form, v.fields.length])).toEqual([
      ['B', 'unit', 0],
      ['C', 'tuple', 2],
      ['D', 'named', 1],
      ['F', 'unit', 0],
    ]);
    expect(variants[0]?.attributes[0]?.doc?.text).toBe(' one');
    expect(source.rangeText(variants[3]!.discriminant!)).toBe('1 + 2');
  });
});

describe('items inside bodies', () => {
  test('are found in blocks, closures, nested blocks and constants, not in expressions', () => {
    const text = `fn a() {
      use b::c;
      let x = if y { struct D; 1 } else { 2 };
      z.map(|q| { impl E for F { fn g() {} } q });
      const { 1 };
      const H: u8 = 1;
      unsafe { fn i() {} }
      let union = 3; union = 4;
    }`;
    const fn = item('function', text);
    const found = blockItems(fn.source, fn.body!);
    expect(outline(found.map((each) => each.item))).toBe('use, struct D, impl [function g], constant H, function i');
    expect(found[1]?.block).not.toEqual(fn.body);
    expect(found[0]?.block).toEqual(fn.body);
  });
});
