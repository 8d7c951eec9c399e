import { describe, expect, it } from 'vitest';
import { reachedFiles } from '../../../../src/models/rust/crate/reached-files.ts';
import { parseSourceFile } from '../../../../src/models/rust/parse.ts';
import { crateOf, publicApi } from './crate-of.ts';

describe('the file of a module', () => {
  it('is x.rs or x/mod.rs, below the folder of the module it stands in', () => {
    const model = crateOf({
      'src/lib.rs': 'pub mod a; pub mod b;',
      'src/a.rs': 'pub mod c;',
      'src/a/c.rs': 'pub fn f() {}',
      'src/b/mod.rs': 'pub mod d;',
      'src/b/d.rs': 'pub fn g() {}',
    });
    expect(publicApi(model)).toEqual([
      'demo::a',
      'demo::a::c',
      'demo::a::c::f',
      'demo::b',
      'demo::b::d',
      'demo::b::d::g',
    ]);
  });

  it('is what #[path] says, from the folder of the file, or of the inline module', () => {
    const model = crateOf({
      'src/lib.rs': '#[path = "other/x.rs"] pub mod a; pub mod inline { #[path = "y.rs"] pub mod b; pub mod c; }',
      'src/other/x.rs': 'pub mod next;',
      'src/other/next.rs': '',
      'src/inline/y.rs': 'pub fn f() {}',
      'src/inline/c.rs': 'pub fn g() {}',
    });
    expect(publicApi(model)).toContain('demo::a::next');
    expect(publicApi(model)).toContain('demo::inline::b::f');
    expect(publicApi(model)).toContain('demo::inline::c::g');
  });

  it('is reported with what was tried when it is absent, and the rest of the crate is read', () => {
    const model = crateOf('mod gone; pub fn f() {}');
    expect(model.collected.missing.map((one) => one.tried)).toEqual([['src/gone.rs', 'src/gone/mod.rs']]);
    expect(publicApi(model)).toEqual(['demo::f']);
  });

  it('counts as reached behind any cfg and inside item macros, so that only true orphans are left', () => {
    const texts: Record<string, string> = {
      'src/lib.rs':
        '#[cfg(windows)] mod win; cfg_rt! { mod rt; } #[cfg_attr(unix, path = "u.rs")] mod sys; mod inline { mod deep; }',
      'src/win.rs': '',
      'src/rt.rs': '',
      'src/u.rs': '',
      'src/sys.rs': '',
      'src/inline/deep.rs': '',
      'src/orphan.rs': '',
    };
    const file = (path: string) => (texts[path] === undefined ? undefined : parseSourceFile(path, texts[path]));
    const reached = reachedFiles('src/lib.rs', { file });
    expect(Object.keys(texts).filter((path) => !reached.has(path))).toEqual(['src/orphan.rs']);
  });
});

describe('include!', () => {
  it('gives the items of the file, and the modules that it declares lie where it does', () => {
    const model = crateOf({
      'src/lib.rs': 'pub mod a { include!("tables/t.rs"); } impl S { std::include!("m.rs"); } pub struct S;',
      'src/tables/t.rs': 'pub const C: u8 = 1; pub mod deep;',
      'src/tables/deep.rs': 'pub fn f() {}',
      'src/m.rs': 'pub fn method(&self) {}',
    });
    const found = ['demo::S', 'demo::S::method', 'demo::a', 'demo::a::C', 'demo::a::deep', 'demo::a::deep::f'];
    expect(publicApi(model)).toEqual(found);
    expect(model.missingDocs().map(({ path, line }) => `${path}:${line}`)).toContain('src/tables/t.rs:1');
    expect(model.unexpanded).toEqual([]);
  });

  it('is listed as unknown where the file is absent, no list of items, itself, or named by a macro', () => {
    const model = crateOf({
      'src/lib.rs':
        'include!("gone.rs"); include!("e.rs"); include!("a.rs"); include!(concat!("a", ".rs")); pub fn f() {}',
      'src/e.rs': '1 + ',
      'src/a.rs': 'include!("a.rs"); pub fn a() {}',
    });
    expect(publicApi(model)).toEqual(['demo::a', 'demo::f']);
    expect(model.unexpanded.map(({ name }) => name)).toEqual(['include', 'include', 'include', 'include']);
  });
});

describe('a crate without its root file', () => {
  it('is empty', () => {
    const model = crateOf({});
    expect(model.definitions).toEqual([]);
    expect(model.missingDocs()).toEqual([]);
    expect(model.moduleEdges()).toEqual([]);
    expect(model.resolve('crate::a')).toBeUndefined();
  });
});

describe('cfg', () => {
  it('keeps what the host and the features have, and drops tests', () => {
    const source = `
      #[cfg(unix)] pub fn unix() {}
      #[cfg(windows)] pub fn windows() {}
      #[cfg(feature = "x")] pub fn x() {}
      #[cfg(not(feature = "x"))] pub fn no_x() {}
      #[cfg(all(target_os = "linux", any(feature = "x", debug_assertions)))] pub fn both() {}
      #[cfg(test)] mod tests { pub fn t() {} }
      #[test] pub fn test() {}
      #[cfg(tokio_unstable)] pub fn unstable() {}
    `;
    expect(publicApi(crateOf(source))).toEqual(['demo::both', 'demo::no_x', 'demo::unix']);
    expect(publicApi(crateOf(source, { features: ['x'], cfg: ['tokio_unstable'] }))).toEqual([
      'demo::both',
      'demo::unix',
      'demo::unstable',
      'demo::x',
    ]);
  });

  it('inside a file removes the whole module', () => {
    const model = crateOf({ 'src/lib.rs': 'pub mod a;', 'src/a.rs': '#![cfg(windows)] pub fn f() {}' });
    expect(publicApi(model)).toEqual([]);
  });

  it('applies to fields, variants and methods, and cfg_attr adds attributes', () => {
    const model = crateOf(`
      #[cfg_attr(unix, derive(Debug), doc = "documented")]
      pub struct S { #[cfg(windows)] pub w: u8, pub u: u8 }
      impl S { #[cfg(windows)] pub fn w() {} }
      #[derive(Debug)] pub enum E { #[cfg(windows)] W, U }
    `);
    expect(publicApi(model)).toEqual(['demo::E', 'demo::E::U', 'demo::S', 'demo::S::u']);
    expect(model.missingDebug()).toEqual([]);
    expect(model.missingDocs().map((one) => one.item)).not.toContain('demo::S');
  });
});

describe('a build script', () => {
  const lib = '#[cfg(wide)] pub fn wide() {} #[cfg(not(wide))] pub fn narrow() {}';
  const model = (script: string, features: readonly string[] = []) =>
    crateOf({ 'src/lib.rs': lib, 'build.rs': `fn main() { ${script} }` }, { buildScript: 'build.rs', features });

  it('sets options that the code asks for', () => {
    const script = 'if cfg!(feature = "w") { println!("cargo::rustc-cfg=wide"); }';
    expect(publicApi(model(script))).toEqual(['demo::narrow']);
    expect(publicApi(model(script, ['w']))).toEqual(['demo::wide']);
  });

  it('whose options hang on what is not known sets none, and nothing is then said not to exist', () => {
    const undecided = model('if probe() { println!("cargo::rustc-cfg=wide"); }');
    expect(publicApi(undecided)).toEqual(['demo::narrow']);
    expect(undecided.undecidedOptions).toEqual(['wide']);
    expect(['demo::wide', 'demo::gone'].map((path) => undecided.exportExists(path))).toEqual(['unknown', 'unknown']);
    expect(['demo::wide', 'demo::gone'].map((path) => model('').exportExists(path))).toEqual(['unknown', 'no']);
  });
});
