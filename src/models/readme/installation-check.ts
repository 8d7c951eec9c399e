import type { Package } from '../cargo/package.ts';
import { isPublished } from '../cargo/published.ts';
import { admits, parseRequirement, parseVersion } from '../cargo/requirement.ts';
import { parseRemote } from '../git/remote.ts';
import { joinPath } from '../text/paths.ts';
import type { Installation } from './installation.ts';

/** What one way to install comes to. */
export interface InstallationJudgement {
  way: Installation;
  /** `gets` one of the module's crates at its present version; gets the `wrong` version; is `no` way to get it. */
  outcome: 'gets' | 'wrong' | 'no';
  /** Why it does not, or what is worth knowing though it does. */
  remark?: string;
}

/**
 * Judges a way to install against the module's packages: the requirement, or the git tag read as `=X`, must admit the manifest's
 * version, and a git address must be the module's own.
 * @param homes addresses of the module's repository, as `host/owner/name` in lower case
 */
export function judgeInstallation(
  way: Installation,
  packages: readonly Package[],
  homes: readonly string[],
): InstallationJudgement | undefined {
  const own = way.git === undefined || isHome(way.git.url, homes, packages);
  if (way.kind === 'flake') return own ? judgeVersions(way, packages[0]) : undefined;
  const found = packages.find(({ name }) => name === way.crate) ?? packageAt(way, packages);
  if (found === undefined) return undefined;
  if (!own) return { way, outcome: 'no', remark: `gets ${found.name} from another repository: ${way.git!.url}` };
  if (way.kind === 'cargo install' && !found.targets.some(({ kind }) => kind === 'bin')) {
    return { way, outcome: 'no', remark: `${found.name} has no binary that \`cargo install\` could install` };
  }
  const fromRegistry = way.git === undefined && (way.path === undefined || way.requirement !== undefined);
  if (fromRegistry && !isPublished(found)) {
    return { way, outcome: 'no', remark: `${found.name} is not published (publish = false): no registry has it` };
  }
  if (way.kind !== 'cargo install' && way.git === undefined && !fromRegistry) {
    return { way, outcome: 'no', remark: `path "${way.path}" leads only to a copy that is already there` };
  }
  return judgeVersions(way, found);
}

/** `host/owner/name` of an address, for comparing; undefined for what is no forge's. */
export function homeOf(address: string): string | undefined {
  const remote = parseRemote(address);
  return remote && `${remote.host}/${remote.owner}/${remote.name}`.toLowerCase();
}

/** Without a known home, a repository named as a package is taken for it. */
function isHome(url: string, homes: readonly string[], packages: readonly Package[]): boolean {
  const home = homeOf(url);
  if (home === undefined) return false;
  if (homes.length > 0) return homes.includes(home);
  return packages.some(({ name }) => home.endsWith(`/${name.toLowerCase()}`));
}

function packageAt(way: Installation, packages: readonly Package[]): Package | undefined {
  if (way.path === undefined || way.crate !== '') return undefined;
  const folder = joinPath('', way.path);
  return packages.find((one) => one.folder === folder);
}

function judgeVersions(way: Installation, found: Package | undefined): InstallationJudgement {
  const written = found?.version?.value ?? '0.0.0';
  const version = parseVersion(written);
  if (way.requirement !== undefined) {
    const requirement = parseRequirement(way.requirement);
    if (requirement === undefined)
      return { way, outcome: 'wrong', remark: `"${way.requirement}" is no version requirement` };
    if (version && !admits(requirement, version)) {
      return { way, outcome: 'wrong', remark: `"${way.requirement}" does not admit version ${written}` };
    }
  }
  if (way.git === undefined && way.requirement?.trim() === '*')
    return { way, outcome: 'gets', remark: 'takes any version: crates.io refuses a crate that does' };
  return way.git === undefined ? { way, outcome: 'gets' } : judgeGit(way, way.git, found?.name, written);
}

function judgeGit(
  way: Installation,
  git: NonNullable<Installation['git']>,
  name: string | undefined,
  version: string,
): InstallationJudgement {
  if (git.tag !== undefined) {
    const tagged = /(?:^|[-@/])v?(\d+\.\d+\.\d+\S*)$/.exec(git.tag)?.[1];
    if (tagged === undefined) return { way, outcome: 'gets', remark: `tag ${git.tag} names no version` };
    if (tagged !== version)
      return { way, outcome: 'wrong', remark: `tag ${git.tag} is not version ${version}${name ? ` of ${name}` : ''}` };
    return { way, outcome: 'gets' };
  }
  if (git.rev !== undefined) return { way, outcome: 'gets' };
  return {
    way,
    outcome: 'gets',
    remark: git.branch === undefined ? 'follows the default branch' : `follows branch ${git.branch}`,
  };
}
