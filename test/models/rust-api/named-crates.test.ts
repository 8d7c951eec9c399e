import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../../src/models/page/markdown.ts';
import { parseSourceFile } from '../../../src/models/rust/parse.ts';
import { crateDocs } from '../../../src/models/rust-api/crate-docs.ts';
import {
  declaredModules,
  firstNames,
  firstNamesInComments,
  hasAttribute,
} from '../../../src/models/rust-api/named-crates.ts';

const names = (text: string) => [...firstNames(parseSourceFile('x.rs', text))].sort();

describe('crates a file names', () => {
  test.each([
    ['use serde::Serialize;', ['serde']],
    ['use ::serde::{self, de};', ['serde']],
    ['use {serde::{ser, de}, tokio, anyhow as a};', ['anyhow', 'serde', 'tokio']],
    ['pub use r#async::x;', ['async']],
    ['extern crate alloc as a;', ['alloc']],
    ['fn f() { serde_json::to_string(&1); }', ['serde_json']],
    ['fn f() { select! { x = tokio::time::sleep(d) => {} } }', ['tokio']],
    ['#[derive(thiserror::Error)] enum E {}', ['thiserror']],
    ['fn f() -> ::std::io::Result<()> {}', ['std']],
    ['fn f() { self::a::b(); crate::serde::c(); x.y::<T>(); Vec::<u8>::new() }', ['Vec']],
    ['// serde::x\n/* tokio::y */ const A: &str = "anyhow::z";', []],
    ['fn serde() { let tokio = 1; }', []],
  ])('%s', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  test('in comments', () => {
    const file = parseSourceFile('x.rs', '/// ```\n/// use anyhow::Result;\n/// tokio::spawn(x);\n/// ```\nfn f() {}');
    expect([...firstNamesInComments(file)]).toEqual(expect.arrayContaining(['anyhow', 'tokio']));
  });

  test('a module of the name hides the crate', () => {
    expect([...declaredModules(parseSourceFile('x.rs', 'mod demo { pub fn f() {} } fn other() {}'))]).toEqual(['demo']);
  });

  test('attributes of functions in modules', () => {
    const file = parseSourceFile('x.rs', 'mod a { #[bench] fn f(b: &mut Bencher) {} }');
    expect(hasAttribute(file.items, 'bench')).toBe(true);
    expect(hasAttribute(file.items, 'test')).toBe(false);
  });
});

describe('crate docs', () => {
  const titles = (text: string, files: Record<string, string> = {}) => {
    const docs = crateDocs(parseSourceFile('src/lib.rs', text), (path) => files[path]);
    return docs === undefined ? undefined : parseMarkdown(docs).sections.map(({ title }) => title);
  };

  test('are the inner docs of the root, indentation taken off', () => {
    expect(titles('//! A crate.\n//!\n//! # Features\n//! - `a`: x\n')).toEqual(['', 'Features']);
    expect(titles('/*!\n    # One\n    words\n*/')).toEqual(['', 'One']);
  });
  test('may be another file', () => {
    expect(titles('#![doc = include_str!("../README.md")]', { 'README.md': '# Demo' })).toEqual(['', 'Demo']);
  });
  test('may be absent', () => {
    expect(titles('pub fn f() {}')).toBeUndefined();
  });
});
