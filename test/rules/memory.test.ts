import { describe, test } from 'vitest';
import { breaks, doesNotApply, moduleOf, ready, reviews } from '../harness.ts';

const crate = (lib: string, more: Record<string, string> = {}) =>
  moduleOf({
    'Cargo.toml': '[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ntokio = "1"\n',
    'src/lib.rs': lib,
    ...more,
  });
const noCrate = moduleOf({ 'README.md': '# x\n' });

describe('performance/memory-limits', () => {
  test('an unbounded channel and a shared map', () =>
    reviews(
      'performance/memory-limits',
      crate(
        'use std::collections::HashMap;\nuse std::sync::{Arc, Mutex};\npub struct C { seen: Arc<Mutex<HashMap<u8, u8>>> }\npub fn f() { let (a, b) = tokio::sync::mpsc::unbounded_channel(); }\n',
      ),
      /2 unbounded channels, caches and collections;[\s\S]*unbounded_channel[\s\S]*C::seen/,
    ));
  test('a limit in the documentation is shown', () =>
    reviews(
      'performance/memory-limits',
      crate('pub fn f() {}\n', { 'README.md': '# demo\n\nMemory stays below 10 MB for each connection.\n' }),
      /README\.md:3 says: Memory stays below 10 MB/,
    ));
  test('no crate', () => doesNotApply('performance/memory-limits', noCrate, /Cargo\.toml/));
});

describe('performance/complexity', () => {
  test('a doc comment states it', () =>
    reviews('performance/complexity', ready, /O\(n\) for cim_parcel::parcel::Parcel::replay/));
  test('a page states it about an item that exists', () =>
    reviews(
      'performance/complexity',
      crate('pub fn merge() {}\n', {
        'docs/cost.md': '# Costs\n\n| operation | cost |\n| --- | --- |\n| `merge` | O(n log n) |\n',
      }),
      /docs\/cost\.md:5 O\(n log n\) for merge/,
    ));
  test('about something that does not exist', () =>
    breaks(
      'performance/complexity',
      crate('pub fn merge() {}\n', { 'docs/cost.md': '# Costs\n\nSorting is O(n log n).\n' }),
      /no cost is documented/,
    ));
  test('a word of everyday language that is also the name of an item', () =>
    breaks(
      'performance/complexity',
      crate('pub mod queries {}\npub fn all() {}\n', {
        'docs/cost.md': '# Performance\n\nTemporal queries should be O(n) over all attributes.\n',
      }),
      /no cost is documented/,
    ));
  test.each([
    ['a heading begins with a capital', '## Parcel access patterns\n\nLookups are O(1).'],
    ['a diagram names its nodes', '## Parcel\n\n```mermaid\ngraph LR\n  Parcel --> A[O(1) lookup]\n```'],
    ['what the comment is about is not there', '## Parcel registry\n\n```rust\n// O(1) lookup\nfn find()\n```'],
  ])('%s', async (_, text) => {
    const found = crate('pub struct Parcel;\n', { 'docs/cost.md': `# Performance\n\n${text}\n` });
    await breaks('performance/complexity', found, /no cost is documented/);
  });
  test.each(['Parcel', 'ParcelIndex at work', 'Asking all()'])('a heading that names the item: %s', async (title) => {
    await reviews(
      'performance/complexity',
      crate('pub struct Parcel;\npub struct ParcelIndex;\npub fn all() {}\n', {
        'docs/cost.md': `# Performance\n\n## ${title}\n\nLookups are O(1).\n`,
      }),
      /O\(1\) for \w+/,
    );
  });
  test.each([
    ['in code marks', 'Asking for `all` is O(n).'],
    ['with parentheses', 'Asking all() is O(n).'],
    ['in a cell of its own', '| what | cost |\n| --- | --- |\n| All | O(n) |'],
    ['in a comment above it', '```rust\n// everything (O(n) scan)\nfn all()\n```'],
  ])('the same word %s', async (_, text) => {
    const found = crate('pub fn all() {}\n', { 'docs/cost.md': `# Performance\n\n${text}\n` });
    await reviews('performance/complexity', found, /O\(n\) for all/);
  });
  test('cyclomatic complexity and bare words are none', () =>
    breaks(
      'performance/complexity',
      crate('/// Cyclomatic complexity is low. Complexity: linear.\npub fn merge() {}\n'),
      /no cost is documented/,
    ));
  test('nested loops and recursion without one are noted', () =>
    breaks(
      'performance/complexity',
      crate('pub fn pairs() { for a in x { for b in y { } } }\npub fn down(n: u8) { down(n - 1) }\n'),
      /demo::pairs has a loop in a loop[\s\S]*demo::down calls itself/,
    ));
  test('a function of another type with the same name is no recursion', () =>
    breaks(
      'performance/complexity',
      crate(
        'pub struct A;\npub struct B;\nimpl A { pub fn new() -> A { A } pub fn depth(&self) -> u8 { self.depth() } }\nimpl B { pub fn new() -> A { A::new() } }\n',
      ),
      /^(?![\s\S]*new calls itself)[\s\S]*demo::A::depth calls itself/,
    ));
  test('no crate', () => doesNotApply('performance/complexity', noCrate, /Cargo\.toml/));
});
