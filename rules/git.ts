/** The standard's section "2. Repository Standards", heading "Version Control". */

import { isSettingsPath, readProtection } from '../src/models/git/branch-protection.ts';
import { type Commit, conventionalProblem } from '../src/models/git/commit.ts';
import * as releases from '../src/models/release/problems.ts';
import { isSemVer, type Releases } from '../src/models/release/release.ts';
import { sinceLastRelease, startAt } from '../src/predicates/history-start.ts';
import type { Repo } from '../src/repo.ts';
import {
  counted,
  type Evidence,
  fail,
  listed,
  notApplicable,
  note,
  open,
  partOf,
  pass,
  type RuleGroup,
  review,
  type Verdict,
} from '../src/rule.ts';

const deepen = 'the clone is shallow: `git fetch --unshallow --tags` brings the rest';
const { short } = releases;

async function checkSemVer(repo: Repo): Promise<Verdict> {
  const [git, found] = await Promise.all([repo.git(), readableReleases(repo)]);
  const line = new Map((await git.history()).firstParents().map(({ hash }, place) => [hash, place]));
  const problems = [
    ...releases.malformedVersions(found),
    ...releases.contradictedTags(found),
    ...releases.shrinkingManifests(found),
    ...releases.shrinkingTags(found, (commit) => line.get(commit)),
    ...releases.overtakenManifests(found),
  ];
  const notes = releases.releaseNotes(found);
  if (problems.length > 0)
    return fail(`${counted(problems.length, 'break')} of SemVer in tags and manifests`, ...listed(problems), ...notes);
  const versions = found.packages.filter(({ version }) => version !== undefined && isSemVer(version)).length;
  if (git.shallow) return open(`nothing wrong in what is here, but ${deepen}`, ...notes);
  if (lacksTags(git, found)) return open(withoutTags, ...notes);
  if (found.tags.length + versions === 0)
    return notApplicable('neither a manifest nor a release tag bears a version', ...notes);
  const tags = counted(found.tags.length, 'release tag');
  if (versions === 0 && found.packages.length > 0)
    return fail(`no manifest bears a version, and there ${found.tags.length === 1 ? 'is' : 'are'} ${tags}`, ...notes);
  if (found.packages.length === 0)
    return pass(`${tags}, in growing order; there is no crate to compare with`, ...notes);
  const bare = found.tags.filter(({ manifest }) => manifest === undefined);
  if (bare.length > 0) return review(`at ${bare.length} of ${tags} no manifest was found to compare with`, ...notes);
  const states = found.lines.reduce((sum, { steps }) => sum + steps.length, 0);
  return pass(
    `${tags} and ${counted(versions, 'manifest version')} are SemVer and agree; ${counted(states, 'version')} along the main branch in growing order`,
    ...notes,
  );
}

const withoutTags = 'the clone was made without tags: `git fetch --tags` brings them';

const lacksTags = (git: { hasTags: boolean }, { tags }: Releases): boolean => !git.hasTags && tags.length === 0;

/** @throws Broken for a manifest that does not parse: its version decides, and cannot be read */
async function readableReleases(repo: Repo): Promise<Releases> {
  if ((await repo.cargoResult()).kind === 'broken') await repo.cargo();
  return repo.releases();
}

async function checkReleaseTags(repo: Repo): Promise<Verdict> {
  const [git, found, changelogs] = await Promise.all([repo.git(), readableReleases(repo), repo.changelogs()]);
  if (git.shallow) return open(deepen);
  if (lacksTags(git, found)) return open(withoutTags);
  const { wanted, development } = releases.wantedTags(found, changelogs);
  const missing = wanted.filter(({ crate, version }) => !releases.isTagged(found, crate, version));
  const notes = releases.tagNotes(found, development);
  if (missing.length > 0) {
    const alone = found.packages.length < 2;
    const names = missing.map(({ crate, version }) => (crate === undefined || alone ? version : `${crate} ${version}`));
    const evidence = missing.map((version) => version.evidence);
    return fail(`${counted(names.length, 'version')} without a tag: ${releases.list(names)}`, ...evidence, ...notes);
  }
  const present = found.packages.filter(({ name, version }) => releases.isTagged(found, name, version ?? ''));
  if (wanted.length + present.length > 0)
    return pass(`every released version has its tag (${counted(found.tags.length, 'release tag')})`, ...notes);
  return found.packages.length === 0
    ? notApplicable('neither a manifest nor a changelog says which versions there were', ...notes)
    : notApplicable('no version has been released before the present one: there is nothing to tag', ...notes);
}

async function checkProtectedMain(repo: Repo): Promise<Verdict> {
  const git = await repo.git();
  const { mainBranch } = git;
  if (mainBranch === undefined) {
    await git.history(); // throws with the reason
    return open('there is no branch yet');
  }
  const { repositoryFiles: files } = repo;
  const found = files.paths
    .filter(isSettingsPath)
    .map((path) => readProtection(path, files.text(path) ?? '', mainBranch.name));
  const [first, ...rest] = found.flatMap(({ protects }) => protects);
  const others = found.flatMap((one) => one.others.map(note));
  if (first !== undefined) return pass(first, ...rest, ...others);
  return open(`only GitHub can tell whether ${mainBranch.name} is protected: no settings as code say so`, ...others);
}

async function checkConventionalCommits(repo: Repo): Promise<Verdict> {
  const [git, since] = await Promise.all([repo.git(), sinceLastRelease(repo)]);
  const history = await git.history();
  const judged = history.since(since.commit).filter((commit) => isNoMerge(commit) && commit.time >= since.time);
  const types = repo.settings.commitTypes && new Set(repo.settings.commitTypes.map((type) => type.toLowerCase()));
  const problems = judged.flatMap((commit) => problemOf(commit, types));
  const all = history.commits.filter(isNoMerge);
  const metrics = {
    conventional: all.filter((commit) => problemOf(commit, types).length === 0).length,
    commits: all.length,
  };
  const share = note(
    `${partOf(metrics.conventional, metrics.commits, 'commit of the whole history', ['is', 'are'], 'commits of the whole history')} conventional`,
  );
  const [one, many] = [`commit ${since.words}`, `commits ${since.words}`];
  if (problems.length > 0)
    return {
      ...fail(
        `${partOf(problems.length, judged.length, one, ['is', 'are'], many)} not conventional`,
        ...listed(problems),
        share,
      ),
      metrics,
    };
  if (isCut(git, judged)) return open(`nothing wrong in what is here, but ${deepen}`, share);
  if (judged.length === 0) return notApplicable(`no commit ${since.words} but merges`, share);
  return {
    ...pass(
      judged.length === 1
        ? `the one commit ${since.words} is conventional`
        : `all ${judged.length} ${many} are conventional`,
      share,
    ),
    metrics,
  };
}

async function checkLinearHistory(repo: Repo): Promise<Verdict> {
  const [git, since] = await Promise.all([repo.git(), startAt(repo, repo.settings.linearSince)]);
  const judged = (await git.history()).since(since.commit).filter(({ time }) => time >= since.time);
  const merges = judged.filter((commit) => !isNoMerge(commit));
  const metrics = { merges: merges.length, commits: judged.length };
  const found = merges.map(({ hash, header }) => ({ message: `${short(hash)} "${header}" is a merge` }));
  const amount = `${counted(judged.length, 'commit')} ${since.words}`;
  if (merges.length > 0)
    return { ...fail(`${counted(merges.length, 'merge')} among ${amount}`, ...listed(found)), metrics };
  if (isCut(git, judged)) return open(`no merge in what is here, but ${deepen}`);
  if (judged.length === 0) return notApplicable(`no commit ${since.words}`);
  return { ...pass(`${amount}, none with two parents`), metrics };
}

const isNoMerge = ({ parents }: Commit): boolean => parents.length < 2;

/** A shallow clone says of its last commits that they have no parents. */
const isCut = ({ shallowAt }: { shallowAt: ReadonlySet<string> }, judged: readonly Commit[]): boolean =>
  shallowAt.size > 0 && judged.some(({ hash }) => shallowAt.has(hash));

function problemOf(commit: Commit, types: ReadonlySet<string> | undefined): Evidence[] {
  const problem = conventionalProblem(commit.header, types);
  return problem === undefined ? [] : [{ message: `${short(commit.hash)} "${commit.header}" ${problem}` }];
}

const group: RuleGroup = {
  slug: 'git',
  section: '2. Repository Standards',
  title: 'Version Control',
  rules: [
    {
      id: 'git/semver',
      text: 'Semantic versioning (SemVer) strictly followed',
      why: "Users' requirements mean what SemVer says.",
      how: 'Release tags and the manifest are SemVer, grow along the history and agree.',
      fix: "Bump the manifest before tagging, and tag with the manifest's version.",
      check: checkSemVer,
    },
    {
      id: 'git/release-tags',
      text: 'Git tags for all releases',
      why: 'A version without a tag cannot be rebuilt or compared.',
      how: 'Every released changelog entry and every version the manifest had has its tag.',
      fix: 'Tag the commits of the missing versions: `git tag -a vX.Y.Z COMMIT`.',
      check: checkReleaseTags,
    },
    {
      id: 'git/protected-main',
      text: 'Protected main branch',
      why: 'One careless push must not rewrite what others build on.',
      how: 'Protection or a ruleset that is kept as code. What is set on GitHub alone is not asked for: open.',
      fix: 'Protect the branch and keep it as code in .github/settings.yml.',
      check: checkProtectedMain,
    },
    {
      id: 'git/conventional-commits',
      text: 'Commit messages follow conventional commits',
      why: 'Changelogs and versions are derived from messages.',
      how: 'Every commit since the last release is a conventional commit 1.0.0.',
      fix: 'Write subjects as `type(scope): description`.',
      check: checkConventionalCommits,
    },
    {
      id: 'git/linear-history',
      text: 'Clean git history (no merge commits on main)',
      why: 'A linear history can be bisected.',
      how: 'No merge commit on the main branch.',
      fix: 'Rebase or squash instead of merging; set the repository to allow only those.',
      check: checkLinearHistory,
    },
  ],
};

export default group;
