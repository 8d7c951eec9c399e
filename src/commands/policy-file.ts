/** Finds and reads the auditor's policy: `--policy FILE`, else the user's own. Never one of the audited repository. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import { type AppliedPolicy, applyPolicy, extendPolicy, noPolicy } from '../decisions/policy.ts';
import type { Policy } from '../schema/policy.ts';
import { CannotRun, reasonOf } from './failure.ts';
import { nearest } from './nearest.ts';
import { selectors } from './select.ts';

/** Policies that extend policies that extend …: further than this is a mistake. */
const maxDepth = 8;

/** Where the user's own policy is, by the XDG base directory specification. */
function userPolicyPath(env: Readonly<Record<string, string | undefined>>): string {
  const configured = env.XDG_CONFIG_HOME;
  const home = configured?.startsWith('/') ? configured : join(env.HOME ?? homedir(), '.config');
  return join(home, 'cim-ready', 'policy.yaml');
}

/** As `findPolicy`, ready to be used. */
export async function loadPolicy(
  path: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<AppliedPolicy> {
  const policy = await findPolicy(path, env);
  return policy === undefined ? noPolicy : applyPolicy(policy);
}

/**
 * @param path of --policy; undefined means the user's own, if there is one
 * @throws CannotRun when it cannot be read or is not valid, with every problem's place
 */
export async function findPolicy(
  path: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Policy | undefined> {
  const own = userPolicyPath(env);
  if (path === undefined && !existsSync(own)) return undefined;
  const policy = await readPolicy(resolve(path ?? own), []);
  checkItems(policy, path ?? own);
  return policy;
}

async function readPolicy(path: string, via: readonly string[]): Promise<Policy> {
  if (via.includes(path)) throw new CannotRun(`${path}: extends itself, by way of ${via.join(', ')}`);
  if (via.length >= maxDepth) throw new CannotRun(`${path}: more than ${maxDepth} policies extend each other`);
  const [{ readConfig }, { policySchema }] = await Promise.all([
    import('../decisions/config.ts'),
    import('../schema/policy.ts'),
  ]);
  const config = readConfig(readText(path), policySchema);
  if (config.value === undefined) {
    const lines = config.problems.map(
      ({ line, column, message }) => `  ${path}:${line ?? 1}:${column ?? 1}  ${message}`,
    );
    throw new CannotRun(`the policy is not valid\n${lines.join('\n')}`);
  }
  let whole: Policy | undefined;
  for (const base of [config.value.extends ?? []].flat()) {
    if (/^[a-z][a-z0-9+.-]*:/i.test(base)) throw new CannotRun(`${path}: extends takes local files, not ${base}`);
    const read = await readPolicy(resolve(dirname(path), base), [...via, path]);
    whole = whole === undefined ? read : extendPolicy(whole, read);
  }
  return whole === undefined ? config.value : extendPolicy(whole, config.value);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw new CannotRun(`cannot read the policy ${path}: ${reasonOf(thrown)}`);
  }
}

function checkItems(policy: Policy, path: string): void {
  const own = (policy.rules ?? []).map(({ id }) => id);
  const taken = new Set(rules.map(({ id }) => id));
  for (const id of own) if (taken.has(id)) throw new CannotRun(`${path}: the id ${id} is the standard's own`);
  const known = [...selectors(), 'policy', ...own];
  for (const id of Object.keys(policy.items ?? {})) {
    if (known.includes(id)) continue;
    const near = nearest(id, known);
    const hint = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
    throw new CannotRun(`${path}: items: there is no item or group "${id}"${hint}`);
  }
}
