import { describe, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, ready } from '../harness.ts';

describe('structure/error-handling', () => {
  const crate = (lib: string) =>
    moduleOf({ 'Cargo.toml': '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n', 'src/lib.rs': lib });
  const own =
    '#[derive(Debug, thiserror::Error)]\n#[error("e")]\npub struct E;\npub fn f() -> Result<(), E> { Ok(()) }\n';
  test('one family', () => holds('structure/error-handling', ready, /with error types/));
  test('strings beside own errors: the minority is listed', () =>
    breaks(
      'structure/error-handling',
      crate(
        `${own}pub fn g() -> Result<(), E> { Ok(()) }\ntype R<T> = Result<T, String>;\npub fn h() -> R<u8> { Ok(1) }\n`,
      ),
      /errors of several kinds: error types \(2\), strings \(1\)[\s\S]*demo::h fails with strings/,
    ));
  test('std errors and own ones are one family', () =>
    holds('structure/error-handling', crate(`${own}pub fn g() -> std::io::Result<()> { Ok(()) }\n`)));
  describe('a Result that a dependency declares under another name', () => {
    const made = 'use other::DomainResult;\nfn g() -> DomainResult<()> { Err(other::Missing) }\n';
    test('is known by how the code makes one', () =>
      breaks(
        'structure/error-handling',
        crate(
          `${own}${made}pub trait T { fn f(&self) -> DomainResult<u8>; }\npub fn h() -> Result<(), String> { Ok(()) }\n`,
        ),
        /error types \(2\), strings \(1\)/,
      ));
    test('is one of strings where the code gives it strings', () =>
      breaks(
        'api/error-types',
        crate(
          `${own}pub fn g() -> other::Made<u8> { x() }\npub fn h() -> other::PlainResult<u8> { if a() { return Err(format!("no {}", 1)); } Ok(1) }\n`,
        ),
        /demo::h fails with a string: other::PlainResult/,
        { also: ['structure/error-handling'] },
      ));
    test('is none where nothing shows it', () =>
      doesNotApply(
        'structure/error-handling',
        crate('pub fn g() -> other::QueryResult { other::QueryResult::default() }\n'),
        /no public function/,
      ));
  });
  test.each([
    ['todo!()'],
    ['unimplemented!("later")'],
    ['panic!("not implemented yet")'],
    ['Err(E::NotImplemented)'],
    ['Err(E::Text("search is not implemented".into()))'],
  ])('%s in code', async (body) => {
    await breaks(
      'structure/error-handling',
      crate(`${own}fn g() -> Result<(), E> { ${body} }\n`),
      /code that is not finished: 1 place/,
    );
  });
  test('unfinished under a feature, and in a build script', async () => {
    const manifest = '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n[features]\nmore = []\n';
    const featured = `${own}#[cfg(feature = "more")]\nfn g() { todo!() }\n`;
    await breaks(
      'structure/error-handling',
      moduleOf({ 'Cargo.toml': manifest, 'src/lib.rs': featured }),
      /src\/lib\.rs:\d todo!/,
    );
    await breaks(
      'structure/error-handling',
      moduleOf({ 'Cargo.toml': manifest, 'src/lib.rs': own, 'build.rs': 'fn main() { unimplemented!() }\n' }),
      /build\.rs:1 unimplemented!/,
    );
  });
  test('what a procedural macro writes is not unfinished here', () =>
    holds(
      'structure/error-handling',
      crate(`${own}fn g() -> TokenStream { quote! { unimplemented!(); panic!("not implemented"); x.unwrap() } }\n`),
      /\(0 unwrap, expect or panic in code\)/,
    ));
  test('a log that says so, and todo! in tests, are none', () =>
    holds(
      'structure/error-handling',
      crate(
        `${own}fn g() { println!("not implemented: x") }\n#[cfg(test)]\nmod tests { #[test] fn t() { todo!() } }\n`,
      ),
    ));
  test('unwraps are counted and noted', () =>
    holds(
      'structure/error-handling',
      crate(`${own}fn g() { "1".parse::<u8>().unwrap(); }\n`),
      /1 unwrap, expect or panic[\s\S]*unwrap\(\)/,
    ));
  test('so are those for errors, and one that gives a macro its span', () =>
    holds(
      'structure/error-handling',
      crate(`${own}fn g() { "1".parse::<u8>().unwrap_err(); quote_spanned! { a.span().unwrap()=> b.unwrap() } }\n`),
      /2 unwrap, expect or panic[\s\S]*unwrap_err\(\)/,
    ));
  test('nothing can fail', () =>
    doesNotApply('structure/error-handling', crate('pub fn f() {}\n'), /no public function/));
});
