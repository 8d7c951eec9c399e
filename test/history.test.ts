/** The histories that tests make in memory say what real ones say. */
import { expect, test } from 'vitest';
import type { Git } from '../src/sources/git.ts';
import { GitRepository } from './git-repository.ts';
import { moduleOf } from './harness.ts';
import { TestHistory } from './history.ts';

const manifest = (version: string) => `[package]\nname = "x"\nversion = "${version}"\nedition = "2021"\n`;
const files = (version: string) => ({ 'Cargo.toml': manifest(version), 'src/lib.rs': `//! ${version}\n` });

/** What rules use of a history, with hashes told as subjects. */
async function facts(git: Git) {
  const { commits } = await git.history();
  const subject = (hash: string | undefined) => commits.find((commit) => commit.hash === hash)?.header;
  const states = await git.fileStates(['Cargo.toml']);
  const last = await git.lastChange(['src']);
  return {
    head: subject(git.head),
    main: git.mainBranch?.name,
    commits: commits.map(({ header, parents }) => [header, parents.map(subject)]),
    line: (await git.history()).firstParents().map(({ header }) => header),
    tags: (await git.tags()).map(({ name, commit, annotated, onMain }) => [name, subject(commit), annotated, onMain]),
    states: states.map(({ path, commit }) => [path, subject(commit)]),
    manifests: await Promise.all(
      [...states.map(({ blob }) => blob ?? ''), `${git.head}:Cargo.toml`, `${git.head}:none`].map(async (name) =>
        String(await git.object(name).then((bytes) => bytes && Buffer.from(bytes))),
      ),
    ),
    last: subject(last?.hash),
    distance: await git.distance(commits.at(-1)?.hash ?? '', git.head ?? ''),
  };
}

test('a history in memory and the same one on disk', async () => {
  const made = new TestHistory()
    .commit('feat: begin', files('0.1.0'))
    .tag('v0.1.0')
    .commit('docs: say more', { 'README.md': '# x\n' })
    .commit('chore: release 0.2.0', files('0.2.0'))
    .tag('v0.2.0', { annotated: false, signed: false });
  const repository = await GitRepository.create();
  await repository.commit('feat: begin', files('0.1.0'));
  await repository.tag('v0.1.0', 'v0.1.0');
  await repository.commit('docs: say more', { 'README.md': '# x\n' });
  await repository.commit('chore: release 0.2.0', files('0.2.0'));
  await repository.tag('v0.2.0');
  const real = await facts(await (await repository.open()).sources.git());
  expect(await facts(await made.git())).toEqual(real);

  const inMemory = await moduleOf({ ...files('0.2.0'), 'README.md': '# x\n' }, made.git).items();
  const onDisk = await repository.items();
  for (const id of ['semver', 'release-tags', 'protected-main', 'conventional-commits', 'linear-history'])
    expect(inMemory.get(`git/${id}`)?.verdict).toBe(onDisk.get(`git/${id}`)?.verdict);
});
