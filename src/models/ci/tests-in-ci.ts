import { shortened } from '../text/shortened.ts';
import { coversAll } from '../workflow/evaluate.ts';
import type { System } from '../workflow/runner.ts';
import { type CargoCommand, cargoCommand, optionOf, testsRun } from './cargo-command.ts';
import type { Ci, CiRun } from './ci.ts';
import type { Owner } from './own-folder.ts';
import { type Hit, onePerPlace, unique } from './search.ts';
import { programOf } from './wrapper.ts';

/** What CI does with the tests on a push to the main branch. */
export interface TestsInCi {
  /** Unmasked test commands that run on pushes, conditional ones too. */
  readonly steps: readonly Hit[];
  readonly masked: readonly Hit[];
  /** Test commands on other occasions only: pull requests, tags, by hand. */
  readonly elsewhen: readonly Hit[];
  /** What may run tests, and cannot be looked into; in every cell of a matrix. */
  readonly opaque: readonly Hit[];
  /** Workflows of other repositories that are called on a push. */
  readonly elsewhere: readonly CiRun[];
}

/** Reads the test commands out of what CI does. */
export function testsInCi(ci: Ci, owner: Owner): TestsInCi {
  const hits: Hit[] = [];
  const opaque: Hit[] = [];
  for (const run of ci.runs) {
    const command = cargoCommand(run.argv);
    const restricted = command === undefined ? undefined : testsRun(command);
    if (restricted !== undefined && command !== undefined) {
      // a test of another module, such as a fuzzing crate with a workspace of its own, is none of this one
      const whose = run.onCode ? owner(run) : 'another';
      const words = wordsFor(run, command, restricted);
      if (whose === 'own') hits.push({ run, what: words });
      if (whose === 'unknown') opaque.push({ run, what: `${words}, in a folder that the repository does not have,` });
    } else if (mayTest(run, command)) opaque.push({ run, what: `\`${spelled(run.argv.slice(0, 6))}\`` });
  }
  const onPush = hits.filter(({ run }) => run.occasion.kind === 'push');
  return {
    steps: onPush.filter(({ run }) => run.mask === undefined),
    masked: unique(onPush.filter(({ run }) => run.mask !== undefined)),
    elsewhen: unique(hits.filter(({ run }) => run.occasion.kind !== 'push')),
    opaque: opaque.filter(({ run }) => run.occasion.kind === 'push' && run.mask === undefined),
    elsewhere: onePerPlace(ci.runs.filter((run) => run.elsewhere && run.occasion.kind === 'push')),
  };
}

function wordsFor(run: CiRun, command: CargoCommand, restricted: readonly string[]): string {
  const words = spelled(run.argv);
  const shown = shortened(words, 70);
  const notes = [
    ...(command.through === undefined ? [] : [`through ${command.through}`]),
    ...(restricted.length === 0 ? [] : [`restricted by ${restricted.join(', ')}`]),
  ];
  return notes.length === 0 ? `\`${shown}\`` : `\`${shown}\` (${notes.join('; ')})`;
}

/** A command line as a reader wrote it: what is unknown goes back to its expression. */
function spelled(argv: readonly string[]): string {
  return argv
    .join(' ')
    .replace(/\u27ea(.*?)\u27eb/g, (_, inside: string) =>
      inside === 'make' || inside === 'just' ? '…' : `\${{ ${inside} }}`,
    );
}

/** Programs that may well run the tests in a way that is not read here. */
function mayTest(run: CiRun, command: CargoCommand | undefined): boolean {
  const words = run.argv.join(' ');
  if (command?.name === 'tarpaulin' || command?.name === 'mutants') return true;
  const names = /(^|[^a-z])(tests?|ci|check|all|nextest)([^a-z]|$)/i;
  const plainly = /(^|[^a-z])(tests?|ci|nextest)([^a-z]|$)/i;
  if (command?.name === 'xtask' || command?.name === 'make' || command?.name === 'x') return plainly.test(words);
  if (command?.name === 'run')
    return plainly.test(command.rest.join(' ')) || /(^|-)(ci|test)/.test(optionOf(command, '-p') ?? '');
  const program = programOf(run.argv[0] ?? '');
  if (
    ['make', 'gmake', 'just', 'task', 'earthly', 'bazel', 'buck2', 'moon', 'mage', 'ninja', 'meson'].includes(program)
  )
    return names.test(words);
  if (program === 'nix' || program === 'nix-build') return /flake|build|check/.test(words);
  // what runs in a container or under WSL runs on another system than the runner's
  return ['docker', 'podman', 'wsl'].includes(program) && /\b(cargo|test)\b/.test(words);
}

export type Coverage = 'surely' | 'perhaps' | 'not';

/** Whether tests run on a system; with `unknown` on those whose system the labels do not tell. */
export function testedOn(tests: TestsInCi, system: System | undefined): Coverage {
  const there = tests.steps.filter(({ run }) => run.system === system);
  if (there.length === 0) return 'not';
  return coversAll(there.map(({ run }) => run.guards)) ? 'surely' : 'perhaps';
}

/** Whether tests run on a push at all, on whatever system. */
export function tested(tests: TestsInCi): Coverage {
  if (tests.steps.length === 0) return 'not';
  return coversAll(tests.steps.map(({ run }) => run.guards)) ? 'surely' : 'perhaps';
}
