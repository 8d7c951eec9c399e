/** Which dependencies may change by themselves. */

import type { Dependency } from './dependencies.ts';
import type { Place } from './manifest.ts';
import { parseRequirement } from './requirement.ts';
import type { CargoModule } from './workspace.ts';

interface Pinning extends Place {
  readonly dependency: Dependency;
  readonly message: string;
  /** True for what is told and not held against the module. */
  readonly note: boolean;
}

export interface Pinnings {
  /** How many dependencies were looked at, one that many members inherit counted once. */
  readonly total: number;
  readonly findings: readonly Pinning[];
}

/** Looks at every dependency of every package, and at those of the workspace that nobody inherits. */
export function readPinning(module: CargoModule): Pinnings {
  const own = module.packages.flatMap((one) => one.dependencies).filter((one) => !one.inherited);
  const inherited = module.packages.flatMap((one) => one.dependencies).filter((one) => one.inherited);
  const shared = module.workspace === module.root ? module.workspaceDependencies : onePerSource(inherited);
  const all = [...shared, ...own];
  const devOnly = new Set(inherited.map((one) => one.key));
  for (const one of inherited) if (one.kind !== 'dev') devOnly.delete(one.key);
  const findings = all.flatMap((one) => {
    const isDev =
      one.place.path === one.sourcePlace.path && shared.includes(one) ? devOnly.has(one.key) : one.kind === 'dev';
    return findingsOf(one, isDev, module);
  });
  return { total: all.length, findings };
}

function onePerSource(dependencies: readonly Dependency[]): readonly Dependency[] {
  const bySource = new Map(dependencies.map((one) => [`${one.sourcePlace.path}:${one.sourcePlace.line}`, one]));
  return [...bySource.values()];
}

function findingsOf(dependency: Dependency, isDev: boolean, module: CargoModule): Pinning[] {
  const { key, requirement, git, hasPath, path, sourcePlace } = dependency;
  const finding = (message: string, note = false): Pinning => ({ dependency, message, note, ...sourcePlace });
  const findings: Pinning[] = [];
  const isMember = path !== undefined && module.packages.some((one) => one.folder === path);
  if (requirement === undefined && hasPath && isDev && isMember)
    findings.push(finding(`dev-dependency \`${key}\` has a path inside the workspace and no version`, true));
  else if (requirement === undefined)
    findings.push(
      finding(
        `dependency \`${key}\` has no version, only ${hasPath ? 'a path' : git ? 'a git repository' : 'its name'}`,
      ),
    );
  else if (parseRequirement(requirement)?.any)
    findings.push(finding(`dependency \`${key}\` takes any version: \`${requirement}\``));
  if (git !== undefined && git.tag === undefined && git.rev === undefined) {
    const follows = git.branch === undefined ? 'the default branch' : `branch ${git.branch}`;
    findings.push(finding(`git dependency \`${key}\` follows ${follows}, pinned by neither tag nor rev`));
  }
  const moving = git === undefined ? undefined : movingName(git);
  if (moving !== undefined) findings.push(finding(`git dependency \`${key}\` follows ${moving}, a name that moves`));
  if (leadsOut(dependency)) findings.push(finding(`path of dependency \`${key}\` leads outside the module`, true));
  return findings;
}

const leadsOut = ({ hasPath, path }: Dependency): boolean => hasPath && (path === undefined || path.startsWith('..'));

/** Dependencies whose path leads out of the module, each once, where their source is written. */
export function leadingOut({ packages }: CargoModule): (Place & { readonly key: string })[] {
  const found = packages.flatMap(({ dependencies }) => dependencies.filter(leadsOut));
  const distinct = new Map(
    found.map(({ key, sourcePlace }) => [`${sourcePlace.path}:${sourcePlace.line}`, { key, ...sourcePlace }]),
  );
  return [...distinct.values()];
}

/** A `rev` that is neither a commit nor a version, and a tag whose name says that it is set anew. */
function movingName({
  tag,
  rev,
}: {
  readonly tag?: string | undefined;
  readonly rev?: string | undefined;
}): string | undefined {
  if (tag !== undefined)
    return /^(?:latest|nightly|stable|edge|main|master|develop?|head)$/i.test(tag) ? `tag ${tag}` : undefined;
  if (rev === undefined || /^[0-9a-f]{7,64}$/i.test(rev) || /\d+\.\d+/.test(rev)) return undefined;
  return `rev ${rev}`;
}
