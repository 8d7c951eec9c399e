import { describe, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, opens, ready, reviews } from '../harness.ts';

const manifest =
  '[package]\nname = "cim-post"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nserde_json = "1"\nuuid = "1"\nclap = "4"\n';
const library = (code: string) => moduleOf({ 'Cargo.toml': manifest, 'src/lib.rs': code });
const template = moduleOf({ 'README.md': '# Template' });
const unreadable = moduleOf({ 'Cargo.toml': new Uint8Array([0]) });

describe('security/no-secrets, in code', () => {
  test.each([
    [
      'behind a variable',
      'pub fn a() -> String { std::env::var("JWT_SECRET").unwrap_or_else(|_| "change-in-production".to_string()) }',
      /default of JWT_SECRET chan… \(20 characters\)/,
    ],
    [
      'of a field',
      'pub fn a(c: C) -> String { c.password.unwrap_or("guest".into()) }',
      /default of password … \(5 characters\)/,
    ],
    [
      'in Default',
      'impl Default for C { fn default() -> Self { Self { user: "u".into(), password: "password".to_string() } } }',
      /default of password … \(8 characters\)/,
    ],
    ['of serde', 'fn default_api_key() -> String { "dev".into() }', /default of default_api_key … \(3 characters\)/],
    [
      'of clap',
      '#[derive(clap::Parser)]\npub struct A {\n    #[arg(long, default_value = "admin")]\n    pub password: String,\n}',
      /default of password … \(5 characters\)/,
    ],
    [
      'a constant that stands in',
      'const FALLBACK: &str = "swordfish";\nfn a() -> String { std::env::var("JWT_SECRET").unwrap_or_else(|_| FALLBACK.to_string()) }',
      /default of JWT_SECRET .*\(9 characters\)/,
    ],
    [
      'an arm',
      'fn a() -> String { match std::env::var("API_KEY") { Ok(v) => v, Err(_) => "devkey".into() } }',
      /default of API_KEY/,
    ],
    [
      'an else',
      'fn a() -> String { if let Ok(v) = std::env::var("API_TOKEN") { v } else { "devtoken".into() } }',
      /default of API_TOKEN/,
    ],
    [
      'let … else',
      'fn a() -> String { let Ok(v) = std::env::var("API_TOKEN") else { return "devtoken".into() }; v }',
      /default of API_TOKEN/,
    ],
    [
      'serde’s by another name',
      'pub struct C { #[serde(default = "fallback")] pub password: String }\nfn fallback() -> String { "swordfish".into() }',
      /default of password/,
    ],
    [
      'clap’s expression',
      'pub struct C { #[arg(long, default_value_t = String::from("swordfish"))] pub token: String }',
      /default of token/,
    ],
    [
      'a client’s option',
      'fn a() { async_nats::ConnectOptions::with_user_and_password("svc".into(), "swordfish".into()); }',
      /with_user_and_password/,
    ],
    ['a key', 'fn a() { jsonwebtoken::EncodingKey::from_secret(b"swordfish"); }', /from_secret/],
    ['a variable that is set', 'fn a() { std::env::set_var("DB_PASSWORD", "swordfish"); }', /value of DB_PASSWORD/],
    ['a field anywhere', 'fn a() -> C { C { password: "hunter2x".to_string() } }', /value of password/],
    ['a binding', 'fn a() { let password = "hunter2x"; login(password); }', /value of password/],
    ['a constant', 'const SIGNING_KEY: &str = "not-4-production";', /default of SIGNING_KEY not-… \(16 characters\)/],
  ])('a default %s counts, whatever its words', async (_, code, message) => {
    await breaks('security/no-secrets', library(code), message);
  });

  test.each([
    ['an empty default', 'pub fn a() -> String { std::env::var("JWT_SECRET").unwrap_or("".into()) }'],
    ['the name of a variable', 'const TOKEN_VARIABLE: &str = "POST_TOKEN"; const API_TOKEN: &str = "POST_TOKEN";'],
    ['the name of a header', 'const API_TOKEN: &str = "x-api-token";'],
    [
      'something about a token',
      'impl Default for C { fn default() -> Self { Self { token_url: "abc".into(), max_tokens: 1 } } }',
    ],
    ['a default in a test', '#[cfg(test)]\nmod tests { fn a(c: C) { c.password.unwrap_or("guest".into()); } }'],
  ])('%s does not', async (_, code) => {
    await holds('security/no-secrets', library(code));
  });
});

describe('security/untrusted-data', () => {
  test.each([
    [
      'parsing what a caller gives',
      'pub fn a(text: &str) -> u8 { text.parse().unwrap() }',
      /src\/lib\.rs:1 text\.parse\(\)\.unwrap\(\) panics/,
    ],
    [
      'deserializing through a let',
      'pub fn a(bytes: &[u8]) { let body = &bytes[1..]; let v: V = serde_json::from_slice(body).expect("json"); }',
      /serde_json::from_slice\(body\)\.expect/,
    ],
    [
      'a fallible constructor',
      'pub fn a(size: usize) -> C { C(std::num::NonZeroUsize::new(size).unwrap()) }',
      /NonZeroUsize::new\(size\)/,
    ],
    [
      'a constructor of the crate that may fail',
      'pub struct Host(String);\nimpl Host { pub fn new(text: &str) -> Result<Self, E> { check(text) } }\npub fn a(text: &str) -> Host { Host::new(text).unwrap() }',
      /Host::new\(text\)\.unwrap\(\) panics/,
    ],
    [
      'a constructor of another crate, whose result would not be unwrapped if it could not fail',
      'pub fn a(text: &str) -> S { other::Segment::new(text).unwrap() }',
      /other::Segment::new\(text\)\.unwrap\(\) panics on bad input$/m,
    ],
    [
      'parts of what a caller gives, in a loop',
      "pub fn a(kind: &str) { for part in kind.split('.') { push(other::Segment::new(part).unwrap()); } }",
      /Segment::new\(part\)\.unwrap\(\) panics on bad input$/m,
    ],
    [
      'parts of what a caller gives, in a closure',
      'pub fn a(all: &[&str]) -> Vec<u8> { all.iter().map(|one| one.parse().unwrap()).collect() }',
      /one\.parse\(\)\.unwrap\(\) panics on bad input$/m,
    ],
    [
      'serializing a value of a type that the caller chooses',
      'pub fn a<T: serde::Serialize>(value: T) -> V { serde_json::to_value(value).unwrap() }',
      /to_value\(value\)/,
    ],
    [
      'what a peer wrote into a buffer',
      'use std::net::TcpStream;\nfn a() { let mut r = std::io::BufReader::new(TcpStream::connect("h:1").unwrap()); let mut text = String::new(); r.read_line(&mut text); let v: V = serde_json::from_str(&text).unwrap(); }',
      /from_str\(&text\)\.unwrap\(\) panics on bad input$/m,
    ],
    [
      'what comes over a socket that it is handed',
      'use std::net::TcpStream;\nfn a(mut from: TcpStream) { let mut text = String::new(); from.read_to_string(&mut text); let n: u8 = text.parse().unwrap(); }',
      /text\.parse\(\)\.unwrap\(\) panics on bad input$/m,
    ],
    [
      'a macro that is used twice, once',
      'macro_rules! raw { ($($n:ident),*) => { $(fn $n(b: &[u8]) -> &str { unsafe { std::str::from_utf8_unchecked(b) } })* } }\nraw!(a, b, c);',
      /^: 1 place where/m,
    ],
    [
      'a message of a private handler',
      'fn a(message: M) { serde_json::from_slice::<V>(&message.payload).unwrap(); }',
      /from_slice/,
    ],
    [
      'what a stream yields',
      'async fn a(mut s: S) { let m = s.recv().await.ok(); uuid::Uuid::parse_str(&m).unwrap(); }',
      /parse_str/,
    ],
    [
      'unchecked UTF-8',
      'fn a(b: Vec<u8>) -> String { unsafe { String::from_utf8_unchecked(b) } }',
      /does not look at its input/,
    ],
    [
      'a shell',
      'fn a(name: &str) { std::process::Command::new("sh").arg("-c").arg(format!("ls {name}")).status(); }',
      /a shell runs a line made by format!/,
    ],
    [
      'a shell over variables',
      'use std::process::Command;\nfn a(name: &str) { let line = format!("ls {name}"); let mut c = Command::new("bash"); c.arg("-c").arg(&line); }',
      /src\/lib\.rs:2 a shell/,
    ],
  ])('%s fails', async (_, code, message) => {
    await breaks('security/untrusted-data', library(code), message);
  });

  test.each([
    [
      'what self holds may have come from anywhere',
      'pub struct S { port: String }\nimpl S { pub fn a(&self) -> u8 { self.port.parse().unwrap() } }',
      /where its input comes from cannot be told here/,
    ],
    ['a literal is noted', 'pub fn a() -> u8 { "7".parse().unwrap() }', /its input is the crate’s own/],
    [
      'a constant is noted',
      'const SIZE: usize = 7; pub fn a() { std::num::NonZeroUsize::new(SIZE).unwrap(); }',
      /its input is the crate’s own/,
    ],
    [
      'what a loop walks over, written down here',
      'pub fn a() { for one in ["a", "b"] { push(other::Segment::new(one).unwrap()); } }',
      /its input is the crate’s own/,
    ],
    [
      'a choice among what the crate has',
      'pub enum Kind { A, B }\npub fn a(kind: Kind) { push(other::Segment::new(kind.as_str()).unwrap()); }',
      /cannot be told here/,
    ],
    [
      'pieces that were cut to size',
      'pub fn a(bytes: &[u8]) { for one in bytes.chunks_exact(4) { push(u32::from_le_bytes(one.try_into().unwrap())); } }',
      /cannot be told here/,
    ],
    [
      'what was looked at before',
      'pub fn a(all: &[&str]) { all.iter().filter(|one| good(one)).for_each(|one| push(one.parse::<u8>().unwrap())); }',
      /cannot be told here/,
    ],
    [
      'a list that is filled here',
      'pub fn a(text: &str) { let mut all = Vec::new(); all.push(made(text)); for one in all { push(other::Segment::new(one).unwrap()); } }',
      /cannot be told here/,
    ],
    [
      'what is found by a key',
      'pub struct S { all: M }\nimpl S { pub fn a(&self, key: &str) { self.all.get(key).map(|one| one.parse::<u8>().unwrap()); } }',
      /cannot be told here/,
    ],
    [
      'a client that is awaited',
      'pub async fn a(url: &str) -> C { other::Client::new(url).await.unwrap() }',
      /no unwrap on data from outside/,
    ],
    ['an error that is returned', 'pub fn a(text: &str) -> R { text.parse()? }', /no unwrap on data from outside/],
    ['a private function is noted', 'fn a(text: &str) -> u8 { text.parse().unwrap() }', /cannot be told here/],
    [
      'a buffer that a file filled is noted',
      'fn a(mut f: std::fs::File) { let mut text = String::new(); f.read_to_string(&mut text); let n: u8 = text.parse().unwrap(); }',
      /cannot be told here/,
    ],
    ['unwrap on a lock', 'pub fn a(m: &M) { m.lock().unwrap(); }', /no unwrap on data from outside/],
    [
      'tests are no code',
      '#[cfg(test)]\nmod tests { fn a(text: &str) { text.parse::<u8>().unwrap(); } }',
      /no unwrap on data/,
    ],
    [
      'a shell with a fixed line',
      'fn a() { std::process::Command::new("sh").arg("-c").arg("ls").status(); }',
      /no shell/,
    ],
  ])('%s: a person judges', async (_, code, message) => {
    await reviews('security/untrusted-data', library(code), message);
  });

  test('bytes whose length is compared before', async () => {
    const mac = (guard: string) =>
      library(`pub fn a(bytes: &[u8]) -> Option<[u8; 6]> { ${guard} Some(bytes.try_into().unwrap()) }`);
    for (const guard of ['if bytes.len() != 6 { return None; }', 'assert!(bytes.len() == 6);'])
      await reviews('security/untrusted-data', mac(guard), /src\/lib\.rs:1 .*, and its length is compared before/);
    for (const guard of ['', 'if other.len() == 6 { return None; }', 'if bytes.len() > 0 { log(); }'])
      await breaks('security/untrusted-data', mac(guard), /bytes\.try_into\(\)\.unwrap\(\) panics on bad input$/m);
  });
  test('a file that a library and a binary share is told once', () =>
    breaks(
      'security/untrusted-data',
      library('pub mod api;')
        .with('src/main.rs', 'mod api;\nfn main() {}\n')
        .with('src/api.rs', 'pub fn a(text: &str) -> u8 { text.parse().unwrap() }\n'),
      /^: 1 place where bad data/m,
      { also: ['structure/organization'] },
    ));
  test('without a crate', () => doesNotApply('security/untrusted-data', template, /no Cargo\.toml/));
});

describe('security/input-validation', () => {
  test('lists what takes raw values and cannot fail', () =>
    reviews(
      'security/input-validation',
      library(
        'pub fn a(name: &str, n: u8) {}\npub fn b(name: &str) -> Result<(), E> { Ok(()) }\npub fn c(flag: bool) {}\nfn d(name: &str) {}',
      ),
      /1 public function takes.*\n.*src\/lib\.rs:1 cim_post::a\(name: &str, n: u8\)/,
    ));
  test('is always a person’s', () => reviews('security/input-validation', ready, /can report a bad one/));
  test('without a library', () =>
    doesNotApply(
      'security/input-validation',
      moduleOf({ 'Cargo.toml': manifest, 'src/main.rs': 'fn main() {}' }),
      /no library/,
    ));
});

describe('security/unsafe', () => {
  test('none', () => holds('security/unsafe', ready, /no unsafe code/));
  test('a block without a reason', () =>
    breaks(
      'security/unsafe',
      library('pub fn a(p: *const u8) -> u8 {\n    unsafe { *p }\n}'),
      /src\/lib\.rs:2 unsafe code without/,
    ));
  test('a block with one', () =>
    holds(
      'security/unsafe',
      library('pub fn a(p: *const u8) -> u8 {\n    // SAFETY: the caller gives a valid pointer.\n    unsafe { *p }\n}'),
      /each with its reason/,
    ));
  test.each(['// SAFETY:', '// SAFETY: TODO', '// SAFETY: ...', '/* SAFETY: */', '//\n    // SAFETY:\n    //'])(
    'a comment that gives no reason: %j',
    async (comment) => {
      const code = `pub fn a(p: *const u8) -> u8 {\n    ${comment}\n    unsafe { *p }\n}`;
      await breaks('security/unsafe', library(code), /src\/lib\.rs:\d+ unsafe code without/);
    },
  );
  test.each(['// SAFETY:\n    // p is valid, says the caller', '/* SAFETY:\n     * p is valid */'])(
    'a reason on the next line: %j',
    async (comment) => {
      const code = `pub fn a(p: *const u8) -> u8 {\n    ${comment}\n    unsafe { *p }\n}`;
      await holds('security/unsafe', library(code), /each with its reason/);
    },
  );
  test('a reason inside of the block', async () => {
    const inside = (comment: string) =>
      `pub fn a(p: *const u8) -> u8 {\n    unsafe {\n        ${comment}\n        *p\n    }\n}`;
    await holds('security/unsafe', library(inside('// SAFETY:\n        // p is valid')), /each with its reason/);
    await breaks('security/unsafe', library(inside('// SAFETY:')), /unsafe code without/);
  });
  test.each([
    '/// # Safety',
    '/// # Safety\n///\n/// TODO',
    '/// # Safety\n///\n/// # Examples\n///\n/// None at all.',
  ])('a section that says nothing: %j', async (section) => {
    await breaks('security/unsafe', library(`/// Reads.\n///\n${section}\npub unsafe fn a() {}`), /is unsafe/);
  });
  test('a public unsafe function that does not say when it is safe', () =>
    breaks('security/unsafe', library('/// Reads.\npub unsafe fn a() {}'), /cim_post::a is unsafe/));
  test('a manifest that cannot be read', () => opens('security/unsafe', unreadable, /binary/));
});
