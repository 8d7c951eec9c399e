import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cfgOptions } from '../../../../src/models/rust/crate/cfg.ts';
import { Elsewhere } from '../../../../src/models/rust/crate/elsewhere.ts';
import { FeatureSets } from '../../../../src/models/rust/crate/feature-sets.ts';
import { parseSourceFile } from '../../../../src/models/rust/parse.ts';

type Sources = string | Readonly<Record<string, string>>;

/** @param enables all features, each with what it enables; `default` is what the default ones are */
function elsewhere(sources: Sources, enables: Readonly<Record<string, readonly string[]>> = {}): Elsewhere {
  const texts = typeof sources === 'string' ? { 'src/lib.rs': sources } : sources;
  const files = new Map(Object.entries(texts).map(([path, text]) => [path, parseSourceFile(path, text)]));
  const sets = new FeatureSets({ enables, needed: [] }, enables.default === undefined ? [] : ['default']);
  const options = cfgOptions(Object.keys(enables));
  return new Elsewhere('src/lib.rs', { file: (path) => files.get(path) }, options, sets);
}

const views = (sources: Sources, enables?: Readonly<Record<string, readonly string[]>>) =>
  elsewhere(sources, enables).views.map(({ platform, features }) =>
    features === undefined ? platform.where : `${platform.where} with ${features.join(', ') || 'nothing'}`,
  );

const platforms = (sources: Sources): string[] => views(sources);

const line = (at: number) => ({ path: 'src/lib.rs', line: at });

describe('the platforms beside Linux', () => {
  it('are none for what Linux compiles', () => {
    expect(platforms('#[cfg(unix)] fn a() {} #[cfg(any(windows, target_os = "linux"))] fn b() {}')).toEqual([]);
  });
  it('are none where there is no code', () => {
    expect(platforms('#[cfg(windows)] use std::os::windows as os; #[cfg(windows)] type A = u8;')).toEqual([]);
  });
  it('are as few as hold all conditions', () => {
    expect(
      platforms('#[cfg(windows)] fn a() {} #[cfg(not(unix))] fn b() {} #[cfg(target_env = "msvc")] fn c() {}'),
    ).toEqual(['on Windows']);
  });
  it('are those that hold what stands around, too', () => {
    const text = '#[cfg(target_os = "macos")] mod m { #[cfg(target_arch = "x86_64")] fn a() {} }';
    expect(platforms(text)).toEqual(['on macOS for x86_64']);
  });
  it('are told by a `mod` for its file, and by the file', () => {
    const sources = {
      'src/lib.rs': '#[cfg(windows)] mod a; mod b;',
      'src/a.rs': 'fn a() {}',
      'src/b.rs': '#![cfg(target_os = "ios")] fn b() {}',
    };
    expect(platforms(sources)).toEqual(['on Windows', 'on iOS']);
  });
  it('are told by the path that a condition chooses', () => {
    const sources = {
      'src/lib.rs': '#[cfg_attr(windows, path = "w.rs")] mod a;',
      'src/a.rs': 'fn a() {}',
      'src/w.rs': 'fn a() {}',
    };
    expect(platforms(sources)).toEqual(['on Windows']);
  });
  it('are told by the path that another condition does not choose', () => {
    const sources = {
      'src/lib.rs': '#[cfg_attr(unix, path = "u.rs")] mod a; #[cfg_attr(unix, path = "u.rs")] #[path = "v.rs"] mod b;',
      'src/a.rs': 'fn a() {}',
      'src/u.rs': 'fn a() {}',
      'src/v.rs': '#[cfg(target_os = "wasi")] fn a() {}',
      'src/b.rs': '#[cfg(target_os = "haiku")] fn nowhere() {}',
    };
    expect(platforms(sources)).toEqual(['on WASI']);
  });
  it('are told by fields and variants', () => {
    expect(platforms('struct A { #[cfg(windows)] a: u8 }')).toEqual(['on Windows']);
    expect(platforms('enum A { #[cfg(windows)] B }')).toEqual(['on Windows']);
    expect(platforms('enum A { B { #[cfg(windows)] a: u8, b: u8 }, C }')).toEqual(['on Windows']);
    expect(elsewhere('struct A {\na: u8,\n#[cfg(windows)]\nb: u8,\n}').whereHolds(line(2))).toBe(undefined);
    expect(elsewhere('struct A {\na: u8,\n#[cfg(windows)]\nb: u8,\n}').whereHolds(line(4))).toBe('on Windows');
  });
  it('are looked at as one where they are many', () => {
    const systems = ['freebsd', 'netbsd', 'openbsd', 'haiku', 'nto', 'hurd'];
    const text = systems.map((os) => `#[cfg(target_os = "${os}")] fn ${os}() {}`).join('\n');
    expect(platforms(text)).toEqual(['on other platforms']);
    expect(elsewhere(text).whereHolds(line(2))).toBe('on NetBSD');
    expect(elsewhere(text).whereHolds(line(6))).toBe('where target_os="hurd"');
  });
  it('leave out those that the crate refuses', () => {
    const refusal = '#[cfg(not(any(unix, windows)))] compile_error!("no");';
    expect(platforms(`${refusal} #[cfg(not(unix))] fn a() {} #[cfg(target_os = "wasi")] fn b() {}`)).toEqual([
      'on Windows',
    ]);
  });
  it('are not left out for features that they refuse', () => {
    const refusal = '#[cfg(all(windows, feature = "uring"))] compile_error!("no");';
    expect(views(`${refusal} #[cfg(windows)] fn a() {}`, { uring: [] })).toEqual(['on Windows']);
  });
  it('are none for what no platform compiles', () => {
    expect(platforms('#[cfg(all(unix, windows))] fn a() {} #[cfg(all(windows, loom))] fn b() {}')).toEqual([]);
  });
  it('are each one on which something more is compiled', () => {
    const predicate = fc.letrec((tie) => ({
      one: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(
          'unix',
          'windows',
          'target_os = "macos"',
          'target_arch = "wasm32"',
          'target_endian = "big"',
          'loom',
        ),
        fc.array(tie('one'), { minLength: 1, maxLength: 3 }).map((parts) => `any(${parts.join(', ')})`),
        fc.array(tie('one'), { minLength: 1, maxLength: 3 }).map((parts) => `all(${parts.join(', ')})`),
        tie('one').map((part) => `not(${part})`),
      ),
    })).one as fc.Arbitrary<string>;
    fc.assert(
      fc.property(fc.array(predicate, { maxLength: 8 }), (all) => {
        const text = all.map((one, at) => `#[cfg(${one})] fn f${at}() {}`).join('\n');
        const found = elsewhere(text);
        const lines = all.map((_, at) => found.whereHolds(line(at + 1))).filter((where) => where !== undefined);
        expect(found.views.length > 0).toBe(lines.length > 0);
        expect(found.views.length).toBeLessThanOrEqual(lines.length);
      }),
    );
  });
});

describe('the features beside all of them', () => {
  const features = { default: ['std'], std: ['alloc'], alloc: [], extra: ['std'], log: [], web: [] };
  it('are none where all code is compiled with all of them', () => {
    expect(views('#[cfg(feature = "std")] fn a() {} #[cfg(not(feature = "gone"))] fn b() {}', features)).toEqual([]);
  });
  it.each([
    [
      'what the default ones leave out',
      '#[cfg(not(feature = "log"))] fn a() {}',
      ['on Linux with default, std, alloc'],
    ],
    ['what needs none', '#[cfg(not(feature = "std"))] fn a() {}', ['on Linux with nothing']],
    [
      'as few as compile everything',
      '#[cfg(not(feature = "std"))] fn a() {} #[cfg(not(feature = "log"))] fn b() {} #[cfg(not(feature = "alloc"))] fn c() {}',
      ['on Linux with default, std, alloc', 'on Linux with nothing'],
    ],
    [
      'all but those that must be off, and what brings them',
      '#[cfg(all(feature = "alloc", not(feature = "std")))] fn a() {}',
      ['on Linux with alloc, log, web'],
    ],
    ['what no features bring', '#[cfg(all(feature = "extra", not(feature = "alloc")))] fn a() {}', []],
    ['the last branch', 'cfg_if! { if #[cfg(feature = "std")] {} else { fn a() {} } }', ['on Linux with nothing']],
    [
      'another platform',
      '#[cfg(all(windows, not(feature = "log")))] fn a() {}',
      ['on Windows with default, std, alloc, extra, web'],
    ],
    [
      'one platform with fewer features where it loses nothing',
      '#[cfg(windows)] fn a() {} #[cfg(all(windows, feature = "web", not(feature = "log")))] fn b() {}',
      ['on Windows with default, std, alloc, extra, web'],
    ],
    [
      'a platform twice where it has to be',
      '#[cfg(all(windows, feature = "log"))] fn a() {} #[cfg(all(windows, not(feature = "log")))] fn b() {}',
      ['on Windows', 'on Windows with default, std, alloc, extra, web'],
    ],
    [
      'a rare platform',
      '#[cfg(all(target_os = "hermit", not(feature = "log")))] fn a() {}',
      ['where target_os="hermit" with default, std, alloc, extra, web'],
    ],
    [
      'not what the crate refuses',
      '#[cfg(not(any(feature = "std", feature = "web")))] compile_error!("one"); #[cfg(not(feature = "std"))] fn a() {}',
      ['on Linux with alloc, log, web'],
    ],
    [
      'what the crate refuses with all of them',
      '#[cfg(all(feature = "std", feature = "web"))] compile_error!("one"); #[cfg(not(feature = "log"))] fn a() {}',
      ['on Linux with default, std, alloc'],
    ],
  ])('%s', (_, text, expected) => {
    expect(views(text, features)).toEqual(expected);
  });
  it('leave those on that the target needs', () => {
    const files = new Map([
      ['src/lib.rs', '#[cfg(not(feature = "log"))] fn a() {} #[cfg(not(feature = "web"))] fn b() {}'],
    ]);
    const file = (path: string) => parseSourceFile(path, files.get(path) ?? '');
    const sets = new FeatureSets({ enables: features, needed: ['log'] }, []);
    const found = new Elsewhere('src/lib.rs', { file }, cfgOptions(Object.keys(features)), sets);
    expect(found.views.map((view) => view.features)).toEqual([['log']]);
  });
  it.each([
    ['not(feature = "log")', 'only without the feature log'],
    ['all(feature = "alloc", not(feature = "std"))', 'only without the feature std'],
    ['not(any(feature = "log", feature = "web"))', 'only without the features log and web'],
    ['not(all(feature = "log", feature = "std"))', 'only without the feature log'],
    ['all(windows, not(feature = "web"))', 'on Windows, only without the feature web'],
    ['any(windows, not(feature = "web"))', 'on Windows'],
    [
      'not(any(feature = "default", feature = "std", feature = "alloc", feature = "log", feature = "web"))',
      'only without the features default, std, alloc and 2 more',
    ],
  ])('are told: %s', (cfg, where) => {
    expect(elsewhere(`#[cfg(${cfg})] fn a() {}`, features).whereHolds(line(1))).toBe(where);
  });
  it.each([
    ['#[cfg(not(feature = "log"))]', 'only under the default features'],
    ['#[cfg(not(feature = "std"))]', 'only without features'],
    ['#[cfg(all(feature = "alloc", not(feature = "std")))]', 'only without the feature std'],
    ['#[cfg(all(windows, not(feature = "std")))]', 'on Windows'],
  ])('are told for what is compiled by a macro: %s', (cfg, where) => {
    const found = elsewhere(`${cfg} fn a() {}`, features);
    expect(found.where(found.views[0]!, { path: 'src/other.rs', line: 1 })).toBe(where);
  });
});

describe('conditions without end', () => {
  const outcome = (text: string): string => {
    try {
      return `${elsewhere(text).views.length}`;
    } catch (thrown) {
      return String(thrown);
    }
  };
  it.each([
    ['nested in statements', (n: number) => `fn a() { ${'#[cfg(windows)] {'.repeat(n)}${'}'.repeat(n)} }`],
    ['one after the other without an end', (n: number) => `fn a() { ${'#[cfg(windows)] x '.repeat(n)} }`],
    [
      'of systems that there are not',
      (n: number) => Array.from({ length: n }, (_, at) => `#[cfg(target_os = "o${at}")] fn f${at}() {}`).join('\n'),
    ],
    [
      'under one long condition',
      (n: number) =>
        `#[cfg(any(${Array.from({ length: n }, (_, at) => `target_os = "o${at}"`).join(', ')}))] mod m { ${Array.from({ length: n }, (_, at) => `#[cfg(target_arch = "a${at}")] fn f${at}() {}`).join('\n')} }`,
    ],
  ])('end: %s', (_, text) => {
    expect(outcome(text(4_000))).toMatch(/^1$|for more platforms than are looked at/);
  });
  it.each([
    ['each without the next', (at: number) => `all(feature = "f${at}", not(feature = "f${at + 1}"))`],
    ['each without another', (at: number) => `not(feature = "f${at}")`],
    ['none with itself', (at: number) => `all(feature = "f${at}", not(feature = "f${at}"))`],
    ['each alone on Windows', (at: number) => `all(windows, not(any(feature = "f${at}", all(unix, feature = "f0"))))`],
  ])('end: features, %s', (_, cfg) => {
    const names = Array.from({ length: 1_000 }, (_, at) => at);
    const enables = Object.fromEntries([...names, 1_000].map((at) => [`f${at}`, at % 2 === 0 ? [] : ['f0']]));
    const text = names.map((at) => `#[cfg(${cfg(at)})] fn f${at}() {}`).join('\n');
    const look = () => elsewhere(text, enables).views.length;
    let seen: number | string;
    try {
      seen = look();
    } catch (thrown) {
      seen = String(thrown);
    }
    expect(`${seen}`).toMatch(/^\d$|for more (?:combinations of features|platforms) than are looked at/);
  });
});
