/** What git prints, read: each format here is paired with the arguments that make git print it. */
import type { Commit } from './commit.ts';

/** Fields ended by NUL: no message, name or path can hold one. */
export const LOG_FORMAT = '--format=%H%x00%P%x00%an%x00%ae%x00%at%x00%ct%x00%B';

/**
 * Each field is decoded for itself: the text of it all, which what is cut out of it would keep in memory, weighs twice as much as the bytes.
 * @param output what `log -z` prints with LOG_FORMAT
 */
export function parseLog(output: Buffer): Commit[] {
  const commits: Commit[] = [];
  let at = 0;
  const field = (): string | undefined => {
    const end = output.indexOf(0, at);
    if (end < 0) return undefined;
    const text = output.toString('utf8', at, end);
    at = end + 1;
    return text;
  };
  for (;;) {
    const [hash, parents, name, email, authored, committed] = [field(), field(), field(), field(), field(), field()];
    if (hash === undefined || parents === undefined || name === undefined || email === undefined) return commits;
    if (authored === undefined || committed === undefined) return commits;
    const start = at;
    const nul = output.indexOf(0, at);
    const end = nul < 0 ? output.length : nul;
    at = end + 1;
    commits.push({
      hash,
      parents: parents === '' ? [] : parents.split(' '),
      author: { name, email, time: Number(authored) },
      time: Number(committed),
      header: headerOf(output, start, end),
      message: () => output.toString('utf8', start, end),
    });
  }
}

/** The first line of a message that is not empty. */
function headerOf(output: Buffer, start: number, end: number): string {
  let from = start;
  while (from < end && output[from] === 10) from += 1;
  const newline = output.indexOf(10, from);
  return output.toString('utf8', from, newline < 0 || newline > end ? end : newline).trimEnd();
}

/** A tag as the repository has it. */
export interface Tag {
  readonly name: string;
  /** The commit it names, through any number of tags; undefined when it names a tree, a blob or nothing. */
  readonly commit: string | undefined;
  readonly annotated: boolean;
  /** Bears a signature (whose, and whether it is right, is not looked at). */
  readonly signed: boolean;
  /** When it was made, or its commit; seconds since 1970. */
  readonly time: number;
  /** Message of an annotated tag. */
  readonly message: string;
}

/** A tag as far as the object says that its ref names. */
export interface TagObject extends Omit<Tag, 'name'> {
  /** Its object is a tag again: git has to say which commit that leads to. */
  readonly nested: boolean;
}

const SIGNATURE = /^-----BEGIN (?:PGP|SSH|SIGNED) (?:SIGNATURE|MESSAGE)-----$/m;

/**
 * @param hash name of the object that the ref names
 * @param type its type, `commit` for a tag without a word of its own
 * @param text the object as `cat-file` prints it: header lines, an empty line, the message
 */
export function readTagObject(hash: string, type: string, text: string): TagObject {
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const field = (name: string): string | undefined => new RegExp(`^${name} (.*)$`, 'm').exec(head)?.[1];
  const person = field(type === 'tag' ? 'tagger' : 'committer') ?? '';
  const time = Number(/> (\d+) [+-]\d+$/.exec(person)?.[1] ?? 0);
  if (type !== 'tag')
    return {
      commit: type === 'commit' ? hash : undefined,
      nested: false,
      annotated: false,
      signed: false,
      time,
      message: '',
    };
  const message = end < 0 ? '' : text.slice(end + 2);
  const inner = field('type');
  return {
    commit: inner === 'commit' ? field('object') : undefined,
    nested: inner === 'tag',
    annotated: true,
    signed: SIGNATURE.test(message),
    time,
    message,
  };
}

export interface TrackedFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'submodule';
  readonly executable: boolean;
  readonly blob: string;
  /** Left out of the work tree by a sparse checkout. */
  readonly absent: boolean;
}

export const TRACKED_ARGUMENTS = ['ls-files', '-s', '-t', '-z'];

/** @returns the files of the index once each; a name that is no UTF-8 has U+FFFD in it and can only be counted */
export function parseTracked(text: string): TrackedFile[] {
  const files: TrackedFile[] = [];
  let last = '';
  for (const entry of text.split('\0')) {
    const match = /^(\S) (\d+) ([0-9a-f]+) \d\t([\s\S]+)$/.exec(entry);
    if (!match) continue;
    const [, status, mode = '', blob = '', path = ''] = match;
    if (path === last) continue; // an unmerged file has up to three entries
    last = path;
    files.push({ path, kind: kindOf(mode), executable: mode === '100755', blob, absent: status === 'S' });
  }
  return files;
}

const kindOf = (mode: string): TrackedFile['kind'] =>
  mode === '120000' ? 'link' : mode === '160000' ? 'submodule' : 'file';

export const literalPathspec = (path: string): string => `:(top,literal)${path}`;

/**
 * Pathspecs that cover the given paths, and perhaps more: git compares each with every path of every commit, so that one
 * with an asterisk for seventy members takes little more than half the time.
 */
export function pathspecs(paths: readonly string[]): string[] {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const [, above = '', name = path] = /^(.*?)[^/]+\/([^/]+)$/s.exec(path) ?? [];
    const general = /[*?[\\]/.test(path) || !path.includes('/') ? path : `${above}*/${name}`;
    groups.set(general, [...(groups.get(general) ?? []), path]);
  }
  return [...groups].flatMap(([general, members]) =>
    members.length > 3 ? [`:(top,glob)${general}`] : members.map(literalPathspec),
  );
}

/** A file's content at the commit that set it; `blob` is undefined where that commit took the file away. */
export interface FileState {
  readonly path: string;
  readonly commit: string;
  readonly time: number;
  readonly blob: string | undefined;
}

export const STATES_ARGUMENTS = [
  'log',
  '-z',
  '--first-parent',
  '-m',
  '--raw',
  '--no-abbrev',
  '--no-renames',
  '--format=%x01%H%x00%ct',
];

/** @returns newest first, as git prints them */
export function parseStates(text: string): FileState[] {
  const states: FileState[] = [];
  const fields = text.split('\0');
  let commit = '';
  let time = 0;
  for (let at = 0; at < fields.length; at++) {
    const field = (fields[at] ?? '').replace(/^\n+/, '');
    if (field.startsWith('\u0001')) {
      commit = field.slice(1);
      time = Number.parseInt(fields[++at] ?? '', 10);
    } else if (field.startsWith(':')) {
      const [, mode, , blob] = field.slice(1).split(' ');
      const gone = /^0+$/.test(mode ?? '') || /^0+$/.test(blob ?? '');
      states.push({ path: fields[++at] ?? '', commit, time, blob: gone ? undefined : blob });
    }
  }
  return states;
}
