#!/usr/bin/env node
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

// From Node 22 on, V8's compiled code is kept in the user's own cache folder (never in a temporary folder that others can write to).
module.enableCompileCache?.(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cim-ready'));
await import('../dist/cim-ready.js');
