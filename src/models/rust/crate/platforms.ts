/**
 * The platforms that code can be written for, as `rustc --print cfg` describes them (rustc 1.95). What hangs on one that is not here is
 * looked at on one that is made for it (`elsewhere.ts`).
 */
import type { CfgOptions } from './cfg.ts';

export interface Platform extends CfgOptions {
  /** With its preposition: `on Windows`, `in release builds`. */
  readonly where: string;
}

interface Target {
  readonly os: string;
  readonly arch?: string;
  readonly families?: readonly string[];
  readonly env?: string;
  readonly vendor?: string;
  readonly abi?: string;
  readonly width?: 16 | 32 | 64;
  readonly endian?: 'little' | 'big';
  /** In bits; 0 for none. */
  readonly atomics?: 0 | 32 | 64 | 128;
  readonly features?: readonly string[];
  readonly panic?: 'unwind' | 'abort';
  readonly release?: boolean;
}

const x86 = ['fxsr', 'sse', 'sse2'];
const wasm = ['bulk-memory', 'multivalue', 'mutable-globals', 'nontrapping-fptoint', 'reference-types', 'sign-ext'];

function platform(where: string, target: Target): Platform {
  const { os, arch = 'x86_64', families = ['unix'], env = '', vendor = 'unknown', abi = '', width = 64 } = target;
  const { endian = 'little', atomics = 64, features = arch === 'x86_64' ? x86 : [], panic = 'unwind' } = target;
  const sizes = ['8', '16', '32', '64', '128'].filter((bits) => Number(bits) <= atomics);
  const pair = (key: string) => (value: string | number) => `${key}="${value}"`;
  return {
    where,
    names: new Set([
      ...families.filter((family) => family === 'unix' || family === 'windows'),
      ...(target.release === true ? [] : ['debug_assertions', 'overflow_checks']),
    ]),
    values: new Set([
      ...[`target_os="${os}"`, `target_arch="${arch}"`, `target_env="${env}"`, `target_vendor="${vendor}"`],
      ...[`target_abi="${abi}"`, `target_endian="${endian}"`, `target_pointer_width="${width}"`, `panic="${panic}"`],
      ...families.map(pair('target_family')),
      ...features.map(pair('target_feature')),
      ...(atomics === 0 ? [] : [...sizes, 'ptr']).map(pair('target_has_atomic')),
    ]),
  };
}

const gnu = { os: 'linux', env: 'gnu' } as const;
const windows = { os: 'windows', families: ['windows'], env: 'msvc', vendor: 'pc' } as const;
const apple = { os: 'macos', vendor: 'apple', atomics: 128 } as const;
const web = { arch: 'wasm32', families: ['wasm'], width: 32, features: wasm, panic: 'abort' } as const;
const bare = { os: 'none', families: [], panic: 'abort' } as const;
const neon = { arch: 'aarch64', features: ['neon'], atomics: 128 } as const;

/** The host that the standard's CI builds on: x86_64-unknown-linux-gnu, a debug build. */
export const host = platform('on Linux', gnu);

/** Those that most code is written for come first. */
export const otherPlatforms: readonly Platform[] = [
  platform('on Windows', { ...windows, atomics: 128, features: [...x86, 'sse3', 'cmpxchg16b'] }),
  platform('on macOS', { ...apple, ...neon }),
  platform('on wasm32', { ...web, os: 'unknown' }),
  platform('on FreeBSD', { os: 'freebsd' }),
  platform('on Android', { ...neon, os: 'android' }),
  platform('on iOS', { ...apple, ...neon, os: 'ios' }),
  platform('on WASI', { ...web, os: 'wasi', env: 'p1' }),
  platform('on 32-bit Linux', { ...gnu, arch: 'x86', width: 32, features: x86 }),
  platform('on Linux for aarch64', { ...gnu, ...neon }),
  platform('in release builds', { ...gnu, release: true }),
  platform('on Windows for aarch64', { ...windows, ...neon }),
  platform('on 32-bit Windows', { ...windows, arch: 'x86', width: 32, features: x86 }),
  platform('on Windows with GNU', { ...windows, env: 'gnu', atomics: 128, features: [...x86, 'sse3', 'cmpxchg16b'] }),
  platform('on macOS for x86_64', { ...apple, features: [...x86, 'sse3', 'ssse3', 'sse4.1', 'cmpxchg16b'] }),
  platform('on Linux with musl', { os: 'linux', env: 'musl', features: [...x86, 'crt-static'] }),
  platform('on Linux for s390x', { ...gnu, arch: 's390x', endian: 'big', atomics: 128 }),
  platform('on 32-bit Linux for arm', { ...gnu, arch: 'arm', abi: 'eabihf', width: 32 }),
  platform('on Linux for riscv64', { ...gnu, arch: 'riscv64', features: ['a', 'c', 'm'] }),
  platform('on NetBSD', { os: 'netbsd' }),
  platform('on OpenBSD', { os: 'openbsd' }),
  platform('on DragonFly BSD', { os: 'dragonfly' }),
  platform('on illumos', { os: 'illumos' }),
  platform('on Solaris', { os: 'solaris', vendor: 'pc' }),
  platform('on Emscripten', { ...web, os: 'emscripten', families: ['unix', 'wasm'], panic: 'unwind' }),
  platform('on Fuchsia', { os: 'fuchsia' }),
  platform('on Redox', { os: 'redox', env: 'relibc' }),
  platform('on Haiku', { os: 'haiku' }),
  platform('on AIX', { os: 'aix', arch: 'powerpc64', vendor: 'ibm', abi: 'vec-extabi', endian: 'big' }),
  platform('on 32-bit Linux for powerpc', { ...gnu, arch: 'powerpc', width: 32, endian: 'big', atomics: 32 }),
  platform('without an operating system, on arm', { ...bare, arch: 'arm', abi: 'eabihf', width: 32, atomics: 32 }),
  platform('without atomics', { ...bare, arch: 'arm', abi: 'eabi', width: 32, atomics: 0 }),
  platform('without an operating system', { ...bare, features: ['fxsr'] }),
];
