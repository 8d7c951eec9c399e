/** Code that is left out when all features are on is judged as all other is. */
import { describe, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, reviews } from '../harness.ts';

const manifest = `[package]
name = "demo"
version = "0.1.0"
edition = "2021"

[features]
default = ["std"]
std = []
extra = []

[dependencies]
tokio = "1"
serde_json = "1"
clap = { version = "4", features = ["derive"] }
async-nats = "0.38"
`;

const crate = (code: string, files: Readonly<Record<string, string>> = {}) =>
  moduleOf({ 'Cargo.toml': manifest, 'src/lib.rs': code, ...files });

const unsafely = 'pub fn a(p: *const u8) -> u8 { unsafe { *p } }';

describe('security/unsafe', () => {
  test.each([
    ['what the default features compile', 'not(feature = "extra")', 'only without the feature extra'],
    ['what needs the default ones off', 'not(feature = "std")', 'only without the feature std'],
    ['what needs one on and one off', 'all(feature = "extra", not(feature = "std"))', 'only without the feature std'],
    ['on Windows', 'all(windows, not(feature = "extra"))', 'on Windows, only without the feature extra'],
    ['where either', 'any(windows, not(feature = "extra"))', 'on Windows'],
  ])('%s', async (_, cfg, where) => {
    await breaks(
      'security/unsafe',
      crate(`#[cfg(${cfg})]\n${unsafely}`),
      new RegExp(`src/lib\\.rs:2 unsafe code without a .* \\(${where}\\)`),
    );
  });
  test.each([
    ['a module', '#[cfg(not(feature = "std"))] mod imp;'],
    ['the file of a module', '#[cfg_attr(feature = "std", path = "other.rs")] mod imp;'],
    ['the other file of a module', '#[cfg_attr(not(feature = "std"), path = "imp.rs")] mod other;'],
    ['a statement', 'pub fn a() { #[cfg(not(feature = "std"))] unsafe { b() } }'],
    ['a branch', 'pub fn a() { cfg_if::cfg_if! { if #[cfg(feature = "std")] { c() } else { unsafe { b() } } } }'],
    ['items of a branch', 'cfg_if::cfg_if! { if #[cfg(feature = "std")] {} else { pub fn a() { unsafe { b() } } } }'],
    ['an impl', 'struct A; #[cfg(not(feature = "std"))] unsafe impl Send for A {}'],
    ['a method', 'struct A; impl A { #[cfg(not(feature = "std"))] fn a() { unsafe { b() } } }'],
    ['a condition in a condition', '#[cfg_attr(feature = "std", cfg(unix_like))] fn a() { unsafe { b() } }'],
    [
      'a macro of the crate',
      'macro_rules! bare { ($($i:item)*) => { $(#[cfg(not(feature = "std"))] $i)* } } bare! { fn a() { unsafe { b() } } }',
    ],
  ])('in %s', async (_, code) => {
    const files = { 'src/imp.rs': unsafely, 'src/other.rs': '' };
    await breaks(
      'security/unsafe',
      crate(code, files),
      /SAFETY:` comment \(only without (?:the feature std|features)\)/,
    );
  });
  test('with `if cfg!`, whose code is always there', () =>
    breaks(
      'security/unsafe',
      crate('pub fn a() { if !cfg!(feature = "std") { unsafe { b() } } }'),
      /src\/lib\.rs:1 unsafe/,
    ));
  test('with its reasons', () =>
    holds(
      'security/unsafe',
      crate('#[cfg(not(feature = "std"))]\npub fn a() {\n    // SAFETY: nothing is shared.\n    unsafe { b() }\n}'),
    ));
  test('code that no features bring', () =>
    holds('security/unsafe', crate(`#[cfg(all(feature = "default", not(feature = "std")))]\n${unsafely}`)));
  test('code for features that the crate refuses', () =>
    holds(
      'security/unsafe',
      crate(
        `#[cfg(not(feature = "std"))]\ncompile_error!("std is needed");\n#[cfg(not(feature = "std"))]\n${unsafely}`,
      ),
    ));
  test('a program that is not built without a feature', () =>
    holds(
      'security/unsafe',
      moduleOf({
        'Cargo.toml': `${manifest}\n[[bin]]\nname = "demo"\npath = "src/main.rs"\nrequired-features = ["extra"]\n`,
        'src/main.rs': `#[cfg(not(feature = "extra"))]\n${unsafely}\nfn main() {}`,
      }),
    ));
});

test('a program with a feature that it needs and without another', () =>
  breaks(
    'security/unsafe',
    moduleOf({
      'Cargo.toml': `${manifest.replace('extra = []', 'extra = []\nlog = []')}\n[[bin]]\nname = "demo"\npath = "src/main.rs"\nrequired-features = ["extra"]\n`,
      'src/main.rs': `#[cfg(all(feature = "extra", not(feature = "log")))]\n${unsafely}\nfn main() {}`,
    }),
    /src\/main\.rs:2 unsafe code .* \(only without the feature log\)/,
  ));

describe('what must not be in code', () => {
  test('structure/error-handling: code that is not finished', () =>
    breaks(
      'structure/error-handling',
      crate(
        '#[cfg(not(feature = "std"))]\npub fn a() { todo!() }\npub fn f() -> Result<(), std::fmt::Error> { Ok(()) }',
      ),
      /src\/lib\.rs:2 todo! \(only without the feature std\)/,
    ));
  test('security/untrusted-data', () =>
    breaks(
      'security/untrusted-data',
      crate('#[cfg(not(feature = "extra"))]\npub fn a(text: &str) -> u8 { serde_json::from_str(text).unwrap() }'),
      /panics on bad input \(only without the feature extra\)/,
    ));
  test('performance/no-leaks', () =>
    breaks(
      'performance/no-leaks',
      crate('#[cfg(not(feature = "extra"))]\npub fn a(b: Box<u8>) { Box::leak(b); }'),
      /Box::leak \(only without the feature extra\)/,
    ));
  test('performance/async: what stands in for a feature blocks', () =>
    breaks(
      'performance/async',
      crate(
        '#[cfg(feature = "extra")] fn a() {}\n#[cfg(not(feature = "extra"))] fn a() { std::thread::sleep(D); }\npub async fn f() { a() }',
      ),
      /src\/lib\.rs:3 a blocks in async code: std::thread::sleep \(src\/lib\.rs:2\) \(only under the default features\)/,
    ));
  test('performance/async: nothing blocks', () =>
    doesNotApply('performance/async', crate('#[cfg(not(feature = "extra"))] fn a() {}'), /no async code/));
  test('nats/error-handling', () =>
    breaks(
      'nats/error-handling',
      crate(
        'pub async fn a(c: async_nats::Client) -> Result<(), E> { c.publish("a.b.c", p).await?; Ok(()) }\n#[cfg(not(feature = "extra"))]\npub async fn b(c: async_nats::Client) { let _ = c.publish("a.b.c", p).await; }',
      ),
      /src\/lib\.rs:3 .*\(only without the feature extra\)/,
    ));
  test('performance/memory-limits', () =>
    reviews(
      'performance/memory-limits',
      crate('#[cfg(not(feature = "std"))]\npub fn a() { tokio::sync::mpsc::unbounded_channel::<u8>(); }'),
      /unbounded_channel: a channel without a bound \(only without the feature std\)/,
    ));
});

describe('what is judged under the default features', () => {
  test('api/error-types: with them', () =>
    breaks(
      'api/error-types',
      crate('#[cfg(not(feature = "extra"))]\npub fn a() -> Result<(), String> { Ok(()) }'),
      /demo::a fails with a string/,
    ));
  test('api/error-types: without one of them', () =>
    doesNotApply(
      'api/error-types',
      crate('#[cfg(not(feature = "std"))]\npub fn a() -> Result<(), String> { Ok(()) }'),
      /returns a Result/,
    ));
  test('api/error-types: on Windows, and with them', () =>
    breaks(
      'api/error-types',
      crate('#[cfg(all(windows, not(feature = "extra")))]\npub fn a() -> Result<(), String> { Ok(()) }'),
      /demo::a \(on Windows, only without the feature extra\) fails with a string/,
    ));
  test('api/error-types: on Windows, and without one of them', () =>
    doesNotApply(
      'api/error-types',
      crate('#[cfg(all(windows, not(feature = "std")))]\npub fn a() -> Result<(), String> { Ok(()) }'),
      /returns a Result/,
    ));
});

describe('fields and variants with a condition of their own', () => {
  test.each([
    ['windows', 'on Windows'],
    ['not(feature = "std")', 'only without the feature std'],
  ])('%s', async (cfg, where) => {
    await reviews(
      'performance/memory-limits',
      crate(
        `use std::collections::HashMap;\npub struct A {\n    pub a: u8,\n    #[cfg(${cfg})]\n    cache: HashMap<u8, u8>,\n}`,
      ),
      new RegExp(`src/lib\\.rs:5 .*HashMap<u8, u8> has no bound \\(${where}\\)`),
    );
  });
  test('options of a subcommand that another platform has', () =>
    breaks(
      'security/no-secrets',
      crate(
        '#[derive(clap::Parser)]\npub enum Command {\n    Run,\n    #[cfg(windows)]\n    Serve {\n        #[arg(long, default_value = "swordfish1")]\n        password: String,\n    },\n}',
      ),
      /default of password .* \(on Windows\)/,
    ));
});
