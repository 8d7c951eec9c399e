import { describe, expect, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, opens, ready, readyHistory, reviews } from '../harness.ts';
import { TestHistory } from '../history.ts';

const manifest = (version: string, name = 'cim-parcel') =>
  `[package]\nname = "${name}"\nversion = "${version}"\nedition = "2021"\n`;
/** A module that is only its manifest, at the head of a history. */
const crate = (history: TestHistory, version: string) =>
  moduleOf({ 'Cargo.toml': manifest(version), 'src/lib.rs': '' }, history.git);
const bump = (history: TestHistory, version: string) =>
  history.commit(`chore: release ${version}`, { 'Cargo.toml': manifest(version) });
const first = bump(new TestHistory(), '0.1.0').tag('v0.1.0');
const noGit = moduleOf(ready.content);

describe('git/semver', () => {
  test('tags and manifests that agree and grow', async () => {
    await holds('git/semver', ready, /2 release tags and 1 manifest version are SemVer and agree/);
    await holds('git/semver', crate(bump(new TestHistory(), '0.1.0'), '0.1.0'), /0 release tags and 1 manifest/);
    await holds('git/semver', crate(bump(first, '0.2.0-alpha.1'), '0.2.0-alpha.1'));
  });
  test('a tag that is no SemVer', async () => {
    await breaks('git/semver', ready.withGit(readyHistory.tag('v1.2').git), /tag v1\.2 has two numbers/);
    await breaks('git/semver', ready.withGit(readyHistory.tag('v1.02.3').git), /leading zero/);
    await breaks('git/semver', ready.withGit(readyHistory.tag('V1.2.3').git), /small `v`/);
  });
  test('releases, and no manifest that bears a version', () =>
    breaks(
      'git/semver',
      ready.with('Cargo.toml', (old) => old.replace('version = "1.1.0"\n', '')),
      /no manifest bears a version, and there are 2 release tags/,
      { also: ['git/release-tags', 'ci/release', 'cargo/', 'cim-yaml/', 'docs/', 'api/', 'files/', 'deploy/'] },
    ));
  test('a tag that was set before the bump is named as such', () => {
    const early = bump(first.commit('feat: x').tag('v0.2.0'), '0.2.0');
    return breaks(
      'git/semver',
      crate(early, '0.2.0'),
      /tag v0\.2\.0 at aaaaaa2 was set before the bump \(aaaaaa3 has it\): Cargo\.toml says 0\.1\.0/,
    );
  });
  test('a tag on another version', () =>
    breaks(
      'git/semver',
      crate(bump(first, '0.3.0').tag('v0.2.0'), '0.3.0'),
      /v0\.2\.0 .* was set on another version: Cargo\.toml says 0\.3\.0/,
    ));
  test('a manifest that goes back', () =>
    breaks(
      'git/semver',
      crate(bump(bump(first, '0.3.0'), '0.2.0'), '0.2.0'),
      /went back from 0\.3\.0 to 0\.2\.0 in aaaaaa3/,
    ));
  test('tags that go back', () => {
    const history = bump(bump(new TestHistory(), '0.2.0').tag('v0.2.0'), '0.1.0').tag('v0.1.0');
    return breaks('git/semver', crate(history, '0.1.0'), /tag v0\.1\.0 stands after v0\.2\.0/);
  });
  test('a manifest behind the newest tag', () =>
    breaks(
      'git/semver',
      crate(bump(first, '0.2.0').tag('v0.2.0').commit('fix: x'), '0.1.0'),
      /Cargo\.toml:3 says 0\.1\.0, behind the newest tag v0\.2\.0/,
    ));
  test('skipped versions are noted', () =>
    holds(
      'git/semver',
      crate(bump(first, '0.3.0').tag('v0.3.0'), '0.3.0'),
      /versions were skipped between v0\.1\.0 and v0\.3\.0/,
    ));
  test('tags of a workspace name their crate', async () => {
    const files = {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
      'a/Cargo.toml': manifest('0.2.0', 'a'),
      'b/Cargo.toml': manifest('1.0.0', 'b'),
    };
    const history = new TestHistory().commit('feat: x', files).tag('a-v0.2.0').tag('b-v1.0.0').tag('gone-v9.0.0');
    const module = (git: TestHistory) => moduleOf({ ...files, 'a/src/lib.rs': '', 'b/src/lib.rs': '' }, git.git);
    await holds('git/semver', module(history), /name no version of a package here: gone-v9\.0\.0/);
    await breaks('git/semver', module(history.tag('a-v0.3.0')), /tag a-v0\.3\.0 .*a\/Cargo\.toml says 0\.2\.0/);
  });
  test('a version of the whole workspace', async () => {
    const files = {
      'Cargo.toml': '[workspace]\nmembers = ["a"]\n\n[workspace.package]\nversion = "0.2.0"\n',
      'a/Cargo.toml': '[package]\nname = "a"\nversion.workspace = true\n',
      'a/src/lib.rs': '',
    };
    const history = new TestHistory().commit('feat: x', files).tag('v0.2.0');
    await holds('git/semver', moduleOf(files, history.git));
    await breaks('git/semver', moduleOf(files, history.tag('v0.3.0').git), /behind the newest tag v0\.3\.0/);
  });
  test('a manifest that does not parse', async () => {
    const module = crate(first, '0.1.0').with('Cargo.toml', '[package');
    await breaks('git/semver', module, /Cargo\.toml does not load/, {
      also: [
        'cargo/',
        'git/release-tags',
        'docs/',
        'structure/',
        'api/',
        'testing/',
        'performance/',
        'security/',
        'files/',
        'deploy/',
        'events/',
        'nats/',
        'ci/',
        'maintenance/',
        'cim-yaml/',
      ],
    });
  });
  test('a shallow clone, no git, nothing with a version', async () => {
    await opens('git/semver', ready.withGit(readyHistory.shallow(1).git), /--unshallow/, {
      also: ['git/', 'testing/coverage', 'docs/changelog'],
    });
    await opens('git/semver', noGit, /not in a git repository/);
    const template = new TestHistory().commit('docs: x');
    const readme = { 'README.md': '# x' };
    await doesNotApply('git/semver', moduleOf(readme, template.git), /neither a manifest nor a release tag/);
    await holds('git/semver', moduleOf(readme, template.tag('v1.0.0').git), /no crate to compare with/);
    await opens(
      'git/semver',
      crate(bump(new TestHistory(), '0.1.0').with({ hasTags: false }), '0.1.0'),
      /git fetch --tags/,
    );
    const later = bump(new TestHistory().commit('docs: x').tag('v0.0.1'), '0.1.0');
    await reviews('git/semver', crate(later, '0.1.0'), /at 1 of 1 release tag no manifest was found/);
  });
});

describe('git/release-tags', () => {
  test('every version has its tag', () =>
    holds('git/release-tags', ready, /every released version has its tag \(2 release tags\)/));
  test('a version that the manifest had', () =>
    breaks(
      'git/release-tags',
      crate(bump(bump(new TestHistory(), '0.1.0'), '0.2.0').tag('v0.2.0'), '0.2.0'),
      /1 version without a tag: 0\.1\.0[\s\S]*had 0\.1\.0 from aaaaaa1 on/,
    ));
  test('a version that the changelog calls released', async () => {
    const module = ready.with('CHANGELOG.md', (old) => `${old}\n## [0.9.0] - 2025-01-01\n\n- Trial.\n`);
    await breaks('git/release-tags', module, /CHANGELOG\.md:\d+ 0\.9\.0 is said to be released/, {
      also: ['docs/changelog'],
    });
    const undated = ready.with('CHANGELOG.md', (old) => `${old}\n## 0.9.0\n\n- Trial.\n`);
    await breaks('git/release-tags', undated, /0\.9\.0 is said to be released/, { also: ['docs/changelog'] });
  });
  test('lightweight and unsigned tags are noted, and versions between releases need none', async () => {
    const history = bump(bump(first, '0.2.0-dev'), '0.2.0').tag('v0.2.0', { annotated: false });
    await holds('git/release-tags', crate(history, '0.2.0'), /lightweight: v0\.2\.0[\s\S]*1 development version/);
    await holds(
      'git/release-tags',
      crate(bump(first, '0.2.0').tag('v0.2.0', { signed: false }), '0.2.0'),
      /not signed: v0\.2\.0/,
    );
  });
  test('an unpublished member of a workspace has no releases', async () => {
    const member = (version: string, more: string) => ({
      'Cargo.toml': '[workspace]\nmembers = ["a"]\n',
      'a/Cargo.toml': manifest(version, 'a') + more,
      'a/src/lib.rs': '',
    });
    const history = (more: string) =>
      new TestHistory()
        .commit('feat: x', member('0.1.0', more))
        .commit('feat: y', member('0.2.0', more))
        .tag('a-v0.2.0');
    await breaks('git/release-tags', moduleOf(member('0.2.0', ''), history('').git), /a\/Cargo\.toml had 0\.1\.0/);
    const unpublished = 'publish = false\n';
    await holds('git/release-tags', moduleOf(member('0.2.0', unpublished), history(unpublished).git));
  });
  test('a shallow clone, a clone without tags, no git, nothing released', async () => {
    await opens('git/release-tags', ready.withGit(readyHistory.shallow(2).git), /--unshallow/, {
      also: ['git/', 'testing/coverage', 'docs/changelog'],
    });
    await opens(
      'git/release-tags',
      crate(bump(bump(new TestHistory(), '0.1.0'), '0.2.0').with({ hasTags: false }), '0.2.0'),
      /git fetch --tags/,
    );
    await opens('git/release-tags', noGit, /not in a git repository/);
    await doesNotApply('git/release-tags', crate(bump(new TestHistory(), '0.1.0'), '0.1.0'), /nothing to tag/);
    const template = new TestHistory().commit('docs: x').tag('v1.0.0').git;
    await doesNotApply(
      'git/release-tags',
      moduleOf({ 'README.md': '# x' }, template),
      /neither a manifest nor a changelog/,
    );
  });
});

describe('git/protected-main', () => {
  const ruleset = (change: object = {}) =>
    JSON.stringify({
      name: 'main',
      target: 'branch',
      enforcement: 'active',
      conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
      rules: [{ type: 'deletion' }, { type: 'non_fast_forward' }],
      ...change,
    });
  const bare = ready.without('.github/settings.yml');
  test('settings as code', async () => {
    await holds('git/protected-main', ready, /settings\.yml:\d+ main is protected: required_pull_request_reviews/);
    await holds(
      'git/protected-main',
      bare.with('.github/rulesets/main.json', ruleset()),
      /main protects main: deletion, non_fast_forward/,
    );
    const glob = { conditions: { ref_name: { include: ['refs/heads/m*'], exclude: [] } } };
    await holds('git/protected-main', bare.with('.github/rulesets/main.json', ruleset(glob)));
  });
  test.each([
    ['not active', ruleset({ enforcement: 'disabled' }), /not active/],
    ['for tags', ruleset({ target: 'tag' }), /for tags/],
    ['without rules', ruleset({ rules: [] }), /has no rule/],
    ['on new branches', ruleset({ rules: [{ type: 'creation' }, { type: 'branch_name_pattern' }] }), /has no rule/],
    [
      'for another branch',
      ruleset({ conditions: { ref_name: { include: ['refs/heads/dev'], exclude: [] } } }),
      /not for main/,
    ],
    [
      'that leaves main out',
      ruleset({ conditions: { ref_name: { include: ['~ALL'], exclude: ['refs/heads/main'] } } }),
      /not for main/,
    ],
    ['that does not parse', '{', /does not parse/],
  ])('a ruleset %s leaves it to GitHub', async (_, text, message) => {
    await opens('git/protected-main', bare.with('.github/rulesets/main.json', text), message);
  });
  test.each([
    [
      'another branch',
      'branches:\n  - name: dev\n    protection:\n      enforce_admins: true\n',
      /nothing of the branch main/,
    ],
    ['no protection', 'branches:\n  - name: main\n    protection: null\n', /protects it with nothing/],
    [
      'nothing but leave',
      'branches:\n  - name: main\n    protection:\n      allow_force_pushes: true\n      allow_deletions: true\n',
      /asks nothing/,
    ],
    [
      'checks of which none is named',
      'branches:\n  - name: main\n    protection:\n      required_status_checks:\n        strict: true\n        contexts: []\n',
      /asks nothing/,
    ],
    ['empty protection', 'branches:\n  - name: main\n    protection:\n      enforce_admins: false\n', /asks nothing/],
  ])('settings with %s leave it to GitHub', async (_, text, message) => {
    await opens('git/protected-main', ready.with('.github/settings.yml', text), message);
  });
  test('without settings, without git', async () => {
    await opens('git/protected-main', bare, /only GitHub can tell whether main is protected/);
    await opens('git/protected-main', noGit, /not in a git repository/);
  });
});

describe('git/conventional-commits', () => {
  test('since the release before the head', async () => {
    await holds('git/conventional-commits', ready, /all 2 commits since v1\.0\.0 are conventional/);
    const old = bump(new TestHistory().commit('Initial commit'), '0.1.0')
      .tag('v0.1.0')
      .commit('Fix: any noun, any case');
    await holds(
      'git/conventional-commits',
      crate(old, '0.1.0'),
      /the one commit since v0\.1\.0[\s\S]*2 of 3 commits of the whole history/,
    );
  });
  test('a subject without a type', async () => {
    await breaks(
      'git/conventional-commits',
      ready.withGit(readyHistory.commit('Update files').git),
      /1 of 1 commit since v1\.1\.0[\s\S]*aaaaaa4 "Update files" has no type/,
    );
    await breaks(
      'git/conventional-commits',
      crate(new TestHistory().commit('feat(x) : y'), '0.1.0'),
      /in the whole history/,
    );
  });
  test('merges belong to linear-history', async () => {
    const merged = ready.withGit(readyHistory.merge().git);
    await holds('git/conventional-commits', merged, undefined, { also: ['git/linear-history'] });
  });
  test('the auditor narrows types and range', async () => {
    await breaks('git/conventional-commits', ready.under({ commitTypes: ['feat'] }), /type `chore` is not in the list/);
    const old = ready.withGit(readyHistory.commit('Oops').commit('fix: x').git);
    await holds('git/conventional-commits', old.under({ commitsSince: 'aaaaaa4' }), /since aaaaaa4/);
    await opens('git/conventional-commits', ready.under({ commitsSince: 'v9' }), /no tag or commit v9/);
  });
  test('a shallow clone whose range is cut, no git', async () => {
    await opens('git/conventional-commits', ready.withGit(readyHistory.shallow(2).git), /--unshallow/, {
      also: ['git/', 'testing/coverage', 'docs/changelog'],
    });
    await holds(
      'git/conventional-commits',
      ready.withGit(readyHistory.shallow(3).git),
      /all 2 commits since v1\.0\.0/,
      { also: ['git/', 'testing/coverage', 'docs/changelog'] },
    );
    await opens('git/conventional-commits', noGit, /not in a git repository/);
  });
});

describe('git/linear-history', () => {
  test('no commit with two parents', () =>
    holds('git/linear-history', ready, /3 commits in the whole history, none with two parents/));
  test('a merge', async () => {
    const item = await breaks(
      'git/linear-history',
      ready.withGit(readyHistory.merge().git),
      /"Merge branch 'topic'" is a merge/,
    );
    expect(item.metrics).toEqual({ merges: 1, commits: 5 });
  });
  test('a merge before the range asked for', async () => {
    const merged = readyHistory.merge().commit('fix: x').git;
    await holds(
      'git/linear-history',
      ready.withGit(merged).under({ linearSince: '2025-01-01' }).withGit(readyHistory.git),
    );
    await holds(
      'git/linear-history',
      ready.withGit(merged).under({ linearSince: 'aaaaaa5' }),
      /1 commit since aaaaaa5/,
    );
    await opens('git/linear-history', ready.under({ linearSince: 'v9' }), /no tag or commit v9/);
  });
  test('a shallow clone, no git', async () => {
    await opens('git/linear-history', ready.withGit(readyHistory.shallow(1).git), /--unshallow/, {
      also: ['git/', 'testing/coverage', 'docs/changelog'],
    });
    await opens('git/linear-history', noGit, /not in a git repository/);
  });
});
