import { describe, expect, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, ready } from '../harness.ts';

const crate = (files: Record<string, string>) =>
  moduleOf({ 'Cargo.toml': '[package]\nname = "demo"\nedition = "2021"', ...files });

describe('between modules', () => {
  test('holds', () => holds('structure/no-cycles', ready, /no cycle among \d+ modules/));
  test('two files that use each other', async () => {
    const module = crate({
      'src/lib.rs': 'pub mod a;\npub mod b;',
      'src/a.rs': 'use crate::b::B;\npub struct A(B);',
      'src/b.rs': '\npub struct B;\nimpl B { pub fn of(_: &super::a::A) {} }',
    });
    const item = await breaks('structure/no-cycles', module, /modules in a cycle: demo::a → demo::b → demo::a/);
    expect(item.evidence.slice(2)).toMatchObject([
      { path: 'src/a.rs', line: 1 },
      { path: 'src/b.rs', line: 3 },
    ]);
  });
  test('inline modules are nodes', () =>
    breaks(
      'structure/no-cycles',
      crate({
        'src/lib.rs':
          'pub mod a { pub struct A; pub fn f(_: crate::b::B) {} }\npub mod b { pub struct B; pub fn g(_: crate::a::A) {} }',
      }),
      /demo::a → demo::b → demo::a/,
    ));
  test('an edge goes to where the name is defined, not to who passes it on', () =>
    holds(
      'structure/no-cycles',
      crate({
        'src/lib.rs': 'pub mod a;\npub mod b;\npub mod c;',
        'src/a.rs': 'pub use crate::c::C;\nuse crate::b::B;\npub struct A(B);',
        'src/b.rs': 'pub struct B(crate::a::C);',
        'src/c.rs': 'pub struct C;',
      }),
    ));
  test('a cycle under a feature that is off by default', () =>
    breaks(
      'structure/no-cycles',
      moduleOf({
        'Cargo.toml': '[package]\nname = "demo"\nedition = "2021"\n[features]\nmore = []\n',
        'src/lib.rs': 'pub mod a;\npub mod b;',
        'src/a.rs': '#[cfg(feature = "more")]\npub fn a() { crate::b::b() }\npub fn c() {}',
        'src/b.rs': 'pub fn b() { crate::a::c() }',
      }),
      /modules in a cycle: demo::a → demo::b → demo::a/,
    ));
  test('parent and child, the crate root and test code are no cycle', () =>
    holds(
      'structure/no-cycles',
      crate({
        'src/lib.rs': 'pub mod a;\npub struct Root;\n#[cfg(test)] mod tests;',
        'src/a.rs': 'pub mod inner;\npub struct A(inner::I, crate::Root);\n#[cfg(test)] mod t { use crate::tests::X; }',
        'src/a/inner.rs': 'pub struct I; pub fn f(_: super::A) {}',
        'src/tests.rs': 'pub struct X(crate::a::A);',
      }),
    ));
});

describe('between crates', () => {
  const workspace = (a: string, b: string, name = 'b') =>
    moduleOf({
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]',
      'a/Cargo.toml': `[package]\nname = "a"\n${a}`,
      'a/src/lib.rs': '',
      'b/Cargo.toml': `[package]\nname = "${name}"\n${b}`,
      'b/src/lib.rs': '',
    });
  test('a dev-dependency closes a cycle', async () => {
    const module = workspace(
      '[dependencies]\nb = { path = "../b" }',
      '[dev-dependencies]\nx = { package = "a", path = "../a" }',
    );
    const item = await breaks('structure/no-cycles', module, /crates in a cycle: a → b → a/);
    expect(item.evidence.slice(2)).toMatchObject([
      { path: 'a/Cargo.toml', line: 4 },
      { path: 'b/Cargo.toml', line: 4 },
    ]);
  });
  test('one way, and a dependency on itself, are none', () =>
    holds(
      'structure/no-cycles',
      workspace('[dependencies]\nb = { path = "../b" }\n[dev-dependencies]\na = { path = "." }', ''),
    ));
  test('a CIM module in the folder that depends back', () =>
    breaks(
      'structure/no-cycles',
      moduleOf({
        'Cargo.toml': '[package]\nname = "cim-a"\n[dependencies]\ncim-b = "1"',
        'src/lib.rs': '',
        'modules/b/Cargo.toml': '[package]\nname = "cim-b"\n[dependencies]\ncim-a = { git = "https://e.org/a" }',
      }),
      /crates in a cycle: cim-a → cim-b → cim-a/,
    ));
});

test('not Rust', () => doesNotApply('structure/no-cycles', moduleOf({ 'README.md': '# x' }), /no Cargo.toml/));
