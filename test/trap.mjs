// Loaded before the command by a test: writes down every file opened, process started and connection made.
import childProcess from 'node:child_process';
import dns from 'node:dns';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const log = fs.openSync(process.env.TRAP_LOG, 'a');
const note = (kind, what) => fs.writeSync(log, `${kind} ${what}\n`);
const watch = (object, name, kind) => {
  const real = object[name];
  object[name] = function (first, ...rest) {
    note(kind, typeof first === 'object' && first !== null ? JSON.stringify(first) : String(first));
    return Reflect.apply(real, this, [first, ...rest]);
  };
};
for (const name of ['openSync', 'readFileSync', 'open', 'readFile', 'createReadStream', 'writeFileSync']) watch(fs, name, 'file');
for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'exec', 'execSync', 'fork']) watch(childProcess, name, 'process');
watch(net.Socket.prototype, 'connect', 'connect');
watch(dns, 'lookup', 'connect');
const realFetch = globalThis.fetch;
globalThis.fetch = (...args) => {
  note('connect', String(args[0]));
  return realFetch(...args);
};
syncBuiltinESMExports();
