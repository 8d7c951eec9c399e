import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cfgOptions } from '../../../../src/models/rust/crate/cfg.ts';
import { Elsewhere } from '../../../../src/models/rust/crate/elsewhere.ts';
import { parseSourceFile } from '../../../../src/models/rust/parse.ts';

function elsewhere(sources: string | Readonly<Record<string, string>>, features: readonly string[] = []): Elsewhere {
  const texts = typeof sources === 'string' ? { 'src/lib.rs': sources } : sources;
  const files = new Map(Object.entries(texts).map(([path, text]) => [path, parseSourceFile(path, text)]));
  return new Elsewhere('src/lib.rs', { file: (path) => files.get(path) }, cfgOptions(features));
}

const platforms = (sources: string | Readonly<Record<string, string>>, features?: readonly string[]): string[] =>
  elsewhere(sources, features).platforms.map(({ where }) => where);

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
  it('are looked at as one where they are many', () => {
    const systems = ['freebsd', 'netbsd', 'openbsd', 'haiku', 'nto', 'hurd'];
    const text = systems.map((os) => `#[cfg(target_os = "${os}")] fn ${os}() {}`).join('\n');
    expect(platforms(text)).toEqual(['on other platforms']);
    expect(elsewhere(text).where('src/lib.rs', 2)).toBe('on NetBSD');
    expect(elsewhere(text).where('src/lib.rs', 6)).toBe('where target_os="hurd"');
  });
  it('leave out those that the crate refuses', () => {
    const refusal = '#[cfg(not(any(unix, windows)))] compile_error!("no");';
    expect(platforms(`${refusal} #[cfg(not(unix))] fn a() {} #[cfg(target_os = "wasi")] fn b() {}`)).toEqual([
      'on Windows',
    ]);
  });
  it('are not left out for features that they refuse', () => {
    const refusal = '#[cfg(all(windows, feature = "uring"))] compile_error!("no");';
    expect(platforms(`${refusal} #[cfg(windows)] fn a() {}`, ['uring'])).toEqual(['on Windows']);
  });
  it('are none for what no platform compiles', () => {
    expect(platforms('#[cfg(all(unix, windows))] fn a() {} #[cfg(all(windows, loom))] fn b() {}')).toEqual([]);
    expect(platforms('#[cfg(all(windows, not(feature = "a")))] fn a() {}', ['a'])).toEqual([]);
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
        const lines = all.map((_, at) => found.where('src/lib.rs', at + 1)).filter((where) => where !== undefined);
        expect(found.platforms.length > 0).toBe(lines.length > 0);
        expect(found.platforms.length).toBeLessThanOrEqual(lines.length);
      }),
    );
  });
});

describe('conditions without end', () => {
  const outcome = (text: string): string => {
    try {
      return `${elsewhere(text).platforms.length}`;
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
});
