/** Which crates of a workspace an item speaks of, and how names lead from one to the other. */
import { describe, test } from 'vitest';
import { breaks, holds, moduleOf } from '../harness.ts';

const member = (name: string, more = '') =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${more}\n`;
const workspace = (files: Record<string, string>) =>
  moduleOf({
    'Cargo.toml': `[workspace]\nmembers = [${Object.keys(files)
      .filter((path) => path.endsWith('/Cargo.toml'))
      .map((path) => `"${path.slice(0, -'/Cargo.toml'.length)}"`)
      .join(', ')}]\n`,
    ...files,
  });

/** A published tool, the unpublished runtime that it is built from, and what only builds or tests it. */
const tool = (runtime: string, more: Record<string, string> = {}) =>
  workspace({
    'app/Cargo.toml': member('app', '[dependencies]\nruntime = { path = "../runtime" }'),
    'app/src/lib.rs': 'pub fn run() { runtime::start() }\n',
    'runtime/Cargo.toml': member(
      'runtime',
      'publish = false\n[dev-dependencies]\nhelp = { path = "../help" }\ncriterion = "0.5"',
    ),
    'runtime/src/lib.rs': runtime,
    'help/Cargo.toml': member('help', 'publish = false'),
    'help/src/lib.rs': 'pub fn raw(p: *const u8) -> u8 { unsafe { *p } }\n',
    ...more,
  });
const bare = 'pub fn start() {}\npub fn raw(p: *const u8) -> u8 { unsafe { *p } }\n';

describe('what is shipped', () => {
  test('code of an unpublished crate that a published one is built from is judged', () =>
    breaks('security/unsafe', tool(bare), /runtime\/src\/lib\.rs:2 unsafe code without/));
  test('what only tests depend on is not', () => holds('security/unsafe', tool('pub fn start() {}\n')));
  test('tests of such a crate are of the module', () =>
    holds(
      'testing/integration',
      tool(bare, {
        'app/tests/t.rs': '#[test] fn t() { app::run() }\n',
        'runtime/tests/t.rs': '#[test] fn t() { runtime::start() }\n',
        'help/tests/t.rs': '#[test] fn t() { help::raw(&1) }\n',
      }),
    ));
  test('benchmarks of it too, those of test helpers not', async () => {
    const bench = (call: string) =>
      `fn go(c: &mut criterion::Criterion) { ${call}; }\ncriterion::criterion_group!(benches, go);\n`;
    await holds('testing/benchmarks', tool(bare, { 'runtime/benches/b.rs': bench('runtime::start()') }));
    await breaks(
      'testing/benchmarks',
      tool(bare, { 'runtime/benches/b.rs': bench('help::raw(&1)') }),
      /runtime\/benches\/b\.rs:1 measures nothing/,
    );
  });
  test('members among the examples stand for nothing', () =>
    holds(
      'api/error-types',
      workspace({
        'core/Cargo.toml': member('core'),
        'core/src/lib.rs': 'pub fn run() -> Result<(), std::fmt::Error> { Ok(()) }\n',
        'examples/web/Cargo.toml': member('web'),
        'examples/web/src/lib.rs': 'pub fn serve() -> Result<(), String> { Ok(()) }\n',
      }),
    ));
});

describe('the README of a workspace without a root package', () => {
  const readme = (text: string) =>
    workspace({
      'README.md': `# Post\n\n${text}\n`,
      'a/Cargo.toml': member('a'),
      'a/src/lib.rs': 'pub fn f() {}\n',
      'b/Cargo.toml': member('b'),
      'b/src/lib.rs': 'pub fn f() {}\n',
    });
  test('asks for any of its packages', async () => {
    await breaks('docs/readme-installation', readme('Post.'), /says how to get a package of the workspace/);
    await holds('docs/readme-installation', readme('```sh\ncargo add b\n```'), /gets b/);
  });
});

describe('a crate that hands on the names of another', () => {
  const facade = (root: string, uses: string) =>
    workspace({
      'front/Cargo.toml': member('front', '[dependencies]\nback = { path = "../back" }\nside = { path = "../side" }'),
      'front/src/lib.rs': root,
      'front/tests/t.rs': uses,
      'back/Cargo.toml': member('back'),
      'back/src/lib.rs':
        'pub mod deep { pub struct Tool; impl Tool { pub fn new() -> Self { Tool }\n pub fn go(&self) {} } }\npub use deep::Tool;\n',
      'side/Cargo.toml': member('side'),
      'side/src/lib.rs': 'pub fn other() {}\n',
    });
  test.each([
    ['by a glob', 'pub use back::*;', 'use front::Tool;\n#[test] fn t() { Tool::new(); }\n'],
    ['by one of two globs', 'pub use side::*;\npub use back::*;', '#[test] fn t() { front::Tool::new().go(); }\n'],
    ['by its name', 'pub use back::Tool as Hammer;', '#[test] fn t() { front::Hammer::new(); }\n'],
    ['as a module', 'pub mod tools { pub use back::deep; }', '#[test] fn t() { front::tools::deep::Tool::new(); }\n'],
    ['as a crate', 'pub use back as inner;', 'use front::inner::Tool;\n#[test] fn t() { Tool::new(); }\n'],
  ])('%s', async (_, root, uses) => {
    await holds('testing/integration', facade(root, uses));
  });
  test('what it does not have is nothing', () =>
    breaks(
      'testing/integration',
      facade('pub use back::*;', '#[test] fn t() { front::Absent::new(); }\n'),
      /back::deep/,
    ));
  test('two that hand on each other', () =>
    breaks(
      'testing/integration',
      workspace({
        'a/Cargo.toml': member('a', '[dependencies]\nb = { path = "../b" }'),
        'a/src/lib.rs': 'pub use b::*;\npub mod real { pub fn f() {} }\n',
        'a/tests/t.rs': '#[test] fn t() { a::nowhere(); }\n',
        'b/Cargo.toml': member('b', '[dependencies]\na = { path = "../a" }'),
        'b/src/lib.rs': 'pub use a::*;\n',
      }),
      /exercises a::real/,
    ));
});
