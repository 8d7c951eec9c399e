import { describe, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, ready, reviews } from '../harness.ts';

const CI = '.github/workflows/ci.yml';
const changed = (from: string | RegExp, to: string) => ready.with(CI, (old) => old.replace(from, to));
const BENCH = 'cargo bench --no-run';
const MIRI = 'cargo +nightly miri test';

describe('performance/benchmarks', () => {
  test('holds', () => holds('performance/benchmarks', ready, /ci\.yml:\d+ cargo bench builds or runs them/));
  test('no benchmark', () =>
    breaks('performance/benchmarks', ready.without('benches/'), /no benchmark calls this crate/, {
      also: ['testing/benchmarks', 'cargo/benches', 'structure/organization'],
    }));
  test.each(['cargo build --all-targets', 'cargo test --benches', 'cargo criterion', 'cargo codspeed run'])(
    '%s',
    async (script) => {
      await holds('performance/benchmarks', changed(BENCH, script));
    },
  );
  test.each([
    'cargo clippy --all-targets',
    'cargo check --benches',
    'cargo test',
    'cargo bench --lib',
    'cargo test --doc --all-targets',
  ])('not built: %s', async (script) => {
    await reviews('performance/benchmarks', changed(BENCH, script), /neither built nor run by CI/, {
      also: ['security/sast'],
    });
  });
  test('masked', () =>
    reviews('performance/benchmarks', changed(BENCH, `${BENCH} || true`), /nothing heeds its failure/));
  test('no Rust', () => doesNotApply('performance/benchmarks', moduleOf({ 'README.md': '# x' }), /no Cargo.toml/));
});

describe('performance/no-leaks', () => {
  const bare = changed(MIRI, 'cargo test');
  const leaking = (code: string) =>
    bare.with('src/parcel.rs', (old) => `${old}\npub(crate) fn keep(text: String) -> &'static str {\n${code}\n}\n`);
  const also = ['docs/', 'structure/', 'api/', 'testing/', 'performance/', 'security/'];
  test('holds', () => holds('performance/no-leaks', ready, /Miri watches the memory/));
  test.each([
    'cargo valgrind test',
    'valgrind --leak-check=full target/debug/x',
    'RUSTFLAGS=-Zsanitizer=address cargo +nightly test',
    'cargo test --features dhat-heap',
    'heaptrack target/debug/x',
  ])('%s', async (script) => {
    await holds('performance/no-leaks', changed(MIRI, script));
  });
  test.each([
    'cargo +nightly miri setup',
    'cargo +nightly miri test --help',
    'cargo +nightly miri test --no-run',
    'MIRIFLAGS=-Zmiri-ignore-leaks cargo +nightly miri test',
    'ASAN_OPTIONS=detect_leaks=0 RUSTFLAGS=-Zsanitizer=address cargo +nightly test',
    'valgrind --leak-check=no target/debug/x',
    'valgrind --tool=callgrind target/debug/x',
    'valgrind --version',
    'RUSTFLAGS=-Zsanitizer=cfi cargo test',
  ])('none: %s', async (script) => {
    await reviews('performance/no-leaks', changed(MIRI, script), /reading shows no leak/);
  });
  test('masked', () => reviews('performance/no-leaks', changed(MIRI, `${MIRI} || true`), /nothing heeds/));
  test.each([
    'Box::leak(text.into_boxed_str())',
    'std::mem::forget(text); ""',
    'let _ = std::mem::ManuallyDrop::new(text); ""',
    'String::leak(text)',
  ])('does not say why: %s', async (code) => {
    await breaks('performance/no-leaks', leaking(`    ${code}`), /parcel\.rs:\d+ \S+ without a comment/, { also });
  });
  test('an import is seen through', async () => {
    const module = leaking('    forget(text); ""').with('src/parcel.rs', (old) => `use std::mem::forget;\n${old}`);
    await breaks('performance/no-leaks', module, /mem::forget without a comment/, { also });
  });
  test('says why', async () => {
    const said = leaking(
      '    // Lives as long as the process: read once at start.\n    Box::leak(text.into_boxed_str())',
    );
    await reviews('performance/no-leaks', said, /Box::leak with a comment/, { also });
  });
  test('says why above the line, in a list', async () => {
    const said = leaking(
      '    [\n        "",\n        // Lives as long as the process.\n        "x", Box::leak(text.into_boxed_str()),\n    ][1]',
    );
    await reviews('performance/no-leaks', said, /Box::leak with a comment/, { also });
  });
  test('another leak is none', async () => {
    const other = leaking('    Tap::leak(&text); ""').with(
      'src/parcel.rs',
      (old) => `${old}\nstruct Tap;\nimpl Tap {\n    fn leak(_: &str) {}\n}\n`,
    );
    await reviews('performance/no-leaks', other, /shows no leak/, { also });
  });
  test('no Rust', () => doesNotApply('performance/no-leaks', moduleOf({ 'README.md': '# x' }), /no Cargo.toml/));
});

describe('security/audit', () => {
  const audit = (script: string) =>
    ready.with('.github/workflows/security.yml', (old) =>
      old.replace('uses: EmbarkStudios/cargo-deny-action@v2', `run: ${script}`),
    );
  const also = ['ci/', 'security/'];
  test.each([
    'command -v cargo-audit',
    'cargo deny check -A vulnerability',
    'cargo deny check --warn vulnerability advisories',
  ])('audits nothing: %s', async (script) => {
    await breaks('security/audit', audit(script), /an audit of the dependencies/, { also });
  });
  test.each(['command cargo audit', 'cargo deny check -A unmaintained'])('audits: %s', async (script) => {
    await holds('security/audit', audit(script), undefined, { also });
  });
});
