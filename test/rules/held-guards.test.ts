/** Guards over an await: which are held, and to where. The forms are those of the Rust Reference, "Destructors". */
import { describe, expect, test } from 'vitest';
import { breaks, holds, moduleOf } from '../harness.ts';

const crate = (lib: string, edition = '2021') =>
  moduleOf({
    'Cargo.toml': `[package]\nname = "demo"\nversion = "0.1.0"\nedition = "${edition}"\n\n[dependencies]\ntokio = "1"\nparking_lot = "0.12"\n`,
    'src/lib.rs': lib,
  });

const types = `use std::cell::RefCell;
use std::sync::{Arc, Mutex, MutexGuard, RwLock};
pub struct Shared { std: Arc<Mutex<Vec<u8>>>, both: RwLock<u8>, fast: parking_lot::Mutex<u8>, slow: tokio::sync::Mutex<u8>, cell: RefCell<u8> }
pub enum Source { Loop { rx: Arc<parking_lot::Mutex<u8>> }, Pair(parking_lot::RwLock<u8>, parking_lot::Mutex<u8>), Slow(tokio::sync::Mutex<u8>) }
static LOCK: Mutex<u8> = Mutex::new(0);
fn serial() -> MutexGuard<'static, u8> { LOCK.lock().unwrap() }
`;
const method = (body: string, edition?: string) =>
  crate(
    `${types}impl Shared {\n  fn locked(&self) -> MutexGuard<'_, Vec<u8>> { self.std.lock().unwrap() }\n  pub async fn f(&self) -> u8 {\n${body}\n  }\n}\npub async fn x() {}\n`,
    edition,
  );

const held = (body: string, edition?: string) =>
  breaks('performance/async', method(body, edition), /a lock taken here is held over the await/);
const free = (body: string, edition?: string) => holds('performance/async', method(body, edition));

describe('what a guard is comes from the declared type', () => {
  test.each([
    'let g = self.std.lock().unwrap(); x().await;',
    'let g = self.both.read().expect("x"); x().await;',
    'let g = self.fast.lock(); x().await;',
    'let g = LOCK.lock().unwrap(); x().await;',
    'let g = serial(); x().await;',
    'let g = self.locked(); x().await;',
    'let s = self.std.clone(); let g = s.lock().unwrap(); x().await;',
    'let m = Arc::new(Mutex::new(1)); let g = m.lock().unwrap(); x().await;',
    'let m: Arc<Mutex<u8>> = other(); let g = m.lock().unwrap(); x().await;',
    'let g = Mutex::lock(&self.std).unwrap(); x().await;',
    'if let Ok(g) = self.std.try_lock() { x().await; }',
    'match s { Source::Loop { rx } => { let g = rx.lock(); x().await } Source::Pair(..) => {} }',
    'if let Source::Loop { rx: inner } = s { let g = inner.lock(); x().await; }',
    'if let Some(Source::Pair(_, right)) = s { let g = right.lock(); x().await; }',
    'let Source::Pair(left, _) = s else { return 0 }; let g = left.read(); x().await;',
  ])('%s', async (body) => {
    await held(body);
  });
  test.each([
    'let g = self.slow.lock().await; x().await;',
    'let g = self.slow.try_lock().unwrap(); x().await;',
    'let n = self.slow.blocking_lock(); drop(n);',
    'if let Source::Slow(m) = s { let g = m.lock(); x().await; }',
  ])('not %s', async (body) => {
    await free(body);
  });
  test('a borrow of a RefCell is noted', async () => {
    const { evidence } = await holds(
      'performance/async',
      method('let b = self.cell.borrow_mut();\n x().await;'),
      /a RefCell borrowed here is held over the await/,
    );
    expect(evidence.find(({ message }) => message.includes('RefCell'))).toMatchObject({
      note: true,
      line: 10,
      column: 19,
    });
  });
});

describe('bound guards live to the end of their block', () => {
  test.each([
    'let g = match self.std.lock() { Ok(g) => g, Err(e) => e.into_inner() }; x().await;',
    'let g = if a { self.std.lock().unwrap() } else { return 0 }; x().await;',
    'let Ok(g) = self.std.lock() else { return 0 }; x().await;',
    'let mut g = self.std.lock().unwrap(); drop(g); g = self.std.lock().unwrap(); x().await;',
    'let v = &mut self.std.lock().unwrap()[0]; x().await;',
    'if a { let g = self.std.lock().unwrap(); drop(g); } let h = self.std.lock().unwrap(); x().await;',
  ])('held: %s', async (body) => {
    await held(body);
  });
  test.each([
    'let _ = self.std.lock().unwrap(); x().await;',
    'let n = { let g = self.std.lock().unwrap(); g.len() }; x().await;',
    'if let Ok(g) = self.std.lock() { drop(g); x().await; }',
    'let v = &self.std.lock().unwrap().iter().count(); x().await;',
    'let v = &count(self.std.lock().unwrap().len()); x().await;',
  ])('free: %s', async (body) => {
    await free(body);
  });
});

describe('temporaries live to the end of their statement, condition or match', () => {
  test.each([
    'self.std.lock().unwrap().send(1).await;',
    'while let Some(v) = self.std.lock().unwrap().pop() { x().await; }',
    'for v in self.std.lock().unwrap().iter() { x().await; }',
  ])('held: %s', async (body) => {
    await held(body);
  });
  test.each([
    'if self.std.lock().unwrap().is_empty() { x().await; }',
    'while self.std.lock().unwrap().is_empty() { x().await; }',
    'match n { 0 => self.std.lock().unwrap().clear(), _ => x().await }',
    'let n = self.std.lock().unwrap().len(); match n { _ => x().await }',
    'if a { self.std.lock().unwrap().clear() } x().await;',
  ])('free: %s', async (body) => {
    await free(body);
  });
  test('the else of `if let`: before the 2024 edition', async () => {
    const body = 'if let Some(v) = self.std.lock().unwrap().pop() { a(v) } else { x().await };';
    await held(body, '2021');
    await free(body, '2024');
  });
});

test('a file that the library and the binary share is told once', async () => {
  const { evidence } = await breaks(
    'performance/async',
    crate('mod a;\n')
      .with('src/main.rs', 'mod a;\nfn main() {}\n')
      .with(
        'src/a.rs',
        'use std::sync::Mutex;\npub async fn f(m: &Mutex<u8>) { let g = m.lock().unwrap(); x().await; }\n',
      ),
    /1 place /,
    { also: ['structure/', 'docs/', 'deploy/', 'testing/', 'api/', 'cargo/', 'security/', 'performance/'] },
  );
  expect(evidence).toHaveLength(2);
});
