import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expandMembers } from '../../../src/models/cargo/members.ts';

const paths = [
  'crates/a/Cargo.toml',
  'crates/a/src/lib.rs',
  'crates/b1/Cargo.toml',
  'deep/x/y/Cargo.toml',
  'z[1]/Cargo.toml',
];
const folders = (...globs: string[]) => expandMembers(globs, '', paths).map((one) => one.folder);

describe('member globs', () => {
  test.each([
    ['crates/*', ['crates/a', 'crates/b1']],
    ['crates/?', ['crates/a']],
    ['crates/[ab]', ['crates/a']],
    ['crates/[!a]*', ['crates/b1']],
    ['crates/[a-c]*', ['crates/a', 'crates/b1']],
    ['deep/**/y', ['deep/x/y']],
    ['./crates/a/', ['crates/a']],
    ['gone', ['gone']],
    ['gone/*', ['gone/*']],
    ['z[[]1]', ['z[1]']],
  ])('%s', (glob, expected) => {
    expect(folders(glob)).toEqual(expected);
  });

  test('globs start from the workspace, which may be above the module', () => {
    expect(expandMembers(['a'], '..', paths)).toEqual([{ folder: '../a', index: 0 }]);
  });

  test('a list that would take too long is not matched', () => {
    const many = Array.from({ length: 2_000 }, (_, at) => `*${at}`);
    const wide = Array.from({ length: 2_000 }, (_, at) => `m${at}/Cargo.toml`);
    expect(() => expandMembers(many, '', wide)).toThrow(/more globs than are matched/);
  });

  test('property: hostile patterns end soon', () => {
    const pattern = fc.array(fc.constantFrom('*', '**', '?', '[a', 'a]', '/', 'a', '!'), { maxLength: 200 });
    const long = [`${'a'.repeat(2_000)}/Cargo.toml`, `${'a/'.repeat(500)}Cargo.toml`];
    fc.assert(
      fc.property(pattern, (parts) => {
        expandMembers([parts.join('')], '', long);
      }),
      { numRuns: 50 },
    );
  });
});
