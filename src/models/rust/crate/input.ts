/** What the crate model is built from: one compilation target and its sources, as plain data. Nothing here comes from a compiler. */
import type { SourceFile } from '../syntax.ts';
import type { Platform } from './platforms.ts';

export type Edition = '2015' | '2018' | '2021' | '2024';

export type TargetKind = 'lib' | 'bin' | 'example' | 'test' | 'bench' | 'build';

/** One target of a package (Cargo: "Cargo Targets"). */
export interface CrateInput {
  /** As written in Rust paths: `cim_subject`. */
  readonly name: string;
  readonly kind: TargetKind;
  /** Path of the root file, as `files` knows it. */
  readonly root: string;
  readonly edition: Edition;
  /** Enabled features, closed under implication, optional dependencies' implicit ones included. */
  readonly features: readonly string[];
  /** Names under which dependencies can be written in paths; for tests, examples and benches the package's own library too. */
  readonly dependencies: readonly string[];
  /** Names of other crates behind the names that code gives them: `bus = { package = "async-nats" }`. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Root files of dependencies whose source is at hand, by the name code calls them: the macros they export are then known. */
  readonly dependencyRoots?: Readonly<Record<string, string>>;
  readonly procMacro?: boolean;
  /** The package's build script: the options it sets, and what it writes for `include!`. */
  readonly buildScript?: string;
  /** Options known to be set: `test` for a library's unit tests, `tokio_unstable`, `name="value"`; what the build script's source plainly sets is added. */
  readonly cfg?: readonly string[];
  /** Linux unless given. */
  readonly platform?: Platform;
}

/** Parsed sources by path, parsed once and shared by the targets of a package. Paths use `/`. */
export interface SourceFiles {
  file(path: string): SourceFile | undefined;
  /** Text that documentation includes (`#[doc = include_str!("…")]`); absent where no such file can be read. */
  text?(path: string): string | undefined;
  /** What several crates ask of the same files, made once for all of them; absent where nothing is shared. */
  shared?<T>(key: string, make: (files: SourceFiles) => T): T;
}
