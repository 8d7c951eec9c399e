/** Tests, examples and benchmarks that import or name what their library does not have: rustc refuses them, whatever else they hold. */
import type { Target } from '../models/cargo/targets.ts';
import type { LibraryName } from '../models/rust-api/library-names.ts';
import { question, questionOf, type RustTarget } from '../models/rust-module/question.ts';
import type { RustModule } from '../models/rust-module/rust-module.ts';

export interface MissingImport {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const named = question('names of the own library', async (crate) =>
  (await import('../questions/testing.ts')).named(crate),
);

const isKnown = question('all names are known', async (crate) =>
  (await import('../questions/testing.ts')).isKnown(crate),
);

const existing = questionOf('names that exist', async (crate, paths: readonly (readonly string[])[]) =>
  (await import('../questions/testing.ts')).existing(crate, paths),
);

/** By target, in source order. A name counts when it exists under the default features or under all of them. */
export async function missingImports(
  rust: RustModule,
  wanted: (target: Target) => boolean,
): Promise<ReadonlyMap<Target, readonly MissingImport[]>> {
  const used = await knownLibraries(rust, wanted);
  const users = used.flatMap((one) => one.users.map((user) => ({ user, library: one.library })));
  const asked = await rust.ask(
    users.map(({ user }) => user),
    named,
  );
  const own = users.map(({ library }, at) =>
    asked[at]!.filter(({ segments }) => segments[0] === library.target.crateName),
  );
  const paths = new Map(own.flat().map(({ segments }) => [segments.join('::'), segments]));
  const libraries = used.map(({ library }) => library);
  const answers = await rust.ask(libraries, existing([...paths.values()]));
  const refused = users.map(({ library }, at) => {
    const known = new Map(answers[libraries.indexOf(library)]);
    const missing = own[at]!.filter(({ segments }) => known.get(segments.join('::')) === 'no');
    const imports = new Set(missing.filter(isImport).map(({ segments }) => segments.join('::')));
    // What is named through a missing import is missing with it.
    const through = ({ segments }: LibraryName) =>
      segments.some((_, to) => to > 0 && imports.has(segments.slice(0, to).join('::')));
    return missing.filter((one) => isImport(one) || !through(one));
  });
  return new Map(
    users.flatMap(({ user }, at) =>
      refused[at]!.length === 0 ? [] : [[user.target, refused[at]!.map(told)] as const],
    ),
  );
}

interface Used {
  readonly library: RustTarget;
  /** Targets of its own package. */
  readonly users: readonly RustTarget[];
}

/** Libraries whose names are all known here: of others nothing can be missed, and what uses them need not be read. */
async function knownLibraries(rust: RustModule, wanted: (target: Target) => boolean): Promise<Used[]> {
  const crates = rust.targets((target) => target.kind !== 'lib' && wanted(target));
  const used = rust.targets(isPlainLibrary).flatMap((library): Used[] => {
    const users = crates.filter(({ package: owner }) => owner === library.package);
    return users.length === 0 ? [] : [{ library, users }];
  });
  const known = await rust.ask(
    used.map(({ library }) => library),
    isKnown,
  );
  return used.filter((_, at) => known[at]);
}

/** A crate of procedural macros exports others than it has. */
const isPlainLibrary = ({ kind, crateTypes }: Target): boolean => kind === 'lib' && !crateTypes.includes('proc-macro');

const isImport = ({ how }: LibraryName): boolean => how === 'imports';

const told = ({ segments, how, path, line, column }: LibraryName): MissingImport => ({
  ...{ path, line, column },
  message: `${how} ${segments.join('::')}, which the crate does not have: rustc refuses it`,
});
