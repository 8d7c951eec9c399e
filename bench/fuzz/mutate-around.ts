/** Changes what a report rests on beside tracked text: reports that git does not track, refs, the index, objects, dates. */
import { utimesSync } from 'node:fs';
import { basename } from 'node:path';
import { USUAL_PLACES } from '../../src/models/line-coverage/places.ts';
import { corrupt } from './mutate-tree.ts';
import type { Random } from './random.ts';
import type { Tree } from './tree.ts';

/** The module's folder in the tree, with `/` at its end; `''` for the tree itself. */
type Inside = string;

type Change = (tree: Tree, random: Random, inside: Inside) => void;

const codeOf = (tree: Tree, inside: Inside): string[] =>
  tree.files.filter((path) => path.startsWith(inside) && path.endsWith('.rs'));

/** Of some of the code, so that now it is covered and now it is not, before its last change and after it. */
const coverage: Change = (tree, random, inside) => {
  const path = inside + random.pick(USUAL_PLACES);
  const other = `${inside}${random.pick(USUAL_PLACES)}`;
  const records = codeOf(tree, inside)
    .filter(() => random.chance(70))
    .map((file) => {
      const lines = Array.from({ length: 1 + random.below(9) }, (_, at) => `DA:${at + 1},${random.below(3)}`);
      return [`SF:${file.slice(inside.length)}`, ...lines, 'end_of_record', ''].join('\n');
    });
  const ways: readonly (() => void)[] = [
    () => tree.write(path, records.join('')),
    () => {
      tree.write(path, records.join(''));
      touch(tree, path, random);
    },
    () => tree.remove(path),
    () => tree.link(random.pick([basename(other), '../lcov.info', '/etc/passwd']), path),
    () => tree.folder(path),
    () => tree.pipe(path),
  ];
  random.pick(ways)();
};

const touch = (tree: Tree, path: string, random: Random): void => {
  const seconds = random.pick([1, 1_700_000_000, 1_760_000_000, 1_900_000_000]);
  if (tree.read(path) !== undefined) utimesSync(tree.path(path), seconds, seconds);
};

const tags = ['v0.1.0', 'v0.2.0', 'v1.0.0', 'v1.0.0-rc.1', 'V2', 'release', 'a,b', 'ünï'];

const refs: Change = (tree, random) => {
  const commits = tree.lines('log', '--all', '--format=%H', '-50');
  if (commits.length === 0) return;
  const commit = random.pick(commits);
  const tag = random.pick(tags);
  const ref = random.pick([`refs/tags/${tag}`, 'refs/heads/main', 'refs/heads/dev', 'refs/remotes/origin/main']);
  const known = tree.read('.git/packed-refs')?.toString() ?? '';
  const ways: readonly (() => void)[] = [
    () => tree.write(`.git/${ref}`, `${commit}\n`),
    () => tree.write('.git/packed-refs', `${known}${commit} ${ref}\n`),
    () => tree.remove('.git/packed-refs'),
    () => tree.remove(`.git/${ref}`),
    () => tree.write('.git/refs/remotes/origin/HEAD', `ref: ${ref}\n`),
    () => tree.write(`.git/refs/tags/${tag}`, `ref: ${ref}\n`),
    () => tree.write('.git/HEAD', random.pick([`${commit}\n`, `ref: ${ref}\n`])),
    () => tree.write('.git/shallow', random.chance(50) ? `${commit}\n` : ''),
    () =>
      tree.git(
        [`.git/refs/tags/${tag}`],
        ...['tag', '--force', '--annotate', '-m', random.pick(['One', 'v1']), tag, commit],
      ),
    () => tree.write('.git/refs/notes/commits', `${commit}\n`),
  ];
  random.pick(ways)();
};

const index: Change = (tree, random, inside) => {
  const mine = tree.files.filter((path) => path.startsWith(inside));
  if (mine.length === 0) return;
  const path = random.pick(mine);
  const changed = ['.git/index', '.git/config'];
  const ways: readonly (readonly string[])[] = [
    ['rm', '--cached', '-q', '-f', path],
    ['add', '--force', path],
    ['add', '--intent-to-add', '--force', path],
    ['update-index', '--chmod=+x', path],
    ['update-index', random.pick(['--skip-worktree', '--no-skip-worktree', '--assume-unchanged']), path],
    ['update-index', `--index-version=${random.pick([2, 3, 4])}`],
    ['update-index', random.pick(['--split-index', '--no-split-index'])],
    ['update-index', '--untracked-cache'],
    ['reset', '-q'],
  ];
  tree.git(changed, ...random.pick(ways));
};

const config: Change = (tree, random) => {
  const old = tree.read('.git/config')?.toString();
  if (old === undefined) return;
  const sections = [
    '[remote "origin"]\n\turl = https://github.com/some/one\n',
    '[remote "origin"]\n\turl = git@example.org:some/other.git\n\ttagOpt = --no-tags\n',
    '[remote "origin"]\n\tpromisor = true\n',
    '[extensions]\n\tpartialClone = origin\n',
    '[core]\n\tignoreCase = true\n\tquotePath = false\n',
  ];
  tree.write('.git/config', `${old}${random.pick(sections)}`);
};

/** Objects that are gone or damaged, though every ref is as it was. */
const objects: Change = (tree, random, inside) => {
  const name = random.pick(['HEAD', 'HEAD^{tree}', `HEAD:${inside}Cargo.toml`, ...tree.lines('tag')]);
  const [hash] = tree.lines('rev-parse', name);
  const loose = hash === undefined ? [] : [`.git/objects/${hash.slice(0, 2)}/${hash.slice(2)}`];
  const packed = tree.gitFiles.filter((path) => path.startsWith('.git/objects/pack/'));
  const all = [...loose.filter((path) => tree.read(path) !== undefined), ...packed];
  if (all.length === 0) return;
  const path = random.pick(all);
  const bytes = tree.read(path);
  if (random.chance(50)) tree.remove(path);
  else if (bytes !== undefined) tree.write(path, corrupt(bytes, random));
};

/** Nothing that a report says depends on this. */
const noise: Change = (tree, random, inside) => {
  const ways: readonly (() => void)[] = [
    () => tree.files.length > 0 && touch(tree, random.pick(tree.files), random),
    () => tree.git(['.git/index'], 'status'),
    () => tree.write(`${inside}target/debug/x.d`, 'x'),
    () => tree.write('.git/COMMIT_EDITMSG', 'x\n'),
  ];
  random.pick(ways)();
};

const around: readonly Change[] = [
  ...Array<Change>(4).fill(coverage),
  ...Array<Change>(5).fill(refs),
  ...Array<Change>(3).fill(index),
  ...Array<Change>(2).fill(objects),
  ...[config, noise, noise],
];

/** One change, the same for the same tree and numbers. */
export const mutateAround: Change = (tree, random, inside) => random.pick(around)(tree, random, inside);
