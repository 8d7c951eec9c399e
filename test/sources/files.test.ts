/** What is read of the module's files, and what is refused. */
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memoryFiles } from '../../src/sources/files.ts';
import { beginModule } from '../../src/sources/module.ts';
import { GitRepository, open, temporaryFolder, writeFiles } from '../git-repository.ts';

const bytes = (...values: number[]) => new Uint8Array(values);

describe('texts', () => {
  const content = {
    'plain.txt': 'ä\r\n',
    'mark.txt': bytes(0xef, 0xbb, 0xbf, 0x61),
    'wide.txt': bytes(0xff, 0xfe, 0x61, 0),
    'bad.txt': bytes(0x61, 0xff, 0x62),
    'binary.rs': bytes(0x61, 0, 0x62),
    'empty.txt': '',
  };
  test.each(['disk', 'memory'])('on %s', async (place) => {
    const root = temporaryFolder();
    writeFiles(root, content);
    const files = place === 'memory' ? memoryFiles(content) : (await open(root)).sources.files;
    expect(files.text('plain.txt')).toBe('ä\r\n');
    expect(files.text('mark.txt')).toBe('a');
    expect(files.text('bad.txt')).toBe('a\uFFFDb');
    expect(files.text('empty.txt')).toBe('');
    expect(files.text('none.txt')).toBeUndefined();
    expect(files.bytes('none.txt')).toBeUndefined();
    expect(() => files.text('wide.txt')).toThrow(/wide\.txt is UTF-16/);
    expect(() => files.text('binary.rs')).toThrow(/binary\.rs is a binary file/);
    expect(Buffer.from(files.bytes('binary.rs') ?? [])).toEqual(Buffer.from([0x61, 0, 0x62]));
  });

  test('too large, gone, replaced by a link after the list was made', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'large.txt': 'x'.repeat(101), 'gone.txt': 'x', 'link.txt': 'x', 'exact.txt': 'x'.repeat(100) });
    const module = await beginModule(root, { maxFileBytes: 100 }).module;
    const { files } = module.sources;
    rmSync(join(root, 'gone.txt'));
    rmSync(join(root, 'link.txt'));
    symlinkSync('/etc/passwd', join(root, 'link.txt'));
    expect(files.text('exact.txt')).toHaveLength(100);
    expect(() => files.text('large.txt')).toThrow(/101 bytes, more than the limit of 100/);
    expect(() => files.text('gone.txt')).toThrow(/vanished while the module was read/);
    expect(() => files.text('link.txt')).toThrow(/is a symbolic link/);
    module.close();
  });
});

describe('lists', () => {
  test('generated files are kept apart, and can be read', async () => {
    const repository = await GitRepository.create();
    await repository.commit('feat: x', {
      '.gitattributes': '*.pb.rs linguist-generated=true\nsrc/kept.pb.rs -linguist-generated\n',
      'src/a.pb.rs': 'a',
      'src/kept.pb.rs': 'kept',
    });
    const { files } = (await repository.open()).sources;
    expect(files.paths).toEqual(['.gitattributes', 'src/kept.pb.rs']);
    expect([files.generated, files.has('src/a.pb.rs'), files.text('src/a.pb.rs')]).toEqual([
      ['src/a.pb.rs'],
      false,
      'a',
    ]);
    expect(files.leftOut).toEqual({ 'marked as generated in .gitattributes (searched for credentials only)': 1 });
  });

  test('dependencies and build output, but not a module called target', async () => {
    const repository = await GitRepository.create();
    await repository.commit('feat: x', {
      ...{ 'Cargo.toml': '', 'src/target/mod.rs': '', 'target/debug/x': '', 'vendor/a/lib.rs': '' },
      ...{ 'crates/b/Cargo.toml': '', 'crates/b/target/y': '', 'web/node_modules/c/index.js': '' },
    });
    const { files } = (await repository.open()).sources;
    expect(files.paths).toEqual(['Cargo.toml', 'crates/b/Cargo.toml', 'src/target/mod.rs']);
    expect(files.leftOut).toEqual({ 'in vendor/, target/ or node_modules/': 4 });
  });

  test('folders are known by what they hold', async () => {
    const repository = await GitRepository.create();
    await repository.commit('feat: x', { 'docs/adr/0001-x.md': '' });
    const { files } = (await repository.open()).sources;
    expect(
      ['', '.', 'docs', 'docs/', 'docs/adr', 'doc', 'docs/adr/0001-x.md'].map((path) => files.hasFolder(path)),
    ).toEqual([...[true, true, true, true, true, false, false]]);
  });

  test('what has just been written is not judged, and said', async () => {
    const repository = await GitRepository.create();
    await repository.commit('feat: x', { 'a.txt': '', '.gitignore': '*.log\n' });
    writeFiles(repository.path, { LICENSE: 'MIT', 'x.log': '' });
    const { files } = (await repository.open()).sources;
    expect(files.has('LICENSE')).toBe(false);
    expect(files.leftOut).toEqual({ 'not tracked by git (`git add` has them judged)': 1 });
  });

  test('deep folders and long names', async () => {
    const root = temporaryFolder();
    const deep = Array.from({ length: 200 }, () => 'd').join('/');
    writeFiles(root, { [`${deep}/x`]: '', ['n'.repeat(250)]: '' });
    writeFileSync(join(root, 'z'), '');
    const { files } = (await open(root)).sources;
    expect(files.paths).toEqual(['n'.repeat(250), 'z']);
    expect(files.leftOut).toEqual({ 'folders nested too deeply': 1 });
  });
});
