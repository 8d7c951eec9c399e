import { describe, test } from 'vitest';
import { breaks, holds, moduleOf, opens, ready } from '../harness.ts';
import { TestHistory } from '../history.ts';

/** A lock file is the business of other items too. */
const lock = { also: ['security/audit', 'files/', 'cargo/'] };

describe('deploy/nix', () => {
  test('the ready module has a package', () => holds('deploy/nix', ready, /flake\.nix:12 output packages/));
  test('no Nix file', () =>
    breaks('deploy/nix', ready.without('flake.nix', 'flake.lock'), /no flake\.nix, default\.nix or package\.nix/));
  test('a dev shell alone', () =>
    breaks(
      'deploy/nix',
      ready.with('flake.nix', '{ outputs = { nixpkgs, ... }: { devShells.x86_64-linux.default = 1; }; }'),
      /no packages output, only devShells/,
    ));
  test('a lock file that is not tracked cannot build', () =>
    breaks('deploy/nix', ready.without('Cargo.lock'), /\.\/Cargo\.lock is not tracked/, lock));
  test('what git tracks and this disk does not have is tracked', async () => {
    const history = new TestHistory().commit('feat: all', { 'assets/big.bin': 'x' });
    const flake =
      '{ outputs = { self }: { packages.x86_64-linux.default = stdenv.mkDerivation { src = ./assets/big.bin; }; }; }';
    await holds('deploy/nix', moduleOf({ 'flake.nix': flake }, history.git), /output packages/);
    await breaks('deploy/nix', moduleOf({ 'flake.nix': flake }), /\.\/assets\/big\.bin is not tracked/);
  });
  test('a package that is only built where Cargo.lock exists', () =>
    breaks(
      'deploy/nix',
      ready
        .without('Cargo.lock')
        .with('flake.nix', (old) =>
          old.replace('default =', 'default = if !builtins.pathExists ./Cargo.lock then 1 else'),
        ),
      /\.\/Cargo\.lock is not tracked/,
      lock,
    ));
  test('crane needs the lock file though nothing names it', () =>
    breaks(
      'deploy/nix',
      ready
        .without('Cargo.lock')
        .with(
          'flake.nix',
          '{ inputs.crane.url = "github:ipetkov/crane"; outputs = { crane, ... }: { packages.x86_64-linux.default = craneLib.buildPackage { src = ./.; }; }; }',
        ),
      /craneLib\.buildPackage needs Cargo\.lock/,
      lock,
    ));
  describe('a dependency whose path leads out of the module', () => {
    const built = (builder: string, dependency = 'other = { path = "../other", version = "1" }') =>
      moduleOf({
        'Cargo.lock': 'version = 4\n',
        'Cargo.toml': `[package]\nname = "demo"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n${dependency}\n`,
        'src/lib.rs': '',
        'package.nix': `{ rustPlatform, lib, other, ... }: rustPlatform.buildRustPackage {\n  cargoLock.lockFile = ./Cargo.lock;\n  ${builder}\n}`,
      });
    test.each([
      'src = ./.;',
      'src = lib.cleanSource ./.;',
      'src = ./.; preBuild = "export A=1";',
      'src = craneLib.cleanCargoSource ./.; nativeBuildInputs = [ ];',
    ])('is not there when it is built: %s', async (builder) => {
      await breaks(
        'deploy/nix',
        built(builder),
        /Cargo\.toml:6 rustPlatform\.buildRustPackage builds the module's folder alone, and the path of dependency `other`/,
      );
    });
    test.each([
      'src = ../.;',
      'src = lib.fileset.toSource { root = ../.; fileset = ./.; };',
      'src = ./.; postUnpack = "cp -r ${other} other";',
      'srcs = [ ./. other ]; sourceRoot = "demo";',
      'inherit src;',
    ])('may be: %s', async (builder) => {
      await holds('deploy/nix', built(builder), /derivation by/);
    });
    test('is there inside', () => holds('deploy/nix', built('src = ./.;', 'serde = "1"'), /derivation by/));
  });
  describe('a lock file that names a git dependency', () => {
    const locked = (more: string, name = 'cim-domain', from = '[[package]]') =>
      moduleOf({
        'Cargo.lock': `version = 4\n\n${from}\nname = "${name}"\nversion = "0.8.1"\nsource = "git+https://github.com/o/r?tag=v0.8.1#abc"\n`,
        'package.nix': `{ rustPlatform }: rustPlatform.buildRustPackage {\n  src = ./.;\n  ${more}\n}`,
      });
    test.each(['cargoLock.lockFile = ./Cargo.lock;', 'cargoLock = { lockFile = ./Cargo.lock; };'])(
      'cannot be vendored without a hash: %s',
      async (more) => {
        await breaks(
          'deploy/nix',
          locked(more),
          /package\.nix:1 .*no outputHashes for cim-domain, which Cargo\.lock takes/,
        );
      },
    );
    test.each([
      'cargoLock = { lockFile = ./Cargo.lock; outputHashes."cim-domain-0.8.1" = "sha256-x"; };',
      'cargoLock.lockFile = ./Cargo.lock; cargoLock.allowBuiltinFetchGit = true;',
      'cargoLock = { lockFile = ./Cargo.lock; inherit outputHashes; };',
      'cargoHash = "sha256-x";',
      'cargoLock = importLock ./Cargo.lock;',
    ])('but so: %s', async (more) => {
      await holds('deploy/nix', locked(more), /derivation by/);
    });
  });
  test('flake.lock is missing', () => breaks('deploy/nix', ready.without('flake.lock'), /flake\.lock is not tracked/));
  test('a path that is not tracked', () =>
    breaks(
      'deploy/nix',
      ready.with('flake.nix', (old) => old.replace('src = ./.;', 'src = ./parcel;')),
      /flake\.nix:16 \.\/parcel is not tracked/,
    ));
  test('an older version is noted', () =>
    holds(
      'deploy/nix',
      ready.with('flake.nix', (old) => old.replace('"1.1.0"', '"1.0.0"')),
      /version 1\.0\.0 is older than the manifest's 1\.1\.0/,
    ));
  test('a flake that does not parse', () =>
    breaks('deploy/nix', ready.with('flake.nix', '{\n  outputs = ;\n}'), /flake\.nix:2 flake\.nix does not parse/));
  test('package.nix with a derivation', () =>
    holds(
      'deploy/nix',
      ready
        .without('flake.nix', 'flake.lock')
        .with(
          'package.nix',
          '{ rustPlatform }: rustPlatform.buildRustPackage { pname = "cim-parcel"; src = ./.; cargoLock.lockFile = ./Cargo.lock; }',
        ),
      /package\.nix:1 derivation by rustPlatform/,
    ));
  test('a flake that is no text', () =>
    opens('deploy/nix', ready.with('flake.nix', new Uint8Array([123, 0, 125])), /binary file/));
});
