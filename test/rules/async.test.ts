import { describe, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf } from '../harness.ts';

const crate = (lib: string) =>
  moduleOf({
    'Cargo.toml':
      '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ntokio = "1"\nparking_lot = "0.12"\nfutures = "0.3"\nreqwest = "0.12"\ndiesel = "2"\ngit2 = "0.20"\nnative-tls = "0.2"\n',
    'src/lib.rs': lib,
  });

describe('api/async-first', () => {
  test('I/O behind async functions', () =>
    holds(
      'api/async-first',
      crate('pub async fn f() { tokio::fs::read("x").await; }\n'),
      /none of 0 public synchronous/,
    ));
  test('a public function that reads a file', () =>
    breaks(
      'api/async-first',
      crate('use std::fs;\npub fn f() { fs::read("x"); }\n'),
      /demo::f blocks: std::fs::read \(src\/lib\.rs:2\)|demo::f blocks: std::fs::read/,
    ));
  test('through a private function and a method of self', () =>
    breaks(
      'api/async-first',
      crate(
        'pub struct A;\nimpl A { pub fn f(&self) { self.g() }\n fn g(&self) { h() } }\nfn h() { std::thread::sleep(D); }\npub async fn io() {}\n',
      ),
      /demo::A::f blocks: std::thread::sleep \(src\/lib\.rs:4\)/,
    ));
  test('through a field whose type is declared', () =>
    breaks(
      'api/async-first',
      crate(
        'struct Store;\nimpl Store { fn save(&self) { std::fs::write("x", "y"); } }\npub struct A { store: std::sync::Arc<Store> }\nimpl A { pub fn f(&self) { self.store.save() } }\n',
      ),
      /demo::A::f blocks: std::fs::write \(src\/lib\.rs:2\)|demo::A::f blocks: std::fs::write/,
    ));
  test.each(['let s = Store::new(); s.save()', 'if x { let s = Store::default(); s.save() }'])(
    'through a local: %s',
    async (code) => {
      const store =
        '#[derive(Default)] struct Store;\nimpl Store { fn new() -> Self { Store }\n fn save(&self) { std::fs::write("x", "y"); } }\n';
      await breaks(
        'api/async-first',
        crate(`${store}pub fn f(x: bool) { ${code} }\n`),
        /demo::f blocks: std::fs::write/,
      );
      await breaks('performance/async', crate(`${store}pub async fn f(x: bool) { ${code} }\n`), /std::fs::write/);
    },
  );
  test.each(['let s = s.inner; s.save()', 'x.map(|s| s.save())', 'if let Some(s) = x { s.save() }'])(
    'not through a name that is bound again: %s',
    async (code) => {
      const store = 'struct Store { inner: other::S }\nimpl Store { fn save(&self) { std::fs::write("x", "y"); } }\n';
      await holds('performance/async', crate(`${store}pub async fn f(s: Store, x: Option<other::S>) { ${code} }\n`));
    },
  );
  test('the Drop of a public type', () =>
    breaks(
      'api/async-first',
      crate('pub struct A;\nimpl Drop for A { fn drop(&mut self) { let _ = std::fs::remove_file("x"); } }\n'),
      /A::drop blocks: std::fs::remove_file/,
    ));
  const handler = (trait: string, rest = '') =>
    crate(
      `${rest}pub struct A;\nimpl ${trait} for A { fn handle(&self, c: u8) { self.runtime.block_on(async { c }) } }\npub async fn io() {}\n`,
    );
  test('a method of a trait that a public type implements', async () => {
    await breaks(
      'api/async-first',
      handler('other_crate::CommandHandler'),
      /src\/lib\.rs:2 demo::A::handle blocks: block_on/,
    );
    await breaks(
      'api/async-first',
      handler('Handle', 'pub trait Handle { fn handle(&self, c: u8); }\n'),
      /A::handle blocks/,
    );
  });
  test('a trait that no other crate sees gives nobody its methods', () =>
    holds(
      'api/async-first',
      handler('Handle', 'trait Handle { fn handle(&self, c: u8); }\n'),
      /none of 0 public synchronous functions/,
    ));
  test('what only makes a future blocks nobody by itself', () =>
    holds(
      'api/async-first',
      crate('pub fn f() -> impl Future<Output = ()> { g(); async move { std::fs::read("x"); } }\nfn g() {}\n'),
      undefined,
      { also: ['performance/async'] },
    ));
  test('what only makes a query or a certificate waits for nobody', () =>
    holds(
      'performance/async',
      crate(
        'pub async fn a(pem: &[u8]) { diesel::insert_into(t).set(diesel::pg::upsert::excluded(c)); native_tls::Certificate::from_pem(pem); git2::Signature::now(n, m); }\n',
      ),
    ));
  test('a connection by diesel does', () =>
    breaks(
      'performance/async',
      crate('use diesel::Connection;\npub async fn a() { diesel::PgConnection::establish(url); }\n'),
      /diesel::PgConnection::establish blocks/,
    ));
  test('diesel that only writes a value down asks no database', () =>
    holds(
      'api/async-first',
      crate(
        'pub struct A;\nimpl diesel::serialize::ToSql for A { fn to_sql(&self) { diesel::serialize::ToSql::to_sql(self) } }\npub async fn io() {}\n',
      ),
    ));
  test('block_in_place excuses nothing', () =>
    breaks(
      'api/async-first',
      crate('pub fn f() { tokio::task::block_in_place(|| std::fs::read("x")); }\n'),
      /std::fs::read/,
    ));
  test('a thread of its own does', () =>
    holds('api/async-first', crate('pub fn f() { std::thread::spawn(|| std::fs::read("x")); }\n')));
  test('a module of its own named fs is not std', () =>
    doesNotApply('api/async-first', crate('mod fs { pub fn read() {} }\npub fn f() { fs::read(); }\n'), /no I\/O/));
  test('parsing an address is no I/O', () =>
    doesNotApply(
      'api/async-first',
      crate(
        'pub fn f(text: &str) -> Option<std::net::IpAddr> { use std::str::FromStr; std::net::IpAddr::from_str(text).ok() }\n',
      ),
      /no I\/O/,
    ));
  test('no I/O', () => doesNotApply('api/async-first', crate('pub fn f() {}\n'), /no I\/O/));
});

describe('performance/async', () => {
  const inAsync = (body: string, rest = '') => crate(`${rest}pub async fn f() { ${body} }\n`);
  test('nothing blocks', () => holds('performance/async', inAsync('tokio::fs::read("x").await;')));
  test('no async code', () =>
    doesNotApply('performance/async', crate('pub fn f() { std::fs::read("x"); }\n'), /no async code/));
  test.each([
    ['std::thread::sleep(d);'],
    ['std::fs::read_to_string("x");'],
    ['futures::executor::block_on(g());'],
    ['rt.block_on(g());'],
    ['reqwest::blocking::get("x");'],
    ['items.iter().map(|x| std::fs::read(x));'],
    ['tokio::select! { _ = a => { std::fs::read("x"); } }'],
  ])('%s', async (body) => {
    await breaks('performance/async', inAsync(body), /blocks in async code/, { also: ['api/async-first'] });
  });
  test.each([
    ['save();', 'fn save() { std::fs::write("x", "y"); }\n'],
    ['Self::save();', ''],
    ['self.save();', ''],
    ['self.store.save();', ''],
  ])('through a function of the crate: %s', async (call, rest) => {
    const store = 'struct Store;\nimpl Store { fn save(&self) { std::fs::write("x", "y"); } }\n';
    await breaks(
      'performance/async',
      crate(
        `${store}${rest}pub struct A { store: Store }\nimpl A { pub async fn f(&self) { ${call} }\n fn save() { std::fs::write("x", "y"); } }\n`,
      ),
      /src\/lib\.rs:\d+ save blocks in async code: std::fs::write \(src\/lib\.rs:\d+\)/,
    );
  });
  test('a function that blocks, handed to a thread', () =>
    holds(
      'performance/async',
      inAsync('tokio::task::spawn_blocking(|| save()).await;', 'fn save() { std::fs::write("x", "y"); }\n'),
    ));
  test('spawn_blocking', () =>
    holds('performance/async', inAsync('tokio::task::spawn_blocking(|| std::fs::read("x")).await;')));
  test('an async block in a synchronous function', () =>
    breaks(
      'performance/async',
      crate('pub fn f() { tokio::spawn(async move { std::fs::read("x"); }); }\n'),
      /blocks in async code/,
    ));
  const std = 'use std::sync::Mutex;\n';
  test.each([
    ['let g = m.lock().unwrap(); x().await;'],
    ['let Ok(g) = m.lock() else { return }; x().await;'.replace('m.lock()', 'm.lock().map_err(drop)')],
    ['if let Some(v) = m.lock().unwrap().get(0) { x().await; }'],
    ['match m.lock().unwrap().len() { _ => x().await }'],
    ['x(m.lock().unwrap().len()).await;'],
    ['let g = m.lock().unwrap(); if a { drop(g); return; } x().await;'],
    ['let g = &*m.lock().unwrap(); x().await;'],
  ])('held: %s', async (body) => {
    await breaks('performance/async', inAsync(body, std), /held over the await/);
  });
  test.each([
    ['let n = m.lock().unwrap().len(); x().await;'],
    ['{ let g = m.lock().unwrap(); } x().await;'],
    ['let g = m.lock().unwrap(); drop(g); x().await;'],
    ['let n = *m.lock().unwrap(); x().await;'],
    ['m.lock().unwrap().push(1); x().await;'],
    ['let g = m.lock().unwrap(); tokio::spawn(async { x().await });'],
  ])('not held: %s', async (body) => {
    await holds('performance/async', inAsync(body, std));
  });
  test('a lock of tokio is awaited itself', () =>
    holds('performance/async', inAsync('let g = m.lock().await; x().await;', 'use tokio::sync::Mutex;\n')));
  test('parking_lot gives its guard at once', () =>
    breaks(
      'performance/async',
      inAsync('let g = m.lock(); x().await;', 'use parking_lot::Mutex;\n'),
      /held over the await/,
    ));
});
