import { describe, expect, test } from 'vitest';
import { isSnakeCase } from '../../src/models/structure/module-layout.ts';
import { breaks, doesNotApply, holds, moduleOf, opens, ready, reviews } from '../harness.ts';

const manifest = '[package]\nname = "a"\nversion = "0.1.0"\nedition = "2021"\n';
const crate = (files: Record<string, string>) => moduleOf({ 'Cargo.toml': manifest, 'src/lib.rs': '', ...files });
const template = moduleOf({ 'README.md': '# A template\n' });
const binary = new Uint8Array([0, 1, 2]);

describe('structure/organization', () => {
  test('every file reached, whatever the configuration, the style or the macro', async () => {
    await holds('structure/organization', ready, /files of Rust, each reached/);
    await holds('structure/organization', crate({ 'src/lib.rs': 'mod b;', 'src/b.rs': 'mod c;', 'src/b/c.rs': '' }));
    await holds('structure/organization', crate({ 'src/lib.rs': '#[cfg(test)] mod b;', 'src/b/mod.rs': '' }));
    await holds('structure/organization', crate({ 'src/lib.rs': '#[path = "x/y.rs"] mod b;', 'src/x/y.rs': '' }));
    await holds('structure/organization', crate({ 'src/lib.rs': 'include!("made.rs");', 'src/made.rs': '' }));
    const macro = 'macro_rules! m { () => { mod b; } }\nm!();';
    await holds('structure/organization', crate({ 'src/lib.rs': macro, 'src/b.rs': '' }));
    const given = 'macro_rules! sub { ($v:vis $n:ident) => { mod $n; $v use $n::*; } }\n#[cfg(windows)] sub!(pub b);';
    await holds('structure/organization', crate({ 'src/lib.rs': given, 'src/b.rs': '' }));
    const nested = 'foreign::guide! { pub mod g { pub mod h { } @code pub mod b; } }';
    await holds('structure/organization', crate({ 'src/lib.rs': nested, 'src/g/b.rs': 'mod c;', 'src/g/b/c.rs': '' }));
    const braced = 'foreign::cfg!({ #[path = "x/y.rs"] mod b; });';
    await holds('structure/organization', crate({ 'src/lib.rs': braced, 'src/x/y.rs': '' }));
    const inside = '#[cfg(windows)] fn f() { #[path = "x/y.rs"] mod b; }';
    await holds('structure/organization', crate({ 'src/lib.rs': inside, 'src/x/y.rs': '' }));
    const listed = 'mod suite { automod::dir!(pub "src/suite"); }';
    await holds('structure/organization', crate({ 'src/lib.rs': listed, 'src/suite/a-b.rs': '' }));
    await holds(
      'structure/organization',
      crate({ 'build.rs': 'fn main() {}', 'src/bin/01-Tool.rs': 'fn main() {}', 'tests/Odd.rs': '' }),
    );
  });
  test('an orphan, a stray file, a double, a name, a target without its file', async () => {
    await breaks('structure/organization', crate({ 'src/old.rs': '' }), /src\/old\.rs: is reached by no `mod`/);
    await breaks('structure/organization', crate({ 'scratch.rs': '' }), /scratch\.rs: lies in the root/);
    await breaks(
      'structure/organization',
      crate({ 'src/lib.rs': 'mod b;', 'src/b.rs': '', 'src/b/mod.rs': '' }),
      /has a second file, src\/b\.rs/,
    );
    await breaks(
      'structure/organization',
      crate({ 'src/lib.rs': 'mod\nmyMod {}' }),
      /src\/lib\.rs:1 module name myMod/,
    );
    const input = {
      'src/lib.rs': 'mod a;\nforeign::cfg! { mod b; }',
      'src/b.rs': '',
      'src/a.rs': '',
      'src/a/b.rs': '',
    };
    await breaks('structure/organization', crate(input), /^src\/a\/b\.rs: is reached by no `mod`/m);
    const given = {
      'src/lib.rs':
        'macro_rules! sub { ($n:ident) => { mod $n; } }\n#[cfg(windows)] sub!(b);\nother!(old); foreign! { mod c { mod d; } }',
      'src/b.rs': '',
      'src/old.rs': '',
      'src/d.rs': '',
    };
    await breaks('structure/organization', crate(given), /^src\/old\.rs: is reached by no `mod`/m);
    await breaks('structure/organization', crate(given), /^src\/d\.rs: is reached by no `mod`/m);
    const example = `${manifest}[[example]]\nname = "x"\n`;
    await breaks(
      'structure/organization',
      crate({ 'Cargo.toml': example }),
      /Cargo\.toml:5 example target x is declared/,
    );
  });
  test('a module without a file; a build script may write it', async () => {
    const lib = { 'src/lib.rs': 'mod gone;' };
    const missing = /src\/lib\.rs:1 module gone is declared, and there is neither src\/gone\.rs nor src\/gone\/mod\.rs/;
    await breaks('structure/organization', crate(lib), missing);
    await reviews(
      'structure/organization',
      crate({ ...lib, 'build.rs': 'fn main() {}' }),
      /the build script may write it/,
    );
    await holds('structure/organization', crate({ 'src/lib.rs': '#[cfg(loom)] mod gone;' }));
    await breaks(
      'structure/organization',
      crate({ 'src/lib.rs': '#[cfg(windows)] mod gone;' }),
      /module gone \(on Windows\)/,
    );
  });
  test("another module's files beside one's own excuse nothing", () =>
    breaks(
      'structure/organization',
      crate({
        'src/old.rs': '',
        'tools/Cargo.toml': '[package]\nname = "tool"\n[workspace]\n',
        'tools/src/main.rs': '',
      }),
      /^src\/old\.rs: is reached by no `mod`/m,
    ));
  test("another module's files are its own", () =>
    holds('structure/organization', crate({ 'other/Cargo.toml': `${manifest}[workspace]\n`, 'other/src/old.rs': '' })));
  test('a module without a crate', () => doesNotApply('structure/organization', template, /no Cargo\.toml/));
  test('names as rustc judges them', () => {
    expect(['a', '_a', 'a_b', 'a1', 'größe', '__a__'].every(isSnakeCase)).toBe(true);
    expect(['A', 'aB', 'a__b'].some(isSnakeCase)).toBe(false);
  });
});

describe('structure/single-responsibility', () => {
  test('a person judges, by size and layers', async () => {
    await reviews('structure/single-responsibility', ready, /files, the largest with \d+ lines/);
    const mixed = 'use std::fs::File;\nuse serde_json::Value;\n/// A.\npub struct A;\n';
    await reviews(
      'structure/single-responsibility',
      crate({ 'src/lib.rs': mixed }),
      /mixes I\/O and wire format and domain types/,
    );
    await reviews(
      'structure/single-responsibility',
      crate({ 'src/lib.rs': mixed }),
      /lib\.rs:1 4 lines, 2 public items/,
    );
    const tested = '/// A.\npub struct A;\n#[cfg(test)] mod tests { use std::fs::File; }\n';
    await reviews('structure/single-responsibility', crate({ 'src/lib.rs': tested }), /0 mix layers/);
  });
  test('the line end at the end begins no line', () =>
    reviews(
      'structure/single-responsibility',
      crate({ 'src/lib.rs': '/// A.\npub struct A;\n' }),
      /the largest with 2 lines/,
    ));
  test('a module without a crate', () => doesNotApply('structure/single-responsibility', template, /no Cargo\.toml/));
});

describe('structure/exports', () => {
  test('all that is pub can be reached and named', () =>
    holds(
      'structure/exports',
      crate({ 'src/lib.rs': 'mod a { pub struct A; pub(crate) fn b() {} }\npub use a::A;' }),
      /public items can be reached/,
    ));
  test('a pub nobody reaches, a type nobody names', async () => {
    await breaks(
      'structure/exports',
      crate({ 'src/lib.rs': 'mod a { pub fn b() {} }' }),
      /function a::a::b is `pub`, and no other crate/,
    );
    const hidden = 'mod a { pub struct A; }\npub fn b() -> a::A { a::A }';
    await breaks(
      'structure/exports',
      crate({ 'src/lib.rs': hidden }),
      /struct a::a::A can be held by other crates, and not be named/,
    );
  });
  test('a module without a library, a file that cannot be read', async () => {
    await doesNotApply(
      'structure/exports',
      moduleOf({ 'Cargo.toml': manifest, 'src/main.rs': 'fn main() {}' }),
      /no library/,
    );
    await opens('structure/exports', ready.with('src/lib.rs', binary), /binary/, {
      also: [
        'structure/',
        'docs/',
        'api/',
        'testing/',
        'security/',
        'performance/',
        'nats/',
        'events/',
        'deploy/',
        'cargo/',
      ],
    });
  });
});
