/** The module's services, and what they do about being operated: settings, health, and coming to rest. */
import { publishedPackages } from '../cargo/published.ts';
import type { CrateModel } from '../rust/crate/crate-model.ts';
import { moduleQuestion, type OpenModule, question, type RustModule, type RustTarget } from '../rust-module.ts';
import { bodiesOf, type CodeBody } from './crate-bodies.ts';
import { type HealthEndpoint, healthEndpoints } from './health.ts';
import { type RunningService, type Service, serviceOf } from './service.ts';
import { type Settings, settingsOf } from './settings.ts';
import { type Shutdown, shutdownOf } from './shutdown.ts';

/** How the module is operated: what one of its services does is done; where it has none, what its code does. */
export interface Operations {
  readonly services: readonly Service[];
  readonly settings: Settings;
  readonly health: readonly HealthEndpoint[];
  readonly shutdown: Shutdown;
}

/** Folders whose packages are not what the module deploys. */
const ASIDE = /(?:^|\/)(?:examples?|xtask|benches|tests?|fuzz)(?:\/|$)/;

const alone = question('how a crate is operated', ({ complete }) => operations([], bodiesOf(complete), [complete]));

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
  const programs = rust
    .targets(({ kind }) => kind === 'bin', publishedPackages(rust.cargo))
    .filter(({ package: { folder } }) => !ASIDE.test(folder));
  if (programs.length === 0) return undefined;
  const [code, libraries] = [rust.code(), rust.targets(({ kind }) => kind === 'lib')];
  return rust.askAll(
    moduleQuestion(`services among ${programs.map(({ target }) => target.path)}`, (module) => {
      const running = runningServices(module, programs, libraries);
      const isRun = ({ target }: RustTarget) =>
        target.kind === 'lib' || running.some(({ binary }) => binary === target.name);
      const isNone = running.length === 0;
      const crates = code.filter((crate) => isNone || isRun(crate)).map((crate) => module.open(crate).complete);
      const bodies = isNone ? crates.flatMap(bodiesOf) : running.flatMap(({ reached }) => [...reached.keys()]);
      return operations(running, [...new Set(bodies)], crates);
    }),
  );
}

function together(crates: readonly Operations[]): Operations {
  const settings = (list: keyof Settings) => crates.flatMap((crate) => crate.settings[list]);
  const shutdown = (list: keyof Shutdown) => crates.flatMap((crate) => crate.shutdown[list]);
  return {
    services: [],
    settings: { reads: settings('reads'), fixed: settings('fixed'), hardWired: settings('hardWired') },
    health: [],
    shutdown: {
      terminate: shutdown('terminate'),
      interrupt: shutdown('interrupt'),
      rest: shutdown('rest'),
      spawns: shutdown('spawns'),
    },
  };
}

function runningServices(
  module: OpenModule,
  programs: readonly RustTarget[],
  libraries: readonly RustTarget[],
): RunningService[] {
  // One that does not parse leaves it open which of the others stay up.
  const opened = programs.map((program) => [program.target.name, module.open(program).model] as const);
  const models = libraries.map((library) => module.open(library).complete);
  return opened.flatMap(([name], index) => serviceOf(name, module.open(programs[index]!).complete, models) ?? []);
}

function operations(
  running: readonly RunningService[],
  bodies: readonly CodeBody[],
  crates: readonly CrateModel[],
): Operations {
  return {
    services: running.map(({ binary, reason, place }) => ({ binary, reason, place })),
    settings: settingsOf(bodies, crates),
    health: running.flatMap(({ reached }) => healthEndpoints(reached.keys())),
    shutdown: shutdownOf(bodies),
  };
}
