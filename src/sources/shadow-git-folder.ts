/**
 * A GIT_DIR of our own beside the repository's objects and index. Git takes programs to run from configuration (fsmonitor,
 * hooks, filters, textconv, gpg, pager, aliases), so it must never see the audited repository's. What is copied: HEAD and
 * refs, checked line by line, and `shallow`. What stays behind: config, hooks, grafts, replacements, info/attributes, reflogs.
 */
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lastValue } from '../models/git-config.ts';
import { Unavailable } from '../rule.ts';
import type { GitLocation } from './git-location.ts';
import { foreignObjects } from './git-objects.ts';
import { gitEnvironment } from './git-process.ts';
import { collectRefs, isSafeRef, type Refs } from './git-refs.ts';
import { clear, keepTrack } from './leftovers.ts';
import { readSmallText, realPath, statHere } from './plain-file.ts';

export interface ShadowGitFolder {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Why objects are not read, when they are not: index and refs still are. */
  readonly objectsRefused: string | undefined;
  /** Commits whose parents a shallow clone left behind. */
  readonly shallowAt: ReadonlySet<string>;
  readonly partial: boolean;
  readonly hasIndex: boolean;
  /** What HEAD says: `ref: refs/heads/…` or an object's name. */
  readonly head: string;
  readonly refs: Refs;
  dispose(): void;
}

const OBJECT_NAME = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** @throws Unavailable when the repository cannot be read without following it outside, or there is no room for the copy */
export function makeShadow(location: GitLocation): ShadowGitFolder {
  const path = makeTemporaryFolder();
  try {
    return fill(path, location);
  } catch (thrown) {
    clear([path]);
    if (thrown instanceof Unavailable) throw thrown;
    throw new Unavailable(`git's own folder could not be prepared (${(thrown as Error).message})`);
  }
}

function fill(path: string, location: GitLocation): ShadowGitFolder {
  const { gitFolder, commonFolder, config, top } = location;
  writeFileSync(join(path, 'config'), ownConfig(location));
  mkdirSync(join(path, 'refs'));
  const head = readHead(gitFolder);
  writeFileSync(join(path, 'HEAD'), `${head}\n`);
  const refs = copyRefs(path, commonFolder);
  const shallow = (readSmallText(join(commonFolder, 'shallow'), 64 * 1024 * 1024) ?? '')
    .split('\n')
    .filter((line) => OBJECT_NAME.test(line));
  if (shallow.length > 0) writeFileSync(join(path, 'shallow'), `${shallow.join('\n')}\n`);
  const hasIndex = linkIndex(path, gitFolder);
  const reftable = lastValue(config, 'extensions.refstorage') === 'reftable';
  const objectsRefused = reftable ? 'refs are kept in a reftable, which is not read yet' : foreignObjects(location);
  if (objectsRefused !== undefined) mkdirSync(join(path, 'objects'));
  return {
    path,
    environment: gitEnvironment({
      GIT_DIR: path,
      ...(top === undefined ? {} : { GIT_WORK_TREE: top }),
      GIT_INDEX_FILE: hasIndex ? join(gitFolder, 'index') : join(path, 'index'),
      GIT_OBJECT_DIRECTORY: objectsRefused === undefined ? join(commonFolder, 'objects') : join(path, 'objects'),
    }),
    objectsRefused,
    shallowAt: new Set(shallow),
    partial: [...config.keys()].some((key) => key === 'extensions.partialclone' || key.endsWith('.promisor')),
    hasIndex,
    head,
    refs,
    dispose: () => clear([path]),
  };
}

function ownConfig({ config, top }: GitLocation): string {
  const sha256 = lastValue(config, 'extensions.objectformat') === 'sha256';
  // The commit-graph is a cache that git believes without a look at the commits: a forged one could hide merges.
  const lines = [
    '[core]',
    `repositoryformatversion = ${sha256 ? 1 : 0}`,
    `bare = ${top === undefined}`,
    'commitGraph = false',
    'fsmonitor = false',
    'untrackedCache = false',
  ];
  if (sha256) lines.push('[extensions]', 'objectFormat = sha256');
  return `${lines.join('\n')}\n`;
}

function readHead(gitFolder: string): string {
  const head = readSmallText(join(gitFolder, 'HEAD'), 4096)?.trim();
  if (head === undefined) throw new Unavailable('.git/HEAD is no regular file');
  const ref = /^ref:\s*(\S+)$/.exec(head)?.[1];
  if (ref === undefined ? OBJECT_NAME.test(head) : isSafeRef(ref) || ref === 'refs/heads/.invalid') return head;
  throw new Unavailable('.git/HEAD names neither a branch nor a commit');
}

function copyRefs(path: string, commonFolder: string): Refs {
  if (realPath(join(commonFolder, 'refs')) !== join(commonFolder, 'refs'))
    throw new Unavailable('.git/refs is a symbolic link: not followed');
  const refs = collectRefs(commonFolder);
  const lines = [...refs.values].map(([name, value]) => `${value} ${name}\n`);
  if (lines.length > 0) writeFileSync(join(path, 'packed-refs'), lines.join(''));
  for (const [name, target] of refs.symbolic) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), `ref: ${target}\n`);
  }
  return refs;
}

// A split index keeps its base in GIT_DIR, where our git looks for it in vain.
function linkIndex(path: string, gitFolder: string): boolean {
  if (!statHere(join(gitFolder, 'index'))?.isFile()) return false;
  for (const entry of readdirSync(gitFolder, { withFileTypes: true }))
    if (entry.isFile() && entry.name.startsWith('sharedindex.'))
      symlinkSync(join(gitFolder, entry.name), join(path, entry.name));
  return true;
}

function makeTemporaryFolder(): string {
  try {
    const path = mkdtempSync(join(realPath(tmpdir()) ?? tmpdir(), 'cim-ready-'));
    keepTrack(path);
    return path;
  } catch (thrown) {
    throw new Unavailable(
      `git needs a temporary folder, and ${tmpdir()} gives none (${(thrown as NodeJS.ErrnoException).code})`,
    );
  }
}
