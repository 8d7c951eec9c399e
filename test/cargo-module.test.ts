/** Which packages a run sees, by kind of module: what the report's head line and notes say of them. */
import { describe, expect, test } from 'vitest';
import { Repo } from '../src/repo.ts';
import { memoryFiles } from '../src/sources/files.ts';
import { moduleOf } from './harness.ts';

const crate = (name: string, rest = '') => `[package]\nname = "${name}"\nversion = "0.2.0"\n${rest}`;

describe('kinds of module', () => {
  test.each([
    [
      { 'Cargo.toml': crate('a'), 'src/lib.rs': '' },
      { name: 'a', version: '0.2.0', kind: 'crate' },
    ],
    [
      { 'Cargo.toml': '[workspace]\nmembers = ["m"]', 'm/Cargo.toml': crate('m'), 'm/src/lib.rs': '' },
      { kind: 'virtual workspace of 1 package' },
    ],
    [
      { 'Cargo.toml': `${crate('a')}[workspace]\nmembers = ["m"]`, 'src/lib.rs': '', 'm/Cargo.toml': crate('m') },
      { name: 'a', version: '0.2.0', kind: 'workspace of 2 packages' },
    ],
    [{ 'README.md': '# A template' }, { kind: 'no Rust module' }],
    [{ 'Cargo.toml': '[package' }, { kind: 'module' }],
  ])('%j is %j', async (files, expected) => {
    const repo = moduleOf(files as Record<string, string>).repo();
    expect(await repo.describe()).toMatchObject(expected);
  });

  test('what is left out as another module is told', async () => {
    const repo = moduleOf({
      'Cargo.toml': `${crate('a')}[workspace]\nexclude = ["old"]`,
      'src/lib.rs': '',
      'old/Cargo.toml': crate('old'),
      'fuzz/Cargo.toml': `${crate('fuzz')}[workspace]`,
    }).repo();
    expect(
      (await repo.notes()).map(({ message }) => message).filter((said) => !said.startsWith('the files are those')),
    ).toEqual([
      'a manifest that the workspace excludes is another module, not judged here: old/Cargo.toml',
      'a manifest with a [workspace] of its own is another module, not judged here: fuzz/Cargo.toml',
    ]);
  });
});

describe('a folder inside a repository', () => {
  const content = {
    'Cargo.toml':
      '[workspace]\nmembers = ["crates/*"]\n[workspace.package]\nversion = "3.1.4"\n[workspace.dependencies]\nserde = "1"',
    'crates/a/Cargo.toml': '[package]\nname = "a"\nversion.workspace = true\n[dependencies]\nserde.workspace = true',
    'crates/a/src/lib.rs': '',
    'crates/b/Cargo.toml': crate('b'),
    'crates/b/src/lib.rs': '',
  };
  const inFolder = (folder: string) => {
    const prefix = `${folder}/`;
    const own = Object.entries(content).flatMap(([path, text]) =>
      path.startsWith(prefix) ? [[path.slice(prefix.length), text]] : [],
    );
    const sources = moduleOf(content).repo();
    return new Repo(
      {
        name: folder,
        files: memoryFiles(Object.fromEntries(own)),
        repositoryFiles: sources.repositoryFiles,
        folder,
        git: () => sources.git(),
      },
      { today: '2026-01-15' },
    );
  };

  test('is one package, and inherits from the workspace above it', async () => {
    const module = await inFolder('crates/a').cargo();
    expect(module.packages.map(({ name }) => name)).toEqual(['a']);
    expect(module.problems).toEqual([]);
    expect(module.packages[0]).toMatchObject({
      version: { value: '3.1.4', place: { path: '../../Cargo.toml', line: 4 } },
      dependencies: [{ key: 'serde', requirement: '1', sourcePlace: { path: '../../Cargo.toml', line: 6 } }],
    });
  });

  test('without a manifest of its own is no Rust module, and names the manifests below', async () => {
    const repo = inFolder('crates');
    await expect(repo.cargo()).rejects.toThrow(/no Cargo.toml in the module/);
    expect(
      (await repo.notes()).map(({ message }) => message).filter((said) => !said.startsWith('the files are those')),
    ).toEqual([
      'no Cargo.toml is here, but there is ../Cargo.toml: check that folder',
      '2 manifests that no workspace names are other modules, not judged here: a/Cargo.toml, b/Cargo.toml',
    ]);
    expect((await inFolder('crates/a/src').notes())[0]?.message).toMatch(/but there is \.\.\/Cargo\.toml/);
  });
});
