/** Code that Linux does not compile is judged as all other is, and where something has to exist it has to on Linux. */
import { describe, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, reviews } from '../harness.ts';

const manifest = `[package]
name = "demo"
version = "0.1.0"
edition = "2021"

[features]
extra = []

[dependencies]
tokio = "1"
serde_json = "1"
async-nats = "0.38"

[target.'cfg(windows)'.dependencies]
windows-sys = "0.59"
`;

/** A crate whose parts for Unix and for Windows are two files of one name. */
const crate = (windows: string, lib = '', unix = '') =>
  moduleOf({
    'Cargo.toml': manifest,
    'src/lib.rs': `#[cfg(unix)]\nmod imp;\n#[cfg(windows)]\n#[path = "windows.rs"]\nmod imp;\n${lib}`,
    'src/imp.rs': unix,
    'src/windows.rs': windows,
  });

const inline = (code: string) => moduleOf({ 'Cargo.toml': manifest, 'src/lib.rs': code });

describe('security/unsafe', () => {
  test('in the module of another platform', () =>
    breaks(
      'security/unsafe',
      crate('pub fn a(p: *const u8) -> u8 { unsafe { *p } }'),
      /src\/windows\.rs:1 unsafe code without a `\/\/ SAFETY:` comment \(on Windows\)/,
    ));
  test('with its reasons', () =>
    holds(
      'security/unsafe',
      crate('pub fn a(p: *const u8) -> u8 {\n    // SAFETY: callers hand over what they own.\n    unsafe { *p }\n}'),
    ));
  test.each([
    ['cfg(target_os = "macos")', 'on macOS'],
    ['cfg(target_arch = "wasm32")', 'on wasm32'],
    ['cfg(not(unix))', 'on Windows'],
    ['cfg(target_pointer_width = "32")', 'on wasm32'],
    ['cfg(target_endian = "big")', 'on Linux for s390x'],
    ['cfg(not(debug_assertions))', 'in release builds'],
    ['cfg(all(windows, target_arch = "aarch64"))', 'on Windows for aarch64'],
    ['cfg(target_os = "hermit")', 'where target_os="hermit"'],
    ['cfg(all(windows, feature = "extra"))', 'on Windows'],
    ['cfg(target_feature = "avx2")', 'where target_feature="avx2"'],
  ])('under #[%s]', async (cfg, where) => {
    await breaks(
      'security/unsafe',
      inline(`#[${cfg}]\npub fn a(p: *const u8) -> u8 { unsafe { *p } }`),
      new RegExp(`src/lib\\.rs:2 unsafe code without .* \\(${where}\\)`),
    );
  });
  test.each([
    ['a statement', 'pub fn a() { #[cfg(windows)] unsafe { b() } }'],
    ['a branch', 'pub fn a() { cfg_if::cfg_if! { if #[cfg(unix)] { c() } else { unsafe { b() } } } }'],
    ['items of a branch', 'cfg_if::cfg_if! { if #[cfg(unix)] {} else { pub fn a() { unsafe { b() } } } }'],
    ['an attribute of the file', 'mod m { #![cfg(windows)] fn a() { unsafe { b() } } }'],
    ['an impl', 'struct A; #[cfg(windows)] unsafe impl Send for A {}'],
    ['a method', 'struct A; impl A { #[cfg(windows)] fn a() { unsafe { b() } } }'],
    [
      'a macro of the crate',
      'macro_rules! win { ($($i:item)*) => { $(#[cfg(windows)] $i)* } } win! { fn a() { unsafe { b() } } }',
    ],
    ['the whole crate', '#![cfg(windows)]\nfn a() { unsafe { b() } }'],
  ])('in %s', async (_, code) => {
    await breaks('security/unsafe', inline(code), /SAFETY:` comment \(on Windows\)/);
  });
  test('code that is compiled nowhere', () =>
    holds(
      'security/unsafe',
      inline(
        '#[cfg(all(unix, windows))]\nfn a() { unsafe { b() } }\n#[cfg(all(windows, loom))]\nfn c() { unsafe { b() } }',
      ),
    ));
  test('a platform that the crate refuses', () =>
    holds(
      'security/unsafe',
      inline(
        '#[cfg(not(any(unix, windows)))]\ncompile_error!("not here");\n#[cfg(all(target_arch = "wasm32", not(unix)))]\nfn a() { unsafe { b() } }\n#[cfg(windows)]\nfn c() {}',
      ),
    ));
});

describe('what must not be in code', () => {
  test('structure/error-handling: code that is not finished', () =>
    breaks(
      'structure/error-handling',
      crate('pub fn a() { todo!() }', 'pub fn f() -> Result<(), std::fmt::Error> { Ok(()) }'),
      /src\/windows\.rs:1 todo! \(on Windows\)/,
    ));
  test('structure/error-handling: a module without its file', () =>
    breaks(
      'structure/organization',
      inline('//! Demo.\n#[cfg(windows)]\nmod imp;\n'),
      /module imp \(on Windows\) is declared/,
    ));
  test('structure/error-handling: another family of errors', () =>
    breaks(
      'api/error-types',
      inline('#[cfg(windows)]\npub fn a() -> Result<(), String> { Ok(()) }'),
      /demo::a \(on Windows\) fails with a string/,
    ));
  test('structure/organization: with its file', () => holds('structure/organization', crate('pub fn a() {}')));
  test('security/untrusted-data', () =>
    breaks(
      'security/untrusted-data',
      inline('#[cfg(windows)]\npub fn a(text: &str) -> u8 { serde_json::from_str(text).unwrap() }'),
      /panics on bad input \(on Windows\)/,
    ));
  test('security/no-secrets', () =>
    breaks(
      'security/no-secrets',
      crate('pub fn a() -> String { std::env::var("JWT_SECRET").unwrap_or("swordfish".into()) }'),
      /default of JWT_SECRET .* \(on Windows\)/,
    ));
  test('performance/no-leaks', () =>
    breaks('performance/no-leaks', crate('pub fn a(b: Box<u8>) { Box::leak(b); }'), /Box::leak \(on Windows\)/));
  test('performance/async: a blocking call', () =>
    breaks(
      'performance/async',
      crate(
        'pub async fn a() { std::thread::sleep(D); }',
        'pub async fn f() { imp::a().await }',
        'pub async fn a() {}',
      ),
      /std::thread::sleep blocks in async code \(on Windows\)/,
    ));
  test('performance/async: in what the other platform puts in its place', () =>
    breaks(
      'performance/async',
      crate('pub fn a() { std::thread::sleep(D); }', 'pub async fn f() { imp::a() }', 'pub fn a() {}'),
      /src\/lib\.rs:6 a blocks in async code: std::thread::sleep \(src\/windows\.rs:1\) \(on Windows\)/,
    ));
  test('performance/async: what blocks on Linux alone', () =>
    breaks(
      'performance/async',
      crate(
        'pub fn a() {}\npub async fn g() { a() }',
        'pub async fn f() { imp::a() }',
        'pub fn a() { std::thread::sleep(D); }',
      ),
      /^1 place|: 1 place|1 place in async code/,
    ));
  test('performance/async: nothing blocks', () =>
    holds(
      'performance/async',
      crate('pub async fn a() {}', 'pub async fn f() { imp::a().await }', 'pub async fn a() {}'),
    ));
  test('performance/async: async code for another platform alone', () =>
    breaks('performance/async', crate('pub async fn a() { std::fs::read("x"); }'), /std::fs::read blocks/));
  test('performance/async: no async code anywhere', () =>
    doesNotApply('performance/async', crate('pub fn a() {}'), /no async code/));
  test('api/async-first', () =>
    breaks(
      'api/async-first',
      crate('pub fn a() { std::fs::read("x"); }', 'pub fn read() { imp::a() }\npub async fn io() {}', 'pub fn a() {}'),
      /demo::read blocks: std::fs::read \(on Windows\)|demo::read \(on Windows\) blocks|blocks: std::fs::read.*on Windows/,
    ));
  test('api/async-first: not on Linux, and not under other features than the default ones', () =>
    holds(
      'api/async-first',
      inline('#[cfg(all(windows, feature = "extra"))]\npub fn a() { std::fs::read("x"); }\npub async fn io() {}'),
    ));
  test('api/builders', () =>
    breaks(
      'api/builders',
      inline('pub struct A;\nimpl A { #[cfg(windows)] pub fn new(a: u8, b: u8, c: u8, d: u8, e: u8) -> Self { A } }'),
      /demo::A::new \(on Windows\) takes 5 parameters/,
    ));
  test('nats/error-handling', () =>
    breaks(
      'nats/error-handling',
      inline(
        'pub async fn a(c: async_nats::Client) -> Result<(), E> { c.publish("a.b.c", p).await?; Ok(()) }\n#[cfg(windows)]\npub async fn b(c: async_nats::Client) { let _ = c.publish("a.b.c", p).await; }',
      ),
      /src\/lib\.rs:3 .*\(on Windows\)/,
    ));
  test('performance/memory-limits', () =>
    reviews(
      'performance/memory-limits',
      crate('pub fn a() { tokio::sync::mpsc::unbounded_channel::<u8>(); }'),
      /unbounded_channel: a channel without a bound \(on Windows\)/,
    ));
  test('security/input-validation', () =>
    reviews(
      'security/input-validation',
      inline('#[cfg(windows)]\npub fn a(text: &str) {}'),
      /demo::a\(text: &str\) \(on Windows\)/,
    ));
});

describe('what has to exist', () => {
  test('testing/integration: modules of other platforms need no test here', () =>
    doesNotApply('api/error-types', inline('#[cfg(unix)]\npub fn a() {}'), /returns a Result/));
  test('api/error-enum: an error type that Linux does not have', () =>
    breaks(
      'api/error-enum',
      inline(
        'pub fn f() -> Result<(), String> { Ok(()) }\n#[cfg(windows)]\n#[derive(Debug)]\npub struct Error;\n#[cfg(windows)]\nimpl std::error::Error for Error {}',
      ),
      /no error type/,
    ));
});
