/** How the module is operated, asked by all of deploy/*. */
import { publishedPackages } from '../models/cargo/published.ts';
import type { Operations } from '../models/rust-code/operations.ts';
import type { Settings } from '../models/rust-code/settings.ts';
import type { Shutdown } from '../models/rust-code/shutdown.ts';
import { moduleQuestion, question, type RustTarget } from '../models/rust-module/question.ts';
import type { RustModule } from '../models/rust-module/rust-module.ts';

const told = (crates: readonly RustTarget[]) => crates.map(({ target: { kind, name, path } }) => [kind, name, path]);

const code = () => import('../questions/deploy.ts');

const alone = question('how a crate is operated', async (crate) => (await code()).operatedAlone(crate));

/**
 * Services are binaries that stay up, of the packages that stand for the module, under all features.
 * @throws Inapplicable where there is no code, Broken when a file of it does not parse
 */
export async function operationsOf(rust: RustModule): Promise<Operations> {
  return (await operationsOfPrograms(rust)) ?? together(await rust.ask(rust.code(), alone));
}

/** The module's services; none where it has no binary. @throws Broken when a file of one does not parse */
export async function servicesOf(rust: RustModule): Promise<Pick<Operations, 'services' | 'health'>> {
  return (await operationsOfPrograms(rust)) ?? { services: [], health: [] };
}

/** How the binaries are operated, and all code where none of them stays up; undefined where there is none. */
async function operationsOfPrograms(rust: RustModule): Promise<Operations | undefined> {
  const programs = rust.targets(({ kind }) => kind === 'bin', publishedPackages(rust.cargo));
  if (programs.length === 0) return undefined;
  const libraries = rust.shipped();
  return rust.askAll(
    moduleQuestion(
      `services among, libraries and code of ${JSON.stringify([programs, libraries, rust.code()].map(told))}`,
      async (module) => (await code()).operated(module, programs, libraries, rust.code()),
    ),
  );
}

function together(crates: readonly Operations[]): Operations {
  const settings = (list: keyof Settings) => crates.flatMap((crate) => crate.settings[list]);
  const shutdown = (list: keyof Shutdown) => crates.flatMap((crate) => crate.shutdown[list]);
  return {
    services: [],
    settings: {
      reads: settings('reads'),
      fixed: settings('fixed'),
      doubtful: settings('doubtful'),
      hardWired: settings('hardWired'),
    },
    health: [],
    shutdown: {
      terminate: shutdown('terminate'),
      interrupt: shutdown('interrupt'),
      rest: shutdown('rest'),
      aborts: shutdown('aborts'),
      ends: shutdown('ends'),
      spawns: shutdown('spawns'),
    },
  };
}
