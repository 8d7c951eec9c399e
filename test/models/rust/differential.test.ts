import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { Language, Parser } from 'web-tree-sitter';
import { parse } from './parse.ts';
import { describeOurs, describeTheirs } from './tree-sitter.ts';

let parser: Parser;

beforeAll(async () => {
  await Parser.init();
  const wasm = createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-rust.wasm');
  parser = new Parser();
  parser.setLanguage(await Language.load(wasm));
});

const fixtures: Readonly<Record<string, string>> = {
  'modules, uses and constants': `
    //! Crate.
    #![warn(missing_docs)]
    pub mod a;
    mod b { pub(in crate::b) use super::a::{self as c, d::*, e::{f, g as _}}; use ::std::fmt; }
    pub const N: [u8; 2 + 1] = [0; 3];
    static mut S: Option<Box<dyn Fn(u8) -> u8 + Send>> = None;
    extern crate alloc as mem;
    type Map<K> = HashMap<K, Vec<Vec<u8>>>;`,
  'structs, enums and unions': `
    /// A point.
    #[derive(Debug, Clone)]
    pub struct Point<T: Copy, const N: usize> where T: Into<f64> { pub x: T, /** y */ y: [T; N] }
    struct Pair(pub u8, #[allow(dead_code)] (u8, &'static str));
    struct Unit;
    enum Shape { Round(f64), #[non_exhaustive] Square { side: f64 }, None = 3 }
    union Bits { int: u32, float: f32 }`,
  functions: `
    pub async fn a<'a, T>(mut x: &'a mut T, (y, z): (u8, Option<u8>)) -> Result<(), Box<dyn Error>> where T: Iterator<Item = u8> { x.await }
    const unsafe extern "C" fn b(_: *const u8) {}
    fn c(f: impl FnOnce() -> u8) -> impl Iterator<Item = [u8; 4]> { let x = r#"} fn no() {"#; '}'; /* } */ std::iter::empty() }`,
  'traits and impls': `
    pub trait A: B + for<'x> C<'x> { type D: E; const F: u8 = 1; fn g(&self); fn h(self: Box<Self>) -> Self::D { todo!() } }
    impl<T> A for Vec<T> where T: B { type D = u8; fn g(&self) {} }
    impl<'a, T: 'a + ?Sized> Wrapper<'a, T> { pub fn new(t: &'a T) -> Self { Self(t) } }
    unsafe impl Send for Unit {}`,
  'macros and foreign items': `
    macro_rules! m { ($x:expr) => { { $x } }; }
    m! { fn hidden() {} }
    std::println!("x");
    extern "C" { fn puts(s: *const c_char) -> c_int; static environ: *const u8; }`,
};

describe('our items are those of tree-sitter', () => {
  test.each(Object.entries(fixtures))('%s', (_what, text) => {
    const tree = parser.parse(text)!;
    expect(tree.rootNode.hasError).toBe(false);
    const ours = parse(text);
    expect(ours.errors).toEqual([]);
    expect(describeOurs(ours).sort()).toEqual(describeTheirs(tree.rootNode, text).sort());
    tree.delete();
  });
});
