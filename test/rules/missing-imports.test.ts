import { describe, test } from 'vitest';
import { breaks, holds, moduleOf } from '../harness.ts';

const manifest = '[package]\nname = "my-demo"\nversion = "0.1.0"\nedition = "2021"\n[features]\nmore = []\n';
const lib = 'pub mod a;\nmod hidden { pub struct H; }\n#[cfg(feature = "more")]\npub mod more { pub fn m() {} }\n';
const crate = (files: Record<string, string>, root = lib) =>
  moduleOf({ 'Cargo.toml': manifest, 'src/lib.rs': root, 'src/a.rs': 'pub fn a() {}\nfn own() {}\n', ...files });
const example = (head: string, root = lib) =>
  crate({ 'examples/e.rs': `${head}\nfn main() { my_demo::a::a() }\n` }, root);

const types = `${lib}pub struct T;\nimpl T { pub fn make() {} }\n#[derive(other::Open)]\npub struct D;\n`;
const naming = (head: string, code: string) =>
  crate({ 'examples/e.rs': `${head}\nfn main() { my_demo::a::a(); ${code}; }\n` }, types);

describe('an import that the library does not have', () => {
  test.each([
    ['use my_demo::gone::G;', /examples\/e\.rs:1 imports my_demo::gone::G, which the crate does not have/],
    ['use my_demo::{\n    a,\n    Gone,\n};', /examples\/e\.rs:3 imports my_demo::Gone/],
    ['use my_demo::gone::*;', /imports my_demo::gone,/],
    ['use my_demo::hidden::H;', /imports my_demo::hidden::H/],
    ['use my_demo::a::own;', /imports my_demo::a::own/],
    ['mod inner { use my_demo::gone; }', /examples\/e\.rs:1 imports my_demo::gone/],
  ])('%s', async (head, message) => {
    await breaks('cargo/examples', example(head), message);
  });
  test.each([
    ['use my_demo::a::{self, a as b};'],
    ['use my_demo as demo;'],
    ['use my_demo::more::m;'],
    ['#[cfg(windows)]\nuse my_demo::windows::W;'],
    ['use other::gone::G;'],
  ])('none: %s', async (head) => {
    await holds('cargo/examples', example(head));
  });
  test('not of a module of the target with the name of the library', () =>
    breaks(
      'cargo/examples',
      example('mod my_demo { pub mod a { pub fn a() {} } pub struct Own; }\nuse my_demo::Own;'),
      /example `e` does not use the crate/,
    ));
  test.each([
    ['a macro that is not known', 'other::make_items! { Made }\n'],
    ["another crate's names", 'pub use other::*;\n'],
    ["another crate's names, handed on by a module", 'mod inner { pub use other::*; }\npub use inner::*;\n'],
  ])('may come from %s', async (_, more) => {
    await holds('cargo/examples', example('use my_demo::Made;', `${lib}${more}`));
  });
  test("not from another crate's names that a module has for itself", () =>
    breaks(
      'cargo/examples',
      example('use my_demo::Made;', `${lib}pub mod inner { use other::*; }\npub use inner::*;\n`),
      /imports my_demo::Made/,
    ));
  test.each([
    ['use my_demo::a;', 'a::gone()', /examples\/e\.rs:2 names my_demo::a::gone, which the crate does not have/],
    ['', 'my_demo::gone::start()', /examples\/e\.rs:2 names my_demo::gone::start/],
    ['use my_demo::T;', 'T::open()', /names my_demo::T::open/],
    ['use my_demo::T as U;', 'let _ = vec![U::open()]', /names my_demo::T::open/],
    ['use my_demo::gone::G;', 'G::open()', /built\nexamples\/e\.rs:1 imports my_demo::gone::G, [^\n]*$/],
  ])('named in code: %s %s', async (head, code, message) => {
    await breaks('cargo/examples', naming(head, code), message);
  });
  test.each([
    [
      'what a trait of the target adds',
      'use my_demo::T;\ntrait Open { fn open(); }\nimpl Open for T { fn open() {} }',
      'T::open()',
    ],
    ['a type of the target', 'mod a { pub struct T; impl T { pub fn open() {} } }\nuse a::T;', 'T::open()'],
    ['what a derive may have written', 'use my_demo::D;', 'D::open()'],
    ['code that another system has', 'use my_demo::T;', '#[cfg(windows)] T::open()'],
    ['what a feature brings', '', 'my_demo::more::m()'],
    ['functions of traits that every type may have', 'use my_demo::T;', 'let _ = T::from(T)'],
  ])('%s is not missing', async (_, head, code) => {
    await holds('cargo/examples', naming(head, code));
  });
  test('in a library that does not parse is not this item’s to tell', () =>
    holds('cargo/examples', example('use my_demo::gone;', 'pub fn broken( {')));
  test('a test that rustc refuses tests nothing', () =>
    breaks(
      'testing/integration',
      crate({ 'tests/t.rs': 'use my_demo::{a, gone};\n#[test] fn t() { a::a() }\n' }),
      /1 of 1 test target does not compile[\s\S]*tests\/t\.rs:1 imports my_demo::gone/,
    ));
  test('a benchmark that rustc refuses', () =>
    breaks(
      'cargo/benches',
      crate({
        'Cargo.toml': `${manifest}[[bench]]\nname = "b"\nharness = false\n`,
        'benches/b.rs': 'use my_demo::gone;\nfn main() { my_demo::a::a() }\n',
      }),
      /benches\/b\.rs:1 imports my_demo::gone/,
    ));
  test('a benchmark that rustc refuses measures nothing', () =>
    breaks(
      'testing/benchmarks',
      crate({
        'Cargo.toml': `${manifest}[dev-dependencies]\ncriterion = "0.5"\n[[bench]]\nname = "b"\nharness = false\n`,
        'benches/b.rs':
          'use criterion::*;\nuse my_demo::gone;\nfn run(c: &mut Criterion) { my_demo::a::a() }\ncriterion_group!(g, run);\ncriterion_main!(g);\n',
      }),
      /no benchmark that compiles calls this crate[\s\S]*benches\/b\.rs:2 imports my_demo::gone/,
    ));
  test('a property test that rustc refuses', () =>
    breaks(
      'testing/property',
      crate({
        'Cargo.toml': `${manifest}[dev-dependencies]\nproptest = "1"\n`,
        'tests/p.rs':
          'use proptest::prelude::*;\nuse my_demo::gone;\nproptest! { #[test] fn p(x in 0..9u8) { my_demo::a::a(); } }\n',
      }),
      /the property tests do not compile[\s\S]*tests\/p\.rs:2 imports my_demo::gone/,
    ));
});
