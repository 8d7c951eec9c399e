/** A copy of a repository on disk that can be changed in any way and put back as it was. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const LARGEST = 4 * 2 ** 20;

export class Tree {
  readonly root: string;
  readonly #undo: (() => void)[] = [];
  readonly #kept: readonly string[];
  /** Files of the work tree now, relative to the root. */
  files: string[];
  /** Files of `.git`. */
  readonly gitFiles: readonly string[];

  constructor(seed: string, root: string) {
    cpSync(seed, root, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    this.root = root;
    const all = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort();
    this.#kept = all.filter((path) => !path.startsWith('.git/'));
    this.gitFiles = all.filter((path) => path.startsWith('.git/'));
    this.files = [...this.#kept];
  }

  path(path: string): string {
    return join(this.root, path);
  }

  /** Bytes of a plain file; undefined for anything else. */
  read(path: string): Buffer | undefined {
    try {
      const stats = lstatSync(this.path(path), { throwIfNoEntry: false });
      return stats?.isFile() && stats.size <= LARGEST ? readFileSync(this.path(path)) : undefined;
    } catch {
      return undefined; // below a file
    }
  }

  /** Makes room at a path, and remembers what was there. */
  #clear(path: string): boolean {
    const full = this.path(path);
    let stats: ReturnType<typeof lstatSync> | undefined;
    try {
      stats = lstatSync(full, { throwIfNoEntry: false });
      if (stats === undefined) this.#makeParent(full);
    } catch {
      return false; // below a file
    }
    if (stats === undefined) this.#undo.push(() => rmSync(full, { recursive: true, force: true }));
    else if (stats.isSymbolicLink()) {
      const target = readlinkSync(full);
      this.#undo.push(() => {
        rmSync(full, { recursive: true, force: true });
        symlinkSync(target, full);
      });
      rmSync(full);
    } else if (stats.isFile() && stats.size <= LARGEST) {
      const bytes = readFileSync(full);
      const { mode, atime, mtime } = stats;
      this.#undo.push(() => {
        rmSync(full, { recursive: true, force: true });
        writeFileSync(full, bytes);
        chmodSync(full, mode);
        utimesSync(full, atime, mtime);
      });
      rmSync(full);
    } else return false;
    return true;
  }

  #makeParent(full: string): void {
    const made = mkdirSync(dirname(full), { recursive: true });
    if (made !== undefined) this.#undo.push(() => rmSync(made, { recursive: true, force: true }));
  }

  write(path: string, content: Uint8Array | string): void {
    if (!this.#clear(path)) return;
    writeFileSync(this.path(path), content);
    // Whatever compares times must see the same ones in a repeated run.
    utimesSync(this.path(path), 1_760_000_000, 1_760_000_000);
    if (!path.startsWith('.git/') && !this.files.includes(path)) this.files.push(path);
  }

  remove(path: string): void {
    if (this.#clear(path)) this.files = this.files.filter((file) => file !== path);
  }

  link(target: string, path: string): void {
    if (this.#clear(path)) symlinkSync(target, this.path(path));
  }

  folder(path: string): void {
    if (this.#clear(path)) mkdirSync(this.path(path));
  }

  pipe(path: string): void {
    if (this.#clear(path)) execFileSync('mkfifo', [this.path(path)]);
  }

  /** A file of holes. */
  sparse(path: string, bytes: number): void {
    this.write(path, '');
    if (this.read(path) !== undefined) truncateSync(this.path(path), bytes);
  }

  /** Renames a file or a folder. */
  move(from: string, to: string): void {
    try {
      if (lstatSync(this.path(to), { throwIfNoEntry: false }) !== undefined) return;
      this.#makeParent(this.path(to));
      renameSync(this.path(from), this.path(to));
    } catch {
      return; // into itself, or below a file
    }
    this.#undo.push(() => {
      mkdirSync(dirname(this.path(from)), { recursive: true });
      renameSync(this.path(to), this.path(from));
    });
    this.files = this.files.map((file) =>
      file === from || file.startsWith(`${from}/`) ? to + file.slice(from.length) : file,
    );
  }

  /** Runs git in the tree; what it changes of these files of `.git` is put back. Fails silently: the repository may be broken. */
  git(changes: readonly string[], ...args: string[]): void {
    for (const path of changes) {
      if (!lstatSync(this.path('.git'), { throwIfNoEntry: false })?.isDirectory()) return;
      const bytes = this.read(path);
      this.#undo.push(() => {
        rmSync(this.path(path), { force: true, recursive: true });
        if (bytes === undefined) return;
        mkdirSync(dirname(this.path(path)), { recursive: true });
        writeFileSync(this.path(path), bytes);
      });
    }
    this.#run(args);
  }

  /** What git prints, by lines; none where it fails. */
  lines(...args: string[]): string[] {
    return this.#run(args).split('\n').slice(0, -1);
  }

  #run(args: readonly string[]): string {
    try {
      return execFileSync('git', [...quiet, ...args], {
        cwd: this.root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: 20_000,
        env: { PATH: process.env.PATH, ...identity },
      });
    } catch {
      return ''; // the repository may be broken
    }
  }

  revert(): void {
    for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) undo();
    this.files = [...this.#kept];
  }
}

const quiet = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'gc.auto=0'];

/** Fixed, so that commits are the same in a repeated run; and no network, whatever the configuration has become. */
const identity = {
  HOME: '/nonexistent',
  ...{ GIT_CONFIG_NOSYSTEM: '1', GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none', GIT_TERMINAL_PROMPT: '0' },
  ...{ GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org', GIT_AUTHOR_DATE: '1760000000 +0000' },
  ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org', GIT_COMMITTER_DATE: '1760000000 +0000' },
};
