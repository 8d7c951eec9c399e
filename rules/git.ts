/** The standard's section "2. Repository Standards", heading "Version Control". */
import { type RuleGroup, undecided } from '../src/rule.ts';

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
      check: undecided,
    },
    {
      id: 'git/release-tags',
      text: 'Git tags for all releases',
      why: 'A version without a tag cannot be rebuilt or compared.',
      how: 'Every released changelog entry and every version the manifest had has its tag.',
      fix: 'Tag the commits of the missing versions: `git tag -a vX.Y.Z COMMIT`.',
      check: undecided,
    },
    {
      id: 'git/protected-main',
      text: 'Protected main branch',
      why: 'One careless push must not rewrite what others build on.',
      how: 'Protection or a ruleset, seen on GitHub or kept as code.',
      fix: 'Protect the branch and keep it as code in .github/settings.yml.',
      check: undecided,
    },
    {
      id: 'git/conventional-commits',
      text: 'Commit messages follow conventional commits',
      why: 'Changelogs and versions are derived from messages.',
      how: 'Every commit since the last release is a conventional commit 1.0.0.',
      fix: 'Write subjects as `type(scope): description`.',
      check: undecided,
    },
    {
      id: 'git/linear-history',
      text: 'Clean git history (no merge commits on main)',
      why: 'A linear history can be bisected.',
      how: 'No merge commit on the main branch.',
      fix: 'Rebase or squash instead of merging; set the repository to allow only those.',
      check: undecided,
    },
  ],
};

export default group;
