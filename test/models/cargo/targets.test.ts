import { describe, expect, test } from 'vitest';
import { messages, readCrate } from './read-module.ts';

const shown = (manifest: string, files: readonly string[]) =>
  readCrate(manifest, files).targets.map(({ kind, name, path }) => `${kind} ${name} ${path}`);

describe('discovered targets', () => {
  test('library, binaries, examples, tests, benches and build script, as files and as folders with main.rs', () => {
    const files = [
      'src/lib.rs',
      'src/main.rs',
      'src/bin/one.rs',
      'src/bin/two/main.rs',
      'src/bin/two/part.rs',
      'examples/e.rs',
      'tests/t.rs',
      'tests/common/mod.rs',
      'tests/.hidden.rs',
      'tests/data/deep/main.rs',
      'benches/b/main.rs',
      'build.rs',
    ];
    expect(shown('edition = "2021"', files)).toEqual([
      'lib a_b src/lib.rs',
      'bin a-b src/main.rs',
      'bin one src/bin/one.rs',
      'bin two src/bin/two/main.rs',
      'example e examples/e.rs',
      'test t tests/t.rs',
      'bench b benches/b/main.rs',
      'build build-script-build build.rs',
    ]);
  });

  test.each([
    ['autobins', 'src/main.rs'],
    ['autoexamples', 'examples/e.rs'],
    ['autotests', 'tests/t.rs'],
    ['autobenches', 'benches/b.rs'],
  ])('%s = false leaves them out', (key, file) => {
    expect(shown(`edition = "2021"\n${key} = false`, ['src/lib.rs', file])).toEqual(['lib a_b src/lib.rs']);
  });

  test('autolib = false leaves the library out, build = false the script', () => {
    const files = ['src/lib.rs', 'src/main.rs', 'build.rs'];
    expect(shown('edition = "2021"\nautolib = false\nbuild = false', files)).toEqual(['bin a-b src/main.rs']);
  });

  test('in edition 2015 one declared target ends the search, in later ones it does not', () => {
    const files = ['src/lib.rs', 'tests/a.rs', 'tests/b.rs'];
    const declared = '[[test]]\nname = "a"';
    expect(shown(declared, files)).toEqual(['lib a_b src/lib.rs', 'test a tests/a.rs']);
    expect(shown(`edition = "2018"\n${declared}`, files)).toContain('test b tests/b.rs');
    expect(shown(`autotests = true\n${declared}`, files)).toContain('test b tests/b.rs');
  });
});

describe('declared targets', () => {
  test('a path that was discovered is not listed twice', () => {
    const manifest = 'edition = "2021"\n[[bench]]\nname = "renamed"\npath = "benches/b.rs"\nharness = false';
    const { targets } = readCrate(manifest, ['src/lib.rs', 'benches/b.rs']);
    expect(targets.filter((one) => one.kind === 'bench')).toMatchObject([
      { name: 'renamed', path: 'benches/b.rs', harness: false, declared: true, exists: true },
    ]);
  });

  test('crate names, crate types, required features and the place of the section', () => {
    const manifest = [
      'edition = "2021"',
      '[lib]',
      'name = "other"',
      'path = "lib/root.rs"',
      'proc-macro = true',
      '[[example]]',
      'name = "my-example"',
      'required-features = ["x"]',
      'crate-type = ["staticlib"]',
      '[features]',
      'x = []',
    ].join('\n');
    const { targets, problems } = readCrate(manifest, ['lib/root.rs', 'examples/my-example.rs']);
    expect(problems).toEqual([]);
    expect(targets).toMatchObject([
      { kind: 'lib', name: 'other', crateTypes: ['proc-macro'], path: 'lib/root.rs' },
      {
        kind: 'example',
        crateName: 'my_example',
        requiredFeatures: ['x'],
        crateTypes: ['staticlib'],
        place: { line: 9 },
      },
    ]);
  });

  test('a declared path without its file is kept and said not to exist: only building refuses it', () => {
    const { targets, problems } = readCrate('[[bin]]\nname = "x"\npath = "gone.rs"\n', ['src/lib.rs']);
    expect(problems).toEqual([]);
    expect(targets).toMatchObject([{ kind: 'lib' }, { kind: 'bin', exists: false, path: 'gone.rs' }]);
  });

  test.each([
    ['[[bin]]\nname = "x"', ['src/lib.rs'], /bin `x` has neither src\/bin\/x.rs nor src\/bin\/x\/main.rs/],
    ['[[bin]]\nname = "x"', ['src/lib.rs', 'src/bin/x.rs', 'src/bin/x/main.rs'], /could be/],
    ['edition = "2021"', ['src/lib.rs', 'tests/t.rs', 'tests/t/main.rs'], /two test targets are called `t`/],
    ['[lib]\nname = "x"\n[dependencies]', ['src/main.rs'], /library `x` has no src\/lib.rs/],
    ['[lib]\nname = "x-y"', ['src/lib.rs'], /contains a hyphen/],
    ['', ['src/other.rs', 'build.rs'], /the package has no target/],
    ['[[test]]\npath = "t.rs"', ['src/lib.rs', 't.rs'], /has no name/],
  ])('%j with %j is refused', (manifest, files, message) => {
    const { problems } = readCrate(manifest, files);
    expect(messages(problems).join('\n')).toMatch(message);
  });
});
