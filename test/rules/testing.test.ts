import { describe, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, ready, reviews } from '../harness.ts';

const lib = 'pub mod a;\npub mod b;\npub mod prelude { pub use crate::a::A; }\npub use a::A;\n';
const files = {
  'Cargo.toml':
    '[package]\nname = "my-demo"\nversion = "0.1.0"\nedition = "2021"\n\n[dev-dependencies]\nproptest = "1"\ncriterion = "0.5"\n',
  'src/lib.rs': lib,
  'src/a.rs':
    'pub struct A(pub u8);\nimpl A { pub fn new() -> Self { A(0) }\n pub fn grow(&self) {} }\npub trait Grow { fn more(&self) {} }\n',
  'src/b.rs': 'pub fn b() {}\n',
};
const crate = (more: Record<string, string>) => moduleOf({ ...files, ...more });
const noLibrary = moduleOf({ 'Cargo.toml': files['Cargo.toml'], 'src/main.rs': 'fn main() {}\n' });
const b = 'use my_demo::b;\n#[test] fn tb() { b::b() }\n';

describe('testing/integration', () => {
  test('every public module is exercised', () => holds('testing/integration', ready, /exercise all 3 public modules/));
  test('no target', () => breaks('testing/integration', crate({}), /no target under tests/));
  test('a module that no test calls is named at its declaration; the prelude is exempt', () =>
    breaks(
      'testing/integration',
      crate({ 'tests/t.rs': b }),
      /src\/lib\.rs:1 no integration test exercises my_demo::a$/m,
    ));
  test('a re-export leads to the module that defines', () =>
    holds('testing/integration', crate({ 'tests/t.rs': `use my_demo::*;\n#[test] fn ta() { A::new(); }\n${b}` })));
  test('a method counts where its trait is imported', () =>
    holds(
      'testing/integration',
      crate({
        'tests/t.rs': `use my_demo::a::Grow;\nstruct X; impl Grow for X {}\n#[test] fn ta() { X.more() }\n${b}`,
      }),
    ));
  test('a type in a signature alone is not exercised', () =>
    breaks(
      'testing/integration',
      crate({ 'tests/t.rs': `use my_demo::A;\n#[test] fn ta() { let x: Option<A> = None; }\n${b}` }),
      /my_demo::a/,
    ));
  test('helpers that running tests call count', () =>
    holds(
      'testing/integration',
      crate({
        'tests/t.rs': `fn make() -> my_demo::A { my_demo::A::new() }\n#[tokio::test] async fn ta() { make(); }\n${b}`,
      }),
    ));
  test('an ignored test does not count, with a trailing comment too', () =>
    breaks(
      'testing/integration',
      crate({ 'tests/t.rs': `${b}#[test]\n#[ignore] // needs a server\nfn ta() { my_demo::A::new(); }\n` }),
      /exercises my_demo::a/,
    ));
  test('tests inside proptest! count', () =>
    holds(
      'testing/integration',
      crate({
        'tests/t.rs': `use proptest::prelude::*;\n${b}proptest! { #[test] fn p(x in 0..9u8) { my_demo::A::new(); } }\n`,
      }),
      undefined,
    ));
  test('a target that only tests its own mocks', () =>
    breaks(
      'testing/integration',
      crate({
        'tests/t.rs': `use my_demo::A;\n${b}#[test] fn ta() { A::new(); }\n`,
        'tests/mock.rs': 'struct M;\n#[test] fn t() { let _ = M; }\n',
      }),
      /tests\/mock\.rs:1 never names the crate/,
    ));
  test.each([
    ['cfg_attr that holds', '#[cfg_attr(unix, ignore)]'],
    ['a cfg that never holds', '#[cfg(any())]'],
    ['a cfg of another system', '#[cfg(windows)]'],
    ['a feature that there is not', '#[cfg(feature = "nope")]'],
  ])('a test that does not run: %s', async (_, attribute) => {
    const ta = `${attribute}\n#[test] fn ta() { my_demo::A::new(); }\n`;
    await breaks('testing/integration', crate({ 'tests/t.rs': `${b}${ta}` }), /exercises my_demo::a/);
  });
  test('a test that rustversion leaves to some compilers runs', () =>
    holds(
      'testing/integration',
      crate({
        'tests/t.rs': `${b}#[rustversion::attr(not(nightly), ignore)]\n#[test] fn ta() { my_demo::A::new(); }\n`,
      }),
    ));
  test('a test that some feature of the package brings in runs', async () => {
    const featured = { 'Cargo.toml': `${files['Cargo.toml']}[features]\nslow = []\n` };
    const ta = '#[test] fn ta() { my_demo::A::new(); }\n';
    for (const text of [
      `${b}#[cfg(feature = "slow")]\n${ta}`,
      `${b}#[cfg_attr(not(feature = "slow"), ignore)]\n${ta}`,
      `#![cfg(feature = "slow")]\n${b}${ta}`,
    ])
      await holds('testing/integration', crate({ ...featured, 'tests/t.rs': text }));
  });
  test.each([
    ['test = false', /tests\/t\.rs:1 is not run: its section says `test = false`/],
    ['required-features = ["nope"]', /is never built: it requires feature `nope`/],
    ['harness = false', /tests\/t\.rs:1 holds no test/],
  ])('a target with %s', async (line, message) => {
    const manifest = `${files['Cargo.toml']}\n[[test]]\nname = "t"\n${line}\n`;
    const ta = '#[test] fn ta() { my_demo::A::new(); }\n';
    await breaks('testing/integration', crate({ 'Cargo.toml': manifest, 'tests/t.rs': `${b}${ta}` }), message);
  });
  test('a main of its own is what runs without the harness', () =>
    holds(
      'testing/integration',
      crate({
        'Cargo.toml': `${files['Cargo.toml']}\n[[test]]\nname = "t"\nharness = false\n`,
        'tests/t.rs': 'use my_demo::b;\nfn main() { helper() }\nfn helper() { my_demo::A::new(); b::b() }\n',
      }),
    ));
  test('a target that imports the crate and tests its own mocks', async () => {
    const other = 'tests/t.rs';
    const real = { 'tests/r.rs': `${b}#[test] fn ta() { my_demo::A::new(); }\n` };
    const mock = (line: string) =>
      crate({ ...real, [other]: `${line}\nstruct Mock;\n#[test] fn tm() { let _ = Mock; }\n` });
    for (const line of ['use my_demo::A;', 'use my_demo as _;', 'use my_demo as demo;'])
      await breaks('testing/integration', mock(line), /tests\/t\.rs:1 imports the crate and uses nothing of it/);
    await holds('testing/integration', mock('use my_demo::A;\nfn of(_: A) {}'));
  });
  const both = { 'tests/r.rs': `${b}#[test] fn ta() { my_demo::A::new(); }\n` };
  test.each([
    ['its binary', '#[test] fn t() { assert_cmd::cargo::cargo_bin_cmd!("my-demo").assert(); }\n'],
    ['its binary by its path', '#[test] fn t() { std::process::Command::new(env!("CARGO_BIN_EXE_my-demo")); }\n'],
    ['cases that are built against it', '#[test] fn t() { trybuild::TestCases::new().pass("tests/ui/*.rs"); }\n'],
  ])('a target that runs %s', async (_, text) => {
    await holds('testing/integration', crate({ ...both, 'tests/t.rs': text }));
    await breaks('testing/integration', crate({ 'tests/t.rs': text }), /^: 2 of 2 public modules are exercised by no/m);
  });
  test('a file of helpers that cargo takes for a target is noted', async () => {
    const helpers = { 'tests/help.rs': 'pub fn help() {}\n' };
    const using = { 'tests/r.rs': `mod help;\n${both['tests/r.rs']}` };
    const noted = /tests\/help\.rs:1 is shared by other targets/;
    await holds('testing/integration', crate({ ...helpers, ...using }), noted);
    await breaks('testing/integration', crate({ ...helpers, ...both }), /tests\/help\.rs:1 never names the crate/);
  });
  test('a target of another system is not looked at, and one of none is never built', async () => {
    const wasm = '#![cfg(target_arch = "wasm32")]\n#[wasm_bindgen_test] fn t() {}\n';
    const noted = /tests\/t\.rs:1 is built only under .*wasm32.*: it was not looked at/;
    await holds('testing/integration', crate({ ...both, 'tests/t.rs': wasm }), noted);
    await reviews('testing/integration', crate({ 'tests/t.rs': wasm }), noted);
    const byHand = '#![cfg(with_server)]\n#[test] fn t() {}\n';
    await holds('testing/integration', crate({ ...both, 'tests/t.rs': byHand }), /only under .*with_server/);
    const never = crate({ ...both, 'tests/t.rs': `#![cfg(any())]\n${both['tests/r.rs']}` });
    await breaks('testing/integration', never, /tests\/t\.rs:1 is never built: #!\[cfg\(any\(\)\)\]/);
  });
  test.each([
    ['tests/all/main.rs', 'automod::dir!("tests/all");\n', 'tests/all/a-b.rs'],
    ['tests/all.rs', 'mod suite { automod::dir!("tests/suite"); }\n', 'tests/suite/ab.rs'],
  ])('modules that automod lists: %s', async (root, text, listed) => {
    const files = { [root]: text, [listed]: both['tests/r.rs'] };
    await holds('testing/integration', crate(files));
    await breaks('testing/integration', crate({ [root]: text }), /never names the crate/);
  });
  test('a macro of the target is looked through', () =>
    holds(
      'testing/integration',
      crate({ 'tests/t.rs': `macro_rules! go { () => { my_demo::A::new() } }\n#[test] fn ta() { go!(); }\n${b}` }),
    ));
  test('all files that do not parse are named, of all targets', () =>
    breaks(
      'testing/integration',
      crate({
        'tests/s.rs': `mod more;\n${b}fn s( {\n`,
        'tests/more/mod.rs': 'mod m;\n',
        'tests/more/m.rs': 'fn m( {\n',
        'tests/t.rs': `${b}fn t( {\n`,
      }),
      /tests\/more\/m\.rs:\d+ .*does not parse[\s\S]*tests\/t\.rs:\d+ .*does not parse/,
    ));
  test('a target that does not parse fails at its place', () =>
    breaks(
      'testing/integration',
      crate({ 'tests/t.rs': '#[test] fn t() { ) }\n' }),
      /tests\/t\.rs:1 .*does not parse/,
    ));
  test('no library', () => doesNotApply('testing/integration', noLibrary, /no library/));
});

describe('testing/property', () => {
  test('a property test of the crate', () => holds('testing/property', ready, /1 property test calls this crate/));
  test('declared and never used', () =>
    breaks('testing/property', crate({ 'tests/t.rs': b }), /proptest is declared and no test uses it/));
  test('used on nothing of this crate', () =>
    breaks(
      'testing/property',
      crate({ 'tests/t.rs': `${b}proptest::proptest! { #[test] fn p(x: u8) { assert_eq!(x + 0, x); } }\n` }),
      /call nothing of this crate/,
    ));
  test('a unit test in src counts when it calls what ships', () =>
    holds(
      'testing/property',
      crate({
        'src/b.rs':
          'pub fn b() {}\n#[cfg(test)]\nmod tests { use super::*;\n proptest::proptest! { #[test] fn p(x: u8) { b() } } }\n',
      }),
    ));
  test.each([
    ['without #[test]', 'proptest! { fn p(x in 0..9u8) { my_demo::A(x); } }'],
    ['that no configuration has', '#[cfg(any())]\nproptest! { #[test] fn p(x in 0..9u8) { my_demo::A(x); } }'],
    [
      'of a feature that there is not',
      '#[cfg(feature = "no")]\nproptest! { #[test] fn p(x in 0..9u8) { my_demo::A(x); } }',
    ],
  ])('one %s does not run', async (_, text) => {
    await breaks(
      'testing/property',
      crate({ 'tests/t.rs': `use proptest::prelude::*;\n${text}\n` }),
      /no test uses it/,
    );
  });
  test('none declared: a person says', () =>
    reviews(
      'testing/property',
      moduleOf({ ...files, 'Cargo.toml': '[package]\nname = "my-demo"\nversion = "0.1.0"\nedition = "2021"\n' }),
      /no property-testing crate/,
    ));
  test('no library', () => doesNotApply('testing/property', noLibrary, /no library/));
});

describe('testing/benchmarks', () => {
  test('a benchmark that calls the crate', () => holds('testing/benchmarks', ready, /1 benchmark calls this crate/));
  test('none', () => breaks('testing/benchmarks', crate({}), /no benchmark calls this crate/));
  test('one that needs a feature, of what the feature brings in', () =>
    holds(
      'testing/benchmarks',
      crate({
        'Cargo.toml': '[package]\nname = "my-demo"\nversion = "0.1.0"\nedition = "2021"\n\n[features]\nkv = []\n',
        'src/lib.rs': '#[cfg(feature = "kv")]\npub mod kv { pub fn get() {} }\n',
        'benches/x.rs':
          '#![cfg(feature = "kv")]\n#![feature(test)]\n#[bench]\nfn b(b: &mut test::Bencher) { b.iter(|| my_demo::kv::get()); }\n',
      }),
      /1 benchmark calls this crate/,
    ));
  test('one that measures something else', () =>
    breaks(
      'testing/benchmarks',
      crate({ 'benches/x.rs': 'use criterion::*;\nfn main() { let x = 1 + 1; }\n' }),
      /benches\/x\.rs:1 measures nothing/,
    ));
  const own = (main: string) =>
    crate({
      'Cargo.toml':
        '[package]\nname = "my-demo"\nversion = "0.1.0"\nedition = "2021"\n\n[[bench]]\nname = "x"\nharness = false\n',
      'src/lib.rs': 'pub fn a() {}\n',
      'benches/x.rs': `fn main() { ${main} }\n`,
    });
  test.each(['{}', '1 + 1', 'black_box(42)', 'std::thread::sleep(std::time::Duration::from_millis(1))'])(
    'one that times %s',
    async (code) => {
      await breaks(
        'testing/benchmarks',
        ready.with('benches/replay.rs', (old) => old.replace('Parcel::replay(&events)', code)),
        /benches\/replay\.rs:1 measures nothing of this crate/,
        { also: ['performance/benchmarks'] },
      );
    },
  );
  test.each(['iter_batched(|| 1, |n| Parcel::replay(&events[..n]), BatchSize::SmallInput)', 'iter(replaying)'])(
    'one that times by %s',
    async (call) => {
      await holds(
        'testing/benchmarks',
        ready.with('benches/replay.rs', (old) => old.replace('iter(|| Parcel::replay(&events))', call)),
      );
    },
  );
  test('one that no harness is handed: a person says', () =>
    reviews(
      'testing/benchmarks',
      ready.with('benches/replay.rs', (old) =>
        old.replace(
          'criterion_group!(benches, replay)',
          'fn idle(_: &mut Criterion) {}\ncriterion_group!(benches, idle)',
        ),
      ),
      /not seen to be handed to the harness/,
      { also: ['performance/benchmarks'] },
    ));
  test('one that is left out of `cargo bench`, or of every configuration', async () => {
    const also = { also: ['performance/benchmarks', 'cargo/benches'] };
    const left = ready.with('Cargo.toml', (old) => old.replace('harness = false', 'harness = false\nbench = false'));
    await breaks('testing/benchmarks', left, /no benchmark calls this crate/, also);
    const out = ready.with('benches/replay.rs', (old) => old.replace('fn replay', '#[cfg(any())]\nfn replay'));
    await breaks('testing/benchmarks', out, /no benchmark calls this crate/, also);
  });
  test('a main of its own: a person says whether it measures', () =>
    reviews(
      'testing/benchmarks',
      own('/* as a test does */ my_demo::a();'),
      /no harness for measuring .*benches\/x\.rs:1 calls this crate from a `main` of its own/s,
    ));
  test('a main of its own that calls nothing', () =>
    breaks('testing/benchmarks', own(''), /no benchmark calls this crate/));
  const ready2 = ready.under({ criticalPaths: ['cim_parcel::parcel::Parcel::replay'] });
  test('a critical path that is measured', () => holds('testing/benchmarks', ready2));
  test('a critical path that is not', () =>
    breaks(
      'testing/benchmarks',
      ready.under({ criticalPaths: ['cim_parcel::parcel::Parcel::route'] }),
      /no benchmark calls the critical path cim_parcel::parcel::Parcel::route/,
      { also: ['performance/benchmarks'] },
    ));
  test('no library', () => doesNotApply('testing/benchmarks', noLibrary, /no library/));
});
