/** What a failure says to do fits what was found, not only the item. */
import { describe, expect, test } from 'vitest';
import { ready, type TestModule } from '../harness.ts';

const README = 'README.md';

describe('what to do', () => {
  test.each<[string, string, TestModule, RegExp]>([
    ['there is no changelog', 'docs/changelog', ready.without('CHANGELOG.md'), /^Write CHANGELOG\.md/],
    [
      'a version is missing in it',
      'docs/changelog',
      ready.with('CHANGELOG.md', (old) => old.replace('1.1.0', '1.0.9')),
      /^Add the missing versions/,
    ],
    ['there is no decision record', 'docs/adr', ready.without('docs/adr/'), /^Add docs\/adr/],
    [
      'a record lacks its status',
      'docs/adr',
      ready.with(
        'docs/adr/0002-more.md',
        '# 2. More\n\n## Context\n\nSome context.\n\n## Decision\n\nWe do more of it.\n',
      ),
      /^Give each record listed what it lacks/,
    ],
    [
      'the README asks for an old version',
      'docs/readme-installation',
      ready.with(README, (old) => old.replace('cim-parcel = "1.1"', 'cim-parcel = "0.9"')),
      /^Correct the lines listed/,
    ],
    [
      'the README imports what is not there',
      'docs/readme-usage',
      ready.with(README, (old) => old.replace('events::ParcelEvent', 'events::Gone')),
      /^Correct the names listed/,
    ],
    [
      'the README names another licence',
      'docs/readme-license',
      ready.with(README, (old) => old.replaceAll('MIT', 'Apache-2.0')),
      /name the same licences/,
    ],
    [
      'no licence is named at all',
      'files/license',
      ready.without('LICENSE').with('Cargo.toml', (old) => old.replace(/^license = .*\n/m, '')),
      /^Set package\.license/,
    ],
    ['there is no .gitignore', 'files/gitignore', ready.without('.gitignore'), /^Add a \.gitignore/],
    [
      'a test imports what the crate does not have',
      'testing/integration',
      ready.with('tests/gone.rs', 'use cim_parcel::gone;\n#[test]\nfn t() { cim_parcel::gone::f() }\n'),
      /^Correct the imports that rustc refuses\.$/,
    ],
    [
      'a test target tests something else',
      'testing/integration',
      ready.with('tests/mock.rs', '#[test]\nfn t() {}\n'),
      /^Let each target under tests\//,
    ],
    [
      'a declared example is not there',
      'cargo/examples',
      ready.with('Cargo.toml', (old) => `${old}\n[[example]]\nname = "gone"\n`),
      /^Correct the examples listed/,
    ],
    [
      'an example uses nothing of the crate',
      'cargo/examples',
      ready.with('examples/life.rs', 'fn main() {}\n'),
      /^Let an example import the crate/,
    ],
    ['the Nix package lacks a file', 'deploy/nix', ready.without('flake.lock'), /track the files/],
    ['there is no Nix package', 'deploy/nix', ready.without('flake.nix', 'flake.lock'), /^Add a `packages` output/],
    [
      'Rust code does not parse',
      'api/builders',
      ready.with('src/lib.rs', (old) => `${old}\nfn {`),
      /^Correct the syntax: rustc/,
    ],
    ['the manifest does not parse', 'cargo/metadata', ready.with('Cargo.toml', '[package'), /^Correct the manifest/],
    ['the flake does not parse', 'deploy/nix', ready.with('flake.nix', '{ outputs = ; }'), /^Correct the syntax: Nix/],
    ['the lock file does not parse', 'security/audit', ready.with('Cargo.lock', '[[package'), /generate-lockfile/],
    ['cim.yaml is a list', 'cim-yaml/name', ready.with('cim.yaml', '- a\n'), /^Correct cim\.yaml/],
  ])('where %s', async (_, id, module, fix) => {
    const item = (await module.items()).get(id);
    expect(item?.verdict).toBe('fail');
    expect(item?.fix).toMatch(fix);
  });

  test('nothing where nothing fails', async () => {
    expect(
      [...(await ready.items()).values()].filter(({ verdict, fix }) => verdict === 'pass' && fix !== undefined),
    ).toEqual([]);
  });
});
