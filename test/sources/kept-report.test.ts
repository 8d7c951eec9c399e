/** When a report is told again: never when one of the questions that it rests on has another answer. */
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Unavailable } from '../../src/rule.ts';
import { Journal } from '../../src/sources/journal.ts';
import { KeptReport } from '../../src/sources/kept-report.ts';
import { beginModule, type Module } from '../../src/sources/module.ts';
import { memoryStore } from '../memory-store.ts';
import { sample as report } from '../sample-report.ts';
import { gitIn, indexOf, temporaryFolder } from '../temporary.ts';

let folder: string;
let written: Map<string, string>;
beforeEach(() => {
  written = new Map();
  folder = temporaryFolder({ 'README.md': 'One\n', 'src/lib.rs': '//! Two\n', '.gitignore': '/target\n' });
  gitIn(folder, ['init', '--quiet']);
  gitIn(folder, ['add', '--all']);
  gitIn(folder, ['commit', '--quiet', '-m', 'feat: one']);
  gitIn(folder, ['tag', '-a', 'v1.0.0', '-m', 'One']);
});

/** What an audit might ask. */
async function ask({ sources }: Module): Promise<void> {
  for (const path of sources.files.paths) sources.files.text(path);
  sources.untracked?.('target/lcov.info');
  const git = await sources.git();
  await git.history();
  await git.tags();
  await git.fileStates(['README.md']);
  await git.object('HEAD:README.md');
}

interface Looking {
  readonly conditions?: string;
  readonly asking?: (module: Module) => Promise<void>;
}

/** @returns whether the report was told again; if it was not, it is kept */
async function look({ conditions = 'one day', asking = ask }: Looking = {}): Promise<boolean> {
  const kept = new KeptReport(memoryStore(written), 'all', conditions);
  const journal = new Journal();
  const { listing } = kept;
  const opening = beginModule(folder, { maxFileBytes: 1000, git: { timeout: 20_000 }, journal, listing });
  const module = await opening.module;
  try {
    const found = await kept.find(opening);
    if (found === undefined) {
      await asking(module).catch((thrown) => expect(thrown).toBeInstanceOf(Unavailable));
      await kept.keep(report, opening, journal.noted);
    } else expect(found).toEqual(report);
    return found !== undefined;
  } finally {
    module.close();
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test('a report is told again where nothing has changed', async () => {
  expect([await look(), await look(), await look()]).toEqual([false, true, true]);
});

/** As if all that happened until now were long past: then git need not be asked whether its objects are there still. */
const anHourLater = (): void => void vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
afterEach(() => void vi.restoreAllMocks());

describe.each([
  ['just now', () => {}],
  ['long ago', anHourLater],
])('what it rests on, changed %s', (_, pass) => {
  beforeEach(pass);
  const changes: readonly (readonly [string, () => void])[] = [
    ['a file', () => write('README.md', 'Other\n')],
    [
      'a file that keeps its size and its dates',
      () => {
        const { atime, mtime } = statSync(join(folder, 'README.md'));
        write('README.md', 'Two\n');
        utimesSync(join(folder, 'README.md'), atime, mtime);
      },
    ],
    ['a file that is gone', () => rmSync(join(folder, 'README.md'))],
    [
      'a file that is a link now',
      () => {
        rmSync(join(folder, 'README.md'));
        symlinkSync('/', join(folder, 'README.md'));
      },
    ],
    ['a file that is too large now', () => write('README.md', '1'.repeat(2000))],
    ['a file that git does not know yet', () => write('NEW.md', '')],
    ['a file that git does not know yet, and is told to ignore', () => write('.gitignore', '/target\n/NEW.md\n')],
    [
      'a file that git knows since',
      () => {
        write('NEW.md', '');
        gitIn(folder, ['add', 'NEW.md']);
      },
    ],
    ['a file that git knows no longer', () => void gitIn(folder, ['rm', '--quiet', '--cached', 'README.md'])],
    ['an executable file', () => void gitIn(folder, ['update-index', '--chmod=+x', 'README.md'])],
    ['a generated file', () => write('.gitattributes', 'src/** linguist-generated\n')],
    ['a report of coverage', () => write('target/lcov.info', 'TN:\n')],
    ['a commit', () => void gitIn(folder, ['commit', '--quiet', '--allow-empty', '-m', 'fix: two'])],
    ['a commit that has another message', () => void gitIn(folder, ['commit', '--quiet', '--amend', '-m', 'two'])],
    ['a branch', () => void gitIn(folder, ['branch', 'other'])],
    ['another branch that is checked out', () => void gitIn(folder, ['checkout', '--quiet', '-b', 'other'])],
    ['a head without a branch', () => void gitIn(folder, ['checkout', '--quiet', '--detach'])],
    ['a tag', () => void gitIn(folder, ['tag', 'v2.0.0'])],
    ['a tag that has moved', () => void gitIn(folder, ['tag', '--force', '-a', 'v1.0.0', '-m', 'Two'])],
    ['a tag that is gone', () => void gitIn(folder, ['tag', '-d', 'v1.0.0'])],
    ['a remote', () => void gitIn(folder, ['remote', 'add', 'origin', 'https://github.com/a/b'])],
    ['a clone that says it is shallow', () => write('.git/shallow', gitIn(folder, ['rev-parse', 'HEAD']))],
    ['a clone that says it is partial', () => void gitIn(folder, ['config', 'remote.origin.promisor', 'true'])],
    ['refs that git forbids', () => write('.git/refs/heads/a..b', gitIn(folder, ['rev-parse', 'HEAD']))],
    ['no repository', () => rmSync(join(folder, '.git'), { recursive: true })],
    [
      'an object that is gone from the clone',
      () => {
        const hash = gitIn(folder, ['rev-parse', 'HEAD:README.md']).trim();
        rmSync(join(folder, '.git/objects', hash.slice(0, 2), hash.slice(2)));
      },
    ],
    [
      'a commit that is gone from the clone',
      () => {
        gitIn(folder, ['commit', '--quiet', '--allow-empty', '-m', 'two']);
        const hash = gitIn(folder, ['rev-parse', 'HEAD^']).trim();
        gitIn(folder, ['update-ref', 'refs/heads/main', hash]);
        rmSync(join(folder, '.git/objects', hash.slice(0, 2), hash.slice(2)));
      },
    ],
    ['objects that are another’s', () => write('.git/objects/info/alternates', '/elsewhere\n')],
  ];

  test.each(changes)('%s', async (_, change) => {
    await look();
    change();
    expect(await look()).toBe(false);
  });

  test('where a symbolic ref leads, whatever it is called', async () => {
    const hash = gitIn(folder, ['rev-parse', 'HEAD']);
    write('.git/refs/remotes/origin/a,refs/remotes/origin/b', hash);
    write('.git/refs/remotes/origin/b', hash);
    write('.git/refs/remotes/origin/HEAD', 'ref: refs/remotes/origin/a,refs/remotes/origin/b\n');
    await look();
    rmSync(join(folder, '.git/refs/remotes/origin/HEAD'));
    write('.git/refs/remotes/origin/HEAD,refs/remotes/origin/a', 'ref: refs/remotes/origin/b\n');
    expect(await look()).toBe(false);
  });

  test('the index of a bare repository, though git does not know its form', async () => {
    const bare = temporaryFolder();
    gitIn(folder, ['clone', '--quiet', '--bare', '.', bare]);
    folder = bare;
    const asking = async ({ sources }: Module) => void (await (await sources.git()).history());
    writeFileSync(join(bare, 'index'), indexOf('DIRC\0\0\0\u0002\0\0\0\0'));
    expect([await look({ asking }), await look({ asking })]).toEqual([false, true]);
    writeFileSync(join(bare, 'index'), indexOf('DIRC\0\0\0\u0009\0\0\0\0'));
    expect(await look({ asking })).toBe(false);
  });

  test('another day, or another Node', async () => {
    await look();
    expect(await look({ conditions: 'the day after' })).toBe(false);
  });
});

describe('git is started', () => {
  let started: () => number;
  beforeEach(() => {
    const bin = temporaryFolder();
    const { PATH = '' } = process.env;
    writeFileSync(join(bin, 'git'), `#!/bin/sh\necho >> '${bin}/started'\nPATH='${PATH}' exec git "$@"\n`, {
      mode: 0o755,
    });
    vi.stubEnv('PATH', `${bin}:${PATH}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    started = () => {
      const text = readFileSync(join(bin, 'started'), 'utf8');
      rmSync(join(bin, 'started'));
      return text.length;
    };
  });

  test('once more where it may have changed without a trace, and not at all where nothing of it has', async () => {
    await look();
    expect(started()).toBe(4);
    expect(await look()).toBe(true);
    expect(started()).toBe(3);
    anHourLater();
    expect(await look()).toBe(true);
    expect(started()).toBe(3);
    expect(await look()).toBe(true);
    expect(started).toThrow('ENOENT');
  });

  test('where it is another since then, or gone', async () => {
    anHourLater();
    await look();
    vi.stubEnv('PATH', '/nowhere');
    expect(await look()).toBe(false);
  });

  test('once more where objects are packed since then', async () => {
    anHourLater();
    await look();
    gitIn(folder, ['gc', '--quiet']);
    started();
    expect([await look(), started()]).toEqual([true, 3]);
    expect(await look()).toBe(true);
    expect(started).toThrow('ENOENT');
  });
});

describe('what it does not rest on', () => {
  test('dates of files, what git keeps for itself, how objects are packed', async () => {
    await look();
    utimesSync(join(folder, 'README.md'), 1, 1);
    gitIn(folder, ['status']);
    gitIn(folder, ['gc', '--quiet']);
    expect(await look()).toBe(true);
  });
  test('a file that nobody looks at', async () => {
    mkdirSync(join(folder, 'target'));
    await look();
    write('target/other', '');
    expect(await look()).toBe(true);
  });
});

describe('a report is not kept', () => {
  test.each<[string, (module: Module) => Promise<void>]>([
    [
      'where a file changes while it is read',
      async ({ sources }) => {
        sources.files.text('README.md');
        write('README.md', 'Three\n');
        sources.files.text('README.md');
        write('README.md', 'One\n');
      },
    ],
    [
      'where a report of coverage changes while it is read',
      async ({ sources }) => {
        sources.untracked?.('target/lcov.info');
        write('target/lcov.info', 'TN:\n');
        sources.untracked?.('target/lcov.info');
        rmSync(join(folder, 'target'), { recursive: true });
      },
    ],
    [
      'where git failed',
      async ({ sources }) => {
        const git = await sources.git();
        rmSync(join(folder, '.git/objects'), { recursive: true });
        await git.history();
      },
    ],
    [
      'where the whole history was searched',
      async ({ sources }) => {
        for await (const _ of (await sources.git()).everything());
      },
    ],
  ])('%s', async (_, asking) => {
    expect(await look({ asking })).toBe(false);
    expect([...written]).toEqual([]);
  });

  test('where git could not list the files', async () => {
    writeFileSync(join(folder, '.git/index'), indexOf('DIRC\0\0\0\u0009\0\0\0\0'));
    expect(await look({ asking: async () => {} })).toBe(false);
    expect([...written]).toEqual([]);
  });
});

test('a list of files is that of the index that it was made of', async () => {
  await look();
  appendFileSync(join(folder, 'README.md'), 'More\n');
  gitIn(folder, ['add', '--all']);
  const listed = await trackedBlobs();
  expect(listed).toEqual(
    gitIn(folder, ['ls-files', '-s'])
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(' ')[1]),
  );
});

test('a list of files is that of the index as it was looked at, whatever is written to it meanwhile', async () => {
  const index = join(folder, '.git/index');
  const before = readFileSync(index);
  gitIn(folder, ['rm', '--quiet', '--cached', 'README.md']);
  const after = temporaryFolder({ index: '' });
  writeFileSync(join(after, 'index'), readFileSync(index));
  writeFileSync(index, before);
  const { PATH = '' } = process.env;
  const slow = `#!/bin/sh\nPATH='${PATH}'\ncp '${after}/index' '${index}'\nexec git "$@"\n`;
  writeFileSync(join(after, 'git'), slow, { mode: 0o755 });
  vi.stubEnv('PATH', `${after}:${PATH}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const module = await beginModule(folder, { maxFileBytes: 1000 }).module;
  onTestFinished(() => module.close());
  expect(module.sources.files.has('README.md')).toBe(true);
});

test.each([
  ['split', ['update-index', '--split-index']],
  ['sparse', ['sparse-checkout', 'set', '--cone', '--sparse-index', 'src']],
])('a list of files is not kept of an index that is %s', async (_, args) => {
  write('src/more.rs', '');
  write('docs/a.md', '');
  gitIn(folder, ['add', '--all']);
  gitIn(folder, ['commit', '--quiet', '-m', 'docs: a']);
  gitIn(folder, args);
  await look();
  expect([...written.values()].join()).toContain('"begun"');
  expect([...written.values()].join()).not.toContain('"listing"');
  expect(await look()).toBe(true);
});

async function trackedBlobs(): Promise<string[]> {
  const kept = new KeptReport(memoryStore(written), 'all', 'one day');
  const { listing } = kept;
  const module = await beginModule(folder, { maxFileBytes: 1000, listing }).module;
  onTestFinished(() => module.close());
  return (await (await module.sources.git()).tracked()).map(({ blob }) => blob);
}

test('a list of the same index is taken from what was kept', async () => {
  await look();
  const [[key, text] = ['', '']] = written;
  written.set(key, text.replaceAll('README.md', 'RENAMED.md'));
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('One\n');
  expect(await look()).toBe(false);
});
