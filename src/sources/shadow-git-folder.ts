/**
 * A GIT_DIR of our own beside the repository's objects. Git takes programs to run from configuration (fsmonitor,
 * hooks, filters, textconv, gpg, pager, aliases), so it must never see the audited repository's. What is copied: HEAD and
 * refs, checked line by line, `shallow`, and the index. What stays behind: config, hooks, grafts, replacements, info/attributes, reflogs.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fact } from '../fact.ts';
import { lastValue } from '../models/git/config.ts';
import { Unavailable } from '../verdict.ts';
import type { GitLocation } from './git-location.ts';
import { foreignObjects } from './git-objects.ts';
import { gitEnvironment } from './git-process.ts';
import { collectRefs, isSafeRef, type Refs } from './git-refs.ts';
import { digestOf } from './journal.ts';
import { clear, keepTrack } from './leftovers.ts';
import { readPlainFile, readSmallText, realPath, statHere } from './plain-file.ts';

export interface ShadowGitFolder {
  /** All configuration that git sees. */
  readonly config: string;
  /** Why objects are not read, when they are not: index and refs still are. */
  readonly objectsRefused: string | undefined;
  /** Commits whose parents a shallow clone left behind. */
  readonly shallowAt: ReadonlySet<string>;
  readonly partial: boolean;
  readonly hasIndex: boolean;
  /** Digest of the index; undefined where there is none, or where git's list of files rests on more than that one file. */
  readonly index: string | undefined;
  /** What HEAD says: `ref: refs/heads/…` or an object's name. */
  readonly head: string;
  readonly refs: Refs;
  /** What git is told to find it; it is written at the first call. @throws Unavailable when there is no room for it */
  place(): ShadowPlace;
  /** Must be called once before git is asked for the files. @throws Unavailable when there is no room for the copy */
  copyIndex(): void;
  dispose(): void;
}

export interface ShadowPlace {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

const LARGEST_INDEX = 64 * 1024 * 1024;
const OBJECT_NAME = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** @throws Unavailable when the repository cannot be read without following it outside */
export function makeShadow(location: GitLocation): ShadowGitFolder {
  const { gitFolder, commonFolder } = location;
  const config = ownConfig(location);
  const head = readHead(gitFolder);
  const refs = readRefs(commonFolder);
  const shallowAt = (readSmallText(join(commonFolder, 'shallow'), 64 * 1024 * 1024) ?? '')
    .split('\n')
    .filter((line) => OBJECT_NAME.test(line));
  const { copyIndex, ...index } = readIndexes(location);
  const reftable = lastValue(location.config, 'extensions.refstorage') === 'reftable';
  const objectsRefused = reftable ? 'refs are kept in a reftable, which is not read yet' : foreignObjects(location);
  let made: string | undefined;
  const place = fact(() => {
    const path = makeTemporaryFolder();
    made = path;
    return inside(path, () => {
      write(path, { config, head, refs, shallowAt });
      if (objectsRefused !== undefined) mkdirSync(join(path, 'objects'));
      return placeOf(path, location, objectsRefused === undefined ? commonFolder : path);
    });
  });
  return {
    ...{
      config,
      objectsRefused,
      shallowAt: new Set(shallowAt),
      partial: isPartial(location),
      ...index,
      head,
      refs,
      place,
    },
    copyIndex: () => inside(place().folder, (path) => copyIndex(path)),
    dispose: () => clear(made === undefined ? [] : [made]),
  };
}

/** @throws Unavailable for what goes wrong in the folder */
function inside<T>(path: string, act: (path: string) => T): T {
  try {
    return act(path);
  } catch (thrown) {
    // It has another name in each run.
    const why = (thrown as Error).message.replaceAll(`${path}/`, '');
    throw new Unavailable(`git's own folder could not be prepared (${why})`);
  }
}

function placeOf(path: string, { top }: GitLocation, objectsAt: string): ShadowPlace {
  const environment = gitEnvironment({
    GIT_DIR: path,
    ...(top === undefined ? {} : { GIT_WORK_TREE: top }),
    GIT_INDEX_FILE: join(path, 'index'),
    GIT_OBJECT_DIRECTORY: join(objectsAt, 'objects'),
  });
  return { folder: path, environment };
}

const isPartial = ({ config }: GitLocation): boolean =>
  [...config.keys()].some((key) => key === 'extensions.partialclone' || key.endsWith('.promisor'));

interface Written extends Pick<ShadowGitFolder, 'config' | 'head' | 'refs'> {
  readonly shallowAt: readonly string[];
}

function write(path: string, { config, head, refs: { values, symbolic }, shallowAt }: Written): void {
  const file = (name: string, text: string) => writeFileSync(join(path, name), text);
  file('config', config);
  file('HEAD', `${head}\n`);
  mkdirSync(join(path, 'refs'));
  if (values.size > 0) file('packed-refs', [...values].map(([name, value]) => `${value} ${name}\n`).join(''));
  for (const [name, target] of symbolic) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    file(name, `ref: ${target}\n`);
  }
  if (shallowAt.length > 0) file('shallow', `${shallowAt.join('\n')}\n`);
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

function readRefs(commonFolder: string): Refs {
  if (realPath(join(commonFolder, 'refs')) !== join(commonFolder, 'refs'))
    throw new Unavailable('.git/refs is a symbolic link: not followed');
  return collectRefs(commonFolder);
}

/** Looks at the index, and at the bases of a split one, which git looks for in GIT_DIR. What was looked at is what git reads, whatever another process writes meanwhile. */
function readIndexes({ config, gitFolder }: GitLocation): Indexes {
  if (!statHere(join(gitFolder, 'index'))?.isFile()) return { hasIndex: false, index: undefined, copyIndex: () => {} };
  const hash = lastValue(config, 'extensions.objectformat') === 'sha256' ? 'sha256' : 'sha1';
  const bases = readdirSync(gitFolder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.startsWith('sharedindex.'))
    .map(({ name }) => name);
  let read = ['index', ...bases].map((name) => ({ name, bytes: readIndex(join(gitFolder, name), hash) }));
  const [index] = read.map(({ bytes }) => bytes);
  const isAlone = bases.length === 0 && index !== undefined && !index.includes(SPARSE);
  return {
    hasIndex: true,
    index: isAlone ? digestOf(index) : undefined,
    copyIndex: (path) => {
      for (const { name, bytes } of read)
        if (bytes === undefined) symlinkSync(join(gitFolder, name), join(path, name));
        else writeFileSync(join(path, name), bytes);
      read = []; // need not be held any longer
    },
  };
}

interface Indexes extends Pick<ShadowGitFolder, 'hasIndex' | 'index'> {
  copyIndex(path: string): void;
}

/** Of an index with folders that stand for their files (`sdir` in gitformat-index(5), an extension without content), git asks the objects too. */
const SPARSE = Buffer.from('sdir\0\0\0\0');

/**
 * Git itself does not look at the checksum of an index, and reads beyond the end of one that is damaged: each time it lists something else.
 * @returns undefined for one that is too large to look at
 * @throws Unavailable for one that is damaged
 */
function readIndex(path: string, hash: 'sha1' | 'sha256'): Buffer | undefined {
  const reading = readPlainFile(path, LARGEST_INDEX);
  if (!('bytes' in reading)) return undefined;
  const { bytes } = reading;
  const end = Math.max(0, bytes.length - (hash === 'sha1' ? 20 : 32));
  const checksum = bytes.subarray(end);
  // All zeros where `index.skipHash` is set.
  if (checksum.every((byte) => byte === 0) && end > 0) return bytes;
  if (createHash(hash).update(bytes.subarray(0, end)).digest().equals(checksum)) return bytes;
  throw new Unavailable(`.git/${basename(path)} is damaged: its checksum does not hold`);
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
