/**
 * Puts the bundle's chunks together by when they load: what every command needs, what words of the rules need, what telling a report
 * again needs, what an audit needs whose crates are known from another run, what reading crates needs; the others stay alone. A hundred
 * files take longer to open than to run.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gitIn, makeReadyRepository } from './ready-repository.js';

const dist = 'dist';
// Not in dist: the command keeps nothing in a repository.
const cache = mkdtempSync(join(realpathSync(tmpdir()), 'cim-ready-build-'));
const chunks = join(dist, 'chunks');

/** @returns a module that meets the standard, one that fails most of it (between them they run nearly all code), and the first once more */
function makeModules(home) {
  const [ready, rough, again] = ['ready', 'rough', 'again'].map((name) => join(home, name));
  try {
    makeReadyRepository(ready);
  } catch {
    cpSync('fixtures/ready', ready, { recursive: true }); // without git: what reads history is compiled when it runs
  }
  cpSync('fixtures/rough', rough, { recursive: true });
  try {
    const git = gitIn(rough);
    git('init', '-q', '-b', 'main');
    git('add', '--all');
    git('commit', '-q', '-m', 'Everything');
    git('tag', 'v0.3.0');
  } catch {
    // without git
  }
  cpSync(ready, again, { recursive: true });
  return [ready, rough, again];
}

/** @param keeping whether the command keeps what V8 compiles of it */
function run(args, keeping = true) {
  const { status } = spawnSync(process.execPath, ['bin/cim-ready.cjs', ...args], {
    env: { ...process.env, XDG_CACHE_HOME: cache, NODE_DISABLE_COMPILE_CACHE: keeping ? '' : '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0 && status !== 1) throw new Error(`the bundle does not run: it ended with ${status}`);
}

/** Runs the command so that it keeps what it compiled. @returns the folder it kept that in */
function compile(args) {
  run(args);
  const [folder] = readdirSync(join(cache, 'cim-ready')).filter((name) => name !== 'answers');
  return join(cache, 'cim-ready', folder);
}

/**
 * The text in ASCII, which Node reads and V8 keeps in half the room. All that esbuild leaves is in patterns and in raw text of patterns,
 * where the escape means the character.
 */
const inAscii = (text) =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** @param parts lists of chunks by pack */
function write(texts, parts) {
  const index = {};
  for (const [pack, names] of parts) {
    const functions = names.map((name) => {
      index[name] = pack;
      return `${JSON.stringify(name)}:function(exports,require,module,__dirname){${texts.get(name)}\n}`;
    });
    writeFileSync(join(dist, `${pack}.js`), `({${functions.join(',\n')}})`);
  }
  writeFileSync(join(dist, 'packs.json'), JSON.stringify(index));
}

/** Expects dist/cim-ready.cjs and dist/chunks/*.cjs; leaves packs, their index, and what V8 compiled of them. */
export function packChunks() {
  const home = mkdtempSync(join(tmpdir(), 'cim-ready-build-'));
  try {
    packWith(makeModules(home));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function packWith(modules) {
  const entries = ['cim-ready.cjs', 'thread.cjs'];
  const names = [...entries, ...readdirSync(chunks).map((name) => `chunks/${name}`)];
  const texts = new Map(names.map((name) => [name, inAscii(readFileSync(join(dist, name), 'utf8'))]));
  for (const name of entries) rmSync(join(dist, name));
  rmSync(chunks, { recursive: true });
  const alone = (name) => name.replace(/\W+/g, '-');
  write(
    texts,
    names.map((name) => [alone(name), [name]]),
  );
  const left = new Set(names);
  run(['check', ...modules, '--jobs', '1'], false); // so that their reports and answers are known
  const stages = [
    ['start', ['--version']],
    ['words', ['explain', 'docs/adr']],
    ['again', ['check', ...modules, '--jobs', '1']],
    // Another option, and it is another report; the answers are the same.
    ['audit', ['check', ...modules, '--jobs', '1', '--timeout', '119']],
    ['code', ['check', ...modules, '--jobs', '1', '--no-cache']],
    ['threads', ['check', ...modules, '--jobs', '2', '--no-cache']],
  ];
  const parts = stages.map(([pack, args]) => {
    const compiled = readdirSync(compile(args));
    const loaded = [...left].filter((name) => compiled.includes(`${alone(name)}.js`));
    for (const name of loaded) left.delete(name);
    return [pack, loaded];
  });
  for (const name of names) rmSync(join(dist, `${alone(name)}.js`));
  rmSync(cache, { recursive: true });
  write(texts, [...parts, ...[...left].map((name) => [alone(name), [name]])]);
  const [ready, rough, unknown] = modules;
  run(['check', ready, '--timeout', '119'], false);
  // One whose answers are known and whose report is not, two that are judged afresh, and one whose report is told again.
  const made = compile(['check', ready, rough, unknown, ready, '--jobs', '1']);
  // The first part of its name says which V8 the code fits, and all that bin/cim-ready.cjs looks for in dist.
  const [fitting] = basename(made).split('-');
  const compiled = join(dist, 'compiled', fitting);
  cpSync(made, compiled, { recursive: true });
  // Of what starts threads alone: the other packs are at their best when one thread has run all of their code.
  cpSync(join(compile(['check', ...modules, '--jobs', '2', '--no-cache']), 'threads.js'), join(compiled, 'threads.js'));
  rmSync(cache, { recursive: true });
}
