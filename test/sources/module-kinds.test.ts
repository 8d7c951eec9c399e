/** Every kind of module, as a real repository, through the whole pipeline. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GitRepository, itemsOf, open, reportOf, temporaryFolder, writeFiles } from '../git-repository.ts';
import { readFixture } from '../harness.ts';

const manifest = (name: string, version = '0.1.0') =>
  `[package]\nname = "${name}"\nversion = "${version}"\nedition = "2021"\n`;
const crate = (name: string, folder = '') => ({
  [`${folder}Cargo.toml`]: manifest(name),
  [`${folder}src/lib.rs`]: '//! Doc.\n',
});

const verdicts = async (path: string) => {
  const items = await itemsOf(path);
  expect([...items.values()].filter(({ verdict }) => verdict === 'error')).toEqual([]);
  return (id: string) => `${items.get(id)?.verdict}: ${items.get(id)?.evidence[0]?.message}`;
};

describe('kinds of modules', () => {
  test('a crate: the perfect module, with its releases', async () => {
    const files = readFixture('ready');
    const before = (files['Cargo.toml'] ?? '').replace('version = "1.1.0"', 'version = "1.0.0"');
    const repository = await GitRepository.create();
    await repository.commit('feat: register and deliver parcels', { ...files, 'Cargo.toml': before });
    await repository.tag('v1.0.0', '1.0.0');
    await repository.commit('chore: release 1.1.0', { 'Cargo.toml': files['Cargo.toml'] });
    await repository.tag('v1.1.0', '1.1.0');
    const verdict = await verdicts(repository.path);
    for (const id of ['semver', 'release-tags', 'protected-main', 'conventional-commits', 'linear-history'])
      expect(verdict(`git/${id}`)).toMatch(/^pass/);
  });

  test('a virtual workspace', async () => {
    const files = { 'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n', ...crate('a', 'a/'), ...crate('b', 'b/') };
    const repository = await GitRepository.create();
    await repository.commit('feat: two', files);
    await repository.tag('a-v0.1.0', 'a');
    const report = await reportOf(repository.path);
    expect(report.module.kind).toBe('virtual workspace of 2 packages');
    expect(report.items.find(({ id }) => id === 'git/semver')?.verdict).toBe('pass');
  });

  test('a root that is package and workspace, with an excluded member', async () => {
    const root = `${manifest('root')}[workspace]\nmembers = ["a"]\nexclude = ["x"]\n`;
    const repository = await GitRepository.create();
    await repository.commit('feat: x', {
      ...crate('root'),
      'Cargo.toml': root,
      ...crate('a', 'a/'),
      ...crate('x', 'x/'),
    });
    expect((await reportOf(repository.path)).module.kind).toBe('workspace of 2 packages');
  });

  test('a folder inside a repository', async () => {
    const repository = await GitRepository.create();
    await repository.commit('feat: x', { 'README.md': '# All', ...crate('inner', 'modules/inner/') });
    await repository.tag('inner-v0.1.0', 'inner');
    const module = await repository.open('modules/inner');
    expect(module.sources.folder).toBe('modules/inner');
    expect(module.sources.files.paths).toEqual(['Cargo.toml', 'src/lib.rs']);
    expect(module.sources.repositoryFiles.has('README.md')).toBe(true);
    expect((await verdicts(join(repository.path, 'modules/inner')))('git/release-tags')).toMatch(/^pass/);
  });

  test('a folder that the repository around it does not track', async () => {
    const repository = await GitRepository.create();
    await repository.commit('feat: x', { 'README.md': '# All' });
    writeFiles(repository.path, crate('new', 'new/'));
    expect((await repository.open('new')).sources.files.paths).toEqual(['Cargo.toml', 'src/lib.rs']);
    expect((await verdicts(join(repository.path, 'new')))('git/semver')).toMatch(
      /^open: the git repository around the module tracks nothing/,
    );
  });

  test('a template without Rust', async () => {
    const repository = await GitRepository.create();
    await repository.commit('docs: begin', { 'README.md': '# Template\n' });
    expect((await reportOf(repository.path)).module.kind).toBe('no Rust module');
    expect((await verdicts(repository.path))('git/semver')).toMatch(/^notApplicable/);
  });

  test('no git: what .gitignore leaves', async () => {
    const path = temporaryFolder();
    writeFiles(path, {
      ...crate('x'),
      '.gitignore': '*.log\n!keep.log\n/build/\n',
      'a.log': '',
      'keep.log': '',
      'build/x': '',
      'sub/build/y': '',
    });
    const module = await open(path);
    expect(module.sources.files.paths).toEqual(['.gitignore', 'Cargo.toml', 'keep.log', 'src/lib.rs', 'sub/build/y']);
    expect((await verdicts(path))('git/linear-history')).toMatch(/^open: the module is not in a git repository/);
  });

  test('cargo new: a repository without commits, nothing added yet', async () => {
    const repository = await GitRepository.create({ ...crate('x'), '.gitignore': '/target\n', 'target/debug/x': '' });
    expect((await repository.open()).sources.files.paths).toEqual(['.gitignore', 'Cargo.toml', 'src/lib.rs']);
    const verdict = await verdicts(repository.path);
    expect(verdict('git/conventional-commits')).toMatch(/^open: there is no commit yet/);
    expect(verdict('git/protected-main')).toMatch(/^open: there is no commit yet/);
  });

  test('a bare repository, with and without commits', async () => {
    const repository = await GitRepository.create();
    const empty = await repository.clone('--bare');
    expect((await verdicts(empty.path))('git/linear-history')).toMatch(/^open: there is no commit yet/);
    await repository.commit('feat: x', crate('x'));
    const bare = await repository.clone('--bare');
    expect((await bare.open()).sources.files.paths).toEqual([]);
    expect((await verdicts(bare.path))('git/linear-history')).toMatch(/^pass/);
  });

  test('a shallow clone', async () => {
    const repository = await GitRepository.create();
    await repository.commit('feat: x', crate('x'));
    await repository.commit('fix: y', { 'src/lib.rs': '//! Better.\n' });
    const verdict = await verdicts((await repository.clone('--depth=1')).path);
    for (const id of ['semver', 'release-tags', 'conventional-commits', 'linear-history'])
      expect(verdict(`git/${id}`)).toMatch(/^open: .*--unshallow/);
  });

  test('a clone without tags', async () => {
    const repository = await GitRepository.create();
    await repository.commit('feat: x', crate('x'));
    await repository.tag('v0.1.0');
    await repository.commit('feat: y', { 'Cargo.toml': manifest('x', '0.2.0') });
    expect((await verdicts((await repository.clone('--no-tags')).path))('git/release-tags')).toMatch(
      /^open: .*git fetch --tags/,
    );
    expect((await verdicts((await repository.clone()).path))('git/release-tags')).toMatch(/^pass/);
  });

  test('a detached head on an older commit: the main branch is still main', async () => {
    const repository = await GitRepository.create();
    const first = await repository.commit('feat: x', crate('x'));
    const second = await repository.commit('Oops');
    await repository.git('checkout', '-q', first);
    const git = await (await repository.open()).sources.git();
    expect([git.head, git.branch, git.mainBranch]).toEqual([first, undefined, { name: 'main', commit: second }]);
    expect((await verdicts(repository.path))('git/conventional-commits')).toMatch(/^fail/);
  });

  test('a worktree', async () => {
    const repository = await GitRepository.create();
    await repository.commit('feat: x', crate('x'));
    const path = join(temporaryFolder(), 'tree');
    await repository.git('worktree', 'add', '-q', '-b', 'topic', path);
    writeFiles(path, { 'new.txt': 'x' });
    await new GitRepository(path).commit('feat: on the topic');
    const git = await (await open(path)).sources.git();
    expect([git.kind, git.branch, git.mainBranch?.name]).toEqual(['worktree', 'topic', 'main']);
    expect((await git.history()).commits).toHaveLength(1);
    expect((await open(path)).sources.files.has('new.txt')).toBe(true);
  });

  test('a submodule, and the repository that holds it', async () => {
    const inner = await GitRepository.create();
    await inner.commit('feat: inner', crate('inner'));
    const outer = await GitRepository.create();
    await outer.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner.path, 'libs/inner');
    await outer.commit('feat: outer', crate('outer'));
    const module = await outer.open();
    expect(module.sources.files.paths).toEqual(['.gitmodules', 'Cargo.toml', 'src/lib.rs']);
    expect(module.sources.files.leftOut).toEqual({ 'submodules and other repositories': 1 });
    const git = await (await outer.open('libs/inner')).sources.git();
    expect([git.kind, (await git.history()).commits[0]?.header]).toEqual(['submodule', 'feat: inner']);
  });

  test('a repository of SHA-256', async () => {
    const repository = await GitRepository.create({}, '--object-format=sha256');
    await repository.commit('feat: x', crate('x'));
    await repository.tag('v0.1.0', 'x');
    const verdict = await verdicts(repository.path);
    expect([verdict('git/semver'), verdict('git/linear-history')].join()).toMatch(/^pass.*pass/);
  });

  test('a partial clone: what is missing is not fetched', async () => {
    const repository = await GitRepository.create();
    await repository.git('config', 'uploadpack.allowFilter', 'true');
    await repository.commit('feat: x', crate('x'));
    await repository.tag('v0.1.0', 'x');
    await repository.commit('feat: y', { 'Cargo.toml': manifest('x', '0.2.0') });
    const verdict = await verdicts((await repository.clone('--filter=blob:none')).path);
    expect(verdict('git/linear-history')).toMatch(/^pass/);
    expect(verdict('git/semver')).toMatch(/^open: .*partial clone/);
  });

  test('a sparse checkout: what is not here is said to be left out', async () => {
    const repository = await GitRepository.create();
    await repository.commit('feat: x', { ...crate('x'), 'docs/a.md': '# A\n' });
    await repository.git('sparse-checkout', 'set', 'src');
    const { files } = (await repository.open()).sources;
    expect(files.has('docs/a.md')).toBe(false);
    expect(files.leftOut).toEqual({ 'tracked by git and not on disk': 1 });
  });

  test('branches, tags and remote of a clone', async () => {
    const repository = await GitRepository.create();
    await repository.commit('feat: x', crate('x'));
    await repository.git('branch', '-m', 'trunk');
    const clone = await repository.clone();
    await clone.git('remote', 'set-url', 'origin', 'https://token@github.com/cim-example/x.git');
    await clone.git('checkout', '-q', '-b', 'topic');
    const git = await (await clone.open()).sources.git();
    expect([git.mainBranch?.name, git.branch, git.remote?.url]).toEqual([
      'trunk',
      'topic',
      'https://github.com/cim-example/x',
    ]);
  });

  test('a folder without files', async () => {
    const path = temporaryFolder();
    mkdirSync(join(path, 'empty'));
    const items = await itemsOf(join(path, 'empty'));
    expect([...items.values()].filter(({ verdict }) => verdict === 'pass').map(({ id }) => id)).toEqual([]);
    rmSync(join(path, 'empty'), { recursive: true });
  });
});
