/**
 * Puts the bundle's chunks together by when they load: what every command needs, what an audit needs, what reading Rust
 * code needs; the others stay alone. A hundred files take longer to open than to run.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const dist = 'dist';
const cache = join(dist, 'cache');
const chunks = join(dist, 'chunks');

/** What loads, in this order: the names of commands that need more and more. */
const stages = [
  ['start', ['--version']],
  ['audit', ['check', 'fixtures/ready', '--only', 'ci,files,git,cim-yaml']],
  ['code', ['check', 'fixtures/ready']],
];

/** Runs the command so that it keeps what it compiled. @returns the folder it kept that in */
function run(args) {
  const { status } = spawnSync(process.execPath, ['bin/cim-ready.cjs', ...args], {
    env: { ...process.env, XDG_CACHE_HOME: cache },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0 && status !== 1) throw new Error(`the bundle does not run: it ended with ${status}`);
  const [folder] = readdirSync(join(cache, 'cim-ready'));
  return join(cache, 'cim-ready', folder);
}

/** @param parts lists of chunks by pack */
function write(texts, parts) {
  const index = {};
  for (const [pack, names] of parts) {
    const functions = names.map((name) => {
      index[name] = pack;
      return `${JSON.stringify(name)}:function(exports,require,module){${texts.get(name)}\n}`;
    });
    writeFileSync(join(dist, `${pack}.js`), `({${functions.join(',\n')}})`);
  }
  writeFileSync(join(dist, 'packs.json'), JSON.stringify(index));
}

/** Expects dist/cim-ready.cjs and dist/chunks/*.cjs; leaves packs, their index, and what V8 compiled of them. */
export function packChunks() {
  const names = ['cim-ready.cjs', ...readdirSync(chunks).map((name) => `chunks/${name}`)];
  const texts = new Map(names.map((name) => [name, readFileSync(join(dist, name), 'utf8')]));
  rmSync(join(dist, 'cim-ready.cjs'));
  rmSync(chunks, { recursive: true });
  const alone = (name) => name.replace(/\W+/g, '-');
  write(
    texts,
    names.map((name) => [alone(name), [name]]),
  );
  const left = new Set(names);
  const parts = stages.map(([pack, args]) => {
    const compiled = readdirSync(run(args));
    const loaded = [...left].filter((name) => compiled.includes(`${alone(name)}.js`));
    for (const name of loaded) left.delete(name);
    return [pack, loaded];
  });
  for (const name of names) rmSync(join(dist, `${alone(name)}.js`));
  rmSync(cache, { recursive: true });
  write(texts, [...parts, ...[...left].map((name) => [alone(name), [name]])]);
  renameSync(run(['check', 'fixtures/ready']), join(dist, 'compiled'));
  rmSync(cache, { recursive: true });
}
