#!/usr/bin/env node
'use strict';
/*
 * Loads the bundle with the code that V8 compiled of it before: compiling takes longer than the audit of a small module.
 * The build leaves that code beside the bundle for the Node that built it; for any other Node it is kept in the user's own
 * cache folder, never in a temporary folder that others can write to. V8 itself refuses code of another version or flags.
 */
const { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { dirname, isAbsolute, join, resolve } = require('node:path');
const { cachedDataVersionTag, setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

/** Not so in a thread, which shares V8's flags with the first one and leaves the keeping of compiled code to it. */
const isCommand = require.main === module;

if (isCommand) setFlags();

/** Compiled code must fit to V8's flags, so these come first. */
function setFlags() {
  // Most patterns are used a few times: to compile each for an interpreter, improve that, and compile it again for the processor costs more
  // than to do the last at once.
  setFlagsFromString('--no-regexp-tier-up');
  // Six times V8's own patience before it optimizes a function: an audit is over before most of that pays. Only for Node 20, whose V8 knows
  // the flag: any other prints a complaint about it, and waits longer by itself.
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=400000');
}

const dist = join(__dirname, '..', 'dist');
/** The pack in which each chunk is. */
const index = readIndex();
const packs = new Map();
const modules = new Map();
/** What V8 had to compile in this run, by pack. */
const compiled = new Map();

/** Node's own switch: with it, nothing compiled is read or written. */
const off = Boolean(process.env.NODE_DISABLE_COMPILE_CACHE);

function readIndex() {
  try {
    return JSON.parse(readFileSync(join(dist, 'packs.json'), 'utf8'));
  } catch {
    console.error('cim-ready is not built: run `npm run build` in its folder');
    return process.exit(2);
  }
}

/**
 * Where the build leaves compiled code. Whatever it was made by is in the folder's name, so that nothing else is tried: V8 would compile what
 * it refuses, find that again at the second attempt, and not look at the code that the user's folder has.
 */
const ownFolder = () => join(dist, 'compiled', String(cachedDataVersionTag()));

/** The user's own folder for the code of this very bundle, V8, its flags and the processor; undefined where there is no home. */
function userFolder() {
  const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  const home = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, '.cache'));
  const { size, mtimeMs } = statSync(join(dist, 'packs.json'));
  // A relative folder would be one of wherever the command runs, such as the audited repository.
  if (!home || !isAbsolute(home) || isInRepository(resolve(home)) || isInRepository(realPath(home))) return undefined;
  return join(home, 'cim-ready', `${cachedDataVersionTag()}-${size}-${Math.trunc(mtimeMs)}`);
}

/** What lies there others may have written, and compiled code runs as it is. */
const isInRepository = (folder) =>
  existsSync(join(folder, '.git')) || (folder !== dirname(folder) && isInRepository(dirname(folder)));

function realPath(path) {
  try {
    return realpathSync(path);
  } catch {
    return path; // not there yet
  }
}

function compile(name) {
  const filename = join(dist, name);
  const source = readFileSync(filename, 'latin1'); // the build writes ASCII
  for (const folderOf of off ? [] : [ownFolder, userFolder]) {
    try {
      const script = new Script(source, { filename, cachedData: readFileSync(join(folderOf(), name)) });
      if (!script.cachedDataRejected) return script;
    } catch {
      // There is no such code, or nowhere to look for it.
    }
  }
  const script = new Script(source, { filename });
  compiled.set(name, script);
  return script;
}

/** The bundler makes a getter of each export, and a getter of that one. Nothing is exported that changes after its chunk has run. */
const asData = (exports) => Object.defineProperty({ ...exports }, '__esModule', { value: true });

function load(name) {
  const loaded = modules.get(name);
  if (loaded !== undefined) return loaded.exports;
  const pack = `${index[name]}.js`;
  if (!packs.has(pack)) packs.set(pack, compile(pack).runInThisContext());
  const module = { exports: {} };
  modules.set(name, module);
  packs.get(pack)[name](module.exports, ask, module, __dirname);
  module.exports = asData(module.exports);
  return module.exports;
}

/** `require` of the chunks: another chunk, or one of Node's own modules; there is nothing else. */
function ask(id) {
  return id.startsWith('.') ? load(id.replace(/^\.\/(?:chunks\/)?/, 'chunks/')) : require(id);
}

/** Keeps what was compiled, each file whole or not at all; a folder that cannot be written costs only the time. */
function keep() {
  try {
    const folder = userFolder();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const [name, script] of compiled) {
      const partial = join(folder, `${name}.${process.pid}`);
      writeFileSync(partial, script.createCachedData(), { mode: 0o600 });
      renameSync(partial, join(folder, name));
    }
  } catch {
    // The next run compiles again.
  }
}

if (isCommand) {
  process.on('exit', () => {
    if (!off && compiled.size > 0) keep();
  });
  load('cim-ready.cjs');
} else module.exports = { load };
