import { describe, expect, test } from 'vitest';
import { allowsBreaking } from '../../src/predicates/stability.ts';
import { Unavailable } from '../../src/rule.ts';
import { GitRepository, open, writeFiles } from '../git-repository.ts';
import { breaks, doesNotApply, holds, moduleOf, opens, reviews, type TestModule } from '../harness.ts';

describe('what a step of the version allows', () => {
  test.each([
    ['1.2.3', '2.0.0', true],
    ['1.2.3', '1.3.0', false],
    ['0.2.3', '0.3.0', true],
    ['0.2.3', '0.2.4', false],
    ['0.0.3', '0.0.4', true],
    ['1.0.0', '1.0.0', false],
    ['2.0.0', '1.0.0', false],
    ['0.9.0', '1.0.0', true],
  ])('%s to %s', (from, to, allowed) => expect(allowsBreaking(from, to)).toBe(allowed));
});

const manifest = (version: string, rest = '') =>
  `[package]\nname = "demo"\nversion = "${version}"\nedition = "2021"\n${rest}`;

interface Step {
  readonly version?: string;
  /** What the manifest says of features, before and after. */
  readonly features?: readonly [string, string];
}

/** A release of one source, and another source on top of it. */
async function step(
  before: string,
  after: string,
  { version = '1.0.0', features = ['', ''] }: Step = {},
): Promise<TestModule> {
  const released = { 'Cargo.toml': manifest('1.0.0', features[0]), 'src/lib.rs': before };
  const content = { 'Cargo.toml': manifest(version, features[1]), 'src/lib.rs': `${after}\n// later\n` };
  const repository = await GitRepository.create(released);
  await repository.git('add', '.');
  await repository.git('commit', '-q', '-m', 'feat: first');
  await repository.git('tag', 'v1.0.0');
  writeFiles(repository.path, content);
  await repository.git('commit', '-q', '-a', '-m', 'feat: second');
  const { sources } = await open(repository.path);
  return moduleOf(content, () => sources.git());
}

describe('api/stability', () => {
  test.each([
    ['pub struct A { pub x: u8 }', 'pub struct A { pub x: u8, y: u8 }', /A: constructible_struct_adds_private_field/],
    ['pub struct A(pub u8);', 'pub struct A(pub u8, u8);', /A: constructible_struct_adds_private_field/],
    ['pub struct A;', 'pub struct A {}', /A: unit_struct_changed_kind/],
    ['pub struct A(pub u8);', 'pub struct A { pub x: u8 }', /A: tuple_struct_to_plain_struct|missing/],
    ['pub struct A { x: u8 }', 'pub enum A { B }', /A: struct_missing/],
    ['pub fn f() {}', 'pub fn f(x: u8) {}', /f: function_parameter_count_changed/],
    ['pub fn f() {}', 'pub unsafe fn f() {}', /f: function_unsafe_added/],
    ['pub const fn f() {}', 'pub fn f() {}', /f: function_const_removed/],
    [
      'pub struct A; impl A { pub fn f(&self, x: u8) {} }',
      'pub struct A; impl A { pub fn f(&self) {} }',
      /A::f: method_parameter_count_changed/,
    ],
    [
      'pub trait A { fn f(&self); }',
      'pub trait A { fn f(&self, x: u8); }',
      /A::f: trait_method_parameter_count_changed/,
    ],
    ['#[repr(C)]\npub struct A { x: u8 }', 'pub struct A { x: u8 }', /A: repr_c_removed/],
    ['#[repr(u8)]\npub enum A { B }', 'pub enum A { B }', /A: enum_repr_int_removed/],
    ['pub struct A { x: u8 }', '#[repr(packed)]\npub struct A { x: u8 }', /A: repr_packed_added/],
  ])('what no path shows: %s → %s', async (before, after, message) => {
    await breaks('api/stability', await step(before, after), message);
  });
  test.each([
    ['pub struct A(u8);', 'pub struct A(std::rc::Rc<u8>);', /A: auto_trait_impl_removed/],
    [
      '#[macro_export] macro_rules! a { () => {}; (x) => {} }',
      '#[macro_export] macro_rules! a { () => {} }',
      /a: macro_matcher_changed/,
    ],
  ])('what may break without a path or a signature: %s → %s', async (before, after, message) => {
    await reviews('api/stability', await step(before, after), message);
  });
  test.each([
    ['pub struct A { x: u8 }', 'pub struct A { x: u8, y: u8 }'],
    ['#[non_exhaustive]\npub struct A { pub x: u8 }', '#[non_exhaustive]\npub struct A { pub x: u8, y: u8 }'],
    ['#[macro_export] macro_rules! a { () => {} }', '#[macro_export] macro_rules! a { () => { 1 }; (x) => {} }'],
  ])('what breaks nobody: %s → %s', async (before, after) => {
    await holds('api/stability', await step(before, after));
  });
  const base =
    '#[derive(Debug, Clone)]\npub struct A { pub x: u8 }\npub enum E { One }\npub trait T { fn a(&self); }\npub fn f(x: u8) -> u8 { x }\npub mod m { pub struct Deep; }\npub use m::Deep;\n';
  test.each([
    ['a function is gone', base.replace(/pub fn f.*\n/, ''), /demo::f: function_missing/],
    ['it is no longer public', base.replace('pub fn f', 'fn f'), /function_missing/],
    ['a public field is gone', base.replace('pub x: u8', 'x: u8'), /struct_pub_field_missing/],
    ['a variant is new', base.replace('One', 'One, Two'), /E::Two: enum_variant_added/],
    [
      'a literal misses a new field',
      base.replace('pub x: u8', 'pub x: u8, pub y: u8'),
      /constructible_struct_adds_field/,
    ],
    [
      'an implementor misses a new method',
      base.replace('fn a(&self);', 'fn a(&self); fn b(&self);'),
      /trait_required_item_added/,
    ],
    ['a derive is gone', base.replace(', Clone', ''), /derive_trait_impl_removed/],
    ['a re-export is gone', base.replace('pub use m::Deep;', ''), /demo::Deep/],
  ])('%s', async (_, after, message) => {
    await breaks('api/stability', await step(base, after), message);
  });
  test('a feature is gone', async () => {
    const features = ['[features]\nfast = []\n', ''] as const;
    await breaks(
      'api/stability',
      await step(base, base, { version: '1.0.1', features }),
      /feature fast: feature_missing/,
    );
  });
  test.each([
    ['nothing changed', base],
    ['a body changed', base.replace('{ x }', '{ x + 1 }')],
    ['a function is new', `${base}pub fn g() {}\n`],
    ['a provided method is new', base.replace('fn a(&self);', 'fn a(&self); fn b(&self) {}')],
    [
      'it moved and is still exported',
      base.replace(
        'pub mod m { pub struct Deep; }',
        'pub mod m { pub use crate::n::Deep; }\nmod n { pub struct Deep; }',
      ),
    ],
  ])('%s', async (_, after) => {
    await holds('api/stability', await step(base, after), /none of \d+ public items/);
  });
  test('a signature changed: a person says', async () => {
    await reviews(
      'api/stability',
      await step(base, base.replace('f(x: u8)', 'f(x: u16)')),
      /demo::f: signature_changed/,
    );
  });
  describe('a trait that is implemented in another way', () => {
    const byHand =
      '#[derive(Debug, Clone)]\npub enum E { One }\nimpl std::fmt::Display for E {\n  fn fmt(&self, f: &mut std::fmt::Formatter<\'_>) -> std::fmt::Result { write!(f, "one") }\n}\nimpl std::error::Error for E {}\nimpl From<u8> for E { fn from(_: u8) -> Self { E::One } }\n';
    const derived = (derives: string) => `#[derive(${derives})]\npub enum E { #[error("one")] One }\n`;
    const from = 'impl From<u8> for E { fn from(_: u8) -> Self { E::One } }\n';
    test('Display comes with the derive of Error', async () => {
      await holds('api/stability', await step(byHand, `${derived('Debug, Clone, thiserror::Error')}${from}`));
    });
    test('From may: a person says', async () => {
      const module = await step(byHand, derived('Debug, Clone, thiserror::Error'));
      await reviews('api/stability', module, /demo::E \(From\): derive_trait_impl_removed/);
    });
    test('Clone does not', async () => {
      const module = await step(byHand, `${derived('Debug, thiserror::Error')}${from}`);
      await breaks('api/stability', module, /demo::E \(Clone\): derive_trait_impl_removed/);
    });
    test('a macro that is not known may implement any', async () => {
      const module = await step(base, base.replace('#[derive(Debug, Clone)]', '#[derive(Debug, Educe)]'));
      await reviews('api/stability', module, /demo::A \(Clone\): derive_trait_impl_removed/);
    });
  });
  test('a major version may break', async () => {
    await holds('api/stability', await step(base, '', { version: '2.0.0' }), /allows any change/);
  });

  const crate = { 'Cargo.toml': manifest('1.0.0'), 'src/lib.rs': 'pub fn f() {}\n' };
  const noGit = async () => {
    throw new Unavailable('the module is not in a git repository');
  };
  test('without git', () => opens('api/stability', moduleOf(crate, noGit), /not in a git repository/));
  test('no library', () =>
    doesNotApply(
      'api/stability',
      moduleOf({ 'Cargo.toml': manifest('1.0.0'), 'src/main.rs': 'fn main() {}\n' }),
      /no library/,
    ));
});
