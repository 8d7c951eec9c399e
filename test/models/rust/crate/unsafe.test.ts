import { describe, expect, it } from 'vitest';
import { crateOf } from './crate-of.ts';

/** Lines of unsafe code that lacks its comment. */
const lines = (source: string): number[] =>
  crateOf(source)
    .undocumentedUnsafe()
    .map((one) => one.line);

describe('undocumented_unsafe_blocks', () => {
  it('wants the comment right above the block, the statement or its attributes', () => {
    expect(
      lines(`fn f() {
    unsafe { a() };
    // SAFETY: fine
    unsafe { a() };
    // safety: case does not matter
    let x = foo(unsafe { a() });
    // SAFETY: above the attribute
    #[allow(unused)]
    let y = unsafe { a() };
    x = // SAFETY: at the end of a line is not above
        unsafe { a() };
    /* SAFETY: a block comment */
    unsafe { a() }
}`),
    ).toEqual([2, 11]);
  });

  it('takes what a sign stands before for no macro call', () => {
    const negated = (call: string) => `fn f() -> bool {
    // SAFETY: fine
    ${call}(
        unsafe { a() }
    )
}`;
    expect(lines(negated('!'))).toEqual([]);
    expect(lines(negated('m!'))).toEqual([4]);
  });

  it('takes a comment that opens the block, and none across a branch', () => {
    expect(
      lines(`fn f() {
    unsafe {
        // SAFETY: inside
        a()
    }
    // SAFETY: belongs to the if
    if unsafe { a() } {
    }
    // SAFETY: of the let
    if let Some(x) =
        unsafe { a() } {}
    match x {
        // SAFETY: of the arm
        1 => unsafe { a() },
        _ => unsafe { a() },
    }
}`),
    ).toEqual([11, 15]);
  });

  it('asks unsafe impls of traits, and constants', () => {
    expect(
      lines(`struct S;
unsafe impl Send for S {}
// SAFETY: fine
unsafe impl Sync for S {}
// SAFETY: fine
static X: u8 = unsafe { a() };
static Y: u8 = unsafe { a() };
`),
    ).toEqual([2, 7]);
  });

  it('looks past an attribute alone on its line, and past no other', () => {
    expect(
      lines(`// SAFETY: fine
#[cfg(unix)]
const A: u8 = unsafe { a() };
// SAFETY: a comment behind the attribute ends the search
#[cfg(unix)] // everywhere
const B: u8 =
    unsafe { a() };
/// Documented
// SAFETY: fine
#[allow(dead_code)]
const C: u8 =
    unsafe { a() };
// SAFETY: fine
#[allow(dead_code)] // why
unsafe impl T for u16 {}
fn f() {
    // SAFETY: fine
    #[allow(
        unused
    )]
    let z = unsafe { a() };
}`),
    ).toEqual([7, 15, 21]);
  });

  it('finds blocks in macro input and in what macros of the crate write', () => {
    const model = crateOf(`macro_rules! get {
    ($e:expr) => { unsafe { $e.get() } };
}
fn f() {
    assert!(unsafe { a() });
    let x = get!(y);
    quote! { unsafe { b() } };
}`);
    expect(model.undocumentedUnsafe().map((one) => [one.line, one.call?.line])).toEqual([
      [2, 6],
      [5, undefined],
    ]);
  });

  it('looks within the rules of a macro that stands in the input of another', () => {
    const model = crateOf(`macro_rules! all { ($($t:tt)*) => { $($t)* }; }
all! {
    macro_rules! get {
        ($n:ident) => {
            fn $n() {
                // SAFETY: fine
                unsafe { a() };
                unsafe { b() };
            }
        };
    }
    get!(x);
}`);
    expect(model.undocumentedUnsafe().map((one) => one.line)).toEqual([8]);
  });

  it('leaves out code that is not compiled', () => {
    expect(
      lines(
        'fn f() {\n#[cfg(windows)]\nunsafe { a() }\n#[cfg(test)]\nlet x = unsafe { b() };\n}\n#[cfg(test)] mod t { fn g() { unsafe { c() } } }',
      ),
    ).toEqual([]);
    expect(lines('fn f() {\n{ #[cfg(windows)] a() }\nunsafe { b() };\n}')).toEqual([3]);
  });

  it('looks into the branch of cfg_if! that holds', () => {
    expect(
      lines(`fn f() {
cfg_if! {
  if #[cfg(windows)] { unsafe { a() } }
  else if #[cfg(unix)] { unsafe { b() } }
  else { unsafe { c() } }
}
}`),
    ).toEqual([4]);
  });

  it('does not take fn, trait and type for blocks', () => {
    expect(
      lines('unsafe fn f() {} unsafe trait T { unsafe fn g(); } type F = unsafe fn(); unsafe extern "C" { fn h(); }'),
    ).toEqual([]);
  });
});

describe('missing_safety_doc', () => {
  const items = (source: string): string[] =>
    crateOf(source)
      .missingSafetyDocs()
      .map((one) => one.item);

  it('wants a Safety heading on exported unsafe functions and methods and on unsafe traits', () => {
    expect(
      items(`
        /// does
        ///
        /// # Safety
        ///
        /// be careful
        pub unsafe fn documented() {}
        /// # Panics
        pub unsafe fn panics() {}
        /// \`\`\`
        /// # Safety
        /// \`\`\`
        pub unsafe fn in_code() {}
        unsafe fn private() {}
        pub struct S;
        impl S { pub unsafe fn method(&self) {} }
        unsafe trait T {}
      `),
    ).toEqual(['demo::panics', 'demo::in_code', 'demo::S::method', 'demo::T']);
  });

  it('finds the heading in documentation that a macro puts together', () => {
    expect(
      items(`macro_rules! doc { ($d:expr, $($t:tt)*) => { #[doc = $d] $($t)* }; }
        doc! { concat!("Does ", stringify!(it), ".\n\n# Safety\n\nNever."), pub unsafe fn f() {} }
        doc! { concat!("Does ", stringify!(it)), pub unsafe fn g() {} }`),
    ).toEqual(['demo::g']);
  });

  it('reads on under deeper headings', () => {
    expect(
      items(`/// # Safety
        ///
        /// ## Callers
        ///
        /// Never.
        pub unsafe fn deeper() {}
        /// ## Safety
        ///
        /// # Panics
        ///
        /// Never.
        pub unsafe fn empty() {}`),
    ).toEqual(['demo::empty']);
  });

  it('finds the heading in a file that the documentation includes', () => {
    const source = '#[doc = include_str!("../doc/f.md")] pub unsafe fn f() {}';
    const missing = (text: Record<string, string>) => crateOf({ 'src/lib.rs': source }, {}, text).missingSafetyDocs();
    expect(missing({ 'doc/f.md': 'Does it.\n\n# Safety\n\nNever.' })).toEqual([]);
    expect(missing({ 'doc/f.md': 'Does it.' }).map((one) => one.item)).toEqual(['demo::f']);
    expect(missing({}).map((one) => one.item)).toEqual(['demo::f']);
  });
});
