import { describe, expect, test } from 'vitest';
import { crateView, declaredFeatures } from '../../../src/models/cargo/crate-input.ts';
import { tellOthers } from '../../../src/models/cargo/others.ts';
import { readCargoModule } from '../../../src/models/cargo/workspace.ts';
import { cargoFiles, messages, readCrate, readModule } from './read-module.ts';

const workspace = (rest: string, members: Readonly<Record<string, string>>) =>
  readModule({ 'Cargo.toml': `[workspace]\n${rest}`, ...members });

describe('fields', () => {
  test('come from the workspace where the member says so, with the place where they are written', () => {
    const { packages } = workspace('members = ["a"]\n[workspace.package]\nversion = "1.2.3"\nreadme = "README.md"\n', {
      'README.md': '',
      'a/Cargo.toml': '[package]\nname = "a"\nversion.workspace = true\nreadme = { workspace = true }',
      'a/src/lib.rs': '',
    });
    expect(packages[0]).toMatchObject({
      version: { value: '1.2.3', place: { path: 'Cargo.toml', line: 4, column: 1 } },
      readme: { path: 'README.md', exists: true, declared: true },
      edition: '2015',
      problems: [],
    });
  });

  test.each([
    ['version.workspace = true', '', /package.version inherits from the workspace, but workspace.package lacks it/],
    ['[lints]\nworkspace = true', '', /lints inherits from the workspace, but workspace.lints is missing/],
    ['[dependencies]\nx.workspace = true', '', /`x` inherits from the workspace, but workspace.dependencies lacks it/],
    ['edition = "2022"', '', /`2022` is no edition/],
    ['edition = "2024"\nrust-version = "1.80"', '', /rust-version 1.80 is older than edition 2024 \(1.85\)/],
    ['rust-version = "stable"', '', /no Rust version/],
    ['version = "1.0"', '', /`1.0` is no SemVer version/],
    ['description = 1', '', /package.description is not a string/],
    ['keywords = "x"', '', /package.keywords is not a list of strings/],
    ['[dependencies]\nx = { features = [] }', '', /has no version, path or git repository/],
    ['[dependencies]\nx = "latest"', '', /`latest` is no version requirement/],
    ['[dependencies]\nx = 1', '', /neither a version nor a table/],
    ['[dependencies]\nx = { git = "https://e.org/x", path = "x" }', '', /both git and path/],
    ['[features]\na = ["nope"]', '', /`a` enables `nope`, which is neither/],
    ['[features]\na = ["dep:nope"]', '', /`nope` is no dependency/],
    ['[dependencies]\nx = "1"\n[features]\na = ["dep:x"]', '', /`x` is not optional/],
  ])('%j: what cargo refuses is a problem', (text, root, message) => {
    const { problems } = workspace(`members = ["a"]\n${root}`, {
      'a/Cargo.toml': `[package]\nname = "a"\n${text}`,
      'a/src/lib.rs': '',
    });
    expect(messages(problems).join('\n')).toMatch(message);
  });

  test('the README is the one that cargo finds: exact names beside the manifest, or the one named', () => {
    expect(readCrate('', ['src/lib.rs', 'readme.md']).readme).toBeUndefined();
    expect(readCrate('', ['src/lib.rs', 'README', 'README.txt']).readme?.path).toBe('README.txt');
    expect(readCrate('readme = "docs/x.md"').readme).toMatchObject({ path: 'docs/x.md', exists: false });
    expect(readCrate('readme = false', ['src/lib.rs', 'README.md']).readme).toBeUndefined();
    expect(readCrate('readme = true').readme).toMatchObject({ path: 'README.md', exists: false });
  });
});

describe('dependencies', () => {
  test('of every table, with renames, sources and inheritance', () => {
    const { packages } = workspace(
      'members = ["m"]\n[workspace.dependencies]\nserde = { version = "1.0", default-features = false, features = ["std"] }\n' +
        'local = { path = "local", version = "0.3" }\n',
      {
        'm/Cargo.toml': [
          '[package]\nname = "m"',
          '[dependencies]\nserde = { workspace = true, features = ["derive"], optional = true }\nnew = { package = "old-name", version = "2" }',
          '[dev_dependencies]\nlocal.workspace = true',
          `[target.'cfg(unix)'.build-dependencies]\nremote = { git = "https://e.org/r", tag = "v1" }`,
        ].join('\n'),
        'm/src/lib.rs': '',
        'local/Cargo.toml': '[package]\nname = "local"\nversion = "0.3.1"',
        'local/src/lib.rs': '',
      },
    );
    const member = packages.find((one) => one.name === 'm');
    expect(member?.dependencies).toMatchObject([
      {
        key: 'serde',
        kind: 'normal',
        requirement: '1.0',
        features: ['std', 'derive'],
        defaultFeatures: false,
        optional: true,
        inherited: true,
        place: { path: 'm/Cargo.toml', line: 4 },
        sourcePlace: { path: 'Cargo.toml', line: 4 },
      },
      { key: 'new', package: 'old-name', crateName: 'new', requirement: '2', inherited: false },
      { key: 'local', kind: 'dev', path: 'local', requirement: '0.3' },
      { key: 'remote', kind: 'build', target: 'cfg(unix)', git: { url: 'https://e.org/r', tag: 'v1' } },
    ]);
    // The path dependency is a member, though nobody names it.
    expect(packages.map((one) => one.name)).toEqual(['local', 'm']);
  });
});

describe('features', () => {
  test('an optional dependency implies one, unless `dep:` names it', () => {
    const { features, problems } = readCrate(
      '[dependencies]\n# a comment\na = { version = "1", optional = true }\nb = { version = "1", optional = true }\n[features]\ndefault = ["a"]\n# uses b\nwith-b = ["dep:b", "a?/x"]',
    );
    expect(problems).toEqual([]);
    expect(features).toMatchObject([
      { name: 'default', implicit: false, comment: [] },
      { name: 'with-b', comment: ['uses b'] },
      { name: 'a', implicit: true, comment: ['a comment'], place: { line: 6 } },
    ]);
  });
});

describe('what Rust code of a target sees', () => {
  const manifest =
    'edition = "2021"\n[dependencies]\nserde-json = "1"\ntracing = { version = "1", optional = true }\nlog = { version = "1", optional = true }\n[dev-dependencies]\nproptest = "1"\n[build-dependencies]\ncc = "1"\n[features]\ndefault = ["fast"]\nfast = ["tracing"]\nslow = ["log?/std", "dep:log"]';
  const crate = readCrate(manifest, ['src/lib.rs', 'tests/t.rs', 'build.rs']);
  const view = (kind: string, selection: 'default' | 'all') => {
    const target = crate.targets.find((one) => one.kind === kind);
    return target && crateView(crate, target, selection);
  };

  test('default features are closed, and bring their optional dependencies', () => {
    expect(view('lib', 'default')).toEqual({
      name: 'a_b',
      kind: 'lib',
      root: 'src/lib.rs',
      edition: '2021',
      features: ['default', 'fast', 'tracing'],
      dependencies: ['serde_json', 'tracing'],
      procMacro: false,
      buildScript: 'build.rs',
    });
    expect(view('lib', 'all')?.dependencies).toEqual(['serde_json', 'tracing', 'log']);
  });

  test('features bring others of the package, and dependencies features of their own', () => {
    const target = crate.targets.find((one) => one.kind === 'lib')!;
    expect(declaredFeatures(crate, target)).toEqual({
      enables: { default: ['fast'], fast: ['tracing'], slow: [], tracing: [] },
      needed: [],
    });
    expect(declaredFeatures(crate, { ...target, requiredFeatures: ['fast', 'log/std'] }).needed).toEqual(['fast']);
  });

  test('a dependency has the name that code gives it; what the standard library is built with is the standard library', () => {
    const renaming =
      '[dependencies]\nbus = { version = "1", package = "async-nats" }\ncore = { version = "1", optional = true, package = "rustc-std-workspace-core" }';
    const other = readCrate(renaming, ['src/lib.rs']);
    const { dependencies, renamed } = crateView(other, other.targets[0]!, 'all')!;
    expect(dependencies).toEqual(['bus', 'core']);
    expect(renamed).toEqual({ bus: 'async_nats' });
  });

  test('tests see the library and dev-dependencies, a build script only its own', () => {
    expect(view('test', 'default')?.dependencies).toEqual(['a_b', 'serde_json', 'tracing', 'proptest']);
    expect(view('test', 'default')?.dependencyRoots).toEqual({ a_b: 'src/lib.rs' });
    expect(view('build', 'default')?.dependencies).toEqual(['cc']);
    expect(view('build', 'default')).not.toHaveProperty('buildScript');
  });
});

describe('modules', () => {
  const crate = (name: string, rest = '') => `[package]\nname = "${name}"\n${rest}`;

  test('a root that is package and workspace, members by glob, excluded and foreign manifests', () => {
    const module = readModule({
      'Cargo.toml': `${crate('root')}[workspace]\nmembers = ["crates/*", "tool"]\nexclude = ["crates/old"]\n`,
      'src/lib.rs': '',
      'crates/a/Cargo.toml': crate('a', '[dependencies]\nb = { path = "../../deep/b" }'),
      'crates/a/src/lib.rs': '',
      'crates/old/Cargo.toml': crate('old'),
      'deep/b/Cargo.toml': crate('b'),
      'deep/b/src/lib.rs': '',
      'tool/Cargo.toml': crate('tool'),
      'tool/src/main.rs': '',
      'fuzz/Cargo.toml': `${crate('fuzz')}[workspace]`,
      'stray/Cargo.toml': crate('stray'),
      'broken/Cargo.toml': '[workspace',
    });
    expect(module.virtual).toBe(false);
    expect(module.problems).toEqual([]);
    expect(module.packages.map((one) => one.name)).toEqual(['root', 'a', 'b', 'tool']);
    expect(module.defaultMembers).toEqual(['Cargo.toml']);
    const a = module.packages[1]!;
    const roots = crateView(a, a.targets[0]!, 'default', module.packages)?.dependencyRoots;
    expect(roots).toEqual({ b: 'deep/b/src/lib.rs' });
    expect(module.others).toEqual([
      { path: 'broken/Cargo.toml', reason: 'unreadable' },
      { path: 'crates/old/Cargo.toml', reason: 'excluded' },
      { path: 'fuzz/Cargo.toml', reason: 'own-workspace' },
      { path: 'stray/Cargo.toml', reason: 'unnamed' },
    ]);
  });

  test('a virtual workspace takes its default-members', () => {
    const module = readModule({
      'Cargo.toml': '[workspace]\nmembers = ["[a-b]", "d?"]\ndefault-members = ["a"]',
      'a/Cargo.toml': crate('a'),
      'a/src/lib.rs': '',
      'd1/Cargo.toml': crate('d1'),
      'd1/src/lib.rs': '',
    });
    expect(module.virtual).toBe(true);
    expect(module.packages.map((one) => one.name)).toEqual(['a', 'd1']);
    expect(module.defaultMembers).toEqual(['a/Cargo.toml']);
  });

  test('a folder module finds the workspace above it, and only itself as a package', () => {
    const content = {
      '../../Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n[workspace.package]\nversion = "3.0.0"',
      'Cargo.toml': crate('a', 'version.workspace = true'),
      'src/lib.rs': '',
    };
    expect(readModule(content, 2).packages[0]?.version).toMatchObject({
      value: '3.0.0',
      place: { path: '../../Cargo.toml' },
    });
    expect(messages(readModule(content, 1).problems)).toEqual([
      'package.version inherits from the workspace, but there is no workspace',
    ]);
  });

  test.each([
    [{ 'Cargo.toml': '[workspace]\nmembers = ["gone"]' }, /workspace member `gone` has no Cargo.toml/],
    [
      { 'Cargo.toml': '[workspace]\nmembers = ["a"]', 'a/Cargo.toml': `${crate('a')}[workspace]`, 'a/src/lib.rs': '' },
      /member `a` is a workspace of its own/,
    ],
    [{ 'Cargo.toml': '[workspace]\nmembers = ["a"]', 'a/Cargo.toml': '[package' }, /./],
    [{ 'Cargo.toml': crate('x', 'workspace = "../y"'), 'src/lib.rs': '' }, /package.workspace `..\/y` is no workspace/],
    [
      { 'Cargo.toml': `${crate('x', '[dependencies]\ny = { path = "y" }\n')}[workspace]`, 'src/lib.rs': '' },
      /path dependency `y` leads to no Cargo.toml/,
    ],
  ])('%j is refused', (content, message) => {
    expect(messages(readModule(content as Record<string, string>).problems).join('\n')).toMatch(message);
  });

  test('no manifest, and one that does not parse', () => {
    expect(readCargoModule(cargoFiles({ 'sub/Cargo.toml': crate('a') }))).toEqual({
      kind: 'absent',
      others: [{ path: 'sub/Cargo.toml', reason: 'unnamed' }],
    });
    expect(readCargoModule(cargoFiles({ 'Cargo.toml': '[package]\nname =' }))).toMatchObject({
      kind: 'broken',
      problem: { path: 'Cargo.toml', line: 2 },
    });
  });

  test('a member or path dependency among files that were left out is no problem: it was not looked at', () => {
    const module = readModule({
      'Cargo.toml': `${crate('a', '[dependencies]\nb = { path = "vendor/b" }\n')}[workspace]\nmembers = ["vendor/*"]`,
      'src/lib.rs': '',
    });
    expect(module.problems).toEqual([]);
  });

  test('path dependencies that lead round and round end', () => {
    const module = readModule({
      'Cargo.toml': `${crate('a', '[dependencies]\nb = { path = "b" }\n')}[workspace]`,
      'src/lib.rs': '',
      'b/Cargo.toml': crate('b', '[dependencies]\na = { path = ".." }\nc = { path = "../../outside" }'),
      'b/src/lib.rs': '',
    });
    expect(module.packages.map((one) => one.name)).toEqual(['a', 'b']);
    expect(module.problems).toEqual([]);
  });
});

test('other modules are told by reason, the first few by name', () => {
  const paths = ['a', 'b', 'c', 'd'].map((name) => ({ path: `${name}/Cargo.toml`, reason: 'unnamed' as const }));
  const others = [...paths, { path: 'fuzz/Cargo.toml', reason: 'own-workspace' as const }];
  expect(tellOthers({ kind: 'absent', others })).toEqual([
    'a manifest with a [workspace] of its own is another module, not judged here: fuzz/Cargo.toml',
    '4 manifests that no workspace names are other modules, not judged here: a/Cargo.toml, b/Cargo.toml, c/Cargo.toml, …',
  ]);
});
