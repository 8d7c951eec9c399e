import { describe, expect, it } from 'vitest';
import { crateOf, publicApi } from './crate-of.ts';

describe('what other crates can name', () => {
  it('is what is pub all the way from the root', () => {
    const model = crateOf(`
      pub mod open { pub struct A; struct B; pub(crate) struct C; }
      mod closed { pub struct D; }
      pub fn f() {}
    `);
    expect(publicApi(model)).toEqual(['demo::f', 'demo::open', 'demo::open::A']);
  });

  it('counts what a re-export brings out, under its new name', () => {
    const model = crateOf(`
      mod inner { pub struct A; pub struct B; pub mod deep { pub fn f() {} } }
      pub use inner::A;
      pub use inner::deep::f as g;
    `);
    expect(publicApi(model)).toEqual(['demo::A', 'demo::g']);
  });

  it('follows globs, which names of the module itself shadow', () => {
    const model = crateOf(`
      mod inner { pub struct A; pub struct B; }
      pub use inner::*;
      struct B;
    `);
    expect(publicApi(model)).toEqual(['demo::A']);
  });

  it('follows globs in a circle', () => {
    const model = crateOf(`
      pub mod a { pub use super::b::*; pub struct A; }
      pub mod b { pub use super::a::*; pub struct B; }
    `);
    expect(publicApi(model)).toEqual(['demo::a', 'demo::a::A', 'demo::a::B', 'demo::b']);
  });

  it('knows methods by the visibility of their type, and fields and variants by their own rules', () => {
    const model = crateOf(`
      pub struct S { pub a: u8, b: u8 }
      impl S { pub fn new() -> S { todo!() } fn hidden(&self) {} }
      struct P;
      impl P { pub fn new() {} }
      pub enum E { One, Two { x: u8 } }
    `);
    expect(publicApi(model)).toEqual([
      'demo::E',
      'demo::E::One',
      'demo::E::Two',
      'demo::E::Two::x',
      'demo::S',
      'demo::S::a',
      'demo::S::new',
    ]);
  });
});

describe('unreachable_pub', () => {
  const items = (source: string): string[] =>
    crateOf(source)
      .unreachablePub()
      .map((one) => one.item);

  it('names what is pub inside a private module and nowhere re-exported', () => {
    expect(items('mod m { pub struct A; pub(crate) struct B; pub fn f() {} } pub use m::f;')).toEqual(['demo::m::A']);
  });

  it('lets what a public signature hands out be', () => {
    expect(items('mod m { pub struct A; pub struct B; } pub fn f() -> m::A { todo!() }')).toEqual(['demo::m::B']);
  });

  it('sees through type aliases, bounds and associated types', () => {
    expect(
      items(`
        mod m { pub struct A; pub trait T {} pub struct B; pub struct C; }
        type Alias = Vec<m::A>;
        pub fn f<X: m::T>(_: Alias) {}
        pub struct S;
        impl Iterator for S { type Item = m::B; fn next(&mut self) -> Option<m::B> { None } }
      `),
    ).toEqual(['demo::m::C']);
  });
});

describe('unnameable_types', () => {
  it('are handed out by something public and cannot be written', () => {
    const model = crateOf('mod m { pub struct A; pub struct B; } pub use m::B; pub fn f() -> (m::A, m::B) { todo!() }');
    expect(model.unnameableTypes().map((one) => one.item)).toEqual(['demo::m::A']);
  });

  it.each([
    ['by an import under another name', 'use m::A as B; pub fn f() -> B { todo!() }'],
    ['by a glob', 'use m::*; pub const C: Option<A> = None;'],
    ['by its path, in a bound', 'pub fn f(x: impl Into<m::A>) {}'],
    ['through an alias of an alias that stands below it', 'type T = U; type U = Vec<m::A>; pub struct S(pub T);'],
    ['through an imported alias', 'mod n { pub type T = crate::m::A; } use n::T as X; pub enum E { V(X) }'],
    [
      'in the header of an impl that a public trait has',
      'pub struct S; impl From<m::A> for S { fn from(_: m::A) -> S { S } }',
    ],
    ['as a raw name', 'use m::A as r#B; pub fn f() -> r#B { todo!() }'],
    ['in what another type is an associated type of', 'pub struct S; impl Iterator for S { type Item = m::A; }'],
  ])('finds a type that an interface names %s', (_, code) => {
    const model = crateOf(`mod m { pub struct A; pub struct Unnamed; } ${code}`);
    expect(model.unnameableTypes().map((one) => one.item)).toEqual(['demo::m::A']);
  });

  it('finds a type through the public field of a hidden one', () => {
    const model = crateOf('mod m { pub struct A { pub b: B } pub struct B; } pub fn f() -> m::A { todo!() }');
    expect(model.unnameableTypes().map((one) => one.item)).toEqual(['demo::m::A', 'demo::m::B']);
  });
});
