/** Repositories made to run programs, to read what is not theirs, or to break the reader: nothing of that happens. */
import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { beginModule } from '../../src/sources/module.ts';
import { GitRepository, itemsOf, open, reportOf, temporaryFolder, writeFiles } from '../git-repository.ts';
import { indexOf } from '../temporary.ts';

const crate = { 'Cargo.toml': '[package]\nname = "x"\nversion = "0.1.0"\n', 'src/lib.rs': '//! Doc.\n' };

/** A program that leaves a mark, and git configuration that names it wherever git takes a program. */
function trap(): { program: string; sprung: () => boolean; config: string } {
  const folder = temporaryFolder();
  const mark = join(folder, 'mark');
  const program = join(folder, 'program.sh');
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${mark}'\ncat\n`);
  chmodSync(program, 0o755);
  const config = `
[core]
	fsmonitor = ${program}
	hooksPath = ${folder}/hooks
	pager = ${program}
	editor = ${program}
	sshCommand = ${program}
	askPass = ${program}
	gitProxy = ${program}
	attributesFile = ${folder}/attributes
	alternateRefsCommand = ${program}
	worktree = ${folder}
[log]
	showSignature = true
	mailmap = true
[gpg]
	program = ${program}
	format = openpgp
[gpg "ssh"]
	program = ${program}
[diff]
	external = ${program}
	trustExitCode = true
[diff "evil"]
	textconv = ${program}
	command = ${program}
[merge "evil"]
	driver = ${program}
[filter "evil"]
	clean = ${program}
	smudge = ${program}
	process = ${program}
	required = true
[alias]
	log = !${program}
	ls-files = !${program}
	cat-file = !${program}
	for-each-ref = !${program}
[pager]
	log = ${program}
	for-each-ref = ${program}
[credential]
	helper = ${program}
[uploadpack]
	packObjectsHook = ${program}
[include]
	path = ${folder}/more
[includeIf "gitdir:/"]
	path = ${folder}/more
[extensions]
	partialClone = origin
[remote "origin"]
	url = ext::${program} %S
	promisor = true
	partialclonefilter = blob:none
	vcs = evil
`;
  mkdirSync(join(folder, 'hooks'));
  for (const hook of [
    'post-checkout',
    'pre-auto-gc',
    'reference-transaction',
    'fsmonitor-watchman',
    'post-index-change',
  ])
    writeFileSync(join(folder, 'hooks', hook), readFileSync(program), { mode: 0o755 });
  writeFileSync(join(folder, 'attributes'), '* filter=evil diff=evil\n');
  writeFileSync(join(folder, 'more'), `[core]\n\tfsmonitor = ${program}\n`);
  return { program, sprung: () => existsSync(mark), config };
}

const forgedCommit = (tree: string, parent: string) => `tree ${tree}
parent ${parent}
author Ada <ada@example.org> 1735740000 +0000
committer Ada <ada@example.org> 1735740000 +0000
gpgsig -----BEGIN PGP SIGNATURE-----
 
 iQEzBAABCAAdFiEE
 -----END PGP SIGNATURE-----

feat: signed by nobody
`;

async function hostile(): Promise<{ repository: GitRepository; sprung: () => boolean }> {
  const { config, sprung } = trap();
  const repository = await GitRepository.create();
  const attributes = '* filter=evil diff=evil merge=evil\n';
  const head = await repository.commit('feat: x', {
    ...crate,
    '.gitattributes': attributes,
    '.mailmap': 'A <a@b> <c@d>\n',
  });
  await repository.tag('v0.1.0', 'x');
  const tree = (await repository.git('rev-parse', 'HEAD^{tree}')).trim();
  const file = join(repository.path, '.git', 'forged');
  writeFileSync(file, forgedCommit(tree, head));
  const forged = (await repository.git('hash-object', '-t', 'commit', '-w', file)).trim();
  await repository.git('update-ref', 'refs/heads/main', forged);
  writeFileSync(join(repository.path, '.git', 'config'), config);
  return { repository, sprung };
}

describe('configuration of the repository', () => {
  test('the trap works: plain git springs it', async () => {
    const { repository, sprung } = await hostile();
    writeFileSync(join(repository.path, '.git', 'config'), trapLog(repository));
    try {
      execFileSync('git', ['log', '--oneline'], { cwd: repository.path, stdio: 'ignore' });
    } catch {
      // whatever git says of such a repository
    }
    expect(sprung() || existsSync(join(repository.path, 'plain-mark'))).toBe(true);
  });

  test('names no program that is run, whatever is asked', async () => {
    const { repository, sprung } = await hostile();
    const index = readFileSync(join(repository.path, '.git', 'index'));
    const before = readdirSync(join(repository.path, '.git')).sort();
    const module = await repository.open();
    const git = await module.sources.git();
    expect(module.sources.files.paths).toContain('src/lib.rs');
    expect((await git.history()).commits).toHaveLength(2);
    expect((await git.tags()).map(({ name }) => name)).toEqual(['v0.1.0']);
    expect(await git.fileStates(['Cargo.toml'])).toHaveLength(1);
    expect(await git.lastChange(['src'])).toBeDefined();
    for await (const entry of git.everything()) expect(entry.kind).toMatch(/lines|message|tag/);
    const items = await repository.items('', { history: true });
    expect([...items.values()].filter(({ verdict }) => verdict === 'error')).toEqual([]);
    expect(sprung()).toBe(false);
    expect(readFileSync(join(repository.path, '.git', 'index'))).toEqual(index);
    expect(readdirSync(join(repository.path, '.git')).sort()).toEqual(before);
  });

  test('a program called git in the module or in a relative PATH is not run', async () => {
    const { program, sprung } = trap();
    const repository = await GitRepository.create();
    await repository.commit('feat: x', crate);
    writeFileSync(join(repository.path, 'git'), readFileSync(program), { mode: 0o755 });
    const path = process.env.PATH;
    const folder = process.cwd();
    process.env.PATH = `.:bin:${path}`;
    try {
      expect((await repository.open()).sources.files.paths).toEqual(['Cargo.toml', 'src/lib.rs']);
    } finally {
      process.env.PATH = path;
      expect(process.cwd()).toBe(folder);
    }
    expect(sprung()).toBe(false);
  });

  test('the temporary folder is gone afterwards', async () => {
    // A place of its own: other tests run the command at the same time.
    const usual = process.env.TMPDIR;
    process.env.TMPDIR = temporaryFolder();
    onTestFinished(() => {
      if (usual === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = usual;
    });
    const left = () =>
      readdirSync(tmpdir()).filter((name) => name.startsWith('cim-ready-') && !name.includes('-test-'));
    const repository = await GitRepository.create();
    await repository.commit('feat: x', crate);
    const before = left();
    const module = await repository.open();
    expect(left().length).toBeGreaterThan(before.length);
    module.close();
    expect(left().filter((name) => !before.includes(name))).toEqual([]);
  });
});

/** Empty for a process that is gone, Z for one that only waits for its parent to notice. */
function stateOf(pid: string): string {
  try {
    return execFileSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s in the middle leaves no folder and no git behind', async (signal, code) => {
  const repository = await GitRepository.create();
  await repository.commit('feat: x', crate);
  const folder = temporaryFolder();
  const fake = join(folder, 'bin');
  mkdirSync(fake);
  writeFileSync(join(fake, 'git'), `#!/bin/sh\necho $$ >> ${folder}/pids\nexec sleep 60\n`, { mode: 0o755 });
  const env = { PATH: `${fake}:${process.env.PATH}`, TMPDIR: folder };
  const command = join(import.meta.dirname, '../../bin/cim-ready.cjs');
  const child = spawn(process.execPath, [command, 'check', repository.path], { env, stdio: 'ignore' });
  while (!existsSync(join(folder, 'pids'))) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(readdirSync(folder).filter((name) => name.startsWith('cim-ready-'))).toHaveLength(1);
  const ended = new Promise((resolve) => child.once('exit', (exit, by) => resolve(by ?? exit)));
  child.kill(signal);
  expect(await ended).toBe(code);
  expect(readdirSync(folder).sort()).toEqual(['bin', 'pids']);
  expect(stateOf(readFileSync(join(folder, 'pids'), 'utf8').trim())).toMatch(/^(?:Z.*)?$/);
});

const trapLog = (repository: GitRepository): string => {
  const program = join(repository.path, 'plain.sh');
  writeFileSync(program, `#!/bin/sh\ntouch '${repository.path}/plain-mark'\n`, { mode: 0o755 });
  return `[core]\n\trepositoryformatversion = 0\n[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ${program}\n`;
};

describe('repositories that lead elsewhere', () => {
  const secret = async () => {
    const other = await GitRepository.create();
    await other.commit('feat: a private thing', { 'secret.txt': 'private' });
    return other;
  };
  const reason = async (path: string, id = 'git/linear-history') => (await itemsOf(path)).get(id)?.evidence[0]?.message;

  test('a .git file that points to a repository that knows nothing of it', async () => {
    const other = await secret();
    const path = temporaryFolder();
    writeFiles(path, { ...crate, '.git': `gitdir: ${other.path}/.git\n` });
    expect(await reason(path)).toMatch(/does not name this folder as its work tree: not followed/);
    const module = await open(path);
    expect(module.sources.files.paths).toEqual(['Cargo.toml', 'src/lib.rs']);
  });

  test('a .git link, a .git file without a target, one to nowhere, one with a loop', async () => {
    const other = await secret();
    const path = temporaryFolder();
    writeFiles(path, crate);
    symlinkSync(join(other.path, '.git'), join(path, '.git'));
    expect(await reason(path)).toMatch(/not followed/);
    for (const [text, message] of [
      ['nonsense', /does not say/],
      ['gitdir: nowhere\n', /is not there/],
      ['gitdir: .git\n', /no repository/],
    ] as const) {
      rmSync(join(path, '.git'));
      writeFiles(path, { '.git': text });
      expect(await reason(path)).toMatch(message);
    }
  });

  test('a forged worktree whose common folder is a private repository', async () => {
    const other = await secret();
    const path = temporaryFolder();
    writeFiles(path, {
      ...crate,
      '.git': 'gitdir: forged/worktrees/a\n',
      'forged/worktrees/a/commondir': `${other.path}/.git\n`,
      'forged/worktrees/a/gitdir': join(path, '.git'),
      'forged/worktrees/a/HEAD': 'ref: refs/heads/main\n',
    });
    expect(await reason(path)).toMatch(/no worktree of this folder: not followed/);
  });

  test('objects borrowed from outside are not read, and the index still is', async () => {
    const other = await secret();
    const head = (await other.git('rev-parse', 'HEAD')).trim();
    const repository = await GitRepository.create();
    await repository.commit('feat: x', crate);
    writeFiles(repository.path, {
      '.git/objects/info/alternates': `${other.path}/.git/objects\n`,
      '.git/refs/heads/main': `${head}\n`,
    });
    expect(await reason(repository.path)).toMatch(
      /objects lie outside the repository.*only objects inside it are read/,
    );
    expect((await repository.open()).sources.files.paths).toEqual(['Cargo.toml', 'src/lib.rs']);
  });

  test('objects that are a link', async () => {
    const other = await secret();
    const repository = await GitRepository.create();
    await repository.commit('feat: x', crate);
    rmSync(join(repository.path, '.git/objects'), { recursive: true });
    symlinkSync(join(other.path, '.git/objects'), join(repository.path, '.git/objects'));
    expect(await reason(repository.path)).toMatch(/objects lie outside/);
  });

  test('alternates inside the repository are its own', async () => {
    const repository = await GitRepository.create();
    await repository.commit('feat: x', crate);
    execFileSync('cp', ['-r', join(repository.path, '.git/objects'), join(repository.path, '.git/more')]);
    writeFiles(repository.path, { '.git/objects/info/alternates': '../more\n' });
    expect(await reason(repository.path)).toMatch(/none with two parents/);
  });

  test('links to files outside are left out, links inside are read', async () => {
    const other = await secret();
    const repository = await GitRepository.create(crate);
    symlinkSync(join(other.path, 'secret.txt'), join(repository.path, 'LICENSE'));
    symlinkSync('/dev/zero', join(repository.path, 'zero'));
    symlinkSync('.git/config', join(repository.path, 'config.txt'));
    symlinkSync('loop', join(repository.path, 'loop'));
    symlinkSync('src/lib.rs', join(repository.path, 'copy.rs'));
    symlinkSync('src', join(repository.path, 'other'));
    await repository.commit('feat: links');
    const { files } = (await repository.open()).sources;
    expect(files.paths).toEqual(['Cargo.toml', 'copy.rs', 'src/lib.rs']);
    expect([files.text('copy.rs'), files.text('other/lib.rs'), files.text('LICENSE')]).toEqual([
      '//! Doc.\n',
      '//! Doc.\n',
      undefined,
    ]);
    expect(files.leftOut).toEqual({ 'symbolic links that lead outside or to nothing': 4 });
  });

  test('a folder that became a link to outside after it was tracked', async () => {
    const other = await secret();
    const repository = await GitRepository.create();
    await repository.commit('feat: x', { ...crate, 'notes/secret.txt': 'mine' });
    rmSync(join(repository.path, 'notes'), { recursive: true });
    symlinkSync(other.path, join(repository.path, 'notes'));
    const { files } = (await repository.open()).sources;
    expect(files.has('notes/secret.txt')).toBe(false);
    expect(files.text('notes/secret.txt')).toBeUndefined();
  });
});

describe('repositories that are broken', () => {
  const broken = async () => {
    const repository = await GitRepository.create();
    await repository.commit('feat: x', crate);
    await repository.commit('fix: y', { 'src/lib.rs': '//! y\n' });
    return repository;
  };
  const item = async (path: string, id = 'git/linear-history') => {
    const found = (await itemsOf(path)).get(id);
    return `${found?.verdict}: ${found?.evidence[0]?.message}`;
  };

  test('a missing object', async () => {
    const repository = await broken();
    const first = (await repository.git('rev-parse', 'HEAD~1')).trim();
    rmSync(join(repository.path, '.git/objects', first.slice(0, 2), first.slice(2)));
    expect(await item(repository.path)).toMatch(/^open: git log failed/);
  });

  test('a corrupt object', async () => {
    const repository = await broken();
    const head = (await repository.git('rev-parse', 'HEAD')).trim();
    const file = join(repository.path, '.git/objects', head.slice(0, 2), head.slice(2));
    chmodSync(file, 0o644);
    writeFileSync(file, 'garbage');
    expect(await item(repository.path)).toMatch(/^open: git log failed/);
  });

  test('corrupt objects among others: those are read all the same', async () => {
    const repository = await broken();
    writeFiles(
      repository.path,
      Object.fromEntries([0, 1, 2, 3, 4].map((number) => [`docs/${number}.md`, `${number}\n`])),
    );
    await repository.git('add', '--all');
    await repository.git('commit', '-q', '-m', 'docs: numbers');
    for (const number of [0, 2]) {
      const hash = (await repository.git('rev-parse', `HEAD:docs/${number}.md`)).trim();
      const file = join(repository.path, '.git/objects', hash.slice(0, 2), hash.slice(2));
      chmodSync(file, 0o644);
      writeFileSync(file, readFileSync(file).subarray(0, -6));
    }
    const git = await (await open(repository.path)).sources.git();
    const read = async (number: number) => {
      const found = await git.object(`HEAD:docs/${number}.md`).catch(String);
      return typeof found === 'string' ? found : Buffer.from(found ?? []).toString();
    };
    const broke = expect.stringMatching(/git cat-file ended with exit code 128$/);
    expect(await Promise.all([0, 1, 2, 3, 4].map(read))).toEqual([broke, '1\n', broke, '3\n', '4\n']);
  });

  test('a corrupt pack', async () => {
    const repository = await broken();
    await repository.git('gc', '-q');
    const folder = join(repository.path, '.git/objects/pack');
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.pack'))) {
      chmodSync(join(folder, name), 0o644);
      writeFileSync(join(folder, name), readFileSync(join(folder, name)).fill(7, 12, 60));
    }
    expect(await item(repository.path)).toMatch(/^open: git log failed/);
  });

  test.each([
    ['garbage', () => 'garbage', /^open: \.git\/index is damaged/],
    ['nothing', () => '', /^open: \.git\/index is damaged/],
    ['one bit more', (old: Buffer) => old.fill(old[30]! ^ 1, 30, 31), /^open: \.git\/index is damaged/],
    ['an unknown version', () => indexOf('DIRC\0\0\0\u0009\0\0\0\0'), /^open: git ls-files failed/],
  ])('an index of %s: files are still found', async (_, change, told) => {
    const repository = await broken();
    const path = join(repository.path, '.git/index');
    writeFileSync(path, change(readFileSync(path)));
    expect((await repository.open()).sources.files.paths).toEqual(['Cargo.toml', 'src/lib.rs']);
    expect(await item(repository.path)).toMatch(told);
  });

  test('an index without a checksum is one all the same', async () => {
    const repository = await broken();
    const path = join(repository.path, '.git/index');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0, bytes.length - 20));
    expect(await item(repository.path)).not.toMatch(/index/);
  });

  test('a damaged base of a split index', async () => {
    const repository = await broken();
    await repository.git('update-index', '--split-index');
    const [name = ''] = readdirSync(join(repository.path, '.git')).filter((one) => one.startsWith('sharedindex.'));
    appendFileSync(join(repository.path, '.git', name), 'x');
    expect(await item(repository.path)).toMatch(/^open: \.git\/sharedindex\.\w+ is damaged/);
  });

  test.each([
    ['HEAD that is nonsense', { '.git/HEAD': 'ref: ../../etc/passwd\n' }, /^open: \.git\/HEAD names neither/],
    ['a branch that is nonsense', { '.git/refs/heads/main': 'nonsense\n' }, /^open: there is no commit yet/],
    ['a head that is not there', { '.git/refs/heads/main': `${'12'.repeat(20)}\n` }, /^open: git log failed/],
    ['grafts and replacements', { '.git/info/grafts': 'HASH\n' }, /^pass: 2 commits/],
  ])('%s', async (_, files, message) => {
    const repository = await broken();
    writeFiles(repository.path, files);
    expect(await item(repository.path)).toMatch(message);
  });

  test('replaced objects show themselves as they are', async () => {
    const repository = await broken();
    await repository.merge();
    const plain = (await repository.git('rev-parse', 'HEAD~1')).trim();
    await repository.git('replace', 'HEAD', plain);
    expect(await item(repository.path)).toMatch(/^fail: 1 merge/);
  });

  test('refs with control characters, dots, links and pipes are left out', async () => {
    const repository = await broken();
    const head = (await repository.git('rev-parse', 'HEAD')).trim();
    const tags = join(repository.path, '.git/refs/tags');
    writeFileSync(join(tags, 'v1.0.0\u001b[31m'), `${head}\n`);
    writeFileSync(join(tags, 'a\nb'), `${head}\n`);
    writeFileSync(join(tags, 'x.lock.lock'), `${head}\n`);
    symlinkSync('/etc/passwd', join(tags, 'v2.0.0'));
    execFileSync('mkfifo', [join(tags, 'v3.0.0')]);
    writeFileSync(
      join(repository.path, '.git/packed-refs'),
      `# pack-refs with: peeled fully-peeled sorted \n${head} refs/tags/../../evil\n${head} refs/tags/v4.0.0\n^${'0'.repeat(40)}\n`,
    );
    const git = await (await repository.open()).sources.git();
    expect((await git.tags()).map(({ name, commit }) => [name, commit])).toEqual([['v4.0.0', head]]);
    expect(git.unsafeRefs).toBe(5);
  });

  test('a split index', async () => {
    const repository = await broken();
    await repository.git('update-index', '--split-index');
    writeFiles(repository.path, { 'more.txt': 'x' });
    await repository.git('add', 'more.txt');
    expect(readdirSync(join(repository.path, '.git')).join()).toContain('sharedindex');
    expect((await repository.open()).sources.files.paths).toEqual(['Cargo.toml', 'more.txt', 'src/lib.rs']);
  });

  test('refs in a reftable are not read yet, and files are', async () => {
    const repository = await broken();
    await repository.git('config', 'extensions.refStorage', 'reftable');
    rmSync(join(repository.path, '.git/refs/heads'), { recursive: true });
    writeFiles(repository.path, {
      '.git/HEAD': 'ref: refs/heads/.invalid\n',
      '.git/refs/heads': 'this repository uses the reftable format\n',
    });
    expect((await repository.open()).sources.files.paths).toEqual(['Cargo.toml', 'src/lib.rs']);
    expect(await item(repository.path)).toMatch(/^open: refs are kept in a reftable/);
    expect(await item(repository.path, 'git/protected-main')).toMatch(/^open: refs are kept in a reftable/);
  });

  test('a git folder set apart does not name its work tree', async () => {
    const repository = await broken();
    const apart = join(temporaryFolder(), 'apart');
    await repository.git('init', '-q', '--separate-git-dir', apart);
    expect(await item(repository.path)).toMatch(/^open: .*does not name this folder as its work tree/);
    expect((await repository.open()).sources.files.has('src/lib.rs')).toBe(true);
  });

  test.runIf(process.getuid?.() === 0)(
    'a repository of somebody else: no configuration of it is used, so it may be read',
    async () => {
      const repository = await broken();
      execFileSync('chown', ['-R', '1234', repository.path]);
      expect(() => execFileSync('git', ['log'], { cwd: repository.path, stdio: 'ignore' })).toThrow();
      expect(await item(repository.path)).toMatch(/^pass: 2 commits/);
    },
  );

  test('a module in a folder with thousands of refs', async () => {
    const repository = await broken();
    const head = (await repository.git('rev-parse', 'HEAD')).trim();
    const lines = Array.from({ length: 5000 }, (_, at) => `${head} refs/tags/v0.${at}.0\n`);
    writeFiles(repository.path, { '.git/packed-refs': lines.join('') });
    expect(await (await (await repository.open()).sources.git()).tags()).toHaveLength(5000);
  });

  test('pipes, sockets and devices are never opened', async () => {
    const repository = await broken();
    rmSync(join(repository.path, 'src/lib.rs'));
    execFileSync('mkfifo', [join(repository.path, 'src/lib.rs')]);
    const { files } = (await repository.open()).sources;
    expect(files.has('src/lib.rs')).toBe(false);
    expect(files.leftOut).toEqual({ 'pipes, sockets and devices': 1 });
  });

  test('a git folder of pipes does not hang', async () => {
    const repository = await broken();
    for (const name of ['HEAD', 'packed-refs', 'config', 'shallow']) {
      rmSync(join(repository.path, '.git', name), { force: true });
      execFileSync('mkfifo', [join(repository.path, '.git', name)]);
    }
    expect(await item(repository.path)).toMatch(/^open: \.git\/HEAD is no regular file/);
  });

  test('names with newlines, escapes and bad bytes', async () => {
    const repository = await GitRepository.create(crate);
    writeFiles(repository.path, { 'a\nb.rs': '', 'c\u001b[2Jd.rs': '', '-rf': '' });
    writeFileSync(Buffer.concat([Buffer.from(`${repository.path}/bad-`), Buffer.from([0xff, 0xfe])]), '');
    await repository.commit('feat: names');
    const { files } = (await repository.open()).sources;
    expect(files.paths).toEqual(['-rf', 'Cargo.toml', 'a\nb.rs', 'c\u001b[2Jd.rs', 'src/lib.rs']);
    expect(files.leftOut).toEqual({ 'names that are no UTF-8': 1 });
  });

  test('git that is not installed, hangs, or fails', async () => {
    const repository = await broken();
    const path = process.env.PATH;
    const fake = temporaryFolder();
    try {
      process.env.PATH = fake;
      const missing = await reportOf(repository.path);
      expect(missing.items.find(({ id }) => id === 'git/semver')?.evidence[0]?.message).toMatch(
        /^git is not installed/,
      );
      expect(missing.items.filter(({ verdict }) => verdict === 'error')).toEqual([]);
      writeFileSync(join(fake, 'git'), '#!/bin/sh\nexec /bin/sleep 60\n', { mode: 0o755 });
      const module = await beginModule(repository.path, { maxFileBytes: 2 ** 20, git: { timeout: 200 } }).module;
      expect(module.sources.files.paths).toEqual(['Cargo.toml', 'src/lib.rs']);
      await expect(module.sources.git()).rejects.toThrow(/^git ls-files did not end within 0\.2 s/);
    } finally {
      process.env.PATH = path;
    }
  });
});
