/** Changes a repository as a fuzzer does: texts in their own language, bytes, files among each other, git's own files. */
import { mutateText } from './mutate-text.ts';
import type { Random } from './random.ts';
import { targets } from './targets.ts';
import type { Tree } from './tree.ts';

/** What seeds are put where, so that each reader has something to read. */
export type Seeds = readonly { readonly path: string; readonly text: string }[];

type Step = (tree: Tree, random: Random, seeds: Seeds) => void;

/** Where a tool looks for a seed of that name. */
const places: Readonly<Record<string, readonly string[]>> = {
  'action.yml': ['.github/actions/x/action.yml', 'action.yml'],
  'all.sh': ['test.sh', 'scripts/ci.sh', '.github/x.sh'],
  'page.md': ['README.md', 'docs/adr/0002-x.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'docs/api.md'],
  'page.rst': ['README.rst', 'docs/x.rst'],
  'page.adoc': ['README.adoc', 'CHANGELOG.adoc'],
  'crate.rs': ['src/lib.rs', 'src/main.rs', 'tests/x.rs', 'examples/x.rs', 'build.rs', 'src/error.rs'],
  'all.gitignore': ['.gitignore', 'src/.gitignore'],
  'all.gitattributes': ['.gitattributes'],
  'secrets.env': ['.env', 'config/prod.env'],
  'secrets.yaml': ['k8s/secret.yaml'],
  'cim-ready.yaml': ['.cim-ready.yaml'],
  'settings.yml': ['.github/settings.yml'],
  'ruleset.json': ['.github/rulesets/main.json'],
  'config.toml': ['.cargo/config.toml'],
  'dependency-review.yml': ['.github/dependency-review.yml'],
  gitconfig: ['.git/config'],
  'workflows/ci.yml': ['.github/workflows/ci.yml', '.github/workflows/x.yaml'],
  'coverage-llvm.json': ['coverage.json', 'target/coverage.json'],
  'coverage-tarpaulin.json': ['tarpaulin-report.json'],
};

const text = (tree: Tree, path: string): string | undefined => {
  const bytes = tree.read(path);
  return bytes === undefined || bytes.includes(0) ? undefined : bytes.toString();
};

/** A file that something is read from; those at the top and those of CI more often than code. */
function pickFile(tree: Tree, random: Random): string | undefined {
  if (tree.files.length === 0) return undefined;
  const shallow = tree.files.filter((path) => !path.includes('/') || path.startsWith('.github/'));
  return random.chance(60) && shallow.length > 0 ? random.pick(shallow) : random.pick(tree.files);
}

const inLanguage: Step = (tree, random, seeds) => {
  const path = pickFile(tree, random);
  const old = path === undefined ? undefined : text(tree, path);
  if (path === undefined || old === undefined) return;
  const known = targets.filter((target) => target.seeds.test(path));
  const tokens = known.length === 0 ? [] : random.pick(known).tokens;
  const others = seeds.filter((seed) => known.some((target) => target.seeds.test(seed.path)));
  tree.write(path, mutateText(old, tokens, others.length === 0 ? old : random.pick(others).text, random));
};

const bytesOf: Step = (tree, random) => {
  const path = pickFile(tree, random);
  const old = path === undefined ? undefined : tree.read(path);
  if (path !== undefined && old !== undefined) tree.write(path, corrupt(old, random));
};

export function corrupt(old: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(old);
  const at = random.below(bytes.length + 1);
  const kind = random.below(6);
  if (kind === 0) return bytes.subarray(0, at);
  if (kind === 1)
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from([0, 0xff, 0xfe, 0x80][random.below(4)] === 0 ? [0] : [0xc3, 0x28]),
      bytes.subarray(at),
    ]);
  if (kind === 2) return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(bytes.toString(), 'utf16le')]);
  if (kind === 3) return bytes.fill(random.below(256), at, Math.min(bytes.length, at + random.below(64)));
  if (kind === 4) return Buffer.concat([bytes, bytes.subarray(at)]);
  for (let times = random.below(8) + 1; times > 0 && bytes.length > 0; times--)
    bytes[random.below(bytes.length)]! ^= 1 << random.below(8);
  return bytes;
}

const planted: Step = (tree, random, seeds) => {
  if (seeds.length === 0) return;
  const seed = random.pick(seeds);
  const name = Object.keys(places).find((key) => seed.path.endsWith(`/${key}`));
  const path = name === undefined ? seed.path.replace(/^.*\//, '') : random.pick(places[name] ?? ['x']);
  tree.write(path, random.chance(50) ? seed.text : mutateText(seed.text, [], seed.text, random));
};

const amongFiles: Step = (tree, random) => {
  const path = pickFile(tree, random);
  if (path === undefined) return;
  const other = random.pick(tree.files);
  const ways: readonly (() => void)[] = [
    () => tree.remove(path),
    () => tree.write(path, ''),
    () =>
      tree.move(
        path,
        random.pick([`${path}.bak`, `x/${path}`, path.toUpperCase(), path.replace(/^.*\//, ''), `src/${path}`]),
      ),
    () => tree.write(path, tree.read(other) ?? ''),
    () => tree.write(random.pick([`sub/${path}`, `docs/${path}`, `${path}2`]), tree.read(path) ?? ''),
    () => tree.link(random.pick([other, path, '..', '/etc/passwd', '/dev/zero', '.', 'gone', `${other}/x`]), path),
    () => tree.folder(path),
    () => tree.pipe(path),
    () => tree.sparse(path, random.pick([9 * 2 ** 20, 3 * 2 ** 30])),
    () => tree.move(path.replace(/\/.*$/, ''), `moved-${random.below(9)}`),
    () =>
      tree.write(
        `${path.replace(/[^/]*$/, '')}${random.pick(['a\nb.rs', '\u001b[2J.md', '-rf', '__proto__', 'con.rs', '\u202e.yml', '<b>.rs'])}`,
        tree.read(path) ?? '',
      ),
  ];
  random.pick(ways)();
};

const branch = 'refs/heads/main';

const inGit: Step = (tree, random) => {
  if (tree.gitFiles.length === 0) return;
  const named = (...names: string[]) =>
    tree.gitFiles.filter((path) => names.some((name) => path.startsWith(`.git/${name}`)));
  const hurt = (paths: readonly string[]) => {
    if (paths.length === 0) return;
    const path = random.pick(paths);
    tree.write(path, corrupt(tree.read(path) ?? Buffer.alloc(0), random));
  };
  const ways: readonly (() => void)[] = [
    () => hurt(named('objects')),
    () => hurt(named('index')),
    () => hurt(named('HEAD', 'packed-refs', 'refs')),
    () => hurt(named('config')),
    () => tree.remove(random.pick(tree.gitFiles)),
    () =>
      tree.write(
        '.git/HEAD',
        random.pick(['', 'ref: refs/heads/gone\n', 'ref: ../x\n', '0'.repeat(40), 'ref: refs/heads/a b\n', '\0']),
      ),
    () =>
      tree.write(
        `.git/refs/tags/${random.pick(['v1.0.0', 'v99.0.0', 'x\u001b[2J', 'a b', 'v1.2.3-rc.1', 'main'])}`,
        random.pick(['', `${'1'.repeat(40)}\n`, 'ref: refs/heads/main\n', 'ref: refs/tags/v1.0.0\n']),
      ),
    () => tree.write('.git/shallow', random.pick(['', `${'2'.repeat(40)}\n`, 'x\n'])),
    () => tree.write('.git/objects/info/alternates', random.pick(['../../x\n', '/etc\n', '\n'])),
    () =>
      tree.write(
        '.git/packed-refs',
        `# pack-refs with: peeled\n${'3'.repeat(40)} refs/tags/v9.9.9\n^${'4'.repeat(40)}\n`,
      ),
    () => tree.move('.git', '.not-git'),
    () => {
      tree.move('.git', '.not-git');
      tree.write('.git', random.pick(['gitdir: .not-git\n', 'gitdir: ../../x\n', 'gitdir: .git\n', '']));
    },
    () => {
      const changed = [
        '.git/index',
        `.git/${branch}`,
        `.git/logs/${branch}`,
        '.git/logs/HEAD',
        '.git/COMMIT_EDITMSG',
        '.git/HEAD',
      ];
      tree.git(changed, 'add', '-A');
      tree.git(
        changed,
        'commit',
        '-q',
        '--no-verify',
        '-m',
        random.pick([
          'feat: x',
          'fixup! y',
          '\u001b[2J',
          'Merge branch x',
          'chore: release 2.0.0',
          'feat!: z\n\nBREAKING CHANGE: w',
        ]),
      );
    },
    () => {
      const changed = ['.git/index', '.git/config', '.git/COMMIT_EDITMSG'];
      tree.git(changed, 'add', '-A');
    },
  ];
  random.pick(ways)();
};

const steps: readonly Step[] = [
  ...Array<Step>(9).fill(inLanguage),
  ...Array<Step>(3).fill(bytesOf),
  ...Array<Step>(4).fill(planted),
  ...Array<Step>(5).fill(amongFiles),
  ...Array<Step>(4).fill(inGit),
];

/** One change of the tree, the same for the same tree and numbers. */
export function mutateTree(tree: Tree, random: Random, seeds: Seeds): void {
  random.pick(steps)(tree, random, seeds);
}
