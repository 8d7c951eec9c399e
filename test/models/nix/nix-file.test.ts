import { describe, expect, test } from 'vitest';
import { readNixFile } from '../../../src/models/nix/nix-file.ts';
import { Broken } from '../../../src/rule.ts';

const outputs = (body: string) => [
  ...(readNixFile(`{ outputs = { self, nixpkgs, ... }: ${body}; }`, 'flake.nix').outputs ?? new Map()).keys(),
];

describe('outputs of a flake', () => {
  test.each([
    ['directly', '{ packages.x86_64-linux.default = drv; }', ['packages']],
    [
      'behind a let and a function of the system',
      'utils.eachDefaultSystem (system: let a = build { }; in { packages = { default = a; }; devShells.default = 2; })',
      ['packages', 'devShells'],
    ],
    ['behind genAttrs', '{ packages = forAll (system: { default = drv; }); }', ['packages']],
    ['merged', '{ devShells.a = 1; } // { packages.b = drv; }', ['devShells', 'packages']],
    [
      'by flake-parts',
      'parts.mkFlake { inherit inputs; } { systems = [ ]; perSystem = { pkgs, ... }: { packages.default = drv; }; }',
      ['packages', 'inputs'],
    ],
    ['by name', 'let all = { packages.a = drv; }; in all', ['packages']],
    ['inherited', 'let packages = { a = drv; }; in { inherit packages; }', ['packages']],
  ])('%s', (_, body, expected) => expect(outputs(body)).toEqual(expect.arrayContaining(expected)));

  const systems = 'let systems = each (system: { packages = { default = drv; }; apps.a = 1; }); in systems //';
  test.each([
    ['what takes the place of packages', `${systems} { packages.x86_64-linux.shell = mkShell { }; }`, ['apps']],
    ['by name', `${systems} more // (let more = { packages = { }; }; in more)`, ['apps']],
    [
      'where it may not be there',
      `${systems} lib.optionalAttrs dev { packages.shell = mkShell { }; }`,
      ['packages', 'apps'],
    ],
    ['where it hands the first ones on', `${systems} { packages = systems.packages // { }; }`, ['apps', 'packages']],
    ['where it is about something else', `${systems} { nixosModules.a = 1; }`, ['packages', 'apps', 'nixosModules']],
  ])('`//` is shallow: %s', (_, body, expected) => expect(outputs(body)).toEqual(expected));
  test('names that merge one another over and over are followed no further', () => {
    const names = Array.from({ length: 50 }, (_, at) => `a${at + 1} = a${at} // a${at};`);
    expect(outputs(`let a0 = { apps.x = drv; }; ${names.join(' ')} in { packages.a = drv; } // a50`)).toContain(
      'packages',
    );
  });
  test('the place is that of the packages that are left', () => {
    const text = '{ outputs = _: {\n packages.a = drv;\n} // {\n packages.b = drv;\n}; }';
    expect(readNixFile(text, 'flake.nix').outputs?.get('packages')).toEqual({ line: 4 });
  });

  test('an empty set of packages is none', () =>
    expect(outputs('each (system: { packages = { }; devShells.default = 1; })')).toEqual(['devShells']));
});

describe('what a file needs', () => {
  const file = readNixFile(
    `{ craneLib, rustPlatform, pkgs }:
let src = ./.; in {
  a = craneLib.buildPackage { inherit src; };
  b = rustPlatform.buildRustPackage { pname = "b"; version = "0.2.0"; src = ./sub; cargoLock.lockFile = ../Cargo.lock; };
  c = rustPlatform.buildRustPackage { src = pkgs.fetchFromGitHub { }; cargoHash = ""; };
  d = pkgs.dockerTools.buildLayeredImage { name = "d"; };
  e = if builtins.pathExists ./extra.nix then import ./extra.nix else 1;
}`,
    'nix/package.nix',
  );
  test('local paths are relative to its folder; guarded ones are left out', () =>
    expect(file.localPaths.map(({ path, line }) => `${path}:${line}`)).toEqual(['nix:2', 'nix/sub:4', 'Cargo.lock:4']));
  test('Rust builders that need the lock file', () =>
    expect(file.builders.map(({ needsLock }) => needsLock)).toEqual([true, false, false]));
  test('images and versions', () => {
    expect(file.images.map(({ name }) => name)).toEqual(['pkgs.dockerTools.buildLayeredImage']);
    expect(file.versions).toEqual([{ value: '0.2.0', line: 4 }]);
  });
  test('a file that does not parse is broken at its place', () => {
    expect(() => readNixFile('{\n  a = ;\n}', 'flake.nix')).toThrow(Broken);
    try {
      readNixFile('{\n  a = ;\n}', 'flake.nix');
    } catch (thrown) {
      expect((thrown as Broken).evidence).toMatchObject({ path: 'flake.nix', line: 2 });
    }
  });
});
