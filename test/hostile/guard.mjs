// Loaded into the command by NODE_OPTIONS: writes down every file, process and connection, and refuses what `check` has no business with.
import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { resolve } from 'node:path';
import tls from 'node:tls';
import workers from 'node:worker_threads';

const log = fs.openSync(process.env.GUARD_LOG, 'a');
const writeSync = fs.writeSync;
const note = (kind, what) => writeSync(log, `${JSON.stringify([kind, what])}\n`);

const watch = (object, names, noteOf) => {
  for (const name of names) {
    const real = object[name];
    object[name] = function (...args) {
      noteOf(name, args);
      return new.target ? Reflect.construct(real, args) : Reflect.apply(real, this, args);
    };
  }
};
const place = (path) => (path instanceof URL ? path.pathname : resolve(String(path)));
const writes = (flags) => (typeof flags === 'string' ? flags !== 'r' : typeof flags === 'number' && (flags & 3) !== 0);
const opened = (_, [path, flags]) => {
  if (typeof path !== 'number') note(writes(flags) ? 'write' : 'read', place(path));
};
watch(fs, ['openSync', 'open'], opened);
watch(fs, ['readFileSync', 'readFile', 'createReadStream', 'readdirSync', 'readdir'], (_, [path]) => {
  if (typeof path !== 'number') note('read', place(path));
});
const made = ['writeFileSync', 'writeFile', 'appendFileSync', 'createWriteStream', 'mkdirSync', 'mkdtempSync', 'rmSync', 'unlinkSync'];
watch(fs, [...made, 'rmdirSync', 'truncateSync', 'chmodSync', 'chownSync', 'utimesSync'], (_, [path]) => {
  if (typeof path !== 'number') note('write', place(path));
});
watch(fs, ['renameSync', 'symlinkSync', 'linkSync', 'copyFileSync', 'cpSync'], (_, [, path]) => note('write', place(path)));
const refuse = (kind) => (name, args) => {
  note(kind, `${name} ${String(args[0])}`);
  throw new Error(`the guard refuses ${name}`);
};
watch(childProcess, ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'exec', 'execSync', 'fork'], (name, args) => {
  note('process', String(args[0]));
  if (name !== 'spawn' || args[0] !== 'git' || args[2]?.shell) refuse('refused')(name, args);
});
watch(net, ['connect', 'createConnection', 'createServer'], refuse('refused'));
watch(net.Socket.prototype, ['connect'], refuse('refused'));
watch(tls, ['connect'], refuse('refused'));
watch(dns, ['lookup', 'resolve', 'resolve4', 'resolve6'], refuse('refused'));
watch(dns.promises, ['lookup', 'resolve', 'resolve4', 'resolve6'], refuse('refused'));
watch(http, ['request', 'get'], refuse('refused'));
watch(https, ['request', 'get'], refuse('refused'));
watch(dgram, ['createSocket'], refuse('refused'));
watch(workers, ['Worker'], (_, [file]) => note('worker', String(file)));
globalThis.fetch = (...args) => refuse('refused')('fetch', args);
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  note('peak', maxRSS * 1024);
  note('cpu', (userCPUTime + systemCPUTime) / 1e6);
});
syncBuiltinESMExports();
