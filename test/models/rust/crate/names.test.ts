import { describe, expect, it } from 'vitest';
import { isExternal } from '../../../../src/models/rust/crate/crate-model.ts';
import { crateOf, publicApi } from './crate-of.ts';

function show(model: ReturnType<typeof crateOf>, path: string, from?: string): string {
  const start = from === undefined ? undefined : model.modules().find((one) => model.pathOf(one) === from);
  const target = model.resolve(path, start);
  if (target === undefined) return 'unknown';
  return isExternal(target) ? `${target.crate}: ${target.path.join('::')}` : model.pathOf(target);
}

describe('a path', () => {
  const model = crateOf(
    `
    extern crate alloc as heap;
    use std::collections::HashMap as Map;
    use serde::Serialize;
    pub mod a { pub struct A; pub mod deep { pub use super::A as B; pub enum E { V } } pub use self::deep::E::*; }
    use a::deep;
    type Alias = a::A;
    mod prelude { pub use crate::a::deep::*; }
    use prelude::*;
  `,
    { dependencies: ['serde'] },
  );

  it('leads to the definition, through renames, globs and re-exports', () => {
    expect(show(model, 'crate::a::deep::B')).toBe('demo::a::A');
    expect(show(model, 'deep::E')).toBe('demo::a::deep::E');
    expect(show(model, 'E::V')).toBe('demo::a::deep::E::V');
    expect(show(model, 'a::V')).toBe('demo::a::deep::E::V');
    expect(show(model, 'super::A', 'demo::a::deep')).toBe('demo::a::A');
    expect(show(model, 'self::B', 'demo::a::deep')).toBe('demo::a::A');
  });

  it('may lead to another crate, to the standard library or to a primitive type', () => {
    expect(show(model, 'Serialize')).toBe('serde: Serialize');
    expect(show(model, 'Map')).toBe('std: collections::HashMap');
    expect(show(model, 'heap::vec::Vec')).toBe('alloc: vec::Vec');
    expect(show(model, 'Vec')).toBe('std: vec::Vec');
    expect(show(model, 'u8')).toBe('primitive: u8');
    expect(show(model, '::serde::de::Error')).toBe('serde: de::Error');
  });

  it('leads into a crate whose macro of the same name is imported', () => {
    const macro = crateOf('use quote::quote;', { dependencies: ['quote'] });
    expect(show(macro, 'quote::ToTokens')).toBe('quote: ToTokens');
    expect(show(macro, 'quote')).toBe('quote: quote');
  });

  it('does not see names of the parent module, nor names that are not there', () => {
    expect(show(model, 'A', 'demo::a::deep')).toBe('unknown');
    expect(show(model, 'Nothing')).toBe('unknown');
  });

  it('is relative to the root in the 2015 edition', () => {
    const old = crateOf('pub mod a { pub struct A; } pub mod b { use a::A; pub use self::A as C; }', {
      edition: '2015',
    });
    expect(publicApi(old)).not.toContain('demo::b::A');
    expect(show(old, 'A', 'demo::b')).toBe('demo::a::A');
  });
});

describe('what an impl holds', () => {
  it('is named by its type, as it is written where a macro made that', () => {
    const model = crateOf(
      'pub mod m { impl<S: State> super::AppBuilder<S> { pub fn port(self) {} } impl [u8; 4] { pub fn of() {} } }',
    );
    const methods = model.definitions.filter(({ kind }) => kind === 'method');
    expect(methods.map((one) => model.pathOf(one))).toEqual(['demo::m::AppBuilder::port', 'demo::m::_::of']);
  });
});

describe('imports', () => {
  it('bring a name in for each namespace it exists in', () => {
    const model = crateOf('mod m { pub struct f; pub mod g {} pub fn g() {} } pub use m::{f, g};');
    expect(publicApi(model)).toEqual(['demo::f', 'demo::g', 'demo::g']);
  });

  it('as _ re-export a trait without a name', () => {
    const model = crateOf('mod m { pub trait T { fn f(&self); } } pub use m::T as _;');
    expect(model.unreachablePub()).toEqual([]);
  });

  it('as _ re-export what another crate has', () => {
    const model = crateOf('pub mod prelude { pub use core::hash::Hasher as _; } mod m { pub use std::io::Read as _; }');
    expect(model.unreachablePub().map((one) => one.item)).toEqual(['demo::m::_']);
  });

  describe('of two globs with the same name', () => {
    const globs = (a: string, b: string, uses = 'pub use a::*; pub use b::*;') => {
      const model = crateOf(
        `${uses} mod a { ${a} pub struct Held(pub X); pub use super::c::Y; } mod b { ${b} pub struct Own(pub X); pub use super::c::Y; } mod c { pub struct Y; }`,
      );
      return model.unnameableTypes().map(({ item }) => item);
    };
    const plain = 'pub struct X;';
    const derived = '#[derive(Debug)] pub struct X;';
    it('give the one that comes first', () => {
      expect(globs(plain, plain)).toEqual(['demo::b::X']);
      expect(globs(plain, plain, 'pub use b::*; pub use a::*;')).toEqual(['demo::a::X']);
    });
    it('give the one that waits for no macro', () => {
      expect(globs(derived, plain)).toEqual(['demo::a::X']);
      expect(globs(plain, derived, 'pub use b::*; pub use a::*;')).toEqual(['demo::b::X']);
    });
    it('and of two that wait the one that stands first in the source', () =>
      expect(globs(derived, derived, 'pub use b::*; pub use a::*;')).toEqual(['demo::b::X']));
    it('give none where the first is not public', () =>
      expect(globs(plain, plain, 'use a::*; pub use b::*;')).toEqual(['demo::b::X']));
    it('give both where they are the same thing', () =>
      expect(
        publicApi(
          crateOf(
            'mod a { pub use super::c::Y; } mod b { pub use super::c::Y; } mod c { pub struct Y; } pub use a::*; pub use b::*;',
          ),
        ),
      ).toEqual(['demo::Y']));
  });

  it('reach no further than pub(in …) and pub(crate) let them', () => {
    const model = crateOf(
      'pub mod a { pub(in crate::a) struct A; pub(crate) struct B; pub mod b { pub use super::*; } }',
    );
    expect(publicApi(model)).toEqual(['demo::a', 'demo::a::b']);
  });

  it('of a proc-macro crate do not hide a type of the same name', () => {
    const model = crateOf('mod m { pub trait Get {} } pub use m::*; pub use demo_macros::Get;', {
      dependencies: ['demo_macros'],
    });
    expect(publicApi(model)).toEqual(['demo::Get']);
  });

  it('of a crate we were not told of are taken to lead somewhere else', () => {
    const model = crateOf(
      'pub mod a { pub use unheard_of::{Thing, more::*}; } pub use a::Thing as Other; pub fn f(_: Other) {}',
    );
    expect(model.unreachablePub()).toEqual([]);
    expect(show(model, 'Other')).toBe(': unheard_of::Thing');
  });

  it('leave an extern crate public when it says so', () => {
    expect(crateOf('#[doc(hidden)] pub extern crate alloc;').unreachablePub()).toEqual([]);
  });
});

describe('exportExists', () => {
  const model = crateOf(
    `
    mod inner { pub struct A; impl A { pub fn new() {} } pub enum E { V } }
    pub use inner::{A, E}; pub use serde::Serialize; pub mod m { pub fn f() {} fn g() {} }
  `,
    { dependencies: ['serde'] },
  );

  it('knows what other crates can write', () => {
    const asked = [
      'demo::A',
      'demo::A::new',
      'demo::E::V',
      'demo::m::f',
      'demo::m::g',
      'demo::inner::A',
      'demo::Missing',
    ];
    expect(asked.map((path) => model.exportExists(path))).toEqual(['yes', 'yes', 'yes', 'yes', 'no', 'no', 'no']);
  });

  it('knows the derives of a crate of macros by the names that others write', () => {
    const macros = crateOf('#[proc_macro_derive(Show, attributes(show))] pub fn derive_show(input: T) -> T { input }');
    expect(['demo::Show', 'demo::Hide'].map((path) => macros.exportExists(path))).toEqual(['yes', 'no']);
  });

  it('is not sure of what another configuration has', () => {
    const asked = ['demo::a', 'demo::B', 'demo::t', 'demo::c'];
    const of = (source: string) => asked.map((path) => crateOf(source).exportExists(path));
    expect(of('#[cfg(windows)] pub fn a() {} #[cfg(windows)] pub use x::B; #[cfg(test)] mod t {}')).toEqual([
      'unknown',
      'unknown',
      'no',
      'no',
    ]);
    expect(of('#[cfg(windows)] pub use inner::*; mod inner {}')).toEqual(Array(4).fill('unknown'));
    const globs =
      'pub use m::*; mod m { #[cfg(windows)] pub fn a() {} } use n::*; mod n { #[cfg(windows)] pub fn t() {} }';
    expect(of(globs)).toEqual(['unknown', 'no', 'no', 'no']);
    expect(of('#[cfg(windows)] compile_error!("no");')).toEqual(Array(4).fill('no'));
  });

  it('knows a crate of macros under the name that it is handed on by', () => {
    const dependencies = ['demo_macros'];
    const handing = crateOf('pub use demo_macros as macros; pub use demo_macros::made;', { dependencies });
    const asked = ['demo::macros::tree', 'demo::made', 'demo::gone'];
    expect(asked.map((path) => handing.exportExists(path))).toEqual(['unknown', 'unknown', 'no']);
  });

  it('does not pretend to know other crates', () => {
    expect(model.exportExists('demo::Serialize')).toBe('unknown');
    expect(model.exportExists('serde::Serialize')).toBe('unknown');
  });

  it('is not sure of names that a derive may have made', () => {
    const derived = crateOf('#[derive(Builder)] pub struct A; #[derive(Debug)] pub struct B;');
    expect(['demo::ABuilder', 'demo::BBuilder'].map((path) => derived.exportExists(path))).toEqual(['unknown', 'no']);
  });

  it('is not sure of absence where a macro could not be expanded', () => {
    expect(crateOf('other::make_types!(3);').exportExists('demo::Made')).toBe('unknown');
  });
});

describe('moduleEdges', () => {
  const edges = (source: string): string[] => {
    const model = crateOf(source);
    return model.moduleEdges().map((edge) => {
      const line = model.placeAt(edge.user, edge.offset).line;
      return `${model.pathOf(edge.from)} -> ${model.pathOf(edge.to)} :${line}`;
    });
  };

  it('go to the module that defines a name, by import, by path and through globs', () => {
    expect(
      edges(`mod a { pub struct A; pub use crate::b::B; }
mod b { pub struct B; pub fn f() { crate::c::g() } }
mod c { use crate::a::B; pub fn g() {} pub fn h(_: B) {} }
mod d { use crate::a::*; fn f(_: A) {} }`),
    ).toEqual(['demo::a -> demo::b :1', 'demo::b -> demo::c :2', 'demo::c -> demo::b :3', 'demo::d -> demo::a :4']);
  });

  it('begin where a name is imported, not where it is used', () => {
    expect(
      edges(`mod a {
  fn f() { b::C::new() }
  use crate::b;
}
mod b { pub use crate::c::C; }
mod c { pub struct C; impl C { pub fn new() {} } }`),
    ).toEqual(['demo::a -> demo::b :3', 'demo::b -> demo::c :5']);
  });

  it('leave test code out', () => {
    expect(edges('mod a { #[cfg(test)] mod t { use crate::b::B; } } mod b { pub struct B; }')).toEqual([]);
  });
});
