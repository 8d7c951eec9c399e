import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../src/models/rust/code.ts';
import { macroItems, passThrough } from '../../../src/models/rust/macros.ts';
import type { MacroCallItem, MacroRulesItem } from '../../../src/models/rust/syntax.ts';
import { item, outline, parse } from './parse.ts';

describe('items inside macro calls', () => {
  test.each([
    ['cfg_rt! { pub mod a; pub use b::c; }', 'module a, use'],
    ['pin_project! { #[project = P] pub struct A<T> { #[pin] b: T } impl<T> C for A<T> {} }', 'struct A, impl'],
    ['bitflags! { pub struct A: u32 { const B = 1; } }', 'struct A'],
    ['lazy_static! { static ref A: u8 = 1; pub static ref B: u8 = 2; }', 'static A, static B'],
    ['thread_local!(static A: u8 = 1);', 'static A'],
  ])('%s', (text, expected) => {
    const { clean, branches } = macroItems(item('macro-call', text));
    expect(clean).toBe(true);
    expect(branches).toHaveLength(1);
    expect(outline(branches[0]!.items)).toBe(expected);
  });

  test.each(['a! { b, c }', 'a! { b => c }', 'a!("x");', 'a! { fn }'])('%s holds none', (text) => {
    const call = item('macro-call', text);
    expect(macroItems(call).clean).toBe(false);
    expect(call.source.errors).toEqual([]);
  });

  test('cfg_if: each branch knows its condition and that those before failed', () => {
    const { clean, branches } = macroItems(
      item('macro-call', 'cfg_if::cfg_if! { if #[cfg(a)] { mod x; } else if #[cfg(b)] { mod y; } else { mod z; } }'),
    );
    expect(clean).toBe(true);
    const a = { op: 'option', name: 'a', value: undefined };
    const b = { op: 'option', name: 'b', value: undefined };
    expect(branches.map(({ when, items }) => [outline(items), when])).toEqual([
      ['module x', [a]],
      ['module y', [{ op: 'not', of: a }, b]],
      [
        'module z',
        [
          { op: 'not', of: a },
          { op: 'not', of: b },
        ],
      ],
    ]);
  });

  test('cfg_select', () => {
    const { clean, branches } = macroItems(item('macro-call', 'cfg_select! { unix => { mod x; } _ => { mod y; } }'));
    expect(clean).toBe(true);
    expect(branches.map(({ items }) => outline(items))).toEqual(['module x', 'module y']);
    expect(branches[1]!.when).toMatchObject([{ op: 'not', of: { name: 'unix' } }]);
  });
});

describe('macros that hand on their items', () => {
  function through(text: string) {
    const { items } = parse(text);
    return passThrough(items[0] as MacroRulesItem, items[1] as MacroCallItem);
  }

  test('with conditions', () => {
    const found = through(
      'macro_rules! cfg_rt { ($($item:item)*) => { $( #[cfg(feature = "rt")] #[x] $item )* } } cfg_rt! { mod a; }',
    );
    expect(found?.attributes.map((a) => a.path)).toEqual(['cfg', 'x']);
    expect(found?.attributes[0]?.cfg).toMatchObject({ name: 'feature', value: 'rt' });
    expect(found?.macro).toBeUndefined();
  });

  test('to another macro', () => {
    const found = through('macro_rules! a { ($($i:item)*) => { #[cfg(unix)] b! { $($i)* } } } a! { mod a; }');
    expect(found).toMatchObject({ macro: 'b', attributes: [{ path: 'cfg' }] });
  });

  test('with the condition the call gives', () => {
    const found = through(
      'macro_rules! f { (#![$m:meta] $($i:item)*) => { $( #[cfg($m)] $i )* } } f! { #![any(a, b)] mod x; }',
    );
    expect(found?.when).toMatchObject([{ op: 'any', of: [{ name: 'a' }, { name: 'b' }] }]);
    expect(found?.attributes).toEqual([]);
  });

  test('others are not taken for such', () => {
    expect(through('macro_rules! a { ($($t:tt)*) => { $($t)* } } a! { mod a; }')).toBeUndefined();
    expect(through('macro_rules! a { ($($i:item)*) => { mod b { $($i)* } } } a! { mod a; }')).toBeUndefined();
  });
});

describe('code of a file', () => {
  test('is found in functions, values, macros, and functions inside functions, once each', () => {
    const text = `
      const A: u8 = a();
      mod m { impl B { fn f() { b(); fn g() { c() } } } }
      cfg_x! { fn h() { d() } }
      odd! { e => f }
      macro_rules! r { () => { g() } }
      trait T { fn i(); fn j() { h() } }`;
    const source = parse(text);
    const found = codeOf(source).map(({ owner, enclosing, range }) => {
      const path = [...enclosing, owner].map((each) => each.name || each.kind).join('/');
      return `${path}: ${source.rangeText(range)}`;
    });
    expect(found).toEqual([
      'A: a()',
      'm/impl/f: b(); fn g() { c() }',
      'm/impl/f/g: c()',
      'macro-call/h: d()',
      'macro-call: e => f',
      'r: () => { g() }',
      'T/j: h()',
    ]);
  });
});
