import { describe, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, ready, reviews } from '../harness.ts';

const crate = (lib: string, more = '') =>
  moduleOf({
    'Cargo.toml': `[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nanyhow = "1"\n${more}`,
    'src/lib.rs': lib,
  });
const notRust = moduleOf({ 'README.md': '# A template\n' });

describe('api/standard-traits', () => {
  test('every public type derives Debug', () =>
    holds('api/standard-traits', ready, /all \d+ public types implement Debug/));
  test('a type without Debug is named with its place', () =>
    breaks(
      'api/standard-traits',
      ready.with('src/parcel.rs', (old) => `${old}\n/// A label.\npub struct Label;\n`),
      /src\/parcel\.rs:\d+ cim_parcel::parcel::Label does not implement Debug/,
    ));
  test('Debug by hand, in another file, counts', () =>
    holds(
      'api/standard-traits',
      moduleOf({
        'Cargo.toml': '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n',
        'src/lib.rs': 'pub struct A;\nmod debug;\n',
        'src/debug.rs':
          'use core::fmt;\nimpl fmt::Debug for crate::A { fn fmt(&self, f: &mut fmt::Formatter<\'_>) -> fmt::Result { f.write_str("A") } }\n',
      }),
    ));
  test('a Debug of another crate is not the Debug', () =>
    breaks('api/standard-traits', crate('trait Debugged {}\npub struct A;\nimpl Debugged for A {}\n'), /demo::A/));
  test('a Debug of the crate is not the Debug either', () =>
    breaks(
      'api/standard-traits',
      crate('pub trait Debug {}\npub struct A;\nimpl Debug for A {}\n'),
      /demo::A does not implement Debug/,
    ));
  test('no public type: nothing to ask', () =>
    doesNotApply('api/standard-traits', crate('pub fn f() {}\n'), /no public type/));
  test('no crate', () => doesNotApply('api/standard-traits', notRust, /Cargo\.toml/));
});

describe('api/builders', () => {
  const five = 'a: u8, b: u8, c: u8, d: u8, e: u8';
  test('a constructor with five parameters', () =>
    breaks(
      'api/builders',
      crate(`pub struct A;\nimpl A { pub fn new(${five}) -> Self { A } }\n`),
      /demo::A::new takes 5 parameters/,
    ));
  test('three options, behind a Result and under the type’s own name', () =>
    breaks(
      'api/builders',
      crate(
        'pub struct A;\nimpl A { pub fn new(a: Option<u8>, b: Option<u8>, c: Option<u8>) -> Result<A, ()> { Ok(A) } }\n',
      ),
      /3 parameters, 3 of them Option/,
      { also: ['api/error-types'] },
    ));
  test('a builder type stands beside it', () =>
    holds(
      'api/builders',
      crate(
        `pub struct A;\npub struct ABuilder;\nimpl ABuilder { pub fn build(self) -> A { A } }\nimpl A { pub fn new(${five}) -> Self { A } }\n`,
      ),
    ));
  test('a builder that can do nothing is none', () =>
    breaks(
      'api/builders',
      crate(`pub struct A;\n#[derive(Debug)]\npub struct ABuilder;\nimpl A { pub fn new(${five}) -> Self { A } }\n`),
      /demo::A::new takes 5 parameters, and the type has no builder/,
    ));
  test('with_… for a parameter stands for what goes beyond', () =>
    holds(
      'api/builders',
      crate(
        `pub struct A;\nimpl A { pub fn new(${five}) -> Self { A }\n pub fn with_e(self, e: u8) -> Self { self } }\n`,
      ),
    ));
  test('with_… for something else does not', () =>
    breaks(
      'api/builders',
      crate(
        `pub struct A;\nimpl A { pub fn new(${five}) -> Self { A }\n pub fn with_x(self, x: u8) -> Self { self } }\n`,
      ),
      /no builder/,
    ));
  test('methods are no constructors', () =>
    doesNotApply(
      'api/builders',
      crate(`pub struct A;\nimpl A { pub fn put(&self, ${five}) -> Self { A } }\n`),
      /no public constructor/,
    ));
});

describe('api/error-types', () => {
  const own = 'pub fn ok() -> std::io::Result<()> { Ok(()) }\n';
  const failing = (output: string, rest = '') => crate(`pub fn f() -> ${output} { todo() }\n${rest}`);
  test('own errors pass', () => holds('api/error-types', ready, /each with a proper error type/));
  test.each([
    ['Result<(), String>', /a string: String/],
    ["Result<(), &'static str>", /a string/],
    ['Result<u8, ()>', /no information/],
    ['Result<(), Box<dyn std::error::Error + Send + Sync>>', /an erased type/],
    ['anyhow::Result<()>', /an erased type/],
    ['std::pin::Pin<Box<dyn std::future::Future<Output = Result<(), String>> + Send>>', /a string/],
    ['impl std::future::Future<Output = Result<(), String>>', /a string/],
  ])('%s', async (output, message) => {
    await breaks('api/error-types', failing(output), message);
  });
  test('a macro called like its crate does not hide the crate', () =>
    breaks('api/error-types', failing('anyhow::Result<()>', 'use anyhow::{anyhow, Context};\n'), /an erased type/));
  test('an alias hides a string', () =>
    breaks(
      'api/error-types',
      failing('Answer<u8>', 'pub type Answer<T, E = String> = core::result::Result<T, E>;\n'),
      /a string/,
    ));
  test('an own type that is merely named Result is none', () =>
    doesNotApply(
      'api/error-types',
      failing('Result<String>', '#[derive(Debug)]\npub struct Result<T>(T);\n'),
      /no public function/,
    ));
  test.each([
    ['FromStr', 'type Err = String; fn from_str(_: &str) -> Result<Self, String> { todo!() }'],
    ['FromStr', "type Err = &'static str; fn from_str(_: &str) -> Result<Self, Self::Err> { todo!() }"],
    ['TryFrom<u8>', 'type Error = (); fn try_from(_: u8) -> Result<Self, <Self as TryFrom<u8>>::Error> { todo!() }'],
  ])('an implementation of %s chooses a poor one: %s', async (trait, body) => {
    const lib = `use std::str::FromStr;\npub struct A;\nimpl ${trait} for A { ${body} }\n`;
    await breaks('api/error-types', crate(lib), /src\/lib\.rs:3 demo::A::\w+ fails with/);
    await holds('api/error-types', crate(`${own}${lib.replace('pub struct A', 'struct A')}`));
  });
  test('what a trait of another crate asks for is not chosen', () =>
    holds(
      'api/error-types',
      crate(`${own}pub struct A;\nimpl other::Decode for A { fn decode() -> Result<Self, String> { todo!() } }\n`),
    ));
  test.each([
    'Option<Result<(), String>>',
    'std::task::Poll<Result<(), String>>',
    'Result<(), std::sync::Arc<dyn std::error::Error>>',
  ])('seen through: %s', async (type) => {
    await breaks('api/error-types', crate(`pub fn f() -> ${type} { todo!() }\n`), /demo::f fails with/);
  });
  test('the implementor of a trait chooses', () =>
    holds('api/error-types', crate('pub trait T { type Error; fn f(&self) -> Result<(), Self::Error>; }\n')));
  test('nothing can fail', () => doesNotApply('api/error-types', crate('pub fn f() {}\n'), /no public function/));
});

const byHand = (body: string) =>
  crate(
    `use std::fmt;\n#[derive(Debug)]\npub enum E { A, B }\nimpl E { fn text(&self) -> &str { match self { E::A => "a", E::B => "b" } } }\nimpl fmt::Display for E { fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result { ${body} } }\nimpl std::error::Error for E {}\n`,
  );

describe('api/error-enum', () => {
  const errors = (variants: string, rest = '') =>
    crate(
      `#[derive(Debug, thiserror::Error)]\npub enum E { ${variants} }\npub fn f() -> Result<(), E> { Ok(()) }\n${rest}`,
    );
  test('messages and a source', () => holds('api/error-enum', ready, /1 error type/));
  test('a value that is given back is no error type', () =>
    doesNotApply(
      'api/error-enum',
      crate('#[derive(Debug)]\npub struct Shared;\nimpl Shared { pub fn take(self) -> Result<u8, Self> { Ok(1) } }\n'),
      /no public function can fail/,
    ));
  test('an error that implements Error where a feature brings std in', () =>
    holds(
      'api/error-enum',
      crate(
        '#[derive(Debug)]\npub struct ParseError;\nimpl std::fmt::Display for ParseError { fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { f.write_str("no") } }\n#[cfg(feature = "std")]\nimpl std::error::Error for ParseError {}\n',
        '[features]\nstd = []\n',
      ),
      /1 error type/,
    ));
  test('what a macro of another crate writes is for a person', async () => {
    const made = crate(
      'use n0_error::stack_error;\n#[stack_error(derive)]\npub enum ApiError { A }\n',
      'n0-error = "1"\n',
    );
    await reviews(
      'api/error-enum',
      made,
      /whether n0_error::stack_error implements Error for demo::ApiError is not seen/,
    );
    await reviews('api/standard-traits', made, /whether n0_error::stack_error implements Debug for demo::ApiError/);
  });
  test('a variant without a message is named', () =>
    breaks('api/error-enum', errors('#[error("a")] A, B'), /has no message for B/));
  test('only catch-alls', () =>
    breaks(
      'api/error-enum',
      errors('#[error("{0}")] Other(String), #[error("{0}")] InternalError(String)'),
      /only catch-all/,
    ));
  test('what handles errors is called after them and is none', async () => {
    const adapter =
      'pub struct HandleError<S> { inner: S }\nimpl<S> HandleError<S> { pub fn new(inner: S) -> Self { Self { inner } } }\n';
    await holds('api/error-enum', errors('#[error("a")] A', adapter), /1 error type/);
    await breaks(
      'api/error-enum',
      errors('#[error("a")] A', 'pub struct ParseError { at: u8 }\n'),
      /ParseError does not implement Error/,
    );
    await breaks(
      'api/error-enum',
      errors(
        '#[error("a")] A',
        'pub struct LexError<T> { at: T }\npub fn lex() -> Result<u8, LexError<u8>> { Ok(1) }\n',
      ),
      /LexError does not implement Error/,
    );
  });
  const conversion = 'pub fn g() -> Result<u8, E> { "1".parse().map_err(|e| E::Parse(e.to_string())) }\n';
  test('a source becomes text and no variant keeps one', () =>
    breaks('api/error-enum', errors('#[error("{0}")] Parse(String)', conversion), /keeps no source, and 1 conversion/));
  test('the same beside a variant that keeps one is a note', () =>
    holds(
      'api/error-enum',
      errors('#[error("{0}")] Parse(String), #[error(transparent)] Io(#[from] std::io::Error)', conversion),
      /becomes text on its way into E/,
    ));
  test('format! with an inline name is text too', () =>
    breaks(
      'api/error-enum',
      errors(
        '#[error("{0}")] Parse(String)',
        'pub fn g() -> Result<u8, E> { "1".parse().map_err(|e| E::Parse(format!("bad: {e}"))) }\n',
      ),
      /keeps no source/,
    ));
  test('a From that drops what it gets', () =>
    breaks(
      'api/error-enum',
      errors('#[error("io")] Io', 'impl From<std::io::Error> for E { fn from(_: std::io::Error) -> Self { E::Io } }\n'),
      /keeps no source, and 1 conversion/,
    ));
  test('written by hand', () =>
    holds(
      'api/error-enum',
      crate(
        'use std::fmt;\n#[derive(Debug)]\npub enum E { A }\nimpl fmt::Display for E { fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result { f.write_str("a") } }\nimpl std::error::Error for E {}\n',
      ),
    ));
  test.each([
    ['one text for all', 'write!(f, "went wrong")'],
    ['what is left over', 'match self { E::A => write!(f, "a"), _ => write!(f, "went wrong") }'],
  ])('written by hand with %s', async (_, body) => {
    await breaks('api/error-enum', byHand(body), /demo::E has no message for (?:A, )?B/);
  });
  test.each([
    ['each', 'match self { E::A => write!(f, "a"), E::B => write!(f, "b") }'],
    ['a method that names each', 'f.write_str(self.text())'],
    ['Debug', 'write!(f, "{self:?}")'],
    ['what is not seen', 'f.write_str(&crate::texts::of(self.code()))'],
  ])('written by hand with %s passes', async (_, body) => {
    await holds('api/error-enum', byHand(body));
  });
  test('a message of nothing', () =>
    breaks(
      'api/error-enum',
      ready.with('src/error.rs', (old) => old.replace('"address is empty"', '""')),
      /has no message for EmptyAddress/,
    ));
  test('called an error and none', () =>
    breaks('api/error-enum', crate('#[derive(Debug)]\npub enum ParseError { A }\n'), /does not implement Error/));
  test('functions fail and there is no error type', () =>
    breaks('api/error-enum', crate('pub fn f() -> Result<(), String> { Ok(()) }\n'), /no error type, though 1 public/));
  test('nothing can fail', () =>
    doesNotApply('api/error-enum', crate('pub fn f() {}\n'), /no public function can fail/));
});
