/** The items that only hold once a module is in production. */
import { at as nodeAt, textOf } from '../models/yaml/node.ts';
import type { Repo } from '../repo.ts';
import { Broken, notApplicable, type Verdict } from '../rule.ts';

/** A check that asks only modules whose cim.yaml says `status: production`. */
export function onceInProduction(check: (repo: Repo) => Verdict | Promise<Verdict>): (repo: Repo) => Promise<Verdict> {
  return async (repo) => {
    const status = await statusOf(repo);
    if (status === 'production') return check(repo);
    return notApplicable(
      status === undefined
        ? 'no cim.yaml says that the module is in production'
        : `status is ${status}, not production`,
    );
  };
}

async function statusOf(repo: Repo): Promise<string | undefined> {
  try {
    const status = nodeAt((await repo.cimYaml()).module, 'status');
    return status === undefined ? undefined : textOf(status);
  } catch (thrown) {
    if (thrown instanceof Broken) return undefined;
    throw thrown;
  }
}
