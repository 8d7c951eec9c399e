import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crateOf } from './crate-of.ts';

/** Asks everything there is to ask. */
function interrogate(source: string, more: Readonly<Record<string, string>> = {}): void {
  const model = crateOf({ 'src/lib.rs': source, ...more }, { dependencies: ['dep'] });
  model.publicItems();
  model.missingDocs();
  model.unreachablePub();
  model.unnameableTypes();
  model.missingDebug();
  model.undocumentedUnsafe();
  model.missingSafetyDocs();
  model.moduleEdges();
  model.exportExists('demo::a::b::c');
  model.resolve('a::b');
}

const pieces = fc.constantFrom(
  'mod a {',
  'pub mod b;',
  '}',
  'pub use a::*;',
  'use super::*;',
  'pub use self::b as a;',
  'use crate as c;',
  'pub use dep::*;',
  'pub struct S<T: a::B>(pub T);',
  'pub enum E { V(S<E>) , W { x: Alias } }',
  'type Alias = Alias2; type Alias2 = Alias;',
  'impl S<u8> { pub fn f(&self) -> Alias { unsafe { g() } } }',
  'unsafe impl Send for E {}',
  'pub trait B: B { type T: B; fn f() -> Self::T; }',
  'macro_rules! m { ($($t:tt)*) => { m!($($t)* x); } }',
  'macro_rules! n { ($($i:item)*) => { $( pub $i )* } ($e:expr) => { unsafe { $e } } }',
  'm!(a);',
  'n! { pub fn q() {} }',
  'fn body() { n!(1); let x = m!(2); struct L; impl L { pub fn l() {} } }',
  '#[cfg(any(unix, not(x)))]',
  '#[derive(Debug)]',
  '#[macro_use]',
  '$',
  '(',
  ']',
  'pub',
  'const _: () = { n! { } };',
);

describe('no input', () => {
  it('makes the model throw', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), fc.array(pieces, { maxLength: 10 }), (lib, b) => {
        interrogate(lib.join('\n'), { 'src/b.rs': b.join(' '), 'src/a/b.rs': lib.join(' ') });
      }),
      { numRuns: 300 },
    );
  });

  it('makes it throw, whatever the characters', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => interrogate(`pub fn f() {} ${text}`)),
      { numRuns: 200 },
    );
  });
});

describe('a bound holds', () => {
  it('on macros that call themselves for ever', () => {
    const model = crateOf('macro_rules! m { () => { m!(); } } m!(); pub fn f() {}');
    expect(model.unexpanded.map((one) => one.reason)).toEqual(['too large']);
    expect(model.publicItems().map((one) => one.item)).toContain('demo::f');
  });

  it('on macros that double what they write', () => {
    const model = crateOf('macro_rules! m { ($($t:tt)*) => { m!($($t)* $($t)*); } } m!(fn a() {}); pub fn f() {}');
    expect(model.unexpanded.some((one) => one.reason === 'too large')).toBe(true);
  });

  it('on modules in modules in modules', () => {
    interrogate(`${'pub mod a {'.repeat(5000)} pub struct S; ${'}'.repeat(5000)}`);
  });

  it('on a file that is its own module', () => {
    const model = crateOf({ 'src/lib.rs': 'pub mod a;', 'src/a.rs': '#[path = "a.rs"] pub mod a;' });
    expect(model.modules().length).toBeLessThan(300);
  });

  it('on files that include others twice over', () => {
    const twice = (at: number) => `include!("f${at + 1}.rs"); include!("f${at + 1}.rs");`;
    const files = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`src/f${at}.rs`, twice(at)]));
    const model = crateOf({ ...files, 'src/lib.rs': 'include!("f0.rs"); pub fn f() {}', 'src/f60.rs': '' });
    expect(model.publicItems().map((one) => one.item)).toContain('demo::f');
  });

  it('on aliases, globs and re-exports in a circle', () => {
    interrogate(`
      pub type A = B; pub type B = A; pub fn f(_: A) {}
      pub mod x { pub use super::y::*; pub use super::y::Q as P; } pub mod y { pub use super::x::*; pub use super::x::P as Q; }
    `);
  });

  it('on very many of anything, on one line or on many', () => {
    for (const gap of [' ', '\n']) {
      interrogate(`fn f() {${`struct A;${gap}`.repeat(1_500)}}`);
      interrogate(`fn f() { let x = [${`unsafe { a() },${gap}`.repeat(1_500)}]; }`);
      interrogate(`fn f() {${`unsafe { a() };${gap}`.repeat(1_500)}}`);
      interrogate(`fn f() {/* SAFETY: no */${gap}${`x; unsafe { a() };${gap}`.repeat(1_000)}}`);
      interrogate(`struct S;${gap}${`unsafe impl T for S {}${gap}`.repeat(500)}`);
      interrogate(`${`pub struct A; pub use self::A as B; use b::*;${gap}`.repeat(400)}`);
    }
  });

  it('on aliases that double, and on modules that all import all', () => {
    const aliases = Array.from({ length: 38 }, (_, at) => `pub type A${at} = (A${at + 1}, A${at + 1});`);
    const model = crateOf(`mod m { pub struct S; } ${aliases.join('')} pub type A38 = m::S; pub fn f(_: A0) {}`);
    expect(model.unnameableTypes().map((one) => one.item)).toEqual(['demo::m::S']);
    const globs = Array.from({ length: 80 }, (_, at) => `pub use super::m${at}::*;`).join('');
    interrogate(Array.from({ length: 80 }, (_, at) => `pub mod m${at} { ${globs} pub struct S${at}; }`).join(''));
  });

  it('on a hundred globs of each other', () => {
    const modules = Array.from(
      { length: 60 },
      (_, at) => `pub mod m${at} { pub use super::m${(at + 1) % 60}::*; pub struct S${at}; }`,
    );
    const model = crateOf(modules.join('\n'));
    expect(model.exportExists('demo::m0::S59')).toBe('yes');
  });
});
