/** Tests, examples and benchmarks that import what their library does not have: rustc refuses them, whatever else they hold. */
import type { Target } from '../models/cargo/targets.ts';
import type { LibraryImport } from '../models/rust-api/library-imports.ts';
import { question, questionOf, type RustModule } from '../models/rust-module.ts';

export interface MissingImport {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const imported = question('imports of the own library', async (crate) =>
  (await import('../questions/testing.ts')).imported(crate),
);

const existing = questionOf('imports that exist', async (crate, paths: readonly (readonly string[])[]) =>
  (await import('../questions/testing.ts')).existing(crate, paths),
);

/** By target, in source order. A name counts when it exists under the default features or under all of them. */
export async function missingImports(
  rust: RustModule,
  wanted: (target: Target) => boolean,
): Promise<ReadonlyMap<Target, readonly MissingImport[]>> {
  const libraries = rust.targets(isPlainLibrary);
  const crates = rust.targets((target) => target.kind !== 'lib' && wanted(target));
  const found = await rust.ask(crates, imported);
  const missing = new Map<Target, readonly MissingImport[]>();
  for (const library of libraries) {
    const name = library.target.crateName;
    const own = crates.flatMap(({ package: owner, target }, at) =>
      owner === library.package ? [{ target, imports: found[at]!.filter(({ segments }) => segments[0] === name) }] : [],
    );
    const paths = new Map(own.flatMap(({ imports }) => imports.map(({ segments }) => [segments.join('::'), segments])));
    if (paths.size === 0) continue;
    const [answer] = await rust.ask([library], existing([...paths.values()]));
    const gone = new Set(answer!.flatMap(([path, exists]) => (exists === 'no' ? [path] : [])));
    for (const { target, imports } of own) {
      const refused = imports.filter(({ segments }) => gone.has(segments.join('::')));
      if (refused.length > 0) missing.set(target, refused.map(told));
    }
  }
  return missing;
}

/** A crate of procedural macros exports others than it has. */
const isPlainLibrary = ({ kind, crateTypes }: Target): boolean => kind === 'lib' && !crateTypes.includes('proc-macro');

const told = ({ segments, path, line, column }: LibraryImport): MissingImport => ({
  ...{ path, line, column },
  message: `imports ${segments.join('::')}, which the crate does not have: rustc refuses it`,
});
