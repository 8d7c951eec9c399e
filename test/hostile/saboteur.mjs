// Loaded into the command by NODE_OPTIONS after the guard: does to its threads what SABOTAGE says, when git is started.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import workers from 'node:worker_threads';

const { SABOTAGE, SABOTAGE_MARK } = process.env;
const { spawn } = childProcess;

/** Once in the whole run, whichever thread comes first. */
function isFirst() {
  try {
    fs.closeSync(fs.openSync(SABOTAGE_MARK, 'wx'));
    return true;
  } catch {
    return false;
  }
}

function fillMemory() {
  for (let list; ; ) list = { list };
}

const acts = {
  memory: () => setTimeout(fillMemory, 100),
  exit: () => setTimeout(() => process.exit(7), 100),
  uncaught: () =>
    setTimeout(() => {
      throw new Error('sabotaged\u001b[2J');
    }, 100),
};

childProcess.spawn = (...args) => {
  if (SABOTAGE === 'bug') throw new Error('sabotaged');
  const act = acts[SABOTAGE];
  if (act !== undefined && !workers.isMainThread && isFirst()) act();
  return spawn(...args);
};
if (SABOTAGE === 'no threads')
  workers.Worker = class {
    constructor() {
      throw new Error('the system gives no thread');
    }
  };
syncBuiltinESMExports();
