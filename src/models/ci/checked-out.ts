import type { Job, Workflow } from '../workflow/workflow.ts';
import { listOf, textOf } from '../yaml/yaml.ts';
import { cargoCommand } from './cargo-command.ts';
import type { CiRun } from './ci.ts';
import { programOf } from './wrapper.ts';

/** Actions that set up a runner or take from it, and bring no code there. What any other action brings is not known. */
const SETUP = /(?:toolchain|cache|install|upload-artifact|codecov|coveralls)|\/setup-/;

/** Programs that can bring code to a runner. */
const FETCHERS = new Set([
  'git',
  'gh',
  'hg',
  'svn',
  'curl',
  'wget',
  'tar',
  'unzip',
  '7z',
  'rsync',
  'scp',
  'aws',
  'gsutil',
  'docker',
  'nix',
  'cp',
]);

/**
 * Masks what cargo is asked for in jobs that check no code out: it finds no manifest there.
 * A container, a runner of one's own and an action that is not known may have the code already.
 */
export function maskWithoutCode(runs: readonly CiRun[], workflows: readonly Workflow[]): CiRun[] {
  const withCode = new Set(runs.filter(bringsCode).map(jobOf));
  for (const { path, jobs } of workflows)
    for (const job of jobs) if (mayHaveCode(job)) withCode.add(`${path} ${job.id}`);
  return runs.map((run) =>
    run.mask !== undefined || withCode.has(jobOf(run)) || !worksOnPackages(run)
      ? run
      : { ...run, mask: 'the job checks no code out, so that there is nothing to work on' },
  );
}

/** The job, as one workflow has it: what it does through composite actions is its own. */
export function jobOf({ job, chain, place }: CiRun): string {
  const paths = [...chain.map(({ path }) => path), place.path];
  return `${paths.findLast((path) => path.startsWith('.github/workflows/')) ?? ''} ${job}`;
}

function bringsCode({ action, argv }: CiRun): boolean {
  if (action !== undefined) return action.name.includes('checkout') || !SETUP.test(action.name);
  return argv.some((word) => FETCHERS.has(programOf(word)));
}

function mayHaveCode({ container, runsOn }: Job): boolean {
  if (container !== undefined || runsOn === undefined || runsOn.kind === 'map') return true;
  return [runsOn, ...listOf(runsOn)].some((label) => /self-hosted/i.test(textOf(label) ?? ''));
}

/** `cargo install` takes from the registry; all else works on a manifest. */
function worksOnPackages({ argv }: CiRun): boolean {
  const command = cargoCommand(argv);
  return command !== undefined && command.name !== 'install' && command.name !== 'binstall';
}
