import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ScriptOptions, scriptOptions } from '../../../../src/models/rust/build-script/script-options.ts';
import { cfgOptions } from '../../../../src/models/rust/crate/cfg.ts';
import { parseSourceFile } from '../../../../src/models/rust/parse.ts';

interface World {
  readonly features?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

function optionsOf(text: string, { features = [], files = {} }: World = {}): ScriptOptions {
  const file = (path: string) => (files[path] === undefined ? undefined : parseSourceFile(path, files[path]));
  return scriptOptions(parseSourceFile('build.rs', text), cfgOptions(features), { file });
}

/** The options set by the statements of a `main`. */
function setBy(statements: string, world?: World): readonly string[] {
  const { set, undecided } = optionsOf(`fn main() { ${statements} }`, world);
  expect(undecided).toEqual([]);
  return set;
}

const print = (option: string) => `println!("cargo:rustc-cfg=${option}");`;

describe('a build script', () => {
  it('sets what it prints, in either form, with values and formatted names', () => {
    expect(setBy(`${print('a')} println!("cargo::rustc-cfg=b"); println!("cargo:rustc-check-cfg=cfg(c)");`)).toEqual([
      'a',
      'b',
    ]);
    expect(setBy('println!("cargo:rustc-cfg=width=\\"64\\"");')).toEqual(['width="64"']);
    expect(setBy('let n = "c"; println!("cargo:rustc-cfg={}", n); println!("cargo:rustc-cfg={n}={:?}", "v");')).toEqual(
      ['c', 'c="v"'],
    );
  });

  it('asks cargo for features, and for the target', () => {
    const feature = `if cfg!(feature = "std") { ${print('a')} } if std::env::var_os("CARGO_FEATURE_SPAN_PLACES").is_some() { ${print('b')} }`;
    expect(setBy(feature)).toEqual([]);
    expect(setBy(feature, { features: ['std', 'span-places'] })).toEqual(['a', 'b']);
    const target = `
      let arch = env::var("CARGO_CFG_TARGET_ARCH").unwrap();
      match arch.as_str() { "x86" | "x86_64" => { ${print('intel')} } _ => { ${print('other')} } }
      if env::var("CARGO_CFG_TARGET_OS").map_or(false, |os| os == "windows") { ${print('windows_like')} }
      let features = env::var("CARGO_CFG_TARGET_FEATURE").unwrap_or_default();
      if features.split(',').any(|one| one == "sse2") { ${print('sse2')} }
      if env::var("TARGET").unwrap().contains("linux") { ${print('linux')} }
    `;
    expect(setBy(target)).toEqual(['intel', 'sse2', 'linux']);
  });

  it('meets no variable that only a user would set', () => {
    expect(setBy(`if env::var("MY_SWITCH").is_ok() { ${print('a')} } else { ${print('b')} }`)).toEqual(['b']);
  });

  it('calls its own functions, closures and methods, through modules and included files', () => {
    const script = `
      mod probe;
      include!("names.rs");
      struct Flags { wide: bool }
      impl Flags { fn emit(&self) { if self.wide { set("wide") } } }
      fn set(name: &str) { println!("cargo:rustc-cfg={}", name); }
      fn main() {
        Flags { wide: true }.emit();
        let twice = |name| { set(name) };
        twice(FIRST);
        probe::run();
        for name in ["x", "y"] { set(name); }
      }`;
    const files = { 'names.rs': 'const FIRST: &str = "first";', 'probe.rs': 'pub fn run() { crate::set("probed"); }' };
    expect(optionsOf(script, { files })).toEqual({ set: ['wide', 'first', 'probed', 'x', 'y'], undecided: [] });
  });

  it('shows its own types as they show themselves', () => {
    const script = `
      #[derive(PartialEq, Debug)] enum Bits { Short, Long }
      impl fmt::Display for Bits {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
          let written = match self { Bits::Short => "32", Bits::Long => "64" };
          write!(f, "{}", written)
        }
      }
      fn bits() -> Bits { match env::var("CARGO_CFG_TARGET_POINTER_WIDTH").as_deref() { Ok("64") => Bits::Long, _ => Bits::Short } }
      fn main() { let bits = bits(); println!("cargo:rustc-cfg=bits=\\"{bits}\\""); if bits == Bits::Long { ${print('long')} } }`;
    expect(optionsOf(script)).toEqual({ set: ['bits="64"', 'long'], undecided: [] });
    expect(optionsOf(script.replace('Ok("64")', '_ if probe()')).undecided).toEqual(['?', 'long']);
  });

  it('goes on behind what ends it only in another case', () => {
    expect(setBy(`let Ok(target) = env::var("TARGET") else { return; }; ${print('a')}`)).toEqual(['a']);
    expect(setBy(`if !cfg!(feature = "x") { return; } ${print('a')}`)).toEqual([]);
    expect(setBy(`#[cfg(not(feature = "x"))] { ${print('a')} } #[cfg(feature = "x")] ${print('b')}`)).toEqual(['a']);
  });
});

describe('a source file of the package', () => {
  it('is there or not, and any other file is not known', () => {
    const files = { 'src/arch/x86_64.rs': '' };
    const asks = (path: string) => `
      if fs::metadata("${path}").is_ok() { ${print('a')} }
      if Path::new("${path}").exists() { ${print('b')} }`;
    expect(setBy(asks('src/arch/x86_64.rs'), { files })).toEqual(['a', 'b']);
    expect(setBy(asks('src/arch/arm.rs'), { files })).toEqual([]);
    expect(optionsOf(`fn main() { ${asks('data.bin')} }`).undecided).toEqual(['a', 'b']);
  });
});

describe('the compiler a build script asks about', () => {
  const minor = `
    fn minor() -> Option<u32> {
      let rustc = env::var_os("RUSTC")?;
      let output = Command::new(rustc).arg("--version").output().ok()?;
      let version = str::from_utf8(&output.stdout).ok()?;
      let mut pieces = version.split('.');
      if pieces.next() != Some("rustc 1") { return None; }
      pieces.next()?.parse().ok()
    }`;

  it('is a recent stable release, however its version is read', () => {
    const main = `fn main() {
      let Some(minor) = minor() else { return };
      if minor < 57 { ${print('old')} }
      if minor >= 70 { ${print('new')} }
    }`;
    expect(optionsOf(minor + main)).toEqual({ set: ['new'], undecided: [] });
    const parsed = `
      struct Version { major: u32, minor: u32, nightly: bool }
      impl Version {
        fn parse(text: &str) -> Result<Self, String> {
          if !text.starts_with("rustc ") { return Err(format!("bad {}", text)); }
          let mut parts = text[6..].split('.');
          let (major, minor) = (parts.next().unwrap().parse()?, parts.next().unwrap().parse()?);
          Ok(Version { major, minor, nightly: text.contains("nightly") })
        }
      }
      fn main() {
        let text = String::from_utf8(Command::new("rustc").args(&["-V"]).output().unwrap().stdout).unwrap();
        let version = match Version::parse(&text) { Ok(version) => version, Err(_) => return };
        if version.minor >= 60 { ${print('a')} }
        if version.nightly { ${print('b')} }
      }`;
    expect(optionsOf(parsed)).toEqual({ set: ['a'], undecided: [] });
  });

  it('is what version_check, autocfg and rustversion say it is', () => {
    expect(setBy(`if version_check::is_min_version("1.58.0").unwrap_or(false) { ${print('a')} }`)).toEqual(['a']);
    expect(setBy(`if version_check::is_feature_flaggable() == Some(true) { ${print('nightly')} }`)).toEqual([]);
    expect(
      setBy(
        `let ac = autocfg::new(); ac.emit_rustc_version(1, 46); if ac.probe_rustc_version(1, 61) { autocfg::emit("b"); }`,
      ),
    ).toEqual(['rustc_1_46', 'b']);
    expect(
      setBy(`if rustversion::cfg!(since(1.78)) { ${print('a')} } if rustversion::cfg!(nightly) { ${print('b')} }`),
    ).toEqual(['a']);
  });

  it('is not known to be as new as a release to come', () => {
    const main = `fn main() { if minor().unwrap_or(0) >= 400 { ${print('a')} } }`;
    expect(optionsOf(minor + main)).toEqual({ set: [], undecided: ['a'] });
  });

  it('takes a probe that asks for no feature, and refuses one that does', () => {
    const script = (file: string) => `
      fn compiles(file: &str) -> bool {
        let mut cmd = Command::new(env::var_os("RUSTC").unwrap());
        cmd.arg("--edition=2021").arg(Path::new("src").join(file).with_extension("rs"));
        match cmd.status() { Ok(status) => status.success(), Err(_) => false }
      }
      fn main() { if compiles("${file}") { ${print('a')} } else { ${print('b')} } }`;
    const files = {
      'src/stable.rs': 'pub fn f() {}',
      'src/nightly.rs': '#![feature(never_type)]',
      'src/assembly.rs': 'pub fn f() { unsafe { core::arch::asm!("clrex") } }',
    };
    expect(optionsOf(script('stable'), { files })).toEqual({ set: ['a'], undecided: [] });
    expect(optionsOf(script('nightly'), { files })).toEqual({ set: ['b'], undecided: [] });
    expect(optionsOf(script('assembly'), { files }).set).toEqual([]);
    expect(optionsOf(script('absent'), { files }).undecided).toEqual(['a', 'b']);
  });
});

describe('what the source does not tell', () => {
  it('stays undecided, on both ways of the condition', () => {
    expect(optionsOf(`fn main() { if probe() { ${print('a')} } else { ${print('b')} } ${print('c')} }`)).toEqual({
      set: ['c'],
      undecided: ['a', 'b'],
    });
  });

  it('leaves the rest undecided when it may end the script, but not when it fails the build', () => {
    expect(optionsOf(`fn main() { if probe() { return; } ${print('a')} }`)).toEqual({ set: [], undecided: ['a'] });
    expect(setBy(`if probe() { panic!("no"); } ${print('a')}`)).toEqual(['a']);
    expect(setBy(`if let Err(e) = probe() { std::process::exit(1); } ${print('a')}`)).toEqual(['a']);
  });

  it('keeps what both ways agree on', () => {
    expect(
      setBy(`let x; let y; if probe() { x = true; y = 1; } else { x = true; y = 2; } if x { ${print('a')} }`),
    ).toEqual(['a']);
    expect(
      optionsOf(`fn main() { let x; if probe() { x = true; } else { x = false; } if x { ${print('a')} } }`).undecided,
    ).toEqual(['a']);
    expect(setBy(`if probe() || !cfg!(feature = "x") { ${print('a')} }`)).toEqual(['a']);
    expect(setBy(`if probe() && cfg!(feature = "x") { ${print('a')} }`)).toEqual([]);
  });

  it('has no name when the name is made of it', () => {
    expect(optionsOf('fn main() { println!("cargo:rustc-cfg={}", probe()); }')).toEqual({ set: [], undecided: ['?'] });
  });

  it('is all that a variable is, once it was lent to what is not known', () => {
    expect(
      optionsOf(`fn main() { let mut x = "a".to_string(); read(&mut x); if x == "a" { ${print('a')} } }`).undecided,
    ).toEqual(['a']);
  });
});

describe('cfg_aliases!', () => {
  it('names predicates, which may use the names before them', () => {
    const aliases =
      'cfg_aliases! { wasm: { target_arch = "wasm32" }, native: { not(wasm) }, tls: { all(native, feature = "tls") } }';
    expect(setBy(aliases)).toEqual(['native']);
    expect(setBy(aliases, { features: ['tls'] })).toEqual(['native', 'tls']);
  });
});

describe('any text', () => {
  const word = fc.constantFrom(
    ...'fn main() { } ( ) [ ] if else match let return for in loop => = == ! && || . ; , x None Some |x| println!("cargo:rustc-cfg=a") cfg!(a) & mut ? .. 1 "t" #[cfg(a)] <'.split(
      ' ',
    ),
  );

  it('ends, and sets nothing for certain that no reading of it sets', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const { set, undecided } = optionsOf(`fn main() { ${words.join(' ')} }`);
        for (const option of [...set, ...undecided]) expect(['a', '?']).toContain(option);
      }),
    );
  });

  it('may nest and repeat as deep as it likes', () => {
    const deep = (open: string, close: string) =>
      `fn main() { ${open.repeat(5_000)} ${print('a')} ${close.repeat(5_000)} }`;
    for (const text of [
      deep('{', '}'),
      deep('if x {', '}'),
      deep('(', ')'),
      deep('!', ''),
      deep('if x {} else ', '{}'),
    ])
      expect(optionsOf(text).set).toEqual([]);
    for (const text of [
      `fn main() { let mut x = "x".to_string(); ${'x = format!("{}{}", x, x);'.repeat(200)} ${print('a')} }`,
      `fn main() { let mut x = vec![]; let mut y = vec![]; ${'x = vec![x.clone(), x]; y = vec![y.clone(), y];'.repeat(200)} if x == y {} ${print('a')} }`,
    ])
      expect(optionsOf(text)).toEqual({ set: ['a'], undecided: [] });
    const wide = `fn f(x: u8) { ${'f(x); '.repeat(50)} } fn main() { f(1); ${print('a')} }`;
    expect(optionsOf(wide)).toEqual({ set: [], undecided: ['?'] });
  });
});
