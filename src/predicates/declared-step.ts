/** An organisation's rule about CI: an action that is used, or a program that is run, found as the built-in rules find theirs. */
import type { CiRun } from '../models/ci/ci.ts';
import type { OccasionKind } from '../models/ci/search.ts';
import type { Repo } from '../repo.ts';
import type { Verdict } from '../rule.ts';
import { wishOfCi } from './ci.ts';

export interface DeclaredStep {
  /** `owner/name`, without a version. */
  readonly uses?: string | undefined;
  /** A program, and words among its arguments in this order. */
  readonly runs?: string | undefined;
  readonly on?: readonly OccasionKind[] | undefined;
}

/** @throws Broken without any workflow */
export async function stepFound({ uses, runs, on }: DeclaredStep, repo: Repo): Promise<Verdict> {
  const words = runs?.split(' ') ?? [];
  const recognize = (run: CiRun) => {
    const found = uses === undefined ? startsWithWords(run.argv, words) : run.action?.name === uses.toLowerCase();
    return found ? (uses ?? runs) : undefined;
  };
  const wanted = uses ?? `\`${runs}\``;
  return wishOfCi(await repo.ci(), { recognize, wanted, ...(on === undefined ? {} : { occasions: on }) });
}

/** The program is the first word, by its name; the others follow in order, with any arguments between. */
function startsWithWords(argv: readonly string[], [program, ...rest]: readonly string[]): boolean {
  const [first = '', ...given] = argv;
  if (first !== program && !first.endsWith(`/${program}`)) return false;
  let at = 0;
  for (const argument of given) if (argument === rest[at]) at += 1;
  return at === rest.length;
}
