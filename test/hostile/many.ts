/** Repositories of many files and many commits, made by `git fast-import` in seconds. Used by the suite and by bench/growth.ts. */
import { execFileSync } from 'node:child_process';

const START = Date.UTC(2015, 0, 1) / 1000;

const git = (folder: string, input: string | undefined, ...args: string[]): void => {
  execFileSync('git', ['-c', 'core.fsyncMethod=batch', ...args], {
    cwd: folder,
    stdio: ['pipe', 'ignore', 'pipe'],
    ...(input === undefined ? {} : { input }),
    env: { PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
  });
};

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
const commit = (number: number, message: string): string =>
  `commit refs/heads/main\nmark :${number}\ncommitter Ada <ada@example.org> ${START + number * 60} +0000\n${data(message)}`;

/** What the commits of a module look like: in turn a feature, a fix, a page, with a body now and then. */
const messageOf = (number: number): string =>
  [
    `feat(parcel): way ${number} of delivery\n\nA body that tells of ${number}.`,
    `fix: case ${number}`,
    `docs: page ${number}`,
  ][number % 3] ?? '';

export interface Many {
  /** Commits before the last one. */
  readonly commits?: number;
  /** Tags `v0.N.0`, spread over them. */
  readonly tags?: number;
  /** Files of the last commit, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** False leaves the files out of the work tree: the index alone knows them. */
  readonly checkout?: boolean;
}

/** Makes a repository of them in an empty folder. */
export function makeMany(folder: string, { commits = 0, tags = 0, files, checkout = true }: Many): void {
  const stream: string[] = [];
  for (let number = 1; number <= commits; number++) {
    stream.push(commit(number, messageOf(number)));
    if (number > 1) stream.push(`from :${number - 1}\n`);
    if (number === 1) stream.push(`M 100644 inline notes.txt\n${data('a note')}`);
    stream.push('\n');
    if (tags > 0 && number % Math.ceil(commits / tags) === 0)
      stream.push(`reset refs/tags/v0.${Math.ceil((number * tags) / commits)}.0\nfrom :${number}\n\n`);
  }
  stream.push(commit(commits + 1, 'feat: all the files'));
  if (commits > 0) stream.push(`from :${commits}\n`);
  const blobs = new Map<string, number>();
  const entries: string[] = [];
  const bodies: string[] = [];
  for (const [path, text] of Object.entries(files)) {
    let mark = blobs.get(text);
    if (mark === undefined) {
      mark = commits + 2 + blobs.size;
      blobs.set(text, mark);
      bodies.push(`blob\nmark :${mark}\n${data(text)}`);
    }
    entries.push(`M 100644 :${mark} ${path}\n`);
  }
  git(folder, undefined, 'init', '-q', '-b', 'main');
  git(folder, [...bodies, ...stream, ...entries, '\ndone\n'].join(''), 'fast-import', '--quiet', '--done');
  if (checkout) git(folder, undefined, '-c', 'checkout.workers=1', 'reset', '-q', '--hard');
  else git(folder, undefined, 'read-tree', 'HEAD');
}

/** Rust and other files of a module, so many that each 500 share a folder. */
export function manyFiles(count: number): Record<string, string> {
  const files: Record<string, string> = {
    'Cargo.toml': '[package]\nname = "many"\nversion = "0.1.0"\nedition = "2021"\n',
    'src/lib.rs': '//! Many.\n',
  };
  for (let at = 0; at < count; at++) {
    const path = `data/${Math.floor(at / 500)}/f${at}`;
    if (at % 4 === 0) files[`${path}.rs`] = `//! Of a file.\n/// Something.\npub fn f${at % 50}() {}\n`;
    else files[`${path}${['', '.md', '.json', '.txt'][at % 4]}`] = `{"number": ${at % 50}}\n`;
  }
  return files;
}
