import type { CiRun } from './ci.ts';

/**
 * Analyses by CodeQL that leave Rust out, with the languages that they take: those that the `languages` of the `init` before names, in the same job.
 * Without that input CodeQL takes what it finds, Rust too; a language that only the run knows may be Rust.
 */
export function analysesWithoutRust(runs: readonly CiRun[]): ReadonlyMap<CiRun, string> {
  const found = new Map<CiRun, string>();
  const languages = new Map<string, string | undefined>();
  for (const run of runs) {
    const job = `${run.occasion.kind} ${run.chain[0]?.path ?? run.place.path} ${run.job}`;
    if (run.action?.name === 'github/codeql-action/init') languages.set(job, run.action.with.get('languages'));
    if (run.action?.name !== 'github/codeql-action/analyze') continue;
    const named = languages.get(job) ?? '';
    if (named !== '' && !/\brust\b|⟪/.test(named)) found.set(run, named.split(/[\s,]+/).join(', '));
  }
  return found;
}
