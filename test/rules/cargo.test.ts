import { describe, expect, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, opens, ready } from '../harness.ts';

const FILE = 'Cargo.toml';
const change = (from: string | RegExp, to: string) => ready.with(FILE, (old) => old.replace(from, to));
const drop = (key: string) => change(new RegExp(`^${key} = .*\n`, 'm'), '');
const template = moduleOf({ 'README.md': '# A template', 'sub/Cargo.toml': '[package]\nname = "x"' });
const binary = ready.with(FILE, new Uint8Array([0, 1, 2]));
/** A manifest that is gone, unreadable or refused as a whole concerns whoever looks at the crate. */
const everything = [
  'docs/',
  'structure/',
  'testing/',
  'git/',
  'ci/',
  'files/',
  'cim-yaml/',
  'cargo/',
  'api/',
  'security/',
  'performance/',
  'nats/',
  'events/',
  'deploy/',
  'maintenance/',
  'review/',
];
const anywhere = { also: everything };
const crate = (manifest: string, files: Record<string, string> = {}) =>
  moduleOf({
    'Cargo.toml': `[package]\nname = "demo"\nedition = "2021"\n${manifest}`,
    'src/lib.rs': 'pub fn f() {}',
    ...files,
  });

describe('metadata', () => {
  test('holds', () => holds('cargo/metadata', ready, /cim-parcel: all 10 fields are there and valid/));
  test.each(['description', 'license', 'repository', 'keywords', 'categories', 'rust-version', 'edition'])(
    '%s is missing',
    async (key) => {
      await breaks('cargo/metadata', drop(key), new RegExp(`Cargo.toml:1 ${key} is missing`), anywhere);
    },
  );
  test.each([
    ['license = "MIT"', 'license = "MIT/"', /license is invalid: `MIT\/` is no SPDX expression/],
    ['license = "MIT"', 'license = "mit"', /license is invalid/],
    ['license = "MIT"', 'license-file = "COPYING"', /license-file names COPYING, which does not exist/],
    [/repository = .*/, 'repository = "git@github.com:x/y.git"', /repository is no http\(s\) address/],
    [/repository = .*/, 'repository = "https://github.com/ cim-parcel"', /repository is no http\(s\) address/],
    [/repository = .*/, 'repository = "https://github.com/username/cim-parcel"', /repository is a placeholder/],
    [/keywords = .*/, 'keywords = []', /keywords is empty/],
    [/keywords = .*/, 'keywords = ["event sourcing"]', /contains ` `/],
    [/keywords = .*/, 'keywords = ["a", "b", "c", "d", "e", "f"]', /keywords has 6 entries, crates.io takes 5/],
    [
      /categories = .*/,
      'categories = ["event-sourcing"]',
      /Cargo.toml:\d+ `event-sourcing` is no category of crates.io/,
    ],
    [/description = .*/, 'description = "A short description of the crate"', /description is a placeholder/],
    [/description = .*/, 'description = "TODO"', /description is a placeholder/],
    [/readme = .*/, 'readme = "docs/README.md"', /readme names docs\/README.md, which does not exist/],
    [/rust-version = .*/, 'rust-version = "1.50"', /cargo refuses this: rust-version 1.50 is older than edition 2021/],
    [/version = "1.1.0"/, 'version = "1.1"', /cargo refuses this: package.version `1.1` is no SemVer version/],
  ])('%s as %s', async (from, to, message) => {
    await breaks('cargo/metadata', change(from, to), message, anywhere);
  });
  test('a README in another case is none to cargo', async () => {
    const other = crate('version = "0.1.0"', { 'readme.md': '# Demo' });
    await breaks('cargo/metadata', other, /readme is missing: cargo does not find readme.md by itself/);
  });
  test('in a workspace each published package counts, and the others are noted', async () => {
    const full =
      'version = "0.1.0"\nedition = "2021"\nrust-version = "1.80"\ndescription = "Something useful"\nlicense = "MIT"\nrepository = "https://github.com/cim-example/x"\nkeywords = ["x"]\ncategories = ["asynchronous"]\n';
    const member = (name: string, text: string) => ({
      [`${name}/Cargo.toml`]: `[package]\nname = "${name}"\n${text}`,
      [`${name}/README.md`]: '# Read me',
      [`${name}/src/lib.rs`]: '',
    });
    const both = { 'Cargo.toml': '[workspace]\nmembers = ["a", "b"]', ...member('a', full) };
    const item = await holds(
      'cargo/metadata',
      moduleOf({ ...both, ...member('b', 'publish = false') }),
      /a: all 10 fields/,
    );
    expect(item.evidence[1]).toMatchObject({ path: 'b/Cargo.toml', note: true });
    const partial = moduleOf({ ...both, ...member('b', full.replace(/keywords.*\n/, '')) });
    await breaks('cargo/metadata', partial, /b\/Cargo.toml:1 b: keywords is missing/);
  });
  test('an empty workspace has no metadata', () =>
    breaks('cargo/metadata', moduleOf({ 'Cargo.toml': '[workspace]' }), /the workspace has no package/));
  test('an empty manifest', () =>
    breaks('cargo/metadata', moduleOf({ 'Cargo.toml': '' }), /neither \[package\] nor \[workspace\] is there/));
  test('a manifest that does not parse, with its place', async () => {
    const item = await breaks('cargo/metadata', moduleOf({ 'Cargo.toml': '[package]\nname =' }), /does not load/);
    expect(item.evidence[0]).toMatchObject({ path: 'Cargo.toml', line: 2 });
  });
  test('not Rust', async () => {
    const item = await doesNotApply('cargo/metadata', template, /no Cargo.toml in the module/);
    expect(item.evidence[1]).toMatchObject({ path: 'sub/Cargo.toml', note: true });
  });
  test('unreadable', () => opens('cargo/metadata', binary, /binary/, anywhere));
});

describe('explicit versions', () => {
  test('holds', () => holds('cargo/explicit-versions', ready, /all \d+ dependencies have a version requirement/));
  test('none at all', () => doesNotApply('cargo/explicit-versions', crate(''), /no dependencies/));
  test('not Rust', () => doesNotApply('cargo/explicit-versions', template, /no Cargo.toml/));
  test.each([
    ['[dependencies]\nx = "*"', /Cargo.toml:5 dependency `x` takes any version/],
    ['[dependencies]\nx = { git = "https://e.org/x" }', /`x` has no version, only a git repository/],
    ['[dependencies]\nx = { git = "https://e.org/x", version = "1" }', /follows the default branch, pinned by neither/],
    ['[dependencies]\nx = { git = "https://e.org/x", branch = "main", version = "1" }', /follows branch main/],
    ['[build-dependencies]\nx = { path = "../x" }', /`x` has no version, only a path/],
    [`[target.'cfg(unix)'.dependencies]\nx = "*"`, /Cargo.toml:5 dependency `x` takes any version/],
    ['[dev-dependencies]\nx = { path = "../x" }', /`x` has no version, only a path/],
    [
      '[dependencies]\nx = { git = "https://e.org/x", rev = "main", version = "1" }',
      /follows rev main, a name that moves/,
    ],
    [
      '[dependencies]\nx = { git = "https://e.org/x", tag = "latest", version = "1" }',
      /follows tag latest, a name that/,
    ],
    ['[dependencies]\nx = "latest"', /cargo refuses this: `latest` is no version requirement/],
    ['[dependencies]\nx = {}', /cargo refuses this/],
    ['[dependencies]\n[workspace.dependencies]\nx = "*"\n[workspace]', /Cargo.toml:6 dependency `x` takes any version/],
  ])('%j', async (manifest, message) => {
    await breaks('cargo/explicit-versions', crate(manifest), message);
  });
  test('git pinned by tag or rev, with a version', () =>
    holds(
      'cargo/explicit-versions',
      crate(
        '[dependencies]\nx = { git = "https://e.org/x", tag = "v1.0.0", version = "1" }\ny = { git = "https://e.org/y", rev = "0a1b2c3", version = "1" }',
      ),
    ));
  test('what many inherit is told once, where it is written', async () => {
    const module = moduleOf({
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n[workspace.dependencies]\nx = "*"',
      'a/Cargo.toml': '[package]\nname = "a"\n[dependencies]\nx.workspace = true',
      'a/src/lib.rs': '',
      'b/Cargo.toml': '[package]\nname = "b"\n[dependencies]\nx.workspace = true',
      'b/src/lib.rs': '',
    });
    const item = await breaks('cargo/explicit-versions', module, /Cargo.toml:4 dependency `x` takes any version/);
    expect(item.evidence.filter((one) => one.note !== true)).toHaveLength(2);
  });
  test('a path-only dev-dependency inside the workspace, and an unused one, are notes', async () => {
    const module = crate('[dev-dependencies]\nhelp = { path = "help" }\n[workspace]', {
      'help/Cargo.toml': '[package]\nname = "help"\n[dependencies]\nserde = "1"',
      'help/src/lib.rs': '',
    });
    const item = await holds('cargo/explicit-versions', module, /no code names dependency `serde`/);
    expect(item.evidence.slice(1).every((one) => one.note)).toBe(true);
  });
});

describe('features documented', () => {
  test('holds', () => holds('cargo/features-documented', ready, /the one feature is documented/));
  test('no features', () => doesNotApply('cargo/features-documented', crate(''), /no features/));
  test('an empty default needs no words', () =>
    doesNotApply('cargo/features-documented', crate('[features]\ndefault = []'), /no features/));
  test('not Rust', () => doesNotApply('cargo/features-documented', template, /no Cargo.toml/));
  test('no comment and no word elsewhere', async () => {
    const silent = change(/# Emit.*\n/, '').with('README.md', (old) => old.replaceAll('tracing', 'events'));
    const item = await breaks('cargo/features-documented', silent, /feature `tracing` is documented nowhere/, {
      also: ['docs/'],
    });
    expect(item.evidence[1]).toMatchObject({ path: 'Cargo.toml' });
  });
  test.each([
    ['a filled default', 'default = ["x"]\n# what x is for\nx = []', /1 of 2 features undocumented/],
    ['one that leads nowhere', '# about it all\nx = ["nope"]', /cargo refuses this: feature `x` enables `nope`/],
    ['a title over a group', '# Optional features\nx = []', /`x` is documented nowhere/],
    ['a notice of the file', '# Copyright Ada Example\nx = []', /`x` is documented nowhere/],
    ['a trailing comment', 'x = [] # what it is for', /`x` is documented nowhere/],
  ])('%s', async (_, features, message) => {
    await breaks('cargo/features-documented', crate(`[features]\n${features}`), message);
  });
  test('one that an optional dependency makes', async () => {
    const module = crate('[dependencies]\nserde = { version = "1", optional = true }');
    await breaks(
      'cargo/features-documented',
      module,
      /`serde`, which an optional dependency makes, is documented nowhere/,
    );
  });
  test.each([
    ['README', { 'README.md': '# Demo\n\n## Features\n\n- `x`: something' }],
    [
      'crate docs',
      { 'src/lib.rs': '//! Demo.\n//!\n//! # Feature flags\n//!\n//! | feature | |\n//! |---|---|\n//! | `x` | y |' },
    ],
  ])('in the %s', async (_, files) => {
    await holds('cargo/features-documented', crate('[features]\nx = []', files));
  });
});

describe('examples', () => {
  const library = { 'src/lib.rs': 'pub fn f() {}' };
  test('holds', () => holds('cargo/examples', ready));
  test('none', () => breaks('cargo/examples', crate(''), /no example target/));
  test('one that only talks to others', async () => {
    const idle = crate('', { ...library, 'examples/e.rs': '// demo::f\nfn main() { println!("demo::f()"); }' });
    await breaks('cargo/examples', idle, /examples\/e.rs:1 example `e` does not use the crate/);
  });
  test('one without a main, and one that no feature lets cargo build', async () => {
    const bare = crate('', { ...library, 'examples/e.rs': 'use demo::f;\nfn show() { f() }\n' });
    await breaks('cargo/examples', bare, /examples\/e\.rs:1 example `e` has no main function/);
    const built = { ...library, 'examples/e.rs': 'fn main() { demo::f() }\n' };
    const locked = crate('[[example]]\nname = "e"\nrequired-features = ["nope"]', built);
    await breaks('cargo/examples', locked, /example `e` requires feature `nope`, which the package does not have/);
    const open = '[[example]]\nname = "e"\nrequired-features = ["x", "serde/std"]\n[features]\nx = []';
    await holds('cargo/examples', crate(open, built));
    const shared = crate('[[example]]\nname = "e"\ncrate-type = ["cdylib"]', {
      ...library,
      'examples/e.rs': 'use demo::f;\npub fn show() { f() }\n',
    });
    await holds('cargo/examples', shared);
  });
  test('one that hides the crate behind a module of its own', () =>
    breaks(
      'cargo/examples',
      crate('', { 'examples/e.rs': 'mod demo { pub fn f() {} }\nfn main() { demo::f() }' }),
      /none of 1/,
    ));
  test('one of two uses it, in a module of the example', () =>
    holds(
      'cargo/examples',
      crate('', {
        'examples/a.rs': 'fn main() {}',
        'examples/b/main.rs': 'mod m;\nfn main() {}',
        'examples/b/m.rs': 'use demo::f;',
      }),
      /1 of 2 examples uses the crate/,
    ));
  test('declared and not there', () =>
    breaks(
      'cargo/examples',
      crate('[[example]]\nname = "e"\npath = "examples/gone.rs"'),
      /examples\/gone.rs does not exist/,
    ));
  test('one that does not parse', () =>
    breaks(
      'cargo/examples',
      crate('', { 'examples/e.rs': 'use demo::f;\nfn main() {' }),
      /examples\/e.rs:\d+ does not parse/,
    ));
  test('a member below examples/ that depends on the crate under another name', () =>
    holds(
      'cargo/examples',
      crate('[workspace]\nmembers = ["examples/show"]', {
        'examples/show/Cargo.toml':
          '[package]\nname = "show"\n[dependencies]\nd = { package = "demo", path = "../.." }',
        'examples/show/src/main.rs': 'fn main() { d::f() }',
      }),
    ));
  test('a tool without a library', () =>
    doesNotApply(
      'cargo/examples',
      moduleOf({ 'Cargo.toml': '[package]\nname = "t"', 'src/main.rs': 'fn main() {}' }),
      /no library/,
    ));
  test('not Rust', () => doesNotApply('cargo/examples', template, /no Cargo.toml/));
});

describe('benches', () => {
  const bench = (section: string, code: string, dev = '[dev-dependencies]\ncriterion = "0.5"') =>
    crate(`${section}\n${dev}`, { 'benches/b.rs': code });
  const declared = '[[bench]]\nname = "b"\nharness = false\n';
  const criterion = 'use criterion::criterion_main;\ncriterion_main!(x);';
  test('holds', () => holds('cargo/benches', ready));
  test('holds with criterion', () => holds('cargo/benches', bench(declared, criterion), /1 bench target configured/));
  test('holds with divan by path', () =>
    holds('cargo/benches', bench(declared, 'fn main() { divan::main(); }', '[dev-dependencies]\ndivan = "0.1"')));
  test('holds with its own main', () => holds('cargo/benches', bench(declared, 'fn main() { demo::f(); }')));
  test("holds with cargo's own harness", () =>
    holds(
      'cargo/benches',
      bench('', '#![feature(test)]\nextern crate test;\n#[bench] fn f(b: &mut test::Bencher) {}'),
    ));
  test('a file that is a module of another benchmark is no benchmark', async () => {
    const split = crate(`${declared}[dev-dependencies]\ncriterion = "0.5"`, {
      'benches/b.rs': `mod common;\n${criterion}`,
      'benches/common.rs': 'pub fn setup() {}',
    });
    await holds('cargo/benches', split, /1 bench target configured/);
  });
  test('none', () => breaks('cargo/benches', crate(''), /no bench target and no harness/));
  test('a harness and nothing to run', () =>
    breaks(
      'cargo/benches',
      crate('[dev-dependencies]\ncriterion = "0.5"'),
      /criterion is a dependency, but there is no bench/,
    ));
  test.each([
    ['no harness = false', '', criterion, undefined, /uses criterion without `harness = false`/],
    ['no dev-dependency', declared, criterion, '', /uses criterion, which is no dev-dependency/],
    ['only a build-dependency', declared, criterion, '[build-dependencies]\ncriterion = "1"', /no dev-dependency/],
    ['own main under the harness', '', 'fn main() {}', undefined, /has its own main without/],
    ['nothing in it', '', '', undefined, /has no benchmark/],
    ['no main', declared, 'fn f() {}', undefined, /no main function/],
    ['a group and no main', declared, 'use criterion::*;\ncriterion_group!(g, f);', undefined, /no main function/],
    ['not Rust', declared, 'use criterion::{;', undefined, /does not parse/],
    ['not there', `${declared}path = "benches/gone.rs"`, criterion, undefined, /benches\/gone.rs does not exist/],
  ])('%s', async (_, section, code, dev, message) => {
    await breaks('cargo/benches', bench(section, code, dev), message);
  });
  test('not Rust', () => doesNotApply('cargo/benches', template, /no Cargo.toml/));
});
