import { describe, expect, it } from 'vitest';
import { crateOf, publicApi } from './crate-of.ts';

describe('macro_rules of the crate', () => {
  it('hand items on, with the cfg they add', () => {
    const model = crateOf(`
      macro_rules! cfg_rt { ($($item:item)*) => { $( #[cfg(feature = "rt")] #[doc(cfg(feature = "rt"))] $item )* } }
      cfg_rt! { pub fn spawn() {} pub mod task { pub struct Handle; } }
    `);
    expect(publicApi(model)).toEqual([]);
    const source = `
      macro_rules! cfg_rt { ($($item:item)*) => { $( #[cfg(feature = "rt")] $item )* } }
      cfg_rt! { pub fn spawn() {} pub mod task { pub struct Handle; } }
    `;
    expect(publicApi(crateOf(source, { features: ['rt'] }))).toEqual([
      'demo::spawn',
      'demo::task',
      'demo::task::Handle',
    ]);
  });

  it('write items from fragments, repetitions and optional parts', () => {
    const model = crateOf(
      `
      macro_rules! types {
        ($( $(#[$meta:meta])* $vis:vis struct $name:ident { $($field:ident : $ty:ty),* $(,)? } )+) => {
          $( $(#[$meta])* $vis struct $name { $(pub $field: $ty),* } impl $name { $vis fn new() -> Self { todo!() } )+
        };
      }
      types! {
        /// documented
        pub struct A { x: Vec<(u8, u8)>, y: [u8; 3], }
        struct B { z: u8 }
      }
    `.replace('todo!() } )+', 'todo!() } } )+'),
    );
    expect(publicApi(model)).toEqual(['demo::A', 'demo::A::new', 'demo::A::x', 'demo::A::y']);
    const undocumented = model.missingDocs().map((one) => one.item);
    expect(undocumented).toEqual(['demo', 'demo::A::x', 'demo::A::y', 'demo::A::new']);
  });

  it('choose the first rule that takes the whole input, and may call themselves', () => {
    const model = crateOf(`
      macro_rules! fns {
        (@one $name:ident) => { pub fn $name() {} };
        ($first:ident $(, $rest:ident)*) => { fns!(@one $first); fns!($($rest),*); };
        () => {};
      }
      fns!(a, b, c);
    `);
    expect(publicApi(model)).toEqual(['demo::a', 'demo::b', 'demo::c']);
    expect(model.unexpanded).toEqual([]);
  });

  it('leave a comma to the next round where the round before might end in it', () => {
    const names = (call: string) =>
      publicApi(
        crateOf(`macro_rules! m { ($a:ident $(, $b:ident: $t:ty $(,)?)*) => { $(pub struct $b;)* }; } ${call}`),
      );
    expect(names('m!(x, A: u8, B: u8);')).toEqual(['demo::A', 'demo::B']);
    expect(names('m!(x, A: u8, B: u8, );')).toEqual(['demo::A', 'demo::B']);
    expect(names('m!(x, A: u8,, B: u8);')).toEqual(['demo::A', 'demo::B']);
    expect(names('m!(x, A: u8 B: u8);')).toEqual([]);
  });

  it('write members of impls and traits', () => {
    const model = crateOf(`
      macro_rules! getter { ($name:ident) => { pub fn $name(&self) {} } }
      pub struct S;
      impl S { getter!(a); getter!(b); }
    `);
    expect(publicApi(model)).toEqual(['demo::S', 'demo::S::a', 'demo::S::b']);
  });

  it('are known in textual order, through #[macro_use] modules, by path when exported, and by import', () => {
    const model = crateOf(
      `
      #[macro_use] mod macros {
        macro_rules! one { () => { pub fn one() {} } }
        #[macro_export] macro_rules! two { () => { pub fn two() {} } }
        macro_rules! three { () => { pub fn three() {} } }
        pub(crate) use three;
      }
      one!();
      mod m { crate::two!(); $crate_is_no_name!(); }
      pub mod n { use crate::macros::three; three!(); }
    `.replace('$crate_is_no_name!();', ''),
    );
    expect(publicApi(model)).toEqual(['demo::n', 'demo::n::three', 'demo::one', 'demo::two']);
  });

  it('of one name are told apart by where they are in scope', () => {
    const model = crateOf(`
      #[macro_use] mod a { macro_rules! make { () => { pub fn near() {} } } }
      mod b { macro_rules! make { () => { pub fn far() {} } } }
      make!();
    `);
    expect(publicApi(model)).toEqual(['demo::near']);
  });

  it('are placed at the token written, and at the outermost call', () => {
    const model = crateOf(`macro_rules! make {
  ($name:ident) => {
    pub struct $name;
    pub struct Other;
  };
}

make!(Named);
`);
    const places = model.missingDocs().filter((one) => one.item !== 'demo');
    expect(places.map((one) => [one.item, one.line, one.call?.line])).toEqual([
      ['demo::Named', 3, 8],
      ['demo::Other', 4, 8],
    ]);
  });

  it('that match nothing are listed', () => {
    const model = crateOf('macro_rules! m { (a) => {} } m!(b); pub fn f() {}');
    expect(model.unexpanded.map((one) => `${one.name}: ${one.reason}`)).toEqual(['m: no rule matches']);
    expect(publicApi(model)).toEqual(['demo::f']);
  });
});

describe('macros of the crate that are called in bodies', () => {
  it('write items that count outside: public ones, and what they implement', () => {
    const model = crateOf(`
      macro_rules! value { ($i:ident) => { pub const $i: u8 = 1; }; }
      macro_rules! show { ($t:ty) => { impl std::fmt::Debug for $t {} }; }
      macro_rules! both { () => { value!(B); }; }
      macro_rules! given { ($($t:tt)*) => { $($t)* }; }
      macro_rules! expression { () => { 1 }; }
      pub struct S;
      pub fn f() { value!(A); #[cfg(unix)] both!(); #[cfg(windows)] value!(W); if true { show!(S); } expression!(); given!(value!(G);); }
      pub fn local() { macro_rules! here { () => { pub const C: u8 = 1; }; } here!(); }
    `);
    expect(model.unreachablePub().map(({ definition }) => definition.name)).toEqual(['A', 'B', 'G', 'C']);
    expect(model.missingDebug()).toEqual([]);
  });
});

describe('macros of other crates', () => {
  it('cfg_if! gives the first branch that holds', () => {
    const model = crateOf(
      'cfg_if::cfg_if! { if #[cfg(windows)] { pub fn w() {} } else if #[cfg(unix)] { pub fn u() {} } else { pub fn o() {} } }',
    );
    expect(publicApi(model)).toEqual(['demo::u']);
  });

  it('cfg_select! too, and nothing when no branch holds', () => {
    const model = crateOf(`
      std::cfg_select! { windows => { pub fn w() {} } unix => { pub fn u() {} } _ => { pub fn o() {} } }
      cfg_if::cfg_if! { if #[cfg(windows)] { pub fn v() {} } }
    `);
    expect(publicApi(model)).toEqual(['demo::u']);
    expect(model.unexpanded).toEqual([]);
  });

  it('pin_project!, thread_local! and their like give the items inside', () => {
    const model = crateOf(`
      pin_project_lite::pin_project! { pub struct P { #[pin] pub inner: u8 } }
      thread_local! { pub static T: u8 = 1 }
    `);
    expect(publicApi(model)).toEqual(['demo::P', 'demo::P::inner', 'demo::T']);
  });

  it('bitflags! gives a struct with constants, lazy_static! a type of the name', () => {
    const model = crateOf(`
      bitflags::bitflags! { /// flags
        pub struct Flags: u32 { const A = 1; /// documented
          const B = 2; } }
      lazy_static! { /// once
        pub static ref ONCE: String = String::new(); }
    `);
    expect(publicApi(model)).toEqual(['demo::Flags', 'demo::Flags::A', 'demo::Flags::B', 'demo::ONCE']);
    expect(model.missingDocs().map((one) => one.item)).toEqual(['demo', 'demo::Flags::A']);
  });

  it('whose input is no list of items are listed as unknown', () => {
    expect(crateOf('sqlx::query!("select", 1);').unexpanded.map((one) => one.reason)).toEqual(['unknown macro']);
  });
});

describe('macros that macros define', () => {
  it('place what they write at their own call, not at that of the macro that defined them', () => {
    const model = crateOf(`macro_rules! definer {
  ($($name:ident)*) => { macro_rules! each { ($m:ident) => { $m! { $($name)* } } } }
}
definer! { a }
macro_rules! functions { ($($name:ident)*) => { $(pub fn $name() {})* } }
each!(functions);
`);
    const [, written] = model.missingDocs();
    expect(written).toMatchObject({ item: 'demo::a', call: { path: 'src/lib.rs', line: 6 } });
  });
});

describe('macros of a dependency whose source is at hand', () => {
  const dependency = `
    pub mod inner {
      #[macro_export] macro_rules! kinds {
        ($(#[$meta:meta])* $vis:vis enum $name:ident { $($variant:ident),* }) => {
          $(#[$meta])* $vis enum $name { $($variant($crate::Payload)),* }
          pub struct Written;
          $crate::more!();
        };
      }
    }
    #[macro_export] macro_rules! more { () => { pub fn more() -> $crate::Payload { todo!() } } }
    #[macro_export(local_inner_macros)] macro_rules! outer { ($name:ident) => { helper!($name); } }
    #[macro_export] macro_rules! helper { ($name:ident) => { pub fn $name() {} } }
    #[cfg(feature = "x")] #[macro_export] macro_rules! chosen { () => { pub fn with_x() {} } }
    #[cfg(not(feature = "x"))] #[macro_export] macro_rules! chosen { () => { pub fn without_x() {} } }
    macro_rules! private { () => { pub fn private() {} } }
    pub struct Payload;
  `;
  const using = (source: string, dependencyRoots: Record<string, string> = { dep: 'dep/src/lib.rs' }) =>
    crateOf({ 'src/lib.rs': source, 'dep/src/lib.rs': dependency }, { dependencies: ['dep'], dependencyRoots });

  it('are expanded, called by path or by an import, renamed or not', () => {
    const api = ['demo::Kind', 'demo::Kind::A', 'demo::Kind::A::0', 'demo::Written', 'demo::more'];
    for (const call of ['dep::kinds!', '::dep::kinds!', 'use dep::kinds; kinds!', 'use dep::kinds as all; all!'])
      expect(publicApi(using(`${call} { pub enum Kind { A } }`))).toEqual(api);
    expect(using('dep::kinds! { pub enum Kind { A } }').unexpanded).toEqual([]);
  });

  it('name their own crate by $crate', () => {
    const model = using('pub struct Payload; dep::kinds! { pub enum Kind { A } }');
    expect(model.resolve('dep::Payload')).toMatchObject({ external: true, crate: 'dep', path: ['Payload'] });
    expect(model.unnameableTypes()).toEqual([]);
    const hidden = using('mod m { pub struct Payload; } dep::more!();');
    expect(hidden.unreachablePub().map((one) => one.item)).toEqual(['demo::m::Payload']);
  });

  it('answer for missing documentation of what they write, and the caller for what they are handed', () => {
    const model = using(
      'mod m { dep::kinds! { pub enum Kind { A } } }\npub use m::*;\nmod n { dep::kinds! { pub enum Unused { A } } }',
    );
    expect(model.missingDocs().map(({ item, path }) => [item, path])).toEqual([
      ['demo', 'src/lib.rs'],
      ['demo::m::Kind', 'src/lib.rs'],
      ['demo::m::Kind::A', 'src/lib.rs'],
      ['demo::m::Written', 'src/lib.rs'],
      ['demo::m::more', 'src/lib.rs'],
    ]);
    expect(model.unreachablePub().map((one) => one.item)).toEqual(['demo::n::Unused']);
  });

  it('of which the configuration chooses one are those of a crate without features', () => {
    expect(publicApi(using('dep::chosen!();'))).toEqual(['demo::without_x']);
  });

  it('call each other by their plain names', () => {
    const model = using('dep::outer!(made);');
    expect(publicApi(model)).toEqual(['demo::made']);
    expect(model.unexpanded).toEqual([]);
  });

  it('are not known when they are not exported, or when the source is elsewhere', () => {
    expect(publicApi(using('dep::private!();'))).toEqual([]);
    expect(publicApi(using('dep::more!();', {}))).toEqual([]);
  });
});

describe('macros imported under another name', () => {
  it('are those of the crate that they stand for', () => {
    const model = crateOf(`
      #[macro_export] macro_rules! __make { ($name:ident) => { pub fn $name() {} } }
      pub mod m { use crate::__make as make; make!(made); }
    `);
    expect(publicApi(model)).toEqual(['demo::__make', 'demo::m', 'demo::m::made']);
    expect(model.unexpanded).toEqual([]);
  });

  it('are found by the path of the import too', () => {
    const model = crateOf(`
      #[macro_export] macro_rules! __each { ($m:ident) => { $m! { a b } } }
      pub use __each as each;
      mod m { macro_rules! define { ($($name:ident)*) => { $(pub fn $name() {})* } } crate::each!(define); }
      pub use m::*;
    `);
    expect(publicApi(model)).toEqual(['demo::__each', 'demo::a', 'demo::b']);
  });
});

describe('derives known to write items', () => {
  it('define them, documented as the derive documents them', () => {
    const source = `
      /// D
      #[derive(derive_builder::Builder)] pub struct Config { /// D
        pub port: u16, pub host: String }
      use strum::EnumDiscriminants;
      /// D
      #[derive(EnumDiscriminants)] pub enum Event { /// D
        Made }
      #[derive(enum_kinds::EnumKind)] #[enum_kind(Sort)] enum Private { A }
    `;
    const model = crateOf(source, { dependencies: ['derive_builder', 'strum', 'enum_kinds'] });
    expect(publicApi(model)).toEqual([
      'demo::Config',
      'demo::Config::host',
      'demo::Config::port',
      'demo::ConfigBuilder',
      'demo::ConfigBuilder::build',
      'demo::ConfigBuilder::host',
      'demo::ConfigBuilder::port',
      'demo::Event',
      'demo::Event::Made',
      'demo::EventDiscriminants',
      'demo::EventDiscriminants::Made',
    ]);
    expect(model.missingDocs().map(({ item, line }) => [item, line])).toEqual([
      ['demo', 2],
      ['demo::Config::host', 4],
      ['demo::ConfigBuilder::host', 3],
      ['demo::EventDiscriminants', 7],
      ['demo::EventDiscriminants::Made', 7],
    ]);
    expect(model.publicTypes().map((one) => one.item)).toEqual(['demo::Config', 'demo::Event']);
  });

  it('are not those of another dependency, nor of one that is not there, nor told another name', () => {
    const api = (source: string, ...dependencies: string[]) => publicApi(crateOf(source, { dependencies }));
    const plain = ['demo::A'];
    expect(api('#[derive(bon::Builder)] pub struct A {}', 'derive_builder', 'bon')).toEqual(plain);
    expect(api('use bon::Builder; #[derive(Builder)] pub struct A {}', 'derive_builder', 'bon')).toEqual(plain);
    expect(api('#[derive(Builder)] pub struct A {}')).toEqual(plain);
    expect(api('#[derive(derive_builder::Builder)] #[builder(name = "B")] pub struct A {}', 'derive_builder')).toEqual(
      plain,
    );
  });
});

describe('an attribute known to publish', () => {
  it('makes public functions of the declarations in an extern block', () => {
    const block = 'extern "SQL" { fn max<T: sealed::Ordered>(expr: T) -> T; }';
    const rest = 'mod sealed { pub trait Ordered {} }';
    expect(publicApi(crateOf(`${block} ${rest}`))).toEqual([]);
    const model = crateOf(`#[diesel::declare_sql_function] ${block} ${rest}`, { dependencies: ['diesel'] });
    expect(publicApi(model)).toEqual(['demo::max']);
    expect(model.unreachablePub()).toEqual([]);
    expect(model.unnameableTypes().map((one) => one.item)).toEqual(['demo::sealed::Ordered']);
  });
});
