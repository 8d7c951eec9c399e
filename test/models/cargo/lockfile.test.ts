import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFromCratesIo, parseLockfile } from '../../../src/models/cargo/lockfile.ts';
import { Broken, Unavailable } from '../../../src/rule.ts';

const registry = 'registry+https://github.com/rust-lang/crates.io-index';

describe('Cargo.lock', () => {
  test.each([
    [
      '1',
      `[root]\nname = "app"\nversion = "0.1.0"\n\n[[package]]\nname = "libc"\nversion = "0.2.1"\nsource = "${registry}"\n\n[metadata]\n"checksum libc 0.2.1 (${registry})" = "ab"\n`,
      1,
    ],
    [
      '2',
      `[[package]]\nname = "app"\nversion = "0.1.0"\n\n[[package]]\nname = "libc"\nversion = "0.2.1"\nsource = "${registry}"\nchecksum = "ab"\n`,
      2,
    ],
    [
      '3',
      `# generated\nversion = 3\n\n[[package]]\nname = "app"\nversion = "0.1.0"\n\n[[package]]\nname = "libc"\nversion = "0.2.1"\nsource = "${registry}"\n`,
      3,
    ],
    [
      '4',
      `version = 4\n\n[[package]]\nname = "app"\nversion = "0.1.0"\n\n[[package]]\nname = "libc"\nversion = "0.2.1"\nsource = "sparse+https://index.crates.io/"\n`,
      4,
    ],
  ])('format %s: packages with their lines and sources', (_, text, version) => {
    const lockfile = parseLockfile(text);
    expect(lockfile.version).toBe(version);
    expect(lockfile.packages.map(({ name, version }) => `${name} ${version}`)).toEqual(['app 0.1.0', 'libc 0.2.1']);
    const [app, libc] = lockfile.packages;
    expect([isFromCratesIo(app!), isFromCratesIo(libc!)]).toEqual([false, true]);
    expect(text.split('\n')[libc!.line! - 1]).toBe('name = "libc"');
  });

  test('a conflict marker is a problem with its place', () => {
    expect(() => parseLockfile('version = 3\n<<<<<<< HEAD\n')).toThrow(Broken);
    expect(() => parseLockfile('[[package]]\nversion = "1.0.0"\n')).toThrow(/without name or version/);
  });

  test('a format from the future is not looked at', () =>
    expect(() => parseLockfile('version = 5\n')).toThrow(Unavailable));

  test('any text gives packages, Broken or Unavailable', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseLockfile(text);
        } catch (thrown) {
          expect(thrown instanceof Broken || thrown instanceof Unavailable).toBe(true);
        }
      }),
    );
  });
});
