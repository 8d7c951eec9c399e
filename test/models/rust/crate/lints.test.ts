import { describe, expect, it } from 'vitest';
import { crateOf } from './crate-of.ts';

describe('missing_docs', () => {
  const items = (source: string): string[] =>
    crateOf(source)
      .missingDocs()
      .map((one) => one.item);

  it('asks the crate, modules, items, variants, named fields, methods, trait items and exported macros', () => {
    expect(
      items(`
        pub mod m {}
        pub struct S { pub a: u8, b: u8 }
        pub struct T(pub u8);
        pub enum E { V { x: u8 }, W(u8) }
        pub trait R { const C: u8; type A; fn f(); }
        impl S { pub fn g() {} fn h() {} pub const K: u8 = 1; }
        impl R for S { const C: u8 = 1; type A = u8; fn f() {} }
        #[macro_export] macro_rules! mac { () => {} }
        macro_rules! private { () => {} }
      `),
    ).toEqual([
      'demo',
      'demo::m',
      'demo::S',
      'demo::S::a',
      'demo::T',
      'demo::E',
      'demo::E::V',
      'demo::E::V::x',
      'demo::E::W',
      'demo::R',
      'demo::R::C',
      'demo::R::A',
      'demo::R::f',
      'demo::S::g',
      'demo::S::K',
      'demo::mac',
    ]);
  });

  it('takes every form of documentation, before or after other attributes', () => {
    expect(
      items(`//! crate
        /// a
        #[inline] pub fn a() {}
        #[inline] #[doc = "b"] pub fn b() {}
        /** c */ pub fn c() {}
        #[doc = include_str!("d.md")] pub fn d() {}
        // not documentation
        pub fn e() {} // nor this
      `),
    ).toEqual(['demo::e']);
  });

  it('points at the first token of a crate that says nothing of itself', () => {
    const line = (source: string) => crateOf(source).missingDocs()[0]?.line;
    expect(line('// a licence\n\n#![allow(unused)]\npub use std::fmt;')).toBe(3);
    expect(line('// a licence\n/// of the function\npub fn f() {}')).toBe(2);
    expect(line('')).toBe(1);
  });

  it('leaves out what is hidden, by itself, by what is around it, or by its type', () => {
    expect(
      items(`//! crate
        #[doc(hidden)] pub mod m { pub fn f() {} }
        #[doc(hidden)] pub trait T { fn f(); }
        #[doc(hidden)] pub struct S;
        impl S { pub fn f() {} }
      `),
    ).toEqual([]);
  });

  it('takes the documentation inside a module file', () => {
    const model = crateOf({ 'src/lib.rs': '//! crate\npub mod m;', 'src/m.rs': '//! module' });
    expect(model.missingDocs()).toEqual([]);
  });
});

describe('missing_debug_implementations', () => {
  const items = (source: string): string[] =>
    crateOf(source)
      .missingDebug()
      .map((one) => one.item);

  it('accepts a derive, an impl in any file, for an alias, or inside an anonymous constant', () => {
    const model = crateOf({
      'src/lib.rs': `
        use std::fmt;
        mod imp;
        #[derive(Clone, Debug)] pub struct A;
        pub struct B; pub struct C<T>(T); pub struct D; pub struct E;
        type Alias = D;
        const _: () = { impl fmt::Debug for E {} };
      `,
      'src/imp.rs':
        'impl std::fmt::Debug for crate::B {} impl<T> core::fmt::Debug for super::C<T> {} impl std::fmt::Debug for super::Alias {}',
    });
    expect(model.missingDebug()).toEqual([]);
  });

  it('takes a derive by its path, and no other that only sounds like it', () => {
    expect(
      items(
        '#[derive(std::fmt::Debug)] pub struct A; #[derive(Clone, CustomDebug)] pub struct B; /// Debug\npub struct C;',
      ),
    ).toEqual(['demo::B', 'demo::C']);
  });

  it('asks every type others can hold, named or not', () => {
    expect(items('pub struct A; struct P; mod m { pub union U { a: u8 } } pub fn f() -> m::U { todo!() }')).toEqual([
      'demo::A',
      'demo::m::U',
    ]);
  });

  it('knows the other traits of a type', () => {
    const model = crateOf('#[derive(Clone, PartialEq)] pub struct A; impl Default for A {} impl !Send for A {}');
    expect([...model.publicTypes()[0]!.traits].sort()).toEqual(['Clone', 'Default', 'PartialEq']);
  });
});

describe('unreachable_pub on imports', () => {
  it('takes a trait and the derive macro of its name for two things', () => {
    const dependencies = ['mail_core', 'mail_macros'];
    for (const uses of [
      ['pub use mail_core::Encode;', 'pub use mail_macros::Encode;'],
      ['pub use mail_macros::Encode;', 'pub use mail_core::Encode;'],
    ])
      expect(crateOf(uses.join('\n'), { dependencies }).unreachablePub()).toEqual([]);
  });
  it('names each name of a list, and re-exports of other crates too', () => {
    const model = crateOf(
      `mod a {
  pub use std::{
    fmt,
    io,
  };
  pub use serde::Serialize;
}
pub use a::io;`,
      { dependencies: ['serde'] },
    );
    expect(model.unreachablePub().map((one) => [one.definition.name, one.line])).toEqual([
      ['fmt', 3],
      ['Serialize', 6],
    ]);
  });

  it('takes names of another crate that come through a glob of a glob for what they are: names', () => {
    const model = crateOf(
      `mod hidden { pub use std::collections::*; }
pub mod seen { pub use serde::*; }
mod own { use std::fmt::*; }
pub use hidden::*;
pub use seen::*;
pub use own::*;`,
      { dependencies: ['serde'] },
    );
    expect(model.unreachablePub().map((one) => one.line)).toEqual([6]);
  });
});
