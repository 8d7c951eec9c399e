/**
 * Compares the manifest model with `cargo metadata` on random packages: editions, declared and discovered targets, features and
 * optional dependencies, members.
 *
 *     node bench/run.js manifest-fuzz [COUNT=200] [SEED=1]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compareModule, report } from './manifest-comparison.ts';

const [count = '200', seed = '1'] = process.argv.slice(2);
let state = Number(seed);
const random = (): number => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return state / 0x7fffffff;
};
const maybe = (chance: number): boolean => random() < chance;
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const some = <T>(list: readonly T[], chance: number): T[] => list.filter(() => maybe(chance));

const FILES = [
  'src/lib.rs',
  'src/lib.rs',
  'src/main.rs',
  'src/a.rs',
  'src/demo_x.rs',
  'src/bench.rs',
  'src/bin/a.rs',
  'src/bin/main.rs',
  'src/bin/b/main.rs',
  'src/bin/b/part.rs',
  'examples/a.rs',
  'examples/a/main.rs',
  'examples/.b.rs',
  'examples/c/main.rs',
  'tests/a.rs',
  'tests/b/main.rs',
  'tests/common/mod.rs',
  'benches/bench.rs',
  'benches/a.rs',
  'build.rs',
  'other/file.rs',
];

function section(kind: string): string {
  const path = pick([
    '',
    '',
    'path = "other/file.rs"\n',
    `path = "${pick(FILES)}"\n`,
    'path = "./src/../other/file.rs"\n',
  ]);
  const extra = pick([
    '',
    '',
    'harness = false\n',
    'required-features = ["f"]\n',
    'crate-type = ["cdylib", "rlib"]\n',
    'edition = "2018"\n',
  ]);
  const allowed = extra.startsWith('crate-type') && kind !== 'example' ? '' : extra;
  return `[[${kind}]]\nname = "${pick(['a', 'b', 'bench', 'demo-x', 'z', 'main'])}"\n${path}${allowed}`;
}

function features(): string {
  const values = ['"g"', '"dep:o"', '"o"', '"o/x"', '"o?/x"', '"p"', '"default"', '"n/x"'];
  const one = (name: string): string => `${name} = [${some(values, 0.2).join(', ')}]\n`;
  return `[features]\nf = []\n${some(['g', 'default', 'o', 'h'], 0.6).map(one).join('')}`;
}

function manifest(): string {
  const keys = [
    pick(['', 'edition = "2015"\n', 'edition = "2018"\n', 'edition = "2021"\n', 'edition = "2024"\n']),
    ...some(['autobins', 'autoexamples', 'autotests', 'autobenches', 'autolib'], 0.15).map(
      (key) => `${key} = ${pick(['true', 'false'])}\n`,
    ),
    pick(['', '', 'build = false\n', 'build = true\n', 'build = "other/file.rs"\n']),
    pick(['', '', 'version = "1.0.0-rc.1"\n', 'version = "1.0"\n']),
    pick(['', '', 'readme = false\n', 'readme = "R.md"\n', 'rust-version = "1.55"\n', 'publish = false\n']),
  ];
  const library = pick([
    '',
    '',
    '[lib]\n',
    '[lib]\nname = "own"\n',
    '[lib]\npath = "other/file.rs"\n',
    '[lib]\nproc-macro = true\n',
    '[lib]\nname = "x-y"\n',
  ]);
  const sections = some(['bin', 'bin', 'example', 'test', 'bench'], 0.3).map(section);
  const dependencies = `[dependencies]\nn = "1"\n${some(['o = { version = ">=1, <3", optional = true }\n', 'p = { package = "q", version = "0.1", optional = true, default-features = false }\n'], 0.6).join('')}`;
  return `[package]\nname = "demo-x"\n${keys.join('')}${library}${sections.join('')}${dependencies}${maybe(0.6) ? features() : '[features]\nf = []\n'}`;
}

const scratch = mkdtempSync(join(tmpdir(), 'manifest-fuzz-'));
try {
  for (let index = 0; index < Number(count); index++) {
    const root = join(scratch, String(index));
    const text = manifest();
    const paths = new Set(some(FILES, 0.35));
    for (const path of paths) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), '');
    }
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, 'Cargo.toml'), text);
    compareModule(root, `#${index} ${JSON.stringify([...paths])}\n${text}\n`);
    rmSync(root, { recursive: true, force: true });
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
report();
