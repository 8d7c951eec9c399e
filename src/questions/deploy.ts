/** What section 8, "Deployment Readiness", asks of a crate, and of a module's programs. */

import type { CrateModel } from '../models/rust/crate/crate-model.ts';
import { type CodeBody, codeBodies } from '../models/rust-bodies/code-bodies.ts';
import { healthEndpoints } from '../models/rust-code/health.ts';
import { emissions, observableWork } from '../models/rust-code/observability.ts';
import type { Operations } from '../models/rust-code/operations.ts';
import { type RunningService, serviceOf } from '../models/rust-code/service.ts';
import { settingsOf } from '../models/rust-code/settings.ts';
import { shutdownOf } from '../models/rust-code/shutdown.ts';
import type { OpenCrate } from '../models/rust-module/open-crate.ts';
import type { OpenModule, RustTarget } from '../models/rust-module/question.ts';

/** @param tracing that crate is a dependency, so that a bare `info!` is its own */
export function observed({ complete }: OpenCrate, tracing: boolean) {
  const emitted = emissions(complete, tracing);
  return { emitted, io: emitted.length > 0 ? [] : [observableWork(complete) ?? []].flat() };
}

/** How a crate is operated that no program of the module runs. */
export const operatedAlone = ({ complete }: OpenCrate): Operations => operations([], codeBodies(complete), [complete]);

/**
 * How the programs are operated; where none of them stays up, all code.
 * @param libraries that they may call
 */
export function operated(
  module: OpenModule,
  programs: readonly RustTarget[],
  libraries: readonly RustTarget[],
  code: readonly RustTarget[],
): Operations {
  const running = runningServices(module, programs, libraries);
  const isRun = ({ target }: RustTarget) =>
    target.kind === 'lib' || running.some(({ binary }) => binary === target.name);
  const isNone = running.length === 0;
  const crates = code.filter((crate) => isNone || isRun(crate)).map((crate) => module.open(crate).complete);
  const bodies = isNone ? crates.flatMap(codeBodies) : running.flatMap(({ reached }) => [...reached.bodies]);
  return operations(running, [...new Set(bodies)], crates);
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
  const isUsed = (type: string) => running.length === 0 || running.some(({ reached }) => reached.types.has(type));
  return {
    services: running.map(({ binary, reason, place }) => ({ binary, reason, place })),
    // Arguments of the module's other programs set nothing of its services.
    settings: settingsOf(bodies, crates, isUsed),
    health: running.flatMap(({ reached }) => healthEndpoints(reached.bodies)),
    shutdown: shutdownOf(bodies),
  };
}
